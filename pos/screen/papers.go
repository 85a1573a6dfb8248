package screen

import (
	"context"

	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// PapersPlace is no place to go to: its screen hears what the one that is shown
// had no use for, and asks about papers of which nobody knows whether they came
// out.
const PapersPlace Place = "papers"

// papersKey asks about them on every screen.
const papersKey KeyName = "Ctrl+J"

// Printing is what Papers needs of the till.
type Printing interface {
	Jobs(ctx context.Context) ([]till.Job, error)
	JobPrinted(ctx context.Context, id pos.ID) error
	DropJob(ctx context.Context, id pos.ID) error
	SaleByID(ctx context.Context, id pos.ID) (pos.Sale, error)
	Reprint(ctx context.Context, number string, who till.Who) (pos.ID, error)
}

// Papers asks about unconfirmed papers. Nothing is printed twice by itself: a
// second one is marked as a copy, and a person wanted it.
type Papers struct {
	till    Printing
	devices Devices
}

// NewPapers makes it.
func NewPapers(t Printing, d Devices) *Papers { return &Papers{till: t, devices: d} }

// State is nothing to draw.
func (p *Papers) State() any { return nil }

// Handle is part of Screen: a tap on the printer in the strip, or Ctrl+J.
func (p *Papers) Handle(ctx context.Context, e Event, do *Turn) bool {
	switch e := e.(type) {
	case Tap:
		if e.Do != "papers" {
			return false
		}
	case Key:
		if e.Name != papersKey {
			return false
		}
	default:
		return false
	}
	p.ask(ctx, do)
	return true
}

func (p *Papers) ask(ctx context.Context, do *Turn) {
	jobs, err := p.till.Jobs(ctx)
	if do.Refuse(err) {
		return
	}
	for _, j := range jobs {
		if j.State == till.JobUnconfirmed {
			do.Ask(p.question(j))
			return
		}
	}
	if len(jobs) > 0 {
		do.Say(Calm, "papers.waiting", int64(len(jobs)))
		return
	}
	do.Say(Calm, "papers.none")
}

func (p *Papers) question(j till.Job) Question {
	q := Question{
		Title: Say("papers.title"), Text: Say("papers.text", j.Title, Clock(j.Made)),
		Choices: []Choice{Yes("printed", "papers.came_out")},
	}
	if j.Sale.IsZero() { // only its own screen can print it again
		q.Text.Key = "papers.text.elsewhere"
	} else {
		q.Choices = append(q.Choices, Choice{Do: "copy", Word: Say("papers.copy")})
	}
	q.Choices = append(q.Choices, Choice{Do: "drop", Word: Say("papers.drop")}, Choice{Do: Cancel, Word: Say("action.later")})
	q.Then = func(ctx context.Context, r Reply, do *Turn) error {
		switch r.Do {
		case "printed":
			if err := p.till.JobPrinted(ctx, j.ID); err != nil {
				return err
			}
		case "copy":
			s, err := p.till.SaleByID(ctx, j.Sale)
			if err != nil {
				return err
			}
			if _, err := p.till.Reprint(ctx, s.Receipt, do.Who()); err != nil {
				return err
			}
			if err := p.till.DropJob(ctx, j.ID); err != nil {
				return err
			}
		case "drop":
			if err := p.till.DropJob(ctx, j.ID); err != nil {
				return err
			}
		default:
			return nil
		}
		p.devices.Wake()
		return nil
	}
	return q
}
