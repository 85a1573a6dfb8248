package decode

import (
	"strings"
	"testing"

	"bonuskasse/hardware"
)

// press gives the reports of keys pressed one after another, each released
// before the next.
func press(text string) []byte {
	var out []byte
	for _, c := range []byte(text) {
		out = append(out, down(c)...)
		out = append(out, make([]byte, bootReport)...)
	}
	return out
}

// down gives the report of one key going down.
func down(c byte) []byte {
	for u := byte(firstUsage); u < usageCapsLock; u++ {
		if Usage(u, false) == c {
			return []byte{0, 0, u, 0, 0, 0, 0, 0}
		}
		if Usage(u, true) == c {
			return []byte{2, 0, u, 0, 0, 0, 0, 0}
		}
	}
	panic("no key for " + string(rune(c)))
}

// alt gives the reports of Windows Alt codes.
func alt(codes ...string) []byte {
	var out []byte
	for _, code := range codes {
		for _, d := range []byte(code) {
			u := byte(0x62)
			if d != '0' {
				u = 0x59 + d - '1'
			}
			out = append(out, 4, 0, u, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0)
		}
		out = append(out, make([]byte, bootReport)...)
	}
	return out
}

func join(parts ...[]byte) string {
	var all strings.Builder
	for _, p := range parts {
		all.Write(p)
	}
	return all.String()
}

func TestBootReports(t *testing.T) {
	one, zero := byte(0x1e), byte(0x27)
	check(t, hardware.WedgeHID, []readCase{
		{"Enter", join(press("10001\r")), "club_card 10001"},
		{"Tab", join(press("10001\t")), "club_card 10001"},
		{"no suffix", join(press("10001")), "club_card 10001"},
		{"AIM with Shift", join(press("]C010001\r")), "club_card 10001"},
		{"right Shift", join([]byte{0, 0, 0x30, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x20, 0, 6, 0, 0, 0, 0, 0}, press("010001\r")), "club_card 10001"},
		{"keys that overlap count once each", join(
			[]byte{0, 0, one, 0, 0, 0, 0, 0}, []byte{0, 0, one, zero, 0, 0, 0, 0}, []byte{0, 0, zero, 0, 0, 0, 0, 0},
			make([]byte, 8), press("001\r")), "club_card 10001"},
		{"a report sent twice counts once", join(down('1'), down('1'), make([]byte, 8), press("0001\r")), "club_card 10001"},
		{"a key that moves to another slot was down before", join(
			[]byte{0, 0, one, zero, 0, 0, 0, 0}, []byte{0, 0, zero, 0, 0, 0, 0, 0}, make([]byte, 8), press("001\r")), "club_card 10001"},
		{"two keys down in one report", join([]byte{0, 0, one, zero, 0, 0, 0, 0}, make([]byte, 8), press("001\r")), "club_card 10001"},
		{"roll-over error in between", join(press("10"), []byte{0, 0, 1, 1, 1, 1, 1, 1}, press("001\r")), "club_card 10001"},
		{"roll-over while a key is down", join(down('1'), []byte{0, 0, 1, 1, 1, 1, 1, 1}, down('1'), make([]byte, 8), press("0001\r")), "club_card 10001"},
		{"Alt codes of four digits", join(alt("0049", "0048", "0048", "0048", "0049"), press("\r")), "club_card 10001"},
		{"Alt codes of two digits", join(alt("49", "48", "48", "48", "49"), press("\r")), "club_card 10001"},
		{"Alt code for CR", join(alt("49", "48", "48", "48", "49", "013")), "club_card 10001"},
		{"Alt up and the next key in one report", join(
			[]byte{4, 0, 0x5c, 0, 0, 0, 0, 0}, []byte{4, 0, 0x61, 0, 0, 0, 0, 0}, down('0'), make([]byte, 8), press("001\r")), "club_card 10001"},
		{"Ctrl+M ends", join(press("10001"), []byte{1, 0, 0x10, 0, 0, 0, 0, 0}, make([]byte, 8)), "club_card 10001"},
		{"Ctrl+] is GS", join(press("]C110AB"), []byte{1, 0, 0x30, 0, 0, 0, 0, 0}, make([]byte, 8), press("0104006381333931\r")), "product 4006381333931"},
		{"Caps Lock pressed for the code", join([]byte{0, 0, 0x39, 0, 0, 0, 0, 0}, make([]byte, 8), press("cpn-7f3k\r")), "coupon CPN-7F3K"},
		{"Num Lock says nothing", join([]byte{0, 0, 0x53, 0, 0, 0, 0, 0}, make([]byte, 8), press("10001\r")), "club_card 10001"},
		{"two codes", join(press("10001\r10002\r")), "club_card 10001 | club_card 10002"},
		{"a torn report", join(press("10001\r"), []byte{0, 0, 0x1e}), "club_card 10001"},
		{"track 2", join(press(";4111111111111111=25121010000000000?\r")), pcard},
		{"track 1", join(press("%B4111111111111111^DOE/JOHN^2512101?\r")), pcard},
		{"PAN by Alt codes", join(alt(strings.Split(strings.TrimSpace("52 "+strings.Repeat("49 ", 15)), " ")...), press("\r")), pcard},
		{"club swipe", join(press(";10001?\r")), "club_card 10001"},
		{"goods that pass Luhn", join(press("4006381333924\r")), "product 4006381333924"},
		{"nothing", "", "none"},
	})
}

// pos makes a 64-byte report of a page 0x8C reader.
func pos(aim, data string, more bool) string {
	r := make([]byte, posReport)
	r[0], r[1] = posID, byte(len(data))
	copy(r[posAIM:], aim)
	copy(r[posData:posData+posMost], data)
	if more {
		r[posContinue] = 1
	}
	return string(r)
}

func TestPOSReports(t *testing.T) {
	long := pos("]C0", "10001", false)
	check(t, hardware.HIDPOS, []readCase{
		{"with CR inside", pos("]C0", "10001\r", false), "club_card 10001"},
		{"without AIM", pos("", "10001", false), "club_card 10001"},
		{"goods", pos("]E0", "4006381333931", false), "product 4006381333931"},
		{"two reports", pos("]C0", "10001", false) + pos("]C0", "10002", false), "club_card 10001 | club_card 10002"},
		{"one code in two reports", pos("]Q1", "https://club.example/", true) + pos("]Q1", "c/10001", false), "club_card 10001"},
		{"the second never comes", pos("]Q1", "https://club.example/", true), "garbage"},
		{"length too large", "\x02\xff" + long[2:], "garbage"},
		{"length one too large", "\x02\x39" + long[2:], "garbage"},
		{"a bad report, then a good one", "\x02\xff" + long[2:] + long, "garbage | club_card 10001"},
		{"another report", "\x03" + long[1:], "none"},
		{"short report, data whole", long[:10], "club_card 10001"},
		{"short report, data cut", long[:8], "garbage"},
		{"length 0", pos("]C0", "", false), "none"},
		{"PAN", pos("]C0", "4111111111111111", false), pcard},
		{"over the limit", strings.Repeat(pos("]Q1", strings.Repeat("A", 56), true), 9) + pos("]Q1", "A", false), "garbage"},
	})
}
