package screen

import (
	"context"
	"strings"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/ledger"
	"bonuskasse/pos/till"
)

// MemberPanel is a member beside the sale.
type MemberPanel struct {
	Name      string
	Card      string
	Typed     bool // the number was typed
	Tier      string
	RateBp    int64
	ClubBp    int64
	Points    int64
	Worth     pos.Money
	Usable    int64 // points this till may spend now
	Why       pos.Code
	Debt      int64
	Pending   int64
	Expires   int64 // points whose day is within thirty days
	ExpiresAt pos.Millis
	Earns     int64 // points this sale earns
	Scheduled int64
	EarnWorth pos.Money
	// NoEarn and NoSpend say what the card does not give: a discount card
	// earns nothing, a bonus card has no discount.
	Kind pos.CardKind
	// Next is the level of the ladder that comes next; nil is none.
	Next *till.NextLevel
	// Photo is a JPEG; nil is none.
	Photo []byte
}

// soon is how near a lot's last day must be to be said.
const soon = 30 * 24 * time.Hour

// soonest adds up what expires within thirty days, and says when it begins.
func soonest(a *ledger.Account, now time.Time) (points int64, at pos.Millis) {
	from, until := ledger.Millis(now.UnixMilli()), ledger.Millis(now.Add(soon).UnixMilli())
	for _, l := range a.Lots {
		if l.ExpiresAt >= from && l.ExpiresAt <= until && l.Left > 0 {
			points += l.Left
			if at == 0 || pos.Millis(l.ExpiresAt) < at {
				at = pos.Millis(l.ExpiresAt)
			}
		}
	}
	return points, at
}

func memberPanel(o till.Offer, d pos.Draft, now time.Time) *MemberPanel {
	if o.Standing == nil {
		return nil
	}
	s := o.Standing
	p := &MemberPanel{
		Name: s.Member.Name, Card: d.Card, Typed: d.CardTyped, Tier: s.Tier.Name, RateBp: s.Tier.RateBp, ClubBp: s.Tier.DiscountBp,
		Points: s.Account.Balance(ledger.Millis(now.UnixMilli())), Usable: o.Usable, Why: o.Why,
		Debt: s.Account.Debt, Pending: s.Account.PendingPoints(), Earns: o.PointsEarned, Scheduled: o.PointsScheduled,
		Next: o.Next,
	}
	p.Worth, p.EarnWorth = Worth(o.Program, p.Points), Worth(o.Program, p.Earns)
	p.Expires, p.ExpiresAt = soonest(&s.Account, now)
	for _, c := range s.Cards {
		if c.Number == d.Card && d.Card != "" {
			p.Kind = c.Kind
		}
	}
	return p
}

// Worth is the value of points in a programme; a balance below zero is a debt, and so
// is its worth. It is 0 where the programme has no points.
func Worth(p till.Program, points int64) pos.Money {
	if p.Points == 0 {
		return 0
	}
	if points < 0 {
		return -pos.Money(p.Value(-points))
	}
	return pos.Money(p.Value(points))
}

// InKroner tells whether a point is the smallest coin, so that points and
// money are the same figures: a screen then shows money.
func InKroner(p till.Program) bool { return p.Points > 0 && p.Points == p.PointsWorth }

func (s *Sale) view() SaleState {
	st := SaleState{
		Entry: s.entry, Marked: s.marked, Qty: s.qty, Chosen: s.chosen, Suspended: s.aside,
		Total: pos.Money(s.offer.Subtotal), Member: memberPanel(s.offer, s.draft, s.now),
		PointsMax: s.offer.MaxPoints, Kroner: InKroner(s.offer.Program), NoGoods: !s.stocked,
	}
	if st.Member != nil {
		st.Member.Photo = s.photo
	}
	st.BonusMax = Worth(s.offer.Program, s.offer.MaxPoints)
	st.Lines = saleLines(s.draft, s.offer)
	for _, l := range st.Lines {
		st.Discounts += l.Discount
		if l.Qty%1000 == 0 {
			st.Items += l.Qty / 1000
		} else {
			st.Items++ // something weighed is one thing
		}
	}
	return st
}

func saleLines(d pos.Draft, o till.Offer) (list []SaleLine) {
	live, at := d.Live()
	for i, l := range live {
		line := SaleLine{At: at[i], Name: l.Name, Qty: l.QtyMilli, Price: l.UnitPrice, Rate: l.ManualDiscountBp, SKU: l.SKU}
		if i < len(o.Lines) {
			q := o.Lines[i]
			line.Gross, line.Discount, line.Net, line.Club = pos.Money(q.Gross), pos.Money(q.Discount), pos.Money(q.Net), q.Club
		}
		if line.Club && o.Standing != nil {
			line.Rate = o.Standing.Tier.DiscountBp
		}
		list = append(list, line)
	}
	return list
}

func (s *Sale) basket() Basket { return basketOf(s.draft, s.offer, s.now) }

func basketOf(d pos.Draft, o till.Offer, now time.Time) Basket {
	b := Basket{
		Total: pos.Money(o.Subtotal), Bonus: pos.Money(o.BonusValue), ToPay: pos.Money(o.Payable), Earns: o.PointsEarned,
		Kroner: InKroner(o.Program),
	}
	for _, l := range saleLines(d, o) {
		b.Lines = append(b.Lines, BasketLine{
			Name: l.Name, QtyMilli: l.Qty, Price: l.Price, Discount: l.Discount, Club: l.Club, Net: l.Net,
		})
	}
	if o.Standing != nil {
		b.Member = firstName(o.Standing.Member.Name)
		b.Points = o.Standing.Account.Available(ledger.Millis(now.UnixMilli()))
		b.Worth = Worth(o.Program, b.Points)
		b.Language = o.Standing.Member.Language
		b.Next = o.Next
	}
	return b
}

// firstName is all that a queue behind the customer needs to see.
func firstName(name string) string {
	first, _, _ := strings.Cut(name, " ")
	return first
}

// lookAtMember reads the photo of who has come onto the sale; without one the
// sale is none the worse.
func (s *Sale) lookAtMember(ctx context.Context) {
	var id pos.ID
	if s.offer.Standing != nil {
		id = s.offer.Standing.Member.ID
	}
	if id == s.photoOf {
		return
	}
	s.photoOf, s.photo = id, nil
	if !id.IsZero() {
		s.photo, _ = s.till.Photo(ctx, id)
	}
}
