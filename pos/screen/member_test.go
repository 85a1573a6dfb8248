package screen_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/screen"
)

func (c *counter) look() screen.MemberState {
	return c.shell.Screen(screen.MemberPlace).State().(screen.MemberState)
}

func looked(st screen.MemberState) string {
	var names []string
	for _, h := range st.Hits {
		names = append(names, h.Name)
	}
	text := strings.Join(names, ", ")
	if st.Open != nil {
		text += " > " + st.Open.Member.Name
	}
	return text
}

func TestLookUp(t *testing.T) {
	for _, c := range []struct{ name, play, want, said string }{
		{name: "by name without accents", play: `<F3> "soren" later`, want: "Søren Åkjær"},
		{name: "a search waits for the pause", play: `<F3> "soren"`, want: ""},
		{name: "Enter does not", play: `<F3> "soren" <Enter>`, want: "Søren Åkjær > Søren Åkjær"},
		{name: "by telephone", play: `<F3> "29778899" later`, want: "Karen Højgaard"},
		{name: "by e-mail", play: `<F3> "liam@example" later`, want: "Liam O’Brien"},
		{name: "by card", play: `<F3> "10001" later`, want: "Søren Åkjær"},
		{name: "a scanned card opens", play: `<F3> card:10002`, want: " > Karen Højgaard"},
		{name: "a blocked card says so", play: `<F3> card:10003`, want: "", said: "error.card_blocked"},
		{name: "nobody", play: `<F3> "zz" <Enter>`, want: "", said: "error.unknown_member"},
		{name: "Escape closes", play: `<F3> card:10002 <Escape>`, want: ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			x := newCounter(t).play(c.play)
			if got := looked(x.look()); got != c.want {
				t.Errorf("it shows %q, want %q", got, c.want)
			}
			if x.said() != c.said {
				t.Errorf("it says %q, want %q", x.said(), c.said)
			}
		})
	}
}

func TestOpenMemberIsWhole(t *testing.T) {
	c := newCounter(t).play(`<F3> card:10001`)
	m := c.look().Open
	if m.Points != 8950 || m.Worth != 89_50 || m.Usable != 8950 || len(m.Lots) != 1 || len(m.History) != 1 || len(m.Cards) != 1 || m.Tier.RateBp != 500 {
		t.Errorf("%+v", m)
	}
	if m.History[0].Receipt != "1-000001" || m.History[0].Points != 8950 {
		t.Errorf("%+v", m.History[0])
	}
}

func TestMemberGoesToTheSale(t *testing.T) {
	c := newCounter(t).play(`rg <F3> card:10001 <Enter>`)
	if got := told(c.sale()); got != "rg 1000=10000, Søren Åkjær, 10000" || c.shell.State().Place != screen.SalePlace {
		t.Errorf("at %q: %q", c.shell.State().Place, got)
	}
}

func TestCardsOfAMember(t *testing.T) {
	c := newCounter(t).play(`<F3> card:10001 <Ctrl+K> card:10077`)
	if m := c.look().Open; len(m.Cards) != 2 || c.said() != "member.card_issued" {
		t.Errorf("%d cards, says %q", len(m.Cards), c.said())
	}
	c.play(`<Ctrl+D> [ok 0]`)
	blocked := 0
	for _, k := range c.look().Open.Cards {
		if k.State == pos.CardBarred {
			blocked++
		}
	}
	if blocked != 1 {
		t.Errorf("%d cards are blocked", blocked)
	}
	c.play(`<Ctrl+T> [ok 0]`)
	if q := c.shell.State().Question; q == nil || q.Wrong.Key != "error.not_allowed" {
		t.Error("a cashier changed a tier")
	}
}

func (c *counter) lock() screen.LockState {
	return c.shell.Screen(screen.LockPlace).State().(screen.LockState)
}

