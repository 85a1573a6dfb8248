package screen

import (
	"context"
	"strings"

	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

func (s *Sale) lookAside(ctx context.Context) {
	if list, err := s.asideList(ctx); err == nil {
		s.aside = len(list)
	}
}

// asideList are the sales put aside, without the one on the screen.
func (s *Sale) asideList(ctx context.Context) ([]pos.Draft, error) {
	all, err := s.till.Suspended(ctx)
	var list []pos.Draft
	for _, d := range all {
		if live, _ := d.Live(); d.ID != s.draft.ID && (len(live) > 0 || !d.Member.IsZero()) {
			list = append(list, d)
		}
	}
	return list, err
}

// offerLeft offers the sale that was on the screen when the till stopped.
func (s *Sale) offerLeft(ctx context.Context, do *Turn) {
	list, err := s.asideList(ctx)
	if do.Refuse(err) {
		return
	}
	for _, d := range list {
		if !d.Suspended {
			do.Ask(s.leftQuestion(d))
			return
		}
	}
}

func (s *Sale) leftQuestion(d pos.Draft) Question {
	live, _ := d.Live()
	return Question{
		Title: Say("sale.left.title"),
		Text:  Say("sale.left.text", int64(len(live)), Clock(d.Opened), firstLine(d)),
		Choices: []Choice{
			Yes("resume", "action.resume"),
			{Do: "void", Word: Say("action.void_sale"), Key: KeyDelete},
			{Do: Cancel, Word: Say("action.later")},
		},
		Then: func(ctx context.Context, r Reply, do *Turn) error {
			switch r.Do {
			case "resume":
				return s.resume(ctx, d.ID, do)
			case "void":
				if err := s.till.VoidSale(ctx, d, do.Who()); err != nil {
					return err
				}
			default:
				if err := s.till.Suspend(ctx, d, d.Label); err != nil {
					return err
				}
			}
			s.lookAside(ctx)
			return nil
		},
	}
}

func firstLine(d pos.Draft) string {
	if live, _ := d.Live(); len(live) > 0 {
		return live[0].Name
	}
	return ""
}

func (s *Sale) resume(ctx context.Context, id pos.ID, do *Turn) error {
	d, err := s.till.Resume(ctx, id)
	if err != nil {
		return err
	}
	d.Person = do.Person.ID
	s.draft, s.entry, s.qty, s.chosen = d, "", 0, -1
	do.Clear()
	s.requote(ctx, do)
	s.lookAside(ctx)
	return nil
}

// suspend puts the sale aside, or takes one back where there is none on the
// screen.
func (s *Sale) suspend(ctx context.Context, do *Turn) {
	if live, _ := s.draft.Live(); len(live) > 0 || !s.draft.Member.IsZero() {
		if do.Refuse(s.till.Suspend(ctx, s.draft, s.label())) {
			return
		}
		s.fresh(ctx, do)
		do.Say(Calm, "sale.put_aside")
		return
	}
	list, err := s.asideList(ctx)
	switch {
	case do.Refuse(err):
	case len(list) == 0:
		do.Say(Look, "sale.none_suspended")
		do.Sound(RefusedSound)
	case len(list) == 1:
		do.Refuse(s.resume(ctx, list[0].ID, do))
	default:
		do.Ask(s.resumeQuestion(list))
	}
}

func (s *Sale) label() string {
	if s.offer.Standing != nil {
		return s.offer.Standing.Member.Name
	}
	return ""
}

func (s *Sale) resumeQuestion(list []pos.Draft) Question {
	q := Question{
		Title:   Say("sale.resume.title"),
		Choices: []Choice{Yes("ok", "action.resume"), No()},
		Then: func(ctx context.Context, r Reply, do *Turn) error {
			if r.Do == Cancel || r.Row < 0 {
				return nil
			}
			return s.resume(ctx, list[r.Row].ID, do)
		},
	}
	for _, d := range list {
		live, _ := d.Live()
		head := Name(d.Label)
		if d.Label == "" {
			head = Name(firstLine(d))
		}
		q.Rows = append(q.Rows, Row{Head: head, Sub: Say("sale.resume.row", Clock(d.Opened), int64(len(live)))})
	}
	return q
}

// askVoid is Escape on an empty entry line: the whole sale may be given up.
func (s *Sale) askVoid(ctx context.Context, do *Turn) {
	live, _ := s.draft.Live()
	if len(live) == 0 {
		if !s.draft.Member.IsZero() {
			s.removeMember(ctx, do)
		}
		do.Clear()
		return
	}
	do.Ask(Question{
		Title: Say("sale.void.title"),
		Text:  Say("sale.void.text", int64(len(live)), pos.Money(s.offer.Subtotal)),
		Choices: []Choice{
			{Do: "void", Word: Say("action.void_sale"), Mood: Stop},
			{Do: Cancel, Word: Say("action.keep_sale")},
		},
		Then: func(ctx context.Context, r Reply, do *Turn) error {
			if r.Do != "void" {
				return nil
			}
			if err := s.till.VoidSale(ctx, s.draft, do.Who()); err != nil {
				return err
			}
			s.fresh(ctx, do)
			do.Say(Calm, "sale.voided")
			return nil
		},
	})
}

// askReturn asks for the receipt, typed or scanned.
func (s *Sale) askReturn(do *Turn) {
	open := func(ctx context.Context, number string, do *Turn) error {
		sale, err := s.till.SaleByReceipt(ctx, strings.ToUpper(strings.TrimSpace(number)))
		if err != nil {
			return err
		}
		if !sale.RefundOf.IsZero() {
			return pos.Refuse("receipt_is_refund", sale.Receipt)
		}
		do.Go(RefundPlace, Take{Sale: sale})
		return nil
	}
	do.Ask(Question{
		Title:   Say("return.ask.title"),
		Text:    Say("return.ask.text"),
		Field:   &Field{Label: Say("return.ask.field")},
		Choices: []Choice{Yes("ok", "action.find"), No()},
		Scan: func(ctx context.Context, e Scanned, do *Turn) error {
			number := e.Scan.Text
			if number == "" {
				number = e.Scan.Value
			}
			return open(ctx, number, do)
		},
		Then: func(ctx context.Context, r Reply, do *Turn) error {
			if r.Do == Cancel {
				return nil
			}
			return open(ctx, r.Text, do)
		},
	})
}

func (s *Sale) reprint(ctx context.Context, do *Turn) {
	last, err := s.till.LastSales(ctx, 1)
	if do.Refuse(err) {
		return
	}
	if len(last) == 0 {
		do.Refuse(pos.Refuse(pos.UnknownReceipt))
		return
	}
	if _, err := s.till.Reprint(ctx, last[0].Receipt, do.Who()); do.Refuse(err) {
		return
	}
	s.devices.Wake()
	do.Printing("sale.reprinted", Plain(last[0].Receipt))
}

type kicked struct{ err error }

// askDrawer opens the drawer without a sale: for a reason, in the journal.
func (s *Sale) askDrawer(do *Turn) {
	reasons := []string{"change", "count", "mistake", "other"}
	q := Question{
		Title:   Say("drawer.title"),
		Text:    Say("drawer.text"),
		Choices: []Choice{Yes("ok", "action.open_drawer"), No()},
		Then: func(ctx context.Context, r Reply, do *Turn) error {
			if r.Do == Cancel {
				return nil
			}
			if r.Row < 0 {
				return pos.Refuse(pos.NoReason)
			}
			if at := r.Row - len(reasons); at >= 0 {
				s.askCash(cashKinds[at], do)
				return nil
			}
			who := till.Who{Person: do.Person, Reason: reasons[r.Row]}
			return WithManager(ctx, s.till, do, who, Say("drawer.title"), func(ctx context.Context, who till.Who, do *Turn) error {
				if err := s.till.OpenDrawer(ctx, who); err != nil {
					return err
				}
				do.Run(func(ctx context.Context) Event { return kicked{s.devices.Kick(ctx)} })
				return nil
			})
		},
	}
	for _, r := range reasons {
		q.Rows = append(q.Rows, Row{Head: Say("drawer.reason." + r)})
	}
	for _, k := range cashKinds {
		q.Rows = append(q.Rows, Row{Head: Say("drawer.cash." + string(k))})
	}
	do.Ask(q)
}
