// Package paper reads ESC/POS strictly and draws what a printer would make of
// it. Its reading shares no code with the encoder, so that the two test each other:
//
//	commands, err := paper.Parse(bytes)   // err is a *paper.SyntaxError with the place
//	m := paper.NewMachine(576)            // 80 mm: 576 dots
//	for _, c := range commands { err = m.Do(c) }
//	png.Encode(file, m.Papers()[0].Image())
//
// It knows the commands that the till sends and refuses every other, with
// arguments out of range, as a mistake. A real printer would print garbage.
package paper

import (
	"errors"
	"fmt"
)

// ErrShort says that the bytes end inside a command: more may come.
var ErrShort = errors.New("the bytes end inside a command")

// SyntaxError is a byte sequence that the till must not send.
type SyntaxError struct {
	Offset int
	Bytes  []byte // the first few
	What   string
}

// Error names the place and the bytes.
func (e *SyntaxError) Error() string {
	return fmt.Sprintf("at byte %d: % x: %s", e.Offset, e.Bytes, e.What)
}

// Op is a command's name in the maker's reference.
type Op string

const (
	OpText    Op = "text"
	OpLF      Op = "LF"
	OpInit    Op = "ESC @"
	OpBold    Op = "ESC E"
	OpAlign   Op = "ESC a"
	OpPage    Op = "ESC t"
	OpNation  Op = "ESC R"
	OpSpacing Op = "ESC 3"
	OpFeed    Op = "ESC d"
	OpFeedDot Op = "ESC J"
	OpPulse   Op = "ESC p"
	OpKanji   Op = "FS ."
	OpSize    Op = "GS !"
	OpInvert  Op = "GS B"
	OpCut     Op = "GS V"
	OpRaster  Op = "GS v 0"
	OpBarH    Op = "GS h"
	OpBarW    Op = "GS w"
	OpBarText Op = "GS H"
	OpBar     Op = "GS k"
	OpQR      Op = "GS ( k"
	OpStatus  Op = "GS r"    // answered in its turn
	OpAsk     Op = "DLE EOT" // answered at once
	OpPulseRT Op = "DLE DC4" // done at once
)

// RealTime tells whether a printer obeys the command as it arrives, before
// what waits in its buffer.
func (o Op) RealTime() bool { return o == OpAsk || o == OpPulseRT }

// Command is one command with its arguments. Data is what is printed: the
// letters of a text in the current table, the dots of a raster, the text of a
// code. For OpQR, Args begins with the function: 65, 67, 69, 80 or 81.
type Command struct {
	Op     Op
	Args   []byte
	Data   []byte
	Offset int
}

// Parse splits bytes into commands. The error is a *SyntaxError; bytes that
// end inside a command are one too.
func Parse(b []byte) ([]Command, error) {
	var all []Command
	for at := 0; at < len(b); {
		c, n, err := Next(b[at:])
		if err != nil {
			var bad *SyntaxError
			if errors.As(err, &bad) {
				bad.Offset += at
				return all, bad
			}
			return all, &SyntaxError{Offset: at, Bytes: head(b[at:]), What: err.Error()}
		}
		c.Offset = at
		all = append(all, c)
		at += n
	}
	return all, nil
}

func head(b []byte) []byte { return append([]byte(nil), b[:min(8, len(b))]...) }

// Next reads the first command and says how many bytes it took. The error is
// ErrShort if more bytes may complete it, else a *SyntaxError. Text runs to
// the next control byte or the end of b.
func Next(b []byte) (Command, int, error) {
	if len(b) == 0 {
		return Command{}, 0, ErrShort
	}
	if isText(b[0]) {
		n := 1
		for n < len(b) && isText(b[n]) {
			n++
		}
		return Command{Op: OpText, Data: b[:n:n]}, n, nil
	}
	if b[0] == 0x0a {
		return Command{Op: OpLF}, 1, nil
	}
	if b[0] != 0x10 && b[0] != 0x1b && b[0] != 0x1c && b[0] != 0x1d {
		return bad(b, "a control byte that is no command")
	}
	if len(b) < 2 {
		return Command{}, 0, ErrShort
	}
	if b[0] == 0x1d {
		switch b[1] {
		case 'V':
			return cut(b)
		case 'v':
			return raster(b)
		case 'k':
			return bar(b)
		case '(':
			return qr(b)
		}
	}
	form, known := forms[[2]byte{b[0], b[1]}]
	if !known {
		return bad(b, "a command the till does not use")
	}
	if len(b) < 2+len(form.args) {
		return Command{}, 0, ErrShort
	}
	for i, limits := range form.args {
		if v := b[2+i]; v < limits[0] || v > limits[1] {
			return bad(b, fmt.Sprintf("%s: argument %d is %d, not %d to %d", form.op, i+1, v, limits[0], limits[1]))
		}
	}
	n := 2 + len(form.args)
	return Command{Op: form.op, Args: b[2:n:n]}, n, nil
}

func isText(c byte) bool { return c >= 0x20 && c != 0x7f }

func bad(b []byte, what string) (Command, int, error) {
	return Command{}, 0, &SyntaxError{Bytes: head(b), What: what}
}

type form struct {
	op   Op
	args [][2]byte // least and greatest of each
}

