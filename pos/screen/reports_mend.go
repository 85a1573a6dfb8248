package screen

import (
	"context"

	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// MendsSales is what the mending of a sale's customer needs of the till.
type MendsSales interface {
	Approvers
	Finds
	MendSale(ctx context.Context, m till.Mend, who till.Who) (till.Mended, error)
}

// mendReasons are why a sale was another's. They are picked from a list: a
// journal must not say a name.
var mendReasons = []string{"forgotten", "wrong_member", "other"}

// askMend gives the sale that keys are about to the customer whose it was, or to
// nobody. A manager does that, or stands by it.
func (r *Reports) askMend(ctx context.Context, do *Turn) {
	number := r.number()
	if number == "" {
		do.Say(Look, "reports.choose_first")
		return
	}
	f, err := r.till.Receipt(ctx, number)
	if err == nil && !f.Sale.RefundOf.IsZero() {
		err = pos.Refuse(pos.ReceiptIsRefund, number)
	}
	if do.Refuse(err) {
		return
	}
	q := Question{Title: Say("reports.mend.title", Plain(number)), Text: Say("reports.mend.guest"), Choices: []Choice{Yes("ok", "action.find")}}
	if f.Standing != nil {
		q.Text = Say("reports.mend.now", f.Standing.Member.Name)
		q.Choices = append(q.Choices, Choice{Do: "none", Word: Say("reports.mend.none")})
	}
	q.Choices = append(q.Choices, No())
	AskMember(r.till, q, do, func(_ context.Context, m pos.Member, card string, do *Turn) error {
		r.askMendWhy(till.Mend{Receipt: number, Member: m.ID, Card: card}, m.Name, do)
		return nil
	})
}

func (r *Reports) askMendWhy(m till.Mend, name string, do *Turn) {
	title := Say("reports.mend.to", Plain(m.Receipt), name)
	if m.Member.IsZero() {
		title = Say("reports.mend.to_none", Plain(m.Receipt))
	}
	q := Question{
		Title: title, Text: Say("reports.mend.what"), Choices: []Choice{Yes("ok", "reports.mend.do"), No()},
		Then: func(ctx context.Context, a Reply, do *Turn) error {
			if a.Do == Cancel || a.Row < 0 {
				return nil
			}
			who := do.Who()
			who.Reason = mendReasons[a.Row]
			return WithManager(ctx, r.till, do, who, title, func(ctx context.Context, who till.Who, do *Turn) error {
				done, err := r.till.MendSale(ctx, m, who)
				if err != nil {
					return err
				}
				r.mended(ctx, done, do)
				return nil
			})
		},
	}
	for _, why := range mendReasons {
		q.Rows = append(q.Rows, Row{Head: Say("reports.mend.reason." + why)})
	}
	do.Ask(q)
}

// mended shows the receipt as it is now, and says what became of the bonus.
func (r *Reports) mended(ctx context.Context, done till.Mended, do *Turn) {
	r.open(ctx, done.Sale.Receipt, do)
	switch {
	case done.Was != nil && done.Now != nil:
		do.Say(Go, "reports.mended.moved", Points(done.Taken), done.Was.Member.Name, Points(done.Given), done.Now.Member.Name)
	case done.Now != nil:
		do.Say(Go, "reports.mended.given", Points(done.Given), done.Now.Member.Name)
	case done.Was != nil:
		do.Say(Go, "reports.mended.taken", Points(done.Taken), done.Was.Member.Name)
	}
	r.load(do)
}
