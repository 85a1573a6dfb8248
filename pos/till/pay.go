package till

import (
	"cmp"
	"context"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/loyalty"
	"bonuskasse/pos/mutant"
)

// Exact as an amount pays what is left, whatever it is.
const Exact pos.Money = -1

// Payment is how a sale is paid: bonus first, then gift cards, then money.
type Payment struct {
	Bonus    int64     // points, or loyalty.MaxBonus
	BankCard pos.Money // or Exact
	Mobile   pos.Money // or Exact
	Cash     pos.Money // what the customer hands over, or Exact
	// GiftCards are codes, as they were scanned or typed. Each pays what it can
	// before money does, the promotional ones first.
	GiftCards []string
	// Approved is the manager who approves what is above the person's limits, or
	// their own purchase; Reason says which.
	Approved *pos.Person
	Reason   string
	// Override lets bonus pay with points that this till may not spend alone, as
	// far as the programme allows: Approved stands by it, and Reason says why.
	Override bool
}

// Offer is a sale quoted for the screen: what it comes to, what bonus may pay
// now and why not more.
type Offer struct {
	loyalty.Quotation
	Program   Program
	Shop      Shop      // read only where there is a member
	Standing  *Standing // nil for a guest
	Available int64     // the member's points
	Usable    int64     // of them, what this till may spend now
	Why       pos.Code  // why Usable is below Available; "" where it is not
	// Override is what a manager may let the sale use above Usable; see
	// Payment.Override.
	Override int64
	may      spendable
	rules    []loyalty.Line // that it was quoted by
	// Next is the level that the member comes to next, before this sale; nil is
	// none.
	Next *NextLevel
	// GiftCards are what each card pays that the quote was asked with; one that
	// is not needed pays 0.
	GiftCards []pos.GiftCardUse
}

// Due is what is left to pay in money.
func (o Offer) Due() pos.Money { return pos.Money(o.Payable - o.PromoGiftCard - o.GiftCard) }

// Quote computes a draft as it stands, with an amount of bonus and gift cards
// by their codes.
func (t *Till) Quote(ctx context.Context, d pos.Draft, bonus int64, cards ...string) (o Offer, err error) {
	return t.QuotePayment(ctx, d, Payment{Bonus: bonus, GiftCards: cards})
}

// QuotePayment is Quote for a payment as far as it is known; money counts nothing
// in it.
func (t *Till) QuotePayment(ctx context.Context, d pos.Draft, p Payment) (o Offer, err error) {
	err = t.store.View(ctx, func(r Reader) error {
		o, err = t.offer(r, d, p, t.now())
		return err
	})
	return o, err
}

func (t *Till) offer(r Reader, d pos.Draft, p Payment, now time.Time) (o Offer, err error) {
	return t.offerOf(r, d, p, now, false)
}

// offerOf is offer with what this till may spend, or, with all, as if it had the
// rights to all the member has.
func (t *Till) offerOf(r Reader, d pos.Draft, p Payment, now time.Time, all bool) (o Offer, err error) {
	if o.Program, err = r.ProgramAt(pos.At(now)); err != nil {
		return o, err
	}
	var tier loyalty.Tier
	if !d.Member.IsZero() {
		s, err := standingOf(r, d.Member)
		if err != nil {
			return o, err
		}
		if err := maySell(s.Member); err != nil {
			return o, err
		}
		if o.Shop, err = r.Shop(); err != nil {
			return o, err
		}
		o.Standing = &s
		o.Available = s.Account.Available(millis(now))
		if o.may, err = maySpend(r, o.Shop, o.Program, s, o.Available); err != nil {
			return o, err
		}
		switch o.Usable, o.Why, o.Override = o.may.Points, o.may.Why, o.may.Override; {
		case all:
			o.Usable, o.Why = o.Available, ""
		case p.Override:
			o.Usable += o.Override
		}
		if o.Next, err = nextLevel(r, o.Program, s, now); err != nil {
			return o, err
		}
		tier = loyalty.Tier{RateBp: s.Tier.RateBp, DiscountBp: s.Tier.DiscountBp}
		if c, ok := cardOf(s, d.Card); ok {
			tier = byCard(c.Kind, tier)
			if c.Kind == pos.DiscountCard {
				o.Usable, o.Override = 0, 0
			}
		}
	}
	cards, tender, err := giftCardsFor(r, p.GiftCards, now)
	if err != nil {
		return o, err
	}
	tender.Bonus = p.Bonus
	if o.rules, err = t.rules(r, d, o.Standing, now); err != nil {
		return o, err
	}
	o.Quotation, err = loyalty.Quote(o.Program.Program, tier, o.Usable, o.rules, tender)
	o.GiftCards = payBy(cards, pos.Money(o.PromoGiftCard), pos.Money(o.Quotation.GiftCard))
	return o, err
}

