// Package store keeps a shop's facts in one SQLite file and fulfils till.Store.
//
//	err := store.Init(ctx, dir, till.Shop{Name: "Ribe Te", Currency: pos.DKK, TillNo: 1}, opt, first)
//	s, err := store.Open(ctx, dir, store.Options{Random: rand.Reader, Now: time.Now})
//	defer s.Close()
//	err = s.Do(ctx, func(tx till.Tx) error { ... tx.Append(...) ... })
//
// A shop is a folder: `shop.db` is the journal and the tables computed from it,
// `till.key` the till's Ed25519 seed, and `guard` a counter outside the
// database by which a restored backup is recognised. Several programs may have
// one folder open at once; each keeps one writer and a few readers, and reads
// the journal's head inside the write transaction.
//
// Every error is a *pos.Trouble (the machine) or a *pos.Refusal (a rule).
package store

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// The files of a shop's folder.
const (
	fileDB    = "shop.db"
	fileKey   = "till.key"
	fileGuard = "guard"
)

// Options are what a store takes from outside.
type Options struct {
	// ReadOnly opens for reading alone: nothing in the folder is changed, and
	// no new incarnation is begun where one would be due.
	ReadOnly bool
	// Office opens the head office's own till: what the chain owns is its to set.
	Office bool
	// Random makes keys and incarnations; nil is crypto/rand.
	Random io.Reader
	// Now is the machine's clock; nil is time.Now.
	Now func() time.Time

	// maxPages bounds the file, for tests of a full disk; 0 is no bound.
	maxPages int
}

func (o Options) filled() Options {
	if o.Random == nil {
		o.Random = rand.Reader
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	o.Random = &sharedRandom{source: o.Random}
	return o
}

// sharedRandom is a source that several goroutines draw from.
type sharedRandom struct {
	mu     sync.Mutex
	source io.Reader
}

func (r *sharedRandom) Read(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.source.Read(p)
}

// Store is an open shop. It may be used from several goroutines.
type Store struct {
	dir string
	opt Options
	key ed25519.PrivateKey

	mode    mode          // how a ReadOnly store opens the file
	writing chan struct{} // held by the one who uses the writer
	writer  *session
	readers *pool
	guard   *guard
	turns   *turnstile

	released bool // under writing

	unsafe atomic.Pointer[pos.Trouble] // set when a commit's outcome is unknown

	known    sync.Map                  // ordinal -> incarnation: what of that row never changes
	shop     atomic.Pointer[till.Shop] // what ShopOpened said
	programs sync.Map                  // version -> till.Program

	back    *checkpointer
	wide    int64  // events of many members since the log was looked at for them, under writing
	ahead   *ahead // under writing
	commits atomic.Int64
	age     atomic.Int64           // see recent.go
	recent  atomic.Pointer[recent] // of the card that was read last

	lastReceipt receiptAt // under writing
	seen        *seen     // under writing
	reread      bool      // under writing: what was unread was tried
}

// Open opens a shop's folder. A till that finds itself restored from a backup
// begins a new incarnation here (see incarnation.go).
//
// The troubles: NoShop, DatabaseNewer, DatabaseBusy, DatabaseDamaged, DiskFull,
// DiskTrouble, ReadOnlyFolder.
func Open(ctx context.Context, dir string, opt Options) (*Store, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, &pos.Trouble{Code: pos.NoShop, Err: err}
	}
	s := &Store{dir: dir, opt: opt.filled(), mode: asReadOnly, writing: make(chan struct{}, 1)}
	err = s.open(ctx)
	s.countOpen(1)
	if err != nil {
		_ = s.release() // why it did not open is what matters
		return nil, err
	}
	return s, nil
}

func (s *Store) open(ctx context.Context) error {
	if err := s.exists(); err != nil {
		return err
	}
	if s.opt.ReadOnly {
		return s.openReadOnly(ctx)
	}
	if err := s.dropForeignWAL(ctx); err != nil {
		return err
	}
	writer, err := openSession(ctx, s.path(fileDB), asWriter, s.opt.maxPages)
	if err != nil {
		return err
	}
	s.writer = writer
	if err := migrate(ctx, writer); err != nil {
		return err
	}
	if s.guard, err = openGuard(s.path(fileGuard), true); err != nil {
		return err
	}
	if s.turns, err = openTurnstile(s.path(fileQueue), s.path(fileTurn)); err != nil {
		return err
	}
	if err := s.settleIncarnation(ctx); err != nil {
		return err
	}
	if err := writer.useWAL(); err != nil {
		return err
	}
	if err := writer.check(); err != nil {
		return err
	}
	if s.readers, err = openPool(ctx, s.path(fileDB), asReader); err != nil {
		return err
	}
	s.back, err = s.startCheckpointer(ctx)
	return err
}

