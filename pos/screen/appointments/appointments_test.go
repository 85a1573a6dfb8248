package appointments_test

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/ledger"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/screen/appointments"
	"bonuskasse/pos/screen/screentest"
	"bonuskasse/pos/table"
	"bonuskasse/pos/till"
)

var must = screentest.Must

// salon is a shop with two services, a clerk, and three members, the first of them
// with 8950 points.
type salon struct{ *screentest.Shop }

func newSalon(t *testing.T) *salon {
	t.Helper()
	s := &salon{screentest.New(t)}
	s.Shell.Add(screen.SalePlace, screen.NewSale(s.Till, s.Desk))
	s.Shell.Add(screen.MemberPlace, screen.NewMembers(s.Till, nil))
	s.Shell.Add(screen.AppointmentsPlace, appointments.New(s.Till, calendars{screentest.SomeFolders}))
	forty, none, boss := int64(40), int64(0), till.By(pos.System)
	must(t, s.Till.SetProducts(t.Context(), []pos.Product{
		{SKU: "cut", Name: "Klipning", Price: 250_00, VATBp: 2500, Kind: pos.Service, Earns: true, FixedPoints: &forty},
		{SKU: "talk", Name: "Samtale", Price: 250_00, VATBp: 2500, Kind: pos.Service, Earns: true, FixedPoints: &none},
	}, boss))
	for _, m := range []till.NewMember{
		{Username: "karen", Name: "Karen Højgaard", Card: "10002"}, {Username: "liam", Name: "Liam O’Brien", Email: "liam@example.ie"},
	} {
		_, err := s.Till.AddMember(t.Context(), m, boss)
		must(t, err)
	}
	yrsa, err := s.Till.SetPerson(t.Context(), pos.Person{Name: "Yrsa", Role: pos.Clerk, Active: true}, screentest.PIN, boss)
	must(t, err)
	s.People[yrsa.Name] = yrsa
	boss.Reason = "Velkomst"
	_, err = s.Till.Adjust(t.Context(), s.Member("soren"), 8950, boss)
	must(t, err)
	s.SignIn("Inga")
	s.Show(screen.SalePlace)
	return s
}

func (s *salon) state() appointments.State {
	return s.Shell.Screen(screen.AppointmentsPlace).State().(appointments.State)
}

// calendars stands for the files of another program.
type calendars struct{ screentest.Folders }

func (calendars) Calendar(path string, _ *time.Location) ([]till.CalendarRow, []table.BadRow, error) {
	rows := []till.CalendarRow{
		{Line: 2, UID: "a", Username: "karen", Service: "cut", Ends: "2026-11-26 10:30"},
		{Line: 3, UID: "b", Emails: []string{"liam@example.ie"}, Service: "KLIPNING", Ends: "2026-11-26 11:30"},
	}
	if strings.HasSuffix(path, "bad.ics") {
		rows = append(rows, till.CalendarRow{Line: 5, UID: "c", Username: "karen", Service: "cut", Ends: "2062-11-26 10:30"})
		return rows, []table.BadRow{{Line: 4, Code: table.CellCount}}, nil
	}
	return rows, nil, nil
}

func (c *salon) member() screen.MemberState {
	return c.Shell.Screen(screen.MemberPlace).State().(screen.MemberState)
}

// booked is the list as a person reads it: what, whose, when, and what became of it.
func (c *salon) booked() string {
	st, words := c.state(), []string{}
	for i, x := range st.Rows {
		mark := ""
		if i == st.Chosen {
			mark = ">"
		}
		words = append(words, mark+x.SKU+" "+x.Username+" "+x.EndsAt.Time(c.Till.Zone()).Format("2.1 15:04")+" "+string(x.State))
	}
	return strings.Join(words, ", ")
}

