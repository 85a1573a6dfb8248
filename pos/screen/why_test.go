package screen_test

import (
	"strings"
	"testing"

	"bonuskasse/pos/screen"
)

// TestWhyIsAsked on the member and on the payment, by one key: it opens a sheet
// that says where the numbers there come from, and Escape leads back.
func TestWhyIsAsked(t *testing.T) {
	for _, c := range []struct {
		name, play string
		says       []string
		place      screen.Place
		said       string
	}{
		{name: "a member", play: `<F3> card:10001 <Ctrl+W>`, says: []string{"Bonus nu", "Hvad der er sket"}, place: screen.MemberPlace},
		{name: "a payment", play: `card:10001 rg <End> <Ctrl+W>`, says: []string{"Alle varer", "Kunne bruges"}, place: screen.PaymentPlace},
		{name: "a payment of bonus", play: `card:10001 rg <End> "3" <Ctrl+W>`, says: []string{"Det ville blive taget fra"}, place: screen.PaymentPlace},
		{name: "a guest's payment", play: `rg <End> <Ctrl+W>`, place: screen.PaymentPlace, said: "error.no_member"},
		{name: "no member", play: `<F3> <Ctrl+W>`, place: screen.MemberPlace},
	} {
		x := newCounter(t).play(c.play)
		text := ""
		if q := x.shell.State().Question; q != nil && q.Paper != nil {
			text = q.Paper.Text(64)
			x.play(`[cancel]`)
		}
		if len(c.says) == 0 && text != "" {
			t.Errorf("%s: it tells %s", c.name, text)
		}
		for _, want := range c.says {
			if !strings.Contains(text, want) {
				t.Errorf("%s: no %q in %q", c.name, want, text)
			}
		}
		if st := x.shell.State(); st.Place != c.place || st.Question != nil || x.said() != c.said {
			t.Errorf("%s: it is at %s, asks %v, says %q", c.name, st.Place, st.Question, x.said())
		}
	}
}
