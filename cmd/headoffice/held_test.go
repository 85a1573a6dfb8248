package main

import (
	"context"
	"strings"
	"testing"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/screen/words"
	"bonuskasse/pos/till"
)

// TestNothingIsHeldForWhatIsNotPaid: a till keeps a member's points for a payment, or
// a merge, that it has asked the head office for. When that is off, another till gets
// them at once.
func TestNothingIsHeldForWhatIsNotPaid(t *testing.T) {
	ctx := context.Background()
	who := till.Who{Person: pos.System, Reason: "test"}
	asked := func() context.Context { // nobody answers: not waiting is as good
		c, cancel := context.WithTimeout(ctx, 300*time.Millisecond)
		t.Cleanup(cancel)
		return c
	}
	pay := func(t *testing.T, d *desk) pos.Draft {
		t.Helper()
		s, err := d.NewSale(ctx, pos.System)
		if err != nil {
			t.Fatal(err)
		}
		tea := pos.Product{SKU: "tea", Name: "Te", Kind: pos.Goods, Price: 100_00, VATBp: 2500, BonusPayable: true}
		if err := d.AddProduct(ctx, &s, tea, 1000); err != nil {
			t.Fatal(err)
		}
		if _, err := d.AttachCard(ctx, &s, "10001", false); err != nil {
			t.Fatal(err)
		}
		if b, err := d.Borrow(asked(), s, till.Payment{Bonus: 100}); err != nil || b.Missing == 0 {
			t.Fatalf("%+v %v", b, err)
		}
		return s
	}
	for _, c := range []struct {
		says string
		off  func(t *testing.T, a *desk, soren pos.ID) error
	}{
		{"a sale that is voided", func(t *testing.T, a *desk, _ pos.ID) error { return a.VoidSale(ctx, pay(t, a), who) }},
		{"a script's sale that is refused", func(t *testing.T, a *desk, _ pos.ID) error { return a.Discard(ctx, pay(t, a)) }},
		{"a merge that is refused", func(t *testing.T, a *desk, soren pos.ID) error {
			other := a.member(t, "other", "Another", "10002")
			if _, err := a.MergeMembers(ctx, other, soren, who); pos.CodeOf(err) != pos.PointsElsewhere {
				t.Fatal(err)
			}
			return nil
		}},
	} {
		t.Run(c.says, func(t *testing.T) {
			_, a, b, soren := salon(t)
			for d, points := range map[*desk]int64{a: 60, b: 40} {
				if _, err := d.Adjust(ctx, soren, points, who); err != nil {
					t.Fatal(err)
				}
			}
			meetTwice(t, b, a)
			if balance, rights := a.balance(t, "10001"); balance != 100 || rights == 0 || rights == 100 {
				t.Fatalf("%d points and rights to %d at a", balance, rights)
			}
			if err := c.off(t, a, soren); err != nil {
				t.Fatal(err)
			}
			pay(t, b)
			a.meet(t)
			if _, rights := a.balance(t, "10001"); rights != 0 {
				t.Errorf("%d points are kept still", rights)
			}
		})
	}
}

// TestWhyBonusIsRefused: a payment that lacks rights is refused with who has them, and
// with what would help.
func TestWhyBonusIsRefused(t *testing.T) {
	ctx := context.Background()
	_, a, b, soren := salon(t)
	if _, err := a.Adjust(ctx, soren, 60, till.Who{Person: pos.System, Reason: "test"}); err != nil {
		t.Fatal(err)
	}
	meetTwice(t, a, b)
	refused := func(bonus int64, says string) {
		t.Helper()
		_, err := b.sell(t, "10001", bonus)
		if text := strings.ReplaceAll(words.Say("en", "DKK", nil, screen.SentenceOf(err)), "\u00a0", " "); pos.CodeOf(err) != pos.BonusOverCap || !strings.Contains(text, says) {
			t.Errorf("%q: %v", text, err)
		}
	}
	refused(50, "The rights to 60 points are still with Kasse a")
	refused(61, "At most 60 points")
	b.apart(t)
	refused(50, "No line: 0 points of 60 points can be used here. The rest can be used when there is a line.")
}
