package screen_test

import (
	"fmt"
	"testing"

	"bonuskasse/pos"
	"bonuskasse/pos/ledger"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/till"
)

// TestPointsPutRightByHand: Søren has 8,950 points. What a manager does, what a
// clerk may, and that a cashier needs somebody.
func TestPointsPutRightByHand(t *testing.T) {
	const søren = `<F3> card:10001 <Ctrl+J> `
	for _, c := range []struct {
		name, who, play string
		waits           bool // the programme lets a clerk's wait
		want            int64
		said, asked     string
	}{
		{name: "given", who: "Bo", play: søren + `[ok=120] [ok=Ventetid]`, want: 9070, said: "member.adjusted"},
		{name: "with a sign", who: "Bo", play: søren + `[ok=+1 120] [ok=Ventetid]`, want: 10070, said: "member.adjusted"},
		{name: "taken", who: "Bo", play: søren + `[ok=-50] [ok=Dobbelt]`, want: 8900, said: "member.adjusted"},
		{name: "taken, with a real minus", who: "Bo", play: søren + `[ok=−50] [ok=Dobbelt]`, want: 8900, said: "member.adjusted"},
		{name: "more than there is becomes a debt", who: "Bo", play: søren + `[ok=-9000] [ok=Svindel]`, want: -50, said: "member.adjusted"},
		{name: "no number", who: "Bo", play: søren + `[ok=1,5]`, want: 8950, asked: "member.adjust.title!error.adjust_points"},
		{name: "nothing", who: "Bo", play: søren + `[ok=0]`, want: 8950, asked: "member.adjust.title!error.adjust_points"},
		{name: "absurdly much", who: "Bo", play: søren + `[ok=100000000] [ok=Ja]`, want: 8950, asked: "member.adjust.give!error.bad_points"},
		{name: "no description", who: "Bo", play: søren + `[ok=120] [ok= ]`, want: 8950, asked: "member.adjust.give!error.no_reason"},
		{name: "a bank card's number in it", who: "Bo", play: søren + `[ok=120] [ok=4111111111111111]`, want: 8950, asked: "member.adjust.give!error.payment_card_refused"},
		{name: "thought better of", who: "Bo", play: søren + `[ok=120] [cancel]`, want: 8950},
		{name: "a cashier asks a manager", who: "Inga", play: søren + `[ok=120] [ok=Ventetid]`, want: 8950, asked: "manager.pin"},
		{name: "who stands by it", who: "Inga", play: søren + `[ok=120] [ok=Ventetid] [approve=2580]`, want: 9070, said: "member.adjusted"},
		{name: "a clerk too", who: "Yrsa", play: søren + `[ok=120] [ok=Ventetid]`, want: 8950, asked: "manager.pin"},
		{name: "but where it may wait it does", who: "Yrsa", waits: true, play: søren + `[ok=120] [ok=Ventetid]`, want: 8950, said: "member.adjust.waits"},
		{name: "what is taken never waits", who: "Yrsa", waits: true, play: søren + `[ok=-120] [ok=Ventetid]`, want: 8950, asked: "manager.pin"},
		{name: "more for a purchase, as many as it gave", who: "Bo", play: `<F8> <Ctrl+J> [ok=8950] [ok=1-000001]`, want: 17900, said: "member.adjusted"},
	} {
		t.Run(c.name, func(t *testing.T) {
			x := newCounter(t)
			_, err := x.till.SetPerson(t.Context(), pos.Person{Name: "Yrsa", Role: pos.Clerk}, "1357", till.By(pos.System))
			must(t, err)
			if c.waits {
				_, err := x.till.SetProgram(t.Context(), map[string]string{"approve_manual": "true"}, till.By(pos.System))
				must(t, err)
			}
			x.signIn(c.who)
			x.play(c.play)
			asked := x.asked()
			if q := x.shell.State().Question; q != nil && !q.Wrong.IsZero() {
				asked += "!" + q.Wrong.Key
			}
			if m := x.look().Open; m.Points != c.want || x.said() != c.said || asked != c.asked {
				t.Errorf("%d points, it says %q and asks %q; want %d, %q, %q", m.Points, x.said(), asked, c.want, c.said, c.asked)
			}
			if m := x.look().Open; c.said == "member.adjust.waits" && m.Proposed != 120 {
				t.Errorf("%d points wait", m.Proposed)
			}
			if n := x.shell.State().Notice.Text; c.said == "member.adjusted" && n.Args[0] != screen.Points(c.want) {
				t.Errorf("it says that the balance is %v", n.Args[0])
			}
			if h := x.look().Open.History[0]; c.said == "member.adjusted" && (h.Origin != ledger.FromAdjustment || h.Note == "") {
				t.Errorf("the member sees %+v", h)
			}
		})
	}
}

func TestMorePointsBeginWithWhatThePurchaseGave(t *testing.T) {
	c := newCounter(t)
	c.signIn("Bo")
	c.play(`<F8> <Ctrl+J>`)
	if q := c.shell.State().Question; q == nil || q.Field.Text != "8950" || c.shell.State().Place != screen.MemberPlace {
		t.Fatalf("at %q it asks %+v", c.shell.State().Place, q)
	}
	c.play(`[ok=100]`)
	if q := c.shell.State().Question; q.Field.Text != "1-000001" {
		t.Errorf("the description begins with %q", q.Field.Text)
	}
}

// TestLotsOfAMember: bought, given and waiting, each with its end, and why.
func TestLotsOfAMember(t *testing.T) {
	c := newCounter(t)
	c.signIn("Bo")
	c.play(`<F3> card:10001 <Ctrl+J> [ok=120] [ok=Ventetid] <Ctrl+L>`)
	st := c.look()
	if st.Tab != screen.LotsTab || st.Row != -1 || st.Rows() != 2 {
		t.Fatalf("tab %d, row %d of %d", st.Tab, st.Row, st.Rows())
	}
	got := ""
	for _, l := range st.Open.Lots {
		got += fmt.Sprintf("%s %d of %d, paid %v; ", l.Origin, l.Left, l.Points, l.Paid)
	}
	if want := "sale 8950 of 8950, paid false; adjustment 120 of 120, paid false; "; got != want {
		t.Errorf("the lots are %q, want %q", got, want)
	}
	for _, k := range []struct {
		play, title string
		row         int
	}{
		{`<Ctrl+W>`, "Hvorfor? Søren Åkjær", -1},
		{`<Down> <Ctrl+W>`, "Hvorfor? Point hos Søren Åkjær", 0},
		{`<Down> <Down> <Down> <Ctrl+W>`, "Hvorfor? Point hos Søren Åkjær", 1},
		{`<Ctrl+L> <Ctrl+L> <Ctrl+L> <Down> <Down> <Ctrl+W>`, "Hvorfor? Bon 1-000001", 1},
	} {
		c.play(k.play)
		if q := c.shell.State().Question; q == nil || q.Title.Args[0] != k.title || c.look().Row != k.row {
			t.Errorf("%s: %+v of row %d", k.play, q, c.look().Row)
		}
		c.play(`[cancel]`)
	}
}
