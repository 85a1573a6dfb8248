package screen_test

import (
	"testing"

	"bonuskasse/pos/screen"
	"bonuskasse/pos/till"
)

// TestAlarms: a manager sees them on Reports, reads why, and settles them with
// a reason; nobody else sees them.
func TestAlarms(t *testing.T) {
	s := newTestShop(t)
	s.shell.Add(screen.AlarmsPlace, screen.NewAlarms(s.till))
	for range 4 {
		s.sell("10001", till.Payment{BankCard: till.Exact}, map[string]int64{"te": 1000})
	}
	state := func() screen.AlarmsState {
		t.Helper()
		return s.shell.Screen(screen.AlarmsPlace).State().(screen.AlarmsState)
	}
	reports := func() screen.ReportsState {
		t.Helper()
		return s.shell.Screen(screen.ReportsPlace).State().(screen.ReportsState)
	}
	s.signIn("Inga")
	s.show(screen.ReportsPlace)
	if r := reports(); r.Watches || r.Alarms != 0 {
		t.Errorf("a cashier is told of %d alarms", r.Alarms)
	}
	s.send(screen.Rune{Rune: 'a'})
	if s.said() != "error.not_allowed" || s.shell.State().Place != screen.ReportsPlace {
		t.Errorf("a cashier comes to %s, said %q", s.shell.State().Place, s.said())
	}
	s.signIn("Bo")
	if r := reports(); !r.Watches || r.Alarms != 1 {
		t.Fatalf("a manager is told of %d alarms", r.Alarms)
	}
	s.send(screen.Rune{Rune: 'a'})
	rows := state().Rows
	if len(rows) != 1 || rows[0].Kind.Key != "alarm.kind.card_in_a_day" {
		t.Fatalf("%+v", rows)
	}
	w := rows[0].Why
	if w.Key != "alarm.why.card_in_a_day" || w.Args[0] != "Søren Åkjær" || w.Args[1] != "Inga" || w.Args[2] != int64(4) {
		t.Errorf("why: %+v", w)
	}
	s.keys(screen.KeyEnter)
	s.answer("settle", -1, "")
	if q := s.shell.State().Question; q == nil || q.Wrong.Key != "error.no_reason" {
		t.Errorf("without a reason: %+v", q)
	}
	s.answer("settle", -1, "A party bought one by one")
	if len(state().Rows) != 0 || s.said() != "alarms.settled" {
		t.Errorf("%d alarms, said %q", len(state().Rows), s.said())
	}
	// Whoever signs in on this screen next sees none of them.
	s.sell("10001", till.Payment{BankCard: till.Exact}, map[string]int64{"te": 1000})
	s.signIn("Inga")
	if len(state().Rows) != 0 {
		t.Error("a cashier sees alarms")
	}
}

// TestAnAlarmAboutOneself is settled by somebody else, and that is what is said.
func TestAnAlarmAboutOneself(t *testing.T) {
	s := newTestShop(t)
	s.shell.Add(screen.AlarmsPlace, screen.NewAlarms(s.till))
	m, err := s.till.MemberByUsername(t.Context(), "soren")
	must(t, err)
	for range 30 {
		_, err := s.till.GiveCoupon(t.Context(), 50, m.Member.ID, till.By(s.people["Bo"]))
		must(t, err)
	}
	s.show(screen.AlarmsPlace)
	settled := func() string {
		t.Helper()
		s.keys(screen.KeyEnter)
		s.answer("settle", -1, "for the race")
		q := s.shell.State().Question
		if q == nil {
			return ""
		}
		return q.Wrong.Key
	}
	if wrong := settled(); wrong != "error.alarm_of_oneself" {
		t.Errorf("Bo is told %q of an alarm about Bo", wrong)
	}
}
