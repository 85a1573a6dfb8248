// Package magstripe reads what a magnetic stripe reader sends: tracks of
// ISO/IEC 7811-2/-6 laid out by ISO/IEC 7813 (1 and 2) and 4909 (3), and it
// recognises payment cards so that the till can refuse and forget them.
//
// First use:
//
//	scan := magstripe.Read(frame, profile, true) // one frame, without its CR
//	if scan.Kind == hardware.KindPaymentCard { ... } // nothing of it is in scan
//	clear(frame)                                     // the caller owns the buffer, and wipes it
//
// The package keeps nothing between calls and copies no byte of a track
// before it knows that the track is no payment card's.
package magstripe

// Condition is how a track came.
type Condition uint8

const (
	Good   Condition = iota // start sentinel, data, end sentinel, and a right LRC where one came
	Blank                   // sentinels with nothing between
	Unread                  // the reader wrote E: it saw the track and could not read it
	Cut                     // no end sentinel, or bytes that belong to no track
	BadLRC                  // the longitudinal redundancy check is wrong
)

// Track is one track of a swipe. Data is what stands between the sentinels
// and aliases the frame.
type Track struct {
	Number    int // 1, 2 or 3
	Data      []byte
	Condition Condition
}

const end = '?' // end sentinel of every track

// Start tells whether c begins a track: `%` track 1, `;` track 2, `+` the
// generic sentinel that readers put before track 3, `#` and `!` the AAMVA
// forms of track 3 (MagTek 99875125, "Programmable configuration options").
func Start(c byte) bool { return c == '%' || c == ';' || c == '+' || c == '#' || c == '!' }

func number(sentinel byte) int {
	switch sentinel {
	case '%':
		return 1
	case ';':
		return 2
	}
	return 3
}

// Tracks takes a frame apart: up to three tracks (or more, when two swipes
// were glued) run together as `%...?;...?+...?`, each with or without an LRC
// character behind its end sentinel. Ok is false if the frame does not begin
// with a start sentinel.
func Tracks(frame []byte) (tracks []Track, ok bool) {
	if len(frame) == 0 || !Start(frame[0]) {
		return nil, false
	}
	for len(frame) > 0 {
		if !Start(frame[0]) {
			return append(tracks, Track{Number: 0, Condition: Cut}), true
		}
		t := Track{Number: number(frame[0])}
		stop := -1
		for i, c := range frame[1:] {
			if c == end {
				stop = i + 1
				break
			}
			if c == ';' || c == '%' {
				break // another track begins inside this one
			}
		}
		if stop < 0 {
			t.Condition = Cut
			return append(tracks, t), true
		}
		t.Data = frame[1:stop]
		switch {
		case len(t.Data) == 0:
			t.Condition = Blank
		case len(t.Data) == 1 && (t.Data[0] == 'E' || t.Data[0] == 'e'):
			t.Condition = Unread
		}
		used, right := check(frame[:stop+1], frame[stop+1:])
		if !right {
			t.Condition = BadLRC
		}
		tracks = append(tracks, t)
		frame = frame[stop+1+used:]
	}
	return tracks, true
}

// check looks for an LRC character between a track and what follows: used is
// 1 if there is one, right is false if it is wrong. An LRC can look like a
// start sentinel; the one that the track computes to, standing before another
// sentinel or the end, is the LRC.
func check(track, rest []byte) (used int, right bool) {
	if len(rest) == 0 {
		return 0, true
	}
	want, computable := LRC(track)
	alone := len(rest) == 1 || Start(rest[1])
	switch {
	case computable && rest[0] == want && alone:
		return 1, true
	case Start(rest[0]) && len(rest) > 1:
		return 0, true
	default:
		return 1, false
	}
}

// LRC is the longitudinal redundancy check character of a track from start to
// end sentinel, both included, as readers send it: even parity over each bit
// of the character code (ISO/IEC 7811-2, 11.2). Track 1 has 6-bit characters
// from 0x20, tracks 2 and 3 have 4-bit ones from 0x30, and what a reader
// writes as `+` stands on the stripe as the sentinel `;`. Ok is false where
// the track holds a character that its set lacks.
func LRC(track []byte) (c byte, ok bool) {
	if len(track) == 0 {
		return 0, false
	}
	base, mask, sentinel := byte(0x30), byte(0x0f), byte(';')
	if track[0] != ';' && track[0] != '+' {
		base, mask, sentinel = 0x20, 0x3f, '%'
	}
	sum := sentinel - base
	for _, c := range track[1:] {
		if c >= 'a' && c <= 'z' && base == 0x20 {
			c -= 'a' - 'A' // Caps Lock turned the case over; track 1 has capitals only
		}
		if c < base || c-base > mask {
			return 0, false
		}
		sum ^= c - base
	}
	return base + sum, true
}