// byCard is what a card's kind leaves of a tier: a bonus card earns, a
// discount card gives the discount.
func byCard(kind pos.CardKind, t loyalty.Tier) loyalty.Tier {
	switch kind {
	case pos.BonusCard:
		t.DiscountBp = 0
	case pos.DiscountCard:
		t.RateBp = 0
	}
	return t
}

func cardOf(s Standing, number string) (pos.Card, bool) {
	for _, c := range s.Cards {
		if c.Number == number && number != "" {
			return c, true
		}
	}
	return pos.Card{}, false
}

func rulesOf(d pos.Draft) []loyalty.Line {
	live, _ := d.Live()
	lines := make([]loyalty.Line, len(live))
	for i, l := range live {
		lines[i] = loyalty.Line{
			Kind: l.Kind, QtyMilli: l.QtyMilli, UnitPrice: int64(l.UnitPrice), VATBp: l.VATBp,
			ManualDiscountBp: l.ManualDiscountBp, Discountable: l.Discountable, Earns: l.Earns && !d.Member.IsZero(),
			BonusPayable: l.BonusPayable, FixedPoints: l.FixedPoints,
		}
	}
	return lines
}

// Done is a completed sale: durable before this is returned.
type Done struct {
	Sale      pos.Sale
	MaxPoints int64
	Standing  *Standing // after the sale; nil for a guest
	// Overridden is what of the bonus a manager let the sale use beyond what the
	// till might spend alone.
	Overridden int64
	// Next is the level that the member comes to next, after the sale; Reached is
	// the tier that the sale has brought them to, or "".
	Next    *NextLevel
	Reached string
	Job     pos.ID // the receipt's print job; zero where none was made
	// AskReceipt says that the customer is to be asked before anything is printed
	// (PrintReceipt); the drawer is then opened without the printer's paper.
	AskReceipt bool
	// CouponPoints are of a coupon that the guest may have if they want one:
	// see GuestCoupon. 0 offers none.
	CouponPoints int64
}

// MayComplete refuses, as Complete would, a sale that the person on it may not
// complete alone: their own purchase, bonus above their limit. It lets a
// manager be asked before anybody has paid.
func (t *Till) MayComplete(ctx context.Context, d pos.Draft, p Payment) error {
	return t.store.View(ctx, func(r Reader) error {
		who, err := seller(r, d, p)
		if err != nil {
			return err
		}
		o, err := t.offer(r, d, p, t.now())
		if err != nil {
			return err
		}
		if err := maySellThis(r, o, who); err != nil {
			return err
		}
		if _, overridden := o.beyond(); overridden > 0 {
			return mayOverride(who)
		}
		return nil
	})
}

