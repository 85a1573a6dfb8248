package till

import (
	"context"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/journal/journalpb"
)

// CouponPaper is what coupons are printed from, one paper or one field of a
// sheet each.
type CouponPaper struct {
	Shop     Shop
	Settings map[string]string
	Program  Program
	Zone     *time.Location
	Language string
	Made     pos.Millis
	Coupons  []PaperCoupon
}

// PaperCoupon is one of them.
type PaperCoupon struct {
	Code       string
	Points     int64
	ValidUntil pos.Millis
	QR         string // what the QR code says
	Batch      int64
	Sheet      int  // of its batch, from 1; 0 where it is on receipt paper
	Copy       bool // it was on paper before
}

// outCoupons puts a batch that was just made onto paper.
func (t *Till) outCoupons(tx Tx, out CouponOutput, made *MadeCoupons) error {
	if out == NoCouponPaper {
		return nil
	}
	rows := make([]CouponRow, len(made.Codes))
	for i, code := range made.Codes {
		rows[i] = CouponRow{Coupon: pos.Coupon{Code: code, Points: made.Points, ValidUntil: made.ValidUntil}, BatchNo: made.No}
	}
	paper, err := t.couponPaper(tx, rows)
	if err != nil {
		return err
	}
	if out == OnReceipts {
		return t.queueCoupons(tx, paper, made.Sale)
	}
	for i := range paper.Coupons {
		paper.Coupons[i].Sheet = i/CouponsASheet + 1
	}
	made.Paper = paper
	return nil
}

// couponPaper signs coupons and gathers what stands around them.
func (t *Till) couponPaper(tx Tx, rows []CouponRow) (p CouponPaper, err error) {
	p.Zone, p.Made = t.zone, pos.At(t.now())
	if p.Shop, err = tx.Shop(); err != nil {
		return p, err
	}
	if p.Settings, err = tx.Settings(); err != nil {
		return p, err
	}
	if p.Program, err = tx.ProgramAt(p.Made); err != nil {
		return p, err
	}
	p.Language = p.Shop.Language
	if l := p.Settings[PaperSetting]; l != "" {
		p.Language = l
	}
	for _, c := range rows {
		one, err := paperCoupon(tx, p.Settings, c)
		if err != nil {
			return p, err
		}
		p.Coupons = append(p.Coupons, *one)
	}
	return p, nil
}

// paperCoupon is a coupon as it is printed; c.Prints is how often it was before.
func paperCoupon(tx Tx, settings map[string]string, c CouponRow) (*PaperCoupon, error) {
	signed, err := tx.SignCoupon(pos.SignedCoupon{Code: c.Code, Points: c.Points, ValidUntil: c.ValidUntil})
	if err != nil {
		return nil, err
	}
	devices, _ := ReadDevices(settings)
	return &PaperCoupon{
		Code: c.Code, Points: c.Points, ValidUntil: c.ValidUntil, Batch: c.BatchNo, Copy: c.Prints > 0,
		QR: signed.Text(devices.Numbers.CouponPrefix),
	}, nil
}

func (t *Till) queueCoupons(tx Tx, p CouponPaper, sale pos.ID) error {
	if t.papers == nil {
		return nil
	}
	for _, doc := range t.papers.Coupons(p) {
		if _, err := t.queue(tx, doc, sale); err != nil {
			return err
		}
	}
	return nil
}

// PrintCoupon puts a free coupon onto receipt paper, marked as a copy where it
// was on paper before. However many papers there are, it counts once. Coupons are a
// clerk's work.
func (t *Till) PrintCoupon(ctx context.Context, text string, who Who) (c CouponRow, err error) {
	if err := who.needs(pos.Clerk); err != nil {
		return c, err
	}
	err = t.store.Do(ctx, func(tx Tx) error {
		found, err := t.findCoupon(tx, text)
		if err != nil {
			return err
		}
		if !found.known {
			return pos.Refuse(pos.UnknownCoupon, pos.GroupCouponCode(found.Code))
		}
		if err := t.mayBeCounted(tx, found.CouponRow); err != nil {
			return err
		}
		paper, err := t.couponPaper(tx, []CouponRow{found.CouponRow})
		if err != nil {
			return err
		}
		if err := t.notePrint(tx, &journalpb.CouponsReprinted{Batch: idOrNil(found.Batch), Code: found.Code}, who); err != nil {
			return err
		}
		if c, err = tx.Coupon(found.Code); err != nil {
			return err
		}
		return t.queueCoupons(tx, paper, pos.ID{})
	})
	return c, err
}

func (t *Till) notePrint(tx Tx, what *journalpb.CouponsReprinted, who Who) error {
	body := who.body()
	body.What = &journalpb.Body_CouponsReprinted{CouponsReprinted: what}
	_, err := tx.Append(t.now(), body, pos.ID{}, 0)
	return err
}
