package chain

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"google.golang.org/protobuf/proto"
	"pgregory.net/rapid"

	"bonuskasse/pos"
	"bonuskasse/pos/journal"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/ledger"
)

// TestPointsOfWhatIsReadInPart: the accounts that Fold finds in bodies read as
// far as points go are those of the whole bodies.
func TestPointsOfWhatIsReadInPart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		whole := events(t)
		part := make([]Event, len(whole))
		for i, e := range whole {
			if s := e.Body.GetSaleCompleted(); s != nil {
				furnish(t, s)
			}
			e.Body.By, e.Body.Reason = []byte{7}, rapid.SampledFrom([]string{"", "because"}).Draw(t, "reason")
			payload, err := proto.Marshal(e.Body)
			if err != nil {
				t.Fatal(err)
			}
			part[i].Event = e.Event
			if part[i].Body, err = BodyForPoints(payload); err != nil {
				t.Fatal(err)
			}
			if s := e.Body.GetSaleCompleted(); s != nil && s.PointsScheduled == 0 && len(part[i].Body.GetSaleCompleted().Lines) > 0 {
				t.Fatalf("event %d was read as a whole", i)
			}
		}
		for _, id := range []pos.ID{anna, bo, pool} {
			a := Fold(id, whole)
			if b := Fold(id, part); !reflect.DeepEqual(a, b) {
				t.Fatalf("%s:\n%+v, of the parts\n%+v", id, a, b)
			}
			if points := oneByOne(t, id, whole); !reflect.DeepEqual(a.Points, points) {
				t.Fatalf("%s:\n%+v, one by one\n%+v", id, a.Points, points)
			}
		}
	})
}

// oneByOne folds events in their order, each read where the one before was.
func oneByOne(t *rapid.T, id pos.ID, events []Event) ledger.Account {
	events = slices.Clone(events)
	slices.SortFunc(events, inOrder)
	fold, reader := NewFolding(id), new(PointsReader)
	for _, e := range events {
		payload, err := proto.Marshal(e.Body)
		if err != nil {
			t.Fatal(err)
		}
		if e.Body, err = reader.Next(payload); err != nil {
			t.Fatal(err)
		}
		if !fold.Add(&e) {
			t.Fatalf("event %d is not in its order", e.Seq)
		}
	}
	return fold.Points()
}

// TestWhatComesLateIsNotFoldedOneByOne: only Fold can put it in its place.
func TestWhatComesLateIsNotFoldedOneByOne(t *testing.T) {
	at := func(ms int64) *Event {
		return &Event{Event: journal.Event{Clock: journal.Clock(0).After(time.UnixMilli(ms))}, Body: &journalpb.Body{}}
	}
	fold := NewFolding(anna)
	if !fold.Add(at(2000)) || fold.Add(at(1000)) || !fold.Add(at(3000)) {
		t.Error("an event that is before the last was folded, or one that is not was refused")
	}
}

var pool = pos.ID{0xc}

// furnish gives a sale what a till's sale has: goods, tenders, a receipt, an
// account that is not the member's, and now and then points that come later.
func furnish(t *rapid.T, s *journalpb.SaleCompleted) {
	s.Receipt, s.Card, s.CardTyped, s.Program, s.Tier = "1-17", "10001", true, 3, "Bonus 5%"
	s.Subtotal, s.Payable, s.ToPay, s.AccrualBase, s.BalanceAfter = 100_00, 90_00, 90_00, 80_00, -7
	s.Tenders = []*journalpb.Tender{{Kind: "cash", Amount: 90_00, Change: 5}}
	s.GiftCards = []*journalpb.GiftCardUse{{Code: "ABC", Amount: 3}}
	if rapid.Bool().Draw(t, "pooled") {
		s.Account = pool[:]
	}
	for range rapid.IntRange(0, 3).Draw(t, "lines") {
		l := &journalpb.Line{Sku: "tea", Name: "Te", Kind: "goods", QtyMilli: 1000, UnitPrice: 30_00, Net: -1, PointsEarned: 5, Card: "10002"}
		if rapid.IntRange(0, 5).Draw(t, "later") == 0 {
			l.PointsScheduled, s.ScheduledDueAt = 11, 5000
			s.PointsScheduled += l.PointsScheduled
		}
		s.Lines = append(s.Lines, l)
	}
}

// TestABodyCutShortIsNone: what is damaged is an error, wherever it is cut.
func TestABodyCutShortIsNone(t *testing.T) {
	s := &journalpb.SaleCompleted{Sale: anna[:], Member: bo[:], PointsEarned: 300, Lines: []*journalpb.Line{{Sku: "tea"}}, LadderBase: 7}
	payload, err := proto.Marshal(&journalpb.Body{What: &journalpb.Body_SaleCompleted{SaleCompleted: s}})
	if err != nil {
		t.Fatal(err)
	}
	for n := 1; n < len(payload); n++ {
		if b, err := BodyForPoints(payload[:n]); err == nil {
			t.Errorf("the first %d bytes of %d are %v", n, len(payload), b)
		}
	}
}
