package screen

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
