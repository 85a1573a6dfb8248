package store

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

	"bonuskasse/pos"
)

// Progress is told how far a long piece of work has come, in units of its own;
// it may be nil.
type Progress func(stage string, done, total int64)

func (p Progress) tell(stage string, done, total int64) {
	if p != nil {
		p(stage, done, total)
	}
}

// Backup copies the shop's facts, as of one moment, into a new file, while the
// till goes on selling. The copy says in itself that it is a backup: put in
// place of shop.db, it makes the till begin a new incarnation. It holds no key.
//
// A file that is there already is refused with AlreadyThere. The copy appears
// under its name when it is whole and on the disk.
func (s *Store) Backup(ctx context.Context, file string, progress Progress) (err error) {
	file, err = filepath.Abs(file)
	if err != nil {
		return trouble(err)
	}
	if _, err := os.Lstat(file); err == nil {
		return pos.Refuse(pos.AlreadyThere, file)
	}
	dir, err := os.MkdirTemp(filepath.Dir(file), ".backup-")
	if err != nil {
		return trouble(err)
	}
	defer os.RemoveAll(dir)
	temp := filepath.Join(dir, "copy.db")
	if err := s.copyInto(ctx, temp, progress); err != nil {
		return err
	}
	if err := markBackup(ctx, temp, s.opt.Now()); err != nil {
		return err
	}
	// A link, not a rename: it refuses a file that has appeared meanwhile.
	if err := os.Link(temp, file); errors.Is(err, os.ErrExist) {
		return pos.Refuse(pos.AlreadyThere, file)
	} else if err != nil {
		if err := os.Rename(temp, file); err != nil { // no links on this file system
			return trouble(err)
		}
	}
	return syncDir(filepath.Dir(file))
}

// copyInto writes a compact copy. It reads every row on the way, so a
// database that cannot be read makes no backup.
func (s *Store) copyInto(ctx context.Context, temp string, progress Progress) error {
	src, err := openSession(ctx, s.path(fileDB), s.mode, 0)
	if err != nil {
		return err
	}
	defer src.close()
	if err := src.exec("PRAGMA query_only = 0"); err != nil { // VACUUM INTO writes, elsewhere
		return err
	}
	var pages, size int64
	if _, err := src.get("PRAGMA page_count", nil, &pages); err != nil {
		return err
	}
	if _, err := src.get("PRAGMA page_size", nil, &size); err != nil {
		return err
	}
	done := make(chan struct{})
	watched := make(chan struct{})
	go func() {
		defer close(watched)
		tick := time.NewTicker(200 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-done:
				return
			case <-tick.C:
				if info, err := os.Stat(temp); err == nil {
					progress.tell("copy", min(info.Size(), pages*size), pages*size)
				}
			}
		}
	}()
	err = src.scriptContext(ctx, "VACUUM INTO ?", temp)
	close(done)
	<-watched
	if err == nil {
		progress.tell("copy", pages*size, pages*size)
	}
	return err
}

// markBackup writes into the copy that it is one, and makes it durable. The
// copy keeps no write-ahead log: it is one file.
func markBackup(ctx context.Context, file string, now time.Time) error {
	c, err := openSession(ctx, file, asCopy, 0)
	if err != nil {
		return err
	}
	made := now.UnixMilli()
	err = c.exec("INSERT INTO backup_mark (made, checksum) VALUES (?, ?) ON CONFLICT DO NOTHING", made, checksum(number(made)))
	if err := errors.Join(err, c.close()); err != nil {
		return trouble(err)
	}
	f, err := os.OpenFile(file, os.O_RDWR, 0)
	if err != nil {
		return trouble(err)
	}
	// Members' names and numbers are in it.
	return trouble(errors.Join(f.Chmod(0o600), f.Sync(), f.Close()))
}
