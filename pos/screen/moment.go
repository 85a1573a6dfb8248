package screen

import (
	"strconv"
	"strings"
	"time"

	"bonuskasse/pos"
)

// ReadMoment reads a day and a time as people type them, in a zone: 24.11 14:30,
// 24/11/2026 14h30, 2026-11-24 14:30, or a time alone, which is today's. A day
// without its year is the one that is nearest.
func ReadMoment(text string, now time.Time, zone *time.Location) (at time.Time, ok bool) {
	words := strings.Fields(strings.NewReplacer(",", " ", "T", " ").Replace(text))
	now = now.In(zone)
	day := now
	switch len(words) {
	case 1:
	case 2:
		if day, ok = pos.ReadDay(words[0], zone); !ok {
			if day, ok = readDayOfYear(words[0], now); !ok {
				return at, false
			}
		}
	default:
		return at, false
	}
	hour, minute, ok := readTime(words[len(words)-1])
	y, m, d := day.Date()
	return time.Date(y, m, d, hour, minute, 0, 0, zone), ok
}

// readDayOfYear reads 24.11, 24/11 or 24-11.
func readDayOfYear(text string, now time.Time) (day time.Time, ok bool) {
	text = strings.Trim(strings.NewReplacer("/", ".", "-", ".").Replace(text), ".")
	for _, year := range []int{now.Year(), now.Year() + 1, now.Year() - 1} {
		at, err := time.ParseInLocation("2.1.2006", text+"."+strconv.Itoa(year), now.Location())
		if err == nil && at.Sub(now).Abs() < 183*24*time.Hour {
			return at, true
		}
	}
	return day, false
}

// readTime reads 14:30, 14.30, 14h30, 1430 or 14.
func readTime(text string) (hour, minute int, ok bool) {
	text = strings.NewReplacer(".", ":", "h", ":", "H", ":").Replace(text)
	h, m, parted := strings.Cut(text, ":")
	if !parted && len(text) > 2 {
		h, m = text[:len(text)-2], text[len(text)-2:]
	}
	if m == "" {
		m = "00"
	}
	if !digits(h) || !digits(m) || len(h) > 2 || len(m) != 2 {
		return 0, 0, false
	}
	hour, _ = strconv.Atoi(h)
	minute, _ = strconv.Atoi(m)
	return hour, minute, hour < 24 && minute < 60
}
