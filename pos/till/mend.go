package till

import (
	"context"
	"strings"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/ledger"
	"bonuskasse/pos/loyalty"
)

// Mend says whose a completed sale should have been.
type Mend struct {
	Receipt string
	Member  pos.ID // zero: nobody's
	Card    string // that named the member, or ""
}

// Mended is a sale that is another's now.
type Mended struct {
	Sale  pos.Sale
	Taken int64     // points, of whose it was
	Given int64     // points, to whose it is
	Debt  int64     // of Taken, what was spent already and is owed
	Was   *Standing // after; nil where it was a guest's
	Now   *Standing // after; nil where it is a guest's
}

// MendSale gives a completed sale to the member whose it was, or to nobody. Its
// prices stay. What it earned is taken from who had it, spent already or not, and
// the new member is given what it earns at their level, by the programme of that
// day, as if earned then: with its end, less what has come back since. Both stand
// in the journal beside the reason. The ladder counts it for the new member.
//
// A sale that bonus paid is the member's whose bonus it was: MendBonusUsed. While
// points of a service wait, it is MendWaiting.
func (t *Till) MendSale(ctx context.Context, m Mend, who Who) (done Mended, err error) {
	if err := who.needs(pos.Manager); err != nil {
		return done, err
	}
	if who.Reason = strings.TrimSpace(who.Reason); who.Reason == "" {
		return done, pos.Refuse(pos.NoReason)
	}
	if err := t.refusePAN(ctx, who.Reason); err != nil {
		return done, err
	}
	err = t.store.Do(ctx, func(tx Tx) error {
		done, err = t.mendSale(tx, m, who)
		return err
	})
	if err != nil {
		return Mended{}, err
	}
	return done, nil
}

// mending is a sale on its way from one to the other; nil is a guest.
type mending struct {
	sale     pos.Sale
	program  Program
	was, now *Standing
	rate     loyalty.Tier
	quote    loyalty.Quotation // what it earns now
	event    *journalpb.SaleMended
	take     int64
	give     int64
}

func (t *Till) mendSale(tx Tx, m Mend, who Who) (done Mended, err error) {
	c, err := t.mending(tx, m, who)
	if err != nil {
		return done, err
	}
	now := t.now()
	body := who.body()
	body.What = &journalpb.Body_SaleMended{SaleMended: c.event}
	if _, err := tx.Append(now, body, pos.ID{}, 0); err != nil {
		return done, err
	}
	who.Reason = "" // it stands beside
	done.Taken, done.Given = c.take, c.give
	if c.take > 0 {
		debt := c.was.Account.Debt
		g := gift{Origin: ledger.FromMend, Points: c.take, Source: c.sale.ID}
		if _, err := t.takeFrom(tx, c.was.Holder, inPool(*c.was), g, who); err != nil {
			return done, err
		}
		account, _, err := tx.Account(c.was.Holder)
		if err != nil {
			return done, err
		}
		done.Debt = account.Debt - debt
	}
	if done.Sale, err = tx.Sale(c.sale.ID); err != nil {
		return done, err
	}
	if c.now != nil {
		if err := t.giveMended(tx, c, done.Sale, now, who); err != nil {
			return done, err
		}
	}
	if done.Was, err = standingAfter(tx, c.was); err != nil {
		return done, err
	}
	done.Now, err = standingAfter(tx, c.now)
	return done, err
}

func standingAfter(r Reader, s *Standing) (*Standing, error) {
	if s == nil {
		return nil, nil
	}
	after, err := r.Standing(s.Member.ID)
	return &after, err
}

// giveMended gives the points, and what else follows from a purchase.
func (t *Till) giveMended(tx Tx, c *mending, sale pos.Sale, now time.Time, who Who) error {
	if c.give > 0 {
		account, _, err := tx.Account(c.now.Holder)
		if err != nil {
			return err
		}
		body := who.body()
		body.What = &journalpb.Body_PointsGiven{PointsGiven: &journalpb.PointsGiven{
			Member: c.now.Holder[:], Whom: inPool(*c.now), Origin: string(ledger.FromMend), Source: sale.ID[:],
			Lots: []*journalpb.GivenLot{{Points: c.give, AccruedAt: int64(sale.Completed), ExpiresAt: int64(t.expiry(c.program, sale.Completed.Time(t.zone)))}},
		}}
		// Debt is repaid out of what is given, and is no right to spend.
		if _, err := tx.Append(now, body, c.now.Holder, c.give-min(c.give, account.Debt)); err != nil {
			return err
		}
	}
	today, err := tx.ProgramAt(pos.At(now))
	if err != nil {
		return err
	}
	after, err := tx.Standing(c.now.Member.ID)
	if err != nil {
		return err
	}
	if _, err := t.climb(tx, today, after, 0, now); err != nil {
		return err
	}
	return t.referred(tx, today, *c.now, sale)
}

// mending refuses what cannot be mended, and computes the rest.
func (t *Till) mending(tx Tx, m Mend, who Who) (*mending, error) {
	sale, err := tx.SaleByReceipt(m.Receipt)
	if err != nil {
		return nil, err
	}
	switch {
	case !sale.RefundOf.IsZero():
		return nil, pos.Refuse(pos.ReceiptIsRefund, sale.Receipt)
	case sale.PointsUsed > 0:
		return nil, pos.Refuse(pos.MendBonusUsed, sale.Receipt)
	case sale.Member == m.Member: // both may be nobody
		return nil, pos.Refuse(pos.MendSame)
	}
	c := &mending{sale: sale, event: &journalpb.SaleMended{Sale: sale.ID[:], Completed: int64(sale.Completed), Card: m.Card}}
	if c.program, err = tx.Program(sale.Program); err != nil {
		return nil, err
	}
	if err := c.from(tx, who); err != nil {
		return nil, err
	}
	if err := c.to(tx, m, who); err != nil {
		return nil, err
	}
	if err := t.mendCoupon(tx, sale, who); err != nil {
		return nil, err
	}
	return c, c.compute(tx, pos.At(t.now()), millis(t.now()))
}

