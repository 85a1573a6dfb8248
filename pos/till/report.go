package till

import (
	"context"
	"time"

	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/journal/journalpb"
)

// XReport is what was sold since the day began, read without closing anything.
type XReport struct {
	Shop     Shop       `json:"-"`
	Made     pos.Millis `json:"made"`
	From     pos.Millis `json:"from"`
	To       pos.Millis `json:"to"`
	Currency string     `json:"currency"`
	// Number is of a Z report, which closes a shift; an X report has none. Person
	// closed it.
	Number string `json:"number,omitempty"`
	Person string `json:"person,omitempty"`
	Totals
	// Drawer is of a shift; nil in an X report, which is of a day.
	Drawer *Drawer `json:"drawer,omitempty"`
	// InMoney says that the shop counts its bonus in money, not in points.
	InMoney  bool           `json:"-"`
	Zone     *time.Location `json:"-"`
	Language string         `json:"-"`
}

// X is the X report of the business day so far: from midnight, shop time.
func (t *Till) X(ctx context.Context) (x XReport, err error) {
	now := t.now().In(t.zone)
	y, m, d := now.Date()
	from := time.Date(y, m, d, 0, 0, 0, 0, t.zone)
	x = XReport{Made: pos.At(now), From: pos.At(from), To: pos.At(now), Zone: t.zone}
	err = t.store.View(ctx, func(r Reader) error {
		if x.Shop, err = r.Shop(); err != nil {
			return err
		}
		x.Currency, x.Language = string(x.Shop.Currency), x.Shop.Language
		p, err := r.ProgramAt(x.Made)
		if err != nil {
			return err
		}
		x.InMoney = p.InMoney()
		x.Totals, err = r.Totals(x.From, x.To)
		return err
	})
	return x, err
}

// PrintX queues the X report for the receipt printer.
func (t *Till) PrintX(ctx context.Context, x XReport) (job pos.ID, err error) {
	err = t.store.Do(ctx, func(tx Tx) error {
		job, err = t.queue(tx, t.papers.XReport(x), pos.ID{})
		return err
	})
	return job, err
}

// reportOf checks who asks for a report of a period, and for which.
func reportOf(from, to pos.Millis, who Who) error {
	if err := who.needs(pos.Manager); err != nil {
		return err
	}
	if from >= to {
		return pos.Refuse(pos.BadSetting, "from")
	}
	return nil
}

// Adopt says that this till, which found itself restored from a backup, is the
// only one there is: it may spend bonus again. A till that has a head office
// waits for that instead.
func (t *Till) Adopt(ctx context.Context, who Who) error {
	if err := who.needs(pos.Manager); err != nil {
		return err
	}
	if who.Reason == "" {
		return pos.Refuse(pos.NoReason)
	}
	return t.store.Do(ctx, func(tx Tx) error {
		shop, err := tx.Shop()
		if err != nil {
			return err
		}
		if shop.MaySpend {
			return pos.Refuse(pos.AlreadyThere)
		}
		if shop.Enrolled {
			return pos.Refuse(pos.NotAllowed)
		}
		body := who.body()
		body.What = &journalpb.Body_IncarnationAdopted{IncarnationAdopted: &journalpb.IncarnationAdopted{}}
		_, err = tx.Append(t.now(), body, pos.ID{}, 0)
		return err
	})
}

// XDocument is the paper of an X report.
func (t *Till) XDocument(x XReport) hardware.Document { return t.papers.XReport(x) }
