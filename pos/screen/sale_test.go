package screen_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/screen/screentest"
)

// told is a sale in a line: its lines, member, total, what bonus may pay.
func told(st screen.SaleState) string {
	var parts []string
	for _, l := range st.Lines {
		text := fmt.Sprintf("%s %d=%d", l.SKU, l.Qty, l.Net)
		if l.Discount > 0 {
			text += fmt.Sprintf(" -%d", l.Discount)
		}
		parts = append(parts, text)
	}
	if st.Member != nil {
		parts = append(parts, st.Member.Name)
	}
	return strings.Join(append(parts, fmt.Sprint(st.Total)), ", ")
}

func TestSale(t *testing.T) {
	for _, c := range []struct{ name, play, want, said, asked string }{
		{name: "goods add up, the same twice is a line of two", play: `rg am am`, want: "rg 1000=10000, am 2000=4990, 14990"},
		{name: "a card first", play: `card:10001 rg`, want: "rg 1000=10000, Søren Åkjær, 10000"},
		{name: "a card between", play: `rg card:10001 am`, want: "rg 1000=10000, am 1000=2495, Søren Åkjær, 12495"},
		{name: "a card last gives its discount to the lines that are there", play: `rg am card:10002 [ok 0]`, asked: "",
			want: "rg 1000=9000 -1000, am 1000=2245 -250, Karen Højgaard, 11245"},
		{name: "three of the next", play: `"3*" rg`, want: "rg 3000=30000, 30000"},
		{name: "something weighed", play: `"1,275*" ost`, want: "ost 1275=24098, 24098"},
		{name: "quantity and a typed number", play: `"2*5701234001027" <Enter>`, want: "am 2000=4990, 4990"},
		{name: "quantity of the last line", play: `rg "4*" <Enter>`, want: "rg 4000=40000, 40000"},
		{name: "nonsense is no quantity", play: `rg "x*"`, want: "rg 1000=10000, 10000", said: "error.bad_quantity"},
		{name: "a typed card number", play: `rg "10001" <Enter>`, want: "rg 1000=10000, Søren Åkjær, 10000"},
		{name: "leading zeros of a card are padding", play: `"0010001" <Enter>`, want: "Søren Åkjær, 0"},
		{name: "a typed SKU", play: `"ost" <Enter>`, want: "ost 1000=18900, 18900"},
		{name: "a name with one hit", play: `"rødg" <Enter>`, want: "rg 1000=10000, 10000"},
		{name: "a name with two hits asks", play: `"ribe" <Enter>`, want: "0", asked: "sale.hits.title"},
		{name: "and the second is taken", play: `"ribe" <Enter> [ok 1]`, want: "te2 1000=4900, 4900"},
		{name: "a member by name", play: `rg "karen" <Enter> [ok 0]`, want: "rg 1000=9000 -1000, Karen Højgaard, 9000"},
		{name: "nobody and nothing", play: `rg "xyzzy" <Enter>`, want: "rg 1000=10000, 10000", said: "error.nothing_found"},
		{name: "a payment card's number, typed, is forgotten", play: `rg "4111 1111 1111 1111" <Enter> <Enter>`, want: "rg 1000=10000, 10000", said: "error.payment_card_refused"},
		{name: "an unknown scan leaves the sale", play: `rg none`, want: "rg 1000=10000, 10000", said: "error.unknown_barcode"},
		{name: "an unknown card leaves the sale", play: `rg card:99999`, want: "rg 1000=10000, 10000", asked: "join.card.title"},
		{name: "a blocked card", play: `rg card:10003`, want: "rg 1000=10000, 10000", said: "error.card_blocked"},
		{name: "a number with two meanings asks", play: `"10002" <Enter>`, want: "0", asked: "sale.which.title"},
		{name: "it is the card", play: `rg card:10002 [ok 0]`, want: "rg 1000=9000 -1000, Karen Højgaard, 9000"},
		{name: "it is the goods", play: `rg card:10002 [ok 1]`, want: "rg 1000=10000, 10002 1000=2500, 12500"},
		{name: "neither", play: `rg card:10002 [cancel]`, want: "rg 1000=10000, 10000"},
		{name: "void last", play: `rg am <Ctrl+Z>`, want: "rg 1000=10000, 10000"},
		{name: "void nothing", play: `<Ctrl+Z>`, want: "0", said: "error.empty_sale"},
		{name: "void the chosen one", play: `rg am <Up> <Up> <Delete>`, want: "am 1000=2495, 2495"},
		{name: "discount typed before the sign", play: `rg "10%"`, want: "rg 1000=9000 -1000, 9000"},
		{name: "discount asked for", play: `rg "%" [ok=12,5]`, want: "rg 1000=8750 -1250, 8750"},
		{name: "no discount above all", play: `rg "%" [ok=101]`, want: "rg 1000=10000, 10000", asked: "sale.discount.title"},
		{name: "a cashier's discount ends at 20 %", play: `rg "%" [ok=50]`, want: "rg 1000=10000, 10000", asked: "manager.pin"},
		{name: "a manager approves more", play: `rg "50%" [approve=2580]`, want: "rg 1000=5000 -5000, 5000"},
		{name: "a wrong PIN does not", play: `rg "50%" [approve=0000]`, want: "rg 1000=10000, 10000", asked: "manager.pin"},
		{name: "the larger discount counts", play: `card:10002 [ok 0] rg "5%"`, want: "rg 1000=9000 -1000, Karen Højgaard, 9000"},
		{name: "a member taken off", play: `rg card:10001 <Ctrl+M>`, want: "rg 1000=10000, 10000"},
		{name: "the next member replaces", play: `rg card:10001 card:10002 [ok 0]`, want: "rg 1000=9000 -1000, Karen Højgaard, 9000"},
		{name: "Escape clears what is typed first", play: `rg "xx" <Escape>`, want: "rg 1000=10000, 10000"},
		{name: "then asks before it voids", play: `rg <Escape>`, want: "rg 1000=10000, 10000", asked: "sale.void.title"},
		{name: "and keeps", play: `rg <Escape> [cancel]`, want: "rg 1000=10000, 10000"},
		{name: "or voids", play: `rg <Escape> [void]`, want: "0", said: "sale.voided"},
		{name: "nothing to pay", play: `"+"`, want: "0", said: "error.empty_sale"},
		{name: "suspended", play: `rg <F11>`, want: "0", said: "sale.put_aside"},
		{name: "and resumed", play: `rg card:10001 <F11> am <F11> <F11> [ok 0]`, want: "rg 1000=10000, Søren Åkjær, 10000"},
		{name: "the only one comes at once", play: `rg <F11> <F11>`, want: "rg 1000=10000, 10000"},
		{name: "none to resume", play: `<F11>`, want: "0", said: "sale.none_suspended"},
		{name: "drawer wants a reason", play: `<Ctrl+D>`, want: "0", asked: "drawer.title"},
		{name: "return of a receipt by its code", play: `code:1-000001`, want: "0"},
	} {
		t.Run(c.name, func(t *testing.T) {
			x := newCounter(t).play(c.play)
			if got := told(x.sale()); got != c.want {
				t.Errorf("the sale is %q, want %q", got, c.want)
			}
			if got := x.said(); got != c.said {
				t.Errorf("it says %q, want %q", got, c.said)
			}
			if got := x.asked(); got != c.asked {
				t.Errorf("it asks %q, want %q", got, c.asked)
			}
			if q := x.shell.State().Question; q != nil && c.said == "" && strings.Contains(c.play, "=101") && q.Wrong.Key != "error.bad_rate" {
				t.Errorf("the question says %q", q.Wrong.Key)
			}
		})
	}
}

