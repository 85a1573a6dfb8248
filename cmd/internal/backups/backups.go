// Package backups keeps copies of a shop in a folder of the machine, a stick or
// another computer: one a day, and the newest of them.
//
//	k := backups.Keeper{Shop: store, Zone: till.Zone()}
//	file, err := k.Now(ctx, "/media/stick", time.Now())
//	at, err := k.Last("/media/stick")
package backups

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"bonuskasse/pos"
	"bonuskasse/store"
)

// Copies that are kept: two weeks and some, of a shop that is open each day.
const kept = 16

// The name of a copy says when it was made, in the shop's own time.
const (
	name    = "bonuskasse-2006-01-02-150405.db"
	pattern = "bonuskasse-????-??-??-??????.db"
)

// Shop is what can be copied while it is in use.
type Shop interface {
	Backup(ctx context.Context, file string, progress store.Progress) error
}

// Keeper makes copies of a shop.
type Keeper struct {
	Shop Shop
	Zone *time.Location
}

// Now makes a copy in a folder that is there, and then removes the oldest of its
// own that are too many. A folder that is not there is refused: a stick
// that is not plugged in must not become a folder on the disk.
func (k Keeper) Now(ctx context.Context, folder string, at time.Time) (file string, err error) {
	if info, err := os.Stat(folder); err != nil || !filepath.IsAbs(folder) || !info.IsDir() {
		return "", pos.Refuse(pos.BadSetting, "backup_folder")
	}
	file = filepath.Join(folder, at.In(k.Zone).Format(name))
	if err := k.Shop.Backup(ctx, file, nil); err != nil {
		return "", err
	}
	all, err := copies(folder)
	for _, old := range all[:max(0, len(all)-kept)] {
		err = errors.Join(err, os.Remove(filepath.Join(folder, old)))
	}
	return file, err
}

// Last is when the newest copy in a folder was made; zero is never. A folder that
// is not there has none.
func (k Keeper) Last(folder string) (at time.Time, err error) {
	all, err := copies(folder)
	if err != nil || len(all) == 0 {
		return at, err
	}
	return time.ParseInLocation(name, all[len(all)-1], k.Zone)
}

// Due tells whether a day has no copy yet.
func (k Keeper) Due(folder string, at time.Time) bool {
	last, err := k.Last(folder)
	return err != nil || last.In(k.Zone).Format(time.DateOnly) != at.In(k.Zone).Format(time.DateOnly)
}

// copies are the names of those in a folder, the oldest first.
func copies(folder string) (names []string, err error) {
	entries, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	for _, e := range entries {
		if is, _ := filepath.Match(pattern, e.Name()); is && e.Type().IsRegular() {
			names = append(names, e.Name())
		}
	}
	slices.Sort(names)
	return names, err
}
