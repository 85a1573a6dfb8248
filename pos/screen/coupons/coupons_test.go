package coupons_test

import (
	"errors"
	"testing"

	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/screen/coupons"
	"bonuskasse/pos/screen/screentest"
	"bonuskasse/pos/till"
)

// A batch that was made, and a card that was scanned, leave a search that the next key
// replaces, and no word of the one before.
func TestSearchThatNobodyTypedIsReplaced(t *testing.T) {
	s, _ := newTestShop(t)
	before := s.state().Marked
	s.Keys("Ctrl+A")
	s.Answer("ok", -1, "3")
	s.Answer("ok", -1, "50")
	s.Answer("receipts", -1, "")
	if st := s.state(); st.Entry != "#1" || st.Marked == before {
		t.Fatalf("%q, marked %d times", st.Entry, st.Marked-before)
	}
	s.Typed("#9")
	s.Keys(screen.KeyEnter)
	before = s.state().Marked
	s.Reads(hardware.KindClubCard, "10001")
	if st := s.state(); st.Entry != "10001" || st.Marked == before || s.Said() != "" {
		t.Errorf("%q, marked %d times, said %q", st.Entry, st.Marked-before, s.Said())
	}
}

// What can be done is told of the chosen coupon before it is open.
func TestWhatCanBeDoneToTheChosenCoupon(t *testing.T) {
	s, _ := newTestShop(t)
	codes := s.codes(3).Codes
	_, err := s.Till.RegisterCoupon(t.Context(), codes[0], s.Member("soren"), till.CouponTyped, till.By(pos.System))
	must(t, err)
	boss := till.By(pos.System)
	boss.Reason = "wet"
	_, err = s.Till.VoidCoupon(t.Context(), codes[1], boss)
	must(t, err)
	want := map[string]coupons.Allowed{
		codes[0]: {Print: true}, // its sheet, again
		codes[1]: {Print: true},
		codes[2]: {Register: true, Print: true, Void: true},
	}
	s.Send(screen.Tap{Do: "state", At: 0})
	for i := range codes {
		st := s.state()
		code := st.Rows[st.Chosen].Code
		if st.Open != nil || st.Chosen != i || st.Can() != want[code] {
			t.Errorf("chosen %d: %+v, want %+v", i, st.Can(), want[code])
		}
		s.Keys(screen.KeyEnter)
		if st := s.state(); st.Open == nil || st.Can() != want[code] {
			t.Errorf("open %d: %+v, want %+v", i, st.Can(), want[code])
		}
		s.Keys(screen.KeyEscape, screen.KeyDown)
	}
}

// One coupon by keys alone: points, no end, onto receipt paper.
func TestMakeOneCoupon(t *testing.T) {
	s, _ := newTestShop(t)
	s.Keys("Ctrl+N")
	s.Answer("ok", -1, "none")
	if q := s.Shell.State().Question; q == nil || q.Wrong.Key != "error.bad_points" {
		t.Fatalf("%+v", q)
	}
	s.Answer("ok", -1, "75")
	s.Answer("receipts", -1, "tomorrow")
	if q := s.Shell.State().Question; q == nil || q.Wrong.Key != "error.bad_date" {
		t.Fatalf("%+v", q)
	}
	s.Answer("receipts", -1, "2026-12-31")
	st := s.state()
	if st.Open == nil || st.Open.Points != 75 || st.Open.Prints != 1 || s.Said() != "coupons.made" || s.Desk.Woken != 1 {
		t.Errorf("%+v, said %q, printer woken %d times", st.Open, s.Said(), s.Desk.Woken)
	}
	jobs, err := s.Till.Jobs(t.Context())
	if err != nil || len(jobs) != 1 {
		t.Errorf("%d papers wait (%v)", len(jobs), err)
	}
	// A second paper says that it is one.
	s.Keys("Ctrl+P")
	if s.Said() != "coupons.printing_copy" || s.state().Open.Prints != 2 {
		t.Errorf("said %q, printed %d times", s.Said(), s.state().Open.Prints)
	}
}

// A batch onto sheets; a cashier's needs a manager.
func TestMakeABatch(t *testing.T) {
	s, kept := newTestShop(t)
	s.SignIn("Inga")
	s.Keys("Ctrl+A")
	s.Answer("ok", -1, "10001")
	if q := s.Shell.State().Question; q == nil || q.Wrong.Key != "error.too_many" {
		t.Fatalf("%+v", q)
	}
	s.Answer("ok", -1, "30")
	s.Answer("ok", -1, "20")
	s.Answer("sheets", -1, "")
	if s.Asked() != "manager.pin" {
		t.Fatalf("asked %q", s.Asked())
	}
	s.Answer("approve", -1, screentest.PIN)
	st := s.state()
	if len(st.Rows) != 30 || st.Entry != "#1" || len(kept.p.Coupons) != 30 || s.Said() != "coupons.made.sheets" {
		t.Errorf("%d rows for %q, %d on the sheets, said %q", len(st.Rows), st.Entry, len(kept.p.Coupons), s.Said())
	}
}

