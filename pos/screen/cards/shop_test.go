package cards_test

import (
	"context"
	"image"
	"os"
	"strings"
	"testing"

	"bonuskasse/hardware"
	"bonuskasse/hardware/card"
	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/screen/cards"
	"bonuskasse/pos/screen/screentest"
	"bonuskasse/pos/till"
)

var must = screentest.Must

// fakePress notes what would be written.
type fakePress struct {
	screentest.Folders
	wrote []string // path, and the numbers
	fail  error
	stop  func() // is called in the middle of the drawing
	screentest.Handover
}

func (p *fakePress) Words(lang string) till.CardWords {
	return till.CardWords{Lang: lang, Kinds: map[pos.CardKind]string{pos.BothCard: "Klubkort"}}
}
func (p *fakePress) Folder() string { return "/papers" }
func (p *fakePress) Write(ctx context.Context, pdf, list string, job hardware.CardJob, told func(done, of int)) error {
	told(1, len(job.Cards))
	if p.stop != nil {
		p.stop()
	}
	if p.fail != nil {
		return p.fail
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	what := pdf + " " + job.Cards[0].Number + " " + job.Cards[len(job.Cards)-1].Number
	for _, c := range job.Cards {
		if c.Name != "" {
			what += " " + c.Name
		}
	}
	if list != "" {
		what += " " + list
	}
	p.wrote = append(p.wrote, what)
	return nil
}
func (p *fakePress) Picture(job hardware.CardJob, back bool, width int) (image.Image, error) {
	return card.Press{}.Picture(job, 0, back, width)
}
func (p *fakePress) ReadPicture(path string) ([]byte, error) { return os.ReadFile(path) }

// testShop is a shop with club cards, and a press that draws none of them.
type testShop struct{ *screentest.Shop }

func newTestShop(t *testing.T) (*testShop, *fakePress) {
	t.Helper()
	s, p := &testShop{screentest.New(t)}, &fakePress{Folders: screentest.SomeFolders}
	s.Shell.Add(screen.CardsPlace, cards.New(s.Till, p))
	s.Shell.Add(screen.SalePlace, screen.NewSale(s.Till, s.Desk))
	s.SignIn("Bo")
	s.Show(screen.CardsPlace)
	return s, p
}

func (s *testShop) state() cards.State {
	return s.Shell.Screen(screen.CardsPlace).State().(cards.State)
}

// change opens a row of the form by its name and answers what it asks.
func (s *testShop) change(what, do string, row int, text string) {
	s.T.Helper()
	for i, r := range s.state().Form.Rows {
		if r.Do == what {
			s.Send(screen.Picked{At: i})
			if do != "" {
				s.Answer(do, row, text)
			}
			return
		}
	}
	s.T.Fatalf("no row %s", what)
}

// numbersOf are the numbers in the list.
func (s *testShop) numbersOf() string {
	var list []string
	for _, r := range s.state().Rows {
		list = append(list, r.Number+" "+string(r.State))
	}
	return strings.Join(list, ", ")
}
