package widget_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"bonuskasse/pos/ui/widget"
)

func bigList(b *bench, rows int, asked *int) *widget.List {
	l := b.kit.List(widget.Heading{Text: "Navn", Grow: 1, Width: 200}, widget.Heading{Text: "Point", Width: 120, Align: fyne.TextAlignTrailing})
	l.Rows = rows
	l.At = func(row, column int) widget.Cell {
		*asked++
		return widget.Cell{Text: fmt.Sprintf("row %d column %d", row, column)}
	}
	b.desk.SetPage(&widget.Page{Content: l})
	return l
}

// 100,000 rows cost what is in sight costs.
func TestListAsksOnlyForRowsInSight(t *testing.T) {
	b := newBench(t, "")
	asked := 0
	l := bigList(b, 100_000, &asked)
	for _, row := range []int{50_000, 99_999, 0, 77_777} {
		asked = 0
		l.Choose(row)
		if most := 2 * 2 * (l.Page() + 1); asked == 0 || asked > most {
			t.Errorf("a jump to row %d asked for %d cells, want at most %d", row, asked, most)
		}
		if row < l.First() || row >= l.First()+l.Page() {
			t.Errorf("row %d is out of sight: %d to %d", row, l.First(), l.First()+l.Page())
		}
	}
	objects := len(test.WidgetRenderer(l).Objects())
	l.Choose(10)
	if now := len(test.WidgetRenderer(l).Objects()); now != objects || now > 400 {
		t.Errorf("%d objects, then %d", objects, now)
	}
}

func TestListStaysWithinItsRows(t *testing.T) {
	b := newBench(t, "")
	asked := 0
	l := bigList(b, 30, &asked)
	b.canvas.Focus(l)
	for _, step := range []struct {
		key  fyne.KeyName
		want int
	}{{fyne.KeyDown, 0}, {fyne.KeyUp, 0}, {fyne.KeyEnd, 29}, {fyne.KeyDown, 29}, {fyne.KeyPageUp, 29 - l.Page()}, {fyne.KeyHome, 0}} {
		if b.key(step.key); l.Chosen() != step.want {
			t.Errorf("after %s the chosen row is %d, want %d", step.key, l.Chosen(), step.want)
		}
	}
	for range 50 {
		l.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.Delta{DY: -10}})
	}
	if l.First() != 30-l.Page() {
		t.Errorf("scrolled to %d", l.First())
	}
	l.Rows = 2
	l.Refresh()
	if l.First() != 0 {
		t.Errorf("with two rows the first in sight is %d", l.First())
	}
	l.Rows = 0
	l.Refresh()
	l.Choose(5)
	b.key(fyne.KeyDown)
	if l.Chosen() != -1 {
		t.Errorf("an empty list has row %d chosen", l.Chosen())
	}
}

func TestListTapChoosesAndOpens(t *testing.T) {
	b := newBench(t, "")
	asked := 0
	l := bigList(b, 30, &asked)
	opened := -1
	l.OnOpen = func(row int) { opened = row }
	at := &fyne.PointEvent{Position: fyne.NewPos(50, 40+2*48+10)}
	l.Tapped(at)
	if l.Chosen() != 2 || opened != -1 {
		t.Errorf("chosen %d, opened %d", l.Chosen(), opened)
	}
	l.Tapped(at)
	if opened != 2 {
		t.Errorf("opened %d", opened)
	}
	l.Tapped(&fyne.PointEvent{Position: fyne.NewPos(50, 5)})
	if l.Chosen() != 2 {
		t.Error("the header is no row")
	}
}

// A page jump takes well under the 10 ms that a frame has for it.
func TestListPageJumpIsQuick(t *testing.T) {
	b := newBench(t, "")
	asked := 0
	l := bigList(b, 100_000, &asked)
	const jumps = 200
	start := time.Now()
	for i := range jumps {
		l.Choose(i * 7919 % 100_000)
	}
	if each := time.Since(start) / jumps; each > 20*time.Millisecond {
		t.Errorf("a jump takes %v", each)
	}
}

