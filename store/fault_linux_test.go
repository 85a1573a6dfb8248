package store

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"golang.org/x/sys/unix"

	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// TestTroubles has a row for every way a machine can fail an opening.
func TestTroubles(t *testing.T) {
	for _, c := range []struct {
		name string
		harm func(t *testing.T, u *shopUnderTest)
		want pos.Code
	}{
		{"no folder", func(t *testing.T, u *shopUnderTest) { u.dir = filepath.Join(u.dir, "none") }, pos.NoShop},
		{"empty folder", func(t *testing.T, u *shopUnderTest) { u.dir = t.TempDir() }, pos.NoShop},
		{"only a key", func(t *testing.T, u *shopUnderTest) { os.Remove(u.path(fileDB)) }, pos.NoShop},
		{"a newer program's", func(t *testing.T, u *shopUnderTest) { run(t, u.dir, "PRAGMA user_version = 99") }, pos.DatabaseNewer},
		{"another program's", func(t *testing.T, u *shopUnderTest) { run(t, u.dir, "PRAGMA application_id = 7") }, pos.DatabaseDamaged},
		{"no database", func(t *testing.T, u *shopUnderTest) {
			os.WriteFile(u.path(fileDB), []byte("hello, here is no database at all"), 0o600)
		}, pos.DatabaseDamaged},
		{"empty file", func(t *testing.T, u *shopUnderTest) { os.Truncate(u.path(fileDB), 0) }, pos.DatabaseDamaged},
		{"a table gone", func(t *testing.T, u *shopUnderTest) { run(t, u.dir, "DROP TABLE backup_mark") }, pos.DatabaseDamaged},
		{"no journal", func(t *testing.T, u *shopUnderTest) { run(t, u.dir, "DELETE FROM event") }, pos.DatabaseDamaged},
	} {
		t.Run(c.name, func(t *testing.T) {
			u := busyShop(t)
			u.Close()
			c.harm(t, u)
			_, err := Open(context.Background(), u.dir, u.opt)
			var trouble *pos.Trouble
			if !errors.As(err, &trouble) || trouble.Code != c.want || trouble.Err == nil {
				t.Errorf("%v, not %s with its cause", err, c.want)
			}
		})
	}
}

func run(t *testing.T, dir, query string) {
	t.Helper()
	db := openRaw(t, dir)
	if _, err := db.Exec(query); err != nil {
		t.Fatal(err)
	}
	db.Close()
}

func TestInitRefusesAShopAndKeepsKeys(t *testing.T) {
	u := busyShop(t)
	u.Close()
	ctx := context.Background()
	if err := Init(ctx, u.dir, testShop, u.opt, nil); pos.CodeOf(err) != pos.AlreadyThere {
		t.Errorf("%v", err)
	}
	// The database is lost, the key is not: it is kept beside the new one.
	key, err := os.ReadFile(u.path(fileKey))
	if err != nil {
		t.Fatal(err)
	}
	os.Remove(u.path(fileDB))
	if err := Init(ctx, u.dir, testShop, u.opt, nil); err != nil {
		t.Fatal(err)
	}
	old, err := filepath.Glob(u.path(fileKey + ".before-*"))
	if err != nil || len(old) != 1 {
		t.Fatalf("old keys: %v", old)
	}
	if kept, _ := os.ReadFile(old[0]); string(kept) != string(key) {
		t.Error("the old key is not what it was")
	}
	info, err := os.Stat(u.path(fileKey))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the key's mode is %v", info.Mode())
	}
	left, _ := filepath.Glob(u.path(".new-shop-*"))
	if len(left) != 0 {
		t.Errorf("left: %v", left)
	}
	if r := verifyFolder(t, u.dir); !r.OK {
		t.Error(r.FirstDifference)
	}
}

func TestInitUndoesWhatFirstRefuses(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "shop")
	u := newShop(t)
	err := Init(context.Background(), dir, testShop, u.opt, func(till.Tx) error { return pos.Refuse(pos.BadSetting) })
	if pos.CodeOf(err) != pos.BadSetting {
		t.Fatal(err)
	}
	if left, _ := os.ReadDir(dir); len(left) != 0 {
		t.Errorf("left: %v", left)
	}
}