func TestLock(t *testing.T) {
	c := newCounter(t).play(`rg <F12>`)
	st := c.lock()
	if c.shell.State().Place != screen.LockPlace || len(st.People) != 2 || st.People[st.Chosen].Name != "Inga" {
		t.Fatalf("at %q: %+v", c.shell.State().Place, st)
	}
	for _, k := range []screen.KeyName{screen.KeyF2, screen.KeyF3, screen.KeyF10, screen.KeyEscape, screen.KeyEnter, "Ctrl+R"} {
		if c.send(screen.Key{Name: k}); c.shell.State().Place != screen.LockPlace {
			t.Fatalf("%s opens the till", k)
		}
	}
	c.shell.GoTo(t.Context(), screen.SalePlace)
	if c.shell.State().Place != screen.LockPlace {
		t.Fatal("a tap opens the till")
	}
	c.send(screen.PIN{Digits: "0000"})
	if st := c.lock(); st.Wrong.Key != "error.wrong_pin" || st.Tries != 1 {
		t.Errorf("%+v", st)
	}
	c.play(`<Down>`)
	c.send(screen.PIN{Digits: "2580"})
	if s := c.shell.State(); s.Place != screen.SalePlace || s.Strip.Person.Name == "" {
		t.Errorf("at %q, %q is on", s.Place, s.Strip.Person.Name)
	}
	if got := told(c.sale()); got != "rg 1000=10000, 10000" {
		t.Errorf("the sale is %q", got)
	}
}

