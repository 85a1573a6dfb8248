package store

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"os"
	"sync"

	"bonuskasse/pos"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/mutant"
)

// An incarnation is one unbroken life of a till's journal. A till that was
// restored from a backup does not know what it did after the backup was made,
// so it must not go on with that sequence: it begins a new incarnation, at
// seq 1, under a random name.

// incarnation is a row of that table.
type incarnation struct {
	ordinal int64
	id      pos.ID
	prefix  string // of its receipt numbers: "1-", "1K7-"
	key     ed25519.PublicKey
}

// Causes of a new incarnation, as its first event names them.
const (
	causeBackup = "backup"        // the file says that it is a backup
	causeGuard  = "guard_missing" // the guard is gone
	causeBehind = "behind_guard"  // the journal lacks what the guard has seen
	causeKey    = "key_missing"   // the till's key is gone, or another's
)

// opened counts the stores of this process by file, because looking at a
// database with another descriptor, and closing that, drops SQLite's locks.
var opened struct {
	sync.Mutex
	files map[string]int
}

// dropForeignWAL puts aside a log that lies beside a backup. A backup is
// copied into place by hand; the log of the database that it replaces would be
// played over it, page by page, and make one file out of two.
//
// A backup carries its mark in the file itself until its first opening has
// taken the mark away, without a log (settleIncarnation): so a marked file
// never has a log of its own.
func (s *Store) dropForeignWAL(ctx context.Context) error {
	wal := s.path(fileDB + "-wal")
	if info, err := os.Stat(wal); err != nil || info.Size() == 0 {
		return nil
	}
	g, err := openGuard(s.path(fileGuard), true)
	if err != nil {
		return err
	}
	defer g.close()
	if err := lock(g.file); err != nil {
		return trouble(err)
	}
	defer unlock(g.file)
	if !s.markedOnDisk(ctx) {
		return nil
	}
	aside := fmt.Sprintf("%s.before-%d", wal, s.opt.Now().UnixMilli())
	if err := os.Rename(wal, aside); err != nil {
		return trouble(err)
	}
	if err := os.Remove(s.path(fileDB + "-shm")); err != nil && !errors.Is(err, os.ErrNotExist) {
		return trouble(err)
	}
	return syncDir(s.dir)
}

// markedOnDisk looks at the file without its log. Where this process has it
// open already it is not looked at, and is no backup.
func (s *Store) markedOnDisk(ctx context.Context) bool {
	opened.Lock()
	defer opened.Unlock()
	if opened.files[s.path(fileDB)] > 0 {
		return false
	}
	peek, err := openSession(ctx, s.path(fileDB), asFrozen, 0)
	if err != nil {
		return false
	}
	defer peek.close()
	marked, err := marked(peek)
	return err == nil && marked
}

func (s *Store) countOpen(n int) {
	opened.Lock()
	defer opened.Unlock()
	if opened.files == nil {
		opened.files = map[string]int{}
	}
	opened.files[s.path(fileDB)] += n
}

func marked(s *session) (bool, error) {
	var n int64
	_, err := s.get("SELECT count(*) FROM backup_mark", nil, &n)
	return n > 0, err
}

// settleIncarnation compares the journal with the guard and the key, and
// begins a new incarnation where they differ. The guard is locked meanwhile,
// so that two programs that start at once begin one and not two.
func (s *Store) settleIncarnation(ctx context.Context) error {
	if err := lock(s.guard.file); err != nil {
		return trouble(err)
	}
	defer unlock(s.guard.file)
	var err error
	if s.key, err = s.loadKey(); err != nil {
		return err
	}
	var fresh *head
	err = s.write(ctx, func(w *session) (func(), error) {
		h, err := readHead(w, s)
		if err != nil {
			return nil, err
		}
		cause, err := s.causeOf(w, h)
		if err != nil || cause == "" {
			return nil, err
		}
		fresh, err = s.startOver(w, h, cause)
		return nil, err
	})
	if err != nil || fresh == nil {
		return err
	}
	return s.guard.reset(markOf(*fresh))
}

// causeOf is why this till may not go on with its incarnation; "" if it may.
func (s *Store) causeOf(w *session, h head) (string, error) {
	backup, err := marked(w)
	switch {
	case err != nil:
		return "", err
	case backup:
		return causeBackup, nil
	case s.key == nil || !s.key.Public().(ed25519.PublicKey).Equal(h.inc.key):
		return causeKey, nil
	}
	m, found := s.guard.read()
	if !found {
		return causeGuard, nil
	}
	ok, err := holds(w, m)
	if err != nil || ok {
		return "", err
	}
	return causeBehind, nil
}

// holds reports whether the journal has the event that the guard has seen.
func holds(w *session, m guardMark) (bool, error) {
	var hash []byte
	found, err := w.get(`SELECT e.hash FROM incarnation i JOIN event e ON e.id = (i.ordinal << 40 | ?) WHERE i.id = ? AND i.ordinal = ?`,
		args(m.seq, m.incarnation[:], m.ordinal), &hash)
	return found && bytes.Equal(hash, m.hash[:]), err
}

// startOver appends IncarnationStarted and takes the backup's mark away. A lease
// that the life before had asked for is bound to that life: asked for again, it
// would be refused once the head office has fenced it, and with it every round.
func (s *Store) startOver(w *session, h head, cause string) (*head, error) {
	var err error
	if s.key == nil {
		if s.key, err = s.makeKey(); err != nil {
			return nil, err
		}
	}
	id, err := pos.NewID(s.opt.Random)
	if err != nil {
		return nil, trouble(err)
	}
	t := &tx{reader: reader{store: s, s: w}, head: head{till: h.till, clock: h.clock, inc: incarnation{
		ordinal: h.inc.ordinal + 1, id: id, key: s.key.Public().(ed25519.PublicKey),
	}}}
	body := &journalpb.Body{What: &journalpb.Body_IncarnationStarted{IncarnationStarted: &journalpb.IncarnationStarted{
		Previous: h.inc.id[:], PreviousSeq: h.seq, PreviousHash: h.hash[:], Cause: cause, PublicKey: t.head.inc.key,
	}}}
	if _, err := t.Append(s.opt.Now(), body, pos.ID{}, 0); err != nil {
		return nil, err
	}
	if !mutant.LeaseUnbound {
		if err := w.exec("DELETE FROM lease_ask"); err != nil {
			return nil, err
		}
	}
	return &t.head, w.exec("DELETE FROM backup_mark")
}

// incarnation reads a row of that table, and remembers it.
func (s *Store) incarnation(q *session, ordinal int64) (inc incarnation, err error) {
	if got, ok := s.known.Load(ordinal); ok {
		return got.(incarnation), nil
	}
	var id []byte
	inc.ordinal = ordinal
	found, err := q.get("SELECT id, prefix, public_key FROM incarnation WHERE ordinal = ?", args(ordinal), &id, &inc.prefix, &inc.key)
	if err != nil {
		return inc, err
	}
	if !found {
		return inc, damaged(fmt.Errorf("incarnation %d is not there", ordinal))
	}
	inc.id = pos.IDFromBytes(id)
	return inc, nil
}
