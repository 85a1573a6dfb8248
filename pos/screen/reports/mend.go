package reports

import (
	"context"

	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/till"
)

// MendsSales is what the mending of a sale's customer needs of the till.
type MendsSales interface {
	screen.Approvers
	screen.Finds
	MendSale(ctx context.Context, m till.Mend, who till.Who) (till.Mended, error)
}

// mendReasons are why a sale was another's. They are picked from a list: a
// journal must not say a name.
var mendReasons = []string{"forgotten", "wrong_member", "other"}

// askMend gives the sale that keys are about to the customer whose it was, or to
// nobody. A manager does that, or stands by it.
func (r *Screen) askMend(ctx context.Context, do *screen.Turn) {
	number := r.number()
	if number == "" {
		do.Say(screen.Look, "reports.choose_first")
		return
	}
	f, err := r.till.Receipt(ctx, number)
	if err == nil && !f.Sale.RefundOf.IsZero() {
		err = pos.Refuse(pos.ReceiptIsRefund, number)
	}
	if do.Refuse(err) {
		return
	}
	q := screen.Question{Title: screen.Say("reports.mend.title", screen.Plain(number)), Text: screen.Say("reports.mend.guest"), Choices: []screen.Choice{screen.Yes("ok", "action.find")}}
	if f.Standing != nil {
		q.Text = screen.Say("reports.mend.now", f.Standing.Member.Name)
		q.Choices = append(q.Choices, screen.Choice{Do: "none", Word: screen.Say("reports.mend.none")})
	}
	q.Choices = append(q.Choices, screen.No())
	screen.AskMember(r.till, q, do, func(_ context.Context, m pos.Member, card string, do *screen.Turn) error {
		r.askMendWhy(till.Mend{Receipt: number, Member: m.ID, Card: card}, m.Name, do)
		return nil
	})
}

func (r *Screen) askMendWhy(m till.Mend, name string, do *screen.Turn) {
	title := screen.Say("reports.mend.to", screen.Plain(m.Receipt), name)
	if m.Member.IsZero() {
		title = screen.Say("reports.mend.to_none", screen.Plain(m.Receipt))
	}
	q := screen.Question{
		Title: title, Text: screen.Say("reports.mend.what"), Choices: []screen.Choice{screen.Yes("ok", "reports.mend.do"), screen.No()},
		Then: func(ctx context.Context, a screen.Reply, do *screen.Turn) error {
			if a.Do == screen.Cancel || a.Row < 0 {
				return nil
			}
			who := do.Who()
			who.Reason = mendReasons[a.Row]
			return screen.WithManager(ctx, r.till, do, who, title, func(ctx context.Context, who till.Who, do *screen.Turn) error {
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
		q.Rows = append(q.Rows, screen.Row{Head: screen.Say("reports.mend.reason." + why)})
	}
	do.Ask(q)
}

// mended shows the receipt as it is now, and says what became of the bonus.
func (r *Screen) mended(ctx context.Context, done till.Mended, do *screen.Turn) {
	r.open(ctx, done.Sale.Receipt, do)
	switch {
	case done.Was != nil && done.Now != nil:
		do.Say(screen.Go, "reports.mended.moved", screen.Points(done.Taken), done.Was.Member.Name, screen.Points(done.Given), done.Now.Member.Name)
	case done.Now != nil:
		do.Say(screen.Go, "reports.mended.given", screen.Points(done.Given), done.Now.Member.Name)
	case done.Was != nil:
		do.Say(screen.Go, "reports.mended.taken", screen.Points(done.Taken), done.Was.Member.Name)
	}
	r.load(do)
}
