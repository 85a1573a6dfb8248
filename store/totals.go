package store

import (
	"slices"

	"bonuskasse/pos"
	"bonuskasse/pos/journal"
	"bonuskasse/pos/till"
)

// Totals adds up a span of time, from the first moment to before the last.
//
// Gross, Discounts and Net are of sales, Returned of refunds, above zero. What
// is paid and earned is net of refunds: tenders, bonus value, rounding and
// points; a till's day adds up as
//
//	Net - Returned + GiftCardsSold - BonusValue + Rounding + held back = sum of Tenders but bonus
func (r *reader) Totals(from, to pos.Millis) (till.Totals, error) {
	first, err := r.firstSince(from)
	if err != nil {
		return till.Totals{}, err
	}
	return r.totals("s.event >= ? AND s.completed >= ? AND s.completed < ?", args(first, int64(from), int64(to)), "at >= ? AND at < ?", args(int64(from), int64(to)))
}

// totals is Totals of the sales, and of the acts beside them, that two conditions
// choose.
func (r *reader) totals(sales string, span []any, acts string, actSpan []any) (till.Totals, error) {
	t := till.Totals{Tenders: map[pos.TenderKind]pos.Money{}}
	_, err := r.s.get(`SELECT count(*) FILTER (WHERE refund_of IS NULL), count(*) FILTER (WHERE refund_of IS NOT NULL),
			coalesce(sum(bonus_value), 0), coalesce(sum(rounding), 0), coalesce(sum(points_earned), 0), coalesce(sum(points_used), 0)
		FROM sale s WHERE `+sales, span, &t.Sales, &t.Refunds, &t.BonusValue, &t.Rounding, &t.PointsEarned, &t.PointsUsed)
	if err != nil {
		return t, err
	}
	err = r.s.each(`SELECT t.kind, sum(t.amount - t.change) FROM sale s JOIN tender t ON t.sale = s.event
		WHERE `+sales+" GROUP BY t.kind", span, func(rows *row) error {
		var kind pos.TenderKind
		var sum pos.Money
		err := rows.Scan(&kind, &sum)
		t.Tenders[kind] = sum
		return err
	})
	if err != nil {
		return t, err
	}
	// A refund gives bonus back as points: no tender of it says so.
	if _, paid := t.Tenders[pos.BonusTender]; paid || t.BonusValue != 0 {
		t.Tenders[pos.BonusTender] = t.BonusValue
	}
	err = r.s.each(`SELECT l.vat_bp, l.kind = 'gift_card', sum(iif(s.refund_of IS NULL, l.gross, 0)), sum(iif(s.refund_of IS NULL, l.discount, 0)),
			sum(iif(s.refund_of IS NULL, l.net, 0)), sum(iif(s.refund_of IS NULL, 0, -l.net)),
			sum(l.net - l.bonus_value - l.promo_gift_card)
		FROM sale s JOIN sale_line l ON l.sale = s.event
		WHERE `+sales+" AND l.flags & ? = 0 GROUP BY 1, 2 ORDER BY 1, 2",
		append(slices.Clone(span), int64(lineVoided)), func(rows *row) error {
			var bp int64
			var card bool
			var gross, discount, net, returned, taxed pos.Money
			if err := rows.Scan(&bp, &card, &gross, &discount, &net, &returned, &taxed); err != nil {
				return err
			}
			if card { // no turnover yet, and no VAT: the holder's money until it buys something
				t.GiftCardsSold += net - returned
				return nil
			}
			t.Gross += gross
			t.Discounts += discount
			t.Net += net
			t.Returned += returned
			// Bonus is a discount given at the till: as on the receipt, it lowers what is taxed.
			t.VAT = append(t.VAT, till.VATTotal{Bp: bp, Net: taxed, VAT: pos.Money(pos.HalfUpMulDiv(int64(taxed), bp, 10_000+bp))})
			return nil
		})
	if err != nil {
		return t, err
	}
	err = r.s.each("SELECT type, count(*) FROM act WHERE "+acts+" GROUP BY type", actSpan, func(rows *row) error {
		var kind string
		var n int64
		err := rows.Scan(&kind, &n)
		switch kind {
		case "sale_voided":
			t.Voids = n
		case "receipt_copied":
			t.Copies = n
		case "drawer_opened":
			t.DrawerOpens = n
		}
		return err
	})
	return t, err
}

// firstSince is the first event that can be of a moment or later. The clock of
// the journal never goes back and is never behind what its events say, so half
// of what is left can be put aside at each look: an index on the sale's moment
// would cost every sale a page.
func (r *reader) firstSince(at pos.Millis) (int64, error) {
	var ordinals []int64
	if err := r.s.each("SELECT ordinal FROM incarnation ORDER BY ordinal", nil, func(rows *row) error {
		var n int64
		err := rows.Scan(&n)
		ordinals = append(ordinals, n)
		return err
	}); err != nil {
		return 0, err
	}
	after := func(id int64) (bool, error) {
		var clock int64
		found, err := r.s.get("SELECT clock FROM event WHERE id >= ? ORDER BY id LIMIT 1", args(id), &clock)
		return !found || journal.Clock(clock).Millis() >= int64(at), err
	}
	// The incarnation in which the moment is: the last that began before it.
	begin := int64(refOf(1, 1))
	for _, n := range ordinals {
		late, err := after(int64(refOf(n, 1)))
		if err != nil {
			return 0, err
		}
		if late {
			break
		}
		begin = int64(refOf(n, 1))
	}
	var last int64
	if _, err := r.s.get("SELECT max(id) FROM event", nil, &last); err != nil {
		return 0, err
	}
	low, high := begin, max(begin, min(last, begin|(1<<seqBits-1)))
	for low < high {
		mid := low + (high-low)/2
		late, err := after(mid)
		if err != nil {
			return 0, err
		}
		if late {
			high = mid
		} else {
			low = mid + 1
		}
	}
	return low, nil
}
