package hardware

import "strings"

// DisplayLines is what a customer display shows: two lines, each a text and an
// amount. Where they do not fit, the text is cut, never the amount.
type DisplayLines struct {
	Upper, UpperRight string // "Rødgrød", "300,00"
	Lower, LowerRight string // "I alt", "324,95"
}

// Fit gives the two lines in exactly so many columns, with control characters
// taken out and the rest spelled by fit (nil changes nothing). An amount wider
// than the display keeps its last digits, and begins with "<" to say so.
func (l DisplayLines) Fit(columns int, fit func(string) string) [2]string {
	clean := func(s string) string {
		s = Printable(s)
		if fit != nil {
			s = fit(s)
		}
		return strings.TrimSpace(strings.ReplaceAll(s, string(noBreak), " "))
	}
	line := func(left, right string) string {
		l, r := []rune(clean(left)), []rune(clean(right))
		if len(r) > columns {
			r = append([]rune{'<'}, r[len(r)-columns+1:]...)
		}
		room := columns - len(r)
		if len(r) > 0 && room > 0 {
			room-- // a space between
		}
		l = l[:min(len(l), room)]
		space := columns - len(l) - len(r)
		return string(l) + strings.Repeat(" ", space) + string(r)
	}
	return [2]string{line(l.Upper, l.UpperRight), line(l.Lower, l.LowerRight)}
}

// Display is a small two-line customer display (UnifiedPOS: Line Display). It
// cannot say what it shows, so nothing waits for it: Show and Clear return at
// once, and where the display is slower than the till the newest wins.
type Display interface {
	Device
	Show(lines DisplayLines)
	Clear()
}
