package store

import (
	"database/sql"
	"slices"
	"strings"

	"bonuskasse/pos"
)

// A member is found by the beginnings of words (member_word): names, username,
// e-mail, phone, cards. One word is a range of that table. Of several, the
// rarest leads, and the names that stand beside each of its rows say whether
// the others are the member's too, without reading the member.

const (
	// countUpTo is how far a word is counted to find the rarest. It also bounds
	// the members that are read for a search of names with numbers: a word that
	// is rarer is read whole, and of common ones the first are enough.
	countUpTo = 2000
	// scanAtMost bounds the rows that are looked through for one search: four
	// single letters that nobody is called by end here and not after a second.
	scanAtMost = 30_000
)

// asked is one word of a search, with what it may mean.
type asked struct {
	words []string
	digit bool // it may be any word of the member; else it is a name
}

// FindMembers finds by anything, exact hits of card and username first.
func (r *reader) FindMembers(text string, limit int) ([]pos.Member, error) {
	f := finder{r: r, limit: limit, seen: map[int64]bool{}}
	if limit <= 0 {
		return nil, nil
	}
	if err := f.exact(text); err != nil {
		return nil, err
	}
	question := parseQuestion(text)
	var err error
	switch len(question) {
	case 0:
	case 1:
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
			if card := strings.TrimLeft(pos.SearchWord(typed), "0"); card != "" && !slices.Contains(a.words, card) {
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
			list = append(list, asked{words: []string{w}, digit: strings.ContainsAny(w, "0123456789")})
		}
	}
	flush()
	return list
}

// finder gathers members, each once, up to the limit.
type finder struct {
	r     *reader
	limit int
	seen  map[int64]bool
	found []pos.Member
}

func (f *finder) full() bool { return len(f.found) >= f.limit }

// take reads a member and keeps them if they are what is asked for.
func (f *finder) take(no int64, ok func(memberRow) (bool, error)) error {
	if f.seen[no] || f.full() {
		return nil
	}
	f.seen[no] = true
	m, err := f.r.member("WHERE m.no = ?", no)
	if pos.CodeOf(err) == pos.UnknownMember {
		return nil // an account that a card names before its member
	}
	if err != nil {
		return err
	}
	if m.Status == pos.Erased {
		return nil
	}
	if ok != nil {
		if is, err := ok(m); err != nil || !is {
			return err
		}
	}
	if m.alias != 0 { // found by what the alias was called: it is the other now
		return f.take(m.alias, nil)
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

// scan takes the members of a range of words that have the names beside.
// Where numbers are asked for too, perhaps is what finds them in a member's row:
// most members fall there, before they are read whole.
func (f *finder) scan(word string, names []string, perhaps []asked, ok func(memberRow) (bool, error)) error {
	var query strings.Builder
	query.WriteString("SELECT member FROM (SELECT member, beside FROM member_word WHERE word >= ? AND word < ? LIMIT ?) WHERE 1")
	most := int64(scanAtMost)
	if ok != nil {
		most = countUpTo
	}
	a := args(word, pos.SearchEnd(word), most)
	for _, n := range names {
		query.WriteString(" AND instr(beside, ?) > 0")
		a = append(a, " "+n)
	}
	for _, number := range perhaps {
		query.WriteString(" AND EXISTS (SELECT 1 FROM member m WHERE m.no = member AND (0")
		for _, w := range number.words {
			query.WriteString(" OR instr(" + memberFigures + ", ?) > 0 OR EXISTS (SELECT 1 FROM card c WHERE c.member = m.no AND instr(c.number, ?) > 0)")
			a = append(a, w, w)
		}
		query.WriteString("))")
	}
	return f.r.s.each(query.String(), a, func(rows *row) error {
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

// memberFigures is all of a member's row that may hold a number, without what
// people write between figures.
const memberFigures = "replace(replace(replace(m.phone || ' ' || coalesce(m.username, '') || ' ' || m.email, '.', ''), '-', ''), '_', '')"

func (f *finder) one(a asked) error {
	for _, w := range a.words {
		if f.full() {
			break
		}
		if err := f.scan(w, nil, nil, nil); err != nil {
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
		n = min(n, countUpTo)
		// Of words that are all common, the longest is the rarest.
		if n < fewest || n == fewest && len(a.words[0]) > len(question[lead].words[0]) {
			lead, fewest = i, n
		}
	}
	if fewest == 0 {
		return nil
	}
	// Where a number leads there are no names beside it: each is read.
	var names []string
	var perhaps []asked
	read := question[lead].digit
	for i, a := range question {
		switch {
		case a.digit:
			read = true
			if i != lead && strings.Trim(a.words[0], "0123456789") == "" {
				perhaps = append(perhaps, a)
			}
		case i != lead && !question[lead].digit:
			names = append(names, a.words[0])
		}
	}
	if !question[lead].digit { // it must be a name too; most rows fall before it
		names = append(names, question[lead].words[0])
	}
	var ok func(memberRow) (bool, error)
	if read {
		ok = func(m memberRow) (bool, error) { return f.matches(m, question) }
	}
	for _, w := range question[lead].words {
		if f.full() {
			break
		}
		if err := f.scan(w, names, perhaps, ok); err != nil {
			return err
		}
	}
	return nil
}

// matches reports whether every word asked for is the beginning of a word of
// the member: of a name, where it holds no digit.
func (f *finder) matches(m memberRow, question []asked) (bool, error) {
	names, numbers := searchable{username: m.Username, name: m.Name, phone: m.Phone, email: m.Email}.words()
	cards, err := (&fold{s: f.r.s}).cardsOf(m.no)
	if err != nil {
		return false, err
	}
	all := append(numbers, names...)
	for _, n := range cards {
		all = append(all, pos.SearchWord(n))
	}
	for _, a := range question {
		in := names
		if a.digit {
			in = all
		}
		if !begins(in, a.words) {
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
