package hardware

import "context"

// DisplayLines is what a customer display shows: two lines of text. What is
// wider than the display is cut at the right of Upper and at the left of
// Lower's label, so that an amount at the right edge is always whole.
type DisplayLines struct {
	Upper, UpperRight string // "Rødgrød", "300,00"
	Lower, LowerRight string // "I alt", "324,95"
}

// Display is a small two-line customer display. Show replaces what stands
// there; it returns at once and the newest wins, because a slow display must
// not hold up the till.
type Display interface {
	Device
	Show(ctx context.Context, lines DisplayLines) error
	Clear(ctx context.Context) error
}
