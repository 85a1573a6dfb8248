package store

import (
	"database/sql"
	"strings"

	"bonuskasse/pos"
)

// A member is found by the beginnings of words (member_word): names, username,
// e-mail, phone, cards. One word is a range of that table. Of several, the
// rarest leads; the mask beside each of its rows says, without reading the
// member, that another word cannot be theirs.

const (
	// countUpTo is how far a word is counted to find the rarest.
	countUpTo = 1000
	// lookAtMost bounds the members that are read for one search.
	lookAtMost = 20_000
)

// asked is one word of a search, with what it may mean.
type asked struct {
	words []string
	digit bool // a number: a card or a phone
	mask  int64
}

// FindMembers finds by anything, exact hits of card and username first.
func (r *reader) FindMembers(text string, limit int) ([]pos.Member, error) {
	f := finder{r: r, limit: limit, seen: map[int64]bool{}}
	if err := f.exact(text); err != nil {
		return nil, err
	}
	question := parseQuestion(text)
	var err error
	switch {
	case len(question) == 0 || limit <= 0:
	case len(question) == 1:
		err = f.one(question[0])
	default:
		err = f.several(question)
	}
	return f.found, err
}

// parseQuestion splits what was typed; digits in groups are one number.
func parseQuestion(text string) (list []asked) {
	var number []string
	flush := func() {
		if len(number) > 0 {
			typed := strings.Join(number, "")
			a := asked{words: pos.PhoneGuesses(typed), digit: true}
			if card := strings.TrimLeft(pos.SearchWord(typed), "0"); card != "" && !contains(a.words, card) {
				a.words = append(a.words, card)
			}
			if len(a.words) > 0 {
				list = append(list, a)
			}
		}
		number = nil
	}
	for _, chunk := range strings.Fields(text) {
		if strings.Trim(chunk, "0123456789+-()./") == "" {
			number = append(number, chunk)
			continue
		}
		flush()
		if w := pos.SearchWord(chunk); w != "" {
			a := asked{words: []string{w}, digit: strings.ContainsAny(w, "0123456789")}
			if !a.digit {
				a.mask = wordMask(w)
			}
			list = append(list, a)
		}
	}
	flush()
	return list
}

// finder gathers members, each once, up to the limit.
type finder struct {
	r      *reader
	limit  int
	looked int
	seen   map[int64]bool
	found  []pos.Member
}

func (f *finder) full() bool { return len(f.found) >= f.limit || f.looked >= lookAtMost }

// take reads a member and keeps them if they are what is asked for.
func (f *finder) take(no int64, ok func(memberRow) (bool, error)) error {
	if f.seen[no] || f.full() {
		return nil
	}
	f.seen[no] = true
	f.looked++
	m, err := f.r.member("WHERE m.no = ?", no)
	if pos.CodeOf(err) == pos.UnknownMember {
		return nil // an account that a card names before its member
	}
	if err != nil {
		return err
	}
	if ok != nil {
		if is, err := ok(m); err != nil || !is {
			return err
		}
	}
	f.found = append(f.found, m.Member)
	return nil
}

func (f *finder) exact(text string) error {
	var no sql.NullInt64
	if number, err := pos.CleanCardNumber(text); err == nil {
		if _, err := f.r.s.get("SELECT member FROM card WHERE number = ?", args(number), &no); err != nil {
			return err
		}
		if no.Valid {
			if err := f.take(no.Int64, nil); err != nil {
				return err
			}
		}
	}
	if username, err := pos.CleanUsername(text); err == nil {
		found, err := f.r.s.get("SELECT no FROM member WHERE username = ?", args(username), &no)
		if err != nil {
			return err
		}
		if found {
			return f.take(no.Int64, nil)
		}
	}
	return nil
}

const wordRange = "SELECT member FROM member_word WHERE word >= ? AND word < ? AND mask & ? = ?"

func (f *finder) scan(word string, mask int64, ok func(memberRow) (bool, error)) error {
	return f.r.s.each(wordRange, args(word, pos.SearchEnd(word), mask, mask), func(rows *sql.Rows) error {
		var no int64
		if err := rows.Scan(&no); err != nil {
			return err
		}
		if err := f.take(no, ok); err != nil {
			return err
		}
		if f.full() {
			return errStop
		}
		return nil
	})
}

func (f *finder) one(a asked) error {
	for _, w := range a.words {
		if err := f.scan(w, 0, nil); err != nil {
			return err
		}
	}
	return nil
}

func (f *finder) several(question []asked) error {
	lead, fewest := 0, int64(1<<62)
	for i, a := range question {
		var n int64
		for _, w := range a.words {
			var some int64
			_, err := f.r.s.get("SELECT count(*) FROM (SELECT 1 FROM member_word WHERE word >= ? AND word < ? LIMIT ?)",
				args(w, pos.SearchEnd(w), int64(countUpTo)), &some)
			if err != nil {
				return err
			}
			n += some
		}
		if n < fewest {
			lead, fewest = i, n
		}
	}
	if fewest == 0 {
		return nil
	}
	var mask int64
	for i, a := range question {
		if i != lead {
			mask |= a.mask
		}
	}
	for _, w := range question[lead].words {
		if err := f.scan(w, mask, func(m memberRow) (bool, error) { return f.matches(m, question) }); err != nil {
			return err
		}
	}
	return nil
}

// matches reports whether every word asked for begins a word of the member.
func (f *finder) matches(m memberRow, question []asked) (bool, error) {
	words := searchable{username: m.Username, name: m.Name, phone: m.Phone, email: m.Email}.words()
	cards := false
	for _, a := range question {
		if begins(words, a.words) {
			continue
		}
		if cards {
			return false, nil
		}
		numbers, err := (&fold{s: f.r.s}).cardsOf(m.no)
		if err != nil {
			return false, err
		}
		words, cards = append(words, cardWords(numbers)...), true
		if !begins(words, a.words) {
			return false, nil
		}
	}
	return true, nil
}

func begins(words, prefixes []string) bool {
	for _, w := range words {
		for _, p := range prefixes {
			if strings.HasPrefix(w, p) {
				return true
			}
		}
	}
	return false
}
