package returns_test

import (
	"testing"

	"bonuskasse/pos/screen"
	"bonuskasse/pos/screen/returns"
	"bonuskasse/pos/till"
)

// TestToldKeysDoSomething presses what Help tells, on a receipt that is open.
func TestToldKeysDoSomething(t *testing.T) {
	s := newTestShop(t)
	receipt := s.Sell("", till.Payment{Cash: till.Exact}, map[string]int64{"te": 2000})
	s.TryKeys(returns.Keys, func(screen.KeyUse) {
		s.Show(screen.RefundPlace)
		s.Typed(receipt)
		s.Keys(screen.KeyEnter)
	})
}
