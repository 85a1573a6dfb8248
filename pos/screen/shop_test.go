package screen_test

import (
	"testing"

	"bonuskasse/pos/screen"
	"bonuskasse/pos/screen/reports"
	"bonuskasse/pos/screen/screentest"
)

var must = screentest.Must

// testShop is a shop with reports, and settings that do nothing.
type testShop struct{ *screentest.Shop }

func newTestShop(t *testing.T) *testShop {
	t.Helper()
	s := &testShop{screentest.New(t)}
	s.Shell.Add(screen.ReportsPlace, reports.New(s.Till, s.Desk))
	s.Shell.Add(screen.SettingsPlace, nowhere{})
	s.SignIn("Bo")
	return s
}
