package till

import (
	"cmp"
	"slices"
	"strings"

	"bonuskasse/pos"
)

// whose finds the member that a row means. What is written on a slip is a
// username; but people write a card's number, a telephone or a name as well.
// Where the words are one member's, that is who is meant; where they are two
// members', a person must say.
func (c *NotedCheck) whose(r Reader, row pos.NotedRow) error {
	text := strings.TrimSpace(row.Who)
	switch {
	case row.Chosen:
		s, err := standingOf(r, row.Member)
		if err == nil && s.Member.Status != pos.Erased {
			c.Member, c.By, c.Merged = s.Member, ByChoice, s.Member.ID != row.Member
			return nil
		}
		if pos.CodeOf(err) != pos.UnknownMember {
			return err
		}
	case text == "":
		c.Code = pos.NoUsername
		return nil
	}
	f := notedFinder{r: r}
	if err := f.find(text); err != nil {
		return err
	}
	switch len(f.hits) {
	case 0:
		near, err := nearMembers(r, text)
		c.Code, c.Near = pos.UnknownMember, append(f.barred, near...)
		c.Near = c.Near[:min(len(c.Near), nearMost)]
		return err
	case 1:
		h := f.hits[0]
		c.Member, c.By, c.Merged = h.member, h.by, h.merged
	default:
		c.Code = pos.TwoMembers
		for _, h := range f.hits {
			c.Near = append(c.Near, h.member)
		}
		c.Near = c.Near[:min(len(c.Near), nearMost)]
	}
	return nil
}

type notedHit struct {
	member pos.Member
	by     NotedBy
	merged bool
}

// notedFinder gathers whom words may mean, each once.
type notedFinder struct {
	r      Reader
	hits   []notedHit
	barred []pos.Member // whose card is blocked: a proposal and no answer
}

func (f *notedFinder) find(text string) error {
	if username, err := pos.CleanUsername(text); err == nil {
		if m, err := f.r.MemberByUsername(username); err == nil {
			err = f.add(m.ID, ByUsername)
			if err != nil {
				return err
			}
		} else if pos.CodeOf(err) != pos.UnknownMember {
			return err
		}
	}
	if err := f.card(text); err != nil {
		return err
	}
	phone := pos.PhoneWord(text)
	switch {
	case len(phone) >= 6 && strings.Trim(text, "0123456789+-()./ ") == "":
		return f.search(text, ByPhone, func(m pos.Member) bool { return pos.PhoneWord(m.Phone) == phone })
	case len(f.hits) > 0:
		return nil // a username or a card's number is no name
	case strings.Contains(text, "@"):
		return f.search(text, ByEmail, func(m pos.Member) bool { return strings.EqualFold(m.Email, text) })
	}
	name := pos.SearchWord(text)
	return f.search(text, ByName, func(m pos.Member) bool { return name != "" && pos.SearchWord(m.Name) == name })
}

// add takes a member, or whom they were merged into. Nobody is who was erased.
func (f *notedFinder) add(id pos.ID, by NotedBy) error {
	s, err := standingOf(f.r, id)
	if err != nil || s.Member.Status == pos.Erased {
		return err
	}
	if !slices.ContainsFunc(f.hits, func(h notedHit) bool { return h.member.ID == s.Member.ID }) {
		f.hits = append(f.hits, notedHit{member: s.Member, by: by, merged: s.Member.ID != id})
	}
	return nil
}

func (f *notedFinder) card(text string) error {
	number, err := pos.CleanCardNumber(text)
	if err != nil {
		return nil
	}
	card, err := f.r.Card(number)
	switch {
	case pos.CodeOf(err) == pos.UnknownCard || err == nil && card.Member.IsZero():
		return nil
	case err != nil:
		return err
	case card.State == pos.Issued:
		return f.add(card.Member, ByCard)
	}
	m, err := f.r.Member(card.Member)
	if err == nil {
		f.barred = append(f.barred, m)
	}
	return err
}

// searchMost bounds what is looked through for one that is the same.
const searchMost = 30

func (f *notedFinder) search(text string, by NotedBy, same func(pos.Member) bool) error {
	list, err := f.r.FindMembers(text, searchMost)
	if err != nil {
		return err
	}
	for _, m := range list {
		if same(m) {
			if err := f.add(m.ID, by); err != nil {
				return err
			}
		}
	}
	return nil
}

// nearMembers are members whose username or name is like what was typed: first
// those that begin so, then those that begin like its first letters and are
// the fewest slips away.
func nearMembers(r Reader, text string) ([]pos.Member, error) {
	word := []rune(pos.SearchWord(text))
	lead := leadOf(text)
	var found []pos.Member
	take := func(prefix string) error {
		list, err := r.FindMembers(prefix, searchMost)
		for _, m := range list {
			known := slices.ContainsFunc(found, func(k pos.Member) bool { return k.ID == m.ID })
			if !known && m.AliasOf.IsZero() && m.Status != pos.Erased {
				found = append(found, m)
			}
		}
		return err
	}
	if err := take(text); err != nil {
		return nil, err
	}
	for n := len(lead) - 1; n >= 2 && len(found) < nearMost; n-- {
		if err := take(string(lead[:n])); err != nil {
			return nil, err
		}
	}
	if len(lead) > 2 { // the first two letters in the wrong order
		if err := take(string([]rune{lead[1], lead[0]}) + string(lead[2:min(len(lead), 4)])); err != nil {
			return nil, err
		}
	}
	far := func(m pos.Member) int {
		return min(slips(word, []rune(pos.SearchWord(m.Username))), slips(word, []rune(pos.SearchWord(m.Name))))
	}
	slices.SortStableFunc(found, func(a, b pos.Member) int { return cmp.Compare(far(a), far(b)) })
	return found[:min(len(found), nearMost)], nil
}

// leadOf is the longest of several words: it is the rarest.
func leadOf(text string) (lead []rune) {
	for _, part := range strings.Fields(text) {
		if w := []rune(pos.SearchWord(part)); len(w) > len(lead) {
			lead = w
		}
	}
	return lead
}

// slips is how many slips of a finger are between two words: a letter too
// many, too few or wrong, or two that changed places (optimal string alignment).
func slips(a, b []rune) int {
	before, last := make([]int, len(b)+1), make([]int, len(b)+1)
	now := make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		now[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			now[j] = min(now[j-1]+1, last[j]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				now[j] = min(now[j], before[j-2]+1)
			}
		}
		before, last, now = last, now, before
	}
	return last[len(b)]
}