// TestCouponsGivenUp: Escape while the sheets are drawn leaves no coupon.
func TestCouponsGivenUp(t *testing.T) {
	s, kept := newTestShop(t)
	begin := func() {
		s.Keys("Ctrl+A")
		s.Answer("ok", -1, "30")
		s.Answer("ok", -1, "20")
		s.Answer("sheets", -1, "")
	}
	kept.stop = func() {
		if b := s.state().Busy; b == nil || b.Of != 3 {
			t.Errorf("it does not say how far it is: %+v", b)
		}
		s.Keys("Ctrl+N") // there is only giving up
		s.Keys(screen.KeyEscape)
	}
	begin()
	if st := s.state(); s.Said() != "coupons.given_up" || st.Busy != nil || len(st.Rows) != 0 || s.Asked() != "" || kept.kept != 0 {
		t.Fatalf("said %q, asked %q, %+v", s.Said(), s.Asked(), st)
	}
	kept.stop, kept.err = nil, errors.New("no space left")
	begin()
	if s.Said() != "error.sheets_not_written" || len(s.state().Rows) != 0 {
		t.Errorf("said %q, %d coupons", s.Said(), len(s.state().Rows))
	}
	kept.err = nil
	begin()
	if s.Said() != "coupons.made.sheets" || len(s.state().Rows) != 30 || kept.name != "coupons-1" || kept.kept != 1 {
		t.Errorf("said %q, %d coupons, %+v", s.Said(), len(s.state().Rows), kept)
	}
}

// TestSheetsAgainFromTheList: a sheet by one of its coupons, and those behind
// it; a used coupon leads to its sheet alone; a clerk asks a manager.
func TestSheetsAgainFromTheList(t *testing.T) {
	s, kept := newTestShop(t)
	made := s.codes(30)
	s.SignIn("Inga")
	s.Show(screen.CouponsPlace)
	s.Reads(hardware.KindCoupon, made.Paper.Coupons[0].QR)
	s.Keys("Ctrl+P")
	q := s.Shell.State().Question
	if q == nil || q.Title.Key != "coupons.print.title" || len(q.Rows) != 4 || q.Rows[2].Head.Key != "coupons.print.rest" {
		t.Fatalf("%+v", q)
	}
	s.Answer("ok", 2, "") // the printer stopped after the first sheet
	if s.Asked() != "manager.pin" || kept.kept != 0 {
		t.Fatalf("asked %q", s.Asked())
	}
	s.Answer("approve", -1, screentest.PIN)
	if s.Said() != "coupons.print.done" || len(kept.p.Coupons) != 18 || kept.p.Coupons[0].Sheet != 2 || !kept.p.Coupons[0].Copy || kept.name != "coupons-1-2-3" {
		t.Errorf("said %q, %d on the sheets, %s", s.Said(), len(kept.p.Coupons), kept.name)
	}
	m, err := s.Till.MemberByUsername(t.Context(), "soren")
	must(t, err)
	_, err = s.Till.RegisterCoupon(t.Context(), made.Codes[29], m.Member.ID, till.CouponTyped, till.By(pos.System))
	must(t, err)
	s.SignIn("Bo")
	s.Show(screen.CouponsPlace)
	s.Typed(made.Codes[29])
	s.Keys(screen.KeyEnter, "Ctrl+P")
	if q = s.Shell.State().Question; q == nil || q.Rows[0].Off.IsZero() || q.Start != 1 || len(q.Rows) != 3 {
		t.Fatalf("%+v", q)
	}
	s.Answer("ok", 1, "")
	if len(kept.p.Coupons) != 5 || len(s.state().Rows) == 0 || s.state().Open.Prints != 2 {
		t.Errorf("%d on the sheet, %+v", len(kept.p.Coupons), s.state().Open)
	}
}

// TestCashierPrintsACouponAgain: only with a manager, who is in the journal.
func TestCashierPrintsACouponAgain(t *testing.T) {
	s, _ := newTestShop(t)
	made := s.codes(1)
	s.SignIn("Inga")
	s.Show(screen.CouponsPlace)
	s.Reads(hardware.KindCoupon, made.Paper.Coupons[0].QR)
	s.Keys("Ctrl+P")
	if s.Asked() != "manager.pin" || s.state().Open.Prints != 1 {
		t.Fatalf("asked %q, printed %d times", s.Asked(), s.state().Open.Prints)
	}
	s.Answer("approve", -1, screentest.PIN)
	if s.Said() != "coupons.printing_copy" || s.state().Open.Prints != 2 {
		t.Errorf("said %q, printed %d times", s.Said(), s.state().Open.Prints)
	}
}

