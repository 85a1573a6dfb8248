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

// Browsing is a screen that is such a list: what all of them do alike, to be
// embedded. List is its state.
type Browsing struct{ List BrowseState }

// Walked takes the events that move the choice, and tells whether it was one.
// A second tap on the row that is chosen is none of them: it opens the row.
func (b *Browsing) Walked(e Event) bool {
	if k, ok := e.(Key); ok && k.Name == KeyHome {
		b.Choose(0)
		return true
	} else if ok && k.Name == KeyEnd {
		b.Choose(len(b.List.Rows) - 1)
		return true
	}
	return Walk(e, &b.List.Chosen, len(b.List.Rows))
}

// Walk is Walked of a list of so many rows that stands where keys belong to a field.
func Walk(e Event, chosen *int, rows int) bool {
	at := *chosen
	switch e := e.(type) {
	case Walked:
		at = min(max(at+e.By, 0), rows-1)
	case Picked:
		if e.At == at {
			return false
		}
		at = e.At
	case Key:
		switch e.Name {
		case KeyUp:
			at--
		case KeyDown:
			at++
		default:
			return false
		}
	default:
		return false
	}
	if at >= 0 && at < rows {
		*chosen = at
	}
	return true
}

// Choose makes a row the chosen one, by its place from 0; one that is not there
// changes nothing.
func (b *Browsing) Choose(at int) {
	if at >= 0 && at < len(b.List.Rows) {
		b.List.Chosen = at
	}
}

// Fill shows other rows; the choice stays where it was as far as that goes.
func (b *Browsing) Fill(rows []BrowseRow) {
	b.List.Loading, b.List.Rows = false, rows
	b.List.Chosen = min(max(b.List.Chosen, 0), len(rows)-1)
}

// Empty shows none: they were for another person's eyes.
func (b *Browsing) Empty() { b.List.Rows, b.List.Chosen, b.List.Sum = nil, -1, Sentence{} }

// NextOf is the one of a list that comes after another: 1 is the next, -1 the one
// before. It goes round; of one that is not in the list, 1 is the first.
func NextOf[T comparable](list []T, now T, by int) T {
	n := len(list)
	return list[((slices.Index(list, now)+by)%n+n)%n]
}
