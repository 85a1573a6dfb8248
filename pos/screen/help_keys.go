package screen

import "strings"

// KeyUse is one key of a screen: what it does, by the name that the screen's
// own switch knows it by, and the words that Help has for it. A screen looks
// its keys up in the same table (KeyFor), so that Help tells no key that is
// not there.
type KeyUse struct {
	Key  KeyName // a letter key is its capital: "X"
	Also KeyName // another key of the same use, or ""
	Do   string
	Word string // key of the language files
}

// Keyed is a screen with keys of its own to tell.
type Keyed interface{ Keys() []KeyUse }

// KeyFor is what a key does by a table, or "".
func KeyFor(table []KeyUse, k KeyName) string {
	for _, u := range table {
		if k != "" && (u.Key == k || u.Also == k) {
			return u.Do
		}
	}
	return ""
}

// Earlier is what the arrow to the left asks for where the one to the right goes on
// through a choice.
const Earlier = "earlier"

// Asked is what a key, a letter or a tap asks for by a screen's table; "" is nothing
// that the screen knows. ok is false for what is none of these.
func Asked(e Event, table []KeyUse) (what string, ok bool) {
	switch e := e.(type) {
	case Rune:
		return KeyFor(table, KeyName(strings.ToUpper(string(e.Rune)))), true
	case Key:
		if e.Name == KeyLeft {
			return Earlier, true
		}
		return KeyFor(table, e.Name), true
	case Tap:
		return e.Do, true
	}
	return "", false
}
