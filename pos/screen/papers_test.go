package screen_test

import (
	"context"
	"testing"

	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/till"
)

// stopped is a printer's queue whose first paper nobody knows of.
type stopped struct {
	screen.Printing
	job till.Job
}

func (s *stopped) Jobs(context.Context) ([]till.Job, error) { return []till.Job{s.job}, nil }

// TestPaperThatMayNotHaveComeOut: a receipt can be printed again from the question;
// of another paper it says where that is done.
func TestPaperThatMayNotHaveComeOut(t *testing.T) {
	s, queue := newTestShop(t), &stopped{job: till.Job{Title: "Coupon", State: till.JobUnconfirmed}}
	s.Shell.Add(screen.SalePlace, screen.NewSale(s.Till, s.Desk))
	s.Shell.Add(screen.PapersPlace, screen.NewPapers(queue, s.Desk))
	s.Show(screen.SalePlace)
	for _, c := range []struct {
		sale    pos.ID
		text    string
		choices int
	}{
		{pos.ID{}, "papers.text.elsewhere", 3},
		{pos.ID{1}, "papers.text", 4}, // and a copy
	} {
		queue.job.Sale = c.sale
		s.Keys("Ctrl+J")
		q := s.Shell.State().Question
		if q == nil || q.Text.Key != c.text || len(q.Choices) != c.choices {
			t.Fatalf("%v: %+v", c.sale, q)
		}
		s.Answer(screen.Cancel, -1, "")
	}
}
