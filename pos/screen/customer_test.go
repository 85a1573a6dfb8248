package screen_test

import (
	"testing"

	"bonuskasse/pos"
	"bonuskasse/pos/screen"
)

func TestCustomersWindowFollowsTheSale(t *testing.T) {
	line := []screen.BasketLine{{Name: "Te", Net: 50_00}}
	strip := screen.Strip{Shop: "Ribe Te", Training: true}
	for _, c := range []struct {
		name     string
		basket   screen.Basket
		phase    screen.CustomerPhase
		language string
	}{
		{"nobody", screen.Basket{}, screen.Welcome, "da"},
		{"goods", screen.Basket{Lines: line}, screen.Buying, "da"},
		{"a French card before the goods", screen.Basket{Member: "Inès", Language: "fr"}, screen.Buying, "fr"},
		{"a card without a language", screen.Basket{Member: "Søren", Lines: line}, screen.Buying, "da"},
		{"done", screen.Basket{Lines: line, Thanks: &screen.Thanks{Paid: 50_00}, Language: "en"}, screen.Thanked, "en"},
	} {
		got := screen.CustomerOf(screen.ShellState{Language: "da", Theme: "dark", Currency: pos.DKK, Strip: strip, Basket: c.basket})
		if got.Phase != c.phase || got.Language != c.language {
			t.Errorf("%s: phase %d in %s, want %d in %s", c.name, got.Phase, got.Language, c.phase, c.language)
		}
		if got.Shop != "Ribe Te" || !got.Training || got.Theme != "dark" || got.Currency != pos.DKK {
			t.Errorf("%s: %+v", c.name, got)
		}
	}
}
