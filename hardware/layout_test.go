package hardware_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"bonuskasse/hardware"

	"pgregory.net/rapid"
)

func lay(columns int, blocks ...hardware.Block) string {
	d := hardware.Document{Body: blocks}
	return d.Text(columns)
}

func TestRows(t *testing.T) {
	cases := []struct {
		name    string
		columns int
		block   hardware.Block
		want    string
	}{
		{"two", 20, hardware.Row("I alt", "396,50"), "I alt         396,50\n"},
		{"wraps the text, keeps the amount", 20, hardware.Row("Økologisk æblemost fra Fejø", "24,95"),
			"Økologisk\næblemost fra\nFejø           24,95\n"},
		{"does not tear a short text", 16, hardware.Row("At betale DKK", "333,00"), "At betale DKK\n          333,00\n"},
		{"amount as wide as the paper", 12, hardware.Row("Sum", "1.234.567,00"), "Sum\n1.234.567,00\n"},
		{"amount wider than the paper", 8, hardware.Row("Sum", "1.234.567,00"), "Sum\n1.234.56\n    7,00\n"},
		{"three, wide", 48, hardware.Row3("Rødgrød", "3 x 100,00", "300,00"),
			"Rødgrød                     3 x 100,00    300,00\n"},
		{"three, narrow", 32, hardware.Row3("Rødgrød", "3 x 100,00", "300,00"),
			"Rødgrød\n  3 x 100,00              300,00\n"},
		{"three, long name", 42, hardware.Row3("Håndvævet uldtæppe fra Færøerne", "2 x 1.250,00", "2.500,00"),
			"Håndvævet uldtæppe fra Færøerne\n                    2 x 1.250,00  2.500,00\n"},
		{"a French amount does not break", 12, hardware.Row("Total", "1\u202f240,00"), "Total\n    1 240,00\n"},
		{"no amount", 12, hardware.Row("Tak for besøget", ""), "Tak for\nbesøget\n"},
		{"centre", 11, hardware.TextLine("Tak").Centre(), "    Tak\n"},
		{"right", 11, hardware.TextLine("Tak").AtRight(), "        Tak\n"},
		{"long word", 10, hardware.TextLine("Speciallægepraksisplanlægning"), "Speciallæg\nepraksispl\nanlægning\n"},
		{"rule", 10, hardware.DoubleRule(), "==========\n"},
		{"empty text is an empty line", 10, hardware.TextLine(""), "\n"},
	}
	for _, c := range cases {
		if got := lay(c.columns, c.block); got != c.want {
			t.Errorf("%s:\n%q\nwant\n%q", c.name, got, c.want)
		}
	}
}

// TestLayoutNeverLoses: no line is wider than the paper, every letter of the
// text and every digit of the amount comes out, and amounts end at the edge.
func TestLayoutNeverLoses(t *testing.T) {
	words := rapid.StringOfN(rapid.RuneFrom([]rune("abcæøåÆØÅé €0123")), 0, 90, -1)
	amounts := rapid.StringMatching(`-?[0-9]{1,3}(\.[0-9]{3}){0,9},[0-9]{2}`)
	rapid.Check(t, func(t *rapid.T) {
		columns := rapid.SampledFrom([]int{8, 16, 21, 24, 32, 42, 48}).Draw(t, "columns")
		left, mid := words.Draw(t, "left"), ""
		if rapid.Bool().Draw(t, "three") {
			mid = "3 x " + amounts.Draw(t, "price")
		}
		right := amounts.Draw(t, "amount")
		size := rapid.SampledFrom([]hardware.Size{hardware.Normal, hardware.Tall, hardware.Double}).Draw(t, "size")
		block := hardware.Row3(left, mid, right)
		block.Size = size
		x, _ := size.Scale()
		var all strings.Builder
		lines := hardware.Layout(hardware.Document{Body: []hardware.Block{block}}, columns, nil)
		for _, line := range lines {
			text := line.Text(columns / x)
			if utf8.RuneCountInString(text) > columns/x {
				t.Fatalf("%d columns, line %q", columns/x, text)
			}
			if line.Right != "" && !strings.HasSuffix(text, line.Right) {
				t.Fatalf("the amount is not at the edge: %q", text)
			}
			all.WriteString(text)
		}
		squeeze := strings.NewReplacer(" ", "", "\u00a0", "").Replace
		if got, want := squeeze(all.String()), squeeze(left+mid+right); got != want {
			t.Fatalf("printed %q of %q", got, want)
		}
		if !strings.HasSuffix(all.String(), right[max(0, len(right)-columns/x):]) && columns/x >= len(right) {
			t.Fatalf("amount %q not whole at the end of %q", right, all.String())
		}
	})
}

func TestDisplayLines(t *testing.T) {
	for _, c := range []struct {
		lines hardware.DisplayLines
		want  [2]string
	}{
		{hardware.DisplayLines{Upper: "Kaffe", UpperRight: "35,00", Lower: "I alt", LowerRight: "35,00"}, [2]string{"Kaffe  35,00", "I alt  35,00"}},
		{hardware.DisplayLines{Upper: "Smørrebrød", UpperRight: "135,00"}, [2]string{"Smørr 135,00", "            "}},
		{hardware.DisplayLines{Upper: "Sum", UpperRight: "1.234.567.890,00", Lower: "Velkommen til os"}, [2]string{"<.567.890,00", "Velkommen ti"}},
		{hardware.DisplayLines{Upper: "x", UpperRight: "123456789,00"}, [2]string{"123456789,00", "            "}},
	} {
		if got := c.lines.Fit(12, nil); got != c.want {
			t.Errorf("%+v: %q, want %q", c.lines, got, c.want)
		}
	}
}