// What was refused stands to be mended, and what comes next takes its place: figures
// would be glued to it, and the sign for payment would be part of it.
func TestARefusedEntryIsReplaced(t *testing.T) {
	for name, c := range map[string]struct{ typed, then, want, said string }{
		"what is no number and no name": {`"2+" <Enter>`, "", "2+", "error.nothing_found"},
		"a number that is not known":    {`"5709999999993" <Enter>`, "", "5709999999993", "error.unknown_barcode"},
		"no quantity":                   {`"x*"`, "", "x", "error.bad_quantity"},
		"no discount":                   {`"x%"`, "", "x", "error.bad_rate"},
		"goods that are scanned then":   {`"2+" <Enter>`, "am", "", ""},
		"payment then":                  {`"2+" <Enter>`, `"+" <Escape>`, "", ""},
		"a letter that mends it":        {`"2+" <Enter>`, `"3"`, "2+3", "error.nothing_found"},
	} {
		x := newCounter(t).play("rg")
		before := x.sale().Marked
		x.play(c.typed)
		if x.sale().Marked == before {
			t.Errorf("%s: the next key does not replace it", name)
		}
		x.play(c.then)
		if st := x.sale(); st.Entry != c.want || x.said() != c.said {
			t.Errorf("%s: %q stands in the field, it says %q", name, st.Entry, x.said())
		}
	}
	x := newCounter(t).play(`"2+" <Enter> "3" am`)
	if st := x.sale(); st.Entry != "2+3" {
		t.Errorf("a scan takes what was mended meanwhile: %q", st.Entry)
	}
}

