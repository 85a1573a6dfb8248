package screen_test

import (
	"testing"

	"bonuskasse/pos/screen"
	"bonuskasse/pos/screen/reports"
	"bonuskasse/pos/till"
)

// TestAlarms: a manager sees them on Reports, reads why, and settles them with
// a reason; nobody else sees them.
func TestAlarms(t *testing.T) {
	s := newTestShop(t)
	s.Shell.Add(screen.AlarmsPlace, screen.NewAlarms(s.Till))
	for range 4 {
		s.Sell("10001", till.Payment{BankCard: till.Exact}, map[string]int64{"te": 1000})
	}
	state := func() screen.AlarmsState {
		t.Helper()
		return s.Shell.Screen(screen.AlarmsPlace).State().(screen.AlarmsState)
	}
	day := func() reports.State {
		t.Helper()
		return s.Shell.Screen(screen.ReportsPlace).State().(reports.State)
	}
	s.SignIn("Inga")
	s.Show(screen.ReportsPlace)
	if r := day(); r.Watches || r.Alarms != 0 {
		t.Errorf("a cashier is told of %d alarms", r.Alarms)
	}
	s.Send(screen.Rune{Rune: 'a'})
	if s.Said() != "error.not_allowed" || s.Shell.State().Place != screen.ReportsPlace {
		t.Errorf("a cashier comes to %s, said %q", s.Shell.State().Place, s.Said())
	}
	s.SignIn("Bo")
	if r := day(); !r.Watches || r.Alarms != 1 {
		t.Fatalf("a manager is told of %d alarms", r.Alarms)
	}
	s.Send(screen.Rune{Rune: 'a'})
	rows := state().Rows
	if len(rows) != 1 || rows[0].Kind.Key != "alarm.kind.card_in_a_day" {
		t.Fatalf("%+v", rows)
	}
	w := rows[0].Why
	if w.Key != "alarm.why.card_in_a_day" || w.Args[0] != "Søren Åkjær" || w.Args[1] != "Inga" || w.Args[2] != int64(4) {
		t.Errorf("why: %+v", w)
	}
	s.Keys(screen.KeyEnter)
	s.Answer("settle", -1, "")
	if q := s.Shell.State().Question; q == nil || q.Wrong.Key != "error.no_reason" {
		t.Errorf("without a reason: %+v", q)
	}
	s.Answer("settle", -1, "A party bought one by one")
	if len(state().Rows) != 0 || s.Said() != "alarms.settled" {
		t.Errorf("%d alarms, said %q", len(state().Rows), s.Said())
	}
	// Whoever signs in on this screen next sees none of them.
	s.Sell("10001", till.Payment{BankCard: till.Exact}, map[string]int64{"te": 1000})
	s.SignIn("Inga")
	if len(state().Rows) != 0 {
		t.Error("a cashier sees alarms")
	}
}

// TestAnAlarmAboutOneself is settled by somebody else, and that is what is said.
func TestAnAlarmAboutOneself(t *testing.T) {
	s := newTestShop(t)
	s.Shell.Add(screen.AlarmsPlace, screen.NewAlarms(s.Till))
	m, err := s.Till.MemberByUsername(t.Context(), "soren")
	must(t, err)
	for range 30 {
		_, err := s.Till.GiveCoupon(t.Context(), 50, m.Member.ID, till.By(s.People["Bo"]))
		must(t, err)
	}
	s.Show(screen.AlarmsPlace)
	settled := func() string {
		t.Helper()
		s.Keys(screen.KeyEnter)
		s.Answer("settle", -1, "for the race")
		q := s.Shell.State().Question
		if q == nil {
			return ""
		}
		return q.Wrong.Key
	}
	if wrong := settled(); wrong != "error.alarm_of_oneself" {
		t.Errorf("Bo is told %q of an alarm about Bo", wrong)
	}
}
