package wedge

import "bonuskasse/hardware/decode"

// modifierBits are the bits of a boot report's first byte by kernel key code.
var modifierBits = map[int]byte{
	codeCtrlL: 0x01, codeShiftL: 0x02, codeAltL: 0x04, codeMetaL: 0x08,
	codeCtrlR: 0x10, codeShiftR: 0x20, codeAltR: 0x40, codeMetaR: 0x80,
}

// usages are the HID usages of the kernel key codes that a scanner presses.
var usages = func() map[int]byte {
	m := map[int]byte{codeEnter: 0x28, codeTab: 0x2b, 57: 0x2c, codeCapsLock: 0x39, codeNumLock: 0x53, codeKPEnter: 0x58,
		98: 0x54, 55: 0x55, 74: 0x56, 78: 0x57, 79: 0x59, 80: 0x5a, 81: 0x5b, 75: 0x5c, 76: 0x5d, 77: 0x5e,
		71: 0x5f, 72: 0x60, 73: 0x61, 82: 0x62, 83: 0x63, 86: 0x64, 117: 0x67}
	for code, p := range table {
		if m[code] != 0 {
			continue
		}
		for u := byte(0x04); u < 0x39; u++ {
			if decode.Usage(u, false) == p.plain && decode.Usage(u, true) == p.shift {
				m[code] = u
			}
		}
	}
	return m
}()

func usageOf(code int) byte { return usages[code] }
