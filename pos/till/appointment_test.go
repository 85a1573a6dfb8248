package till_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/ledger"
	"bonuskasse/pos/till"
)

// TestAServiceGivesItsPointsOnce: booked, rung up, or both. It is 13:00 in the
// kiosk; a haircut gives 50 points three hours after its end.
func TestAServiceGivesItsPointsOnce(t *testing.T) {
	book := func(hours int) func(*kiosk) {
		return func(k *kiosk) {
			_, err := k.Book(t.Context(), till.Booking{Member: k.member("maja").Member.ID, Service: "haircut", Ends: k.now.Add(time.Duration(hours) * time.Hour)}, till.By(pos.System))
			k.must(err)
		}
	}
	given := func(k *kiosk) {
		if n, err := k.Tick(t.Context(), k.now); err != nil || n.Awarded != 1 {
			t.Fatal(n, err)
		}
	}
	pay := func(goods ...string) func(*kiosk) { return func(k *kiosk) { k.buys("maja", cash, goods...) } }
	for _, c := range []struct {
		says  string
		does  []func(*kiosk)
		waits int64
		want  string
	}{
		{"booked", []func(*kiosk){book(1)}, 50, "has 50: awarded"},
		{"rung up", []func(*kiosk){pay("haircut")}, 50, "has 50: "},
		{"booked, and paid after it", []func(*kiosk){book(-1), pay("haircut")}, 50, "has 50: paid"},
		{"booked, and paid before it", []func(*kiosk){book(4), pay("haircut")}, 50, "has 50: paid"},
		{"two booked, one paid: the earlier is", []func(*kiosk){book(1), book(2), pay("haircut")}, 100, "has 100: awarded paid"},
		{"two booked, both paid", []func(*kiosk){book(1), book(2), pay("haircut", "haircut")}, 100, "has 100: paid paid"},
		{"booked for tomorrow, another paid today", []func(*kiosk){book(24), pay("haircut")}, 100, "has 100: awarded"},
		{"booked, given, and paid after it", []func(*kiosk){book(-4), given, pay("haircut")}, 0, "has 50: awarded"},
		{"booked, given, and two paid after it", []func(*kiosk){book(-4), given, pay("haircut"), pay("haircut")}, 50, "has 100: awarded"},
		{"goods pay for no appointment", []func(*kiosk){book(1), pay("stamps")}, 50, "has 50: awarded"},
	} {
		t.Run(c.says, func(t *testing.T) {
			k := newKiosk(t, "")
			for _, do := range c.does {
				do(k)
			}
			s := k.member("maja")
			if got := s.Account.PendingPoints(); got != c.waits {
				t.Errorf("%d points wait, not %d", got, c.waits)
			}
			k.later(2 * day)
			list, err := k.AppointmentsOf(t.Context(), s.Member.ID, 10)
			k.must(err)
			var states []string
			for _, a := range list {
				states = append(states, string(a.State))
			}
			if got := fmt.Sprintf("%s: %s", k.has("maja"), strings.Join(states, " ")); got != c.want {
				t.Errorf("maja %s, not %s", got, c.want)
			}
			sales, err := k.LastSales(t.Context(), 10)
			k.must(err)
			for _, s := range sales {
				if w, err := k.ExplainSale(t.Context(), s.Receipt); err != nil || !w.Sale.Certain {
					t.Errorf("receipt %s cannot be explained: %+v %v", s.Receipt, w, err)
				}
			}
			if r, err := k.store.Verify(t.Context(), nil); err != nil || !r.OK {
				t.Errorf("verify: %+v %v", r, err)
			}
		})
	}
}

// TestAServiceThatComesBack gives none, whether its points waited or had come: three
// haircuts of 50 points each, 300.00.
func TestAServiceThatComesBack(t *testing.T) {
	for _, c := range []struct {
		says     string
		switches string
		later    bool // the points of all three have come
		spent    int64
		back     []int64 // how many haircuts at a time
		want     string  // waits, has, debt; held back
	}{
		{says: "before they come", back: []int64{3}, want: "0 0 0; 0"},
		{says: "some before they come", back: []int64{1, 1}, want: "50 50 0; 0"},
		{says: "after they came", later: true, back: []int64{3}, want: "0 0 0; 0"},
		{says: "one by one after they came", later: true, back: []int64{1, 2}, want: "0 0 0; 0"},
		{says: "after some were spent", later: true, spent: 120, back: []int64{3}, want: "0 -120 120; 0"},
		{says: "after some were spent, and it is held back", switches: "hold_back_reversed=true", later: true, spent: 120, back: []int64{3}, want: "0 0 0; 120"},
	} {
		t.Run(c.says, func(t *testing.T) {
			k := newKiosk(t, c.switches)
			sold := k.buys("maja", cash, "haircut", "haircut", "haircut").Sale
			if c.later {
				k.later(4 * time.Hour)
			}
			if c.spent > 0 {
				k.gives("maja", -c.spent)
			}
			var held pos.Money
			line, left := 0, sold.Lines[0].QtyMilli
			for _, n := range c.back {
				var lines []till.ReturnLine
				for ; n > 0; n-- {
					lines = append(lines, till.ReturnLine{Line: line, QtyMilli: 1000})
					if left -= 1000; left == 0 && line+1 < len(sold.Lines) {
						line++
						left = sold.Lines[line].QtyMilli
					}
				}
				req := till.Return{Receipt: sold.Receipt, Lines: lines, Back: pos.BankCard}
				quoted, err := k.QuoteRefund(t.Context(), req, till.By(pos.System))
				k.must(err)
				done, err := k.Refund(t.Context(), req, till.By(pos.System))
				k.must(err)
				if quoted.PointsReversed != done.PointsReversed || quoted.MoneyBack != done.MoneyBack || quoted.BalanceAfter != done.Standing.Account.Balance(ledger.Millis(k.now.UnixMilli())) {
					t.Errorf("quoted %+v, done %+v", quoted, done)
				}
				held += done.HeldBack
			}
			before := k.member("maja").Account
			waits := before.PendingPoints()
			k.later(4 * time.Hour)
			a := k.member("maja").Account
			if got := fmt.Sprintf("%d %d %d; %d", waits, a.Balance(ledger.Millis(k.now.UnixMilli())), a.Debt, held); got != c.want {
				t.Errorf("%s, not %s", got, c.want)
			}
			k.whole()
		})
	}
}

// TestMomentsOfCalendars: as programs of Denmark, France and others write them.
func TestMomentsOfCalendars(t *testing.T) {
	k := newKiosk(t, "")
	want := time.Date(2026, 12, 24, 14, 0, 0, 0, k.Zone())
	for i, text := range []string{"2026-12-24T14:00:00+01:00", "2026-12-24 14:00", "24-12-2026 14:00", "24.12.2026 14:00", "24/12/2026 14:00:00"} {
		row := till.CalendarRow{Line: 1, UID: fmt.Sprint(i), Username: "maja", Service: "haircut", Ends: text}
		got, err := k.ImportAppointments(t.Context(), []till.CalendarRow{row}, till.By(pos.System))
		k.must(err)
		list, err := k.AppointmentsOf(t.Context(), k.member("maja").Member.ID, 10)
		k.must(err)
		if got.Added != 1 || len(list) != i+1 {
			t.Errorf("%s: %+v", text, got)
		}
		for _, a := range list {
			if !a.EndsAt.Time(k.Zone()).Equal(want) {
				t.Errorf("%s is %s", text, a.EndsAt.Time(k.Zone()))
			}
		}
	}
}
