package till_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/ledger"
	"bonuskasse/pos/loyalty"
	"bonuskasse/pos/till"
)

// life plays random days of a shop: purchases, returns, points by hand, days
// that pass, rules and rates that change. What cannot be done is not.
type life struct {
	*kiosk
	dice     *rand.Rand
	receipts []string
}

func (l *life) pick(list ...string) string { return list[l.dice.IntN(len(list))] }

func (l *life) step() {
	ctx, boss := l.t.Context(), till.By(pos.System)
	who := l.pick("soren", "maja")
	switch l.dice.IntN(14) {
	case 12, 13:
		if len(l.receipts) > 0 {
			_, err := l.mends(l.pick(l.receipts...), l.pick("soren", "maja", "none"))
			l.refusable(err)
		}
	case 0:
		l.later(time.Duration(l.dice.IntN(40*24)) * time.Hour)
	case 1:
		_, err := l.Adjust(ctx, l.member(who).Member.ID, int64(l.dice.IntN(9000)-3000), till.Who{Person: pos.System, Reason: "random"})
		l.refusable(err)
	case 2:
		_, err := l.SetProgram(ctx, map[string]string{l.pick("cap_bp", "redeem_step", "expiry_months", "points_worth", "min_balance_points", "cap_value_per_sale"): l.pick("1", "2", "7", "100", "2500")}, boss)
		l.refusable(err)
	case 3:
		_, err := l.SetProgram(ctx, map[string]string{"accrual_base": l.pick("gross", "ex_vat"), "earn_when_redeeming": l.pick("true", "false")}, boss)
		l.must(err)
	case 4:
		l.must(l.SetTier(ctx, pos.Tier{Name: pos.FirstTier, RateBp: int64(l.dice.IntN(900)), DiscountBp: int64(l.dice.IntN(500))}, boss))
	case 5:
		l.category("tobacco", l.pick("earns=no", "bonus_payable=no", "fixed_points=7"))
	case 6, 7:
		if len(l.receipts) == 0 {
			return
		}
		done, err := l.Refund(ctx, till.Return{Receipt: l.pick(l.receipts...), Lines: []till.ReturnLine{{Line: 0, QtyMilli: 1000}}}, boss)
		if l.refusable(err) {
			l.receipts = append(l.receipts, done.Refund.Receipt)
		}
	default:
		l.sale(who)
	}
}

func (l *life) sale(who string) {
	ctx := l.t.Context()
	d, err := l.NewSale(ctx, pos.System)
	l.must(err)
	for range 1 + l.dice.IntN(4) {
		l.must(l.AddBarcode(ctx, &d, l.pick("tea", "card", "cigar", "stamps", "pipe", "haircut"), int64(1+l.dice.IntN(4))*500+500))
	}
	_, err = l.AttachMember(ctx, &d, l.member(who).Member.ID)
	l.must(err)
	pay := till.Payment{Cash: till.Exact}
	if l.dice.IntN(2) == 0 {
		pay.Bonus = loyalty.MaxBonus
	}
	done, err := l.Complete(ctx, d, pay)
	if l.refusable(err) {
		l.receipts = append(l.receipts, done.Sale.Receipt)
	}
}

// refusable reports whether it was done; a rule may say no, the machine may not.
func (l *life) refusable(err error) bool {
	l.t.Helper()
	if err != nil && pos.CodeOf(err) == "" {
		l.t.Fatal(err)
	}
	return err == nil
}

// TestExplanationsAddUp: whatever happened, the sums in an explanation are the
// figures of the sale and of the balance.
func TestExplanationsAddUp(t *testing.T) {
	for seed := range uint64(4) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			l := &life{kiosk: newKiosk(t, ""), dice: rand.New(rand.NewPCG(seed, 7))}
			for range 120 {
				l.step()
			}
			for _, receipt := range l.receipts {
				l.saleAddsUp(receipt)
			}
			l.memberAddsUp("soren")
			l.memberAddsUp("maja")
		})
	}
}

