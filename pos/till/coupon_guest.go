package till

import (
	"context"

	"bonuskasse/pos"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/ledger"
	"bonuskasse/pos/loyalty"
)

// Guests get no bonus: there is no account to keep it on. A shop may give them
// a coupon with their receipt instead, over the points that the sale would have
// earned.

// The settings of a guest's coupon.
const (
	// GuestCouponSetting is one of the words below; empty is CouponOff.
	GuestCouponSetting = "coupon.receipt"
	// GuestTierSetting names the tier whose rate it is; empty is the default one.
	GuestTierSetting = "coupon.receipt.tier"
)

// When a guest gets a coupon. Some countries forbid printing unasked.
const (
	CouponOff    = "off"
	CouponAsk    = "ask"
	CouponAlways = "always"
)

// guestCoupon puts a coupon on a guest's receipt, in the sale's transaction, or
// says how many points one could have. Where the shop gives none, nothing is
// read but the settings, which the receipt needs as well.
func (t *Till) guestCoupon(tx Tx, f *ReceiptFacts) (offered int64, err error) {
	if f.Settings, err = tx.Settings(); err != nil {
		return 0, err
	}
	when := f.Settings[GuestCouponSetting]
	if when == CouponAlways && f.Program.AskFirst {
		when = CouponAsk // nothing is printed unasked
	}
	if when != CouponAsk && when != CouponAlways {
		return 0, nil
	}
	points, err := guestPoints(tx, f.Settings, f.Sale, f.Program)
	if err != nil || points == 0 || when == CouponAsk {
		return points, err
	}
	made, err := t.makeGuestCoupon(tx, f.Sale, f.Program, points, Who{Person: pos.Person{ID: f.Sale.Person}})
	if err != nil {
		return 0, err
	}
	f.Coupon, err = paperCoupon(tx, f.Settings, made)
	return 0, err
}

