package wedge

import (
	"strings"
	"time"

	"bonuskasse/hardware"
	"bonuskasse/hardware/decode"
)

// judge says what the held burst was: a scan, which is swallowed, or typing,
// which comes back. Ended tells that Enter or Tab ended it.
func (m *Machine) judge(ended bool, now time.Time) Outcome {
	if m.over {
		m.over = false
		return Outcome{Scan: m.stamp(hardware.Scan{Kind: hardware.KindGarbage, Reason: hardware.WhyTooLong}, now)}
	}
	if !m.pace() {
		if n := m.count(); !ended && n > 1 && n < least && m.average() <= fast {
			m.torn = m.last // too short for a code, too fast for a person
		}
		return m.typed()
	}
	line, why := m.line(m.held)
	defer func() { clear(line[:cap(line)]) }()
	if why != hardware.WhyNot {
		if !m.framed && (m.stale(now) || m.digits() < 4) {
			return m.typed()
		}
		return m.scan(hardware.Scan{Kind: hardware.KindGarbage, Reason: why}, now)
	}
	s, err := decode.Line(m.set.Profile, m.set.Source, line)
	if err != nil || s.Kind == hardware.KindNone {
		return m.typed()
	}
	switch {
	case s.Kind == hardware.KindPaymentCard:
		return m.scan(s, now)
	case m.framed:
		if len(line)-len(m.set.Profile.Prefix) < leastContent {
			return m.typed()
		}
		return m.scan(s, now)
	case m.stale(now) && !strong(s, line):
		return m.typed() // keys that a person typed into a hanging window arrive like a scan
	case !can(s, line):
		return m.typed()
	}
	if !ended && m.set.Profile.Suffix.Terminated() {
		return m.scan(hardware.Scan{Kind: hardware.KindGarbage, Reason: hardware.WhyCut}, now)
	}
	if !m.torn.IsZero() && m.first.Sub(m.torn) < tornFor && !strong(s, line) {
		return m.scan(hardware.Scan{Kind: hardware.KindGarbage, Reason: hardware.WhyScanAgain}, now)
	}
	if head, odd := m.uneven(); odd && !(strong(s, line) && m.whole(head)) {
		// Something came before the burst that may or may not belong to it:
		// a typed character, or a scan that a busy machine tore.
		back := append([]Event(nil), m.held[:head]...)
		out := m.scan(hardware.Scan{Kind: hardware.KindGarbage, Reason: hardware.WhyScanAgain}, now)
		out.Back = back
		return out
	}
	if !ended && same(line) && m.average() > m.set.Gap/2 {
		return m.typed() // a key that is held down repeats itself
	}
	return m.scan(s, now)
}

// pace tells whether the burst came at a machine's pace and is long enough.
func (m *Machine) pace() bool {
	n := m.count()
	if m.framed {
		return true
	}
	return n >= least && m.average() <= m.set.Gap
}

// line is what the scanner sent with these events, in the characters of a US keyboard.
func (m *Machine) line(sent []Event) (line []byte, why hardware.Why) {
	if m.set.Codes != NoCodes {
		return align(sent, m.set.Codes, make([]byte, 0, len(sent)))
	}
	text := make([]byte, 0, 4*len(sent))
	defer func() { clear(text[:cap(text)]) }()
	for _, e := range sent {
		if e.Rune != 0 {
			text = append(text, string(e.Rune)...)
		}
	}
	return decode.Undo(m.set.Profile.Layout, text, make([]byte, 0, 4*len(sent)+8)), hardware.WhyNot
}

// digits counts the digits that keys or runes stand for, whichever are more.
func (m *Machine) digits() int {
	keys, runes := 0, 0
	for _, e := range m.held {
		switch c := letterOf(e.Key.Code-int(m.set.Codes), e.Key.Shift); {
		case e.Rune >= '0' && e.Rune <= '9':
			runes++
		case e.Rune == 0 && c >= '0' && c <= '9':
			keys++
		}
	}
	return max(keys, runes)
}

// prefixed tells whether what is held begins with the profile's prefix.
func (m *Machine) prefixed() bool {
	p := m.set.Profile.Prefix
	if p == "" || m.count() > len(p)+2 {
		return false
	}
	line, why := m.line(m.held)
	return why == hardware.WhyNot && strings.HasPrefix(string(line), p)
}

// can tells whether an unframed burst can be a code. A word, a telephone number
// or an amount typed by a program (a test, a macro) is none.
func can(s hardware.Scan, line []byte) bool {
	switch s.Kind {
	case hardware.KindUnknown:
		return len(line) >= 8 && coded(line)
	case hardware.KindGarbage:
		return len(line) >= 8 || s.Reason == hardware.WhyNoAIM || s.Reason == hardware.WhyCut || s.Reason == hardware.WhyLRC
	}
	return true
}

// coded tells whether a line looks like a code nobody knows yet: capitals and
// digits, both, without spaces.
func coded(line []byte) bool {
	digits, capitals := false, false
	for _, c := range line {
		switch {
		case c >= '0' && c <= '9':
			digits = true
		case c >= 'A' && c <= 'Z':
			capitals = true
		case c >= 'a' && c <= 'z', c == ' ':
			return false
		}
	}
	return digits && capitals
}

// strong tells whether a code carries its own proof, so that it needs no pace:
// an AIM identifier, a check digit, an address, a coupon's prefix. A bare card
// number has none.
func strong(s hardware.Scan, line []byte) bool {
	switch s.Kind {
	case hardware.KindProduct, hardware.KindCoupon:
		return true
	case hardware.KindClubCard:
		return s.Symbology != "" || len(line) > 9
	}
	return false
}

// uneven tells whether the burst has one gap far above the others, and how many
// events stood before it (none if they are more than a few characters, for then
// they are a torn scan and no typing).
func (m *Machine) uneven() (head int, odd bool) {
	var sum time.Duration
	var widest pause
	for _, g := range m.gaps {
		if sum += g.length; g.length > widest.length {
			widest = g
		}
	}
	others := m.count() - 2
	if widest.length <= 2*poll || others < 1 || (sum-widest.length)/time.Duration(others) > fast {
		return 0, false
	}
	if widest.at > 2*mostHead {
		return 0, true
	}
	return widest.at, true
}

// whole tells whether a burst whose line carries its own proof was one scan that
// a busy machine tore, and not a typed character with a scan behind it: without
// the head it would be no code.
func (m *Machine) whole(head int) bool {
	if head == 0 { // torn far behind what a person can have typed
		return true
	}
	rest, why := m.line(m.held[head:])
	defer func() { clear(rest[:cap(rest)]) }()
	if why != hardware.WhyNot {
		return false
	}
	s, err := decode.Line(m.set.Profile, m.set.Source, rest)
	return err == nil && (s.Kind == hardware.KindNone || s.Kind == hardware.KindGarbage || !can(s, rest))
}

func same(line []byte) bool {
	for _, c := range line {
		if c != line[0] {
			return false
		}
	}
	return true
}

func (m *Machine) typed() Outcome {
	out := Outcome{Back: m.held}
	m.drop()
	return out
}

func (m *Machine) scan(s hardware.Scan, now time.Time) Outcome {
	m.wipe()
	return Outcome{Scan: m.stamp(s, now)}
}

func (m *Machine) stamp(s hardware.Scan, now time.Time) hardware.Scan {
	s.Source, s.At = m.set.Source, now
	return s
}
