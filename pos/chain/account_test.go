package chain

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"bonuskasse/pos"
	"bonuskasse/pos/journal"
	"bonuskasse/pos/journal/journalpb"
)

var (
	anna = pos.ID{0xa}
	bo   = pos.ID{0xb}
)

// events are what three tills with clocks of their own said of two members: any
// of it, whether or not a till that knew of the others would have said it.
func events(t *rapid.T) (list []Event) {
	sales := map[pos.ID][]pos.ID{}
	seqs := map[byte]int64{}
	for i := range rapid.IntRange(1, 25).Draw(t, "events") {
		till := byte(rapid.IntRange(1, 3).Draw(t, "till"))
		seqs[till]++
		member := rapid.SampledFrom([]pos.ID{anna, bo}).Draw(t, "member")
		n := rapid.Int64Range(1, 50).Draw(t, "points")
		sale := pos.ID{0xf0, byte(i)}
		body := &journalpb.Body{}
		switch what := rapid.IntRange(0, 6).Draw(t, "what"); {
		case what < 3:
			body.What = &journalpb.Body_SaleCompleted{SaleCompleted: &journalpb.SaleCompleted{Sale: sale[:], Completed: int64(1000 + i), Member: member[:],
				PointsEarned: n, PointsUsed: rapid.Int64Range(0, 40).Draw(t, "used"), LadderBase: n, ExpiresAt: int64(2000 + 10*rapid.IntRange(0, 3).Draw(t, "ends"))}}
			sales[member] = append(sales[member], sale)
		case what == 3 && len(sales[member]) > 0:
			of := rapid.SampledFrom(sales[member]).Draw(t, "of")
			body.What = &journalpb.Body_SaleRefunded{SaleRefunded: &journalpb.SaleRefunded{Refund: sale[:], Sale: of[:], Member: member[:], Completed: int64(1000 + i),
				PointsBack: n / 2, PointsReversed: n, LadderBase: n}}
		case what == 4:
			body.What = &journalpb.Body_LotsExpired{LotsExpired: &journalpb.LotsExpired{AsOf: 2005, Of: []*journalpb.ExpiredPoints{{Member: member[:], Points: n}}}}
		case what == 5:
			body.What = &journalpb.Body_PointsTaken{PointsTaken: &journalpb.PointsTaken{Member: member[:], Points: n, Origin: "adjustment"}}
		default:
			body.What = &journalpb.Body_PointsGiven{PointsGiven: &journalpb.PointsGiven{Member: member[:], Origin: "coupon", Code: "AAA",
				Lots: []*journalpb.GivenLot{{Points: n, AccruedAt: int64(1000 + i)}}}}
		}
		clock := journal.Clock(rapid.Int64Range(1000, 1010).Draw(t, "clock")<<16 | seqs[till]) // often the same millisecond
		list = append(list, Event{journal.Event{Till: pos.ID{till}, Incarnation: pos.ID{till, 1}, Seq: seqs[till], Clock: clock, Member: member}, body})
	}
	return list
}

// TestFoldAsksForNoOrder: an account is the same in whatever order its events
// come; so are its home and what moves.
func TestFoldAsksForNoOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := events(t)
		other := slices.Clone(list)
		dice := rand.New(rand.NewPCG(1, rapid.Uint64().Draw(t, "seed")))
		dice.Shuffle(len(other), func(i, j int) { other[i], other[j] = other[j], other[i] })
		for _, id := range []pos.ID{anna, bo} {
			one, two := Fold(id, of(id, list)), Fold(id, of(id, other))
			if !reflect.DeepEqual(one, two) {
				t.Fatalf("in one order\n%+v\nin another\n%+v", one, two)
			}
			if a, b := Home(of(id, list)), Home(of(id, other)); a != b {
				t.Fatalf("home %s, and %s", a, b)
			}
			for i := 1; i < len(one.Events); i++ {
				if one.Events[i-1].Compare(one.Events[i]) >= 0 {
					t.Fatalf("events are not in their order: %+v", one.Events)
				}
			}
		}
	})
}

func of(id pos.ID, list []Event) (mine []Event) {
	for i := range list {
		if slices.Contains(Accounts(&list[i].Event, list[i].Body), id) {
			mine = append(mine, list[i])
		}
	}
	return mine
}

