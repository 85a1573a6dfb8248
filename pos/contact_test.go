package pos_test

import (
	"strings"
	"testing"
	"time"

	"bonuskasse/pos"
)

func TestContact(t *testing.T) {
	now := time.Date(2026, 11, 26, 9, 0, 0, 0, time.UTC)
	birthday := func(s string) (string, error) { return pos.CleanBirthday(s, now) }
	for _, c := range []struct {
		clean    func(string) (string, error)
		in, want string
		code     pos.Code
	}{
		{pos.CleanPhone, "  +45  20 30 40 50 ", "+45 20 30 40 50", ""},
		{pos.CleanPhone, "", "", ""},
		{pos.CleanPhone, "20-30/40.50", "20-30/40.50", ""},
		{pos.CleanPhone, "twenty", "", pos.BadPhone},
		{pos.CleanPhone, "12", "", pos.BadPhone},
		{pos.CleanPhone, strings.Repeat("1", 41), "", pos.BadPhone},
		{pos.CleanEmail, " søren@åkjær.dk ", "søren@åkjær.dk", ""},
		{pos.CleanEmail, "", "", ""},
		{pos.CleanEmail, "soren", "", pos.BadEmail},
		{pos.CleanEmail, "soren@", "", pos.BadEmail},
		{pos.CleanEmail, "@dk", "", pos.BadEmail},
		{pos.CleanEmail, "a b@c.dk", "", pos.BadEmail},
		{pos.CleanEmail, "a@b@c.dk", "", pos.BadEmail},
		{birthday, "1980-02-29", "1980-02-29", ""},
		{birthday, "29-02-1980", "1980-02-29", ""},
		{birthday, "29.2.1980", "1980-02-29", ""},
		{birthday, "29 2 80", "1980-02-29", ""},
		{birthday, "29021980", "1980-02-29", ""},
		{birthday, "290280", "1980-02-29", ""},
		{birthday, "010126", "2026-01-01", ""},
		{birthday, "271126", "", pos.BadBirthday}, // tomorrow
		{birthday, "311226", "", pos.BadBirthday},
		{birthday, "29-02-1981", "", pos.BadBirthday},
		{birthday, "1779-01-01", "", pos.BadBirthday},
		{birthday, "yesterday", "", pos.BadBirthday},
		{birthday, "1-2", "", pos.BadBirthday},
		{birthday, "", "", ""},
	} {
		got, err := c.clean(c.in)
		if got != c.want || pos.CodeOf(err) != c.code {
			t.Errorf("%q: %q %v, want %q %q", c.in, got, err, c.want, c.code)
		}
	}
}
