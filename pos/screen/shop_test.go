package screen_test

import (
	"context"
	"testing"

	"bonuskasse/pos/screen"
	"bonuskasse/pos/screen/reports"
	"bonuskasse/pos/screen/screentest"
	"bonuskasse/pos/till"
)

const testPIN = screentest.PIN

var must = screentest.Must

// testShop is a shop with reports, returns and settings.
type testShop struct {
	*screentest.Shop
	looks []string
	// The head office: how the line is, what it says to a code, and what it was shown.
	line       screen.LineNow
	officeSays error
	shown      []string
	joining    till.Joining
}

func newTestShop(t *testing.T) *testShop {
	t.Helper()
	s := &testShop{Shop: screentest.New(t)}
	s.Shell.Add(screen.ReportsPlace, reports.New(s.Till, s.Desk))
	s.Shell.Add(screen.RefundPlace, screen.NewReturns(s.Till, s.Desk))
	s.Shell.Add(screen.SettingsPlace, screen.NewSettings(s.Till, s.Desk, s, func(ctx context.Context, language, theme string) {
		s.looks = append(s.looks, language+"/"+theme)
		s.Shell.SetLook(ctx, language, theme)
	}))
	s.SignIn("Bo")
	return s
}
