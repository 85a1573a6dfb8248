package settings_test

import (
	"context"
	"testing"

	"bonuskasse/pos/screen"
	"bonuskasse/pos/screen/screentest"
	"bonuskasse/pos/screen/settings"
	"bonuskasse/pos/till"
)

const testPIN = screentest.PIN

var must = screentest.Must

// testShop is a shop with settings, and a head office to join.
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
	s.Shell.Add(screen.SettingsPlace, settings.New(s.Till, s.Desk, s, func(ctx context.Context, language, theme string) {
		s.looks = append(s.looks, language+"/"+theme)
		s.Shell.SetLook(ctx, language, theme)
	}))
	s.SignIn("Bo")
	return s
}
