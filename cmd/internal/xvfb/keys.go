package xvfb

import (
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// stroke is how a key symbol is made: a key, and Shift or not.
type stroke struct {
	code  byte
	shift bool
}

// named are the keys that make no character (keysymdef.h).
var named = map[string]uint32{
	"Enter": 0xff0d, "Escape": 0xff1b, "BackSpace": 0xff08, "Tab": 0xff09, "Space": 0x20, "Delete": 0xffff, "Insert": 0xff63,
	"Up": 0xff52, "Down": 0xff54, "Left": 0xff51, "Right": 0xff53, "Home": 0xff50, "End": 0xff57, "PageUp": 0xff55, "PageDown": 0xff56,
	"KP_Enter": 0xff8d, "KP_Add": 0xffab, "KP_Multiply": 0xffaa,
	"F1": 0xffbe, "F2": 0xffbf, "F3": 0xffc0, "F4": 0xffc1, "F5": 0xffc2, "F6": 0xffc3,
	"F7": 0xffc4, "F8": 0xffc5, "F9": 0xffc6, "F10": 0xffc7, "F11": 0xffc8, "F12": 0xffc9,
	"ctrl": 0xffe3, "shift": 0xffe1, "alt": 0xffe9,
}

const keyPress, keyRelease = 2, 3

// learn asks the server for its extension and its key map.
func (s *Screen) learn() error {
	const name = "XTEST"
	reply, err := s.wire.ask(queryExtension, 0, append([]byte{byte(len(name)), 0, 0, 0}, name...))
	if err != nil {
		return err
	}
	if reply[8] == 0 {
		return errors.New("the server has no XTEST extension")
	}
	s.xtest = reply[9]
	count := s.wire.most - s.wire.lowest + 1
	if reply, err = s.wire.ask(getKeyboardMapping, 0, []byte{s.wire.lowest, count, 0, 0}); err != nil {
		return err
	}
	s.keys = map[uint32]stroke{}
	per := int(reply[1])
	for i := 0; i < int(count); i++ {
		for level := 1; level >= 0; level-- { // without Shift wins
			sym := order.Uint32(reply[32+4*(i*per+level):])
			if old, ok := s.keys[sym]; sym != 0 && (!ok || old.shift) {
				s.keys[sym] = stroke{code: s.wire.lowest + byte(i), shift: level == 1}
			}
		}
	}
	return nil
}

// fake is XTEST's FakeInput: the server takes it for a key of a keyboard, pressed
// so long after the one before. The server keeps that pace itself, however busy
// the machine makes us: a reader does not pause in the middle of a code.
func (s *Screen) fake(kind, code byte, after time.Duration) error {
	body := make([]byte, 32)
	body[0], body[1] = kind, code
	order.PutUint32(body[4:], uint32(after.Milliseconds()))
	return s.wire.send(s.xtest, 2, body)
}

func (s *Screen) tap(sym uint32, after time.Duration, held ...uint32) error {
	key, ok := s.keys[sym]
	if !ok {
		return fmt.Errorf("xvfb: the key map has no symbol %#x", sym)
	}
	if key.shift {
		held = append(held, named["shift"])
	}
	for _, h := range held {
		if err := s.fake(keyPress, s.keys[h].code, after); err != nil {
			return err
		}
		after = 0
	}
	if err := s.fake(keyPress, key.code, after); err != nil {
		return err
	}
	if err := s.fake(keyRelease, key.code, 0); err != nil {
		return err
	}
	for i := len(held) - 1; i >= 0; i-- {
		if err := s.fake(keyRelease, s.keys[held[i]].code, 0); err != nil {
			return err
		}
	}
	return nil
}

// keyPause is between two keys of Press: windows take a key that comes twice in
// one millisecond for one.
const keyPause = 2 * time.Millisecond

// Press presses keys one after another: "F2", "Enter", "5", "ctrl+r".
func (s *Screen) Press(keys ...string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	after := time.Duration(0)
	for _, key := range keys {
		parts := strings.Split(key, "+")
		if key == "+" {
			parts = []string{"+"}
		}
		var held []uint32
		for _, m := range parts[:len(parts)-1] {
			held = append(held, named[m])
		}
		last := parts[len(parts)-1]
		sym, ok := named[last]
		if !ok {
			if utf8.RuneCountInString(last) != 1 {
				return fmt.Errorf("no key is named %s", last)
			}
			sym = uint32([]rune(last)[0])
		}
		if err := s.tap(sym, after, held...); err != nil {
			return err
		}
		after = keyPause
	}
	return s.wire.sync()
}

// Type types text with a pause before each next key. Only what the key map has
// (US on a fresh server) can be typed.
func (s *Screen) Type(text string, pause time.Duration) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.typeKeys(text, pause)
}

func (s *Screen) typeKeys(text string, pause time.Duration) error {
	for i, r := range text {
		sym := uint32(r)
		if r == '\n' || r == '\r' {
			sym = named["Enter"]
		}
		if r == '\t' {
			sym = named["Tab"]
		}
		after := pause
		if i == 0 {
			after = 0
		}
		if err := s.tap(sym, after); err != nil {
			return err
		}
	}
	return s.wire.sync()
}

// Scan types a code and Enter as a wedge reader does, and says when the server
// had taken the last key.
func (s *Screen) Scan(code string, pause time.Duration) (last time.Time, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	err = s.typeKeys(code+"\n", pause)
	return time.Now(), err
}

// Click presses the first mouse button at a point of the screen.
func (s *Screen) Click(x, y int) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	move := make([]byte, 32)
	move[0] = 6 // MotionNotify, absolute
	order.PutUint32(move[8:], s.wire.root)
	order.PutUint16(move[20:], uint16(x))
	order.PutUint16(move[22:], uint16(y))
	if err := s.wire.send(s.xtest, 2, move); err != nil {
		return err
	}
	if err := s.fake(4, 1, 0); err != nil {
		return err
	}
	if err := s.fake(5, 1, 0); err != nil {
		return err
	}
	return s.wire.sync()
}
