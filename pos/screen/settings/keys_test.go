package settings_test

import (
	"testing"

	"bonuskasse/pos/screen"
	"bonuskasse/pos/screen/settings"
)

// TestToldKeysDoSomething presses what Help tells, each where it has a use.
func TestToldKeysDoSomething(t *testing.T) {
	s := newTestShop(t)
	s.TryKeys(settings.Keys, func(u screen.KeyUse) {
		s.section(map[string]string{"save": "programme", "test_print": "devices"}[u.Do])
	})
}
