package screen_test

import (
	"slices"
	"strings"
	"testing"

	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/till"
)

// newOutbox is a desk where Søren wants to hear from the shop, and was given
// points twice.
func newOutbox(t *testing.T) *testShop {
	t.Helper()
	s := newDesk(t)
	ctx, boss := t.Context(), till.Who{Person: pos.System, Reason: "test"}
	yes, email := true, "soren@example.dk"
	_, err := s.Till.ChangeMember(ctx, s.Member("soren"), till.MemberChange{Consent: &yes, Email: &email}, boss)
	must(t, err)
	for _, points := range []int64{10, 20} {
		_, err := s.Till.Adjust(ctx, s.Member("soren"), points, boss)
		must(t, err)
	}
	_, err = s.Till.GiveCoupon(ctx, 30, s.Member("soren"), boss)
	must(t, err)
	s.Shell.Add(screen.MessagesPlace, screen.NewMessages(s.Till))
	s.Shell.Add(screen.TemplatesPlace, screen.NewTemplates(s.Till))
	s.Shell.Add(screen.EditTemplatePlace, screen.NewEditTemplate(s.Till))
	s.Show(screen.ReportsPlace)
	return s
}

// TestOutbox: a manager sees what waits and what it says, narrows it to a kind,
// and takes one back.
func TestOutbox(t *testing.T) {
	s := newOutbox(t)
	s.SignIn("Yrsa")
	s.Runes("b")
	if s.Said() != "error.not_allowed" {
		t.Errorf("a clerk is told %q", s.Said())
	}
	s.SignIn("Bo")
	s.Runes("b")
	list := func() screen.BrowseState { return s.Browsed(screen.MessagesPlace) }
	if n := len(list().Rows); n != 3 {
		t.Fatalf("%d wait", n)
	}
	s.Runes("kkk") // points added, the third kind
	if n := len(list().Rows); n != 1 || list().Filters[1].Key != "paper.message.points_added" {
		t.Fatalf("%d of %q", n, list().Filters[1].Key)
	}
	said := ""
	for _, line := range list().Rows[0].Text {
		said += line.Args[0].(string) + "\n"
	}
	if !strings.Contains(said, "30 point") || !strings.Contains(said, "Søren Åkjær") {
		t.Errorf("it says\n%s", said)
	}
	s.Keys(screen.KeyDelete)
	s.Answer("withdraw", -1, "")
	if s.Said() != "messages.withdrawn" || len(list().Rows) != 0 {
		t.Errorf("said %q, %d wait", s.Said(), len(list().Rows))
	}
	s.Keys(screen.KeyLeft, screen.KeyLeft) // by "all" to the withdrawn ones
	if n := len(list().Rows); n != 1 || list().Is("withdraw") {
		t.Errorf("%d withdrawn", n)
	}
	s.Keys(screen.KeyDelete)
	if s.Asked() != "" || s.Said() != "error.message_not_waiting" {
		t.Errorf("a second time: asks %q, said %q", s.Asked(), s.Said())
	}
	s.Keys(screen.KeyEscape)
	if s.Shell.State().Place != screen.ReportsPlace {
		t.Errorf("Escape leads to %s", s.Shell.State().Place)
	}
}

