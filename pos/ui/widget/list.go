package widget

import (
	"math"

	"fyne.io/fyne/v2"
	fynewidget "fyne.io/fyne/v2/widget"

	"bonuskasse/pos/ui/theme"
)

// Heading is one column of a List.
type Heading struct {
	Text  string
	Align fyne.TextAlign // figures go to the right: fyne.TextAlignTrailing
	// Width is the column's least width; Grow its share of what is left. A
	// list needs one column at least that grows.
	Width float32
	Grow  int
}

// Cell is what a List shows in one place.
type Cell struct {
	Text string
	Icon string // before the text; the text is its word
	Ink  theme.Ink
	Bold bool
	// Second is a line below, small, in a list whose Tall is set.
	Second string
}

// List is rows under a header. It draws only the rows in sight, whole rows
// always, so that 100,000 rows cost what 20 do. It has no ground of its own: it
// stands on a panel. A tap chooses a row and leaves the focus at home; Tab reaches
// the list, and then the arrows walk in it.
type List struct {
	fynewidget.BaseWidget
	focus
	Headings []Heading
	// Rows is how many there are. Call Refresh when it or a row has changed.
	Rows int
	// At gives a cell. It is asked for the rows in sight each time the list is
	// drawn and must be quick.
	At func(row, column int) Cell
	// OnChoose hears which row became the chosen one, by tap or key; OnOpen
	// hears Enter, or a tap on the row that was chosen already.
	OnChoose func(row int)
	OnOpen   func(row int)
	// OnCell hears a tap with its column, before the others; true means done.
	OnCell func(row, column int) bool
	// Over lies over one cell, to type in: OverRow and OverColumn say which. It
	// goes with the rows, and out of sight with its own.
	Over                fyne.CanvasObject
	OverRow, OverColumn int
	// Tall gives each row two lines.
	Tall bool
	// NoHeader leaves the header out.
	NoHeader bool
	// Empty stands where there are no rows: it says what to do next.
	Empty string
	// MinRows is how many rows MinSize has room for; 0 is 3.
	MinRows int

	chosen int // -1: none
	first  int // the first row in sight
	drag   float32
	onTap  func(row int) // instead of choosing, in a Select
	later  bool          // the chosen row is to be revealed once there is a size
}

var _ typist = (*List)(nil)

func newList(r Router, headings ...Heading) *List {
	l := &List{Headings: headings, chosen: -1}
	l.focus = focus{router: r, self: l, redraw: l.Refresh}
	l.ExtendBaseWidget(l)
	return l
}

// Chosen is the chosen row, or -1.
func (l *List) Chosen() int { return l.chosen }

// First is the first row in sight.
func (l *List) First() int { return l.first }

// Choose makes a row the chosen one, or none (-1), and brings it into sight.
// It does not call OnChoose.
func (l *List) Choose(row int) {
	if row >= l.Rows {
		row = l.Rows - 1
	}
	l.chosen = max(row, -1)
	l.reveal(l.chosen)
	l.Refresh()
}

// Reveal brings a row into sight.
func (l *List) Reveal(row int) {
	l.reveal(row)
	l.Refresh()
}

// Walk goes by rows, as the arrow keys do: screens whose home field keeps the
// focus give it Up and Down.
func (l *List) Walk(by int) {
	if l.Rows == 0 {
		return
	}
	to := l.chosen + by
	if l.chosen < 0 {
		to = 0
		if by < 0 {
			to = l.Rows - 1
		}
	}
	l.choose(min(max(to, 0), l.Rows-1))
}

// Page is how many whole rows are in sight.
func (l *List) Page() int {
	return max(1, int((l.Size().Height-l.headHeight())/l.rowHeight()))
}

func (l *List) choose(row int) {
	changed := row != l.chosen
	l.chosen = row
	l.reveal(row)
	l.Refresh()
	if changed && l.OnChoose != nil {
		l.OnChoose(row)
	}
}

func (l *List) reveal(row int) {
	// Before it has a size a list cannot know what is in sight.
	l.later = l.Size().Height <= 0
	if row >= 0 && !l.later {
		if row < l.first {
			l.first = row
		}
		if row >= l.first+l.Page() {
			l.first = row - l.Page() + 1
		}
	}
	l.clamp()
}

