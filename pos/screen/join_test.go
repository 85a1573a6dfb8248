package screen_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/screen"
)

func (c *counter) form() screen.JoinState {
	return c.shell.Screen(screen.JoinPlace).State().(screen.JoinState)
}

// formed is the form as a person reads it: the fields with something in them,
// the one that is typed in behind a >, and whom it may be.
func formed(st screen.JoinState) string {
	var words []string
	for i, r := range st.Rows {
		text := r.Value
		if r.Choice {
			text = r.Words.Key
			if r.Words.Key == "name" {
				text = r.Words.Args[0].(string)
			}
		}
		if text == "" && i != st.At || text == "action.no" || text == "language.da" || text == "join.no_organisation" {
			if i != st.At {
				continue
			}
		}
		mark := ""
		if i == st.At {
			mark = ">"
		}
		words = append(words, mark+string(r.Field)+"="+text)
	}
	for _, d := range st.Duplicates {
		words = append(words, d.Member.Username+"?"+string(d.Why))
	}
	return strings.Join(words, " ")
}

// TestJoinForm is what a cashier does with the form, key by key.
func TestJoinForm(t *testing.T) {
	for _, c := range []struct{ name, play, want, said, asked string }{
		{name: "it begins with the name", play: `<F3> <Ctrl+N>`, want: ">name="},
		{name: "what was searched is taken along", play: `<F3> "Åse Bæk" <Ctrl+N>`, want: ">name=Åse Bæk"},
		{name: "a number is the phone", play: `<F3> "20 30 40 50" <Ctrl+N>`, want: ">name= phone=20 30 40 50"},
		{name: "an address is the e-mail", play: `<F3> "ase@b.dk" <Ctrl+N>`, want: ">name= email=ase@b.dk"},
		{name: "Enter goes on", play: `<F3> <Ctrl+N> "Åse" <Enter> "20304050" <Enter>`, want: "name=Åse phone=20304050 >email="},
		{name: "Tab too, and the arrows", play: `<F3> <Ctrl+N> "Åse" <Tab> <Down> <Up> <Up>`, want: ">name=Åse"},
		{name: "a scan fills the card wherever one is", play: `<F3> <Ctrl+N> "Åse" card:10050`, want: ">name=Åse card=10050"},
		{name: "a card that is somebody's is not taken", play: `<F3> <Ctrl+N> card:10001`, want: ">name=", said: "error.card_is_of"},
		{name: "the space answers", play: `<F3> <Ctrl+N> <Down> <Down> <Down> <Down> " "`, want: "name= >consent=action.yes"},
		{name: "n is no", play: `<F3> <Ctrl+N> <Down> <Down> <Down> <Down> "jn"`, want: "name= >consent=action.no"},
		{name: "languages turn round", play: `<F3> <Ctrl+N> <Down> <Down> <Down> <Down> <Down> <Left>`, want: "name= >language=language.fr"},
		{name: "a near name is noticed", play: `<F3> <Ctrl+N> "karen hojgard" later`, want: ">name=karen hojgard karen?name"},
		{name: "the same phone is noticed", play: `<F3> <Ctrl+N> <Enter> "29778899" later`, want: "name= >phone=29778899 karen?phone"},
		{name: "but not before the fingers rest", play: `<F3> <Ctrl+N> <Enter> "29778899"`, want: "name= >phone=29778899"},
		{name: "and asked about before it is saved", play: `<F3> <Ctrl+N> "Ko" <Enter> "29778899" <Ctrl+S>`, want: "name=Ko >phone=29778899 karen?phone", asked: "join.twice.title"},
		{name: "no name", play: `<F3> <Ctrl+N> <Enter> "20304050" <Ctrl+S>`, want: ">name= phone=20304050", said: "error.bad_name"},
		{name: "no way to be found", play: `<F3> <Ctrl+N> "Åse" <Ctrl+S>`, want: ">name=Åse", said: "error.join_needs_reach"},
		{name: "a bad e-mail is shown", play: `<F3> <Ctrl+N> "Åse" <Down> <Down> "åse" <Down> <Ctrl+S>`, want: "name=Åse >email=åse", said: "error.bad_email"},
		{name: "a payment card leaves no figure", play: `<F3> <Ctrl+N> "4111111111111111" <Enter> "20304050" <Ctrl+S>`, want: "name= >phone=", said: "error.payment_card_refused"},
		{name: "goods mean nothing here", play: `<F3> <Ctrl+N> rg`, want: ">name=", said: "error.scan_no_use_here"},
		{name: "nobody is like this", play: `<F3> <Ctrl+N> <Ctrl+D>`, want: ">name=", said: "join.nobody_like"},
		{name: "a look elsewhere loses nothing", play: `<F3> <Ctrl+N> "Åse" <F2> <F3> <Ctrl+N>`, want: ">name=Åse"},
		{name: "giving up does", play: `<F3> <Ctrl+N> "Åse" <Escape> <Ctrl+N>`, want: ">name="},
	} {
		t.Run(c.name, func(t *testing.T) {
			x := newCounter(t).play(c.play)
			got := formed(x.form())
			if strings.TrimPrefix(c.want, "name= ") != strings.TrimPrefix(got, "name= ") {
				t.Errorf("it shows %q, want %q", got, c.want)
			}
			if x.said() != c.said || x.asked() != c.asked {
				t.Errorf("it says %q and asks %q, want %q and %q", x.said(), x.asked(), c.said, c.asked)
			}
		})
	}
}

