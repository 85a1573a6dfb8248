package central_test

import (
	"fmt"
	"runtime"
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
)

// BenchmarkOfflineDay pushes an offline day of one till, and of four at once, and
// lets another till pull it; beside it, in the same run, the floor: the same rows
// into bare tables of the same shape, and the same sums, by the plainest
// statements there are. Run it with -benchtime=1x.
func BenchmarkOfflineDay(b *testing.B) {
	server := pgtest.Start(b)
	for _, engine := range []struct {
		name string
		open centraltest.Open
	}{{"sqlite", openSQLite}, {"postgres", openPostgres(server)}} {
		for _, tills := range []int{1, 4} {
			b.Run(fmt.Sprintf("%s/%d", engine.name, tills), func(b *testing.B) {
				for range b.N {
					offlineDay(b, engine.open, tills)
				}
			})
		}
	}
}

func offlineDay(b *testing.B, open centraltest.Open, count int) {
	b.StopTimer()
	s := open(b, central.Options{})
	reader := centraltest.NewTill(b, "reader")
	tills := make([]*centraltest.Till, count)
	enrolAll(b, s, reader)
	for i := range tills {
		tills[i] = centraltest.NewTill(b, fmt.Sprint("till ", i))
		enrolAll(b, s, tills[i])
		sellAll(tills[i], daySales/count)
	}
	var events int
	for _, x := range tills {
		events += len(x.Events)
	}
	runtime.GC()

	bare := func(table string) time.Duration {
		return each(b, tills, func(x *centraltest.Till, batch chain.Batch) error { return s.Floor(b.Context(), table, batch) })
	}
	cold := bare("cold")
	b.StartTimer()
	pushed := each(b, tills, func(x *centraltest.Till, batch chain.Batch) error {
		_, err := s.Push(b.Context(), batch, pos.At(x.Now))
		return err
	})
	b.StopTimer()
	floor := min(cold, bare("warm")) // files that grow cost more than files that have grown
	start := time.Now()
	things := 0
	for c := (chain.Changes{More: true}); c.More; {
		var err error
		if c, err = s.Pull(b.Context(), reader.ID, reader.Incarnation, c.Next, 1000, pos.At(reader.Now)); err != nil {
			b.Fatal(err)
		}
		things += len(c.List)
	}
	pulled := time.Since(start)
	b.ReportMetric(float64(events)/pushed.Seconds(), "events/s")
	b.ReportMetric(float64(events)/floor.Seconds(), "floor-events/s")
	b.ReportMetric(100*floor.Seconds()/pushed.Seconds(), "%-of-floor")
	b.ReportMetric(pushed.Seconds(), "push-s")
	b.ReportMetric(pulled.Seconds(), "pull-s")
	b.ReportMetric(float64(things), "things")
}

// each sends every till's journal, all tills at once, and tells how long it took.
func each(b *testing.B, tills []*centraltest.Till, send func(*centraltest.Till, chain.Batch) error) time.Duration {
	start := time.Now()
	var wg sync.WaitGroup
	for _, x := range tills {
		wg.Go(func() {
			for from := 1; from <= len(x.Events); from += dayBatch {
				batch := x.Batch(int64(from))
				batch.Events = batch.Events[:min(dayBatch, len(batch.Events))]
				if err := send(x, batch); err != nil {
					b.Error(err)
					return
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