func (l *life) saleAddsUp(receipt string) {
	l.t.Helper()
	sale, err := l.SaleByReceipt(l.t.Context(), receipt)
	l.must(err)
	why, err := l.ExplainSale(l.t.Context(), receipt)
	l.must(err)
	w := why.Sale
	var earned, scheduled, used, base, lots int64
	for _, x := range w.Lines {
		earned, scheduled, used = earned+x.Earned, scheduled+x.Scheduled, used+x.Used
		if x.How == loyalty.ByRate {
			base += x.Base
		} else if sale.RefundOf.IsZero() && x.Earned+x.Scheduled != x.Fixed {
			l.t.Errorf("%s: %+v earned something else", receipt, x)
		}
	}
	for _, u := range w.Lots {
		lots += u.Points
	}
	if !w.Certain || earned != sale.PointsEarned || scheduled != sale.PointsScheduled || used != sale.PointsUsed ||
		w.Before-w.PointsUsed+w.PointsEarned != sale.BalanceAfter && sale.Mended == nil || w.Program != sale.Program {
		l.t.Errorf("%s: %+v explains %+v", receipt, w, sale)
	}
	if !sale.RefundOf.IsZero() {
		return
	}
	if sale.Mended != nil {
		lots, w.Cap.Points = 0, 0 // no bonus paid it
	}
	if base != int64(w.RatedBase) || w.RatedMilli/1000 != w.Rated || lots != sale.PointsUsed || w.Cap.Points < sale.PointsUsed {
		l.t.Errorf("%s: %+v, of %d by the rate, %d out of lots", receipt, w, base, lots)
	}
}

func (l *life) memberAddsUp(who string) {
	l.t.Helper()
	s := l.member(who)
	why, err := l.ExplainMember(l.t.Context(), s.Member.ID)
	l.must(err)
	w, at := why.Member, ledger.Millis(l.now.UnixMilli())
	var moves, lots int64
	for _, m := range w.Moves {
		moves += m.Points
		if m.Balance != moves {
			l.t.Errorf("%s: after %+v it should be %d", who, m, moves)
		}
		var sum int64
		for _, x := range m.Lots {
			sum += x.Points
		}
		if sum-m.Debt != m.Points {
			l.t.Errorf("%s: %+v moved %d out of lots", who, m, sum)
		}
	}
	var waits int64
	for _, x := range w.Pending {
		waits += x.Points
	}
	if waits != s.Account.PendingPoints() {
		l.t.Errorf("%s: %d points wait, explained by %+v", who, s.Account.PendingPoints(), w.Pending)
	}
	for _, x := range w.Lots {
		lots += x.Left
		id, err := till.ReadLotID(x.ID)
		l.must(err)
		lot, err := l.ExplainLot(l.t.Context(), id)
		l.must(err)
		left := lot.Lot.Points - lot.Lot.Repaid
		for _, taken := range lot.Lot.Taken {
			left -= taken.Taken
		}
		if left != x.Left || lot.Lot.Left != x.Left || lot.Lot.Paid != x.Paid || lot.Lot.ExpiresAt != x.ExpiresAt || lot.Lot.Made == nil {
			l.t.Errorf("%s: lot %+v explains %+v", who, lot.Lot, x)
		}
	}
	if w.Elsewhere != 0 || moves-w.PastDay != w.Balance || lots-w.Debt != w.Balance || w.Balance != s.Account.Balance(at) {
		l.t.Errorf("%s has %d: explained by %d, lots %d: %+v", who, s.Account.Balance(at), moves, lots, w)
	}
}

