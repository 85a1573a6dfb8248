package screen_test

import (
	"context"
	"errors"
	"fmt"
	"image"
	"os"
	"strings"
	"testing"

	"bonuskasse/hardware"
	"bonuskasse/hardware/card"
	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/till"
)

// fakePress notes what would be written.
type fakePress struct {
	fakeFolders
	wrote []string // path, and the numbers
	fail  error
	stop  func() // is called in the middle of the drawing
	fakeHandover
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

func newCardsShop(t *testing.T) (*testShop, *fakePress) {
	s, p := newTestShop(t), &fakePress{fakeFolders: someFolders}
	s.Shell.Add(screen.CardsPlace, screen.NewCards(s.Till, p))
	s.Shell.Add(screen.SalePlace, screen.NewSale(s.Till, s.Desk))
	s.Show(screen.CardsPlace)
	return s, p
}

func (s *testShop) cards() screen.CardsState {
	return s.Shell.Screen(screen.CardsPlace).State().(screen.CardsState)
}

func (s *testShop) scanCard(number string) bool {
	return s.Send(screen.Scanned{Scan: hardware.Scan{Kind: hardware.KindClubCard, Value: number, At: s.Now}})
}

// change opens a row of the form by its name and answers what it asks.
func (s *testShop) change(what, do string, row int, text string) {
	s.T.Helper()
	for i, r := range s.cards().Form.Rows {
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
	for _, r := range s.cards().Rows {
		list = append(list, r.Number+" "+string(r.State))
	}
	return strings.Join(list, ", ")
}

// TestCardsMakeABatch: from the form to the file, with the next free numbers.
func TestCardsMakeABatch(t *testing.T) {
	s, p := newCardsShop(t)
	if got := s.numbersOf(); got != "10001 issued" {
		t.Fatal(got)
	}
	s.Keys("Ctrl+N")
	f := s.cards().Form
	if f == nil || f.Front == nil || f.Rows[2].Value.Args[0] != screen.Plain("10002") {
		t.Fatalf("%+v", f)
	}
	s.change("count", "save", -1, "0")
	if q := s.Shell.State().Question; q == nil || q.Wrong.Key != "error.bad_count" {
		t.Fatalf("%+v", q)
	}
	s.Answer("save", -1, "3")
	s.change("symbology", "pick", 2, "")
	s.change("layout", "pick", 3, "")
	s.change("list", "", 0, "")
	s.change("folder", "ok", 0, "/cards")
	s.Keys(screen.KeyEnd)
	if len(p.wrote) != 1 || p.wrote[0] != "/cards/cards-10002-10004.pdf 10002 10004 /cards/cards-10002-10004.csv" || s.Said() != "cards.made" {
		t.Fatalf("%q %s", p.wrote, s.Said())
	}
	if st := s.cards(); st.Form != nil || st.Busy != nil || st.Open == nil || st.Open.Number != "10002" || st.Open.Front == nil {
		t.Errorf("%+v", st)
	}
	if got := s.numbersOf(); got != "10001 issued, 10002 printed, 10003 printed, 10004 printed" {
		t.Error(got)
	}
	// Chosen numbers that are taken are told, and change nothing.
	s.Keys("Ctrl+N")
	s.change("from", "save", -1, "10003")
	s.Keys(screen.KeyEnd)
	if got := fmt.Sprint(s.Shell.State().Notice.Text); !strings.Contains(got, "10003") || !strings.Contains(got, "10005") {
		t.Errorf("which number is taken, and which is free: %s", got)
	}
	if s.Said() != "error.cards_taken" || s.cards().Form == nil || len(p.wrote) != 1 {
		t.Errorf("%s %q", s.Said(), p.wrote)
	}
}

// TestCardsOfAChain: a till with no numbers of its own says where they come from, and
// numbers nothing without them.
func TestCardsOfAChain(t *testing.T) {
	s, p := newCardsShop(t)
	must(t, s.Store.Join(t.Context(), []byte(`{}`), &journalpb.ChainJoined{Chain: []byte("0123456789abcdef")}))
	s.Keys("Ctrl+N")
	if got := s.cards().Form.Rows[2].Value.Key; got != "cards.range.later" || s.Said() != "" {
		t.Fatalf("%q %s", got, s.Said())
	}
	s.Keys(screen.KeyEnd)
	if s.Said() != "error.no_card_numbers" || s.cards().Form == nil || len(p.wrote) != 0 {
		t.Fatalf("%s %q", s.Said(), p.wrote)
	}
	must(t, s.Store.TakeCardBlock(t.Context(), chain.CardBlock{ID: pos.ID{1}, First: 20001, Count: 200}))
	s.change("count", "save", -1, "150")
	if got := s.cards().Form.Rows[2].Value.Args; len(got) != 2 || got[0] != screen.Plain("20001") || got[1] != screen.Plain("20150") {
		t.Fatalf("%v", got)
	}
	s.Keys(screen.KeyEnd)
	if len(p.wrote) != 1 || !strings.Contains(p.wrote[0], " 20001 20150") {
		t.Fatalf("%q %s", p.wrote, s.Said())
	}
}

// TestCardsGivenUp: Escape in the middle of the drawing, and a folder that is
// full: no number is lost.
func TestCardsGivenUp(t *testing.T) {
	s, p := newCardsShop(t)
	p.stop = func() {
		if s.cards().Busy == nil {
			t.Error("it does not say that it works")
		}
		s.Keys(screen.KeyEscape)
	}
	s.Keys("Ctrl+N", screen.KeyEnd)
	if s.Said() != "cards.given_up" || s.cards().Busy != nil || s.numbersOf() != "10001 issued" {
		t.Errorf("%s %s", s.Said(), s.numbersOf())
	}
	p.stop, p.fail = nil, errors.New("no space left")
	s.Keys(screen.KeyEnd)
	if s.Said() != "error.cards_not_written" || s.cards().Form == nil {
		t.Errorf("%s %+v", s.Said(), s.cards().Form)
	}
	p.fail = nil
	s.Keys(screen.KeyEnd)
	if len(p.wrote) != 1 || !strings.Contains(p.wrote[0], "10002 10101") {
		t.Errorf("%q", p.wrote)
	}
	// A cashier makes none, unless a manager stands by it.
	s.SignIn("Inga")
	s.Keys("Ctrl+N", screen.KeyEnd)
	if s.Asked() != "manager.pin" || len(p.wrote) != 1 {
		t.Fatalf("%s %q", s.Asked(), p.wrote)
	}
	s.Answer("approve", -1, testPIN)
	if s.Said() != "cards.made" || len(p.wrote) != 2 {
		t.Errorf("%s %q", s.Said(), p.wrote)
	}
}

// TestCardsOfTheDrawer: a printed card that is scanned asks whose it is to be;
// lost, replaced, blocked; printed again with its holder's name.
func TestCardsOfTheDrawer(t *testing.T) {
	s, p := newCardsShop(t)
	s.Keys("Ctrl+N", screen.KeyEnd)
	s.scanCard("10003")
	if s.Asked() != "cards.issue.title" {
		t.Fatal(s.Asked())
	}
	s.Answer("ok", -1, "nobody at all")
	if q := s.Shell.State().Question; q == nil || q.Wrong.Key != "error.unknown_member" {
		t.Fatalf("%+v", q)
	}
	s.Answer("ok", -1, "åkjær")
	if s.Said() != "cards.issued" || s.cards().Open.Holder != "Søren Åkjær" {
		t.Fatalf("%s %+v", s.Said(), s.cards().Open)
	}
	s.scanCard("10003") // now it opens
	if s.Asked() != "" || s.cards().Open.State != pos.Issued {
		t.Error(s.Asked())
	}
	s.Keys("Ctrl+R")
	must(t, s.Till.SetProducts(t.Context(), []pos.Product{{SKU: "rg", Barcodes: []string{"5701234001010"}, Name: "Rødgrød", Price: 100_00, VATBp: 2500, Kind: pos.Goods}}, till.By(pos.System)))
	s.Send(screen.Scanned{Scan: hardware.Scan{Kind: hardware.KindProduct, Value: "5701234001010", At: s.Now}})
	if q := s.Shell.State().Question; q == nil || q.Wrong.Key != "error.goods_no_card" {
		t.Fatalf("%+v", q)
	}
	s.scanCard("10004")
	if s.Said() != "cards.replaced" || s.cards().Open.Number != "10004" {
		t.Errorf("%s %+v", s.Said(), s.cards().Open)
	}
	s.Typed("10005")
	s.Keys(screen.KeyEnter, "Ctrl+D")
	s.Answer("block", -1, "")
	if s.cards().Open.State != pos.CardBarred || s.cards().Entry != "" {
		t.Errorf("%+v", s.cards().Open)
	}
	s.Keys("Ctrl+R")
	if s.Said() != "error.card_not_held" {
		t.Error(s.Said())
	}
	for _, c := range []struct {
		filter int
		want   string
	}{{3, "10003 replaced"}, {4, "10005 blocked"}, {2, "10001 issued, 10004 issued"}} {
		s.Send(screen.Tap{Do: "filter", At: c.filter})
		if got := s.numbersOf(); got != c.want {
			t.Errorf("%d: %s", c.filter, got)
		}
	}
	s.Send(screen.Picked{At: 1})
	s.Keys("Ctrl+P")
	s.Answer("ok", 0, " ")
	if q := s.Shell.State().Question; q == nil || q.Wrong.Key != "error.no_reason" {
		t.Fatalf("%+v", q)
	}
	s.Answer("ok", 0, "skæv")
	s.Keys("Ctrl+P")
	s.Answer("ok", 1, "printeren gik i stå")
	want := []string{"/papers/cards-10004-again.pdf 10004 10004 Søren Åkjær", "/papers/cards-10004-10101-rest.pdf 10004 10101 Søren Åkjær"}
	if len(p.wrote) != 3 || p.wrote[1] != want[0] || p.wrote[2] != want[1] {
		t.Errorf("%q", p.wrote)
	}
}

// TestCardsForSale: a printed card that the shop sells goes to the sale.
func TestCardsForSale(t *testing.T) {
	s, _ := newCardsShop(t)
	must(t, s.Till.SetProducts(t.Context(), []pos.Product{{SKU: "kort", Name: "Klubkort", Price: 25_00, VATBp: 2500, Kind: pos.CardFee}}, till.By(pos.System)))
	s.Keys("Ctrl+N", screen.KeyEnd)
	s.scanCard("10002")
	s.Answer("sell", -1, "")
	sale := s.Shell.Screen(screen.SalePlace).State().(screen.SaleState)
	if s.Shell.State().Place != screen.SalePlace || len(sale.Lines) != 1 || sale.Lines[0].Name != "Klubkort 10002" || sale.Total != 25_00 || s.Said() != "sale.card_needs_member" {
		t.Fatalf("%+v %s", sale, s.Said())
	}
	s.scanCard("10003") // on the sale itself
	if s.Asked() != "join.card.title" {
		t.Fatal(s.Asked())
	}
	s.Answer("sell", -1, "")
	if sale = s.Shell.Screen(screen.SalePlace).State().(screen.SaleState); sale.Total != 50_00 {
		t.Errorf("%+v", sale)
	}
}

// TestCardsDesigns: made, changed and deleted, with a card as it would be.
func TestCardsDesigns(t *testing.T) {
	s, _ := newCardsShop(t)
	s.Keys("Ctrl+T")
	s.Answer("ok", 0, "") // there is none yet: a new one
	s.Answer("ok", -1, "Guld")
	f := s.cards().Form
	if f == nil || !f.Design || f.Front == nil || f.Back != nil {
		t.Fatalf("%+v", f)
	}
	s.change("colours", "pick", 4, "")
	s.change("stripe", "", 0, "")
	s.change("note", "save", -1, "Mistet? | Ring 70 10 20 30")
	s.change("text", "save", -1, "Guldklubben")
	s.change("logo", "ok", -1, "/no/such/file.png")
	if q := s.Shell.State().Question; q == nil || q.Wrong.Key != "error.no_such_file" {
		t.Fatalf("%+v", q)
	}
	s.Answer(screen.Cancel, -1, "")
	d, err := s.Till.CardDesign(t.Context(), "Guld")
	if err != nil || d.Ground != "#7a5c13" || !d.Stripe || !d.Back || d.Note != "Mistet?\nRing 70 10 20 30" || d.Title != "Guldklubben" {
		t.Errorf("%+v %v", d, err)
	}
	if s.cards().Form.Back == nil {
		t.Error("no back is shown")
	}
	s.SignIn("Inga")
	s.change("text", "save", -1, "Ingas klub")
	if s.Asked() != "manager.pin" {
		t.Fatal(s.Asked())
	}
	s.Answer("approve", -1, testPIN)
	if d, err := s.Till.CardDesign(t.Context(), "Guld"); err != nil || d.Title != "Ingas klub" || s.cards().Form.Rows[0].Value.Args[0] != "Ingas klub" {
		t.Errorf("%+v %v", d, err)
	}
	s.SignIn("Bo")
	s.change("drop", "drop", -1, "")
	if names, err := s.Till.CardDesigns(t.Context()); err != nil || len(names) != 0 || s.cards().Form != nil {
		t.Errorf("%q %v", names, err)
	}
}

// TestCardsKeys: each key that Help tells does something.
func TestCardsKeys(t *testing.T) {
	s, _ := newCardsShop(t)
	s.Keys("Ctrl+N", screen.KeyEnd)
	for _, use := range screen.CardsKeys {
		for _, k := range []screen.KeyName{use.Key, use.Also} {
			s.Show(screen.CardsPlace)
			if k != "" && !s.Send(screen.Key{Name: k}) && use.Do != "make" { // of the form alone
				t.Errorf("%s does nothing", k)
			}
			for s.Asked() != "" {
				s.Answer(screen.Cancel, -1, "")
			}
		}
	}
}

// TestCardsPages: the list goes on when the choice comes to its end.
func TestCardsPages(t *testing.T) {
	s, _ := newCardsShop(t)
	s.Keys("Ctrl+N")
	s.change("count", "save", -1, "450")
	s.Keys(screen.KeyEnd)
	if n := len(s.cards().Rows); n != 200 || !s.cards().More {
		t.Fatal(n)
	}
	for _, want := range []int{400, 451, 451} {
		s.Send(screen.Walked{By: 1000})
		if n := len(s.cards().Rows); n != want {
			t.Errorf("%d rows, want %d", n, want)
		}
	}
	if got := s.cards().Open.Number; got != "10451" {
		t.Error(got)
	}
}
