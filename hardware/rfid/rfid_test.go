package rfid

import (
	"fmt"
	"testing"

	"bonuskasse/hardware"
)

// TestFormsAgree: the forms of one tag say the same tag, as far as they go.
func TestFormsAgree(t *testing.T) {
	for _, id := range []uint64{0x06008E6D5D, 0x01026F6C3A, 0x0000000001, 0xFFFFFFFFFF, 0x00FFFF0000} {
		low := uint32(id)
		for line, want := range map[string]string{
			fmt.Sprintf("%010d", low):                                     fmt.Sprintf("%08X", low),
			fmt.Sprintf("%03d,%05d", low>>16&0xff, low&0xffff):            fmt.Sprintf("%06X", low&0xffffff),
			fmt.Sprintf("%05d,%05d", low>>16, low&0xffff):                 fmt.Sprintf("%08X", low),
			fmt.Sprintf("%013d", id):                                      fmt.Sprintf("%010X", id),
			fmt.Sprintf("%010d %03d,%05d", low, low>>16&0xff, low&0xffff): fmt.Sprintf("%08X", low),
		} {
			if s := Text([]byte(line)); s.Kind != hardware.KindRFID || s.Value != want {
				t.Errorf("%q: %s %s (%s), want %s", line, s.Kind, s.Value, s.Reason, want)
			}
		}
	}
}

// TestEveryWrongByteIsSeen turns over each bit between the length and the BCC.
func TestEveryWrongByteIsSeen(t *testing.T) {
	good := []byte{stx, 0x0a, 0x02, 0x06, 0x00, 0x8e, 0x6d, 0x5d, 0xb0, etx}
	if s := Block(good); s.Value != "06008E6D5D" {
		t.Fatalf("%+v", s)
	}
	for i := 1; i < len(good)-1; i++ {
		for bit := range 8 {
			bad := append([]byte(nil), good...)
			bad[i] ^= 1 << bit
			if s := Block(bad); s.Kind == hardware.KindRFID {
				t.Errorf("byte %d, bit %d: %s", i, bit, s.Value)
			}
		}
	}
}

func TestRandomUIDIsMarked(t *testing.T) {
	for line, random := range map[string]bool{"08112233": true, "18112233": false, "08112233445566": false, "0134744072": false} {
		if s := Text([]byte(line)); s.Kind != hardware.KindRFID || (s.Reason == hardware.WhyRandomUID) != random {
			t.Errorf("%s: %+v", line, s)
		}
	}
}
