package till

import (
	"context"
	"slices"
	"strings"

	"bonuskasse/pos"
)

// Duplicate is a member who may be the one that is being written down.
type Duplicate struct {
	Member pos.Member `json:"member"`
	Why    Likeness   `json:"why"`
}

// Likeness is what two members have in common.
type Likeness string

// The likenesses, from the surest.
const (
	SamePhone Likeness = "phone"
	SameEmail Likeness = "email"
	NearName  Likeness = "name"
)

// likeAtMost bounds what is read for one likeness.
const likeAtMost = 50

// Duplicates are members who may be the one that is being written down: the
// same phone, the same e-mail, nearly the same name. It is fast enough to be
// asked while somebody types.
func (t *Till) Duplicates(ctx context.Context, in NewMember, limit int) (list []Duplicate, err error) {
	err = t.store.View(ctx, func(r Reader) error {
		list, err = duplicates(r, in, limit)
		return err
	})
	return list, err
}

func duplicates(r Reader, in NewMember, limit int) (list []Duplicate, err error) {
	look := func(text string, why Likeness, is func(pos.Member) bool) error {
		if text == "" || len(list) >= limit {
			return nil
		}
		found, err := r.FindMembers(text, likeAtMost)
		if err != nil {
			return err
		}
		for _, m := range found {
			known := slices.ContainsFunc(list, func(d Duplicate) bool { return d.Member.ID == m.ID })
			if !known && m.ID != in.Invited && is(m) && len(list) < limit {
				list = append(list, Duplicate{Member: m, Why: why})
			}
		}
		return nil
	}
	if len(pos.PhoneWord(in.Phone)) >= 5 {
		if err := look(in.Phone, SamePhone, func(m pos.Member) bool { return samePhone(m.Phone, in.Phone) }); err != nil {
			return nil, err
		}
	}
	if strings.ContainsRune(in.Email, '@') {
		if err := look(in.Email, SameEmail, func(m pos.Member) bool { return sameEmail(m.Email, in.Email) }); err != nil {
			return nil, err
		}
	}
	near := func(m pos.Member) bool { return nearName(m.Name, in.Name) }
	for _, text := range append([]string{in.Name}, beginnings(in.Name)...) {
		if err := look(text, NearName, near); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func samePhone(a, b string) bool { return a != "" && pos.PhoneWord(a) == pos.PhoneWord(b) }

func sameEmail(a, b string) bool {
	return a != "" && strings.EqualFold(strings.TrimSpace(a), strings.TrimSpace(b))
}

// beginnings asks for names of which one word begins as this one does, so that
// a slip further on does not hide them. One name alone would find half the town.
func beginnings(name string) []string {
	words := strings.Fields(name)
	if len(words) < 2 {
		return nil
	}
	first, last := words[0], words[len(words)-1]
	return []string{first + " " + begins(last), begins(first) + " " + last}
}

func begins(word string) string {
	r := []rune(word)
	return string(r[:min(2, len(r))])
}

// nearName compares names as they are searched; of a name of more than one
// word, one slip in eight letters is forgiven.
func nearName(a, b string) bool {
	whole := strings.Contains(strings.TrimSpace(b), " ")
	x, y := []rune(pos.SearchWord(a)), []rune(pos.SearchWord(b))
	if len(y) < 2 {
		return false
	}
	if slices.Equal(x, y) {
		return whole || !strings.Contains(strings.TrimSpace(a), " ")
	}
	most := max(1, len(y)/8)
	return whole && max(len(x)-len(y), len(y)-len(x)) <= most && slips(x, y) <= most
}
