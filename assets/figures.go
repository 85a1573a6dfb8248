package assets

import (
	"strconv"
	"strings"
	"time"
)

// nbsp keeps a figure and its unit on one line. CP1252, CP858 and CP865
// printers have it too, unlike the narrow U+202F.
const nbsp = "\u00a0"

type style struct {
	group, point string
	percent      string
	date, day    string // Go layouts
	months       string // short months, space-separated; "" = those of the layout
}

var styles = map[string]style{
	"da": {group: ".", point: ",", percent: nbsp + "%", date: "02.01.2006", day: "2. Jan",
		months: "jan. feb. mar. apr. maj jun. jul. aug. sep. okt. nov. dec."},
	"en": {group: ",", point: ".", percent: "%", date: "02/01/2006", day: "2 Jan",
		months: "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"},
	"fr": {group: nbsp, point: ",", percent: nbsp + "%", date: "02/01/2006", day: "2 Jan",
		months: "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc."},
}

func styleOf(lang string) style {
	if s, ok := styles[lang]; ok {
		return s
	}
	return styles["en"]
}

// Number writes a whole number, points say, with the language's grouping:
// 1.240 (da), 1,240 (en), 1 240 (fr).
func Number(lang string, n int64) string {
	digits, sign := strconv.FormatInt(n, 10), ""
	if n < 0 {
		digits, sign = digits[1:], "-"
	}
	return sign + grouped(digits, styleOf(lang).group)
}

// Exponent is the number of decimals of an ISO 4217 currency; 2 for one it
// does not know.
func Exponent(currency string) int {
	switch currency {
	case "JPY", "KRW", "ISK", "CLP", "VND", "XAF", "XOF", "XPF":
		return 0
	case "BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND":
		return 3
	}
	return 2
}

// Amount writes minor units of currency without naming it: 1.240,00.
func Amount(lang, currency string, minor int64) string {
	return scaled(lang, minor, Exponent(currency))
}

// Money writes minor units with their currency as the language does:
// "1.240,00 kr." (da), "DKK 1,240.00" (en), "1 240,00 €" (fr). The spaces do
// not break.
func Money(lang, currency string, minor int64) string {
	amount := Amount(lang, currency, minor)
	if lang == "en" || styles[lang].point == "" {
		if currency == "EUR" {
			if rest, negative := strings.CutPrefix(amount, "-"); negative {
				return "-€" + rest
			}
			return "€" + amount
		}
		return currency + nbsp + amount
	}
	switch {
	case currency == "EUR":
		return amount + nbsp + "€"
	case currency == "DKK" && lang == "da":
		return amount + nbsp + "kr."
	}
	return amount + nbsp + currency
}

// Signed is Money with a plus before what is above zero, for differences.
func Signed(lang, currency string, minor int64) string {
	if minor > 0 {
		return "+" + Money(lang, currency, minor)
	}
	return Money(lang, currency, minor)
}

// Quantity writes thousandths without needless zeros: 3, 1,275.
func Quantity(lang string, milli int64) string {
	text := scaled(lang, milli, 3)
	text = strings.TrimRight(text, "0")
	return strings.TrimSuffix(text, styleOf(lang).point)
}

// Percent writes basis points: 500 is "5 %" (da, fr) or "5%" (en).
func Percent(lang string, bp int64) string {
	text := strings.TrimRight(scaled(lang, bp, 2), "0")
	return strings.TrimSuffix(text, styleOf(lang).point) + styleOf(lang).percent
}

// Date writes the day: 30.11.2026 (da), 30/11/2026 (en, fr), in t's zone.
func Date(lang string, t time.Time) string { return t.Format(styleOf(lang).date) }

// Day writes day and month without the year: 30. nov. (da), 30 Nov (en).
func Day(lang string, t time.Time) string {
	s := styleOf(lang)
	names := strings.Fields(s.months)
	return strings.Replace(t.Format(s.day), t.Format("Jan"), names[t.Month()-1], 1)
}