// What is typed in lies over its cell, goes with the rows, and out of sight
// without losing the focus; a tap tells its column.
func TestListLaysAFieldOverACell(t *testing.T) {
	b := newBench(t, "")
	l := b.kit.List(widget.Heading{Text: "#", Width: 60}, widget.Heading{Text: "Navn", Grow: 1}, widget.Heading{Text: "Point", Width: 120})
	entry := b.kit.Entry("")
	l.Over, l.OverRow, l.OverColumn, l.Rows = entry, 1, 2, 100
	tapped := ""
	l.OnCell = func(row, column int) bool { tapped = fmt.Sprint(row, " ", column); return true }
	b.desk.SetPage(&widget.Page{Content: l, Home: entry})
	l.Choose(0)
	at, size := entry.Position(), l.Size()
	if at.X < size.Width-170 || at.X > size.Width-120 || entry.Size().Width < 100 || at.Y < 40 || at.Y > 200 {
		t.Errorf("the field is at %v, %v wide, in a list of %v", at, entry.Size().Width, size)
	}
	l.OverRow = 50
	if l.Refresh(); entry.Position().Y > 0 || b.canvas.Focused() != fyne.Focusable(entry) {
		t.Errorf("out of sight it is at %v", entry.Position())
	}
	l.Reveal(50)
	if y := entry.Position().Y; y < 40 || y > size.Height {
		t.Errorf("in sight again it is at %v of %v", y, size.Height)
	}
	l.Reveal(0)
	for x, column := range map[float32]int{10: 0, 100: 1, size.Width - 60: 2} {
		l.Tapped(&fyne.PointEvent{Position: fyne.NewPos(x, 100)})
		if want := fmt.Sprint(1, " ", column); tapped != want {
			t.Errorf("a tap at %v is row and column %q, want %q", x, tapped, want)
		}
	}
}

// A column that fits is as wide as its widest cell or its heading, and the one that
// grows has what is left: nothing else of the fitted ones is cut.
func TestListFitsColumns(t *testing.T) {
	b := newBench(t, "")
	texts := []string{"1", "1.234.567,00", "22"}
	l := b.kit.List(widget.Heading{Text: "Navn", Grow: 1}, widget.Heading{Text: "Beløb", Width: 500, Align: fyne.TextAlignTrailing})
	l.Rows = len(texts)
	l.At = func(row, column int) widget.Cell {
		if column == 0 {
			return widget.Cell{Text: "Karen Højgaard Christensen"}
		}
		return widget.Cell{Text: texts[row], Bold: true}
	}
	l.Fit(1)
	wide := l.Headings[1].Width
	if wide < 60 || wide > 160 {
		t.Errorf("the column of amounts is %v wide", wide)
	}
	l.Resize(fyne.NewSize(420, 300))
	b.desk.SetPage(&widget.Page{Content: l})
	for _, text := range append(texts, "Karen Højgaard Christensen") {
		if !strings.Contains(test.RenderToMarkup(b.canvas), ">"+text+"<") {
			t.Errorf("%q is cut", text)
		}
	}
	texts[1] = "3"
	if l.Fit(1); l.Headings[1].Width >= wide {
		t.Errorf("it stays %v wide", l.Headings[1].Width)
	}
}

// TestWordsOfAnEmptyListAreWhole: what says what to do next goes on the next
// line where it is wider than the list, and is gone when rows come.
func TestWordsOfAnEmptyListAreWhole(t *testing.T) {
	b := newBench(t, "")
	asked := 0
	l := bigList(b, 0, &asked)
	words := "Aucune vente. Elles s’afficheront ici, la plus récente d’abord."
	l.Empty = words
	l.Resize(fyne.NewSize(440, 400))
	l.Refresh()
	shown := func() string {
		var lines []string
		for _, o := range test.WidgetRenderer(l).Objects() {
			if text, ok := o.(*canvas.Text); ok && text.Visible() && strings.Contains(words, text.Text) {
				lines = append(lines, text.Text)
			}
		}
		return strings.Join(lines, " ")
	}
	if got := shown(); got != words {
		t.Errorf("it says %q", got)
	}
	l.Rows = 1
	if l.Refresh(); shown() != "" {
		t.Errorf("over a row it says %q", shown())
	}
}
