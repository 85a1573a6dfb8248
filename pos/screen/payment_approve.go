package screen

import (
	"cmp"
	"context"

	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// withManager does work that a manager may have to approve; the approval holds
// for the rest of the payment. It returns what no manager can lift.
func (p *Payment) withManager(ctx context.Context, do *Turn, work func(context.Context, *Turn) error) error {
	return WithManager(ctx, p.till, do, do.Who(), p.asked(), func(ctx context.Context, who till.Who, do *Turn) error {
		p.keep(who)
		return work(ctx, do)
	})
}

// approve asks a manager about what the till has refused, and then does the
// work again.
func (p *Payment) approve(ctx context.Context, do *Turn, refused error, work func(context.Context, *Turn) error) {
	id := p.draft.ID
	Approve(ctx, p.till, do, refused, p.asked(), func(ctx context.Context, who till.Who, do *Turn) {
		if p.open && p.draft.ID == id {
			p.keep(who)
			do.Refuse(work(ctx, do))
		}
	})
}

func (p *Payment) keep(who till.Who) {
	if who.Approved != nil {
		p.approved, p.reason = who.Approved, cmp.Or(who.Reason, p.reason)
	}
}

func (p *Payment) asked() Sentence { return Say("payment.manager", pos.Money(p.offer.Subtotal)) }
