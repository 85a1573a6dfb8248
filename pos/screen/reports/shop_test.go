package reports_test

import (
	"testing"

	"bonuskasse/pos/screen"
	"bonuskasse/pos/screen/reports"
	"bonuskasse/pos/screen/returns"
	"bonuskasse/pos/screen/screentest"
)

const testPIN = screentest.PIN

var must = screentest.Must

// testShop is a shop with reports, and the returns that they lead to.
type testShop struct{ *screentest.Shop }

func newTestShop(t *testing.T) *testShop {
	t.Helper()
	s := &testShop{screentest.New(t)}
	s.Shell.Add(screen.ReportsPlace, reports.New(s.Till, s.Desk))
	s.Shell.Add(screen.RefundPlace, returns.New(s.Till, s.Desk))
	s.SignIn("Bo")
	return s
}

func (s *testShop) state() reports.State {
	return s.Shell.Screen(screen.ReportsPlace).State().(reports.State)
}