// Month writes the month and its year: nov. 2026 (da), Nov 2026 (en).
func Month(lang string, t time.Time) string {
	return strings.Fields(styleOf(lang).months)[t.Month()-1] + t.Format(" 2006")
}

// Clock writes hours and minutes, 24 hours: 13:40.
func Clock(_ string, t time.Time) string { return t.Format("15:04") }

// Moment is Date and Clock.
func Moment(lang string, t time.Time) string { return Date(lang, t) + " " + Clock(lang, t) }

func scaled(lang string, n int64, decimals int) string {
	digits, sign := strconv.FormatInt(n, 10), ""
	if n < 0 {
		digits, sign = digits[1:], "-"
	}
	for len(digits) <= decimals {
		digits = "0" + digits
	}
	whole, part := digits[:len(digits)-decimals], digits[len(digits)-decimals:]
	s := styleOf(lang)
	whole = grouped(whole, s.group)
	if decimals == 0 {
		return sign + whole
	}
	return sign + whole + s.point + part
}

func grouped(digits, sep string) string {
	var out strings.Builder
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			out.WriteString(sep)
		}
		out.WriteRune(d)
	}
	return out.String()
}

// ReadAmount reads what a person typed as an amount of currency: "12", "12,5",
// "12.50", "1.240,00", "1 240". Both marks are taken as the decimal one when
// one or two (the currency's) figures follow the last of them; otherwise they
// must group by threes. ok is false for what is no such amount or too large
// for one; nothing is guessed.
func ReadAmount(currency, text string) (minor int64, ok bool) {
	return readScaled(text, Exponent(currency))
}

// ReadQuantity reads a typed quantity into thousandths: "3", "1,275".
func ReadQuantity(text string) (milli int64, ok bool) {
	text = strings.Replace(strings.TrimSpace(text), ",", ".", 1)
	whole, part, has := strings.Cut(text, ".")
	if !figures(whole) || (has && (!figures(part) || len(part) > 3)) || len(whole) > 12 {
		return 0, false
	}
	n, err := strconv.ParseInt(whole+(part + "000")[:3], 10, 64)
	return n, err == nil
}

func readScaled(text string, decimals int) (int64, bool) {
	text = strings.NewReplacer(nbsp, " ", "\u202f", " ").Replace(strings.TrimSpace(text))
	negative := strings.HasPrefix(text, "-")
	text = strings.TrimPrefix(text, "-")
	whole, part := text, ""
	if i := strings.LastIndexAny(text, ".,"); i >= 0 && len(text)-i-1 <= decimals {
		whole, part = text[:i], text[i+1:]
		if !figures(part) || strings.Contains(whole, text[i:i+1]) {
			return 0, false
		}
	}
	whole, ok := ungroup(whole)
	if !ok || len(whole) > 12 {
		return 0, false
	}
	n, err := strconv.ParseInt(whole+part+strings.Repeat("0", decimals-len(part)), 10, 64)
	if negative {
		n = -n
	}
	return n, err == nil
}

// ungroup takes out one kind of grouping mark, which must stand by threes.
func ungroup(text string) (string, bool) {
	i := strings.IndexAny(text, "., '")
	if i < 0 {
		return text, figures(text)
	}
	groups := strings.Split(text, text[i:i+1])
	for j, g := range groups {
		if !figures(g) || (j == 0 && len(g) > 3) || (j > 0 && len(g) != 3) {
			return "", false
		}
	}
	return strings.Join(groups, ""), true
}

func figures(text string) bool {
	for _, r := range text {
		if r < '0' || r > '9' {
			return false
		}
	}
	return text != ""
}

// Point is the language's decimal mark.
func Point(lang string) string { return styleOf(lang).point }

// Unit is how the language names a currency beside an amount: "kr.", "€",
// "DKK".
func Unit(lang, currency string) string {
	switch {
	case currency == "EUR":
		return "€"
	case currency == "DKK" && lang == "da":
		return "kr."
	}
	return currency
}
