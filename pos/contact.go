package pos

import (
	"strconv"
	"strings"
	"time"
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

// CleanBirthday reads a birthday as people say it: 1980-02-29, 29-02-1980,
// 29.2.1980, 29021980 or 290280. It gives YYYY-MM-DD; an empty one is none.
// now tells which century a year of two figures is in: no one is born later.
func CleanBirthday(text string, now time.Time) (string, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return "", nil
	}
	year, month, day, ok := dateParts(text)
	if ok && year < 100 {
		year += now.Year() / 100 * 100
		if year > now.Year() {
			year -= 100
		}
	}
	at := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	if !ok || at.Day() != day || int(at.Month()) != month || year < 1880 || at.After(now) {
		return "", Refuse(BadBirthday, text)
	}
	return at.Format(time.DateOnly), nil
}

func dateParts(text string) (year, month, day int, ok bool) {
	parts := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("-./ ", r) })
	if len(parts) == 1 && (len(text) == 6 || len(text) == 8) {
		parts = []string{text[:2], text[2:4], text[4:]}
	}
	if len(parts) != 3 {
		return 0, 0, 0, false
	}
	if len(parts[0]) == 4 {
		parts[0], parts[2] = parts[2], parts[0]
	}
	var n [3]int
	for i, p := range parts {
		v, err := strconv.ParseUint(p, 10, 16)
		if err != nil || len(p) > 4 {
			return 0, 0, 0, false
		}
		n[i] = int(v)
	}
	return n[2], n[1], n[0], true
}

// BirthdaysOn are the days of birth, month and day, that a day celebrates: who
// was born on 29 February has the 28th where there is no other.
func BirthdaysOn(day time.Time) []string {
	on := []string{day.Format("01-02")}
	if on[0] == "02-28" && day.AddDate(0, 0, 1).Month() == time.March {
		on = append(on, "02-29")
	}
	return on
}

// BirthdaysBack is for how many days after theirs somebody may still be given
// something for a birthday: a shop is closed now and then, and its till off.
const BirthdaysBack = 31

// Feast is a day whose birthdays are looked at, and up to when it lasts: its end, or
// now.
type Feast struct {
	Day   time.Time
	Until time.Time
	On    []string // BirthdaysOn it
}

// FeastsUpTo are the days up to a moment that birthdays are given for, the earliest
// first, in the moment's zone.
func FeastsUpTo(at time.Time) (list []Feast) {
	y, m, d := at.Date()
	for back := BirthdaysBack; back >= 0; back-- {
		day := time.Date(y, m, d-back, 0, 0, 0, 0, at.Location())
		until := day.AddDate(0, 0, 1).Add(-time.Millisecond)
		if back == 0 {
			until = at
		}
		list = append(list, Feast{day, until, BirthdaysOn(day)})
	}
	return list
}
