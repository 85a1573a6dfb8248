package hardware

import (
	"strings"
	"unicode/utf8"
)

// Line is one line of a paper after Layout, the same for every printer. For
// KindText (which rows and banners have become too) and KindRule, Text gives
// its characters; the other kinds stand for themselves, and Block says what.
type Line struct {
	Kind   BlockKind
	Left   string // KindText: what begins at the left, or where Align says
	Right  string // KindText: what ends at the right edge, never cut
	Align  Align
	Size   Size
	Bold   bool
	Invert bool  // white on black, across the paper
	Block  Block // the block this line came from
}

// Text is the line in that many columns: spaces between Left and Right, none
// at the end (but an inverted line is filled with them). A line of double
// width has half the columns.
func (l Line) Text(columns int) string {
	if l.Kind == KindRule {
		return strings.Repeat(l.Left, columns)
	}
	width := utf8.RuneCountInString(l.Left) + utf8.RuneCountInString(l.Right)
	space := max(0, columns-width)
	text := ""
	switch {
	case l.Right != "":
		text = l.Left + strings.Repeat(" ", space) + l.Right
	case l.Align == Centre:
		text = strings.Repeat(" ", space/2) + l.Left
	case l.Align == Right:
		text = strings.Repeat(" ", space) + l.Left
	default:
		text = l.Left
	}
	if l.Invert {
		return text + strings.Repeat(" ", max(0, columns-utf8.RuneCountInString(text)))
	}
	return text
}

// Layout breaks a document into lines of so many columns of normal size (32
// on 58 mm paper, 42 or 48 on 80 mm). Every printer calls it, so all break
// alike. Text wraps at words, longer words where they must; an amount in a row
// is never cut: where it does not fit beside its text, it gets a line.
//
// fit rewrites text into characters that the printer has, before it is
// measured (œ may become oe); nil changes nothing. Control characters are
// gone before fit sees the text.
func Layout(d Document, columns int, fit func(string) string) []Line {
	l := layouter{columns: max(columns, 8), fit: fit}
	for _, b := range d.Body {
		l.block(b)
	}
	return l.lines
}

type layouter struct {
	columns int
	fit     func(string) string
	lines   []Line
}

func (l *layouter) clean(s string) string {
	s = Printable(s)
	if l.fit != nil {
		s = l.fit(s)
	}
	return strings.TrimRight(s, " ")
}

func (l *layouter) add(line Line) {
	line.Left = strings.ReplaceAll(line.Left, string(noBreak), " ")
	line.Right = strings.ReplaceAll(line.Right, string(noBreak), " ")
	l.lines = append(l.lines, line)
}

func (l *layouter) block(b Block) {
	switch b.Kind {
	case KindText:
		l.text(b, false)
	case KindBanner:
		// As large as it fits, for a banner is there to be seen.
		if b.Size == Normal && 2*utf8.RuneCountInString(l.clean(b.Text)) <= l.columns {
			b.Size = Double
		}
		l.text(b, true)
	case KindRow:
		l.row(b)
	case KindRule:
		stroke := "-"
		if b.Doubled {
			stroke = "="
		}
		l.add(Line{Kind: KindRule, Left: stroke, Block: b})
	case KindFeed:
		for range b.Count {
			l.add(Line{Kind: KindText, Block: b})
		}
	case KindCode:
		l.add(Line{Kind: KindCode, Align: Centre, Block: b})
		text := b.Text
		if full, ok := EAN13Digits(text); ok && b.Symbology == EAN13 {
			text = full[:1] + " " + full[1:7] + " " + full[7:]
		}
		for _, part := range wrap(l.clean(text), l.columns) {
			l.add(Line{Kind: KindText, Left: part, Align: Centre, Block: b})
		}
	default:
		l.add(Line{Kind: b.Kind, Align: Centre, Block: b})
	}
}

// width is the columns of a size.
func (l *layouter) width(s Size) int {
	x, _ := s.Scale()
	return l.columns / x
}

func (l *layouter) text(b Block, invert bool) {
	for _, paragraph := range strings.Split(b.Text, "\n") {
		for _, part := range wrap(l.clean(paragraph), l.width(b.Size)) {
			l.add(Line{Kind: KindText, Left: part, Align: b.Align, Size: b.Size, Bold: b.Bold, Invert: invert, Block: b})
		}
	}
}

// Below this width a name and a "3 x 100,00" do not share a line: they would
// on some lines and not on others, and the eye loses the column.
const threeColumns = 40

// amountColumn is the least width of the last column of three, so that the
// middle ones stand below each other.
const amountColumn = 10

