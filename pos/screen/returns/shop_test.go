package returns_test

import (
	"testing"

	"bonuskasse/pos/screen"
	"bonuskasse/pos/screen/returns"
	"bonuskasse/pos/screen/screentest"
)

const testPIN = screentest.PIN

var must = screentest.Must

// testShop is a shop with returns.
type testShop struct{ *screentest.Shop }

func newTestShop(t *testing.T) *testShop {
	t.Helper()
	s := &testShop{screentest.New(t)}
	s.Shell.Add(screen.RefundPlace, returns.New(s.Till, s.Desk))
	s.SignIn("Bo")
	return s
}
