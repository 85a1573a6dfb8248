package backups_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"bonuskasse/cmd/internal/backups"
	"bonuskasse/pos"
	"bonuskasse/store"
)

// shop writes a copy, or cannot.
type shop struct{ fails error }

func (s shop) Backup(_ context.Context, file string, _ store.Progress) error {
	if s.fails != nil {
		return s.fails
	}
	return os.WriteFile(file, []byte("copy"), 0o600)
}

var noon = time.Date(2026, 10, 20, 12, 0, 0, 0, time.UTC)

func zone(t *testing.T) *time.Location {
	z, err := time.LoadLocation("Europe/Copenhagen")
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// TestOneADay: a day has its copy until the next day begins in the shop, summer time
// or not, and the newest 16 are kept, beside what else lies there.
func TestOneADay(t *testing.T) {
	k, dir := backups.Keeper{Shop: shop{}, Zone: zone(t)}, t.TempDir()
	other := filepath.Join(dir, "bonuskasse-photo.db")
	if err := os.WriteFile(other, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for day := range 20 {
		at := noon.AddDate(0, 0, day)
		if !k.Due(dir, at) {
			t.Fatalf("day %d is not due", day)
		}
		if _, err := k.Now(t.Context(), dir, at); err != nil {
			t.Fatal(err)
		}
		if last, err := k.Last(dir); err != nil || !last.Equal(at) {
			t.Fatalf("the last is of %v, %v", last, err)
		}
		midnight := time.Date(at.Year(), at.Month(), at.Day()+1, 0, 0, 0, 0, zone(t))
		if k.Due(dir, midnight.Add(-time.Minute)) || !k.Due(dir, midnight) {
			t.Fatalf("day %d does not end at the shop's midnight", day)
		}
	}
	copies, err := filepath.Glob(filepath.Join(dir, "bonuskasse-2026-*.db"))
	if err != nil || len(copies) != 16 || filepath.Base(copies[0]) != "bonuskasse-2026-10-24-140000.db" {
		t.Errorf("kept %d, from %v (%v)", len(copies), copies, err)
	}
	if _, err := os.Stat(other); err != nil {
		t.Errorf("what is no copy is gone: %v", err)
	}
}

// TestNoFolder: a stick that is not plugged in does not become a folder.
func TestNoFolder(t *testing.T) {
	k, dir := backups.Keeper{Shop: shop{}, Zone: zone(t)}, t.TempDir()
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, folder := range []string{filepath.Join(dir, "stick"), file, "here", ""} {
		if _, err := k.Now(t.Context(), folder, noon); pos.CodeOf(err) != pos.BadSetting {
			t.Errorf("%q: %v", folder, err)
		}
		if at, err := k.Last(filepath.Join(dir, "stick")); !at.IsZero() || err != nil {
			t.Errorf("a folder that is not there has a copy of %v, %v", at, err)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "stick")); err == nil {
		t.Error("a folder was made")
	}
}

// TestFailedCopyKeepsTheOld: a copy that fails costs none of those there are.
func TestFailedCopyKeepsTheOld(t *testing.T) {
	dir := t.TempDir()
	good := backups.Keeper{Shop: shop{}, Zone: zone(t)}
	for day := range 16 {
		if _, err := good.Now(t.Context(), dir, noon.AddDate(0, 0, day)); err != nil {
			t.Fatal(err)
		}
	}
	full := errors.New("disk full")
	bad := backups.Keeper{Shop: shop{full}, Zone: zone(t)}
	if _, err := bad.Now(t.Context(), dir, noon.AddDate(0, 0, 16)); !errors.Is(err, full) {
		t.Errorf("it says %v", err)
	}
	if all, _ := os.ReadDir(dir); len(all) != 16 {
		t.Errorf("%d are left of 16", len(all))
	}
}
