package decode

import (
	"encoding/hex"
	"encoding/json"
	"reflect"
	"testing"
	"unicode/utf8"

	"bonuskasse/hardware"
)

// fuzzSources are all sources that FuzzDecode tries, by number.
var fuzzSources = []hardware.Source{
	hardware.SerialBarcode, hardware.SerialMSR, hardware.WedgeMSR, hardware.WedgeHID, hardware.HIDPOS,
	"wedge_text:us", "wedge_text:dk", "wedge_text:fr", "wedge_text:dk+aim", hardware.Keyboard,
	hardware.RFIDWedge, hardware.RFIDSerial, "serial_barcode+aim",
}

func FuzzDecode(f *testing.F) {
	_, all := vectors(f)
	for _, v := range all {
		raw, err := hex.DecodeString(v.Raw)
		if err != nil {
			f.Fatal(err)
		}
		for i := range fuzzSources {
			if fuzzSources[i] == v.Source {
				f.Add(uint8(i), raw)
			}
		}
		f.Add(uint8(12), raw)
	}
	p, _ := vectors(f)
	f.Fuzz(func(t *testing.T, which uint8, raw []byte) {
		source := fuzzSources[int(which)%len(fuzzSources)]
		holds(t, p, source, raw)
	})
}

// FuzzHID tries reports: the shapes that a keyboard and a page 0x8C reader
// send, with any content.
func FuzzHID(f *testing.F) {
	f.Add([]byte(join(press("10001\r"))), false)
	f.Add([]byte(join(press(";4111111111111111=25121010000?\r"))), false)
	f.Add([]byte(join(alt("0049", "255", "99999"))), false)
	f.Add([]byte(pos("]C0", "10001", false)), true)
	f.Add([]byte(pos("]Q1", "https://club.example/", true)+pos("]Q1", "c/10001", false)), true)
	p, _ := vectors(f)
	f.Fuzz(func(t *testing.T, raw []byte, pos bool) {
		source := hardware.WedgeHID
		if pos {
			source = hardware.HIDPOS
		}
		holds(t, p, source, raw)
	})
}

// holds checks what must be true of any bytes from any source.
func holds(t *testing.T, p hardware.Profile, source hardware.Source, raw []byte) {
	t.Helper()
	given := string(raw)
	scans, err := Decode(p, source, raw)
	if err != nil {
		t.Fatal(err)
	}
	if string(raw) != given {
		t.Error("the caller's bytes were changed")
	}
	if slow := byteByByte(t, p, source, raw); !reflect.DeepEqual(slow, scans) {
		t.Errorf("%s: byte by byte %+v, at once %+v", source, slow, scans)
	}
	if len(scans) > len(raw)+1 {
		t.Errorf("%d scans of %d bytes", len(scans), len(raw))
	}
	for _, s := range scans {
		if s.Source != source {
			t.Errorf("source %q of a scan of %q", s.Source, source)
		}
		if len(s.Value) > p.Frame() || len(s.Text) > 2*p.Frame() {
			t.Errorf("unbounded: %+v", s)
		}
		switch s.Kind {
		case hardware.KindPaymentCard:
			if s.Value != "" || s.Text != "" || s.OrProduct != "" || s.Reason == hardware.WhyNot {
				t.Errorf("a refusal carries %+v", s)
			}
		case hardware.KindGarbage, hardware.KindReadError:
			if s.Value != "" || s.Text != "" || s.Reason == hardware.WhyNot {
				t.Errorf("nothing readable, yet %+v", s)
			}
		case hardware.KindClubCard:
			if len(s.Value) < 5 || len(s.Value) > 7 || s.Value[0] == '0' {
				t.Errorf("card number %q", s.Value)
			}
		case hardware.KindProduct:
			if n := len(s.Value); n != 13 && n != 14 || !mod10([]byte(s.Value)) {
				t.Errorf("GTIN %q", s.Value)
			}
		case hardware.KindUnknown:
			if longRun(s.Text) || s.Value != "" {
				t.Errorf("unknown carries %+v", s)
			}
		case hardware.KindNone:
			t.Error("an event of no kind")
		}
		if !utf8.ValidString(s.Text) {
			t.Errorf("text %q", s.Text)
		}
		if _, err := json.Marshal(s); err != nil {
			t.Error(err)
		}
	}
}

// longRun tells whether text holds as many digits in a row as a card number.
func longRun(text string) bool {
	run := 0
	for _, c := range text {
		if run++; c < '0' || c > '9' {
			run = 0
		}
		if run >= 12 {
			return true
		}
	}
	return false
}
