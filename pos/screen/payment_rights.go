package screen

import (
	"context"
	"strings"

	"bonuskasse/pos"
	"bonuskasse/pos/loyalty"
	"bonuskasse/pos/till"
)

// rightsCame is that the head office was asked for what bonus may pay of a sale.
type rightsCame struct {
	sale     pos.ID
	borrowed till.Borrowed
	err      error
}

// rightsCame shows what may be spent now. That no more may be is no trouble: the
// panel says so, and why.
func (p *Payment) rightsCame(ctx context.Context, e rightsCame, do *Turn) {
	if p.open && e.sale == p.draft.ID && e.err == nil {
		p.borrowed = &e.borrowed
		p.requote(ctx, p.points(), do)
	}
}

// kept says why bonus may not pay more.
func (p *Payment) kept() Sentence {
	o := p.offer
	if o.Standing == nil || o.Available <= o.Usable || o.Why == "" {
		return Sentence{}
	}
	return keptBy(&till.BonusKept{Usable: o.Usable, Available: o.Available, Shop: o.Shop, Borrowed: p.borrowed})
}

// keptBy says why, and what would help.
func keptBy(k *till.BonusKept) Sentence {
	missing := k.Available - k.Usable
	switch {
	case !k.Shop.MaySpend && k.Shop.Enrolled:
		return Say("payment.kept.restored")
	case !k.Shop.Enrolled:
		return Say("payment.kept.alone")
	case k.Borrowed == nil:
		return Say("payment.kept.asking", Points(missing))
	case k.Borrowed.NoLine != nil:
		return Say("payment.kept.no_line", Points(k.Usable), Points(k.Available))
	}
	dark, lit := names(k.Borrowed.Keepers, false), names(k.Borrowed.Keepers, true)
	switch {
	case dark != "":
		return Say("payment.kept.dark", Points(missing), Plain(dark))
	case lit != "":
		return Say("payment.kept.busy", Points(missing), Plain(lit))
	}
	return Say("payment.kept.nobody", Points(missing))
}

// overRights refuses more bonus than this till may spend: it says why, and what a
// manager may let it pay.
func (p *Payment) overRights(ctx context.Context, k *till.BonusKept, do *Turn) {
	do.Refuse(k)
	if most := p.mostOverridden(ctx); most > k.Most {
		do.Say(Look, "manager.why", keptBy(k), Say("payment.override.hint", Worth(p.offer.Program, most)))
	}
}

// names are the keepers with a line, or those without.
func names(list []till.Keeper, online bool) string {
	var names []string
	for _, k := range list {
		if k.Online == online {
			names = append(names, k.Name)
		}
	}
	return strings.Join(names, ", ")
}

// mostOverridden is what bonus may pay if a manager stands by it.
func (p *Payment) mostOverridden(ctx context.Context) int64 {
	if p.offer.Override == 0 {
		return 0
	}
	return p.most(ctx, till.Payment{Bonus: loyalty.MaxBonus, Override: true})
}

// askOverride asks a manager to stand by points that this till may not spend alone:
// why, and by their PIN, and says before what it can cost.
func (p *Payment) askOverride(points, most int64, do *Turn) {
	o := p.offer
	limit := Worth(o.Program, o.Program.FloorOverridePoints)
	what := Say("payment.override.text", Points(points-most), Worth(o.Program, points-most), limit)
	do.Ask(Question{
		Title: Say("payment.override.title"), Text: what,
		Field:   &Field{Label: Say("payment.override.reason")},
		Choices: []Choice{Yes("override", "payment.override.go"), No()},
		Then: func(ctx context.Context, r Reply, do *Turn) error {
			if r.Do == Cancel {
				return nil
			}
			who, err := do.Because(r)
			if err != nil {
				return err
			}
			id := p.draft.ID
			AskManager(ctx, p.till, do, what, func(ctx context.Context, m pos.Person, do *Turn) {
				if !p.open || p.draft.ID != id {
					return
				}
				p.approved, p.reason, p.override = &m, who.Reason, true
				p.useBonus(ctx, points, do)
			})
			return nil
		},
	})
}
