package rfid

import (
	"encoding/hex"
	"strings"

	"bonuskasse/hardware"
)

const (
	stx = 0x02
	etx = 0x03

	typeISO14443 = 0x01 // ISO/IEC 14443 A ("MF classic"), 4-byte UID
	leastBlock   = 6    // STX, length, type, one byte, BCC, ETX
	mostBlock    = 32
)

// Length tells how long the binary block is that begins with head, which is
// STX and the byte after it. Ok is false if that byte begins text instead: a
// hex digit, as ASCII readers send. No tag makes a block of 48 bytes and more,
// so the two cannot be confused.
func Length(head []byte) (n int, ok bool) {
	if len(head) < 2 || head[0] != stx || head[1] < leastBlock-1 || head[1] > mostBlock {
		return 0, false
	}
	return int(head[1]), true
}

// Block says what one block from STX to ETX is, both included.
//
// Binary: STX, length, card type, serial number, BCC, ETX. The length counts
// the block, BCC is the exclusive or of length, type and serial number. Makers'
// pages count the block with or without its STX; both are taken.
//
// ASCII: STX, 10 hex digits, 2 hex digits of exclusive or, an optional CR LF,
// ETX (ID-12, RDM6300 and their kin); without the two it is a plain line.
func Block(block []byte) hardware.Scan {
	if len(block) < 2 || block[0] != stx || block[len(block)-1] != etx {
		return garbage(hardware.WhyCut)
	}
	if n, ok := Length(block); ok {
		if len(block) != n && len(block) != n+1 {
			return garbage(hardware.WhyCut)
		}
		serial := block[3 : len(block)-2]
		if xor(block[1:len(block)-2]) != block[len(block)-2] {
			return garbage(hardware.WhyChecksum)
		}
		id := strings.ToUpper(hex.EncodeToString(serial))
		if block[2] == typeISO14443 && len(serial) == 4 {
			return single(id)
		}
		return tag(id)
	}
	text := block[1 : len(block)-1]
	for len(text) > 0 && (text[len(text)-1] == '\r' || text[len(text)-1] == '\n') {
		text = text[:len(text)-1]
	}
	if n := len(text); n == 12 || n == 18 {
		raw := make([]byte, n/2)
		if _, err := hex.Decode(raw, text); err != nil {
			return garbage(hardware.WhyNoText)
		}
		last := len(raw) - 1
		if xor(raw[:last]) != raw[last] {
			return garbage(hardware.WhyChecksum)
		}
		return tag(strings.ToUpper(hex.EncodeToString(raw[:last])))
	}
	return Text(text)
}

func xor(bytes []byte) (sum byte) {
	for _, b := range bytes {
		sum ^= b
	}
	return sum
}