func TestScannedReceiptOpensTheReturn(t *testing.T) {
	c := newCounter(t).play(`code:1-000001`)
	if c.shell.State().Place != screen.RefundPlace {
		t.Errorf("at %q", c.shell.State().Place)
	}
}

func TestDrawerOpensForAReasonOnly(t *testing.T) {
	c := newCounter(t).play(`<Ctrl+D> [cancel]`)
	if c.kicks != 0 {
		t.Error("opened without a reason")
	}
	if c.play(`<Ctrl+D> [ok 1]`); c.kicks != 0 || c.asked() != "manager.pin" {
		t.Errorf("a cashier alone: opened %d times, asks %q", c.kicks, c.asked())
	}
	if c.play(`[approve=0000] [cancel]`); c.kicks != 0 {
		t.Error("opened by a wrong PIN")
	}
	if c.play(`<Ctrl+D> [ok 1] [approve=2580]`); c.kicks != 1 {
		t.Error("not opened though a manager stands by it")
	}
}

func TestLastReceiptPrintsAgain(t *testing.T) {
	c := newCounter(t).play(`<Ctrl+P>`)
	jobs, err := c.till.Jobs(t.Context())
	if err != nil || len(jobs) != 1 || c.woken != 1 || c.said() != "sale.reprinted" {
		t.Errorf("%d papers, woken %d, says %q, %v", len(jobs), c.woken, c.said(), err)
	}
}

// TestScanAge: a scan that waited too long acts on a screen its cashier no
// longer sees.
func TestScanAge(t *testing.T) {
	for _, k := range []struct {
		age  time.Duration
		want string
	}{{hardware.MaxAge, "rg 1000=10000, 10000"}, {hardware.MaxAge + time.Millisecond, "0"}} {
		c := newCounter(t)
		c.send(screen.Scanned{Scan: hardware.Scan{Kind: hardware.KindProduct, Value: screentest.Codes["rg"], At: c.now.Add(-k.age)}})
		if got := told(c.sale()); got != k.want {
			t.Errorf("after %v: %q", k.age, got)
		}
	}
}

// TestNoScanVanishes: each is taken or refused, with a sound and, where it was
// refused, a sentence.
func TestNoScanVanishes(t *testing.T) {
	for _, k := range []struct {
		name, play, said string
		scan             hardware.Scan
		place            screen.Place
	}{
		{"behind a question", `rg <Escape>`, "error.scan_behind_question", hardware.Scan{Kind: hardware.KindProduct, Value: screentest.Codes["am"]}, screen.SalePlace},
		{"a bank card", ``, "error.payment_card_refused", hardware.Scan{Kind: hardware.KindPaymentCard}, screen.SalePlace},
		{"a cut one", ``, "error.scan_again", hardware.Scan{Kind: hardware.KindGarbage}, screen.SalePlace},
		{"in payment", `rg "+"`, "error.scan_no_use_here", hardware.Scan{Kind: hardware.KindProduct, Value: screentest.Codes["am"]}, screen.PaymentPlace},
		{"goods at the look-up", `<F3>`, "error.scan_no_use_here", hardware.Scan{Kind: hardware.KindProduct, Value: screentest.Codes["am"]}, screen.MemberPlace},
		{"while locked", `<F12>`, "error.scan_locked", hardware.Scan{Kind: hardware.KindClubCard, Value: "10001"}, screen.LockPlace},
	} {
		t.Run(k.name, func(t *testing.T) {
			c := newCounter(t).play(k.play)
			before, flash := told(c.sale()), c.shell.State().Flash
			c.sounds = nil
			c.scan(k.scan)
			if c.said() != k.said || len(c.sounds) != 1 || c.sounds[0] != screen.RefusedSound || c.shell.State().Flash != flash+1 {
				t.Errorf("says %q, sounds %v", c.said(), c.sounds)
			}
			if told(c.sale()) != before || c.shell.State().Place != k.place {
				t.Errorf("it did something: %q at %q", told(c.sale()), c.shell.State().Place)
			}
		})
	}
	c := newCounter(t)
	c.sounds = nil
	if c.play(`rg`); len(c.sounds) != 1 || c.sounds[0] != screen.GoodSound {
		t.Errorf("a good scan sounds %v", c.sounds)
	}
}

// TestCutScanLeavesNoFigures: what a keyboard-like reader typed before it was
// known for a scan is no number of the cashier's.
func TestCutScanLeavesNoFigures(t *testing.T) {
	c := newCounter(t).play(`rg "57"`)
	c.scan(hardware.Scan{Kind: hardware.KindGarbage, Reason: hardware.WhyCut})
	if st := c.sale(); st.Entry != "" || told(st) != "rg 1000=10000, 10000" || c.said() != "error.scan_again" {
		t.Errorf("%q stands there, %q, says %q", st.Entry, told(st), c.said())
	}
}

