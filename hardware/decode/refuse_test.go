package decode

import (
	"fmt"
	"math/rand"
	"strings"
	"testing"

	"bonuskasse/hardware"
)

// TestEveryPaymentCardIsRefused makes card numbers of the common schemes, lays
// each out in every way that it comes in, and reads it from every source.
func TestEveryPaymentCardIsRefused(t *testing.T) {
	p, _ := vectors(t)
	random := rand.New(rand.NewSource(1))
	schemes := []struct {
		prefix string
		length int
	}{
		{"4", 16}, {"4571", 16}, {"4", 19}, {"51", 16}, {"55", 16}, {"2221", 16}, {"2720", 16}, {"34", 15}, {"37", 15},
		{"36", 14}, {"38", 14}, {"300", 14}, {"6011", 16}, {"65", 16}, {"644", 16}, {"3528", 16}, {"3589", 16},
		{"5019", 16}, {"5018", 12}, {"6759", 18}, {"6304", 19}, {"62", 16}, {"62", 19}, {"81", 16},
	}
	for _, s := range schemes {
		for range 20 {
			pan := makePAN(random, s.prefix, s.length)
			if s.length == 14 && mod10([]byte(pan)) || s.length == 12 && mod10([]byte(pan)) {
				continue // from a scanner this is a GTIN, by the order of the rules
			}
			group := strings.TrimSpace(spaced(pan))
			track1 := "%B" + pan + "^DOE/JOHN^25121010000000000?"
			track2 := ";" + pan + "=25121010000000000?"
			for _, text := range []string{pan, track1, track2, track1 + track2, track2 + ";10001?", "%E?" + track2, pan + "=25121010000", "pay " + group} {
				for _, source := range []hardware.Source{hardware.SerialBarcode, hardware.SerialMSR, hardware.WedgeMSR, "wedge_text:us", hardware.Keyboard, hardware.RFIDWedge} {
					refusedOnly(t, p, source, []byte(text+"\r"), pan)
				}
				refusedOnly(t, p, "wedge_text:fr", []byte(through("fr", text)+"\r"), pan)
				refusedOnly(t, p, "wedge_text:dk", []byte(through("dk", text)+"\r"), pan)
				refusedOnly(t, p, hardware.WedgeHID, press(text+"\r"), pan)
			}
			refusedOnly(t, p, hardware.HIDPOS, []byte(pos("]C0", pan, false)), pan)
		}
	}
}

func refusedOnly(t *testing.T, p hardware.Profile, source hardware.Source, raw []byte, pan string) {
	t.Helper()
	scans, err := Decode(p, source, raw)
	if err != nil {
		t.Fatal(err)
	}
	if len(scans) != 1 || scans[0].Kind != hardware.KindPaymentCard {
		t.Errorf("%s %q: %s", source, raw, words(scans))
	}
	if out := fmt.Sprintf("%+v", scans); strings.Contains(out, pan[:6]) || strings.Contains(out, pan[len(pan)-4:]) {
		t.Errorf("%s: a part of the number is in %s", source, out)
	}
}

func makePAN(random *rand.Rand, prefix string, length int) string {
	digits := []byte(prefix)
	for len(digits) < length-1 {
		digits = append(digits, byte('0'+random.Intn(10)))
	}
	for c := byte('0'); c <= '9'; c++ {
		if full := append(digits[:length-1:length-1], c); magLuhn(full) {
			return string(full)
		}
	}
	panic("no Luhn digit")
}

func spaced(pan string) string {
	var out strings.Builder
	for i, c := range pan {
		if i%4 == 0 {
			out.WriteByte(' ')
		}
		out.WriteRune(c)
	}
	return out.String()
}

// through gives what a layout makes of a US wedge's keys. A dead key and the
// key after it vanish, as X11 has it where the two make no letter.
func through(name, text string) string {
	keys := []rune(map[string]string{"dk": dkKeys, "fr": frKeys}[name])
	var out strings.Builder
	for i := 0; i < len(text); i++ {
		at := strings.IndexByte(usKeys, text[i])
		switch {
		case at < 0:
			out.WriteByte(text[i])
		case keys[at] == 0:
			i++
		default:
			out.WriteRune(keys[at])
		}
	}
	return out.String()
}

// TestLayoutsComeBack undoes what each layout makes of every key that is not
// dead.
func TestLayoutsComeBack(t *testing.T) {
	for name, keys := range map[string]string{"dk": dkKeys, "fr": frKeys} {
		if got, want := len([]rune(keys)), len(usKeys); got != want {
			t.Fatalf("%s has %d keys of %d", name, got, want)
		}
		for i, r := range []rune(keys) {
			if r == 0 {
				continue
			}
			if got := string(Undo(name, []byte(string(r)), nil)); got != usKeys[i:i+1] {
				t.Errorf("%s: %q is %q, want %q", name, r, got, usKeys[i:i+1])
			}
		}
	}
}

// TestGoodsAreNotRefused reads valid GTINs, a tenth of which pass the Luhn
// test, from every source that can be a scanner.
func TestGoodsAreNotRefused(t *testing.T) {
	p, _ := vectors(t)
	random := rand.New(rand.NewSource(2))
	both := 0
	for range 3000 {
		digits := []byte("4")
		for len(digits) < 12 {
			digits = append(digits, byte('0'+random.Intn(10)))
		}
		for c := byte('0'); c <= '9'; c++ {
			if full := append(digits[:12:12], c); mod10(full) {
				digits = full
				break
			}
		}
		if magLuhn(digits) {
			both++
		}
		for _, source := range []hardware.Source{hardware.SerialBarcode, "wedge_text:us", "wedge_text:dk", hardware.Keyboard} {
			scans, err := Decode(p, source, append(digits[:13:13], '\r'))
			if err != nil {
				t.Fatal(err)
			}
			if want := "product " + string(digits); words(scans) != want {
				t.Errorf("%s: got %s, want %s", source, words(scans), want)
			}
		}
	}
	if both < 200 {
		t.Errorf("only %d of 3000 numbers pass both checks: the test proves nothing", both)
	}
}