// Complete takes the payment and makes the sale durable, in one transaction:
// sale, lines, tenders, postings, journal event, print job. A refusal leaves
// the draft as it was.
//
// On pos.OutcomeUnknown the till stops selling until Settle says what became
// of the sale.
func (t *Till) Complete(ctx context.Context, d pos.Draft, p Payment) (done Done, err error) {
	if err := t.knowGiftCards(ctx, p.GiftCards, Who{Person: pos.Person{ID: d.Person}}); err != nil {
		return done, err
	}
	lent, err := t.Borrow(ctx, d, p)
	if err != nil {
		return done, err
	}
	t.drafts.forget(d.ID)
	err = t.store.Do(ctx, func(tx Tx) error {
		done, err = t.complete(tx, d, p)
		return err
	})
	t.letGo(done.Standing)
	if err != nil {
		if pos.TroubleOf(err) == "" {
			t.keep(&d)
		}
		return Done{}, t.sayWhy(ctx, d, p, lent, err)
	}
	return done, nil
}

func (t *Till) complete(tx Tx, d pos.Draft, p Payment) (Done, error) {
	now := t.now()
	live, at := d.Live()
	if len(live) == 0 {
		return Done{}, pos.Refuse(pos.EmptySale)
	}
	o, err := t.offer(tx, d, p, now)
	if err != nil {
		return Done{}, err
	}
	who, err := seller(tx, d, p)
	if err != nil {
		return Done{}, err
	}
	if err := maySellThis(tx, o, who); err != nil {
		return Done{}, err
	}
	beyond, overridden := o.beyond()
	if overridden > 0 {
		if err := mayOverride(who); err != nil {
			return Done{}, err
		}
	}
	sale, err := t.saleOf(tx, d, at, o, p, now)
	if err != nil {
		return Done{}, err
	}
	body := who.body()
	if who.Approved == nil && !d.Approved.IsZero() {
		body.ApprovedBy, body.Reason = d.Approved[:], d.ApprovedFor
	}
	what := saleCompleted(sale, d.CardTyped)
	what.SaleCompleted.BeyondPoints, what.SaleCompleted.OverridePoints = beyond, overridden
	what.SaleCompleted.ExpiresAt = int64(t.expiry(o.Program, now))
	if sale.PointsScheduled > 0 {
		what.SaleCompleted.ScheduledDueAt = now.Add(o.Program.ServiceDelay()).UnixMilli()
	}
	body.What = what
	delta, holder := int64(0), pos.ID{}
	if o.Standing != nil {
		holder = cmp.Or(sale.Account, sale.Member)
		// Debt is repaid out of what is earned, and is no right to spend.
		delta = sale.PointsEarned - min(sale.PointsEarned, o.Standing.Account.Debt) - sale.PointsUsed
	}
	head, err := tx.Append(now, body, holder, delta)
	if err != nil {
		return Done{}, err
	}
	if err := issueSold(tx, now, sale, who); err != nil {
		return Done{}, err
	}
	if err := t.makeSold(tx, sale, o.Program, who); err != nil {
		return Done{}, err
	}
	up, err := t.bringsAbout(tx, o, sale, who, now)
	if err != nil {
		return Done{}, err
	}
	sale.Head = head.Hash.Code()
	done := Done{Sale: sale, MaxPoints: o.MaxPoints, Overridden: overridden}
	if o.Standing != nil {
		s, err := tx.Standing(sale.Member)
		if err != nil {
			return Done{}, err
		}
		done.Standing = &s
		if up {
			done.Reached = s.Tier.Name
		}
		if done.Next, err = nextLevel(tx, o.Program, s, now); err != nil {
			return Done{}, err
		}
	}
	if err := tx.DropDraft(d.ID); err != nil {
		return Done{}, err
	}
	facts := ReceiptFacts{Sale: sale, Program: o.Program, Shop: o.Shop, Standing: done.Standing,
		Next: done.Next, Reached: done.Reached, Cashier: who.Person.Name}
	if o.Standing == nil && t.papers != nil {
		if done.CouponPoints, err = t.guestCoupon(tx, &facts); err != nil {
			return Done{}, err
		}
	}
	if done.AskReceipt = o.Program.AskFirst && !sellsGiftCard(sale); done.AskReceipt {
		return done, nil
	}
	done.Job, err = t.queueReceipt(tx, facts)
	return done, err
}

