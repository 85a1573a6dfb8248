package cards_test

import (
	"testing"

	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/till"
)

// TestCardsForMembers: a batch of personal cards is gathered by name and by
// the old card, drawn with the names on, and issued.
func TestCardsForMembers(t *testing.T) {
	s, p := newTestShop(t)
	for _, m := range []till.NewMember{{Username: "karen", Name: "Karen Holm"}, {Username: "karin", Name: "Karin Holm"}} {
		_, err := s.Till.AddMember(t.Context(), m, till.By(pos.System))
		must(t, err)
	}
	s.Keys("Ctrl+N")
	s.change("members", "ok", -1, "nobody at all")
	if q := s.Shell.State().Question; q == nil || q.Wrong.Key != "error.unknown_member" {
		t.Fatalf("%+v", q)
	}
	s.Answer("ok", -1, "holm") // two of that name
	if s.Asked() != "cards.issue.which.title" {
		t.Fatal(s.Asked())
	}
	s.Answer("ok", 1, "")
	s.Reads(hardware.KindClubCard, "10001") // Søren hands over the old one
	s.Answer("ok", -1, "karin")
	if q := s.Shell.State().Question; q == nil || q.Wrong.Key != "error.member_listed" || len(q.Rows) != 2 {
		t.Fatalf("%+v", q)
	}
	s.Answer("ok", -1, "karen")
	if q := s.Shell.State().Question; q == nil || len(q.Rows) != 3 || q.Start != 2 {
		t.Fatalf("%+v", q)
	}
	s.Answer("remove", 0, "") // not Karin after all
	s.Answer("ok", -1, "")    // an empty line ends it
	f := s.state().Form
	if s.Asked() != "" || f.Front == nil || f.Rows[0].Value.Key != "count.members" || f.Rows[1].Do != "from" || f.Rows[1].Value.Args[1] != screen.Plain("10003") {
		t.Fatalf("%s %+v", s.Asked(), f)
	}
	// Given up, they are still to be made; done, the next batch is for others.
	p.stop = func() { s.Keys(screen.KeyEscape) }
	s.Keys(screen.KeyEnd)
	p.stop = nil
	s.Keys(screen.KeyEnd)
	if len(p.wrote) != 1 || p.wrote[0] != "/papers/cards-10002-10003.pdf 10002 10003 Søren Åkjær Karen Holm" {
		t.Fatalf("%q", p.wrote)
	}
	if got := s.numbersOf(); got != "10001 issued, 10002 issued, 10003 issued" || s.state().Open.Holder != "Søren Åkjær" {
		t.Errorf("%s %+v", got, s.state().Open)
	}
	s.Keys("Ctrl+N")
	if v := s.state().Form.Rows[0].Value; v.Key != "cards.batch.anybody" {
		t.Errorf("%+v", v)
	}
	// Goods are nobody's card.
	s.change("members", screen.Cancel, -1, "")
	s.Send(screen.Picked{At: 0})
	s.Send(screen.Scanned{Scan: hardware.Scan{Kind: hardware.KindProduct, Value: "5701234001041", At: s.Now}})
	if q := s.Shell.State().Question; q == nil || q.Wrong.Key != "error.goods_no_card" {
		t.Errorf("%+v", q)
	}
}