// TestBusy: another program holds the write lock longer than anybody waits.
func TestBusy(t *testing.T) {
	u := busyShop(t)
	u.writer.exec("PRAGMA busy_timeout = 50")
	other := openRaw(t, u.dir)
	if _, err := other.Exec("BEGIN IMMEDIATE"); err != nil {
		t.Fatal(err)
	}
	err := u.Do(context.Background(), func(till.Tx) error { return nil })
	if pos.TroubleOf(err) != pos.DatabaseBusy {
		t.Errorf("%v", err)
	}
	if err := u.View(context.Background(), func(r till.Reader) error { _, err := r.Shop(); return err }); err != nil {
		t.Errorf("a reader waits for the writer: %v", err)
	}
	if _, err := other.Exec("ROLLBACK"); err != nil {
		t.Fatal(err)
	}
	sell(t, u.till(), "90001", 0) // nothing is left of it
}

// TestFullDisk: SQLite is told that there is no more room, in the middle of
// what a transaction writes. Nothing of it stays, and when there is room again
// the till goes on.
func TestFullDisk(t *testing.T) {
	u := busyShop(t)
	ctx := context.Background()
	before := u.shopNow().Events
	var pages int64
	if _, err := u.writer.get("PRAGMA page_count", nil, &pages); err != nil {
		t.Fatal(err)
	}
	full := func(n int64) {
		t.Helper()
		var got int64
		if _, err := u.writer.get("PRAGMA max_page_count = "+number10(n), nil, &got); err != nil {
			t.Fatal(err)
		}
	}
	full(pages)
	app := u.till()
	var err error
	sold := int64(0)
	for range 1000 {
		d, _ := app.NewSale(ctx, pos.System)
		d.Lines = []pos.LineItem{{SKU: "x", Name: "Rødgrød", Kind: pos.Goods, QtyMilli: 1000, UnitPrice: 100, Earns: true}}
		if _, err = app.Complete(ctx, d, till.Payment{Cash: till.Exact}); err != nil {
			break
		}
		sold++
	}
	if pos.TroubleOf(err) != pos.DiskFull && pos.TroubleOf(err) != pos.OutcomeUnknown {
		t.Fatalf("after %d sales: %v", sold, err)
	}
	if pos.TroubleOf(err) == pos.OutcomeUnknown {
		if err := u.Reopen(ctx); err != nil {
			t.Fatal(err)
		}
	}
	if got := u.shopNow().Events; got != before+sold {
		t.Errorf("%d events after %d sales, %d before", got, sold, before)
	}
	full(1 << 30)
	sell(t, app, "90001", 0)
	if r := verifyFolder(t, u.dir); !r.OK {
		t.Error(r.FirstDifference)
	}
}

func number10(n int64) string { return string(appendInt(nil, n)) }

func appendInt(b []byte, n int64) []byte {
	if n >= 10 {
		b = appendInt(b, n/10)
	}
	return append(b, byte('0'+n%10))
}