// TestJoin is who the member is afterwards, and where one is.
func TestJoin(t *testing.T) {
	for _, c := range []struct{ name, play, want string }{
		{"by name and phone", `<F3> <Ctrl+N> "Åse Bæk" <Enter> "20 30 40 50" <Ctrl+S>`, "member: aase.baek Åse Bæk 20 30 40 50 []"},
		{"card first", `<F3> card:10050 [join] "Åse Bæk" <Ctrl+S>`, "member: aase.baek Åse Bæk  [10050]"},
		{"card last", `<F3> <Ctrl+N> "Åse Bæk" card:10050 <Ctrl+S>`, "member: aase.baek Åse Bæk  [10050]"},
		{"from the sale, and onto it", `rg card:10050 [join] "Åse Bæk" <Ctrl+S>`, "sale: rg 1000=10000, Åse Bæk, 10000"},
		{"a username of one's own", `<F3> <Ctrl+N> "Åse Bæk" <Enter> "20304050" <Enter> <Enter> <Enter> <Enter> <Enter> <Enter> "aab" <Enter>`, "member: aab Åse Bæk 20304050 []"},
		{"the next proposal", `<F3> <Ctrl+N> "Åse Bæk" <Enter> "20304050" later <Enter> <Enter> <Enter> <Enter> <Enter> <Enter> <Right> <Enter>`, "member: aaseb Åse Bæk 20304050 []"},
		{"all the same", `<F3> <Ctrl+N> "Ko" <Enter> "29778899" <Ctrl+S> [both]`, "member: ko Ko 29778899 []"},
		{"it is Karen", `<F3> <Ctrl+N> "Ko" <Enter> "29778899" <Ctrl+S> [open]`, "member: karen Karen Højgaard +4529778899 [10002]"},
		{"it is Karen, seen before", `<F3> <Ctrl+N> "karen højgård" later <Ctrl+D> [open 0]`, "member: karen Karen Højgaard +4529778899 [10002]"},
		{"invited", `<F3> <Ctrl+E> [ok 1] "Åse Bæk" <Enter> <Enter> "ase@b.dk" <Ctrl+S>`, "member: aase.baek Åse Bæk  [] invited invitation waits"},
		{"and joined later", `<F3> <Ctrl+E> [ok 1] "Åse" <Enter> <Enter> "ase@b.dk" <Ctrl+S> <Ctrl+N> "Åse Bæk" <Enter> <Enter> "ase@b.dk" card:10050 <Ctrl+S> [invited]`,
			"member: aase Åse Bæk  [10050] invitation waits"},
	} {
		t.Run(c.name, func(t *testing.T) {
			x := newCounter(t).play(c.play)
			if got := x.where(); got != c.want {
				t.Errorf("at %q, want %q; it says %q", got, c.want, x.said())
			}
		})
	}
}

