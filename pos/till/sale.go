package till

import (
	"context"

	"bonuskasse/pos"
)

// NewSale opens a sale for a person. Nothing is kept until it has a line or a
// member.
func (t *Till) NewSale(_ context.Context, who pos.Person) (pos.Draft, error) {
	id, err := t.newID()
	return pos.Draft{ID: id, Opened: pos.At(t.now()), Person: who.ID}, err
}

// AddBarcode adds goods by barcode or SKU; qtyMilli is thousandths. The same
// article twice in a row becomes one line of two.
func (t *Till) AddBarcode(ctx context.Context, d *pos.Draft, code string, qtyMilli int64) error {
	p, err := t.Product(ctx, code)
	if err != nil {
		return err
	}
	return t.AddProduct(ctx, d, p, qtyMilli)
}

// AddProduct adds goods that were found already. What their category says
// holds from here on: the line keeps the switches of this moment.
func (t *Till) AddProduct(ctx context.Context, d *pos.Draft, p pos.Product, qtyMilli int64) error {
	if qtyMilli <= 0 || qtyMilli > pos.MaxQtyMilli {
		return pos.Refuse(pos.BadQuantity)
	}
	if p.Kind == pos.GiftCardLine {
		return t.addGiftCards(d, p, qtyMilli)
	}
	p, err := t.inCategory(ctx, p)
	if err != nil {
		return err
	}
	if n := len(d.Lines); n > 0 {
		last := &d.Lines[n-1]
		same := !last.Voided && last.Card == "" && last.SKU == p.SKU && last.UnitPrice == p.Price && last.ManualDiscountBp == 0 &&
			last.Discountable == p.Discountable && last.Earns == p.Earns && last.BonusPayable == p.BonusPayable && samePoints(last.FixedPoints, p.FixedPoints)
		if same && last.QtyMilli+qtyMilli <= pos.MaxQtyMilli {
			last.QtyMilli += qtyMilli
			t.keep(d)
			return nil
		}
	}
	line := pos.LineItem{
		SKU: p.SKU, Name: p.Name, Kind: p.Kind, QtyMilli: qtyMilli, UnitPrice: p.Price, VATBp: p.VATBp,
		Discountable: p.Discountable, Earns: p.Earns, BonusPayable: p.BonusPayable, FixedPoints: p.FixedPoints,
	}
	if len(p.Barcodes) > 0 {
		line.Barcode = p.Barcodes[0]
	}
	d.Lines = append(d.Lines, line)
	t.keep(d)
	return nil
}

// SetQuantity changes a line's quantity.
func (t *Till) SetQuantity(_ context.Context, d *pos.Draft, line int, qtyMilli int64) error {
	l, err := liveLine(d, line)
	if err != nil {
		return err
	}
	if qtyMilli <= 0 || qtyMilli > pos.MaxQtyMilli || (l.Card != "" || l.GiftCard != "") && qtyMilli != 1000 {
		return pos.Refuse(pos.BadQuantity)
	}
	l.QtyMilli = qtyMilli
	t.keep(d)
	return nil
}

// SetDiscount gives a line a discount by hand. Above DiscountLimit it needs a
// manager, whom the sale's event names.
func (t *Till) SetDiscount(ctx context.Context, d *pos.Draft, line int, bp int64, who Who) error {
	l, err := liveLine(d, line)
	if err != nil {
		return err
	}
	if bp < 0 || bp > 10_000 || bp > 0 && l.GiftCard != "" { // a gift card is worth what is paid for it
		return pos.Refuse(pos.BadRate)
	}
	if err := t.store.View(ctx, func(r Reader) error { return within(r, who, DiscountLimit, bp) }); err != nil {
		return err
	}
	l.ManualDiscountBp = bp
	if who.Approved != nil {
		d.Approved, d.ApprovedFor = who.Approved.ID, who.Reason
	}
	t.keep(d)
	return nil
}

// VoidLine takes a line back. It stays in the journal and counts for nothing.
func (t *Till) VoidLine(_ context.Context, d *pos.Draft, line int) error {
	l, err := liveLine(d, line)
	if err != nil {
		return err
	}
	l.Voided = true
	t.keep(d)
	return nil
}

