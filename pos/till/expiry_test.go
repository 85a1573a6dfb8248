package till_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// A row a shopkeeper could read: points earned on this day are good to the last
// moment of that one, in the shop's time.
func TestPointsExpire(t *testing.T) {
	for _, c := range []struct{ name, months, earned, lastDay string }{
		{"a month", "1", "2027-01-15 09:00", "2027-02-15"},
		{"January has 31 days, February 28", "1", "2027-01-31 09:00", "2027-02-28"},
		{"in a leap year 29", "1", "2028-01-31 09:00", "2028-02-29"},
		{"earned on the leap day", "12", "2028-02-29 23:59", "2029-02-28"},
		{"the day of 23 hours", "1", "2027-02-28 09:00", "2027-03-28"},
		{"the day of 25 hours", "1", "2027-09-30 09:00", "2027-10-30"},
		{"the night of 25 hours", "1", "2027-10-01 00:30", "2027-11-01"},
		{"just after midnight it is the new day", "12", "2027-06-01 00:00", "2028-06-01"},
	} {
		t.Run(c.name, func(t *testing.T) {
			k := newKiosk(t, "expiry_months="+c.months)
			at := func(layout, text string) time.Time {
				moment, err := time.ParseInLocation(layout, text, k.Zone())
				k.must(err)
				return moment
			}
			k.now = at("2006-01-02 15:04", c.earned)
			k.gives("maja", 70)
			midnight := at(time.DateOnly, c.lastDay).AddDate(0, 0, 1)
			for _, last := range []time.Time{midnight.Add(-time.Millisecond), midnight} {
				_, err := k.Tick(t.Context(), last)
				k.must(err)
				if got, good := k.holding("maja"), last.Before(midnight); good != (got == 70) || !good && got != 0 {
					t.Errorf("at %s there are %d", last, got)
				}
			}
		})
	}
}

func (k *kiosk) member(who string) till.Standing {
	k.t.Helper()
	s, err := k.MemberByUsername(k.t.Context(), who)
	k.must(err)
	return s
}

func (k *kiosk) gives(who string, points int64) {
	k.t.Helper()
	_, err := k.Adjust(k.t.Context(), k.member(who).Member.ID, points, till.Who{Person: pos.System, Reason: "test"})
	k.must(err)
}

func (k *kiosk) holding(who string) int64 {
	k.t.Helper()
	s := k.member(who)
	if s.Rights != s.Account.Holding() {
		k.t.Errorf("%s holds %d, with rights over %d", who, s.Account.Holding(), s.Rights)
	}
	return s.Account.Holding()
}

// TestExpiryIsOnce: more members than one event takes, cut short between two,
// lose what is due once, and the rest later.
func TestExpiryIsOnce(t *testing.T) {
	k := newKiosk(t, "expiry_months=1")
	ctx := t.Context()
	const members = 2100
	boss := till.By(pos.System)
	list := pos.NotedDraft{ID: pos.ID{7}, Opened: 1}
	for i := range members {
		name := fmt.Sprintf("customer%d", i)
		_, err := k.AddMember(ctx, till.NewMember{Username: name, Name: name}, boss)
		k.must(err)
		list.Rows = append(list.Rows, pos.NotedRow{Who: name, Points: "3"})
	}
	_, err := k.CommitNoted(ctx, list, boss)
	k.must(err)
	k.gives("maja", 5)
	k.now = k.now.AddDate(0, 0, 20)
	k.gives("maja", 8)
	had := k.holding("soren")

	end := k.now.AddDate(0, 0, 12)
	cut, cancel := context.WithCancel(ctx)
	var told []int64
	first, err := k.TickTelling(cut, end, func(done, of int64) {
		told = append(told, done)
		if of != members+1 {
			t.Errorf("of %d", of)
		}
		cancel()
	})
	if err == nil || first.Lots == 0 || first.Lots > members || len(told) != 1 {
		t.Fatalf("%+v %v, told %v", first, err, told)
	}
	rest, err := k.Tick(ctx, end)
	k.must(err)
	if first.Lots+rest.Lots != members+1 || first.Expired+rest.Expired != 3*members+5 {
		t.Errorf("first %+v, then %+v", first, rest)
	}
	if again, err := k.Tick(ctx, end); err != nil || again.Lots != 0 {
		t.Errorf("again %+v %v", again, err)
	}
	if k.holding("maja") != 8 || k.holding("customer7") != 0 || k.holding("soren") != had {
		t.Error("of others something is gone, or of these something is left")
	}
	s := k.member("maja")
	history, err := k.History(ctx, s.Member.ID, 10)
	k.must(err)
	if h := history[0]; h.Type != "lots_expired" || h.Points != -5 {
		t.Errorf("%+v", h)
	}
}

// TestARefundRestoresWhatWouldHaveExpired: bonus that paid for goods that come
// back after its last day lives on, and expires on its new one.
func TestARefundRestoresWhatWouldHaveExpired(t *testing.T) {
	k := newKiosk(t, "expiry_months=1")
	ctx := t.Context()
	k.gives("maja", 20_00)
	done := k.buys("maja", bonus, "tea")
	if done.Sale.PointsUsed != 20_00 {
		t.Fatalf("used %d", done.Sale.PointsUsed)
	}
	k.later(45 * 24 * time.Hour)
	_, err := k.Refund(ctx, till.Return{Receipt: done.Sale.Receipt, Lines: []till.ReturnLine{{Line: 0, QtyMilli: 1000}}}, till.By(pos.System))
	k.must(err)
	if got := k.holding("maja"); got != 20_00 {
		t.Fatalf("%d came back", got)
	}
	k.later(0)
	if got := k.holding("maja"); got != 20_00 {
		t.Errorf("%d are left on the day they came back", got)
	}
	k.later(365 * 24 * time.Hour)
	if got := k.holding("maja"); got != 0 {
		t.Errorf("%d live for ever", got)
	}
}