func (l *List) clamp() {
	if l.Size().Height > 0 {
		l.first = max(0, min(l.first, l.Rows-l.Page()))
	}
}

func (l *List) rowHeight() float32 {
	if l.Tall {
		return theme.Touch + 2*theme.Grid
	}
	return theme.Touch
}

func (l *List) headHeight() float32 {
	if l.NoHeader {
		return 0
	}
	return theme.Strip
}

// Scrolled is called by Fyne for a wheel: three rows a notch.
func (l *List) Scrolled(ev *fyne.ScrollEvent) {
	switch {
	case ev.Scrolled.DY > 0:
		l.first -= 3
	case ev.Scrolled.DY < 0:
		l.first += 3
	}
	l.clamp()
	l.Refresh()
}

// Dragged is called by Fyne for a finger that slides: rows move with it, whole
// rows at a time; along the right edge it moves the bar.
func (l *List) Dragged(ev *fyne.DragEvent) {
	if l.Rows > l.Page() && ev.Position.X > l.Size().Width-theme.Touch {
		room := l.Size().Height - l.headHeight()
		l.first = int((ev.Position.Y - l.headHeight()) / room * float32(l.Rows))
	} else {
		l.drag += ev.Dragged.DY
		rows := int(l.drag / l.rowHeight())
		l.drag -= float32(rows) * l.rowHeight()
		l.first -= rows
	}
	l.clamp()
	l.Refresh()
}

// DragEnd is called by Fyne.
func (l *List) DragEnd() {
	l.drag = 0
	l.router.Home()
}

// Tapped is called by Fyne.
func (l *List) Tapped(ev *fyne.PointEvent) {
	l.router.Home()
	if ev.Position.Y < l.headHeight() {
		return
	}
	row := l.first + int((ev.Position.Y-l.headHeight())/l.rowHeight())
	if row >= l.Rows || row >= l.first+l.Page() {
		return
	}
	if l.onTap != nil {
		l.onTap(row)
		return
	}
	if l.OnCell != nil && l.OnCell(row, l.columnAt(ev.Position.X)) {
		return
	}
	if row == l.chosen && l.OnOpen != nil {
		l.OnOpen(row)
		return
	}
	l.choose(row)
}

// columns gives each column's left edge and width within the list.
func (l *List) columns() (x, w []float32) {
	left, grow := l.Size().Width-2*theme.Gap, 0
	if l.Rows > l.Page() {
		left -= theme.Margin // the bar
	}
	for _, h := range l.Headings {
		left -= h.Width
		grow += h.Grow
	}
	at := theme.Gap
	for _, h := range l.Headings {
		width := h.Width
		if grow > 0 && left > 0 {
			width += left * float32(h.Grow) / float32(grow)
		}
		x, w = append(x, at+theme.Gap), append(w, max(0, width-2*theme.Gap))
		at += width
	}
	return x, w
}

// Fit makes columns as wide as what stands in them, and leaves what grows the rest.
// It asks for the cells of every row: call it when the rows have changed.
func (l *List) Fit(columns ...int) {
	for _, i := range columns {
		h := &l.Headings[i]
		wide := measure(h.Text, theme.Small, false).Width
		for row := range l.Rows {
			c := l.At(row, i)
			w := measure(c.Text, theme.Normal, c.Bold).Width
			if c.Icon != "" {
				w += IconSize + theme.Gap
			}
			wide = max(wide, w)
		}
		h.Width = float32(math.Ceil(float64(wide))) + 2*theme.Gap
	}
}

func (l *List) columnAt(at float32) int {
	x, _ := l.columns()
	column := 0
	for i := range x {
		if at >= x[i]-theme.Gap {
			column = i
		}
	}
	return column
}

func (l *List) acceptKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyUp:
		l.Walk(-1)
	case fyne.KeyDown:
		l.Walk(1)
	case fyne.KeyPageUp:
		l.Walk(-l.Page())
	case fyne.KeyPageDown:
		l.Walk(l.Page())
	case fyne.KeyHome:
		l.Walk(-l.Rows)
	case fyne.KeyEnd:
		l.Walk(l.Rows)
	case fyne.KeyReturn, fyne.KeyEnter:
		if l.chosen >= 0 && l.OnOpen != nil {
			l.OnOpen(l.chosen)
		}
	}
}

func (l *List) acceptRune(r rune) { l.router.TypeHome(r) }