// TestAppointments is what a person does with them, key by key. It is 13:00 in
// the shop.
func TestAppointments(t *testing.T) {
	const book = `<F3> card:10001 <Ctrl+A> <Ctrl+N> [ok 0] `
	for _, c := range []struct{ name, who, play, want, said, asked string }{
		{name: "none yet", play: `<F3> <Ctrl+A>`, want: ""},
		{name: "booked for the open member", play: book + `[ok=14:30]`, want: ">cut soren 24.11 14:30 booked", said: "appointments.booked"},
		{name: "only services that give points are offered", play: book, asked: "name"},
		{name: "booked from the day's list, for who is named", play: `<F3> <Ctrl+A> <Ctrl+N> [ok=karen] [ok 0] [ok=25.11 9]`, want: ">cut karen 25.11 09:00 booked", said: "appointments.booked"},
		{name: "or whose card is scanned", play: `<F3> <Ctrl+A> <Ctrl+N> card:10002 [ok 0] [ok=25.11 9]`, want: ">cut karen 25.11 09:00 booked", said: "appointments.booked"},
		{name: "no moment", play: book + `[ok=i morgen]`, asked: "name!error.appointment_moment"},
		{name: "a year that is a slip of the hand", play: book + `[ok=24.11.2062 14:30]`, asked: "name!error.appointment_far"},
		{name: "long ago", play: book + `[ok=24.9.2026 14:30]`, asked: "name!error.appointment_far"},
		{name: "moved, and the award with it", play: book + `[ok=14:30] <Enter> [ok=26.11 10:00]`, want: ">cut soren 26.11 10:00 booked", said: "appointments.moved"},
		{name: "cancelled", play: book + `[ok=14:30] <Ctrl+D> [ok]`, want: ">cut soren 24.11 14:30 cancelled", said: "appointments.cancel.done"},
		{name: "missed", play: book + `[ok=14:30] <Ctrl+K> [ok]`, want: ">cut soren 24.11 14:30 missed", said: "appointments.missed.done"},
		{name: "not by habit", play: book + `[ok=14:30] <Ctrl+K> [cancel]`, want: ">cut soren 24.11 14:30 booked", said: "appointments.booked"},
		{name: "what has ended stays so", play: book + `[ok=14:30] <Ctrl+K> [ok] <Ctrl+T>`, want: ">cut soren 24.11 14:30 missed", said: "error.appointment_ended"},
		{name: "nobody misses one that is to come", play: book + `[ok=25.11 0:30] <Ctrl+K>`, want: ">cut soren 25.11 00:30 booked", said: "error.appointment_ahead"},
		{name: "nothing is chosen", play: `<F3> <Ctrl+A> <Ctrl+K>`, said: "appointments.choose_first"},
		{name: "one member's alone", play: book + `[ok=14:30] <Escape> "karen" <Enter>`, want: ""},
		{name: "and everybody's again", play: book + `[ok=14:30] <Escape> card:10002 <Escape>`, want: ">cut soren 24.11 14:30 booked"},
		{name: "nobody", play: `<F3> <Ctrl+A> "zzz" <Enter>`, said: "error.unknown_member"},
		{name: "a calendar", who: "Yrsa", play: `<F3> <Ctrl+A> <Ctrl+E> [ok=/kalender/uge.ics]`, want: ">cut karen 26.11 10:30 booked, cut liam 26.11 11:30 booked", said: "appointment.taken"},
		{name: "the same once more", who: "Yrsa", play: `<F3> <Ctrl+A> <Ctrl+E> [ok=/kalender/uge.ics] <Ctrl+E> [ok=/kalender/uge.ics]`, want: ">cut karen 26.11 10:30 booked, cut liam 26.11 11:30 booked", said: "appointment.taken"},
		{name: "with bad lines", who: "Yrsa", play: `<F3> <Ctrl+A> <Ctrl+E> [ok=/kalender/bad.ics]`, want: ">cut karen 26.11 10:30 booked, cut liam 26.11 11:30 booked", asked: "appointments.import.bad"},
		{name: "a cashier asks a manager", play: `<F3> <Ctrl+A> <Ctrl+E> [ok=/kalender/uge.ics]`, asked: "manager.pin", said: "appointments.import.reading"},
		{name: "who stands by it", play: `<F3> <Ctrl+A> <Ctrl+E> [ok=/kalender/uge.ics] [approve=2580]`, want: ">cut karen 26.11 10:30 booked, cut liam 26.11 11:30 booked", said: "appointment.taken"},
	} {
		t.Run(c.name, func(t *testing.T) {
			x := newSalon(t)
			if c.who != "" {
				x.SignIn(c.who)
			}
			x.Play(c.play)
			asked := x.Asked()
			if q := x.Shell.State().Question; q != nil && !q.Wrong.IsZero() {
				asked += "!" + q.Wrong.Key
			}
			if x.booked() != c.want || x.Said() != c.said || asked != c.asked {
				t.Errorf("%q, it says %q and asks %q; want %q, %q, %q", x.booked(), x.Said(), asked, c.want, c.said, c.asked)
			}
		})
	}
}

