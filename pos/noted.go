package pos

import (
	"slices"
	"strconv"
	"strings"
)

// NotedRow is one row of a list of noted points, as somebody typed it from a
// slip of paper.
type NotedRow struct {
	// Who is a username; a card, a telephone number, an e-mail or a whole name
	// that is one member's does as well.
	Who    string `json:"who"`
	Points string `json:"points"`
	Note   string `json:"note,omitempty"` // shown to the member
	// Member is whom the row was found to mean, and Chosen says that a person
	// picked them: then the words are not asked again.
	Member ID   `json:"member,omitzero"`
	Chosen bool `json:"chosen,omitempty"`
	// Again says that the same member and points in another row are another
	// slip.
	Again bool `json:"again,omitempty"`
}

// NewNotedRow is a row out of a table that was made elsewhere: a line end in a
// cell is a space.
func NewNotedRow(who, points, note string) NotedRow {
	line := func(text string) string { return strings.Join(strings.Fields(text), " ") }
	return NotedRow{Who: line(who), Points: line(points), Note: line(note)}
}

// NotedColumns finds the columns of a table of noted points by what stands over
// them, in English, Danish or French; -1 is one that is not there.
func NotedColumns(headings []string) (who, points, note int) {
	at := func(names ...string) int {
		return slices.IndexFunc(headings, func(h string) bool {
			return slices.ContainsFunc(names, func(name string) bool { return SearchWord(name) == SearchWord(h) })
		})
	}
	return at("username", "user", "brugernavn", "bruger", "medlem", "member", "identifiant", "nom d'utilisateur", "client", "navn", "name", "nom"),
		at("points", "point", "bonus"),
		at("note", "notes", "noter", "bemærkning", "remarque")
}

// Empty reports whether nothing was typed.
func (r NotedRow) Empty() bool { return r.Who == "" && r.Points == "" && r.Note == "" }

// NotedDraft is a list that is not given yet. Its ID is made with it, so that
// a try that was cut off can be repeated and gives nothing twice.
type NotedDraft struct {
	ID     ID         `json:"id"`
	Title  string     `json:"title,omitempty"` // names nobody: it stands in the journal
	Opened Millis     `json:"opened"`
	Rows   []NotedRow `json:"rows"`
}

// Limits of a list.
const (
	// MaxNotedRows is the most rows that one list has.
	MaxNotedRows = 10_000
	// MaxNoteRunes is the longest note beside points.
	MaxNoteRunes = 200
)

// ReadPoints reads points as a person writes them: a whole number above zero,
// in digits.
func ReadPoints(text string) (int64, error) {
	text = strings.TrimSpace(text)
	if text == "" || strings.Trim(text, "0123456789") != "" {
		return 0, Refuse(BadPoints, text)
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n == 0 {
		return 0, Refuse(BadPoints, text)
	}
	return n, nil
}
