// Package screentest is a shop for the tests of screens: a real till over a real
// store, a frame, and the people who press its keys.
//
//	s := screentest.New(t)
//	s.Shell.Add(screen.ReportsPlace, reports.New(s.Till, s.Desk))
//	s.SignIn("Bo")
//	s.Sell("10001", till.Payment{Cash: till.Exact}, map[string]int64{"te": 2000})
//	s.Show(screen.ReportsPlace)
//	s.Runes("z")
//	s.Answer("uncounted", -1, "")
//	if s.Said() != "reports.z.printing" { ... }
package screentest

import (
	"context"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"testing"
	"time"

	"bonuskasse/assets"
	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/paper"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/till"
	"bonuskasse/store"
)

// PIN is everybody's.
const PIN = "2580"

// Shop is a real till over a real store, with a frame around the screens that a
// test adds, and driven by events.
type Shop struct {
	T     *testing.T
	Store *Flaky
	Till  *till.Till
	Shell *screen.Shell
	// Now is the shop's time; reading it moves it on.
	Now time.Time
	// The people, by name: Bo is a manager and Inga a cashier.
	People map[string]pos.Person
	Desk   *Desk
	later  []func() // the timers that run
}

// Desk stands for the drivers. It counts what it was asked for.
type Desk struct {
	Woken, Kicked, Tested int
	Applied               []till.Devices
	State                 hardware.State
	Result                hardware.Result
	Err                   error
}

func (d *Desk) Wake()                      { d.Woken++ }
func (d *Desk) Kick(context.Context) error { d.Kicked++; return d.Err }
func (d *Desk) Printer() hardware.State    { return d.State }
func (d *Desk) Readers() []screen.Reader   { return nil }
func (d *Desk) Ports() []string            { return []string{"/dev/serial/by-id/usb-scanner"} }
func (d *Desk) Apply(devices till.Devices) { d.Applied = append(d.Applied, devices) }
func (d *Desk) TestPrint(context.Context) (hardware.Result, error) {
	d.Tested++
	return d.Result, d.Err
}

// New is a shop with four kinds of goods and one member, Søren with card 10001. It
// has no screens yet, and nobody is signed in.
func New(t *testing.T) *Shop {
	t.Helper()
	full, err := stocked()
	Must(t, err)
	dir := t.TempDir()
	Must(t, os.CopyFS(dir, full.files))
	s := &Shop{T: t, Now: full.now, People: maps.Clone(full.people), Desk: &Desk{Result: hardware.Confirmed}}
	ctx, random := t.Context(), rand.NewChaCha8([32]byte{4})
	st, err := store.Open(ctx, dir, store.Options{Random: random, Now: s.Clock})
	Must(t, err)
	t.Cleanup(func() { st.Close() })
	s.Store = &Flaky{Store: st}
	s.Till, err = till.New(ctx, s.Store, till.Options{Now: s.Clock, Random: random, Papers: paper.Papers{}, PaymentCard: PaymentCard})
	Must(t, err)
	t.Cleanup(s.Till.Close)
	s.Shell = screen.NewShell(screen.Options{
		Now: s.Clock, Language: "da", Theme: "light", Currency: pos.DKK, Zone: s.Till.Zone(),
		After: func(_ time.Duration, f func()) { s.later = append(s.later, f) },
	})
	return s
}

// Must ends the test where there is an error.
func Must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// Clock goes on by a millisecond each time it is read, as real ones do.
func (s *Shop) Clock() time.Time {
	s.Now = s.Now.Add(time.Millisecond)
	return s.Now
}

// SignIn makes somebody the one who is on, by the name in People.
func (s *Shop) SignIn(name string) { s.Shell.SignIn(s.T.Context(), s.People[name]) }

// Sell sells goods by SKU, in thousandths, and gives the receipt's number.
func (s *Shop) Sell(card string, pay till.Payment, goods map[string]int64) string {
	s.T.Helper()
	ctx := s.T.Context()
	d, err := s.Till.NewSale(ctx, s.People["Inga"])
	Must(s.T, err)
	skus := make([]string, 0, len(goods))
	for sku := range goods {
		skus = append(skus, sku)
	}
	slices.Sort(skus)
	for _, sku := range skus {
		Must(s.T, s.Till.AddBarcode(ctx, &d, sku, goods[sku]))
	}
	if card != "" {
		_, err = s.Till.AttachCard(ctx, &d, card, false)
		Must(s.T, err)
	}
	s.Now = s.Now.Add(time.Minute)
	done, err := s.Till.Complete(ctx, d, pay)
	Must(s.T, err)
	return done.Sale.Receipt
}

