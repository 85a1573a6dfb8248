package loyalty_test

import (
	"testing"

	"pgregory.net/rapid"

	"bonuskasse/pos"
	"bonuskasse/pos/loyalty"
)

func limit(t *rapid.T, name string, most int64) *int64 {
	if rapid.Bool().Draw(t, name+" set") {
		n := rapid.Int64Range(0, most).Draw(t, name)
		return &n
	}
	return nil
}

func program(t *rapid.T) loyalty.Program {
	return loyalty.Program{
		Points:            rapid.SampledFrom([]int64{1, 3, 10, 100}).Draw(t, "points"),
		PointsWorth:       rapid.SampledFrom([]int64{1, 25, 33, 100}).Draw(t, "worth"),
		AccrualBase:       rapid.SampledFrom([]loyalty.AccrualBase{loyalty.Gross, loyalty.ExVAT}).Draw(t, "base"),
		CapBp:             rapid.Int64Range(0, 10_000).Draw(t, "cap"),
		CapValuePerSale:   limit(t, "cap value", 50_000),
		CapPointsPerSale:  limit(t, "cap points", 5_000),
		MinPurchase:       rapid.Int64Range(0, 20_000).Draw(t, "min purchase"),
		MinBalancePoints:  rapid.Int64Range(0, 200).Draw(t, "min balance"),
		RedeemStep:        rapid.SampledFrom([]int64{1, 5, 10, 100}).Draw(t, "step"),
		EarnWhenRedeeming: rapid.Bool().Draw(t, "earn"),
		CashRounding:      rapid.SampledFrom([]int64{1, 5, 50}).Draw(t, "coin"),
	}
}

func line(t *rapid.T) loyalty.Line {
	return loyalty.Line{
		Kind:             rapid.SampledFrom([]pos.LineKind{pos.Goods, pos.Service, pos.Shipping, pos.CardFee, pos.GiftCardLine}).Draw(t, "kind"),
		QtyMilli:         rapid.SampledFrom([]int64{350, 1000, 1275, 2000, 3000, 12_000}).Draw(t, "qty"),
		UnitPrice:        rapid.Int64Range(0, 300_000).Draw(t, "price"),
		VATBp:            rapid.SampledFrom([]int64{0, 550, 2000, 2500}).Draw(t, "vat"),
		ManualDiscountBp: rapid.SampledFrom([]int64{0, 500, 10_000}).Draw(t, "manual"),
		Discountable:     rapid.Bool().Draw(t, "discountable"),
		Earns:            rapid.Bool().Draw(t, "earns"),
		BonusPayable:     rapid.Bool().Draw(t, "payable"),
		FixedPoints:      limit(t, "fixed", 100),
	}
}

type drawn struct {
	program   loyalty.Program
	tier      loyalty.Tier
	available int64
	lines     []loyalty.Line
	tender    loyalty.Tender
}

func draw(t *rapid.T) drawn {
	return drawn{
		program:   program(t),
		tier:      loyalty.Tier{RateBp: rapid.Int64Range(0, 2000).Draw(t, "rate"), DiscountBp: rapid.Int64Range(0, 2000).Draw(t, "club")},
		available: rapid.Int64Range(-100, 100_000).Draw(t, "available"),
		lines:     rapid.SliceOfN(rapid.Custom(line), 1, 8).Draw(t, "lines"),
		tender: loyalty.Tender{
			Bonus:         rapid.SampledFrom([]int64{0, loyalty.MaxBonus, 100}).Draw(t, "bonus"),
			PromoGiftCard: rapid.SampledFrom([]int64{0, 2500, 10_000}).Draw(t, "promo"),
			GiftCard:      rapid.SampledFrom([]int64{0, 5000}).Draw(t, "gift"),
			Cash:          rapid.Bool().Draw(t, "cash"),
		},
	}
}

// quote draws a sale that is not refused: what is over the cap uses no bonus.
func quote(t *rapid.T, d drawn) loyalty.Quotation {
	q, err := loyalty.Quote(d.program, d.tier, d.available, d.lines, d.tender)
	if code := pos.CodeOf(err); code == pos.BonusOverCap || code == pos.BonusNotAStep {
		d.tender.Bonus = 0
		q, err = loyalty.Quote(d.program, d.tier, d.available, d.lines, d.tender)
	}
	if err != nil {
		t.Fatal(err)
	}
	return q
}

func TestCapIsNeverPassed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := draw(t)
		q := quote(t, d)
		p := d.program
		switch {
		case q.PointsUsed < 0, q.PointsUsed > max(d.available, 0):
			t.Fatalf("%d points used of %d", q.PointsUsed, d.available)
		case q.BonusValue > q.Eligible*p.CapBp/10_000:
			t.Fatalf("bonus pays %d of eligible %d at %d bp", q.BonusValue, q.Eligible, p.CapBp)
		case p.CapValuePerSale != nil && q.BonusValue > *p.CapValuePerSale:
			t.Fatalf("bonus pays %d, the programme allows %d", q.BonusValue, *p.CapValuePerSale)
		case p.CapPointsPerSale != nil && q.PointsUsed > *p.CapPointsPerSale:
			t.Fatalf("%d points, the programme allows %d", q.PointsUsed, *p.CapPointsPerSale)
		case q.PointsUsed%p.RedeemStep != 0:
			t.Fatalf("%d points are not in steps of %d", q.PointsUsed, p.RedeemStep)
		case q.PointsUsed > 0 && (q.Subtotal < p.MinPurchase || d.available < p.MinBalancePoints):
			t.Fatal("bonus used below a minimum")
		}
		one := q.MaxPoints + p.RedeemStep
		if _, err := loyalty.Quote(p, d.tier, d.available, d.lines, loyalty.Tender{Bonus: one}); pos.CodeOf(err) != pos.BonusOverCap {
			t.Fatalf("%d points, a step over the most, gave %v", one, err)
		}
	})
}

func TestSharesAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := draw(t)
		q := quote(t, d)
		var net, value, used, promo, earned, scheduled int64
		for i, l := range q.Lines {
			if l.Net < 0 || l.BonusValue < 0 || l.PointsUsed < 0 || l.PromoGiftCard < 0 || l.PointsEarned < 0 {
				t.Fatalf("line %d has a share below zero: %+v", i, l)
			}
			if l.BonusValue+l.PromoGiftCard > l.Net {
				t.Fatalf("line %d is paid more than it costs: %+v", i, l)
			}
			net += l.Net
			value += l.BonusValue
			used += l.PointsUsed
			promo += l.PromoGiftCard
			earned += l.PointsEarned
			scheduled += l.PointsScheduled
		}
		if net != q.Subtotal || value != q.BonusValue || used != q.PointsUsed || promo != q.PromoGiftCard ||
			earned != q.PointsEarned || scheduled != q.PointsScheduled {
			t.Fatalf("lines add up to %d %d %d %d %d %d of %+v", net, value, used, promo, earned, scheduled, q)
		}
		if q.Payable != q.Subtotal-q.BonusValue || q.ToPay != q.Payable-q.PromoGiftCard-q.GiftCard+q.Rounding {
			t.Fatalf("what is paid does not add up: %+v", q)
		}
	})
}

func TestOrderOfLinesChangesNoSum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := draw(t)
		a := quote(t, d)
		d.lines = rapid.Permutation(d.lines).Draw(t, "order")
		b := quote(t, d)
		if a.Subtotal != b.Subtotal || a.MaxPoints != b.MaxPoints || a.PointsUsed != b.PointsUsed || a.BonusValue != b.BonusValue ||
			a.Payable != b.Payable || a.PromoGiftCard != b.PromoGiftCard || a.GiftCard != b.GiftCard || a.ToPay != b.ToPay {
			t.Fatalf("%+v in another order is %+v", a, b)
		}
	})
}

// A line of whole pieces without a discount, rung up as two lines, comes to
// the same.
func TestSplitLineChangesNoSum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := draw(t)
		d.tier.DiscountBp = 0
		d.program.AccrualBase = loyalty.Gross
		d.tender.PromoGiftCard = 0
		for i := range d.lines {
			d.lines[i].ManualDiscountBp = 0
			d.lines[i].QtyMilli = 1000 * rapid.Int64Range(2, 9).Draw(t, "pieces")
			// Every line earns and may be paid, so that no øre of the bonus can
			// move between a line that earns and one that does not.
			d.lines[i].Kind, d.lines[i].Earns, d.lines[i].BonusPayable = pos.Goods, true, true
			d.lines[i].FixedPoints = nil
		}
		a := quote(t, d)
		at := rapid.IntRange(0, len(d.lines)-1).Draw(t, "which")
		rest := d.lines[at]
		d.lines[at].QtyMilli = 1000
		rest.QtyMilli -= 1000
		d.lines = append(d.lines, rest)
		b := quote(t, d)
		if a.Subtotal != b.Subtotal || a.MaxPoints != b.MaxPoints || a.BonusValue != b.BonusValue || a.ToPay != b.ToPay ||
			a.AccrualBase != b.AccrualBase || a.PointsEarned != b.PointsEarned {
			t.Fatalf("%+v with a line split is %+v", a, b)
		}
	})
}

func TestPartsOfReturnsAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := quote(t, draw(t))
		l := q.Lines[rapid.IntRange(0, len(q.Lines)-1).Draw(t, "line")]
		whole, err := loyalty.Return(l, 0, l.QtyMilli)
		if err != nil {
			t.Fatal(err)
		}
		var sum loyalty.Refund
		for returned := int64(0); returned < l.QtyMilli; {
			n := rapid.Int64Range(1, l.QtyMilli-returned).Draw(t, "part")
			part, err := loyalty.Return(l, returned, n)
			if err != nil {
				t.Fatal(err)
			}
			if part.MoneyBack < -1 || part.PointsBack < 0 || part.PointsReversed < 0 {
				t.Fatalf("a part gives back less than nothing: %+v", part)
			}
			sum.Net += part.Net
			sum.PointsBack += part.PointsBack
			sum.PromoGiftCardBack += part.PromoGiftCardBack
			sum.MoneyBack += part.MoneyBack
			sum.PointsReversed += part.PointsReversed
			sum.ScheduledReversed += part.ScheduledReversed
			sum.BonusValueReturned += part.BonusValueReturned
			returned += n
		}
		if sum != whole {
			t.Fatalf("parts add up to %+v, the whole is %+v", sum, whole)
		}
		if whole.Net != l.Net || whole.PointsBack != l.PointsUsed || whole.PointsReversed != l.PointsEarned {
			t.Fatalf("all of %+v gives back %+v", l, whole)
		}
		if _, err := loyalty.Return(l, l.QtyMilli, 1); pos.CodeOf(err) != pos.ReturnOverSold {
			t.Fatalf("more than was sold gave %v", err)
		}
	})
}
