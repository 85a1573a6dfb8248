package pos

import (
	"strconv"
	"strings"
	"time"
)

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
		until := EndOfDay(day)
		if back == 0 {
			until = at
		}
		list = append(list, Feast{day, until, BirthdaysOn(day)})
	}
	return list
}
