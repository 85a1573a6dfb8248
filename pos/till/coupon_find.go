package till

import (
	"context"

	"bonuskasse/pos"
)

// CouponDetails is all that is known of a coupon.
type CouponDetails struct {
	CouponRow
	State   pos.CouponState // as of now
	MadeBy  string          // names; empty is the system
	By      string          // who registered it, or made it void
	Member  *pos.Member     // whom it was counted to
	Receipt string          // of the sale that it came with
	TillNo  int64
	// Why is why it cannot be counted; nil: it can.
	Why error
}

// NoVoid is why it cannot be made void; nil: it can.
func (d CouponDetails) NoVoid() error { return noVoid(d.Why) }

// noVoid is that, of why a coupon cannot be counted: one that is over can be made
// void still.
func noVoid(why error) error {
	if pos.CodeOf(why) == pos.CouponExpired {
		return nil
	}
	return why
}

// CouponBy looks a coupon up by what was scanned or typed. One that this till
// has never heard of is told of by its signature; it has no batch then.
func (t *Till) CouponBy(ctx context.Context, text string) (d CouponDetails, err error) {
	err = t.store.View(ctx, func(r Reader) error {
		found, err := t.findCoupon(r, text)
		if err != nil {
			return err
		}
		d, err = t.couponDetails(r, found.CouponRow)
		return err
	})
	return d, err
}

func (t *Till) couponDetails(r Reader, c CouponRow) (d CouponDetails, err error) {
	d = CouponDetails{CouponRow: c, State: c.StateAt(pos.At(t.now())), Why: t.mayBeCounted(r, c)}
	shop, err := r.Shop()
	if err != nil {
		return d, err
	}
	d.TillNo = shop.TillNo
	if d.MadeBy, err = nameOf(r, c.MadeBy); err != nil {
		return d, err
	}
	if d.By, err = nameOf(r, c.By); err != nil {
		return d, err
	}
	if !c.Sale.IsZero() {
		sale, err := r.Sale(c.Sale)
		if err != nil {
			return d, err
		}
		d.Receipt = sale.Receipt
	}
	if c.Member.IsZero() {
		return d, nil
	}
	m, err := r.Member(c.Member)
	d.Member = &m
	return d, err
}

// FindCoupons searches coupons; the newest come first. more says that there
// are others behind the last.
func (t *Till) FindCoupons(ctx context.Context, q CouponQuery) (list []CouponRow, more bool, err error) {
	q.Now = pos.At(t.now())
	limit := q.Limit
	q.Limit++
	err = t.store.View(ctx, func(r Reader) error {
		list, err = r.Coupons(q)
		return err
	})
	if more = len(list) > limit; more {
		list = list[:limit]
	}
	for i := range list {
		list[i].State = list[i].StateAt(q.Now)
	}
	return list, more, err
}

// CouponBatch is a batch by its number or its id.
func (t *Till) CouponBatch(ctx context.Context, ref string) (b CouponBatch, err error) {
	err = t.store.View(ctx, func(r Reader) error {
		b, err = r.CouponBatch(ref)
		return err
	})
	return b, err
}
