package screen

import (
	"context"
	"strings"

	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// BackupRoom keeps copies of the shop. Its methods may take seconds.
type BackupRoom interface {
	// BackUp makes a copy in a folder now.
	BackUp(ctx context.Context, folder string) (file string, err error)
	// LastBackup is when the newest copy in a folder was made; 0 is never.
	LastBackup(folder string) pos.Millis
}

// Backs gives Settings what it needs to keep copies; without it has no rows of them.
func (s *Settings) Backs(b BackupRoom) *Settings {
	s.backups = b
	return s
}

// backedUp is what came of a copy. Its folder is the setting once one could be made
// there.
type backedUp struct {
	folder, file string
	last         pos.Millis
	err          error
}

// backupRows are where the copies go, and the last of them.
func (s *Settings) backupRows() []SettingRow {
	if s.backups == nil {
		return nil
	}
	folder := s.facts.set[till.BackupSetting]
	name, explain := Say("settings.backup.folder"), Say("settings.backup.folder.explain")
	value, mood := Name(folder), Calm
	if folder == "" {
		value, mood = Say("settings.backup.off"), Look
	}
	rows := []SettingRow{{Heading: true, Name: Say("settings.backup")}, {
		ID: "backup_folder", Name: name, Value: value, Mood: mood, Explain: explain,
		act: s.askText(name, explain, folder, AnyText, func(ctx context.Context, text string, do *Turn) error {
			if text = strings.TrimSpace(text); text == "" {
				s.saved(ctx, s.till.Set(ctx, till.BackupSetting, "", do.Who()), do)
				return nil
			}
			s.backUp(text, do)
			return nil
		}),
	}}
	if folder == "" {
		return rows
	}
	last := SettingRow{ID: "backup_now", Name: Say("settings.backup.now"), Value: Say("settings.backup.never"), Mood: Look, Explain: Say("settings.backup.now.explain"), Do: true,
		act: func(_ context.Context, do *Turn) { s.backUp(folder, do) }}
	if s.copied != 0 {
		last.Value, last.Mood = Say("settings.backup.last", Moment(s.copied)), Calm
	}
	return append(rows, last)
}

// backUp makes a copy beside the window.
func (s *Settings) backUp(folder string, do *Turn) {
	do.Say(Calm, "settings.backup.busy")
	do.Run(func(ctx context.Context) Event {
		file, err := s.backups.BackUp(ctx, folder)
		return backedUp{folder, file, s.backups.LastBackup(folder), err}
	})
}

// lookForBackups asks beside the window when the last copy was made: the folder may
// be another computer's.
func (s *Settings) lookForBackups(do *Turn) {
	if folder := s.facts.set[till.BackupSetting]; s.backups != nil && folder != "" {
		do.Run(func(context.Context) Event { return backedUp{folder: folder, last: s.backups.LastBackup(folder)} })
	}
}

func (s *Settings) copyMade(ctx context.Context, e backedUp, do *Turn) {
	if do.Refuse(e.err) {
		return
	}
	s.copied = e.last
	if e.file == "" { // it was only looked for
		s.build(do)
		return
	}
	if s.facts.set[till.BackupSetting] != e.folder && do.Refuse(s.till.Set(ctx, till.BackupSetting, e.folder, do.Who())) {
		return
	}
	s.refresh(ctx, do)
	do.Say(Go, "settings.backup.made", Plain(e.file))
}