// A scanned coupon opens; a card that is scanned then has it counted. The
// second try says where and when.
func TestRegisterByScans(t *testing.T) {
	s, _ := newTestShop(t)
	made := s.codes(1)
	if !s.Reads(hardware.KindCoupon, made.Paper.Coupons[0].QR) || s.state().Open == nil || s.state().Open.Code != made.Codes[0] {
		t.Fatalf("the scan opens %+v", s.state().Open)
	}
	s.Reads(hardware.KindClubCard, "10001")
	if s.Asked() != "coupons.register.title" {
		t.Fatalf("asked %q", s.Asked())
	}
	s.Answer("ok", -1, "")
	d := s.state().Open
	if s.held("soren") != 50 || d.State != pos.RegisteredCoupon || d.Member.Username != "soren" || d.By != "Bo" {
		t.Errorf("soren has %d, %+v", s.held("soren"), d)
	}
	s.Keys("Ctrl+R")
	n := s.Shell.State().Notice.Text
	if n.Key != "error.coupon_used" || len(n.Args) != 4 || n.Args[2] != screen.Plain("2") || s.Asked() != "" {
		t.Errorf("said %+v, asked %q", n, s.Asked())
	}
}

// TestTheNextCodeHasRoom: a code that was registered leaves the field, a refused one
// stays, to be mended; other searches stay.
func TestTheNextCodeHasRoom(t *testing.T) {
	s, _ := newTestShop(t)
	made := s.codes(2)
	register := func() {
		t.Helper()
		s.Keys("Ctrl+R")
		s.Answer("ok", -1, "soren")
		if s.Said() != "coupons.registered" {
			t.Fatalf("said %q", s.Said())
		}
	}
	s.Typed(pos.GroupCouponCode(made.Codes[0]))
	s.Keys(screen.KeyEnter)
	register()
	if st := s.state(); st.Entry != "" || st.Open == nil || st.Open.Code != made.Codes[0] {
		t.Errorf("%q stands in the field, open is %+v", st.Entry, st.Open)
	}
	marked := s.state().Marked
	s.Typed(made.Codes[0])
	s.Keys(screen.KeyEnter, "Ctrl+R")
	if st := s.state(); s.Said() != "error.coupon_used" || st.Entry != made.Codes[0] || st.Marked == marked {
		t.Errorf("said %q, %q stands in the field", s.Said(), st.Entry)
	}
	s.Typed("#1")
	s.Keys(screen.KeyEnter)
	s.Send(screen.Picked{At: 1})
	if s.state().Open.State == pos.RegisteredCoupon {
		s.Send(screen.Picked{At: 0})
	}
	register()
	if st := s.state(); st.Entry != "#1" || len(st.Rows) != 2 {
		t.Errorf("%q stands in the field, %d rows", st.Entry, len(st.Rows))
	}
}

func TestVoidACoupon(t *testing.T) {
	s, _ := newTestShop(t)
	made := s.codes(1)
	s.Typed(made.Codes[0])
	s.Keys(screen.KeyEnter, "Ctrl+D")
	s.Answer("void", -1, "")
	if q := s.Shell.State().Question; q == nil || q.Wrong.Key != "error.no_reason" {
		t.Fatalf("%+v", q)
	}
	s.Answer("void", -1, "printed twice")
	if d := s.state().Open; d.State != pos.VoidCoupon || d.Reason != "printed twice" || d.By != "Bo" {
		t.Errorf("%+v", d)
	}
	s.Keys("Ctrl+D")
	if q := s.Shell.State().Question; q != nil {
		t.Errorf("what cannot be voided is asked about: %+v", q)
	}
}

// Enter opens the row that was walked to, and lists anew what was typed since.
func TestEnterKeepsTheChosenCoupon(t *testing.T) {
	s, _ := newTestShop(t)
	s.codes(3)
	s.Typed("=50")
	s.Keys(screen.KeyEnter, screen.KeyDown, screen.KeyDown)
	third := s.state().Rows[2].Code
	s.Keys(screen.KeyEnter)
	if st := s.state(); st.Chosen != 2 || st.Open == nil || st.Open.Code != third {
		t.Errorf("row %d is chosen", st.Chosen)
	}
	s.Typed("=51")
	s.Keys(screen.KeyEnter)
	if st := s.state(); len(st.Rows) != 0 {
		t.Errorf("%d rows of 51 points", len(st.Rows))
	}
}

// Points and a username make and register one in one step.
func TestGiveInOneStep(t *testing.T) {
	s, _ := newTestShop(t)
	s.Keys("Ctrl+K")
	s.Answer("ok", -1, "25")
	s.Answer("ok", -1, "nobody")
	if q := s.Shell.State().Question; q == nil || q.Wrong.Key != "error.unknown_member" {
		t.Fatalf("%+v", q)
	}
	s.Answer("ok", -1, "soren")
	if d := s.state().Open; s.held("soren") != 25 || d == nil || d.Way != till.CouponGiven {
		t.Errorf("soren has %d, %+v", s.held("soren"), d)
	}
}