// forms are the commands of fixed length.
var forms = map[[2]byte]form{
	{0x1b, '@'}:  {OpInit, nil},
	{0x1b, 'E'}:  {OpBold, [][2]byte{{0, 1}}},
	{0x1b, 'a'}:  {OpAlign, [][2]byte{{0, 2}}},
	{0x1b, 't'}:  {OpPage, [][2]byte{{0, 255}}},
	{0x1b, 'R'}:  {OpNation, [][2]byte{{0, 0}}},
	{0x1b, '3'}:  {OpSpacing, [][2]byte{{24, 255}}},
	{0x1b, 'd'}:  {OpFeed, [][2]byte{{0, 20}}},
	{0x1b, 'J'}:  {OpFeedDot, [][2]byte{{0, 255}}},
	{0x1b, 'p'}:  {OpPulse, [][2]byte{{0, 1}, {1, 255}, {1, 255}}},
	{0x1c, '.'}:  {OpKanji, nil},
	{0x1d, '!'}:  {OpSize, [][2]byte{{0, 0x11}}},
	{0x1d, 'B'}:  {OpInvert, [][2]byte{{0, 1}}},
	{0x1d, 'h'}:  {OpBarH, [][2]byte{{1, 255}}},
	{0x1d, 'w'}:  {OpBarW, [][2]byte{{2, 6}}},
	{0x1d, 'H'}:  {OpBarText, [][2]byte{{0, 0}}},
	{0x1d, 'r'}:  {OpStatus, [][2]byte{{1, 1}}},
	{0x10, 0x04}: {OpAsk, [][2]byte{{1, 4}}},
	{0x10, 0x14}: {OpPulseRT, [][2]byte{{1, 1}, {0, 1}, {1, 8}}},
}

func cut(b []byte) (Command, int, error) {
	if len(b) < 4 {
		return Command{}, 0, ErrShort
	}
	if b[2] != 65 && b[2] != 66 {
		return bad(b, "GS V: neither 65 (full) nor 66 (partial)")
	}
	return Command{Op: OpCut, Args: b[2:4:4]}, 4, nil
}

func raster(b []byte) (Command, int, error) {
	if len(b) < 8 {
		return Command{}, 0, ErrShort
	}
	width, rows := int(b[4])|int(b[5])<<8, int(b[6])|int(b[7])<<8
	if b[2] != '0' || b[3] != 0 || width == 0 || width > 256 || rows == 0 || rows > 2048 {
		return bad(b, fmt.Sprintf("GS v 0 of %d bytes by %d rows", width, rows))
	}
	n := 8 + width*rows
	if len(b) < n {
		return Command{}, 0, ErrShort
	}
	return Command{Op: OpRaster, Args: b[4:8:8], Data: b[8:n:n]}, n, nil
}

func bar(b []byte) (Command, int, error) {
	if len(b) < 4 {
		return Command{}, 0, ErrShort
	}
	n := 4 + int(b[3])
	if b[2] != 67 && b[2] != 73 || b[3] < 2 {
		return bad(b, "GS k: neither 67 (EAN-13) nor 73 (Code 128) with a length")
	}
	if len(b) < n {
		return Command{}, 0, ErrShort
	}
	data := b[4:n:n]
	if b[2] == 67 {
		if !ean13(data) {
			return bad(b, "GS k 67 wants thirteen digits with a right check digit")
		}
		return Command{Op: OpBar, Args: b[2:3:3], Data: data}, n, nil
	}
	text, ok := setB(data)
	if !ok {
		return bad(b, "GS k 73 wants {B and printable characters, { doubled")
	}
	return Command{Op: OpBar, Args: b[2:3:3], Data: text}, n, nil
}

func ean13(digits []byte) bool {
	if len(digits) != 13 {
		return false
	}
	sum := 0
	for i, d := range digits {
		if d < '0' || d > '9' {
			return false
		}
		if i%2 == 0 {
			sum += int(d - '0')
		} else {
			sum += 3 * int(d-'0')
		}
	}
	return sum%10 == 0
}

// setB undoes the writing of Code 128 in the printer's code set B.
func setB(data []byte) ([]byte, bool) {
	if len(data) < 3 || data[0] != '{' || data[1] != 'B' {
		return nil, false
	}
	var text []byte
	for i := 2; i < len(data); i++ {
		if data[i] < 0x20 || data[i] > 0x7e {
			return nil, false
		}
		if data[i] == '{' {
			i++
			if i == len(data) || data[i] != '{' {
				return nil, false
			}
		}
		text = append(text, data[i])
	}
	return text, true
}

func qr(b []byte) (Command, int, error) {
	if len(b) < 8 {
		return Command{}, 0, ErrShort
	}
	size := int(b[3]) | int(b[4])<<8
	if b[2] != 'k' || b[5] != 49 || size < 3 || size > 7092 {
		return bad(b, "GS ( k that is no QR command")
	}
	n := 5 + size
	if len(b) < n {
		return Command{}, 0, ErrShort
	}
	arg := b[7]
	good := false
	switch b[6] {
	case 65:
		good = size == 4 && arg == 50 && b[8] == 0
	case 67:
		good = size == 3 && arg >= 1 && arg <= 16
	case 69:
		good = size == 3 && arg >= 48 && arg <= 51
	case 80:
		good = size > 3 && arg == 48
	case 81:
		good = size == 3 && arg == 48
	}
	if !good {
		return bad(b, "GS ( k: function or arguments out of range")
	}
	return Command{Op: OpQR, Args: b[6:8:8], Data: b[8:n:n]}, n, nil
}
