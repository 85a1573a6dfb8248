package settings_test

import (
	"context"
	"testing"

	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/screen/settings"
	"bonuskasse/pos/till"
)

// asked counts who looks when the last copy was made: it may be another computer's
// folder.
type asked struct {
	sticks
	times int
}

func (a *asked) LastBackup(folder string) pos.Millis {
	a.times++
	return a.sticks.LastBackup(folder)
}

// TestBackupsAreLookedForWhereTheyAreShown, and not each time that anything changes.
func TestBackupsAreLookedForWhereTheyAreShown(t *testing.T) {
	s := newTestShop(t)
	room := &asked{sticks: sticks{"/media/stick": 1_000}}
	s.Shell.Screen(screen.SettingsPlace).(*settings.Screen).Backs(room)
	s.SignIn("Bo")
	must(t, s.Till.Set(t.Context(), till.BackupSetting, "/media/stick", till.By(pos.System)))
	s.Send(screen.Changed{What: "people"})
	if room.times != 0 {
		t.Errorf("a change elsewhere looks %d times", room.times)
	}
	s.section("shop")
	if got := s.row("backup_now").Value.Key; room.times != 1 || got != "settings.backup.last" {
		t.Errorf("looked %d times, and the last copy is %q", room.times, got)
	}
}

// sticks are folders that copies can go to, and when the last of each was made.
type sticks map[string]pos.Millis

func (s sticks) BackUp(_ context.Context, folder string) (string, error) {
	if _, there := s[folder]; !there {
		return "", pos.Refuse(pos.BadSetting, "backup_folder")
	}
	s[folder] = 1_000
	return folder + "/copy.db", nil
}

func (s sticks) LastBackup(folder string) pos.Millis { return s[folder] }

// TestBackupFolder: a folder is the setting once a copy could be made in it, and no
// sooner; a copy can be asked for.
func TestBackupFolder(t *testing.T) {
	s := newTestShop(t)
	room := sticks{"/media/stick": 0}
	s.Shell.Screen(screen.SettingsPlace).(*settings.Screen).Backs(room)
	s.SignIn("Bo")
	s.section("shop")
	name := func() string {
		set, err := s.Till.Settings(t.Context())
		must(t, err)
		return set[till.BackupSetting]
	}
	to := func(folder string) {
		s.enter("backup_folder")
		s.Answer("save", 0, folder)
	}
	to("/media/other")
	if got := s.Shell.State().Notice.Text; name() != "" || got.Key != "error.bad_setting" || got.Args[0] != "backup_folder" {
		t.Errorf("the setting is %q, it says %+v", name(), got)
	}
	to("  /media/stick ")
	if got := s.Shell.State().Notice.Text.Key; name() != "/media/stick" || got != "settings.backup.made" {
		t.Errorf("the setting is %q, it says %q", name(), got)
	}
	room["/media/stick"] = 0
	if s.enter("backup_now"); room["/media/stick"] == 0 {
		t.Error("no copy was made")
	}
	if got := s.row("backup_now").Value.Key; got != "settings.backup.last" {
		t.Errorf("the last copy is %q", got)
	}
	if to(""); name() != "" {
		t.Errorf("the setting is still %q", name())
	}
}
