package screen_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"bonuskasse/assets"
	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/screen/words"
	"bonuskasse/pos/till"
)

// lends is a head office that has nothing to lend, and names who keeps it.
type lends struct {
	keepers []till.Keeper
	err     error
}

func (l *lends) Borrow(context.Context, pos.ID, int64) (int64, []till.Keeper, error) {
	return 0, l.keepers, l.err
}
func (l *lends) LetGo(pos.ID) {}

func (l *lends) CardNumbers(context.Context, int64) error { return nil }

// apart makes the counter's till one of a chain, by rules, that has 1000 of the
// 8950 points of Søren.
func apart(t *testing.T, rules map[string]string) *counter {
	t.Helper()
	c := newCounter(t)
	ctx := t.Context()
	rules["cap_bp"] = "10000"
	_, err := c.till.SetProgram(ctx, rules, till.By(pos.System))
	must(t, err)
	must(t, c.store.Join(ctx, []byte(`{}`), &journalpb.ChainJoined{Chain: []byte("0123456789abcdef")}))
	_, s, err := c.till.MemberByCard(ctx, "10001")
	must(t, err)
	_, _, err = c.store.Release(ctx, []chain.Recall{{Account: s.Holder, Points: 7950}}, nil)
	must(t, err)
	return c
}

// TestWhyBonusPaysNoMore: the payment says what may be spent now, and why not more.
func TestWhyBonusPaysNoMore(t *testing.T) {
	dark, lit := till.Keeper{Name: "Kasse 3", Points: 5000}, till.Keeper{Name: "Kasse 4", Points: 2950, Online: true}
	for _, c := range []struct {
		name  string
		lends lends
		want  string // key
		says  string // in English
	}{
		{"without a line", lends{err: errors.New("no route")}, "payment.kept.no_line", "No line: 1,000 points of 8,950 points can be used here."},
		{"with a keeper that has none", lends{keepers: []till.Keeper{lit, dark}}, "payment.kept.dark", "The rights to 7,950 points are with Kasse 3, which has no line."},
		{"with one that does not let go", lends{keepers: []till.Keeper{lit}}, "payment.kept.busy", "still with Kasse 4"},
		{"and nobody has them", lends{}, "payment.kept.nobody", "The last 7,950 points"},
	} {
		t.Run(c.name, func(t *testing.T) {
			x := apart(t, map[string]string{})
			x.lends = c.lends
			x.play(`rg am card:10001 "+"`)
			st := x.pay()
			if text := words.Say("en", "DKK", nil, st.Kept); st.Kept.Key != c.want || !strings.Contains(strings.ReplaceAll(text, "\u00a0", " "), c.says) {
				t.Errorf("%s: %q", st.Kept.Key, text)
			}
			if st.MaxPts != 1000 || st.OverrideMax != 0 {
				t.Errorf("bonus pays %d points, %d with a manager", st.MaxPts, st.OverrideMax)
			}
			x.play(`"3"`)
			x.send(screen.Typed{Text: "20"})
			x.play(`<Enter>`)
			if text := words.Say("en", "DKK", nil, x.shell.State().Notice.Text); x.said() != c.want || !strings.Contains(strings.ReplaceAll(text, "\u00a0", " "), c.says) {
				t.Errorf("of more: %s, %q", x.said(), text)
			}
			for _, lang := range assets.Languages() {
				if !assets.Has(lang, st.Kept.Key) {
					t.Errorf("%s has no %s", lang, st.Kept.Key)
				}
			}
		})
	}
}

