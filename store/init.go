package store

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"bonuskasse/pos"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/till"
)

// Init makes a shop in a folder, which may exist already but must hold no
// shop. Of the Shop the name, currency, language, training, till number and
// time zone are taken, and the ids where they are set; first appends the first
// facts, in the transaction that makes the shop.
//
// The shop is built under another name and put in place as the last step: a
// crash leaves nothing that looks like a shop.
func Init(ctx context.Context, dir string, shop till.Shop, opt Options, first func(till.Tx) error) error {
	opt = opt.filled()
	if opt.ReadOnly {
		return &pos.Trouble{Code: pos.ReadOnlyFolder, Err: errors.New("a shop is not made for reading alone")}
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return trouble(err)
	}
	if err := os.MkdirAll(dir, 0o755); errors.Is(err, os.ErrNotExist) {
		return &pos.Trouble{Code: pos.ReadOnlyFolder, Err: err} // nothing can be made there: /proc, say
	} else if err != nil {
		return trouble(err)
	}
	if _, err := os.Stat(filepath.Join(dir, fileDB)); err == nil {
		return pos.Refuse(pos.AlreadyThere, dir)
	} else if !errors.Is(err, os.ErrNotExist) {
		return trouble(err)
	}
	temp, err := os.MkdirTemp(dir, ".new-shop-")
	if err != nil {
		return trouble(err)
	}
	defer os.RemoveAll(temp)
	if err := build(ctx, temp, shop, opt, first); err != nil {
		return err
	}
	return moveIn(temp, dir, opt)
}

// build makes a whole shop in an empty folder and closes it.
func build(ctx context.Context, dir string, shop till.Shop, opt Options, first func(till.Tx) error) (err error) {
	s := &Store{dir: dir, opt: opt, writing: make(chan struct{}, 1)}
	s.countOpen(1)
	defer func() { err = errors.Join(err, s.release()) }()
	if s.key, err = s.makeKey(); err != nil {
		return err
	}
	if s.guard, err = openGuard(s.path(fileGuard), true); err != nil {
		return err
	}
	// SQLite makes the file; nothing else ever opens it.
	if f, err := os.OpenFile(s.path(fileDB), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600); err != nil {
		return trouble(err)
	} else if err := f.Close(); err != nil {
		return trouble(err)
	}
	if s.writer, err = openSession(ctx, s.path(fileDB), asWriter, opt.maxPages); err != nil {
		return err
	}
	if err := errors.Join(steps(ctx, s.writer), s.writer.useWAL(), s.writer.check()); err != nil {
		return err
	}
	var last head
	err = s.write(ctx, func(w *session) (func(), error) {
		t, err := s.openShop(w, shop)
		if err != nil {
			return nil, err
		}
		if first != nil {
			if err := first(t); err != nil {
				return nil, err
			}
		}
		last = t.head
		return nil, t.failed
	})
	if err != nil {
		return err
	}
	if err := s.guard.reset(markOf(last)); err != nil {
		return err
	}
	return s.writer.script("PRAGMA wal_checkpoint(TRUNCATE)")
}

// openShop appends ShopOpened, seq 1 of the first incarnation.
func (s *Store) openShop(w *session, shop till.Shop) (*tx, error) {
	for _, id := range []*pos.ID{&shop.ID, &shop.Till, &shop.Incarnation} {
		if id.IsZero() {
			var err error
			if *id, err = pos.NewID(s.opt.Random); err != nil {
				return nil, trouble(err)
			}
		}
	}
	public := s.key.Public().(ed25519.PublicKey)
	t := &tx{reader: reader{store: s, s: w}, head: head{till: shop.Till, inc: incarnation{ordinal: 1, id: shop.Incarnation, key: public}}}
	prefix, err := receiptPrefix(shop.TillNo, 1, shop.Incarnation, nil)
	if err != nil {
		return nil, err
	}
	t.head.inc.prefix = prefix
	body := &journalpb.Body{What: &journalpb.Body_ShopOpened{ShopOpened: &journalpb.ShopOpened{
		Shop: shop.ID[:], Name: shop.Name, Currency: string(shop.Currency), Language: shop.Language, Training: shop.Training,
		Till: shop.Till[:], TillNo: shop.TillNo, PublicKey: public, TimeZone: shop.TimeZone,
	}}}
	_, err = t.Append(s.opt.Now(), body, pos.ID{}, 0)
	return t, err
}

// moveIn puts the files in place, the database last: it is what makes a folder
// a shop. Files of a shop that was never finished, or lost its database, are
// kept beside.
func moveIn(temp, dir string, opt Options) error {
	for _, name := range []string{fileDB + "-wal", fileDB + "-shm", fileKey, fileGuard} {
		old := filepath.Join(dir, name)
		if _, err := os.Lstat(old); err != nil {
			continue
		}
		if err := os.Rename(old, fmt.Sprintf("%s.before-%d", old, opt.Now().UnixMilli())); err != nil {
			return trouble(err)
		}
	}
	for _, name := range []string{fileKey, fileGuard, fileDB} {
		if err := os.Rename(filepath.Join(temp, name), filepath.Join(dir, name)); err != nil {
			return trouble(err)
		}
		if err := syncDir(dir); err != nil {
			return err
		}
	}
	return nil
}
