package screen

import "slices"

// BrowseState is a screen that is a list and, beside it, what is known of the
// row that is chosen: what waits to be approved, reviews, messages, the rows of
// a report. One view draws them all (pos/ui/browse.go).
type BrowseState struct {
	Loading bool
	// Filters say what the list is narrowed to, in the order of their buttons.
	Filters []Sentence
	// Chart is drawn beside the list, from the first row's to the last's; nil is
	// none.
	Chart *BarChart
	// Sum stands under the list; zero: nothing.
	Sum    Sentence
	Rows   []BrowseRow
	Chosen int // -1: none
	// Off are the acts that make no sense now, by their names.
	Off []string
}

// BrowseRow is a row: a cell for each column, and what stands beside the list
// while it is chosen.
type BrowseRow struct {
	Cells []BrowseCell
	// Marked rows are taken together.
	Marked bool
	Head   Sentence
	Text   []Sentence
	Facts  []Figure
}

// BrowseCell is a cell with its second line, which may be zero.
type BrowseCell struct {
	Text, Second Sentence
	Mood         Mood
	Strong       bool
}

// BarChart is numbers as bars from zero, in the order of the rows that they are
// of. It is read from the right: the first row is the newest; or Forward, from the
// left.
type BarChart struct {
	Forward bool
	Title   Sentence
	Bars    []int64
	Most    Sentence // the largest, in words
	Oldest  Sentence // under the first bar at the left
	Newest  Sentence // under the last
}

// Is reports whether an act makes sense now.
func (s BrowseState) Is(act string) bool { return !slices.Contains(s.Off, act) }

// browse moves the choice in such a list.
type browse struct{ st BrowseState }

// walked takes the events that move the choice, and tells whether it was one.
// A second tap on the row that is chosen is none of them: it opens the row.
func (b *browse) walked(e Event) bool {
	switch e := e.(type) {
	case Walked:
		b.choose(min(max(b.st.Chosen+e.By, 0), len(b.st.Rows)-1))
	case Picked:
		if e.At == b.st.Chosen {
			return false
		}
		b.choose(e.At)
	case Key:
		switch e.Name {
		case KeyUp:
			b.choose(b.st.Chosen - 1)
		case KeyDown:
			b.choose(b.st.Chosen + 1)
		case KeyHome:
			b.choose(0)
		case KeyEnd:
			b.choose(len(b.st.Rows) - 1)
		default:
			return false
		}
	default:
		return false
	}
	return true
}

func (b *browse) choose(at int) {
	if at >= 0 && at < len(b.st.Rows) {
		b.st.Chosen = at
	}
}

// fill shows other rows; the choice stays where it was as far as that goes.
func (b *browse) fill(rows []BrowseRow) {
	b.st.Loading, b.st.Rows = false, rows
	b.st.Chosen = min(max(b.st.Chosen, 0), len(rows)-1)
}

// empty shows none: they were for another person's eyes.
func (b *browse) empty() { b.st.Rows, b.st.Chosen, b.st.Sum = nil, -1, Sentence{} }

// turned is the one of a list that comes after, or before, another.
func turned[T comparable](list []T, now T, by int) T {
	n := len(list)
	return list[((slices.Index(list, now)+by)%n+n)%n]
}