// TestOutcomeUnknown: a commit fails in the middle of its writes (the system
// refuses to make the file longer). Until the store was opened again nothing
// is written; then the sale is there whole or not at all.
func TestOutcomeUnknown(t *testing.T) {
	u := busyShop(t)
	ctx := context.Background()
	app := u.till()
	// The log ends where the next commit begins: any limit below what the
	// commit writes cuts it.
	info, err := os.Stat(u.path(fileDB + "-wal"))
	if err != nil {
		t.Fatal(err)
	}
	d, err := app.NewSale(ctx, pos.System)
	if err != nil {
		t.Fatal(err)
	}
	d.Lines = []pos.LineItem{{SKU: "x", Name: "Rødgrød", Kind: pos.Goods, QtyMilli: 1000, UnitPrice: 100, Earns: true}}
	err = withFileLimit(t, uint64(info.Size())+10_000, func() error {
		_, err := app.Complete(ctx, d, till.Payment{Cash: till.Exact})
		return err
	})
	var trouble *pos.Trouble
	if !errors.As(err, &trouble) || trouble.Code != pos.OutcomeUnknown || pos.TroubleOf(trouble.Err) != pos.DiskTrouble {
		t.Fatalf("%v, not an unknown outcome because of the disk", err)
	}
	for name, write := range map[string]func() error{
		"Do":        func() error { return u.Do(ctx, func(till.Tx) error { t.Error("work runs"); return nil }) },
		"SaveDraft": func() error { return u.SaveDraft(ctx, d) },
	} {
		if err := write(); pos.TroubleOf(err) != pos.OutcomeUnknown {
			t.Errorf("%s before the store was opened again: %v", name, err)
		}
	}
	if err := u.Reopen(ctx); err != nil {
		t.Fatal(err)
	}
	_, err = app.SaleByID(ctx, d.ID)
	if err != nil && pos.CodeOf(err) != pos.UnknownReceipt {
		t.Fatal(err)
	}
	if pos.CodeOf(err) == pos.UnknownReceipt { // it never was: the cashier pays again
		if _, err := app.Complete(ctx, d, till.Payment{Cash: till.Exact}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := app.SaleByID(ctx, d.ID); err != nil {
		t.Error(err)
	}
	if r := verifyFolder(t, u.dir); !r.OK {
		t.Error(r.FirstDifference)
	}
}

// withFileLimit runs work while no file may grow beyond a size.
func withFileLimit(t *testing.T, size uint64, work func() error) error {
	t.Helper()
	var old unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_FSIZE, &old); err != nil {
		t.Fatal(err)
	}
	limit := old
	limit.Cur = size
	if err := unix.Setrlimit(unix.RLIMIT_FSIZE, &limit); err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := unix.Setrlimit(unix.RLIMIT_FSIZE, &old); err != nil {
			t.Fatal(err)
		}
	}()
	return work()
}

// TestReadOnlyFolder: a folder of another user, which this one may only read.
func TestReadOnlyFolder(t *testing.T) {
	u := busyShop(t)
	u.Close()
	for path, mode := range map[string]os.FileMode{u.path(fileDB): 0o444, u.path(fileGuard): 0o444, u.path(fileKey): 0o444, u.dir: 0o555} {
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() { os.Chmod(u.dir, 0o755) })
	temp := t.TempDir()
	for dir, mode := range map[string]os.FileMode{filepath.Dir(u.dir): 0o755, temp: 0o777} {
		if err := os.Chmod(dir, mode); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("TMPDIR", temp)
	asNobody(func() {
		ctx := context.Background()
		if s, err := Open(ctx, u.dir, u.opt); pos.TroubleOf(err) != pos.ReadOnlyFolder {
			t.Errorf("opened for writing: %v", err)
			if err == nil {
				s.Close()
			}
		}
		s, err := Open(ctx, u.dir, Options{ReadOnly: true})
		if err != nil {
			t.Errorf("opened for reading: %v", err)
			return
		}
		defer s.Close()
		if err := s.View(ctx, func(r till.Reader) error { _, err := r.LastSales(1); return err }); err != nil {
			t.Error(err)
		}
		if err := s.Do(ctx, func(till.Tx) error { return nil }); pos.TroubleOf(err) != pos.ReadOnlyFolder {
			t.Errorf("a write: %v", err)
		}
		if r, err := s.Verify(ctx, nil); err != nil || !r.OK {
			t.Errorf("verify: %+v %v", r, err)
		}
		if err := Init(ctx, filepath.Join(u.dir, "new"), testShop, u.opt, nil); pos.TroubleOf(err) != pos.ReadOnlyFolder {
			t.Errorf("init: %v", err)
		}
	})
}

// asNobody runs work with the file rights of nobody; without root's rights it
// is run as it is, which has no more.
func asNobody(work func()) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		// The thread keeps the identity, so it ends with this goroutine.
		runtime.LockOSThread()
		unix.Setfsuid(65534)
		unix.Setfsgid(65534)
		work()
	}()
	<-done
}