// where is the place, and whom it shows.
func (c *counter) where() string {
	switch p := c.shell.State().Place; p {
	case screen.SalePlace:
		return "sale: " + told(c.sale())
	case screen.MemberPlace:
		m := c.look().Open
		if m == nil {
			return "member"
		}
		cards := []string{}
		for _, k := range m.Cards {
			if k.State == pos.Issued {
				cards = append(cards, k.Number)
			}
		}
		text := "member: " + strings.Join([]string{m.Member.Username, m.Member.Name, m.Member.Phone, "[" + strings.Join(cards, " ") + "]"}, " ")
		if m.Member.Status != pos.Active {
			text += " " + string(m.Member.Status)
		}
		for _, x := range m.Messages {
			text += " " + string(x.Kind) + " waits"
		}
		return text
	default:
		return string(p)
	}
}

// TestConsentIsShown: the words stand beside the question, in the member's
// language, and are kept with the yes.
func TestConsentIsShown(t *testing.T) {
	c := newCounter(t).play(`<F3> <Ctrl+N> "Zoé" <Enter> "0612345678" <Enter> <Enter> <Enter>`)
	c.send(screen.Rune{Rune: ' '})
	if st := c.form(); !strings.HasPrefix(st.Consent, "Ja tak, Ribe Te") {
		t.Errorf("the words are %q", st.Consent)
	}
	c.play(`<Down> <Left>`)
	if st := c.form(); !strings.HasPrefix(st.Consent, "Oui, Ribe Te") {
		t.Errorf("in French they are %q", st.Consent)
	}
	c.play(`<Ctrl+S>`)
	m := c.look().Open
	if m == nil || m.Member.ConsentAt != pos.At(c.now) || !strings.HasPrefix(m.Member.ConsentText, "Oui, Ribe Te") || m.Member.Language != "fr" {
		t.Errorf("%+v", m)
	}
	// Changing a name says nothing about the consent.
	c.now = c.now.AddDate(0, 0, 1)
	c.play(`<Ctrl+E> [ok 2] " B" <Ctrl+S>`)
	if now := c.look().Open.Member; now.Name != "Zoé B" || now.ConsentAt != m.Member.ConsentAt || c.said() != "join.changed" {
		t.Errorf("%+v, says %q", now, c.said())
	}
}

// TestMemberMore is what is done seldom, from the menu.
func TestMemberMore(t *testing.T) {
	for _, c := range []struct {
		name, play, want, said string
		check                  func(*counter) bool
	}{
		{name: "a photo", play: `[ok 3] [ok=soren.jpg]`, check: func(c *counter) bool { return string(c.look().Open.Photo) == "JFIF" }},
		{name: "a photo taken away", play: `[ok 3] [ok=soren.jpg] <Ctrl+E> [ok 3] [remove]`, check: func(c *counter) bool { return len(c.look().Open.Photo) == 0 }},
		{name: "a lost card", play: `[ok 4] [ok=10077]`, want: "member: soren Søren Åkjær +4520112233 [10077]", said: "member.replaced"},
		{name: "a lost card, the new one scanned", play: `[ok 4] card:10077`, want: "member: soren Søren Åkjær +4520112233 [10077]", said: "member.replaced"},
		{name: "a cashier moves no card", play: `[ok 5] [ok=karen] [ok 0] [cancel]`, want: "member: soren Søren Åkjær +4520112233 [10001]"},
		{name: "with a manager they do", play: `[ok 5] [ok=karen] [ok 0] [approve=2580]`, want: "member: karen Karen Højgaard +4529778899 [10002 10001]", said: "member.mended"},
		{name: "the right member by their card", play: `[ok 5] card:10002 [ok 0] [approve=2580]`, want: "member: karen Karen Højgaard +4529778899 [10002 10001]", said: "member.mended"},
		{name: "blocked", play: `[ok 6] [ok] [approve=2580]`, want: "member: soren Søren Åkjær +4520112233 [10001] blocked", said: "member.block.done"},
		{name: "let in again", play: `[ok 6] [ok] [approve=2580] <Ctrl+E> [ok 6] [ok] [approve=2580]`, want: "member: soren Søren Åkjær +4520112233 [10001]", said: "member.unblock.done"},
		{name: "merged", play: `[ok 7] [ok=karen] [ok] [approve=2580]`, want: "member: soren Søren Åkjær +4520112233 [10001 10002]", said: "member.merged.done"},
		{name: "merged with nobody", play: `[ok 7] [ok=zzzz]`, want: "member: soren Søren Åkjær +4520112233 [10001]"},
		{name: "exported", play: `[ok 8] [ok=/tmp/x.pdf] [approve=2580]`, said: "member.exported", check: func(c *counter) bool { return c.saved == "/tmp/x.pdf of Søren Åkjær" }},
		{name: "erased, but not by habit", play: `[ok 9] [ok=yes]`, want: "member: soren Søren Åkjær +4520112233 [10001]"},
		{name: "erased", play: `[ok 9] [ok=soren] [approve=2580]`, want: "member", said: "member.erased.done"},
	} {
		t.Run(c.name, func(t *testing.T) {
			x := newCounter(t).play(`<F3> card:10001 <Ctrl+E> ` + c.play)
			if c.want != "" && x.where() != c.want {
				t.Errorf("at %q, want %q", x.where(), c.want)
			}
			if x.said() != c.said {
				t.Errorf("it says %q, want %q", x.said(), c.said)
			}
			if c.check != nil && !c.check(x) {
				t.Errorf("not done: %+v", x.look().Open)
			}
		})
	}
}

