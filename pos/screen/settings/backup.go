package settings

import (
	"context"
	"strings"

	"bonuskasse/pos"
	"bonuskasse/pos/screen"
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
func (s *Screen) Backs(b BackupRoom) *Screen {
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
func (s *Screen) backupRows() []Row {
	if s.backups == nil {
		return nil
	}
	folder := s.facts.set[till.BackupSetting]
	name, explain := screen.Say("settings.backup.folder"), screen.Say("settings.backup.folder.explain")
	value, mood := screen.Name(folder), screen.Calm
	if folder == "" {
		value, mood = screen.Say("settings.backup.off"), screen.Look
	}
	rows := []Row{{Heading: true, Name: screen.Say("settings.backup")}, {
		ID: "backup_folder", Name: name, Value: value, Mood: mood, Explain: explain,
		act: s.askText(name, explain, folder, screen.AnyText, func(ctx context.Context, text string, do *screen.Turn) error {
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
	last := Row{ID: "backup_now", Name: screen.Say("settings.backup.now"), Value: screen.Say("settings.backup.never"), Mood: screen.Look, Explain: screen.Say("settings.backup.now.explain"), Do: true,
		act: func(_ context.Context, do *screen.Turn) { s.backUp(folder, do) }}
	if s.copied != 0 {
		last.Value, last.Mood = screen.Say("settings.backup.last", screen.Moment(s.copied)), screen.Calm
	}
	return append(rows, last)
}

// backUp makes a copy beside the window.
func (s *Screen) backUp(folder string, do *screen.Turn) {
	do.Say(screen.Calm, "settings.backup.busy")
	do.Run(func(ctx context.Context) screen.Event {
		file, err := s.backups.BackUp(ctx, folder)
		return backedUp{folder, file, s.backups.LastBackup(folder), err}
	})
}

// lookForBackups asks beside the window when the last copy was made: the folder may
// be another computer's.
func (s *Screen) lookForBackups(do *screen.Turn) {
	if folder := s.facts.set[till.BackupSetting]; s.backups != nil && folder != "" {
		do.Run(func(context.Context) screen.Event {
			return backedUp{folder: folder, last: s.backups.LastBackup(folder)}
		})
	}
}

func (s *Screen) copyMade(ctx context.Context, e backedUp, do *screen.Turn) {
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
	do.Say(screen.Go, "settings.backup.made", screen.Plain(e.file))
}
