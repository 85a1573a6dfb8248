package wedge

// The kernel's key codes (input-event-codes.h), which are those of an AT
// keyboard's set 1 for the keys that print. Each table gives the character that
// a US keyboard prints there.
const (
	codeEnter    = 28
	codeTab      = 15
	codeKPEnter  = 96
	codeShiftL   = 42
	codeShiftR   = 54
	codeCapsLock = 58
	codeNumLock  = 69
	codeCtrlL    = 29
	codeCtrlR    = 97
	codeAltL     = 56
	codeAltR     = 100
	codeMetaL    = 125
	codeMetaR    = 126
	codeEqual    = 13
	codeLeftBr   = 26
	codeRightBr  = 27
)

type pair struct{ plain, shift byte }

var table = map[int]pair{
	2: {'1', '!'}, 3: {'2', '@'}, 4: {'3', '#'}, 5: {'4', '$'}, 6: {'5', '%'}, 7: {'6', '^'},
	8: {'7', '&'}, 9: {'8', '*'}, 10: {'9', '('}, 11: {'0', ')'}, 12: {'-', '_'}, codeEqual: {'=', '+'},
	16: {'q', 'Q'}, 17: {'w', 'W'}, 18: {'e', 'E'}, 19: {'r', 'R'}, 20: {'t', 'T'}, 21: {'y', 'Y'},
	22: {'u', 'U'}, 23: {'i', 'I'}, 24: {'o', 'O'}, 25: {'p', 'P'}, codeLeftBr: {'[', '{'}, codeRightBr: {']', '}'},
	30: {'a', 'A'}, 31: {'s', 'S'}, 32: {'d', 'D'}, 33: {'f', 'F'}, 34: {'g', 'G'}, 35: {'h', 'H'},
	36: {'j', 'J'}, 37: {'k', 'K'}, 38: {'l', 'L'}, 39: {';', ':'}, 40: {'\'', '"'}, 41: {'`', '~'},
	43: {'\\', '|'}, 44: {'z', 'Z'}, 45: {'x', 'X'}, 46: {'c', 'C'}, 47: {'v', 'V'}, 48: {'b', 'B'},
	49: {'n', 'N'}, 50: {'m', 'M'}, 51: {',', '<'}, 52: {'.', '>'}, 53: {'/', '?'}, 57: {' ', ' '},
	86: {'\\', '|'}, // the key beside the left Shift of European keyboards

	55: {'*', '*'}, 74: {'-', '-'}, 78: {'+', '+'}, 98: {'/', '/'}, 117: {'=', '='}, // keypad
	71: {'7', '7'}, 72: {'8', '8'}, 73: {'9', '9'}, 75: {'4', '4'}, 76: {'5', '5'}, 77: {'6', '6'},
	79: {'1', '1'}, 80: {'2', '2'}, 81: {'3', '3'}, 82: {'0', '0'}, 83: {'.', '.'},
}

// keypad tells whether a kernel code is a keypad key that Num Lock turns into
// an arrow.
func keypad(code int) bool { return code >= 71 && code <= 83 && code != 74 && code != 78 }

// letterOf gives the US character of a kernel code, 0 if it prints none.
func letterOf(code int, shift bool) byte {
	p := table[code]
	if shift {
		return p.shift
	}
	return p.plain
}

// ending tells whether a key ends a code: Enter, keypad Enter, Tab.
func (k Key) ending(code int) bool {
	switch k.Name {
	case "Return", "Enter", "KP_Enter", "Tab":
		return true
	}
	return k.Name == "" && (code == codeEnter || code == codeTab || code == codeKPEnter)
}

// modifier tells whether a key only changes others.
func (k Key) modifier(code int) bool {
	switch k.Name {
	case "LeftShift", "RightShift", "CapsLock", "NumLock":
		return true
	}
	return code == codeShiftL || code == codeShiftR || code == codeCapsLock || code == codeNumLock
}
