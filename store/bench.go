package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"fmt"
	mrand "math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/loyalty"
	"bonuskasse/pos/till"
)

// Bench is what a store of a size does, each figure beside its floor, measured
// in the same run on the same disk. Times are microseconds.
type Bench struct {
	Members     int     `json:"members"`
	Sales       int     `json:"sales"`
	FillSeconds float64 `json:"fill_seconds"` // 0 where the store was there

	CardLookup  Spread  `json:"card_lookup_us"`
	LookupFloor Spread  `json:"point_lookup_floor_us"` // one prepared SELECT by key
	LookupRatio float64 `json:"card_lookup_ratio_p50"`

	Search Spread `json:"search_us"` // names and phones, common beginnings among them

	Sale      Spread  `json:"sale_commit_us"`
	SyncFloor Spread  `json:"append_fsync_4k_floor_us"`
	SaleRatio float64 `json:"sale_commit_ratio_p50"`

	Fold   Spread      `json:"fold_2000_events_us"` // a member's points, from their events
	Expiry BenchExpiry `json:"expiry"`
	Import BenchImport `json:"import"`
}

// BenchImport is the import of a list of members, from the file's bytes to the
// commit, beside the same rows put bare into one table.
type BenchImport struct {
	Rows  int     `json:"rows"`
	Speed float64 `json:"rows_per_second"`
	Floor float64 `json:"bare_insert_rows_per_second"`
	Ratio float64 `json:"ratio"` // how many times slower
}

func importFigures(rows int, took, bare []time.Duration) BenchImport {
	slices.Sort(took)
	slices.Sort(bare)
	x, y := took[len(took)/2].Seconds(), bare[len(bare)/2].Seconds()
	return BenchImport{Rows: rows, Speed: float64(int(float64(rows) / x)), Floor: float64(int(float64(rows) / y)), Ratio: ratio(x, y)}
}

// BenchExpiry is the end of a day on which the points of many lots are over,
// beside a bare pass over the same rows: each taken out of a copy of the table,
// its holder's rights lessened and a row written of it, by prepared statements and in one
// transaction.
type BenchExpiry struct {
	Lots    int64   `json:"lots"`
	Seconds float64 `json:"seconds"`
	Floor   float64 `json:"bare_pass_seconds"`
	Ratio   float64 `json:"ratio"`
	// Longest is how long a sale would have waited for it at the most.
	Longest float64 `json:"longest_transaction_ms"`
}

func expiryFigures(lots int64, took, floor, longest time.Duration) BenchExpiry {
	return BenchExpiry{Lots: lots, Seconds: took.Seconds(), Floor: floor.Seconds(), Ratio: ratio(took.Seconds(), floor.Seconds()),
		Longest: float64(longest.Microseconds()) / 1000}
}

// Spread is percentiles of many runs of one thing.
type Spread struct {
	N   int     `json:"n"`
	P50 float64 `json:"p50"`
	P99 float64 `json:"p99"`
	Max float64 `json:"max"`
}

func spread(took []time.Duration) Spread {
	slices.Sort(took)
	us := func(i int) float64 { return float64(took[i].Nanoseconds()/10) / 100 }
	n := len(took)
	return Spread{N: n, P50: us(n / 2), P99: us(n * 99 / 100), Max: us(n - 1)}
}

// Measure makes a shop of a size in a folder, or takes the one that an earlier
// run left there, and measures it through the till's verbs. papers may be nil.
func Measure(ctx context.Context, dir string, members, sales int, papers till.Papers, progress Progress) (b Bench, err error) {
	if dir, err = filepath.Abs(dir); err != nil { // a database's name is a URL, which has no relative form
		return b, trouble(err)
	}
	opt := Options{Random: rand.Reader, Now: time.Now}
	s, err := Open(ctx, dir, opt)
	if pos.TroubleOf(err) == pos.NoShop {
		s, b.FillSeconds, err = filledShop(ctx, dir, opt, Filling{Members: members, Sales: sales, Seed: 1}, progress)
	}
	if err != nil {
		return b, err
	}
	defer s.Close()
	t, err := till.New(ctx, s, till.Options{Now: time.Now, Random: rand.Reader, Papers: papers})
	if err != nil {
		return b, err
	}
	defer t.Close()
	b.Members, b.Sales = members, sales
	for _, measure := range []func(context.Context, *Store, *till.Till) error{b.lookups, b.searches, b.sales, b.expiry} {
		if err := measure(ctx, s, t); err != nil {
			return b, err
		}
	}
	if err := b.folds(ctx, dir); err != nil {
		return b, err
	}
	if err := b.imports(ctx, dir, min(members, 100_000), progress); err != nil {
		return b, err
	}
	b.LookupRatio = ratio(b.CardLookup.P50, b.LookupFloor.P50)
	b.SaleRatio = ratio(b.Sale.P50, b.SyncFloor.P50)
	return b, nil
}

func ratio(a, floor float64) float64 { return float64(int(100*a/floor)) / 100 }

