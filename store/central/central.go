package central

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"io"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
)

// Options are what a store is opened with. The zero value is of use.
type Options struct {
	Name   string    // of the chain, at the first start
	Random io.Reader // for the chain's identity; nil is crypto/rand
	// Online is how long after it was heard of a till counts as having a line;
	// 0 is a minute.
	Online time.Duration
}

// recallFor is how long a keeper is asked to release what somebody waited for.
const recallFor = 10 * time.Minute

// askerFor is how long what was released is left for whoever asked.
const askerFor = 10 * time.Second

// Store is the head office's database. Several may have the same one open.
type Store struct {
	db     engine
	office chain.Office
	life   int64 // the number of the head office's own
	online int64 // milliseconds
}

func open(ctx context.Context, db engine, opt Options) (*Store, error) {
	s := &Store{db: db, online: opt.Online.Milliseconds()}
	if s.online == 0 {
		s.online = time.Minute.Milliseconds()
	}
	if opt.Random == nil {
		opt.Random = rand.Reader
	}
	if opt.Name == "" {
		opt.Name = "Bonuskasse"
	}
	err := migrate(ctx, db)
	if err == nil {
		err = s.identify(ctx, opt)
	}
	if err == nil {
		err = s.reread(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, db.close())
	}
	return s, nil
}

// identify reads the chain's identity, and makes it at the first start. Of two
// instances that start at once, one makes it and both read it.
func (s *Store) identify(ctx context.Context, opt Options) error {
	read := func(t *tx) (found bool, err error) {
		var id, seed []byte
		found, err = t.one("SELECT id, name, seed FROM office", nil, &id, &s.office.Name, &seed)
		if err != nil || !found {
			return false, err
		}
		s.office.ID, s.office.Key = pos.IDFromBytes(id), ed25519.NewKeyFromSeed(seed)
		_, err = t.one("SELECT no FROM life WHERE till = ?", args(id), &s.life)
		return true, err
	}
	var found bool
	err := s.db.read(ctx, func(t *tx) (err error) {
		found, err = read(t)
		return err
	})
	if err != nil || found {
		return err
	}
	id, err := pos.NewID(opt.Random)
	if err != nil {
		return err
	}
	seed := make([]byte, ed25519.SeedSize)
	if _, err := io.ReadFull(opt.Random, seed); err != nil {
		return err
	}
	return s.db.write(ctx, func(t *tx) error {
		n, err := t.exec("INSERT INTO office (one, id, name, seed) VALUES (1, ?, ?, ?) ON CONFLICT (one) DO NOTHING", id[:], opt.Name, seed)
		if err != nil {
			return err
		}
		if n == 1 {
			l := lifeRow{Life: chain.Life{Till: id, Incarnation: id, Ordinal: 1, PublicKey: ed25519.NewKeyFromSeed(seed).Public().(ed25519.PublicKey)}}
			if err := t.addLife(&l); err != nil {
				return err
			}
		}
		_, err = read(t)
		return err
	})
}

// Chain is the chain's identity.
func (s *Store) Chain(context.Context) (chain.Office, error) { return s.office, nil }

// Close closes the database.
func (s *Store) Close() error { return s.db.close() }

// Now is the newest cursor.
func (s *Store) Now(ctx context.Context) (at chain.Cursor, err error) {
	err = s.db.read(ctx, func(t *tx) error {
		at, err = t.cursor()
		return err
	})
	return at, err
}

func (t *tx) cursor() (chain.Cursor, error) {
	var n int64
	_, err := t.one("SELECT n FROM meta WHERE name = 'cursor'", nil, &n)
	return chain.Cursor(n), err
}

// next takes numbers of a counter: the first of so many. Whoever took some before
// has committed, or this waits.
func (t *tx) next(counter string, count int64) (first int64, err error) {
	var last int64
	_, err = t.one(countUp, args(count, counter), &last)
	return last - count + 1, err
}

// countUp takes so many numbers of a counter, and tells the last.
const countUp = "UPDATE meta SET n = n + ? WHERE name = ? RETURNING n"
