package till

import (
	"context"

	"bonuskasse/pos"
	"bonuskasse/pos/journal/journalpb"
)

// CashKind is why money is moved beside sales.
type CashKind string

// The kinds of moving money.
const (
	CashFloat CashKind = "float" // change, put in as a shift begins
	CashIn    CashKind = "in"
	CashOut   CashKind = "out" // to the bank, for a purchase
)

// CashMove is money that went into the drawer, or out of it.
type CashMove struct {
	Kind   CashKind   `json:"kind"`
	Amount pos.Money  `json:"amount"` // above zero
	At     pos.Millis `json:"at"`
	Reason string     `json:"reason,omitempty"`
}

// Signed is what the drawer has more, or less.
func (m CashMove) Signed() pos.Money {
	if m.Kind == CashOut {
		return -m.Amount
	}
	return m.Amount
}

// Drawer is the money in the drawer over one shift. It begins with what the
// closing before left in it; where nobody counted then, with nothing.
type Drawer struct {
	Opened   pos.Money    `json:"opened"`
	Moves    []CashMove   `json:"moves"`
	Cash     pos.Money    `json:"cash"` // of sales, less change and returns
	Expected pos.Money    `json:"expected"`
	Count    *DrawerCount `json:"count,omitempty"` // nil: it was not counted
}

// Empty reports whether no money was, or should be, in the drawer.
func (d Drawer) Empty() bool {
	return d.Opened == 0 && d.Cash == 0 && len(d.Moves) == 0 && d.Count == nil
}

// Float is what the shift began with: what was left, and change that was put in.
func (d Drawer) Float() pos.Money {
	sum := d.Opened
	for _, m := range d.Moves {
		if m.Kind == CashFloat {
			sum += m.Amount
		}
	}
	return sum
}

// DrawerCount is what was found in a drawer.
type DrawerCount struct {
	Counted    pos.Money `json:"counted"`
	Difference pos.Money `json:"difference"` // below zero: missing
	Left       pos.Money `json:"left"`       // what the next shift begins with
	Taken      pos.Money `json:"taken"`
	Reason     string    `json:"reason,omitempty"` // of the difference
}

// mostCash bounds what a drawer holds: more is a slip of the finger.
const mostCash = 100_000_000_00

// CashCount is what a person counted at the end of a shift, and what of it stays.
type CashCount struct{ Sum, Left pos.Money }

// MoveCash notes money that is put into the drawer or taken out. A clerk may, and a
// cashier with a manager, as for OpenDrawer; but for a float it needs a reason.
func (t *Till) MoveCash(ctx context.Context, kind CashKind, amount pos.Money, who Who) error {
	if err := who.needs(pos.Clerk); err != nil {
		return err
	}
	switch kind {
	case CashFloat:
	case CashIn, CashOut:
		if who.Reason == "" {
			return pos.Refuse(pos.NoReason)
		}
	default:
		return pos.Refuse(pos.BadSetting, "kind")
	}
	if amount <= 0 || amount > mostCash {
		return pos.Refuse(pos.BadAmount)
	}
	return t.store.Do(ctx, func(tx Tx) error {
		body := who.body()
		body.What = &journalpb.Body_CashMoved{CashMoved: &journalpb.CashMoved{Kind: string(kind), Amount: int64(amount)}}
		_, err := tx.Append(t.now(), body, pos.ID{}, 0)
		return err
	})
}

// countOf is what the journal keeps of a count. One that is not what was expected
// needs a reason, and is refused as DrawerOff without one.
func countOf(d Drawer, c *CashCount, who Who) (*journalpb.DrawerCount, error) {
	if c == nil {
		return nil, nil
	}
	if c.Sum < 0 || c.Sum > mostCash || c.Left < 0 || c.Left > c.Sum {
		return nil, pos.Refuse(pos.BadAmount)
	}
	if off := c.Sum - d.Expected; off != 0 && who.Reason == "" {
		return nil, pos.Refuse(pos.DrawerOff, int64(off))
	}
	return &journalpb.DrawerCount{Expected: int64(d.Expected), Counted: int64(c.Sum), Left: int64(c.Left)}, nil
}