func filledShop(ctx context.Context, dir string, opt Options, want Filling, progress Progress) (*Store, float64, error) {
	began := func() time.Time { return opt.Now().AddDate(-3, 0, 0) }
	then := opt
	then.Now = began
	shop := till.Shop{Name: "Bench", Currency: pos.DKK, Language: "da", TillNo: 1, TimeZone: "Europe/Copenhagen"}
	err := Init(ctx, dir, shop, then, func(tx till.Tx) error { return till.FirstFacts(tx, began(), pos.DKK) })
	if err != nil {
		return nil, 0, err
	}
	s, err := Open(ctx, dir, opt)
	if err != nil {
		return nil, 0, err
	}
	start := time.Now()
	err = s.Fill(ctx, want, progress)
	took := time.Since(start).Seconds()
	if closing := s.Close(); err == nil {
		err = closing
	}
	if err != nil {
		return nil, 0, err
	}
	// Opened anew: a till does not have the cache that filling needs, whose table
	// SQLite goes through at every commit.
	s, err = Open(ctx, dir, opt)
	return s, took, err
}

// lookups measures card to standing against one row by its key, in turn, so
// that both see the same machine.
func (b *Bench) lookups(ctx context.Context, s *Store, t *till.Till) error {
	db, err := sql.Open("sqlite", dsn(s.path(fileDB), asReadOnly))
	if err != nil {
		return trouble(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	one, err := db.PrepareContext(ctx, "SELECT member FROM card WHERE number = ?")
	if err != nil {
		return trouble(err)
	}
	rnd := mrand.New(mrand.NewPCG(1, 2))
	var took, floor []time.Duration
	for range 20_000 {
		number := fmt.Sprint(firstCard + rnd.IntN(b.Members))
		start := time.Now()
		if _, _, err := t.MemberByCard(ctx, number); err != nil {
			return err
		}
		took = append(took, time.Since(start))
		number = fmt.Sprint(firstCard + rnd.IntN(b.Members))
		var no int64
		start = time.Now()
		if err := one.QueryRowContext(ctx, number).Scan(&no); err != nil {
			return trouble(err)
		}
		floor = append(floor, time.Since(start))
	}
	b.CardLookup, b.LookupFloor = spread(took), spread(floor)
	return nil
}

// benchQueries are what cashiers type: a letter, the common beginnings, names
// in every spelling, parts of phone numbers, and what nobody is called.
var benchQueries = []string{"a", "ha", "anders h", "soren", "sørensen", "åge", "anders andersen", "k l", "a b c d",
	"ida emma", "jens peter hans", "peter søren", "2012", "+45 20 12", "06 12", "anders 20", "maria1", "aage østergaard", "x", "zoe q"}

func (b *Bench) searches(ctx context.Context, _ *Store, t *till.Till) error {
	var took []time.Duration
	for range 50 {
		for _, q := range benchQueries {
			start := time.Now()
			if _, err := t.FindMembers(ctx, q, 50); err != nil {
				return err
			}
			took = append(took, time.Since(start))
		}
	}
	b.Search = spread(took)
	return nil
}

// sales measures whole sales of three lines with a card, one in five with
// bonus, against an append and fsync of 4 KiB between them.
func (b *Bench) sales(ctx context.Context, s *Store, t *till.Till) error {
	f, err := os.CreateTemp(s.Dir(), "floor-")
	if err != nil {
		return trouble(err)
	}
	defer os.Remove(f.Name())
	defer f.Close()
	page := make([]byte, 4096)
	rnd := mrand.New(mrand.NewPCG(1, 2))
	var took, floor []time.Duration
	for range 2000 {
		d, err := t.NewSale(ctx, pos.System)
		if err != nil {
			return err
		}
		for range 3 {
			if err := t.AddBarcode(ctx, &d, fmt.Sprintf("B%04d", 1+rnd.IntN(fillGoods)), 1000); err != nil {
				return err
			}
		}
		if _, err := t.AttachCard(ctx, &d, fmt.Sprint(firstCard+rnd.IntN(b.Members)), false); err != nil {
			return err
		}
		t.Saved() // the draft is on disk long before a person has paid
		pay := till.Payment{BankCard: till.Exact}
		if rnd.IntN(5) == 0 {
			pay.Bonus = loyalty.MaxBonus
		}
		start := time.Now()
		if _, err := t.Complete(ctx, d, pay); err != nil {
			return err
		}
		took = append(took, time.Since(start))
		start = time.Now()
		if _, err := f.Write(page); err != nil {
			return trouble(err)
		}
		if err := f.Sync(); err != nil {
			return trouble(err)
		}
		floor = append(floor, time.Since(start))
	}
	b.Sale, b.SyncFloor = spread(took), spread(floor)
	// Nobody prints these receipts: a till that is measured on this store next has
	// nothing waiting.
	return s.do(ctx, func(t *tx) error {
		return t.DropJobs(func(till.Job) (bool, error) { return true, nil })
	})
}
