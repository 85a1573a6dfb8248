package store

import (
	"context"
	"crypto/rand"
	"os"
	"path/filepath"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

const (
	foldEvents = 2000 // of one member
	expireLots = 50_000
)

// folds measures the state of a member with many events, read from the journal.
func (b *Bench) folds(ctx context.Context, dir string) error {
	temp, err := os.MkdirTemp(dir, "fold-")
	if err != nil {
		return trouble(err)
	}
	defer os.RemoveAll(temp)
	opt := Options{Random: rand.Reader, Now: time.Now}
	s, _, err := filledShop(ctx, temp, opt, Filling{Members: 1, Sales: foldEvents, Seed: 1}, nil)
	if err != nil {
		return err
	}
	defer s.Close()
	var took []time.Duration
	err = s.View(ctx, func(rd till.Reader) error {
		card, err := rd.Card("10001")
		if err != nil {
			return err
		}
		for range 200 {
			start := time.Now()
			if _, err := rd.FoldAccount(card.Member, pos.At(start)); err != nil {
				return err
			}
			took = append(took, time.Since(start))
		}
		return nil
	})
	b.Fold = spread(took)
	return err
}

// expiry measures a day's end through the till's verb, on the shop itself: what
// it takes is gone, and the next run finds a later day.
func (b *Bench) expiry(ctx context.Context, s *Store, t *till.Till) error {
	var day, lots int64
	err := s.readers.use(ctx, func(q *session) error {
		if _, err := q.get("SELECT expires_at FROM lot WHERE expires_at > 0 ORDER BY expires_at LIMIT 1 OFFSET ?", args(int64(expireLots-1)), &day); err != nil {
			return err
		}
		if day == 0 { // of a small shop half of what there is
			if _, err := q.get("SELECT expires_at FROM lot WHERE expires_at > 0 ORDER BY expires_at LIMIT 1 OFFSET (SELECT count(*) / 2 FROM lot WHERE expires_at > 0)", nil, &day); err != nil {
				return err
			}
		}
		_, err := q.get("SELECT count(*) FROM lot WHERE expires_at BETWEEN 1 AND ?", args(day), &lots)
		return err
	})
	if err != nil || lots == 0 {
		return err
	}
	floor, err := s.bareExpiry(ctx, day)
	if err != nil {
		return err
	}
	stop, waited := make(chan struct{}), make(chan time.Duration)
	go func() { waited <- s.longestWait(stop) }()
	start := time.Now()
	done, err := t.Tick(ctx, time.UnixMilli(day+1))
	took := time.Since(start)
	close(stop)
	b.Expiry = expiryFigures(done.Lots, took, floor, <-waited)
	return err
}

// longestWait asks for the writer again and again, as sales do, and tells how
// long one had to wait.
func (s *Store) longestWait(stop <-chan struct{}) (longest time.Duration) {
	for {
		select {
		case <-stop:
			return longest
		case <-time.After(time.Millisecond):
		}
		start := time.Now()
		if s.take(context.Background()) == nil {
			longest = max(longest, time.Since(start))
			s.give()
		}
	}
}

// bareExpiry is the floor, on a copy of the lots with both their indexes.
func (s *Store) bareExpiry(ctx context.Context, day int64) (time.Duration, error) {
	path := filepath.Join(s.dir, "bare-expiry")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		return 0, trouble(err)
	}
	defer func() {
		for _, part := range []string{path, path + "-wal", path + "-shm"} {
			os.Remove(part)
		}
	}()
	q, err := openSession(ctx, path, asWriter, 0)
	if err != nil {
		return 0, err
	}
	defer q.close()
	if err := q.useWAL(); err != nil {
		return 0, err
	}
	for _, text := range []string{
		"ATTACH DATABASE '" + s.path(fileDB) + "' AS shop",
		"CREATE TABLE lot (member INTEGER, id INTEGER, part INTEGER, left_over INTEGER, expires_at INTEGER, PRIMARY KEY (member, id, part)) STRICT, WITHOUT ROWID",
		"CREATE TABLE holder (no INTEGER PRIMARY KEY, id BLOB, rights INTEGER) STRICT",
		"CREATE TABLE taken (member INTEGER, id INTEGER, part INTEGER, points INTEGER, PRIMARY KEY (member, id, part)) STRICT, WITHOUT ROWID",
		"INSERT INTO lot SELECT member, id, part, left_over, expires_at FROM shop.lot ORDER BY member, id, part",
		"INSERT INTO holder SELECT no, id, rights FROM shop.account",
		"CREATE INDEX lot_expires ON lot (expires_at) WHERE expires_at > 0",
		"DETACH DATABASE shop", "PRAGMA wal_checkpoint(TRUNCATE)",
	} {
		if err := q.scriptContext(ctx, text); err != nil {
			return 0, err
		}
	}
	start := time.Now()
	if err := q.exec("BEGIN IMMEDIATE"); err != nil {
		return 0, err
	}
	type key struct{ member, id, part, points int64 }
	var due []key
	err = q.each("SELECT member, id, part, left_over FROM lot WHERE expires_at > 0 AND expires_at <= ? ORDER BY member, id, part", args(day), func(r *row) error {
		var k key
		err := r.Scan(&k.member, &k.id, &k.part, &k.points)
		due = append(due, k)
		return err
	})
	for _, k := range due {
		if err == nil {
			err = q.exec("DELETE FROM lot WHERE member = ? AND id = ? AND part = ?", k.member, k.id, k.part)
		}
		if err == nil {
			err = q.exec("UPDATE holder SET rights = rights - ? WHERE no = ?", k.points, k.member)
		}
		if err == nil {
			err = q.exec("INSERT INTO taken VALUES (?, ?, ?, ?)", k.member, k.id, k.part, k.points)
		}
	}
	if err == nil {
		err = q.exec("COMMIT")
	}
	return time.Since(start), err
}
