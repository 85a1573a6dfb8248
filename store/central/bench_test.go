package central_test

import (
	"cmp"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/store/central"
	"bonuskasse/store/central/centraltest"
	"bonuskasse/store/central/pgtest"
)

// A day that tills were offline: so many sales in all, three events each, of so
// many members.
const (
	daySales   = 10_000
	dayMembers = 2_000
	dayBatch   = 1_000 // events
	dayTurn    = 4     // batches that a till sends before the floor has its turn
)

// BenchmarkOfflineDay pushes an offline day of one till, and of four at once, and
// lets another till pull it; beside it, batch by batch in turn, the floor: the same
// rows into bare tables of the same shape, and the same sums, by the plainest
// statements there are. The figures are medians of the runs (-benchtime=5x).
func BenchmarkOfflineDay(b *testing.B) {
	server := pgtest.Start(b)
	for _, engine := range []struct {
		name string
		open centraltest.Open
	}{{"sqlite", openSQLite}, {"postgres", openPostgres(server)}} {
		for _, tills := range []int{1, 4} {
			b.Run(fmt.Sprintf("%s/%d", engine.name, tills), func(b *testing.B) {
				list := make([]*centraltest.Till, tills)
				for i := range list {
					list[i] = centraltest.NewTill(b, fmt.Sprint("till ", i))
					sellAll(list[i], daySales/tills)
				}
				var days []day
				for range b.N {
					days = append(days, offlineDay(b, engine.open, list))
				}
				median := func(of func(day) float64) float64 {
					slices.SortFunc(days, func(x, y day) int { return cmp.Compare(of(x), of(y)) })
					return of(days[len(days)/2])
				}
				b.ReportMetric(median(func(d day) float64 { return float64(d.events) / d.pushed.Seconds() }), "events/s")
				b.ReportMetric(median(func(d day) float64 { return float64(d.events) / d.floor.Seconds() }), "floor-events/s")
				b.ReportMetric(median(func(d day) float64 { return 100 * d.floor.Seconds() / d.pushed.Seconds() }), "%-of-floor")
				b.ReportMetric(median(func(d day) float64 { return d.pushed.Seconds() }), "push-s")
				b.ReportMetric(median(func(d day) float64 { return d.pulled.Seconds() }), "pull-s")
				b.ReportMetric(float64(days[0].things), "things")
			})
		}
	}
}

// day is what one run has measured.
type day struct {
	pushed, floor, pulled time.Duration
	events, things        int
}

func offlineDay(b *testing.B, open centraltest.Open, tills []*centraltest.Till) (d day) {
	b.StopTimer()
	s := open(b, central.Options{})
	reader := centraltest.NewTill(b, "reader")
	enrolAll(b, s, reader)
	for _, x := range tills {
		enrolAll(b, s, x)
		d.events += len(x.Events)
	}
	runtime.GC()

	for from := 1; from <= len(tills[0].Events); from += dayTurn * dayBatch {
		floor := func() {
			d.floor += each(b, tills, from, func(_ *centraltest.Till, batch chain.Batch) error { return s.Floor(b.Context(), "bare", batch) })
		}
		push := func() {
			b.StartTimer()
			d.pushed += each(b, tills, from, func(x *centraltest.Till, batch chain.Batch) error {
				_, err := s.Push(b.Context(), batch, pos.At(x.Now))
				return err
			})
			b.StopTimer()
		}
		if from/(dayTurn*dayBatch)%2 == 0 {
			floor()
			push()
		} else { // who is second finds the database busy with what the first has left
			push()
			floor()
		}
	}
	start := time.Now()
	for c := (chain.Changes{More: true}); c.More; {
		var err error
		if c, err = s.Pull(b.Context(), reader.ID, reader.Incarnation, c.Next, 1000, pos.At(reader.Now)); err != nil {
			b.Fatal(err)
		}
		d.things += len(c.List)
	}
	d.pulled = time.Since(start)
	return d
}

// each sends the next batches of every till's journal, all tills at once, and
// tells how long it took. A till does not wait for another between two batches.
func each(b *testing.B, tills []*centraltest.Till, from int, send func(*centraltest.Till, chain.Batch) error) time.Duration {
	start := time.Now()
	var wg sync.WaitGroup
	for _, x := range tills {
		wg.Go(func() {
			for n := range dayTurn {
				first := from + n*dayBatch
				if first > len(x.Events) {
					return
				}
				batch := x.Batch(int64(first))
				batch.Events = batch.Events[:min(dayBatch, len(batch.Events))]
				if err := send(x, batch); err != nil {
					b.Error(err)
				}
			}
		})
	}
	wg.Wait()
	return time.Since(start)
}

func enrolAll(b *testing.B, s *central.Store, x *centraltest.Till) {
	hash := [32]byte(append(x.ID[:], x.ID[:]...))
	err := s.AddCode(b.Context(), chain.Code{Hash: hash, TillName: x.ID.String(), Until: pos.At(x.Now.Add(time.Hour))})
	if err == nil {
		_, err = s.Enrol(b.Context(), chain.Enrolment{CodeHash: hash, TokenHash: hash, Till: x.ID, Lives: []chain.Life{x.Life()}, At: pos.At(x.Now)})
	}
	if err != nil {
		b.Fatal(err)
	}
}

func sellAll(x *centraltest.Till, sales int) {
	for i := range sales {
		m := centraltest.ID(fmt.Sprint("member ", i*7919%dayMembers))
		sale := centraltest.ID(fmt.Sprint(x.ID, i))
		s := &journalpb.SaleCompleted{Sale: sale[:], Receipt: fmt.Sprint("A-", i), Completed: x.Now.UnixMilli(), Member: m[:], Card: "1000000017", Program: 1, Tier: "Basic",
			PointsEarned: 350, LadderBase: 35_000, ExpiresAt: x.Now.AddDate(3, 0, 0).UnixMilli(), Subtotal: 35_000, Payable: 35_000, ToPay: 35_000}
		for l := range 3 {
			s.Lines = append(s.Lines, &journalpb.Line{Sku: fmt.Sprint("sku-", l), Barcode: "5701234567899", Name: "Handcreme med kamille", Kind: "goods", QtyMilli: 1000,
				UnitPrice: 12_000, VatBp: 2500, Earns: true, BonusPayable: true, Gross: 12_000, Net: 12_000, PointsEarned: 117})
		}
		s.Tenders = []*journalpb.Tender{{Kind: "card", Amount: 35_000}}
		x.Say(&journalpb.Body{What: &journalpb.Body_SaleCompleted{SaleCompleted: s}}, m, 350)
		x.Say(&journalpb.Body{What: &journalpb.Body_DrawerOpened{DrawerOpened: &journalpb.DrawerOpened{Sale: sale[:]}}}, pos.ID{}, 0)
		x.Release(m, 100)
	}
}