// TestAManagerLetsBonusPayMore: above what the till may spend alone a manager says
// why, after having read what it can cost, and shows the PIN.
func TestAManagerLetsBonusPayMore(t *testing.T) {
	x := apart(t, map[string]string{"floor_override_points": "4000", "earn_when_redeeming": "false"})
	x.lends.err = errors.New("no route")
	x.play(`rg am card:10001 "+" "3"`)
	if st := x.pay(); paying(st) != "due 12495 [bonus 10]" && paying(st) != "due 12495 [bonus 10,00]" || st.OverrideMax != 50_00 {
		t.Fatalf("%s, with a manager %d", paying(st), st.OverrideMax)
	}
	for _, typed := range []string{"50,01", "124"} {
		x.send(screen.Typed{Text: typed})
		x.play(`<Enter>`)
		text := strings.ReplaceAll(words.Say("en", "DKK", nil, x.shell.State().Notice.Text), "\u00a0", " ")
		if x.asked() != "" || !strings.Contains(text, "1,000 points of 8,950 points can be used here") || !strings.Contains(text, "With a manager’s PIN up to DKK 50.00") {
			t.Fatalf("%s, above what a manager may let: %q, asked %q", typed, text, x.asked())
		}
	}
	x.send(screen.Typed{Text: "45"})
	x.play(`<Enter>`)
	q := x.shell.State().Question
	if q == nil || q.Title.Key != "payment.override.title" {
		t.Fatalf("asked %q, said %q", x.asked(), x.said())
	}
	if text := words.Say("da", "DKK", nil, q.Text); !strings.Contains(text, "40,00") || !strings.Contains(text, "35,00") {
		t.Errorf("the manager reads %q", text)
	}
	x.play(`[override=]`)
	if q := x.shell.State().Question; q == nil || q.Wrong.Key != "error.no_reason" {
		t.Fatalf("without a reason: %+v", q)
	}
	x.play(`[override=kender-ham]`)
	if x.asked() != "manager.pin" {
		t.Fatalf("asked %q", x.asked())
	}
	x.play(`[approve=1111]`)
	if q := x.shell.State().Question; q == nil || q.Wrong.Key != "error.wrong_pin" {
		t.Fatalf("a wrong PIN: %+v", q)
	}
	x.play(`[cancel]`)
	if got := paying(x.pay()); got != "due 12495 [bonus 45]" {
		t.Fatalf("given up it is %s", got)
	}
	x.play(`<Enter> [override=kender-ham] [approve=2580]`)
	if got := paying(x.pay()); got != "due 7995 bonus 4500" {
		t.Fatalf("let, it is %s; said %q", got, x.said())
	}
	x.play(`"2" <Enter>`)
	if got := paying(x.pay()); got != "thanks: paid 7995 change 0 earned 0 used 4500 balance 4450" {
		t.Fatalf("%s; said %q", got, x.said())
	}
	err := x.store.View(t.Context(), func(r till.Reader) error {
		b, err := r.BeyondRights()
		if (b != till.BeyondRights{Overridden: 3500}) {
			t.Errorf("the journal has %+v", b)
		}
		return err
	})
	must(t, err)
	// In the same offline period 500 more are left.
	x.play(`<Enter> rg card:10001 "+" "3"`)
	if st := x.pay(); st.OverrideMax != 5_00 {
		t.Errorf("the next sale may have %d", st.OverrideMax)
	}
}

// TestLossInMoney: beside the floor limits stands what they can cost.
func TestLossInMoney(t *testing.T) {
	limit := func(n int64) *int64 { return &n }
	for _, c := range []struct {
		name     string
		tills    int64
		a        int64
		c        *int64
		override int64
		want     []string // in Danish
	}{
		{"nothing", 3, 0, nil, 0, []string{"kan intet gå tabt"}},
		{"a cap of nothing", 3, 5000, limit(0), 0, []string{"kan intet gå tabt"}},
		{"per member", 3, 5000, nil, 0, []string{"3 kasser", "150,00", "hvert medlems", "ingen grænse"}},
		{"capped", 3, 5000, limit(20000), 0, []string{"3 kasser", "600,00", "150,00"}},
		{"with a manager", 2, 5000, limit(20000), 10000, []string{"400,00", "100,00", "200,00"}},
		{"alone", 0, 5000, limit(20000), 0, []string{"én kasse", "200,00", "er alene"}},
	} {
		var p till.Program
		p.Points, p.PointsWorth, p.FloorLimitPoints, p.FloorCapPoints, p.FloorOverridePoints = 1, 1, c.a, c.c, c.override
		text := strings.ReplaceAll(words.Say("da", "DKK", nil, screen.LossOf(p, c.tills).Text()), "\u00a0", " ")
		for _, want := range c.want {
			if !strings.Contains(text, want) {
				t.Errorf("%s: %q has no %q", c.name, text, want)
			}
		}
	}
}