// TestCardIsTypedOrScanned: the journal tells the two apart.
func TestCardIsTypedOrScanned(t *testing.T) {
	c := newCounter(t).play(`rg "10001" <Enter>`)
	if m := c.sale().Member; m == nil || !m.Typed {
		t.Error("typed, and not known as typed")
	}
	c.play(`card:10001`)
	if m := c.sale().Member; m == nil || m.Typed {
		t.Error("scanned, and taken for typed")
	}
}

// TestMemberPanel is what the cashier can tell the customer.
func TestMemberPanel(t *testing.T) {
	c := newCounter(t)
	c.now = c.now.AddDate(0, 35, 10) // lots live three years
	c.play(`rg card:10001`)
	st := c.sale()
	m := st.Member
	if m == nil || m.Points != 8950 || m.Worth != 89_50 || m.Earns != 500 || m.Tier != pos.FirstTier || m.Card != "10001" {
		t.Fatalf("%+v", m)
	}
	if m.Expires != 8950 || m.ExpiresAt == 0 {
		t.Errorf("expires soon: %d at %d", m.Expires, m.ExpiresAt)
	}
	if st.BonusMax != 30_00 || !st.Kroner {
		t.Errorf("bonus can pay up to %d", st.BonusMax)
	}
}

// TestSaleLeftByACrash is offered when the till starts again.
func TestSaleLeftByACrash(t *testing.T) {
	c := newCounter(t).play(`rg am card:10001`)
	c.till.Close() // what was to be saved is saved
	again := c.again()
	if again.asked() != "sale.left.title" {
		t.Fatalf("it asks %q", again.asked())
	}
	again.play(`[resume]`)
	if got := told(again.sale()); got != "rg 1000=10000, am 1000=2495, Søren Åkjær, 12495" {
		t.Errorf("the sale is %q", got)
	}
}

// again is the window started anew on the same shop.
func (c *counter) again() *counter {
	n := &counter{t: c.t, till: c.till, store: c.store, now: c.now}
	n.shell = screen.NewShell(screen.Options{Now: func() time.Time { return n.now }, Currency: pos.DKK, Zone: c.till.Zone()})
	n.shell.Add(screen.SalePlace, screen.NewSale(c.till, n))
	n.shell.SignIn(c.t.Context(), pos.System)
	n.shell.Start(c.t.Context(), screen.SalePlace)
	return n
}

// TestEveryKeyOfTheTableIsThere: Help tells no key that does nothing.
func TestEveryKeyOfTheTableIsThere(t *testing.T) {
	for place, k := range map[screen.Place]struct {
		table []screen.KeyUse
		play  string
	}{
		screen.SalePlace:    {screen.SaleKeys, `rg`},
		screen.PaymentPlace: {screen.PaymentKeys, `rg card:10001 "+"`},
		screen.MemberPlace:  {screen.MemberKeys, `<F3> card:10001`},
		screen.JoinPlace:    {screen.JoinKeys, `<F3> <Ctrl+N> "Åse" <Down> <Down> <Down> <Down>`},
	} {
		for _, use := range k.table {
			for _, key := range []screen.KeyName{use.Key, use.Also} {
				if key == "" {
					continue
				}
				c := newCounter(t).play(k.play)
				if c.shell.State().Place != place {
					t.Fatalf("%q leads to %q", k.play, c.shell.State().Place)
				}
				var used bool
				if len([]rune(string(key))) == 1 {
					used = c.send(screen.Rune{Rune: []rune(string(key))[0]})
				} else {
					used = c.send(screen.Key{Name: key})
				}
				if !used {
					t.Errorf("%s: %s does nothing", place, key)
				}
			}
		}
	}
}

// Whatever is refused has its cause in the log, and nothing of what was read
// or typed.
func TestTheLogHearsCauses(t *testing.T) {
	c := newCounter(t).play(`none "9876543210987" <Enter> <Escape> "4111111111111111" <Enter> <F3> <Ctrl+N> <Enter> "20304050" <Ctrl+S>`)
	c.scan(hardware.Scan{Kind: hardware.KindPaymentCard, Source: hardware.SerialMSR, Reason: hardware.WhyPaymentTrack})
	c.scan(hardware.Scan{Kind: hardware.KindGarbage, Source: hardware.SerialBarcode, Reason: hardware.WhyNoText})
	want := []string{
		"refused: unknown_barcode", "refused: unknown_barcode", "refused: payment_card_refused", "refused: bad_name",
		"scan refused: payment_card_refused serial_msr payment_track", "scan refused: scan_again serial_barcode no_text",
	}
	if !slices.Equal(c.logged, want) {
		t.Errorf("the log says %q, want %q", c.logged, want)
	}
}