// TestExplainCap: the bound that an explanation names is the one that holds.
func TestExplainCap(t *testing.T) {
	for _, c := range []struct {
		switches string
		goods    []string
		bound    loyalty.Bound
		points   int64
	}{
		{"", []string{"tea"}, loyalty.BoundShare, 30_00},
		{"cap_value_per_sale=500", []string{"tea"}, loyalty.BoundValue, 5_00},
		{"cap_points_per_sale=400", []string{"tea"}, loyalty.BoundPoints, 4_00},
		{"min_purchase=10001", []string{"tea"}, loyalty.BoundMinPurchase, 0},
		{"min_balance_points=10001", []string{"tea"}, loyalty.BoundMinBalance, 0},
		{"tobacco:bonus_payable=no", []string{"cigar"}, loyalty.BoundEligible, 0},
		{"", []string{"machine"}, loyalty.BoundAvailable, 100_00},
		{"redeem_step=700", []string{"tea"}, loyalty.BoundShare, 28_00},
	} {
		k := newKiosk(t, c.switches)
		d, err := k.NewSale(t.Context(), pos.System)
		k.must(err)
		for _, g := range c.goods {
			k.must(k.AddBarcode(t.Context(), &d, g, 1000))
		}
		_, err = k.AttachMember(t.Context(), &d, k.member("soren").Member.ID)
		k.must(err)
		o, err := k.Quote(t.Context(), d, loyalty.MaxBonus)
		k.must(err)
		w := k.ExplainOffer(o).Offer
		var lots int64
		for _, u := range w.Lots {
			lots += u.Points
		}
		if w.Cap.Bound != c.bound || w.Cap.Points != c.points || w.Cap.Points != o.PointsUsed || lots != o.PointsUsed {
			t.Errorf("%s: %+v, %d out of lots; the offer uses %d", c.switches, w.Cap, lots, o.PointsUsed)
		}
	}
}

// TestPlansLeaveTodayAlone: a limit that is planned, or only tried, is none yet.
func TestPlansLeaveTodayAlone(t *testing.T) {
	k := newKiosk(t, "cap_value_per_sale=500 cap_points_per_sale=400")
	_, err := k.PlanProgram(t.Context(), map[string]string{"cap_value_per_sale": "1", "cap_points_per_sale": "1"}, pos.At(k.now.AddDate(0, 1, 0)), till.By(pos.System))
	k.must(err)
	if used := k.buys("soren", bonus, "tea").Sale.PointsUsed; used != 400 {
		t.Errorf("%d points were used today, should be 400", used)
	}
}

// TestExplainSaysWhoAndWhy: a rate of before, a category's word, a lot that is
// used up, and a name that nothing has.
func TestExplainSaysWhoAndWhy(t *testing.T) {
	k := newKiosk(t, "tobacco:earns=no")
	ctx, boss := t.Context(), till.By(pos.System)
	sold := k.buys("soren", bonus, "cigar", "tea").Sale
	k.must(k.SetTier(ctx, pos.Tier{Name: pos.FirstTier, RateBp: 900}, boss))
	why, err := k.ExplainSale(ctx, sold.Receipt)
	k.must(err)
	w := why.Sale
	if w.Tier.RateBp != 500 || !w.Certain || w.Lines[0].How != loyalty.NotEarning || w.Lines[0].Category != "tobacco" || w.Lines[1].How != loyalty.ByRate {
		t.Errorf("%+v", w)
	}
	lots, err := k.Lots(ctx, k.member("soren").Member.ID, pos.At(k.now))
	k.must(err)
	id := till.LotID{Username: "soren", Ref: lots[0].ID}
	k.must(func() error {
		_, err := k.Adjust(ctx, k.member("soren").Member.ID, -lots[0].Left, till.Who{Person: pos.System, Reason: "all of it"})
		return err
	}())
	lot, err := k.ExplainLot(ctx, id)
	k.must(err)
	if l := lot.Lot; l.Left != 0 || len(l.Taken) != 2 || l.Taken[1].Note != "all of it" || l.Months != 36 || l.Brought {
		t.Errorf("%+v", l)
	}
	for _, bad := range []string{"", "soren", "soren/", "soren/zz.-1", "soren/1", "/1", "soren/e13wu1oe.x"} {
		id, err := till.ReadLotID(bad)
		if err == nil {
			_, err = k.ExplainLot(ctx, id)
		}
		if !slices.Contains([]pos.Code{pos.UnknownLot, pos.UnknownMember}, pos.CodeOf(err)) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}