// from is whose sale it was.
func (c *mending) from(tx Tx, who Who) error {
	if c.sale.Member.IsZero() {
		return nil
	}
	s, err := accountOfSale(tx, c.sale)
	if err != nil {
		return err
	}
	if s.Member.Status == pos.Erased {
		return pos.Refuse(pos.UnknownMember)
	}
	c.was = &s
	c.event.WasMember = s.Member.ID[:]
	if s.Holder != s.Member.ID {
		c.event.WasAccount = s.Holder[:]
	}
	return notOwn(tx, s, who)
}

// to is whose it is now.
func (c *mending) to(tx Tx, m Mend, who Who) error {
	if m.Member.IsZero() {
		return nil
	}
	s, err := standingOf(tx, m.Member)
	if err != nil {
		return err
	}
	if c.was != nil && c.was.Member.ID == s.Member.ID {
		return pos.Refuse(pos.MendSame)
	}
	c.now = &s
	c.event.Member, c.event.Tier = s.Member.ID[:], s.Tier.Name
	if s.Holder != s.Member.ID {
		c.event.Account = s.Holder[:]
	}
	c.rate = loyalty.Tier{RateBp: s.Tier.RateBp}
	if card, ok := cardOf(s, m.Card); ok {
		c.rate = byCard(card.Kind, c.rate)
	}
	c.event.RateBp = c.rate.RateBp
	return mayBeGiven(tx, s, who)
}

// compute is what the sale earns at the new member, line by line, and what of it
// and of what it had earned has not come back. Points of a service are points
// like others once their wait is over.
func (c *mending) compute(tx Tx, now pos.Millis, at ledger.Millis) error {
	if c.was != nil && c.sale.PointsScheduled > 0 {
		due, err := tx.PendingOf(*c.was)
		if err != nil {
			return err
		}
		for _, d := range due {
			if d.Sale == c.sale.ID {
				return pos.Refuse(pos.MendWaiting, int64(d.DueAt))
			}
		}
	}
	if c.now != nil {
		if err := c.earn(tx); err != nil {
			return err
		}
		due := c.sale.Completed + pos.Millis(c.program.ServiceDelay().Milliseconds())
		if c.quote.PointsScheduled > 0 && due > now {
			return pos.Refuse(pos.MendWaiting, int64(due))
		}
	}
	live := -1
	for i, l := range c.sale.Lines {
		if l.Voided {
			c.event.Lines = append(c.event.Lines, 0)
			continue
		}
		live++
		left := func(x int64) int64 { return loyalty.Part(x, l.QtyMilli, l.ReturnedMilli, l.QtyMilli) }
		c.take += left(l.PointsEarned + l.PointsScheduled)
		c.event.LadderBase += left(lineBase(c.program, c.sale.Lines[i]))
		var earns int64
		if c.now != nil {
			q := c.quote.Lines[live]
			earns = q.PointsEarned + q.PointsScheduled
		}
		c.give += left(earns)
		c.event.PointsEarned += earns
		c.event.Lines = append(c.event.Lines, earns)
	}
	c.event.AccrualBase = c.quote.AccrualBase
	if c.was == nil {
		c.take = 0 // a guest's sale earned nothing
	}
	if c.now != nil {
		account, _, err := tx.Account(c.now.Holder)
		if err != nil {
			return err
		}
		c.event.BalanceAfter = account.Balance(at) + c.give
		if c.was != nil && c.was.Holder == c.now.Holder {
			c.event.BalanceAfter -= c.take
		}
	}
	return nil
}

// earn is what the sale earns at the new member. At the one that it was sold to it
// is what it earned then, whatever their level has become since.
func (c *mending) earn(tx Tx) error {
	first, err := tx.AsSold(c.sale.ID)
	if err != nil {
		return err
	}
	if !first.Member.IsZero() {
		s, err := standingOf(tx, first.Member)
		if err != nil {
			return err
		}
		if s.Member.ID == c.now.Member.ID {
			c.quote = asSold(first)
			c.quote.AccrualBase, c.quote.PointsScheduled = int64(first.AccrualBase), first.PointsScheduled
			c.event.Tier, c.event.RateBp = first.Tier, 0 // the journal says what it gave
			return nil
		}
	}
	lines := rulesOf(pos.Draft{Member: c.now.Member.ID, Lines: c.sale.Lines})
	c.quote = c.program.Reaccrue(c.rate, lines, asSold(c.sale).Lines)
	return nil
}

// mendCoupon voids the coupon that a guest's receipt carried: the bonus is the
// member's now. One that was counted already is bonus for the same purchase.
func (t *Till) mendCoupon(tx Tx, sale pos.Sale, who Who) error {
	c, err := receiptCoupon(tx, sale)
	if c == nil || err != nil {
		return err
	}
	switch c.State {
	case pos.RegisteredCoupon:
		return pos.Refuse(pos.MendCoupon, sale.Receipt)
	case pos.FreeCoupon:
		body := who.body()
		body.What = &journalpb.Body_CouponVoided{CouponVoided: &journalpb.CouponVoided{Code: c.Code}}
		_, err = tx.Append(t.now(), body, pos.ID{}, 0)
	}
	return err
}
