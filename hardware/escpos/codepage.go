package escpos

import (
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/text/encoding/charmap"
)

// CodePage is a table of letters and the number by which a maker selects it
// (ESC t n). The number of one table differs by maker.
type CodePage struct {
	Name   string // "CP1252"
	Number byte
}

// Candidates are the tables and numbers that printers are known to use, the
// likeliest first (from the profiles of the escpos-printer-db project). TestSlip prints
// one line under each, so that a person can see which one is right.
func Candidates() []CodePage {
	return []CodePage{
		{"CP1252", 16}, {"CP858", 19}, {"CP865", 5},
		{"CP1252", 6}, {"CP1252", 8}, {"CP1252", 9}, {"CP1252", 11}, {"CP1252", 32}, {"CP1252", 49}, {"CP1252", 71},
		{"CP858", 13}, {"CP850", 2}, {"CP437", 0},
	}
}

var tables = map[string]*charmap.Charmap{
	"CP1252": charmap.Windows1252,
	"CP858":  charmap.CodePage858,
	"CP865":  charmap.CodePage865,
	"CP850":  charmap.CodePage850,
	"CP437":  charmap.CodePage437,
}

// ParseCodePage reads "CP1252/16": a table this package knows, and any number
// from 0 to 255. Nothing at all is CP1252/16.
func ParseCodePage(s string) (CodePage, error) {
	if s == "" {
		return Candidates()[0], nil
	}
	name, number, _ := strings.Cut(s, "/")
	name = strings.ToUpper(strings.TrimSpace(name))
	n, err := strconv.ParseUint(strings.TrimSpace(number), 10, 8)
	if tables[name] == nil || err != nil {
		return CodePage{}, fmt.Errorf("code page %q is none of CP1252, CP858, CP865, CP850, CP437 with /number", s)
	}
	return CodePage{name, byte(n)}, nil
}

// String is the form that ParseCodePage reads.
func (p CodePage) String() string { return p.Name + "/" + strconv.Itoa(int(p.Number)) }

// Has tells whether the table has the letter.
func (p CodePage) Has(r rune) bool {
	_, ok := p.encode(r)
	return ok
}

// encode gives the byte of a letter, never a control byte.
func (p CodePage) encode(r rune) (byte, bool) {
	if r < 0x7f {
		return byte(r), r >= ' '
	}
	b, ok := tables[p.Name].EncodeRune(r)
	return b, ok && b >= 0x80
}

// bytes encodes text; what the table lacks is "?".
func (p CodePage) bytes(text string) []byte {
	out := make([]byte, 0, len(text))
	for _, r := range text {
		b, ok := p.encode(r)
		if !ok {
			b = '?'
		}
		out = append(out, b)
	}
	return out
}