// TestTemplates: the words are the till's until a manager writes the shop's own,
// shown for a real member, and refused with the variables that there are.
func TestTemplates(t *testing.T) {
	s := newOutbox(t)
	s.Runes("b")
	s.Keys(screen.KeyEnter)
	list := func() screen.BrowseState { return s.Browsed(screen.TemplatesPlace) }
	if n := len(list().Rows); n != len(pos.MessageKinds) {
		t.Fatalf("%d kinds", n)
	}
	s.Keys(screen.KeyDown, screen.KeyDown)
	if text := list().Rows[2].Text; !strings.Contains(text[2].Args[0].(string), "{name}") {
		t.Errorf("without a member it says %+v", text)
	}
	s.Send(screen.Scanned{Scan: hardware.Scan{Kind: hardware.KindClubCard, Value: "10001", At: s.Now}})
	if text := list().Rows[2].Text; !strings.Contains(text[2].Args[0].(string), "Søren Åkjær") {
		t.Errorf("to Søren it says %+v", text)
	}
	// The editor.
	s.Keys(screen.KeyEnter)
	edit := func() screen.EditTemplateState {
		return s.Shell.Screen(screen.EditTemplatePlace).State().(screen.EditTemplateState)
	}
	if st := edit(); st.Kind != pos.PointsAddedMessage || st.Member != "Søren Åkjær" || st.Own || !slices.Contains(st.Known, "points") {
		t.Fatalf("%+v", st)
	}
	if s.Keys(screen.KeyEnter); s.Shell.State().Place != screen.EditTemplatePlace {
		t.Error("Enter is no new line")
	}
	s.Typed("Kære {nvan}")
	if w := edit().Wrong; w.Key != "templates.unknown_variable" || w.Args[0] != screen.Plain("nvan") || !strings.Contains(string(w.Args[1].(screen.Plain)), "{points}") {
		t.Errorf("wrong: %+v", w)
	}
	s.Keys("Ctrl+S")
	if s.Said() != "templates.unknown_variable" || s.Shell.State().Place != screen.EditTemplatePlace {
		t.Errorf("saved with a slip: said %q at %s", s.Said(), s.Shell.State().Place)
	}
	s.Typed("Kære {name, tak")
	if w := edit().Wrong; w.Key != "error.bad_brace" {
		t.Errorf("wrong: %+v", w)
	}
	s.Typed("Kære {name}, {points} til dig")
	s.Send(screen.Typed{Field: screen.SubjectField, Text: "Tak fra {shop}"})
	if st := edit(); !st.Wrong.IsZero() || st.Preview.Subject != "Tak fra Ribe Te" || !strings.HasPrefix(st.Preview.Text, "Kære Søren Åkjær, ") {
		t.Errorf("%+v", st)
	}
	// Nothing that was written is lost by Escape.
	s.Keys(screen.KeyEscape)
	s.Answer(screen.Cancel, -1, "")
	s.Keys("Ctrl+S")
	if s.Said() != "templates.saved" || s.Shell.State().Place != screen.TemplatesPlace || list().Rows[2].Cells[1].Text.Key != "templates.own" {
		t.Errorf("said %q at %s, %+v", s.Said(), s.Shell.State().Place, list().Rows[2])
	}
	x, err := s.Till.Template(t.Context(), pos.PointsAddedMessage, "da")
	must(t, err)
	if !x.Own || x.Subject != "Tak fra {shop}" {
		t.Errorf("%+v", x)
	}
	// Back to the till's words, by the list.
	s.Keys(screen.KeyDelete)
	s.Answer("builtin", -1, "")
	if s.Said() != "templates.builtin.done" || list().Rows[2].Cells[1].Text.Key != "templates.till" || list().Is("builtin") {
		t.Errorf("said %q, %+v", s.Said(), list().Rows[2])
	}
	// Off: nothing of the kind is queued any more.
	s.Runes("+")
	if s.Said() != "templates.switched_off" || list().Rows[2].Cells[1].Second.Key != "templates.is_off" {
		t.Errorf("said %q, %+v", s.Said(), list().Rows[2])
	}
	before, err := s.Till.MessageList(t.Context(), pos.MessageWaiting, "", till.By(pos.System))
	must(t, err)
	_, err = s.Till.GiveCoupon(t.Context(), 5, s.Member("soren"), till.By(pos.System))
	must(t, err)
	after, err := s.Till.MessageList(t.Context(), pos.MessageWaiting, "", till.By(pos.System))
	must(t, err)
	if len(after) != len(before) {
		t.Errorf("%d wait, and %d after something that is off", len(before), len(after))
	}
	s.Runes("+")
	if s.Said() != "templates.switched_on" {
		t.Errorf("said %q", s.Said())
	}
	s.Keys(screen.KeyRight)
	if list().Filters[0].Key != "language.en" {
		t.Errorf("language %q", list().Filters[0].Key)
	}
}
