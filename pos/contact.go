package pos

import (
	"strings"
	"unicode"
)

// The most characters of a phone number and of an e-mail address (RFC 5321,
// 4.5.3.1.3).
const (
	maxPhone = 40
	maxEmail = 254
)

// CleanPhone trims a phone number; how it is spaced stays as it was said. An
// empty one is none.
func CleanPhone(phone string) (string, error) {
	phone = strings.Join(strings.Fields(phone), " ")
	digits := 0
	for _, r := range phone {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case !strings.ContainsRune(" +-()./", r):
			return "", Refuse(BadPhone, phone)
		}
	}
	if phone != "" && digits < 3 || len(phone) > maxPhone {
		return "", Refuse(BadPhone)
	}
	return phone, nil
}

// CleanEmail trims an address and refuses what can be none; whether it is
// somebody's only a message can tell. An empty one is none.
func CleanEmail(email string) (string, error) {
	email = strings.TrimSpace(email)
	if email == "" {
		return "", nil
	}
	at := strings.LastIndexByte(email, '@')
	bad := func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r) || r == '@' || r == unicode.ReplacementChar
	}
	if at < 1 || at == len(email)-1 || len(email) > maxEmail || strings.ContainsFunc(email[at+1:], bad) || strings.ContainsFunc(email[:at], bad) {
		return "", Refuse(BadEmail)
	}
	return email, nil
}