// TestWhoTakesOverBeginsOnTheSale: the screen that another was on is not theirs; who
// comes back finds it, and a customer who pays goes on paying.
func TestWhoTakesOverBeginsOnTheSale(t *testing.T) {
	c := newCounter(t)
	taken := func(play, who, pin string, want screen.Place) {
		t.Helper()
		c.play(play + " <F12>")
		for i := 0; c.lock().People[c.lock().Chosen].Name != who; i++ {
			if c.play(`<Down>`); i > 2 {
				t.Fatalf("%s is not there", who)
			}
		}
		c.send(screen.PIN{Digits: pin})
		if s := c.shell.State(); s.Place != want || s.Strip.Person.Name != who {
			t.Errorf("%s is at %q; %s should be at %q", s.Strip.Person.Name, s.Place, who, want)
		}
	}
	people, err := c.till.People(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var other string
	for _, p := range people {
		if p.Name != "Inga" && p.PINHash != "" {
			other = p.Name
		}
	}
	taken(`<F3>`, "Inga", "2580", screen.MemberPlace)
	taken(`<F3>`, other, "2580", screen.SalePlace)
	taken(`rg <End>`, "Inga", "2580", screen.PaymentPlace)
}

// TestALockedStartOpensOnTheSale, and what a crash left is offered then, to the
// person who signed in.
func TestALockedStartOpensOnTheSale(t *testing.T) {
	c := newCounter(t).play(`rg`)
	c.till.Close()
	n := &counter{t: t, till: c.till, store: c.store, now: c.now}
	n.shell = screen.NewShell(screen.Options{Now: func() time.Time { return n.now }, Currency: pos.DKK, Zone: c.till.Zone()})
	n.shell.Add(screen.SalePlace, screen.NewSale(c.till, n))
	n.shell.Add(screen.LockPlace, screen.NewLock(c.till, nil))
	n.shell.SetLocks(true)
	n.shell.Start(t.Context(), screen.LockPlace)
	n.send(screen.PIN{Digits: "2580"})
	if n.shell.State().Place != screen.SalePlace || n.asked() != "sale.left.title" {
		t.Errorf("at %q, asks %q", n.shell.State().Place, n.asked())
	}
}

func TestWrongPINsMakeItWait(t *testing.T) {
	c := newCounter(t).play(`<F12>`)
	for range 6 {
		c.send(screen.PIN{Digits: "0000"})
	}
	if st := c.lock(); st.Wrong.Key != "lock.wait" || len(st.Wrong.Args) != 1 {
		t.Errorf("it says %+v", st.Wrong)
	}
}

func TestIdleLock(t *testing.T) {
	c := newCounter(t)
	c.shell.SetIdleLock(10 * time.Minute)
	c.now = c.now.Add(9 * time.Minute)
	c.send(screen.Tick{At: c.now})
	if c.shell.State().Place != screen.SalePlace {
		t.Fatal("locked too soon")
	}
	c.play(`rg`)
	c.now = c.now.Add(9 * time.Minute)
	c.send(screen.Tick{At: c.now})
	if c.shell.State().Place != screen.SalePlace {
		t.Fatal("a scan is a touch")
	}
	c.now = c.now.Add(2 * time.Minute)
	c.send(screen.Tick{At: c.now})
	if c.shell.State().Place != screen.LockPlace {
		t.Error("never locked")
	}
}

func TestNobodyToSignInNeverLocks(t *testing.T) {
	c := newCounter(t)
	c.shell.SetLocks(false)
	c.play(`<F12>`)
	if c.shell.State().Place != screen.SalePlace || c.said() != "lock.no_people" {
		t.Errorf("at %q, says %q", c.shell.State().Place, c.said())
	}
}

// What was typed on an earlier visit makes room for the next name, and is not
// who joins now; what is typed now is.
func TestWhatWasLeftInTheSearch(t *testing.T) {
	c := newCounter(t)
	state := func() screen.MemberState { return c.shell.Screen(screen.MemberPlace).State().(screen.MemberState) }
	c.play(`<F3> "an" <F2> <F3>`)
	if st := state(); st.Entry != "an" || st.Marked == 0 {
		t.Errorf("%q is marked %d times", st.Entry, st.Marked)
	}
	name := func() string {
		return c.shell.Screen(screen.JoinPlace).State().(screen.JoinState).Rows[0].Value
	}
	c.play(`<Ctrl+N>`)
	if got := name(); got != "" {
		t.Errorf("%q joins, of an earlier visit", got)
	}
	c.play(`<Escape> "Kirsten" <Ctrl+N>`)
	if got := name(); got != "Kirsten" {
		t.Errorf("%q joins", got)
	}
}

// A name that nobody has stands to be mended, and the next takes its place; who is
// scanned is no hit of what was typed.
func TestARefusedSearchOfMembersIsReplaced(t *testing.T) {
	c := newCounter(t)
	state := func() screen.MemberState { return c.shell.Screen(screen.MemberPlace).State().(screen.MemberState) }
	c.play(`<F3> "nobody"`)
	before := state().Marked
	c.play(`<Enter>`)
	if st := state(); st.Entry != "nobody" || st.Marked == before {
		t.Errorf("%q is marked %d times", st.Entry, st.Marked-before)
	}
	c.play(`<Escape> "karen" later card:10001`)
	if st := state(); st.Open == nil || st.Open.Member.Username != "soren" || st.Entry != "" || len(st.Hits) != 0 {
		t.Errorf("%+v is open, %q in the field, %d hits", st.Open, st.Entry, len(st.Hits))
	}
}

// Enter with nothing typed says what to do, and not that nobody is called nothing.
func TestEnterInAnEmptySearch(t *testing.T) {
	c := newCounter(t)
	c.play(`<F3> <Enter>`)
	if c.said() != "member.type" {
		t.Errorf("says %q", c.said())
	}
	c.play(`"nobody" <Enter>`)
	if c.said() != "error.unknown_member" {
		t.Errorf("says %q", c.said())
	}
}

// Who is merged stands in the list no more, and who is changed as they are now.
func TestTheListIsAsItIsNow(t *testing.T) {
	c := newCounter(t)
	list := func() (names []string) {
		for _, h := range c.shell.Screen(screen.MemberPlace).State().(screen.MemberState).Hits {
			names = append(names, h.Name+" "+string(h.Status))
		}
		slices.Sort(names)
		return names
	}
	c.play(`<F3> "00452" later card:10001`)
	if got := list(); !slices.Equal(got, []string{"Karen Højgaard active", "Søren Åkjær active"}) {
		t.Fatal(got)
	}
	c.play(`<Ctrl+E> [ok 6] [ok] [approve=2580]`)
	if got := list(); !slices.Equal(got, []string{"Karen Højgaard active", "Søren Åkjær blocked"}) {
		t.Error(got)
	}
	c.play(`<Ctrl+E> [ok 6] [ok] [approve=2580] <Ctrl+E> [ok 7] [ok=karen] [ok] [approve=2580]`)
	if got := list(); !slices.Equal(got, []string{"Søren Åkjær active"}) {
		t.Error(got, c.said())
	}
}
