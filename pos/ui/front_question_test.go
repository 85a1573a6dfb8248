package ui

import (
	"testing"
	"time"

	"bonuskasse/pos/screen"
	"bonuskasse/pos/ui/widget"
)

// TestWhatStandsInAField: an amount and a moment stand in a field as people write them there.
func TestWhatStandsInAField(t *testing.T) {
	for _, c := range []struct {
		lang string
		q    screen.Field
		want string
	}{
		{"da", screen.Field{Amount: 1_234_50}, "1234,50"}, {"fr", screen.Field{Amount: 5}, "0,05"}, {"en", screen.Field{Amount: 500_00}, "500.00"},
		{"da", screen.Field{At: 1_795_852_800_000}, "28.11.2026 08:00"}, {"fr", screen.Field{At: 1_795_852_800_000}, "28/11/2026 08:00"},
		{"en", screen.Field{Text: "0"}, "0"}, {"da", screen.Field{}, ""},
	} {
		f := &Front{Kit: &widget.Kit{Lang: c.lang}}
		f.state.Zone = time.UTC
		if got := f.fieldText(c.q); got != c.want {
			t.Errorf("%s: %q, should be %q", c.lang, got, c.want)
		}
	}
}
