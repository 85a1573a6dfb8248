package till

import (
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"bonuskasse/pos"
)

// What the cells of a list of members say. Each is "" and a reason of BadMember
// where it says nothing that can be used.

// plainNumber is a number as a person wrote it, where a spreadsheet has made
// 2.0123456E7 or 20123456.0 of it. Where digits were lost on the way it is not
// ok: 2.01235E+07 in a CSV is no phone number any more.
func plainNumber(cell string, exact bool) (plain string, ok bool) {
	mantissa, power, scientific := strings.Cut(strings.ToUpper(cell), "E")
	whole, part, _ := strings.Cut(strings.ReplaceAll(mantissa, ",", "."), ".")
	if whole == "" || !digitsOnly(whole) || !digitsOnly(part) {
		return cell, true // no number: it is as it stands
	}
	if !scientific {
		if part != "" && strings.Trim(part, "0") == "" {
			return whole, true
		}
		return cell, true
	}
	e, err := strconv.Atoi(strings.TrimPrefix(power, "+"))
	if err != nil || e < 0 || e > 30 || len(whole) != 1 {
		return cell, true
	}
	part = strings.TrimRight(part, "0")
	if len(part) > e || len(part) < e && !exact {
		return cell, false
	}
	return whole + part + strings.Repeat("0", e-len(part)), true
}

func digitsOnly(s string) bool { return strings.Trim(s, "0123456789") == "" }

// cleanText folds white space to single spaces, and refuses control characters
// and bytes that are no UTF-8. most are runes.
func cleanText(s string, most int) (string, Reason) {
	if !utf8.ValidString(s) || strings.ContainsRune(s, utf8.RuneError) {
		return "", WhyBadText
	}
	s = strings.Join(strings.Fields(s), " ")
	if strings.ContainsFunc(s, unicode.IsControl) {
		return "", WhyBadText
	}
	if len(s) > most && utf8.RuneCountInString(s) > most {
		return "", WhyTooLong
	}
	return s, ""
}

// phoneCell is a phone number, with the spacing it came with.
func phoneCell(s string, exact bool) (string, Reason) {
	s, ok := plainNumber(s, exact)
	if !ok {
		return "", WhyNumberLost
	}
	digits := 0
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case !strings.ContainsRune("+ -.()/\u00a0\u202f", r):
			return "", WhyBadPhone
		}
	}
	if digits < 5 || digits > 18 {
		return "", WhyBadPhone
	}
	return strings.Join(strings.Fields(s), " "), ""
}

func emailCell(s string) (string, Reason) {
	before, after, ok := strings.Cut(s, "@")
	if !ok || before == "" || len(after) < 3 || !strings.Contains(after, ".") || strings.Contains(after, "@") || len(s) > 254 ||
		strings.ContainsFunc(s, func(r rune) bool {
			return unicode.IsSpace(r) || unicode.IsControl(r) || strings.ContainsRune(",;<>\"", r)
		}) {
		return "", WhyBadEmail
	}
	return s, ""
}

// languageCell takes the code, or the language's name in any of the three.
func languageCell(s string) (string, Reason) {
	switch pos.SearchWord(s) {
	case "da", "dk", "dansk", "danish", "danois", "dadk":
		return "da", ""
	case "en", "gb", "engelsk", "english", "anglais", "engb", "enus":
		return "en", ""
	case "fr", "fransk", "french", pos.SearchWord("français"), "frfr":
		return "fr", ""
	}
	return "", WhyBadLanguage
}

// dayCell is a day: as a workbook stores it (days from day0), as ISO 8601 writes
// it, or the way of Denmark and France, the day first.
func dayCell(s string, day0, now time.Time) (time.Time, bool) {
	if !day0.IsZero() {
		days, _, _ := strings.Cut(s, ".") // after the point is the time of day
		if n, err := strconv.Atoi(days); err == nil && n > 0 && n < 80_000 {
			return day0.AddDate(0, 0, n), true
		}
	}
	s, _, _ = strings.Cut(s, "T")
	s, _, _ = strings.Cut(s, " ")
	parts := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("-./", r) })
	if len(parts) == 1 && len(s) == 8 && digitsOnly(s) {
		parts = []string{s[:4], s[4:6], s[6:]}
	}
	if len(parts) != 3 {
		return time.Time{}, false
	}
	if len(parts[0]) != 4 {
		parts[0], parts[2] = parts[2], parts[0]
	}
	var n [3]int
	for i, p := range parts {
		if p == "" || !digitsOnly(p) || len(p) > 4 {
			return time.Time{}, false
		}
		n[i], _ = strconv.Atoi(p)
	}
	if len(parts[0]) == 2 { // the century is the last that has had the year
		n[0] += 2000
		if n[0] > now.Year() {
			n[0] -= 100
		}
	}
	day := time.Date(n[0], time.Month(n[1]), n[2], 12, 0, 0, 0, time.UTC)
	return day, day.Day() == n[2] && int(day.Month()) == n[1]
}

// birthdayCell is a day that somebody living was born on.
func birthdayCell(s string, day0, now time.Time) (string, Reason) {
	day, ok := dayCell(s, day0, now)
	if !ok || day.After(now) || day.Year() < now.Year()-130 {
		return "", WhyBadBirthday
	}
	return day.Format(time.DateOnly), ""
}

// pointsCell is a whole number of points, with or without thousands separators.
func pointsCell(s string, exact bool) (int64, Reason) {
	s, ok := plainNumber(s, exact)
	if !ok {
		return 0, WhyNumberLost
	}
	groups := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(".,' \u00a0\u202f", r) })
	for i, g := range groups {
		if i > 0 && len(g) != 3 || i == 0 && len(groups) > 1 && len(g) > 3 {
			return 0, WhyBadPoints
		}
	}
	n, err := strconv.ParseInt(strings.Join(groups, ""), 10, 64)
	if err != nil || n < 0 || n > maxGift {
		return 0, WhyBadPoints
	}
	return n, ""
}

// asciiOnly keeps what every keyboard can type: letters and digits.
func asciiOnly(folded string) string {
	return strings.Map(func(r rune) rune {
		if r < utf8.RuneSelf {
			return r
		}
		return -1
	}, folded)
}

// usernameBase is what a username may be made of, the best first: the first
// and the last name, the front of the e-mail, the card, the phone.
func usernameBase(m pos.Member, card string) string {
	parts := strings.Fields(m.Name)
	var first, last string
	if len(parts) > 0 {
		first = asciiOnly(pos.SearchWord(parts[0]))
		last = asciiOnly(pos.SearchWord(parts[len(parts)-1]))
	}
	if len(parts) > 1 && first != "" && last != "" {
		first += "." + last
	}
	mail, _, _ := strings.Cut(m.Email, "@")
	for _, base := range []string{first, asciiOnly(pos.SearchWord(mail)), strings.ToLower(card), pos.PhoneWord(m.Phone)} {
		if len(base) >= 2 {
			return base[:min(len(base), 40)]
		}
	}
	return "member"
}
