package store

import (
	"slices"
	"strings"

	"bonuskasse/pos"
)

// searchable is what of a member is searched.
type searchable struct{ username, name, phone, email string }

// words are what a member is found by, folded. Names are words that may stand
// beside others in a search ("anders h"): the parts of the name, and a username
// or e-mail that says more than they. Numbers are found alone, or where a
// search holds digits.
func (m searchable) words() (names, numbers []string) {
	names = pos.SearchWords(m.name)
	own := len(names)
	for _, w := range []string{pos.SearchWord(m.username), pos.SearchWord(m.email)} {
		switch {
		case w == "" || slices.Contains(names, w) || slices.Contains(numbers, w):
		case strings.Trim(w, "0123456789") == "" || extends(w, names[:own]):
			numbers = append(numbers, w)
		default:
			names = append(names, w)
		}
	}
	if w := pos.PhoneWord(m.phone); w != "" && !slices.Contains(names, w) && !slices.Contains(numbers, w) {
		numbers = append(numbers, w)
	}
	return names, numbers
}

// extends reports whether a word is a name with digits after it: "anders17".
func extends(w string, names []string) bool {
	for _, n := range names {
		if rest, ok := strings.CutPrefix(w, n); ok && rest != "" && rest[0] >= '0' && rest[0] <= '9' {
			return true
		}
	}
	return false
}

// wordRow is a row of member_word.
type wordRow struct{ word, beside string }

// rows are the rows of a member with these cards. No word comes twice.
func (m searchable) rows(cards []string) (rows []wordRow) {
	names, numbers := m.words()
	beside := ""
	if len(names) > 0 {
		beside = " " + strings.Join(names, " ")
	}
	for _, w := range names {
		rows = append(rows, wordRow{w, beside})
	}
	for _, n := range cards {
		if w := pos.SearchWord(n); !slices.Contains(names, w) && !slices.Contains(numbers, w) {
			numbers = append(numbers, w)
		}
	}
	for _, w := range numbers {
		rows = append(rows, wordRow{w, ""})
	}
	return rows
}
