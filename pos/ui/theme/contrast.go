package theme

import (
	"image/color"
	"math"
)

// Ratio is the contrast of two opaque colours, 1 to 21 (WCAG 2.2, "contrast
// ratio"). It is about light, not money: floating point is right here.
func Ratio(a, b color.NRGBA) float64 {
	la, lb := luminance(a), luminance(b)
	if la < lb {
		la, lb = lb, la
	}
	return (la + 0.05) / (lb + 0.05)
}

func luminance(c color.NRGBA) float64 {
	channel := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*channel(c.R) + 0.7152*channel(c.G) + 0.0722*channel(c.B)
}

// Pair is a text ink upon a ground ink that some widget draws.
type Pair struct{ Text, Ground Ink }

// Pairs lists every text upon every ground that the kit draws; the test holds
// each to 4.5:1 in each mode. A widget that draws a new pair adds it here.
func Pairs() []Pair {
	var pairs []Pair
	for _, ground := range []Ink{Ground, Surface, Raised} {
		for _, text := range []Ink{Text, Muted, Faint, AccentText, LookText, StopText} {
			pairs = append(pairs, Pair{text, ground})
		}
	}
	for _, ground := range []Ink{AccentSoft, LookSoft, StopSoft} {
		pairs = append(pairs, Pair{Text, ground}, Pair{Muted, ground})
	}
	return append(pairs, Pair{OnAccent, Accent}, Pair{OnLook, Look}, Pair{OnStop, Stop},
		Pair{AccentText, AccentSoft}, Pair{LookText, LookSoft}, Pair{StopText, StopSoft})
}

// Edges lists what must stand out as a shape, at 3:1 (WCAG 2.2, 1.4.11).
func Edges() []Pair {
	return []Pair{{Edge, Surface}, {Edge, Ground}, {Edge, Raised}, {Ring, Surface}, {Ring, Ground}, {Ring, Raised},
		{Accent, Ground}, {Accent, Surface}, {Stop, Surface}}
}
