package screen

import (
	"context"
	"errors"

	"bonuskasse/pos"
	"bonuskasse/pos/loyalty"
	"bonuskasse/pos/till"
)

// noBonus says why bonus cannot pay anything.
func (p *Payment) noBonus(do *Turn) {
	do.Sound(RefusedSound)
	o, prog, available := p.offer, p.offer.Program, p.offer.Available
	switch {
	case o.Why != "" && o.Usable == 0 && available > 0:
		do.Refuse(&till.BonusKept{Available: available, Shop: o.Shop, Borrowed: p.borrowed})
	case available == 0:
		do.Say(Look, "payment.no_points")
	case p.offer.Subtotal < prog.MinPurchase:
		do.Say(Look, "payment.min_purchase", pos.Money(prog.MinPurchase))
	case available < prog.MinBalancePoints:
		do.Say(Look, "payment.min_balance", Points(prog.MinBalancePoints))
	default:
		do.Say(Look, "payment.not_payable")
	}
}

// why says how the most that bonus may pay came about.
func (p *Payment) why(do *Turn) {
	if p.offer.Standing == nil {
		do.Refuse(pos.Refuse(pos.NoMember))
		return
	}
	TellWhy(p.till, p.till.ExplainOffer(p.offer), do)
}

// mostPoints is what bonus may pay, less what money has paid already.
func (p *Payment) mostPoints(ctx context.Context) int64 {
	return p.most(ctx, till.Payment{Bonus: loyalty.MaxBonus})
}

func (p *Payment) most(ctx context.Context, pay till.Payment) int64 {
	o, err := p.till.QuotePayment(ctx, p.draft, pay)
	if err != nil {
		return 0
	}
	money := p.paidBy(ByCash) + p.paidBy(ByBankCard) + p.paidBy(ByMobile)
	if room := pos.Money(o.Subtotal) - money; Worth(o.Program, o.PointsUsed) > room {
		return p.step(o.Program.PointsFor(int64(max(room, 0))))
	}
	return o.PointsUsed
}

func (p *Payment) step(points int64) int64 {
	return points - points%max(p.offer.Program.RedeemStep, 1)
}

func (p *Payment) fillBonus(ctx context.Context) {
	points := p.mostPoints(ctx)
	if p.st.InPoints {
		p.st.Entry = plainNumber(points)
	} else {
		p.st.Entry = p.plainAmount(Worth(p.offer.Program, points))
	}
}

// unit changes between points and money; what was typed is converted.
func (p *Payment) unit(inPoints bool) {
	if p.st.Method != ByBonus || p.st.InPoints == inPoints {
		return
	}
	points, ok := p.bonusTyped()
	p.st.InPoints = inPoints
	switch {
	case !ok:
		p.st.Entry = ""
	case inPoints:
		p.st.Entry = plainNumber(points)
	default:
		p.st.Entry = p.plainAmount(Worth(p.offer.Program, points))
	}
}

// bonusTyped is what stands in the entry, in points. An amount of money is
// rounded down to what the programme can use.
func (p *Payment) bonusTyped() (int64, bool) {
	if p.st.InPoints {
		return ReadScaled(p.st.Entry, 0)
	}
	m, ok := ReadAmount(p.st.Entry)
	return p.step(p.offer.Program.PointsFor(int64(m))), ok
}

// enterBonus takes what was typed as the bonus of this sale; a second time it
// replaces the first.
func (p *Payment) enterBonus(ctx context.Context, do *Turn) {
	points, ok := p.bonusTyped()
	most := p.mostPoints(ctx)
	if p.st.Entry == "" {
		points, ok = most, true
		if most == 0 {
			points = p.mostOverridden(ctx)
		}
	}
	if !ok {
		do.Refuse(pos.Refuse(pos.BadAmount))
		return
	}
	if points > most {
		if points <= p.mostOverridden(ctx) {
			p.askOverride(points, most, do)
			return
		}
		pay := p.payment()
		pay.Bonus = points
		err := p.till.OverCap(ctx, p.draft, pay, p.borrowed)
		var kept *till.BonusKept
		if errors.As(err, &kept) {
			kept.Most = most // less where money was paid already
			p.overRights(ctx, kept, do)
			return
		} else if pos.CodeOf(err) == pos.BonusOverCap {
			err = pos.Refuse(pos.BonusOverCap, most)
		}
		do.Refuse(err)
		return
	}
	p.override = false
	do.Refuse(p.withManager(ctx, do, func(ctx context.Context, do *Turn) error {
		pay := p.payment()
		pay.Bonus = points
		if err := p.till.MayComplete(ctx, p.draft, pay); err != nil {
			return err
		}
		p.useBonus(ctx, points, do)
		return nil
	}))
}

// useBonus puts so many points among what was paid.
func (p *Payment) useBonus(ctx context.Context, points int64, do *Turn) {
	if !p.requote(ctx, points, do) {
		return
	}
	rows := p.paid[:0:0]
	for _, t := range p.paid {
		if t.Method != ByBonus {
			rows = append(rows, t)
		}
	}
	if points > 0 {
		rows = append(rows, TenderRow{Method: ByBonus, Amount: pos.Money(p.offer.BonusValue), Points: points})
	}
	p.paid = rows
	p.st.Method, p.st.Entry = NoMethod, ""
	do.Clear()
}
