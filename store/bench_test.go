package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"fmt"
	"math"
	mrand "math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/loyalty"
	"bonuskasse/pos/till"
)

// The benchmarks run on a small shop, or on one of the size that the
// environment says:
//
//	STORE_BENCH_SIZE=1000000 STORE_BENCH_DIR=/var/tmp/bench go test -bench . ./store
//
// Where a folder is named, the shop in it is kept and used again.
func benchShop(b *testing.B) (*Store, int) {
	b.Helper()
	size := 10_000
	if n, err := strconv.Atoi(os.Getenv("STORE_BENCH_SIZE")); err == nil {
		size = n
	}
	dir := b.TempDir()
	if base := os.Getenv("STORE_BENCH_DIR"); base != "" {
		dir = filepath.Join(base, fmt.Sprint(size))
	}
	opt := Options{Random: rand.Reader, Now: time.Now}
	ctx := context.Background()
	s, err := Open(ctx, dir, opt)
	if pos.TroubleOf(err) == pos.NoShop {
		from := opt
		from.Now = func() time.Time { return time.Now().AddDate(-3, 0, 0) }
		err = Init(ctx, dir, testShop, from, func(tx till.Tx) error { return till.FirstFacts(tx, from.Now(), pos.DKK) })
		if err == nil {
			s, err = Open(ctx, dir, opt)
		}
		if err == nil {
			start := time.Now()
			err = s.Fill(ctx, Filling{Members: size, Sales: size, Seed: 1}, nil)
			b.Logf("filled with %d members and sales in %s", size, time.Since(start))
		}
	}
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { s.Close() })
	return s, size
}

// percentiles reports p50 and p99 in microseconds.
func percentiles(b *testing.B, took []time.Duration, floor time.Duration) {
	slices.Sort(took)
	p := func(q float64) time.Duration { return took[int(math.Min(q*float64(len(took)), float64(len(took)-1)))] }
	b.ReportMetric(float64(p(.50).Nanoseconds())/1e3, "p50-us")
	b.ReportMetric(float64(p(.99).Nanoseconds())/1e3, "p99-us")
	if floor > 0 {
		b.ReportMetric(float64(p(.50))/float64(floor), "x-floor")
		b.ReportMetric(float64(floor.Nanoseconds())/1e3, "floor-us")
	}
}

// syncFloor appends 4 KiB to a file beside the shop and syncs it: the least
// that something durable can cost on this disk. It is measured between the
// sales, so that both see the same disk at the same time.
func syncFloor(b *testing.B, dir string) func() time.Duration {
	b.Helper()
	f, err := os.CreateTemp(dir, "floor-")
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { f.Close(); os.Remove(f.Name()) })
	page := make([]byte, 4096)
	return func() time.Duration {
		start := time.Now()
		f.Write(page)
		f.Sync()
		return time.Since(start)
	}
}

func median(took []time.Duration) time.Duration {
	slices.Sort(took)
	return took[len(took)/2]
}

// BenchmarkSale is a whole sale by the till's verbs, durable.
func BenchmarkSale(b *testing.B) {
	s, size := benchShop(b)
	ctx := context.Background()
	app, err := till.New(ctx, s, till.Options{Now: time.Now, Random: rand.Reader})
	if err != nil {
		b.Fatal(err)
	}
	defer app.Close()
	var goods []pos.Product
	for i := range 50 {
		p, err := app.Product(ctx, fmt.Sprintf("B%04d", i+1))
		if err != nil {
			b.Fatal(err)
		}
		goods = append(goods, p)
	}
	rnd := mrand.New(mrand.NewPCG(1, 2))
	floor := syncFloor(b, s.Dir())
	var took, floors []time.Duration
	for b.Loop() {
		d, err := app.NewSale(ctx, pos.System)
		if err != nil {
			b.Fatal(err)
		}
		for range 3 {
			p := goods[rnd.IntN(len(goods))]
			d.Lines = append(d.Lines, pos.LineItem{SKU: p.SKU, Barcode: p.Barcodes[0], Name: p.Name, Kind: p.Kind, QtyMilli: 1000,
				UnitPrice: p.Price, VATBp: p.VATBp, Discountable: true, Earns: true, BonusPayable: true})
		}
		if _, err := app.AttachCard(ctx, &d, fmt.Sprint(firstCard+rnd.IntN(size)), false); err != nil {
			b.Fatal(err)
		}
		pay := till.Payment{BankCard: till.Exact}
		if rnd.IntN(5) == 0 {
			pay.Bonus = loyalty.MaxBonus
		}
		start := time.Now()
		if _, err := app.Complete(ctx, d, pay); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(start))
		floors = append(floors, floor())
	}
	percentiles(b, took, median(floors))
}

