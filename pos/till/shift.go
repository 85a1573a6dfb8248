package till

import (
	"context"

	"bonuskasse/pos"
	"bonuskasse/pos/journal/journalpb"
)

// Shift is what was sold between two closings of a till; the one that is open has
// no number yet. It goes by the order of the journal and not by clocks: each sale
// is of one shift, whatever the hands of the clock did.
type Shift struct {
	Number string     `json:"number"`
	From   pos.Millis `json:"from"`
	To     pos.Millis `json:"to"`
	Person string     `json:"person,omitempty"` // who closed it; empty is the system
	// After and Until are its places in the journal: After is no part of it, Until
	// is its closing, or the newest event.
	After, Until int64 `json:"-"`
}

// shiftsShown is some years of evenings.
const shiftsShown = 1000

// OpenShift is the Z report as it would be if the shift were closed now; it has no
// number.
func (t *Till) OpenShift(ctx context.Context) (x XReport, err error) {
	err = t.store.View(ctx, func(r Reader) error {
		open, err := r.OpenShift()
		if err != nil {
			return err
		}
		open.To = pos.At(t.now())
		x, err = t.shiftReport(r, open)
		return err
	})
	return x, err
}

// CloseShift closes the shift: it gives it a number, queues its Z report for the
// receipt printer, and begins the next one. A shift is closed once: one in which
// nothing happened is refused as ShiftEmpty. A manager's to do. count is what was
// found in the drawer; nil closes it uncounted. A count that is off needs a reason.
func (t *Till) CloseShift(ctx context.Context, count *CashCount, who Who) (x XReport, err error) {
	if err := who.needs(pos.Manager); err != nil {
		return x, err
	}
	err = t.store.Do(ctx, func(tx Tx) error {
		open, err := tx.OpenShift()
		if err != nil {
			return err
		}
		so, err := tx.ShiftTotals(open)
		if err != nil {
			return err
		}
		drawer, err := tx.Drawer(open)
		if err != nil {
			return err
		}
		if so.Empty() && len(drawer.Moves) == 0 {
			return pos.Refuse(pos.ShiftEmpty)
		}
		found, err := countOf(drawer, count, who)
		if err != nil {
			return err
		}
		number, err := tx.NextShift()
		if err != nil {
			return err
		}
		body := who.body()
		body.What = &journalpb.Body_ShiftClosed{ShiftClosed: &journalpb.ShiftClosed{Number: number, Count: found}}
		if _, err := tx.Append(t.now(), body, pos.ID{}, 0); err != nil {
			return err
		}
		if x, err = t.shiftOf(tx, number); err != nil {
			return err
		}
		if t.papers == nil {
			return nil
		}
		_, err = t.queue(tx, t.papers.XReport(x), pos.ID{})
		return err
	})
	return x, err
}

// Empty reports whether nothing happened at all.
func (t Totals) Empty() bool {
	return t.Sales+t.Refunds+t.Voids+t.Copies+t.DrawerOpens == 0
}

// Shifts are the closed shifts of this till, the newest first.
func (t *Till) Shifts(ctx context.Context) (list []Shift, err error) {
	err = t.store.View(ctx, func(r Reader) error {
		list, err = r.Shifts(shiftsShown)
		return err
	})
	return list, err
}

// Z is the Z report of a shift that was closed, as it was then.
func (t *Till) Z(ctx context.Context, number string) (x XReport, err error) {
	err = t.store.View(ctx, func(r Reader) error {
		x, err = t.shiftOf(r, number)
		return err
	})
	return x, err
}

// PrintZ queues the Z report of a closed shift once more, marked as a copy.
func (t *Till) PrintZ(ctx context.Context, number string) error {
	return t.store.Do(ctx, func(tx Tx) error {
		x, err := t.shiftOf(tx, number)
		if err != nil || t.papers == nil {
			return err
		}
		_, err = t.queue(tx, t.papers.XReport(x).AsCopy(), pos.ID{})
		return err
	})
}

func (t *Till) shiftOf(r Reader, number string) (x XReport, err error) {
	list, err := r.Shifts(shiftsShown)
	if err != nil {
		return x, err
	}
	for _, s := range list {
		if s.Number == number {
			return t.shiftReport(r, s)
		}
	}
	return x, pos.Refuse(pos.UnknownShift, number)
}

func (t *Till) shiftReport(r Reader, s Shift) (x XReport, err error) {
	x = XReport{Made: s.To, From: s.From, To: s.To, Zone: t.zone, Number: s.Number, Person: s.Person}
	if x.Shop, err = r.Shop(); err != nil {
		return x, err
	}
	x.Currency, x.Language = string(x.Shop.Currency), x.Shop.Language
	p, err := r.ProgramAt(x.Made)
	if err != nil {
		return x, err
	}
	x.InMoney = p.InMoney()
	if x.Totals, err = r.ShiftTotals(s); err != nil {
		return x, err
	}
	d, err := r.Drawer(s)
	x.Drawer = &d
	return x, err
}
