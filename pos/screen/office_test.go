package screen_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"bonuskasse/assets"
	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/screen/words"
	"bonuskasse/pos/till"
)

// chainTill is a till of a chain, without a store.
type chainTill struct{ till.Settling }

func (c *chainTill) ToSettle(context.Context) (till.Settling, error) { return c.Settling, nil }
func (c *chainTill) Zone() *time.Location                            { return time.UTC }
func (c *chainTill) SettleConflict(_ context.Context, id pos.ID, who till.Who) error {
	if who.Reason == "" {
		return pos.Refuse(pos.NoReason)
	}
	if !who.Person.Role.May(pos.Manager) {
		return pos.Refuse(pos.NotAllowed, string(pos.Manager))
	}
	c.List = slices.DeleteFunc(c.List, func(x till.ToSettle) bool { return x.ID == id })
	return nil
}

type lineIs struct{ screen.LineNow }

func (l *lineIs) Line() screen.LineNow { return l.LineNow }

// TestOffice: what is to be settled shows with no line, says how old it is, and
// goes only when a manager has written what was done.
func TestOffice(t *testing.T) {
	s := newTestShop(t)
	told := pos.At(time.Date(2026, 11, 20, 9, 30, 0, 0, time.UTC))
	a := &chainTill{till.Settling{Office: till.Office{Joined: true, TillName: "Kasse 2", Told: told, RightsPoints: 800, RightsMembers: 3}, List: []till.ToSettle{
		{Conflict: pos.Conflict{ID: pos.ID{1}, Kind: pos.CouponTwice, Subject: "K1", Points: 50}, Who: pos.Member{ID: pos.ID{7}, Name: "Søren"}},
		{Conflict: pos.Conflict{ID: pos.ID{2}, Kind: pos.ClockFarOff, Points: 20}},
	}}}
	line := &lineIs{screen.LineNow{State: "no_line", Since: told + 60_000, Unsent: 14, Chain: "Ribe"}}
	s.Shell.Add(screen.OfficePlace, screen.NewOffice(a, line))
	state := func() screen.OfficeState {
		return s.Shell.Screen(screen.OfficePlace).State().(screen.OfficeState)
	}
	s.SignIn("Bo")
	s.Keys(screen.KeyF9)
	st := state()
	if st.Line.Key != "line.fault.no_line" || st.Mood != screen.Look || st.Told.Key != "office.told" || st.Told.Args[0] != screen.Moment(told) {
		t.Errorf("with no line: %+v %+v", st.Line, st.Told)
	}
	if len(st.Rows) != 2 || st.Chosen != 0 || st.Rows[0].Kind.Key != "settle.kind.coupon_twice" {
		t.Fatalf("%+v", st.Rows)
	}
	s.Keys(screen.KeyEnter)
	s.Answer("settle", -1, "")
	if q := s.Shell.State().Question; q == nil || q.Wrong.Key != "error.no_reason" {
		t.Errorf("without a note: %+v", q)
	}
	s.Answer("settle", -1, "Søren was told")
	if st = state(); len(st.Rows) != 1 || st.Rows[0].Conflict.ID != (pos.ID{2}) || s.Said() != "office.settled" || s.Shell.State().Strip.ToSettle != 1 {
		t.Errorf("%+v, said %q, the strip counts %d", st.Rows, s.Said(), s.Shell.State().Strip.ToSettle)
	}
	// The line is back: the screen says so by itself.
	line.LineNow = screen.LineNow{State: "online", Heard: told}
	s.Send(screen.Tick{At: time.Now()})
	if st = state(); st.Line.Key != "office.online" || st.Told.Key != "office.told_now" {
		t.Errorf("online: %+v %+v", st.Line, st.Told)
	}
	line.LineNow.Off = -365 * 24 * time.Hour
	s.Send(screen.Tick{At: time.Now()})
	if st = state(); st.Mood != screen.Look || !slices.ContainsFunc(st.Figures, func(f screen.Figure) bool { return f.Label.Key == "office.clock" }) {
		t.Errorf("a clock that is a year behind: %+v", st)
	}
	s.SignIn("Inga")
	s.Keys(screen.KeyEnter)
	s.Answer("settle", -1, "Nothing")
	if q := s.Shell.State().Question; q == nil || q.Wrong.Key != "error.not_allowed" || len(state().Rows) != 1 {
		t.Errorf("a cashier settles: %+v", q)
	}
	s.Answer(screen.Cancel, -1, "")
	a.Settling = till.Settling{}
	s.Send(screen.OfficeNews{})
	if st = state(); st.Joined || st.Line.Key != "line.fault.alone" || len(st.Rows) != 0 || st.Chosen != -1 {
		t.Errorf("a till with no head office: %+v", st)
	}
}

// TestAClockThatIsOffIsSaid: on the strip and on F9, in the unit that people would
// use, in each language.
func TestAClockThatIsOffIsSaid(t *testing.T) {
	for off, want := range map[time.Duration]string{
		-365 * 24 * time.Hour: "Uret er 365 dage bagud", -7 * time.Minute: "Uret er 7 minutter bagud", 3 * time.Hour: "Uret er 3 timer foran", 0: "",
	} {
		s := screen.ClockOff(off)
		for _, lang := range assets.Languages() {
			if text := words.Say(lang, "DKK", nil, s); strings.ContainsAny(text, "{}") || (text == "") != (off == 0) {
				t.Errorf("%s in %s: %q", off, lang, text)
			}
		}
		if got := strings.ReplaceAll(words.Say("da", "DKK", nil, s), "\u00a0", " "); got != want {
			t.Errorf("%q, and should be %q", got, want)
		}
	}
}