// seller is who completes a sale, as they are now.
func seller(r Reader, d pos.Draft, p Payment) (Who, error) {
	who := Who{Person: pos.System, Approved: p.Approved, Reason: p.Reason}
	if d.Person.IsZero() {
		who.Person.Name = "" // no paper names a script
		return who, nil
	}
	person, err := r.Person(d.Person)
	if pos.CodeOf(err) == pos.UnknownPerson {
		person, err = pos.Person{ID: d.Person}, nil // of a draft of old: it may do nothing alone
	}
	who.Person = person
	return who, err
}

// maySellThis refuses a purchase of the person's own, and bonus above their
// limit.
func maySellThis(r Reader, o Offer, who Who) error {
	if o.Standing != nil {
		if err := mayRingUp(r, who, *o.Standing); err != nil {
			return err
		}
	}
	if o.PointsUsed == 0 {
		return nil
	}
	return within(r, who, RedeemLimit, o.PointsUsed)
}

// saleOf puts the sale together, as the receipt will show it.
func (t *Till) saleOf(tx Tx, d pos.Draft, at []int, o Offer, p Payment, now time.Time) (pos.Sale, error) {
	due := o.Due()
	tenders, rounding, change, err := settle(due, p, pos.Money(o.Program.CashRounding))
	if err != nil {
		return pos.Sale{}, err
	}
	tenders = append(before(o), tenders...)
	receipt, err := tx.NextReceipt()
	if err != nil {
		return pos.Sale{}, err
	}
	s := pos.Sale{
		ID: d.ID, Receipt: receipt, Completed: pos.At(now), Person: d.Person, Member: d.Member, Card: d.Card,
		Program: o.Program.Version, Tenders: tenders,
		Subtotal: pos.Money(o.Subtotal), PointsUsed: o.PointsUsed, BonusValue: pos.Money(o.BonusValue),
		Payable: pos.Money(o.Payable), Rounding: rounding, ToPay: due + rounding, Change: change,
		AccrualBase: pos.Money(o.AccrualBase), PointsEarned: o.PointsEarned, PointsScheduled: o.PointsScheduled,
	}
	if o.Standing != nil {
		s.Member, s.Tier = o.Standing.Member.ID, o.Standing.Tier.Name
		if o.Standing.Holder != s.Member && !mutant.PoolIsTheirs {
			s.Account = o.Standing.Holder
		}
		// The whole account, not what this till may spend of it.
		s.BalanceAfter = o.Standing.Account.Balance(millis(now)) - o.PointsUsed + o.PointsEarned
	}
	for _, u := range o.GiftCards {
		if u.Amount > 0 {
			s.GiftCards = append(s.GiftCards, u)
		}
	}
	s.Lines = append(s.Lines, d.Lines...)
	for i, q := range o.Lines {
		l := &s.Lines[at[i]]
		l.Gross, l.Discount, l.Club, l.Net = pos.Money(q.Gross), pos.Money(q.Discount), q.Club, pos.Money(q.Net)
		l.BonusValue, l.PointsUsed, l.PromoGiftCard = pos.Money(q.BonusValue), q.PointsUsed, pos.Money(q.PromoGiftCard)
		l.PointsEarned, l.PointsScheduled, l.FixedPoints = q.PointsEarned, q.PointsScheduled, o.rules[i].FixedPoints
	}
	return s, nil
}

// expiry is the last moment of what is earned now; 0 is never.
func (t *Till) expiry(p Program, now time.Time) pos.Millis {
	if p.ExpiryMonths == 0 {
		return 0
	}
	return pos.At(pos.AddMonths(now.In(t.zone), int(p.ExpiryMonths)))
}