// TestHome: the till of most of the last ten purchases; of two with as many, the
// one that was visited last.
func TestHome(t *testing.T) {
	visits := func(tills ...byte) (list []Event) {
		for i, x := range tills {
			list = append(list, Event{journal.Event{Till: pos.ID{x}, Clock: journal.Clock(i + 1)}, &journalpb.Body{What: &journalpb.Body_SaleCompleted{SaleCompleted: &journalpb.SaleCompleted{}}}})
		}
		return list
	}
	for _, c := range []struct {
		name   string
		visits []byte
		home   byte
	}{
		{"nowhere yet", nil, 0},
		{"the only one", []byte{1}, 1},
		{"most", []byte{1, 1, 2}, 1},
		{"as many: the last", []byte{1, 2, 2, 1, 2, 1}, 1},
		{"long ago counts no more", []byte{1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2}, 2},
	} {
		if got := Home(visits(c.visits...)); got[0] != c.home {
			t.Errorf("%s: %d, not %d", c.name, got[0], c.home)
		}
	}
}

// TestMovements, as a bookkeeper reads them: what an event does to the balance,
// and to the rights of the till that says it.
func TestMovements(t *testing.T) {
	give := func(points int64) []*journalpb.GivenLot { return []*journalpb.GivenLot{{Points: points}} }
	for _, c := range []struct {
		name           string
		body           *journalpb.Body
		delta          int64 // of the envelope
		points, rights int64
	}{
		{"a sale earns and uses", &journalpb.Body{What: &journalpb.Body_SaleCompleted{SaleCompleted: &journalpb.SaleCompleted{PointsEarned: 30, PointsUsed: 10}}}, 20, 20, 20},
		{"a debt is repaid out of what is earned", &journalpb.Body{What: &journalpb.Body_SaleCompleted{SaleCompleted: &journalpb.SaleCompleted{PointsEarned: 30}}}, 25, 30, 25},
		{"what came back is less than what was spent: debt", &journalpb.Body{What: &journalpb.Body_SaleRefunded{SaleRefunded: &journalpb.SaleRefunded{PointsReversed: 30}}}, -20, -30, -20},
		{"a reward", &journalpb.Body{What: &journalpb.Body_RewardBought{RewardBought: &journalpb.RewardBought{Points: 40}}}, -40, -40, -40},
		{"given", &journalpb.Body{What: &journalpb.Body_PointsGiven{PointsGiven: &journalpb.PointsGiven{Lots: give(5)}}}, 5, 5, 5},
		{"a merge brings a debt", &journalpb.Body{What: &journalpb.Body_PointsGiven{PointsGiven: &journalpb.PointsGiven{Lots: give(5), Debt: 2}}}, 3, 3, 3},
		{"a merge takes all, and the debt", &journalpb.Body{What: &journalpb.Body_PointsTaken{PointsTaken: &journalpb.PointsTaken{Points: 5, Debt: 2, All: true}}}, -5, -3, -5},
		{"released", &journalpb.Body{What: &journalpb.Body_RightsReleased{RightsReleased: &journalpb.RightsReleased{Points: 9}}}, -9, 0, -9},
		{"a lease was counted when it was granted", &journalpb.Body{What: &journalpb.Body_LeaseAccepted{LeaseAccepted: &journalpb.LeaseAccepted{Points: 9}}}, 9, 0, 0},
		{"of a till of next year", &journalpb.Body{}, 7, 0, 7},
		{"nothing", &journalpb.Body{What: &journalpb.Body_DrawerOpened{DrawerOpened: &journalpb.DrawerOpened{}}}, 0, 0, 0},
	} {
		e := &journal.Event{Till: pos.ID{1}, Incarnation: pos.ID{1, 1}, Member: anna, RightsDelta: c.delta}
		var points, rights int64
		for _, m := range Movements(e, c.body) {
			if m.Account != anna || m.Till != e.Till || m.Incarnation != e.Incarnation {
				t.Errorf("%s: %+v", c.name, m)
			}
			points += m.Points
			rights += m.Rights
		}
		if points != c.points || rights != c.rights {
			t.Errorf("%s: %d points and %d rights, not %d and %d", c.name, points, rights, c.points, c.rights)
		}
	}
}
