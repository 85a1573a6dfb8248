package decode

import (
	"bytes"
	"math/bits"
	"unicode/utf8"

	"bonuskasse/hardware"
	"bonuskasse/hardware/magstripe"
	"bonuskasse/hardware/rfid"
)

// frame says what one frame is, by the source it came from.
func (d *Decoder) frame(f frame) {
	switch {
	case f.over:
		d.put(garbage(hardware.WhyTooLong))
	case f.block && d.lines.form == tag:
		d.put(rfid.Block(f.data))
	case f.block:
		d.put(garbage(hardware.WhyEncrypted))
	default:
		d.put(d.line(f))
	}
}

// line undoes the keyboard layout before anything is decided. A keypad's
// digits pass through every layout as they are; and what is nothing the till
// can act on is looked at once more as it came, so that a card number is
// refused in whatever form it stands there.
func (d *Decoder) line(f frame) hardware.Scan {
	l := d.origin.Layout
	if l == "" || l == "us" || allDigits(f.data) {
		return d.content(f, f.data)
	}
	undone := Undo(l, f.data, make([]byte, 0, 4*len(f.data)+8))
	defer clear(undone[:cap(undone)])
	s := d.content(f, undone)
	if !positive(s) && s.Kind != hardware.KindPaymentCard {
		if why := d.rules().Payment(f.data); why != hardware.WhyNot {
			return refused(why)
		}
	}
	return s
}

// content says what one frame's characters are.
func (d *Decoder) content(f frame, line []byte) hardware.Scan {
	if p := d.profile.Prefix; p != "" {
		line = bytes.TrimPrefix(line, []byte(p))
	}
	if len(line) == 0 {
		return hardware.Scan{}
	}
	switch d.origin.Family {
	case hardware.RFIDWedge, hardware.RFIDSerial:
		if !f.whole {
			return garbage(hardware.WhyCut)
		}
		return rfid.Text(line)
	case hardware.SerialMSR, hardware.WedgeMSR:
		return d.swipe(line, f.ended)
	case hardware.WedgeHID, hardware.WedgeText:
		if line[0] == '%' || line[0] == ';' || line[0] == '+' && line[len(line)-1] == '?' {
			return d.swipe(line, f.whole)
		}
	}
	if !f.whole {
		if why := d.rules().Payment(line); why != hardware.WhyNot {
			return refused(why)
		}
		return garbage(hardware.WhyCut)
	}
	if d.origin.Family == hardware.Keyboard {
		return typed(line, d.origin, d.profile)
	}
	return barcode(line, d.origin, d.profile)
}

func (d *Decoder) rules() magstripe.Rules { return rulesOf(d.origin, d.profile) }

func rulesOf(o hardware.Origin, p hardware.Profile) magstripe.Rules {
	return magstripe.Rules{Owner: magstripe.OwnerOf(p), Stripe: o.Stripe(), Typed: o.Family == hardware.Keyboard}
}

// swipe says what a magstripe reader's frame is.
func (d *Decoder) swipe(line []byte, whole bool) hardware.Scan {
	s := magstripe.Read(line, d.profile, whole)
	if s.Reason == hardware.WhyNoText {
		s.Reason = noText(line)
	}
	return s
}

// typed says what a person typed: spaces and dashes between digits mean
// nothing.
func typed(line []byte, o hardware.Origin, p hardware.Profile) hardware.Scan {
	o.AIM = false
	packed := make([]byte, 0, len(line))
	defer func() { clear(packed[:cap(packed)]) }()
	for _, c := range line {
		if c != ' ' && c != '-' {
			packed = append(packed, c)
		}
	}
	if !allDigits(packed) || line[0] == '-' {
		return barcode(bytes.Trim(line, " "), o, p)
	}
	s := barcode(packed, o, p)
	if !positive(s) && s.Kind != hardware.KindPaymentCard {
		// Packed, a card's number and what was typed beside it are one number.
		if why := rulesOf(o, p).Payment(line); why != hardware.WhyNot {
			return refused(why)
		}
	}
	return s
}

// noText says what kind of noise bytes are that are no text.
func noText(line []byte) hardware.Why {
	if wrongFrame(line) {
		return hardware.WhyWrongFrame
	}
	return hardware.WhyNoText
}

// wrongFrame tells whether bytes look like seven bits with a parity bit: every
// byte has the same parity, some have the eighth bit set, and without it all
// are characters or endings. That is a reader set to 7E1 or 7O1 on a port set
// to 8N1.
func wrongFrame(line []byte) bool {
	high, odd := false, 0
	for _, b := range line {
		high = high || b >= 0x80
		odd += bits.OnesCount8(b) & 1
		if c := b & 0x7f; (c < 0x20 || c == 0x7f) && !terminator(c) && c != stx {
			return false
		}
	}
	return high && len(line) >= 3 && (odd == 0 || odd == len(line))
}

// isText tells whether bytes can be a code's content: UTF-8 without control
// characters, but for the separators of GS1 and ISO/IEC 15434.
func isText(line []byte) bool {
	for _, b := range line {
		if b < 0x20 && (b < 0x1c || b > 0x1f) && b != 0x04 || b == 0x7f {
			return false
		}
	}
	return utf8.Valid(line) && !wrongFrame(line)
}

func allDigits(line []byte) bool {
	for _, b := range line {
		if b < '0' || b > '9' {
			return false
		}
	}
	return len(line) > 0
}

func garbage(why hardware.Why) hardware.Scan {
	return hardware.Scan{Kind: hardware.KindGarbage, Reason: why}
}

func refused(why hardware.Why) hardware.Scan {
	return hardware.Scan{Kind: hardware.KindPaymentCard, Reason: why}
}

func unknown(why hardware.Why, text []byte) hardware.Scan {
	s := hardware.Scan{Kind: hardware.KindUnknown, Reason: why}
	if isText(text) {
		s.Text = magstripe.Text(text)
	}
	return s
}
