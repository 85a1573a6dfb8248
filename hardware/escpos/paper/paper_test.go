package paper_test

import (
	"bytes"
	"errors"
	"testing"

	"bonuskasse/hardware/escpos"
	"bonuskasse/hardware/escpos/paper"
	"bonuskasse/hardware/hardwaretest"
)

func TestRefuses(t *testing.T) {
	for name, b := range map[string]string{
		"BEL":                     "\x07",
		"DEL":                     "\x7f",
		"CAN":                     "\x18",
		"ESC !":                   "\x1b!\x00",
		"ESC i, the old cut":      "\x1bi",
		"DLE ENQ":                 "\x10\x05\x01",
		"DLE EOT 5":               "\x10\x04\x05",
		"DLE DC4 2, power off":    "\x10\x14\x02\x01\x08",
		"unfinished":              "\x1bp\x00",
		"unfinished picture":      "\x1dv0\x00\x01\x00\x02\x00\xff",
		"empty picture":           "\x1dv0\x00\x00\x00\x01\x00",
		"bar code without set":    "\x1dkI\x0310001"[:6],
		"bar code, bad EAN":       "\x1dkC\x0d5701234567890",
		"QR function 66":          "\x1d(k\x03\x001B0",
		"QR, no data":             "\x1d(k\x03\x001P0",
		"table without number":    "\x1bt",
		"cut with another number": "\x1dV\x01\x00",
	} {
		_, err := paper.Parse([]byte(b))
		var bad *paper.SyntaxError
		if !errors.As(err, &bad) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, b := range map[string]string{
		"line too long":      "0123456789012345678901234567890123\n",
		"wide line too long": "\x1d!\x1101234567890123456\n",
		"cut in a line":      "Tak\x1dV\x42\x00",
		"picture in a line":  "Tak\x1dv0\x00\x01\x00\x01\x00\xff",
		"QR of nothing":      "\x1d(k\x03\x001Q0",
		"picture too wide":   "\x1dv0\x00\x40\x00\x01\x00" + string(bytes.Repeat([]byte{1}, 64)),
		"bars too wide":      "\x1dw\x06\x1dkI\x0c{B0123456789",
	} {
		if err := paper.NewMachine(384).Print([]byte(b)); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

// TestRealTimeBytesInsidePicture: in a picture, 10 04 is dots.
func TestRealTimeBytesInsidePicture(t *testing.T) {
	commands, err := paper.Parse([]byte("\x1dv0\x00\x02\x00\x02\x00\x10\x04\x10\x14\x10\x04\x01"))
	if err != nil || len(commands) != 2 || commands[0].Op != paper.OpRaster || commands[1].Op != paper.OpAsk {
		t.Errorf("%v %v", commands, err)
	}
}

func TestWrongTableShows(t *testing.T) {
	m := paper.NewMachine(384)
	if err := m.Print([]byte("\x1bt\x47\xe6\n\x1bt\x10\xe6\n\x1dV\x42\x00")); err != nil {
		t.Fatal(err)
	}
	if got := m.Papers()[0].Text(); got != string(paper.WrongLetter)+"\næ\n" {
		t.Errorf("%q", got)
	}
}

// FuzzParse: any bytes give commands or a SyntaxError; the commands account
// for every byte; cut in two anywhere, they read the same.
func FuzzParse(f *testing.F) {
	for _, s := range []escpos.Settings{{}, {Columns: 32, Codes: escpos.CodesRaster}} {
		b, err := escpos.Encode(hardwaretest.Receipt(), s)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b, 40)
	}
	f.Add([]byte("\x1d(k\x03\x001Q0\x10\x04\x01\x1dr\x01"), 3)
	f.Fuzz(func(t *testing.T, b []byte, at int) {
		commands, err := paper.Parse(b)
		end := len(b)
		if err != nil {
			var bad *paper.SyntaxError
			if !errors.As(err, &bad) || bad.Offset < 0 || bad.Offset >= len(b) {
				t.Fatalf("error %v", err)
			}
			end = bad.Offset
		}
		at = max(0, min(at, len(b)))
		// Next on a beginning gives the same command, or asks for more.
		_, whole, wholeErr := paper.Next(b)
		_, part, partErr := paper.Next(b[:at])
		if partErr == nil && wholeErr == nil && part != whole && (at > whole || b[0] < 0x20) {
			t.Fatalf("%d bytes of %d, %d of a part", whole, len(b), part)
		}
		sum := 0
		for i, c := range commands {
			if c.Offset != sum {
				t.Fatalf("command %d at %d, not %d", i, c.Offset, sum)
			}
			next := end
			if i+1 < len(commands) {
				next = commands[i+1].Offset
			}
			sum = next
		}
		m := paper.NewMachine(576)
		if m.Print(b) == nil && len(b) < 4096 {
			for _, p := range m.Papers() {
				_ = p.Text()
			}
		}
	})
}