// openReadOnly opens beside a writer, or, where nobody can write here, a file
// that lies still: in a folder that may not be written to, or a backup.
func (s *Store) openReadOnly(ctx context.Context) error {
	s.mode = asReadOnly
	if s.markedOnDisk(ctx) {
		s.mode = asFrozen // a log that lies beside it is another's
	}
	var err error
	s.readers, err = openPool(ctx, s.path(fileDB), s.mode)
	if err == nil {
		err = s.readers.use(ctx, checkVersion)
	}
	if pos.TroubleOf(err) == pos.ReadOnlyFolder && s.mode == asReadOnly && s.noLog() {
		if s.readers != nil {
			s.readers.close()
		}
		s.mode = asFrozen
		s.readers, err = openPool(ctx, s.path(fileDB), s.mode)
	}
	if err != nil {
		return err
	}
	if s.guard, err = openGuard(s.path(fileGuard), false); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return s.readers.use(ctx, checkVersion)
}

// LanguageOf is the language of the shop in a folder that could not be opened,
// so that the person can be told why in it; "" where even that cannot be read.
// It looks at the file as it lies and changes nothing. The folder must not be
// open in this process.
func LanguageOf(ctx context.Context, dir string) string {
	file, err := filepath.Abs(filepath.Join(dir, fileDB))
	if err != nil {
		return ""
	}
	if _, err := os.Stat(file); err != nil {
		return ""
	}
	s, err := openSession(ctx, file, asFrozen, 0)
	if err != nil {
		return ""
	}
	defer s.close()
	var lang string
	if _, err := s.get("SELECT language FROM shop", nil, &lang); err != nil {
		return ""
	}
	return lang
}

// noLog reports whether no write-ahead log lies beside the file.
func (s *Store) noLog() bool {
	info, err := os.Stat(s.path(fileDB + "-wal"))
	return errors.Is(err, os.ErrNotExist) || err == nil && info.Size() == 0
}

// exists tells a folder without a shop from one that cannot be read.
func (s *Store) exists() error {
	info, err := os.Stat(s.path(fileDB))
	switch {
	case errors.Is(err, os.ErrNotExist):
		return &pos.Trouble{Code: pos.NoShop, Err: err}
	case errors.Is(err, os.ErrPermission):
		return &pos.Trouble{Code: pos.ReadOnlyFolder, Err: err}
	case err != nil:
		return &pos.Trouble{Code: pos.DiskTrouble, Err: err}
	case !info.Mode().IsRegular():
		return &pos.Trouble{Code: pos.NoShop, Err: errors.New(s.path(fileDB) + " is no file")}
	case info.Size() == 0:
		return &pos.Trouble{Code: pos.DatabaseDamaged, Err: errors.New(s.path(fileDB) + " is empty")}
	}
	return nil
}

func (s *Store) path(name string) string { return filepath.Join(s.dir, name) }

// Dir is the shop's folder.
func (s *Store) Dir() string { return s.dir }

// Close writes the journal's log back into the file and closes it.
func (s *Store) Close() error {
	s.writing <- struct{}{} // waits for a transaction that runs
	defer s.give()
	return s.release()
}

func (s *Store) release() error {
	if s.released {
		return nil
	}
	s.released = true
	var errs []error
	if s.back != nil {
		s.back.close()
	}
	if s.readers != nil {
		errs = append(errs, s.readers.close())
	}
	if s.writer != nil {
		errs = append(errs, s.writer.close())
	}
	if s.guard != nil {
		errs = append(errs, s.guard.close())
	}
	if s.turns != nil {
		errs = append(errs, s.turns.close())
	}
	s.writer = nil
	s.countOpen(-1)
	return errors.Join(errs...)
}

// Reopen opens the file again after a commit whose outcome is unknown. When it
// has succeeded, what the file holds is what happened: look the sale up by its
// id. Before that every Do refuses with pos.OutcomeUnknown.
func (s *Store) Reopen(ctx context.Context) error {
	if err := s.take(ctx); err != nil {
		return err
	}
	defer s.give()
	if s.writer == nil {
		return errClosed
	}
	fresh, err := openSession(ctx, s.path(fileDB), asWriter, s.opt.maxPages)
	if err != nil {
		return err
	}
	if err := errors.Join(checkVersion(fresh), fresh.check()); err != nil {
		fresh.close()
		return err
	}
	if err := supersede(fresh); err != nil {
		fresh.close()
		return err
	}
	s.writer.close() // its state is what is not trusted any more
	s.writer, s.seen, s.ahead = fresh, nil, nil
	s.unsafe.Store(nil)
	return nil
}

// supersede commits something that says nothing. A commit that failed in its
// last sync may have left whole frames in the log: not in it now, they would
// rise again after a crash. Written over, they are gone; and the disk has shown
// that it works.
func supersede(w *session) error {
	v, err := versionOf(w)
	if err != nil {
		return err
	}
	if err := w.exec("BEGIN IMMEDIATE"); err != nil {
		return err
	}
	if err := w.script(fmt.Sprintf("PRAGMA user_version = %d", v)); err != nil {
		w.exec("ROLLBACK")
		return err
	}
	return w.exec("COMMIT")
}

// take waits for the writer.
func (s *Store) take(ctx context.Context) error {
	select {
	case s.writing <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (s *Store) give() { <-s.writing }

var _ till.Store = (*Store)(nil)