// guestPoints are what a member of the guests' tier would have earned.
func guestPoints(r Reader, settings map[string]string, s pos.Sale, p Program) (int64, error) {
	name := settings[GuestTierSetting]
	if name == "" {
		var err error
		if name, err = defaultTier(r); err != nil {
			return 0, err
		}
	}
	tier, err := r.Tier(name)
	if pos.CodeOf(err) == pos.UnknownTier { // the setting names one that is gone
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	lines := rulesOf(pos.Draft{Lines: s.Lines, Member: pos.ID{1}}) // as if there were a member
	var promo pos.Money                                            // it is bonus, and earns nothing
	for _, l := range s.Lines {
		promo += l.PromoGiftCard
	}
	q, err := loyalty.Quote(p.Program, loyalty.Tier{RateBp: tier.RateBp}, 0, lines, loyalty.Tender{PromoGiftCard: int64(promo)})
	return min(q.PointsEarned, maxGift), err
}

func (t *Till) makeGuestCoupon(tx Tx, s pos.Sale, p Program, points int64, who Who) (CouponRow, error) {
	made, err := t.makeCoupons(tx, NewCoupons{
		Count: 1, Points: points, ValidUntil: t.expiry(p, t.now()), Output: OnReceipts,
	}, s.ID, who)
	if err != nil {
		return CouponRow{}, err
	}
	return CouponRow{
		Coupon:  pos.Coupon{Code: made.Codes[0], Points: points, ValidUntil: made.ValidUntil, State: pos.FreeCoupon},
		BatchNo: made.No, Sale: s.ID,
	}, nil
}

// GuestCoupon makes and prints the coupon of a guest's sale that a till has
// offered (Done.CouponPoints) and the guest wants. It is made once, and on the
// day of the sale.
func (t *Till) GuestCoupon(ctx context.Context, sale pos.ID, who Who) (c CouponRow, err error) {
	err = t.store.Do(ctx, func(tx Tx) error {
		s, err := tx.Sale(sale)
		if err != nil {
			return err
		}
		settings, err := tx.Settings()
		if err != nil {
			return err
		}
		if when := settings[GuestCouponSetting]; when != CouponAsk && when != CouponAlways {
			return pos.Refuse(pos.NotAllowed)
		}
		switch today := pos.At(pos.EndOfDay(s.Completed.Time(t.zone))); {
		case !s.Member.IsZero(), !s.RefundOf.IsZero(), today < pos.At(t.now()):
			return pos.Refuse(pos.UnknownReceipt, s.Receipt)
		}
		if _, err := tx.CouponOfSale(sale); err == nil {
			return pos.Refuse(pos.AlreadyThere, s.Receipt)
		} else if pos.CodeOf(err) != pos.UnknownCoupon {
			return err
		}
		p, err := tx.Program(s.Program)
		if err != nil {
			return err
		}
		points, err := guestPoints(tx, settings, s, p)
		if err != nil {
			return err
		}
		if points == 0 || stillWorth(s, points) != points { // some of it came back already
			return pos.Refuse(pos.UnknownReceipt, s.Receipt)
		}
		made, err := t.makeGuestCoupon(tx, s, p, points, who)
		if err != nil {
			return err
		}
		paper, err := t.couponPaper(tx, []CouponRow{made})
		if err != nil {
			return err
		}
		c = made
		return t.queueCoupons(tx, paper, pos.ID{})
	})
	return c, err
}

// couponWorth is what a coupon is worth now: of one that came with a receipt,
// without the share of the goods that came back.
func couponWorth(r Reader, c CouponRow) (int64, error) {
	if c.Sale.IsZero() {
		return c.Points, nil
	}
	s, err := r.Sale(c.Sale)
	if err != nil {
		return 0, err
	}
	worth := stillWorth(s, c.Points)
	if worth == 0 {
		return 0, pos.Refuse(pos.CouponVoid)
	}
	return worth, nil
}

// stillWorth is what points over a sale are worth without what came back of it.
func stillWorth(s pos.Sale, points int64) int64 {
	var sold, back int64
	for _, l := range s.Lines {
		if !l.Voided && l.QtyMilli > 0 {
			sold += int64(l.Net)
			back += pos.FloorMulDiv(int64(l.Net), l.ReturnedMilli, l.QtyMilli)
		}
	}
	if sold <= 0 {
		return points
	}
	return points - pos.FloorMulDiv(points, back, sold)
}

// returnCoupon takes points back from whoever had the coupon of a guest's sale
// counted, for the goods that come back. before is the sale as it was.
func (t *Till) returnCoupon(tx Tx, before pos.Sale, who Who) error {
	c, err := tx.CouponOfSale(before.ID)
	switch {
	case pos.CodeOf(err) == pos.UnknownCoupon:
		return nil
	case err != nil:
		return err
	case c.State != pos.RegisteredCoupon:
		return nil // what it is worth is asked when it is counted
	}
	after, err := tx.Sale(before.ID)
	if err != nil {
		return err
	}
	points := stillWorth(before, c.Points) - stillWorth(after, c.Points)
	if points <= 0 {
		return nil
	}
	return t.takeBack(tx, c.Member, gift{Origin: ledger.FromCoupon, Points: points, Source: c.Batch, Code: c.Code}, who)
}

// receiptCoupon is the coupon that a receipt carried; nil is none.
func receiptCoupon(r Reader, s pos.Sale) (*CouponRow, error) {
	if !s.Member.IsZero() || !s.RefundOf.IsZero() {
		return nil, nil
	}
	c, err := r.CouponOfSale(s.ID)
	if pos.CodeOf(err) == pos.UnknownCoupon {
		return nil, nil
	}
	return &c, err
}

// showCoupon is the coupon of a receipt that is looked at: its code, without a
// signature.
func showCoupon(r Reader, s pos.Sale, settings map[string]string) (*PaperCoupon, error) {
	c, err := receiptCoupon(r, s)
	if c == nil || err != nil {
		return nil, err
	}
	devices, _ := ReadDevices(settings)
	return &PaperCoupon{Code: c.Code, Points: c.Points, ValidUntil: c.ValidUntil, Batch: c.BatchNo, QR: devices.Numbers.CouponPrefix + c.Code}, nil
}

// copyCoupon is the coupon of a receipt that is printed again, where it is
// still free; it counts as printed.
func (t *Till) copyCoupon(tx Tx, s pos.Sale, who Who) (*PaperCoupon, error) {
	c, err := receiptCoupon(tx, s)
	if c == nil || err != nil || t.mayBeCounted(tx, *c) != nil {
		return nil, err
	}
	settings, err := tx.Settings()
	if err != nil {
		return nil, err
	}
	if err := t.notePrint(tx, &journalpb.CouponsReprinted{Batch: idOrNil(c.Batch), Code: c.Code}, who); err != nil {
		return nil, err
	}
	return paperCoupon(tx, settings, *c)
}
