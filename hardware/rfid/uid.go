// Package rfid reads what an RFID reader sends: the decimal and hexadecimal
// forms that keyboard-like readers type, and the blocks of serial ones.
//
// First use:
//
//	scan := rfid.Text([]byte("0009334109")) // a line, without its ending: UID 008E6D5D
//	scan := rfid.Block(block)               // from STX to ETX, both included
//
// A tag's number is told in upper-case hex, most significant byte first. How
// many bytes it has depends on what the reader is set to send (a 2H4H reader
// leaves out what an 8H10D one sends), so a shop enrols tags with the reader
// it will use.
package rfid

import (
	"fmt"
	"strconv"
	"strings"

	"bonuskasse/hardware"
	"bonuskasse/hardware/magstripe"
)

// Text says what one line of a reader is. The forms, under the names that
// reader makers use for them (x hex digits of the tag become y decimal ones):
//
//	8H10D    0009334109            low 4 bytes as 10 decimals     -> 008E6D5D
//	2H4H     142,27997             byte 3 and the low 2 bytes     -> 8E6D5D
//	4H4H     00142,27997           2 bytes and 2 bytes            -> 008E6D5D
//	8H10D+   0009334109 142,27997  as printed on tags; both must agree
//	10H13D   0025779432797         all 5 bytes as 13 decimals     -> 06008E6D5D
//	hex      06008E6D5D            4, 5, 7, 8 or 10 bytes (EM4100, ISO/IEC 14443-3
//	                               UIDs of single, double and triple size, ISO/IEC 15693)
//
// Ten decimals above 4294967295 cannot be 8H10D and are hex. Eight digits are
// read as hex: a reader of 6H8D would say the same of another tag, so it must
// be set to another form. A payment card's number is refused here too.
func Text(line []byte) hardware.Scan {
	line = trim(line)
	if why := (magstripe.Rules{}).Payment(line); why != hardware.WhyNot {
		return hardware.Scan{Kind: hardware.KindPaymentCard, Reason: why}
	}
	for _, c := range line {
		if c < 0x20 || c > 0x7e {
			return garbage(hardware.WhyNoText)
		}
	}
	text := string(line)
	if long, short, two := strings.Cut(text, " "); two {
		a, okA := decimal(long)
		b, okB := commaForm(strings.TrimSpace(short))
		if okA && okB && strings.HasSuffix(a, b) {
			return tag(a)
		}
		if okA && okB {
			return garbage(hardware.WhyChecksum)
		}
	}
	if id, ok := commaForm(text); ok {
		return tag(id)
	}
	if id, ok := decimal(text); ok {
		return tag(id)
	}
	bare := strings.NewReplacer(":", "", "-", "", " ", "").Replace(text)
	if !hexadecimal(bare) {
		return hardware.Scan{Kind: hardware.KindUnknown, Reason: hardware.WhyForeign, Text: magstripe.Text(line)}
	}
	switch len(bare) {
	case 8:
		return single(strings.ToUpper(bare))
	case 6, 10, 14, 16, 20:
		return tag(strings.ToUpper(bare))
	}
	return garbage(hardware.WhyCut)
}

// single is a 4-byte UID. One that begins with 08 is random, made anew each
// time the tag wakes (ISO/IEC 14443-3, 6.5.4): it says that a telephone or a
// passport was there, and nothing else.
func single(id string) hardware.Scan {
	s := tag(id)
	if strings.HasPrefix(id, "08") {
		s.Reason = hardware.WhyRandomUID
	}
	return s
}

// decimal reads 8H10D and 10H13D.
func decimal(text string) (string, bool) {
	n, err := strconv.ParseUint(text, 10, 64)
	switch {
	case err != nil || !digits(text):
		return "", false
	case len(text) == 10 && n <= 1<<32-1:
		return fmt.Sprintf("%08X", n), true
	case len(text) == 13 && n <= 1<<40-1:
		return fmt.Sprintf("%010X", n), true
	}
	return "", false
}

// commaForm reads 2H4H and 4H4H.
func commaForm(text string) (string, bool) {
	high, low, ok := strings.Cut(text, ",")
	if !ok || !digits(high) || !digits(low) || len(low) > 5 || len(high) > 5 {
		return "", false
	}
	h, _ := strconv.Atoi(high)
	l, _ := strconv.Atoi(low)
	switch {
	case l > 0xFFFF || h > 0xFFFF || len(high) < 4 && h > 0xFF:
		return "", false
	case len(high) <= 3:
		return fmt.Sprintf("%02X%04X", h, l), true
	}
	return fmt.Sprintf("%04X%04X", h, l), true
}

func digits(text string) bool { return text != "" && strings.Trim(text, "0123456789") == "" }

func hexadecimal(text string) bool {
	return text != "" && strings.Trim(text, "0123456789abcdefABCDEF") == ""
}

func trim(line []byte) []byte {
	for len(line) > 0 && line[0] == ' ' {
		line = line[1:]
	}
	for len(line) > 0 && line[len(line)-1] == ' ' {
		line = line[:len(line)-1]
	}
	return line
}

func tag(id string) hardware.Scan { return hardware.Scan{Kind: hardware.KindRFID, Value: id} }

func garbage(why hardware.Why) hardware.Scan {
	return hardware.Scan{Kind: hardware.KindGarbage, Reason: why}
}