// Show shows a place, as if it was come to from nowhere.
func (s *Shop) Show(p screen.Place) { s.Shell.Start(s.T.Context(), p) }

// Send gives an event to the frame, and tells whether something took it.
func (s *Shop) Send(e screen.Event) bool { return s.Shell.Handle(s.T.Context(), e) }

// Reads is a scan by any reader, and tells whether something took it.
func (s *Shop) Reads(kind hardware.Kind, value string) bool {
	return s.Send(screen.Scanned{Scan: hardware.Scan{Kind: kind, Value: value, At: s.Now}})
}

// Play does a line of words, see Hand. Timers fire only at its word "later".
func (s *Shop) Play(line string) {
	s.T.Helper()
	(&Hand{T: s.T, Shell: s.Shell, Now: &s.Now, Later: &s.later}).Play(line)
}

// Keys presses keys that are no characters.
func (s *Shop) Keys(names ...screen.KeyName) {
	for _, k := range names {
		s.Send(screen.Key{Name: k})
	}
}

// Typed says what stands in the home field.
func (s *Shop) Typed(text string) { s.Send(screen.Typed{Text: text}) }

// Runes presses characters.
func (s *Shop) Runes(text string) {
	for _, r := range text {
		s.Send(screen.Rune{Rune: r})
	}
}

// Press presses a key, or a character that is named by its capital.
func (s *Shop) Press(k screen.KeyName) bool {
	if r := []rune(string(k)); len(r) == 1 {
		return s.Send(screen.Rune{Rune: r[0]})
	}
	return s.Send(screen.Key{Name: k})
}

// TryKeys presses every key that a screen tells of, each after prepare: it must do
// something, and have words in each language. Page Up and Page Down are the view's:
// it knows how long a page is. What is asked then is not answered.
func (s *Shop) TryKeys(keys []screen.KeyUse, prepare func(u screen.KeyUse)) {
	s.T.Helper()
	for _, u := range keys {
		for _, lang := range assets.Languages() {
			if !assets.Has(lang, u.Word) {
				s.T.Errorf("%s has no words for %s", lang, u.Word)
			}
		}
		for _, k := range []screen.KeyName{u.Key, u.Also} {
			if k == "" || k == screen.KeyPageUp || k == screen.KeyPageDown {
				continue
			}
			prepare(u)
			if !s.Press(k) {
				s.T.Errorf("%s: key %s does nothing", s.Shell.State().Place, k)
			}
			for s.Asked() != "" {
				s.Answer(screen.Cancel, -1, "")
			}
		}
	}
}

// Answer does something with the question on top: row is the chosen one, -1 none,
// and text what stands in its field.
func (s *Shop) Answer(do string, row int, text string) {
	s.T.Helper()
	if s.Shell.State().Question == nil {
		s.T.Fatalf("nothing is asked, so %q is no answer", do)
	}
	s.Send(screen.Answered{Reply: screen.Reply{Do: do, Row: row, Text: text}})
}

// Asked is the key of the question on top, or "".
func (s *Shop) Asked() string {
	if q := s.Shell.State().Question; q != nil {
		return q.Title.Key
	}
	return ""
}

// Said is the key of the notice.
func (s *Shop) Said() string { return s.Shell.State().Notice.Text.Key }

// Clerk hires Yrsa: the shop gives 50 points for a review from now on, once a
// manager approves, and has two members more, karen and bo, who is the manager.
func (s *Shop) Clerk() {
	s.T.Helper()
	ctx, boss := s.T.Context(), till.By(pos.System)
	_, err := s.Till.SetProgram(ctx, map[string]string{"review_points": "50", "approve_reviews": "true"}, boss)
	Must(s.T, err)
	s.People["Yrsa"], err = s.Till.SetPerson(ctx, pos.Person{Name: "Yrsa", Role: pos.Clerk, Active: true}, PIN, boss)
	Must(s.T, err)
	for username, name := range map[string]string{"karen": "Karen Højgaard", "bo": "Bo Krogh"} {
		_, err := s.Till.AddMember(ctx, till.NewMember{Username: username, Name: name}, boss)
		Must(s.T, err)
	}
	bo := s.People["Bo"]
	bo.Member = s.Member("bo")
	s.People["Bo"], err = s.Till.SetPerson(ctx, bo, "", boss)
	Must(s.T, err)
}

// Member is a member by username.
func (s *Shop) Member(username string) pos.ID {
	s.T.Helper()
	m, err := s.Till.MemberByUsername(s.T.Context(), username)
	Must(s.T, err)
	return m.Member.ID
}

// Browsed is the list of a place.
func (s *Shop) Browsed(p screen.Place) screen.BrowseState {
	s.T.Helper()
	return s.Shell.Screen(p).State().(screen.BrowseState)
}
