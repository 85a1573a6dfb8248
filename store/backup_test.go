package store

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

func (u *shopUnderTest) shopNow() till.Shop {
	u.t.Helper()
	var shop till.Shop
	err := u.View(context.Background(), func(r till.Reader) (err error) {
		shop, err = r.Shop()
		return err
	})
	if err != nil {
		u.t.Fatal(err)
	}
	return shop
}

func (u *shopUnderTest) backup() string {
	u.t.Helper()
	file := filepath.Join(u.t.TempDir(), "backup.db")
	if err := u.Backup(context.Background(), file, nil); err != nil {
		u.t.Fatal(err)
	}
	return file
}

func copyFile(t testing.TB, from, to string) {
	t.Helper()
	data, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

// A till that is restored from a backup begins a new life: it sells and earns
// at once, and spends when a person has said that it is the only one.
func TestRestoredBackupBeginsAnIncarnation(t *testing.T) {
	for name, log := range map[string]bool{"after a clean stop": false, "with the log of the old database left beside": true} {
		t.Run(name, func(t *testing.T) {
			u := busyShop(t)
			ctx := context.Background()
			before := u.shopNow()
			file := u.backup()
			app := u.till()
			sold := sell(t, app, "90001", 0) // what the backup does not know
			wal := filepath.Join(t.TempDir(), "wal")
			copyFile(t, u.path(fileDB+"-wal"), wal)
			u.Close()
			copyFile(t, file, u.path(fileDB))
			if log {
				copyFile(t, wal, u.path(fileDB+"-wal"))
			}

			u.open()
			after := u.shopNow()
			if after.Incarnation == before.Incarnation || after.MaySpend || after.Events != 1 || after.Till != before.Till {
				t.Fatalf("before %+v, after %+v", before, after)
			}
			app = u.till()
			if _, err := app.SaleByReceipt(ctx, sold.Sale.Receipt); pos.CodeOf(err) != pos.UnknownReceipt {
				t.Errorf("the sale after the backup: %v", err)
			}
			d := sell(t, app, "90001", 0)
			if !strings.HasSuffix(d.Sale.Receipt, "-000001") || len(d.Sale.Receipt) != len("1XX-000001") || d.Sale.PointsEarned == 0 {
				t.Errorf("receipt %s, earned %d", d.Sale.Receipt, d.Sale.PointsEarned)
			}
			if rights := d.Standing.Rights; rights != d.Sale.PointsEarned {
				t.Errorf("rights %d, earned %d", rights, d.Sale.PointsEarned)
			}
			who := till.By(pos.System)
			who.Reason = "the old till burned"
			if err := app.Adopt(ctx, who); err != nil {
				t.Fatal(err)
			}
			d = sell(t, app, "90001", 100)
			if d.Sale.PointsUsed != 100 || d.Standing.Rights != d.Standing.Account.Holding() {
				t.Errorf("used %d, rights %d, holding %d", d.Sale.PointsUsed, d.Standing.Rights, d.Standing.Account.Holding())
			}
			if r := verifyFolder(t, u.dir); !r.OK {
				t.Error(r.FirstDifference)
			}
			// Opened again it goes on as it was.
			inc := u.shopNow().Incarnation
			u.Close()
			u.open()
			if got := u.shopNow(); got.Incarnation != inc || !got.MaySpend {
				t.Errorf("opened again: %+v", got)
			}
			u.Close()
			if r := verifyFolder(t, u.dir); !r.OK {
				t.Error(r.FirstDifference)
			}
		})
	}
}

func TestEveryWayToLoseTheThread(t *testing.T) {
	for name, harm := range map[string]func(t *testing.T, u *shopUnderTest){
		"guard missing":  func(t *testing.T, u *shopUnderTest) { os.Remove(u.path(fileGuard)) },
		"guard empty":    func(t *testing.T, u *shopUnderTest) { os.Truncate(u.path(fileGuard), 0) },
		"key missing":    func(t *testing.T, u *shopUnderTest) { os.Remove(u.path(fileKey)) },
		"key unreadable": func(t *testing.T, u *shopUnderTest) { os.WriteFile(u.path(fileKey), []byte("x"), 0o600) },
		"raw copy of an older file": func(t *testing.T, u *shopUnderTest) {
			old := filepath.Join(t.TempDir(), "old.db")
			copyFile(t, u.path(fileDB), old)
			u.open()
			sell(t, u.till(), "90001", 0)
			u.Close()
			copyFile(t, old, u.path(fileDB))
		},
		"lost log": func(t *testing.T, u *shopUnderTest) {
			u.open()
			old := filepath.Join(t.TempDir(), "old.db")
			copyFile(t, u.path(fileDB), old)
			sell(t, u.till(), "90001", 0)
			u.Close()
			copyFile(t, old, u.path(fileDB))
			os.Remove(u.path(fileDB + "-wal"))
		},
	} {
		t.Run(name, func(t *testing.T) {
			u := busyShop(t)
			before := u.shopNow().Incarnation
			u.Close()
			harm(t, u)
			u.open()
			if got := u.shopNow(); got.Incarnation == before || got.MaySpend {
				t.Errorf("goes on as %+v", got)
			}
			sell(t, u.till(), "90001", 0)
			u.Close()
			if r := verifyFolder(t, u.dir); !r.OK {
				t.Error(r.FirstDifference)
			}
		})
	}
}

func TestADatabaseAheadOfItsGuardIsRight(t *testing.T) {
	u := busyShop(t)
	guard := filepath.Join(t.TempDir(), "guard")
	copyFile(t, u.path(fileGuard), guard)
	sell(t, u.till(), "90001", 0)
	before := u.shopNow()
	u.Close()
	copyFile(t, guard, u.path(fileGuard)) // a crash between commit and guard
	u.open()
	if got := u.shopNow(); got != before {
		t.Errorf("%+v, not %+v", got, before)
	}
}

func TestADatabaseExchangedUnderARunningTillIsNotWritten(t *testing.T) {
	u := busyShop(t)
	sell(t, u.till(), "90001", 0)
	head, ok := u.guard.read()
	if !ok {
		t.Fatal("no guard")
	}
	// Another program, on another file in the same place, is further on.
	head.seq += 7
	if err := u.guard.reset(head); err != nil {
		t.Fatal(err)
	}
	err := u.Do(context.Background(), func(till.Tx) error { return nil })
	if pos.TroubleOf(err) != pos.DatabaseDamaged {
		t.Errorf("%v", err)
	}
}

func TestBackupRefusesAndStandsAlone(t *testing.T) {
	u := busyShop(t)
	ctx := context.Background()
	var last, total int64
	file := filepath.Join(t.TempDir(), "b.db")
	if err := u.Backup(ctx, file, func(_ string, done, of int64) { last, total = done, of }); err != nil || last != total || total == 0 {
		t.Fatalf("%v, progress %d of %d", err, last, total)
	}
	if err := u.Backup(ctx, file, nil); pos.CodeOf(err) != pos.AlreadyThere {
		t.Errorf("a second backup: %v", err)
	}
	if err := u.Backup(ctx, filepath.Join(t.TempDir(), "no", "b.db"), nil); err == nil {
		t.Error("a backup into no folder")
	}
	left, err := filepath.Glob(filepath.Join(filepath.Dir(file), "*"))
	if err != nil || len(left) != 1 {
		t.Errorf("beside the backup: %v", left)
	}
	// In a folder of its own it can be read and verified, and says that it
	// may not spend.
	dir := t.TempDir()
	copyFile(t, file, filepath.Join(dir, fileDB))
	if r := verifyFolder(t, dir); !r.OK {
		t.Error(r.FirstDifference)
	}
	s, err := Open(ctx, dir, Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	err = s.View(ctx, func(r till.Reader) error {
		shop, err := r.Shop()
		if shop.MaySpend {
			t.Error("a backup may spend")
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(dir, fileGuard)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("reading made a guard: %v", err)
	}
}

func TestReceiptPrefixesOfALongLife(t *testing.T) {
	u := busyShop(t)
	seen := map[string]bool{}
	for range 40 {
		u.Close()
		if err := os.Remove(u.path(fileGuard)); err != nil {
			t.Fatal(err)
		}
		u.now = u.now.Add(time.Hour)
		u.open()
		d := sell(t, u.till(), "90001", 0)
		if seen[d.Sale.Receipt] {
			t.Fatalf("two papers have the number %s", d.Sale.Receipt)
		}
		seen[d.Sale.Receipt] = true
	}
	if r := verifyFolder(t, u.dir); !r.OK {
		t.Error(r.FirstDifference)
	}
}
