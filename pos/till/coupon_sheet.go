package till

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/journal/journalpb"
)

// CouponsASheet is how many coupons an A4 sheet holds. A batch lies on its
// sheets in the order of the codes, for ever: the third sheet that is printed
// again is the third one.
const CouponsASheet = hardware.TicketsASheet

// DrawSheets draws sheets of coupons where nobody looks yet.
type DrawSheets func(ctx context.Context, p CouponPaper) (DrawnSheets, error)

// DrawnSheets are sheets that wait for their coupons to be durable: Keep puts
// them where they are wanted, Drop forgets them. One of the two is called.
type DrawnSheets interface {
	Keep() error
	Drop()
}

// errRehearsed undoes what was only to be looked at.
var errRehearsed = errors.New("rehearsed")

// rehearse does work and undoes it.
func (t *Till) rehearse(ctx context.Context, work func(tx Tx) error) error {
	err := t.store.Do(ctx, func(tx Tx) error {
		if err := work(tx); err != nil {
			return err
		}
		return errRehearsed
	})
	if errors.Is(err, errRehearsed) {
		return nil
	}
	return err
}

// makeDrawn makes a batch whose sheets are drawn first: it is made once as a
// rehearsal, which tells its number and signs its codes, and again when the
// sheets are there. AlreadyThere where another batch has taken the number
// meanwhile: it stands on the sheets.
func (t *Till) makeDrawn(ctx context.Context, in NewCoupons, who Who) (made MadeCoupons, err error) {
	err = t.rehearse(ctx, func(tx Tx) error {
		if err := within(tx, who, CouponLimit, in.Points); err != nil {
			return err
		}
		if made, err = t.makeCoupons(tx, in, pos.ID{}, who); err != nil {
			return err
		}
		return t.outCoupons(tx, in.Output, &made)
	})
	if err != nil {
		return MadeCoupons{}, err
	}
	sheets, err := in.Draw(ctx, made.Paper)
	if err != nil {
		return MadeCoupons{}, err
	}
	err = t.store.Do(ctx, func(tx Tx) error {
		again, err := t.appendCoupons(tx, in, made.ID, made.Codes, pos.ID{}, who)
		if err == nil && again.No != made.No {
			err = pos.Refuse(pos.AlreadyThere)
		}
		return err
	})
	if err != nil {
		sheets.Drop()
		return MadeCoupons{}, err
	}
	return made, sheets.Keep()
}

// CouponSheet is where a coupon lies among the sheets of its batch.
type CouponSheet struct {
	Batch CouponBatch
	Sheet int // from 1
	Of    int // how many sheets the batch has
}

// SheetOf is the sheet of a coupon. One that was made elsewhere has no batch.
func (t *Till) SheetOf(ctx context.Context, code string) (s CouponSheet, err error) {
	err = t.store.View(ctx, func(r Reader) error {
		c, err := r.Coupon(code)
		if err != nil {
			return err
		}
		if c.Batch.IsZero() {
			return pos.Refuse(pos.UnknownBatch)
		}
		if s.Batch, err = r.CouponBatch(c.Batch.String()); err != nil {
			return err
		}
		rows, err := t.laidOut(r, c.Batch)
		if err != nil {
			return err
		}
		s.Of = (len(rows) + CouponsASheet - 1) / CouponsASheet
		at := slices.IndexFunc(rows, func(r CouponRow) bool { return r.Code == code })
		s.Sheet = at/CouponsASheet + 1
		return nil
	})
	return s, err
}

// laidOut are all coupons of a batch in the order of its sheets.
func (t *Till) laidOut(r Reader, batch pos.ID) ([]CouponRow, error) {
	rows, err := r.Coupons(CouponQuery{Batch: batch, Now: pos.At(t.now()), Limit: MaxCouponBatch})
	slices.SortFunc(rows, func(a, b CouponRow) int { return cmp.Compare(a.Code, b.Code) })
	return rows, err
}

// BatchPaper is what of a batch is printed again, by its number or id: those of
// its coupons that are free still. From and To are sheets, from 1; 0 is the
// first, and the last.
type BatchPaper struct {
	Batch    string
	From, To int
	Output   CouponOutput
	Draw     DrawSheets // of OnSheets; nil draws none
}

// PrintBatch puts coupons of a batch onto paper again, marked as copies where
// they were on paper before. Sheets are drawn first, and the journal notes those
// that are there. It takes a manager, as making them did.
func (t *Till) PrintBatch(ctx context.Context, in BatchPaper, who Who) (p CouponPaper, err error) {
	if err := who.needs(pos.Manager); err != nil {
		return p, err
	}
	note := func(tx Tx) error { return t.printed(tx, in, &p, who) }
	if in.Draw == nil || in.Output != OnSheets {
		return p, t.store.Do(ctx, note)
	}
	if err := t.rehearse(ctx, note); err != nil {
		return p, err
	}
	sheets, err := in.Draw(ctx, p)
	if err != nil {
		return p, err
	}
	drawn := p
	if err := t.store.Do(ctx, note); err != nil {
		sheets.Drop()
		return drawn, err
	}
	return drawn, sheets.Keep()
}

// printed gathers the papers and notes them.
func (t *Till) printed(tx Tx, in BatchPaper, p *CouponPaper, who Who) error {
	b, err := tx.CouponBatch(in.Batch)
	if err != nil {
		return err
	}
	rows, sheets, err := t.again(tx, b.ID, in.From, in.To)
	switch {
	case err != nil:
		return err
	case len(rows) == 0:
		return pos.Refuse(pos.NoneFree)
	case in.Output == OnReceipts && len(rows) > MaxCouponStrip:
		return pos.Refuse(pos.TooMany, MaxCouponStrip)
	}
	if *p, err = t.couponPaper(tx, rows); err != nil {
		return err
	}
	if in.Output != OnReceipts {
		for i := range p.Coupons {
			p.Coupons[i].Sheet = sheets[i]
		}
	}
	for some := range slices.Chunk(rows, couponsAnEvent) {
		e := &journalpb.CouponsReprinted{Batch: b.ID[:]}
		for _, c := range some {
			e.Codes = append(e.Codes, c.Code)
		}
		if err := t.notePrint(tx, e, who); err != nil {
			return err
		}
	}
	if in.Output == OnReceipts {
		return t.queueCoupons(tx, *p, pos.ID{})
	}
	return nil
}

// again are the coupons of some sheets that are free, each with its sheet.
func (t *Till) again(r Reader, batch pos.ID, from, to int) (free []CouponRow, sheets []int, err error) {
	rows, err := t.laidOut(r, batch)
	now := pos.At(t.now())
	for i, c := range rows {
		sheet := i/CouponsASheet + 1
		if sheet < from || to != 0 && sheet > to || c.StateAt(now) != pos.FreeCoupon {
			continue
		}
		free, sheets = append(free, c), append(sheets, sheet)
	}
	return free, sheets, err
}
