package till

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"bonuskasse/pos"
)

// proposalTries is how many numbers are tried behind a name that is taken.
const proposalTries = 8

// ProposeUsernames are free usernames for whoever joins, the best first: from
// the name, the e-mail, the phone.
func (t *Till) ProposeUsernames(ctx context.Context, in NewMember, limit int) (list []string, err error) {
	err = t.store.View(ctx, func(r Reader) error {
		list, err = t.proposals(r, pos.Member{Name: in.Name, Phone: in.Phone, Email: in.Email}, limit)
		return err
	})
	return list, err
}

func (t *Till) proposals(r Reader, m pos.Member, limit int) (free []string, err error) {
	phone := pos.PhoneWord(m.Phone)
	names := usernamesOf(m.Name)
	wishes := slices.Clone(names)
	if local, _, ok := strings.Cut(m.Email, "@"); ok {
		wishes = append(wishes, plainLetters(local))
	}
	wishes = append(wishes, phone)
	for _, n := range names {
		if len(phone) >= 4 {
			wishes = append(wishes, n+phone[len(phone)-4:])
		}
	}
	for i := range proposalTries {
		for _, n := range names[:min(1, len(names))] {
			wishes = append(wishes, fmt.Sprint(n, i+2))
		}
	}
	if len(names) > 0 {
		// Of a name that thousands bear, no small number is free.
		wishes = append(wishes, fmt.Sprint(names[0], t.now().UnixMilli()%100_000))
	}
	wishes = append(wishes, strings.ToLower(m.Email))
	var tried []string
	for _, w := range wishes {
		u, err := pos.CleanUsername(w)
		if err != nil || slices.Contains(tried, u) {
			continue
		}
		tried = append(tried, u)
		switch err := usernameFree(r, u); {
		case err == nil:
			free = append(free, u)
		case pos.CodeOf(err) != pos.UsernameTaken:
			return nil, err
		}
		if len(free) == limit {
			break
		}
	}
	return free, nil
}

// usernamesOf are what somebody of a name may call themselves: soren.akjaer,
// soren, sorena.
func usernamesOf(name string) (list []string) {
	var words []string
	for _, w := range strings.Fields(name) {
		if w = plainLetters(w); w != "" {
			words = append(words, w)
		}
	}
	if len(words) == 0 {
		return nil
	}
	first, last := words[0], words[len(words)-1]
	if len(words) == 1 {
		return []string{first}
	}
	initial := string([]rune(last)[:1])
	return []string{first + "." + last, first + initial, first, strings.Join(words, ".")}
}

// plainLetters spells a word with letters that every keyboard has, as far as
// the word is Latin: Åkjær is aakjaer.
func plainLetters(word string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(word) {
		switch r {
		case 'å':
			b.WriteString("aa")
		case 'æ', 'ä':
			b.WriteString("ae")
		case 'ø', 'ö', 'œ':
			b.WriteString("oe")
		case 'ü':
			b.WriteString("ue")
		default:
			if unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("-._", r) {
				b.WriteString(plainLetter(r))
			}
		}
	}
	return strings.Trim(b.String(), "-._")
}

func plainLetter(r rune) string {
	if w := pos.SearchWord(string(r)); w != "" && w[0] < utf8.RuneSelf {
		return w
	}
	return string(r)
}
