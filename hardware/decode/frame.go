package decode

import (
	"bonuskasse/hardware"
	"bonuskasse/hardware/rfid"
)

const (
	stx = 0x02
	etx = 0x03
	gs  = 0x1d

	mostEncrypted = 2048 // longest encrypted block that is believed to be one
)

// frame is what one reader sent for one code, without its ending.
type frame struct {
	data  []byte
	ended bool // the reader ended it; otherwise silence did
	whole bool // nothing is missing, as far as the framing tells
	over  bool // longer than the limit, and dropped
	block bool // binary, from STX on: an encrypted swipe, or an RFID block
}

// form is how STX is to be read.
type form uint8

const (
	plain  form = iota // STX begins a frame that ETX or another ending ends
	stripe             // likewise, or begins an encrypted block with a length
	tag                // likewise, or begins an RFID block with a length
)

func formOf(family hardware.Source) form {
	switch family {
	case hardware.SerialMSR:
		return stripe
	case hardware.RFIDSerial:
		return tag
	}
	return plain
}

// framer cuts bytes into frames. Endings are CR, LF, CRLF, TAB, ETX, or
// silence; endings in a row make no empty frames. What is longer than limit is
// dropped up to the next ending, and told once.
//
// STX starts afresh: what stood before it was never ended. If that was text,
// it is told as cut, for a code is lost; line noise is passed over.
type framer struct {
	limit  int
	suffix hardware.Suffix
	form   form
	emit   func(frame)

	buf   []byte
	over  bool
	begun bool // STX was seen
	left  int  // bytes of an encrypted block still to come
	head  int  // bytes after STX still to be seen before it is known what it begins
}

func terminator(b byte) bool { return b == '\r' || b == '\n' || b == '\t' || b == etx }

func (f *framer) feed(b byte) {
	switch {
	case f.left > 0: // encrypted: of no use, and not kept
		if f.left--; f.left == 0 {
			f.emit(frame{block: true})
		}
	case f.begun && f.form == stripe && f.head > 0:
		f.encrypted(b)
	case f.begun && f.form == tag && !f.over:
		f.tag(b)
	default:
		f.text(b)
	}
}

// text takes a byte that is a character or an ending.
func (f *framer) text(b byte) {
	switch {
	case b == stx:
		if f.over || printable(f.buf) && len(f.buf) > 0 || f.begun && len(f.buf) > 0 {
			f.emit(frame{data: f.buf, over: f.over})
		}
		f.reset()
		f.begun = true
		if f.form == stripe {
			f.head = 2
		}
	case terminator(b):
		if f.over || len(f.buf) > 0 {
			f.emit(frame{data: f.buf, ended: true, whole: true, over: f.over})
		}
		f.reset()
	case f.over:
	case len(f.buf) == f.limit:
		clear(f.buf)
		f.buf, f.over = f.buf[:0], true
	default:
		if f.buf == nil {
			f.buf = make([]byte, 0, f.limit+1) // never grown: no copy stays behind unwiped
		}
		f.buf = append(f.buf, b)
	}
}

// encrypted looks at the two bytes after STX. An encrypted swipe begins with
// STX and its length, low byte first, which counts neither STX and length nor
// the two check bytes and ETX (ID TECH's enhanced format); text begins with
// two characters.
func (f *framer) encrypted(b byte) {
	if f.head == 2 {
		if b == etx || b == stx {
			f.head = 0
			f.text(b)
			return
		}
		f.head = 1
		f.buf = append(make([]byte, 0, f.limit+1), b)
		return
	}
	f.head = 0
	first := f.buf[0]
	if printable([]byte{first, b}) || first == '%' || first == ';' || first == '+' || b > 7 {
		f.buf = f.buf[:0]
		if !terminator(first) {
			f.buf = append(f.buf, first)
		}
		f.text(b)
		return
	}
	f.buf = f.buf[:0]
	f.left = min(int(first)|int(b)<<8, mostEncrypted) + 3
}

// tag takes a byte of an RFID reader after STX.
func (f *framer) tag(b byte) {
	if len(f.buf) == 0 {
		f.buf = append(make([]byte, 0, f.limit+1), stx)
	}
	n, binary := rfid.Length(append(f.buf, b)[:min(len(f.buf)+1, 2)])
	switch {
	case binary && len(f.buf) == n:
		if b == etx { // the maker counts without STX
			f.buf = append(f.buf, b)
		}
		f.emit(frame{data: f.buf, ended: true, whole: true, block: true})
		f.reset()
		if b != etx {
			f.text(b)
		}
	case binary:
		f.buf = append(f.buf, b)
		if len(f.buf) == n && rfid.Block(f.buf).Kind == hardware.KindRFID {
			f.emit(frame{data: f.buf, ended: true, whole: true, block: true})
			f.reset()
		}
	case b == etx:
		if len(f.buf) > 1 {
			f.buf = append(f.buf, b)
			f.emit(frame{data: f.buf, ended: true, whole: true, block: true})
		}
		f.reset()
	case b == stx:
		if len(f.buf) > 1 {
			f.emit(frame{data: f.buf, block: true})
		}
		f.reset()
		f.begun = true
	case len(f.buf) >= f.limit:
		clear(f.buf)
		f.buf, f.over = f.buf[:0], true
	default:
		f.buf = append(f.buf, b)
	}
}

// idle ends what is there.
func (f *framer) idle() {
	switch {
	case f.left > 0:
		f.emit(frame{block: true})
	case f.over:
		f.emit(frame{over: true})
	case len(f.buf) > 0 && f.form == tag && f.begun && len(f.buf) == 1:
	case len(f.buf) > 0:
		f.emit(frame{
			data:  f.buf,
			whole: !f.begun && !f.suffix.Terminated(),
			block: f.form == tag && f.begun,
		})
	}
	f.reset()
}

func (f *framer) waiting() bool { return len(f.buf) > 0 || f.over || f.left > 0 || f.begun }

func (f *framer) reset() {
	clear(f.buf[:cap(f.buf)])
	f.buf, f.over, f.begun, f.left, f.head = f.buf[:0], false, false, 0, 0
}

// printable tells whether all bytes are ASCII characters.
func printable(bytes []byte) bool {
	for _, b := range bytes {
		if b < 0x20 || b > 0x7e {
			return false
		}
	}
	return true
}