// VoidLast takes the last live line back.
func (t *Till) VoidLast(ctx context.Context, d *pos.Draft) error {
	_, at := d.Live()
	if len(at) == 0 {
		return pos.Refuse(pos.EmptySale)
	}
	return t.VoidLine(ctx, d, at[len(at)-1])
}

func liveLine(d *pos.Draft, line int) (*pos.LineItem, error) {
	if line < 0 || line >= len(d.Lines) || d.Lines[line].Voided {
		return nil, pos.Refuse(pos.UnknownLine, line)
	}
	return &d.Lines[line], nil
}

// AttachCard puts the member of a card on the sale. typed says that a person
// keyed the number; the journal tells the two apart.
func (t *Till) AttachCard(ctx context.Context, d *pos.Draft, number string, typed bool) (Standing, error) {
	card, s, err := t.MemberByCard(ctx, number)
	if err != nil {
		return Standing{}, err
	}
	if err := maySell(s.Member); err != nil {
		return Standing{}, err
	}
	d.Member, d.Card, d.CardTyped = s.Member.ID, card.Number, typed
	t.keep(d)
	return s, nil
}

// AttachMember puts a member on the sale without a card.
func (t *Till) AttachMember(ctx context.Context, d *pos.Draft, id pos.ID) (Standing, error) {
	var s Standing
	err := t.store.View(ctx, func(r Reader) (err error) {
		s, err = standingOf(r, id)
		return err
	})
	if err != nil {
		return Standing{}, err
	}
	if err := maySell(s.Member); err != nil {
		return Standing{}, err
	}
	d.Member, d.Card, d.CardTyped = s.Member.ID, "", false
	t.keep(d)
	return s, nil
}

// DetachMember makes the sale a guest's again.
func (t *Till) DetachMember(_ context.Context, d *pos.Draft) {
	d.Member, d.Card, d.CardTyped = pos.ID{}, "", false
	t.keep(d)
}

func maySell(m pos.Member) error {
	switch m.Status {
	case pos.Blocked:
		return pos.Refuse(pos.MemberBlocked, m.Name)
	case pos.Erased:
		return pos.Refuse(pos.UnknownMember)
	}
	return nil
}

// Suspend puts the sale aside; the next one can begin.
func (t *Till) Suspend(ctx context.Context, d pos.Draft, label string) error {
	d.Suspended, d.Label = true, label
	t.drafts.forget(d.ID)
	return t.store.SaveDraft(ctx, d)
}

// Suspended are the sales put aside, and those that a crash left behind, the
// oldest first.
func (t *Till) Suspended(ctx context.Context) (list []pos.Draft, err error) {
	err = t.store.View(ctx, func(r Reader) error {
		list, err = r.Drafts()
		return err
	})
	return list, err
}

// Resume takes a suspended sale back to the screen.
func (t *Till) Resume(ctx context.Context, id pos.ID) (pos.Draft, error) {
	list, err := t.Suspended(ctx)
	if err != nil {
		return pos.Draft{}, err
	}
	for _, d := range list {
		if d.ID == id {
			d.Suspended = false
			t.keep(&d)
			return d, nil
		}
	}
	return pos.Draft{}, pos.Refuse(pos.UnknownReceipt)
}

// VoidSale cancels a sale before it is completed. The journal keeps what was on
// it, and why.
func (t *Till) VoidSale(ctx context.Context, d pos.Draft, who Who) error {
	t.drafts.forget(d.ID)
	t.letGoOf(ctx, d)
	return t.store.Do(ctx, func(tx Tx) error {
		if err := tx.DropDraft(d.ID); err != nil {
			return err
		}
		if len(d.Lines) == 0 {
			return nil
		}
		body := who.body()
		body.What = saleVoided(d)
		_, err := tx.Append(t.now(), body, pos.ID{}, 0)
		return err
	})
}

// keep saves the draft beside the work, so that a slow disk is never between
// a scan and the screen.
func (t *Till) keep(d *pos.Draft) { t.drafts.save(*d) }

// Discard forgets a draft without a trace: a script's sale that was refused
// and will be said again whole. A person voids (VoidSale), which is kept.
func (t *Till) Discard(ctx context.Context, d pos.Draft) error {
	t.drafts.forget(d.ID)
	t.letGoOf(ctx, d)
	return t.store.Do(ctx, func(tx Tx) error { return tx.DropDraft(d.ID) })
}