// TestPointsOfAnAppointmentWaitAndCome: pending on the member, and theirs the
// programme's three hours after the end.
func TestPointsOfAnAppointmentWaitAndCome(t *testing.T) {
	c := newSalon(t)
	c.Play(`<F3> card:10001 <Ctrl+A> <Ctrl+N> [ok 0] [ok=14:30] <Ctrl+M>`)
	m := c.member().Open
	if c.Shell.State().Place != screen.MemberPlace || m.Points != 8950 || len(m.Pending) != 1 || m.Pending[0].Points != 40 {
		t.Fatalf("at %q: %+v", c.Shell.State().Place, m)
	}
	due := time.Date(2026, 11, 24, 17, 30, 0, 0, c.Till.Zone())
	if m.Pending[0].DueAt != ledger.Millis(due.UnixMilli()) {
		t.Errorf("they come at %s", pos.Millis(m.Pending[0].DueAt).Time(c.Till.Zone()))
	}
	c.Now = due
	if _, err := c.Till.Tick(t.Context(), c.Now); err != nil {
		t.Fatal(err)
	}
	c.Play(`<F2> <F3> <Ctrl+A>`)
	if m := c.member().Open; m.Points != 8990 || len(m.Pending) != 0 {
		t.Errorf("%d points, %d wait", m.Points, len(m.Pending))
	}
	if got := c.booked(); got != ">cut soren 24.11 14:30 awarded" {
		t.Errorf("the list is %q", got)
	}
}

func TestGoodsMeanNothingAmongAppointments(t *testing.T) {
	c := newSalon(t)
	c.Play(`<F3> <Ctrl+A>`)
	if c.Send(screen.Scanned{Scan: hardware.Scan{Kind: hardware.KindProduct, Value: screentest.Codes["rg"], At: c.Now}}) {
		t.Error("they were taken")
	}
}

// A coupon or a gift card that is scanned here is told where it is of use.
func TestASlipIsNoCard(t *testing.T) {
	s := newSalon(t)
	made, err := s.Till.MakeCoupons(t.Context(), till.NewCoupons{Points: 50, Count: 1}, till.By(pos.System))
	must(t, err)
	code, err := pos.NewGiftCardCode(rand.NewChaCha8([32]byte{3}))
	must(t, err)
	s.Play(`<F3> <Ctrl+A>`)
	if s.Reads(hardware.KindCoupon, till.FirstCouponPrefix+made.Codes[0]); s.Said() != "error.scan_coupon_elsewhere" {
		t.Errorf("a coupon: %q", s.Said())
	}
	s.Send(screen.Scanned{Scan: hardware.Scan{Kind: hardware.KindUnknown, Text: pos.GiftCardText(code), At: s.Now}})
	if s.Said() != "error.scan_gift_card_elsewhere" {
		t.Errorf("a gift card: %q", s.Said())
	}
}

// A name that nobody has stands to be mended, and the next takes its place.
func TestARefusedSearchIsReplaced(t *testing.T) {
	c := newSalon(t)
	c.Play(`<F3> <Ctrl+A> "nobody"`)
	before := c.state().Marked
	c.Play(`<Enter>`)
	if st := c.state(); c.Shell.State().Place != screen.AppointmentsPlace || st.Entry != "nobody" || st.Marked == before {
		t.Errorf("at %s, %q is marked %d times", c.Shell.State().Place, st.Entry, st.Marked-before)
	}
}

// TestToldKeysDoSomething presses what Help tells.
func TestToldKeysDoSomething(t *testing.T) {
	s := newSalon(t)
	s.TryKeys(appointments.Keys, func(screen.KeyUse) { s.Play(`<F3> <Ctrl+A>`) })
}