func (l *layouter) row(b Block) {
	width := l.width(b.Size)
	left, mid, right := l.clean(b.Text), strings.TrimSpace(l.clean(b.Mid)), strings.TrimSpace(l.clean(b.Right))
	if mid == "" {
		l.pair(b, left, right, width)
		return
	}
	edge := width - max(amountColumn, utf8.RuneCountInString(right)+1)
	room := edge - utf8.RuneCountInString(mid) // for the name, and one space at least
	if width < threeColumns || room < 2 {
		l.own(b, left, width)
		l.pair(b, "  "+mid, right, width)
		return
	}
	if utf8.RuneCountInString(left) >= room {
		l.own(b, left, width)
		left = ""
	}
	l.emit(b, left+strings.Repeat(" ", room-utf8.RuneCountInString(left))+mid, right)
}

func (l *layouter) emit(b Block, left, right string) {
	l.add(Line{Kind: KindText, Left: left, Right: right, Size: b.Size, Bold: b.Bold, Block: b})
}

// own gives a name lines of its own, above its figures.
func (l *layouter) own(b Block, name string, width int) {
	if name == "" {
		return
	}
	for _, part := range wrap(name, width) {
		l.emit(b, part, "")
	}
}

// pair is a text and an amount: side by side, else the amount after the text.
func (l *layouter) pair(b Block, left, right string, width int) {
	n := utf8.RuneCountInString(right)
	if right == "" {
		l.own(b, left, width)
		return
	}
	beside := width - n - 1
	// A text that fits a line of its own is not torn for the amount's sake.
	letters := utf8.RuneCountInString(left)
	if n > width || beside < letters && (letters <= width || beside < max(8, width/3)) {
		l.own(b, left, width)
		for _, part := range chunks(right, width) {
			l.emit(b, "", part)
		}
		return
	}
	parts := wrap(left, beside)
	for _, part := range parts[:len(parts)-1] {
		l.emit(b, part, "")
	}
	l.emit(b, parts[len(parts)-1], right)
}

// wrap breaks text at spaces into lines of at most width runes, and inside a
// word where the word is longer. Text that fits is left as it is; the first
// line's indent goes on below. There is always one line at least.
func wrap(text string, width int) []string {
	if utf8.RuneCountInString(text) <= width {
		return []string{text}
	}
	indent := text[:len(text)-len(strings.TrimLeft(text, " "))]
	if len(indent) > width/2 {
		indent = ""
	}
	var lines []string
	line, used := indent, len(indent)
	empty := true
	flush := func() {
		lines = append(lines, line)
		line, used, empty = indent, len(indent), true
	}
	for _, word := range strings.Split(text, " ") {
		if word == "" {
			continue
		}
		n := utf8.RuneCountInString(word)
		if !empty && used+1+n > width {
			flush()
		}
		if !empty {
			line, used = line+" ", used+1
		}
		for _, part := range chunks(word, width-len(indent)) {
			if !empty && used+utf8.RuneCountInString(part) > width {
				flush()
			}
			line, used, empty = line+part, used+utf8.RuneCountInString(part), false
		}
	}
	if !empty || len(lines) == 0 {
		lines = append(lines, line)
	}
	return lines
}

// chunks cuts text after every width runes, losing none.
func chunks(text string, width int) []string {
	runes := []rune(text)
	var parts []string
	for len(runes) > width {
		parts = append(parts, string(runes[:width]))
		runes = runes[width:]
	}
	return append(parts, string(runes))
}

// Text is the paper as plain text of so many columns, for a screen, a mail or
// a test: the lines a printer makes, a mark where a code or a picture stands.
func (d Document) Text(columns int) string {
	var out strings.Builder
	for _, line := range Layout(d, columns, nil) {
		switch line.Kind {
		case KindText, KindRule:
			out.WriteString(strings.TrimRight(line.Text(columns), " "))
		case KindQR:
			parts := wrap("[QR "+line.Block.Text+"]", columns)
			out.WriteString(strings.Join(parts, "\n"))
		case KindCode:
			name := "[Code 128]"
			if line.Block.Symbology == EAN13 {
				name = "[EAN-13]"
			}
			out.WriteString(Line{Kind: KindText, Left: name, Align: Centre}.Text(columns))
		case KindImage:
			out.WriteString(Line{Kind: KindText, Left: "[*]", Align: Centre}.Text(columns))
		default: // cuts and drawer kicks leave nothing to read
			continue
		}
		out.WriteByte('\n')
	}
	return out.String()
}
