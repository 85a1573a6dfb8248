package cards_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/screen/cards"
	"bonuskasse/pos/screen/screentest"
	"bonuskasse/pos/till"
)

// TestCardsMakeABatch: from the form to the file, with the next free numbers.
func TestCardsMakeABatch(t *testing.T) {
	s, p := newTestShop(t)
	if got := s.numbersOf(); got != "10001 issued" {
		t.Fatal(got)
	}
	s.Keys("Ctrl+N")
	f := s.state().Form
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
	if st := s.state(); st.Form != nil || st.Busy != nil || st.Open == nil || st.Open.Number != "10002" || st.Open.Front == nil {
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
	if s.Said() != "error.cards_taken" || s.state().Form == nil || len(p.wrote) != 1 {
		t.Errorf("%s %q", s.Said(), p.wrote)
	}
}

// TestCardsOfAChain: a till with no numbers of its own says where they come from, and
// numbers nothing without them.
func TestCardsOfAChain(t *testing.T) {
	s, p := newTestShop(t)
	must(t, s.Store.Join(t.Context(), []byte(`{}`), &journalpb.ChainJoined{Chain: []byte("0123456789abcdef")}))
	s.Keys("Ctrl+N")
	if got := s.state().Form.Rows[2].Value.Key; got != "cards.range.later" || s.Said() != "" {
		t.Fatalf("%q %s", got, s.Said())
	}
	s.Keys(screen.KeyEnd)
	if s.Said() != "error.no_card_numbers" || s.state().Form == nil || len(p.wrote) != 0 {
		t.Fatalf("%s %q", s.Said(), p.wrote)
	}
	must(t, s.Store.TakeCardBlock(t.Context(), chain.CardBlock{ID: pos.ID{1}, First: 20001, Count: 200}))
	s.change("count", "save", -1, "150")
	if got := s.state().Form.Rows[2].Value.Args; len(got) != 2 || got[0] != screen.Plain("20001") || got[1] != screen.Plain("20150") {
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
	s, p := newTestShop(t)
	p.stop = func() {
		if s.state().Busy == nil {
			t.Error("it does not say that it works")
		}
		s.Keys(screen.KeyEscape)
	}
	s.Keys("Ctrl+N", screen.KeyEnd)
	if s.Said() != "cards.given_up" || s.state().Busy != nil || s.numbersOf() != "10001 issued" {
		t.Errorf("%s %s", s.Said(), s.numbersOf())
	}
	p.stop, p.fail = nil, errors.New("no space left")
	s.Keys(screen.KeyEnd)
	if s.Said() != "error.cards_not_written" || s.state().Form == nil {
		t.Errorf("%s %+v", s.Said(), s.state().Form)
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
	s.Answer("approve", -1, screentest.PIN)
	if s.Said() != "cards.made" || len(p.wrote) != 2 {
		t.Errorf("%s %q", s.Said(), p.wrote)
	}
}

// TestCardsOfTheDrawer: a printed card that is scanned asks whose it is to be;
// lost, replaced, blocked; printed again with its holder's name.
func TestCardsOfTheDrawer(t *testing.T) {
	s, p := newTestShop(t)
	s.Keys("Ctrl+N", screen.KeyEnd)
	s.Reads(hardware.KindClubCard, "10003")
	if s.Asked() != "cards.issue.title" {
		t.Fatal(s.Asked())
	}
	s.Answer("ok", -1, "nobody at all")
	if q := s.Shell.State().Question; q == nil || q.Wrong.Key != "error.unknown_member" {
		t.Fatalf("%+v", q)
	}
	s.Answer("ok", -1, "åkjær")
	if s.Said() != "cards.issued" || s.state().Open.Holder != "Søren Åkjær" {
		t.Fatalf("%s %+v", s.Said(), s.state().Open)
	}
	s.Reads(hardware.KindClubCard, "10003") // now it opens
	if s.Asked() != "" || s.state().Open.State != pos.Issued {
		t.Error(s.Asked())
	}
	s.Keys("Ctrl+R")
	must(t, s.Till.SetProducts(t.Context(), []pos.Product{{SKU: "rg", Barcodes: []string{"5701234001010"}, Name: "Rødgrød", Price: 100_00, VATBp: 2500, Kind: pos.Goods}}, till.By(pos.System)))
	s.Send(screen.Scanned{Scan: hardware.Scan{Kind: hardware.KindProduct, Value: "5701234001010", At: s.Now}})
	if q := s.Shell.State().Question; q == nil || q.Wrong.Key != "error.goods_no_card" {
		t.Fatalf("%+v", q)
	}
	s.Reads(hardware.KindClubCard, "10004")
	if s.Said() != "cards.replaced" || s.state().Open.Number != "10004" {
		t.Errorf("%s %+v", s.Said(), s.state().Open)
	}
	s.Typed("10005")
	s.Keys(screen.KeyEnter, "Ctrl+D")
	s.Answer("block", -1, "")
	if s.state().Open.State != pos.CardBarred || s.state().Entry != "" {
		t.Errorf("%+v", s.state().Open)
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
	s, _ := newTestShop(t)
	must(t, s.Till.SetProducts(t.Context(), []pos.Product{{SKU: "kort", Name: "Klubkort", Price: 25_00, VATBp: 2500, Kind: pos.CardFee}}, till.By(pos.System)))
	s.Keys("Ctrl+N", screen.KeyEnd)
	s.Reads(hardware.KindClubCard, "10002")
	s.Answer("sell", -1, "")
	sale := s.Shell.Screen(screen.SalePlace).State().(screen.SaleState)
	if s.Shell.State().Place != screen.SalePlace || len(sale.Lines) != 1 || sale.Lines[0].Name != "Klubkort 10002" || sale.Total != 25_00 || s.Said() != "sale.card_needs_member" {
		t.Fatalf("%+v %s", sale, s.Said())
	}
	s.Reads(hardware.KindClubCard, "10003") // on the sale itself
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
	s, _ := newTestShop(t)
	s.Keys("Ctrl+T")
	s.Answer("ok", 0, "") // there is none yet: a new one
	s.Answer("ok", -1, "Guld")
	f := s.state().Form
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
	if s.state().Form.Back == nil {
		t.Error("no back is shown")
	}
	s.SignIn("Inga")
	s.change("text", "save", -1, "Ingas klub")
	if s.Asked() != "manager.pin" {
		t.Fatal(s.Asked())
	}
	s.Answer("approve", -1, screentest.PIN)
	if d, err := s.Till.CardDesign(t.Context(), "Guld"); err != nil || d.Title != "Ingas klub" || s.state().Form.Rows[0].Value.Args[0] != "Ingas klub" {
		t.Errorf("%+v %v", d, err)
	}
	s.SignIn("Bo")
	s.change("drop", "drop", -1, "")
	if names, err := s.Till.CardDesigns(t.Context()); err != nil || len(names) != 0 || s.state().Form != nil {
		t.Errorf("%q %v", names, err)
	}
}

// TestCardsKeys: each key that Help tells does something.
func TestCardsKeys(t *testing.T) {
	s, _ := newTestShop(t)
	s.Keys("Ctrl+N", screen.KeyEnd)
	for _, use := range cards.Keys {
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
	s, _ := newTestShop(t)
	s.Keys("Ctrl+N")
	s.change("count", "save", -1, "450")
	s.Keys(screen.KeyEnd)
	if n := len(s.state().Rows); n != 200 || !s.state().More {
		t.Fatal(n)
	}
	for _, want := range []int{400, 451, 451} {
		s.Send(screen.Walked{By: 1000})
		if n := len(s.state().Rows); n != want {
			t.Errorf("%d rows, want %d", n, want)
		}
	}
	if got := s.state().Open.Number; got != "10451" {
		t.Error(got)
	}
}