// TestErasingLeavesTheWindowAlive: it is done beside the window, and says so until
// it is done.
func TestErasingLeavesTheWindowAlive(t *testing.T) {
	c := newCounter(t)
	var done []func()
	slow := screen.NewShell(screen.Options{
		Now: func() time.Time { return c.now }, Language: "da", Currency: pos.DKK, Zone: c.till.Zone(),
		Run: func(work func(context.Context) func()) { done = append(done, work(t.Context())) },
	})
	for _, p := range []screen.Place{screen.SalePlace, screen.MemberPlace} {
		slow.Add(p, c.shell.Screen(p))
	}
	people, err := c.till.People(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range people {
		if p.Role == pos.Manager {
			slow.SignIn(t.Context(), p)
		}
	}
	c.shell = slow
	slow.Start(t.Context(), screen.SalePlace)
	c.play(`<F3> card:10001 <Ctrl+E> [ok 9] [ok=soren]`)
	if st := c.look(); st.Erasing != 1 || st.Open != nil || c.said() != "member.erasing" || len(done) != 1 {
		t.Fatalf("%d are being erased, said %q", st.Erasing, c.said())
	}
	if c.play(`<F2>`); slow.State().Place != screen.SalePlace {
		t.Fatal("there is no way to the sale")
	}
	c.play(`<F3>`)
	done[0]()
	if st := c.look(); st.Erasing != 0 || c.said() != "member.erased.done" {
		t.Errorf("%d are being erased, said %q", st.Erasing, c.said())
	}
}

func TestOrganisationsOfTheShop(t *testing.T) {
	c := newCounter(t).play(`<F3> <Ctrl+E> [ok 2] [ok 0] [ok=Rådhuset] [ok=12345678] [approve=2580]`)
	list, err := c.till.Organisations(t.Context())
	if err != nil || len(list) != 1 || !list[0].Pooled || list[0].Number != "12345678" || c.said() != "organisation.saved" {
		t.Fatalf("%+v %v, says %q", list, err, c.said())
	}
	// Now the form has a row for it, and the member shares the pool.
	c.play(`<Ctrl+N> "Åse Bæk" <Enter> "20304050" <Down> <Down> <Down> <Down> <Down> <Down> "r" <Ctrl+S>`)
	if m := c.look().Open; m == nil || !m.Pooled || m.Organisation.Name != "Rådhuset" {
		t.Fatalf("%+v", m)
	}
	c.play(`<Escape> <Ctrl+E> [ok 2] [ok 1] [ok 2]`)
	if got := c.where(); got != "member: aase.baek Åse Bæk 20304050 []" {
		t.Errorf("at %q", got)
	}
	if s, err := c.till.MemberByUsername(t.Context(), "aase.baek"); err != nil || s.Holder != list[0].ID {
		t.Errorf("%+v %v", s, err)
	}
}
