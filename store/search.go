package store

import "bonuskasse/pos"

// searchable is what of a member is searched.
type searchable struct{ username, name, phone, email string }

// words are what a member is found by, folded.
func (m searchable) words() []string {
	var list []string
	add := func(words ...string) {
		for _, w := range words {
			if w != "" && !contains(list, w) {
				list = append(list, w)
			}
		}
	}
	add(m.letters()...)
	add(pos.PhoneWord(m.phone))
	return list
}

// letters are the words that the mask is made of: all but numbers.
func (m searchable) letters() []string {
	return append(pos.SearchWords(m.name), pos.SearchWord(m.username), pos.SearchWord(m.email))
}

func (m searchable) mask() int64 {
	var mask int64
	for _, w := range m.letters() {
		mask |= wordMask(w)
	}
	return mask
}

// wordMask is a bit for the first letter of a word, and one for the first two:
// a member whose mask lacks a bit of a searched word is not the one, which is
// known without reading the member.
func wordMask(w string) int64 {
	if w == "" {
		return 0
	}
	mask := int64(1) << (w[0] % 31)
	if len(w) > 1 {
		mask |= 1 << (31 + (uint(w[0])*31+uint(w[1]))%31)
	}
	return mask
}

func cardWords(numbers []string) (words []string) {
	for _, n := range numbers {
		words = append(words, pos.SearchWord(n))
	}
	return words
}

func contains(list []string, w string) bool {
	for _, x := range list {
		if x == w {
			return true
		}
	}
	return false
}
