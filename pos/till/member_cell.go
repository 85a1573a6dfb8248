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
	s, ok := plainNumber(strings.ReplaceAll(s, "\u00a0", " "), exact)
	if !ok {
		return "", WhyNumberLost
	}
	phone, err := pos.CleanPhone(s)
	if err != nil {
		return "", WhyBadPhone
	}
	return phone, ""
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

// isoDay is a day as people write it, where a workbook stores the days from
// day0 or a moment (1980-12-24T00:00:00).
func isoDay(s string, day0 time.Time) string {
	if !day0.IsZero() {
		days, _, _ := strings.Cut(s, ".") // after the point is the time of day
		if n, err := strconv.Atoi(days); err == nil && n > 0 && n < 80_000 {
			return day0.AddDate(0, 0, n).Format(time.DateOnly)
		}
	}
	day, _, _ := strings.Cut(s, "T")
	return day
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

// usernameBase is what a username may be made of, the best first: the name, the
// front of the e-mail, the card, the phone.
func usernameBase(m pos.Member, card string) string {
	mail, _, _ := strings.Cut(m.Email, "@")
	bases := []string{plainLetters(mail), strings.ToLower(card), pos.PhoneWord(m.Phone)}
	if names := usernamesOf(m.Name); len(names) > 0 {
		bases = append(names[:1], bases...)
	}
	for _, base := range bases {
		if u, err := pos.CleanUsername(base); err == nil && len(u) <= 50 && ascii(u) {
			return u
		}
	}
	return "member"
}

// ascii tells whether every keyboard can type a word.
func ascii(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r >= utf8.RuneSelf })
}
