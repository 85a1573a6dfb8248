package pos

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// MemberStatus is where a member stands.
type MemberStatus string

// The states of a member.
const (
	Invited MemberStatus = "invited" // known by e-mail or phone; may be given bonus
	Active  MemberStatus = "active"
	Blocked MemberStatus = "blocked"
	Erased  MemberStatus = "erased"
	Merged  MemberStatus = "merged" // an alias of another member
)

// Member is a customer with an account.
type Member struct {
	ID       ID           `json:"id"`
	Username string       `json:"username"` // unique in the chain, case-folded
	Name     string       `json:"name"`
	Phone    string       `json:"phone,omitempty"`
	Email    string       `json:"email,omitempty"`
	Language string       `json:"language,omitempty"` // da, en, fr; empty is the shop's
	Tier     string       `json:"tier"`
	Status   MemberStatus `json:"status"`
	Joined   Millis       `json:"joined"`
	Notes    string       `json:"notes,omitempty"`
	Birthday string       `json:"birthday,omitempty"` // YYYY-MM-DD
	// Organisation is the corporate client that the member works for.
	Organisation ID `json:"organisation,omitzero"`
	// ConsentAt is when the member agreed to marketing, and ConsentText to what
	// words; 0 is not at all.
	ConsentAt   Millis `json:"consent_at,omitempty"`
	ConsentText string `json:"consent_text,omitempty"`
	// ReferredBy is the member who brought them.
	ReferredBy ID `json:"referred_by,omitzero"`
	// AliasOf is the member that this one was merged into.
	AliasOf ID `json:"alias_of,omitzero"`
}

// MaxNameRunes is the longest name a member, product or person may have.
const MaxNameRunes = 200

// CleanName trims a name, folds its white space to single spaces and refuses
// control characters, bytes that are no UTF-8, nothing, and too much.
func CleanName(name string) (string, error) {
	if !utf8.ValidString(name) {
		return "", Refuse(BadName)
	}
	name = strings.Join(strings.Fields(name), " ")
	if name == "" || utf8.RuneCountInString(name) > MaxNameRunes || strings.ContainsFunc(name, unicode.IsControl) {
		return "", Refuse(BadName)
	}
	return name, nil
}

// CleanUsername folds a username to the form it is compared in: lower case,
// 2 to 40 letters, digits, dots, hyphens and underscores.
func CleanUsername(u string) (string, error) {
	u = strings.ToLower(strings.TrimSpace(u))
	n := 0
	for _, r := range u {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune(".-_@+", r) {
			return "", Refuse(BadUsername, u)
		}
		n++
	}
	if n < 2 || n > 60 {
		return "", Refuse(BadUsername, u)
	}
	return u, nil
}