// BenchmarkCardLookup is card to standing, against one prepared look-up of a
// row by its key in the same file.
func BenchmarkCardLookup(b *testing.B) {
	s, size := benchShop(b)
	ctx := context.Background()
	app, err := till.New(ctx, s, till.Options{Now: time.Now, Random: rand.Reader})
	if err != nil {
		b.Fatal(err)
	}
	defer app.Close()
	floor := lookupFloor(b, s, size)
	rnd := mrand.New(mrand.NewPCG(1, 2))
	var took []time.Duration
	for b.Loop() {
		number := fmt.Sprint(firstCard + rnd.IntN(size))
		start := time.Now()
		if _, _, err := app.MemberByCard(ctx, number); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(start))
	}
	percentiles(b, took, floor)
}

func lookupFloor(b *testing.B, s *Store, size int) time.Duration {
	db, err := sql.Open("sqlite", dsn(s.path(fileDB), asReadOnly))
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	st, err := db.Prepare("SELECT member FROM card WHERE number = ?")
	if err != nil {
		b.Fatal(err)
	}
	rnd := mrand.New(mrand.NewPCG(3, 4))
	var took []time.Duration
	for range 20_000 {
		number := fmt.Sprint(firstCard + rnd.IntN(size))
		var no int64
		start := time.Now()
		if err := st.QueryRow(number).Scan(&no); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(start))
	}
	slices.Sort(took)
	return took[len(took)/2]
}

// BenchmarkSearch is members by what a cashier types, common beginnings among
// them.
func BenchmarkSearch(b *testing.B) {
	s, _ := benchShop(b)
	ctx := context.Background()
	for _, q := range []string{"a", "ha", "anders h", "soren", "sørensen", "åge", "anders andersen", "k l", "a b c d", "ida emma", "jens peter hans",
		"peter søren", "2012", "+45 20 12", "06 12", "anders 20", "maria1", "aage østergaard", "x", "zoe q"} {
		b.Run(q, func(b *testing.B) {
			var took []time.Duration
			for b.Loop() {
				start := time.Now()
				err := s.View(ctx, func(r till.Reader) error {
					_, err := r.FindMembers(q, 20)
					return err
				})
				if err != nil {
					b.Fatal(err)
				}
				took = append(took, time.Since(start))
			}
			percentiles(b, took, 0)
		})
	}
}

// BenchmarkVerify is a whole verification; run it once (-benchtime 1x).
func BenchmarkVerify(b *testing.B) {
	s, _ := benchShop(b)
	for b.Loop() {
		last := time.Now()
		r, err := s.Verify(context.Background(), func(stage string, done, total int64) {
			if done == total {
				b.Logf("%s took %s", stage, time.Since(last).Round(time.Millisecond))
				last = time.Now()
			}
		})
		if err != nil || !r.OK {
			b.Fatalf("%+v %v", r, err)
		}
	}
}

// BenchmarkBackup copies the shop to a file beside it.
func BenchmarkBackup(b *testing.B) {
	s, _ := benchShop(b)
	file := filepath.Join(filepath.Dir(s.Dir()), "backup-of-a-benchmark.db")
	for b.Loop() {
		os.Remove(file)
		if err := s.Backup(context.Background(), file, nil); err != nil {
			b.Fatal(err)
		}
	}
	os.Remove(file)
}
