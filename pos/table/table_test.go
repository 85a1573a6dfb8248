package table_test

import (
	"bytes"
	"reflect"
	"testing"
	"unicode/utf16"

	"bonuskasse/pos/table"
)

func utf16le(s string) []byte {
	out := []byte{0xFF, 0xFE}
	for _, u := range utf16.Encode([]rune(s)) {
		out = append(out, byte(u), byte(u>>8))
	}
	return out
}

func read(data []byte) ([]table.Row, []table.BadRow) {
	s := table.Read(data)
	return s.Rows, s.Bad
}

func utf16be(s string, mark bool) (out []byte) {
	if mark {
		out = []byte{0xFE, 0xFF}
	}
	for _, u := range utf16.Encode([]rune(s)) {
		out = append(out, byte(u>>8), byte(u))
	}
	return out
}

func TestRead(t *testing.T) {
	tests := []struct {
		name string
		in   []byte
		want string // name cell of the only row
	}{
		{"plain", []byte("sku,name\n1,Rødgrød\n"), "Rødgrød"},
		{"semicolons and BOM", []byte("\xEF\xBB\xBFSKU;Name\r\n1;Rødgrød\r\n"), "Rødgrød"},
		{"Latin-1", []byte("sku;name\n1;R\xF8dgr\xF8d\n"), "Rødgrød"},
		{"UTF-16", utf16le("sku\tname\n1\tRødgrød\n"), "Rødgrød"},
		{"UTF-16, little end first, no mark", utf16le("sku\tname\n1\tRødgrød\n")[2:], "Rødgrød"},
		{"UTF-16, big end first", utf16be("sku;name\r\n1;Rødgrød\r\n", true), "Rødgrød"},
		{"UTF-16, big end first, no mark", utf16be("sku;name\r\n1;Rødgrød\r\n", false), "Rødgrød"},
		{"empty cells beyond the heading", []byte("sku,name\n1,Rødgrød,,\n"), "Rødgrød"},
		{"an empty tab", []byte("sku\tcolour\tname\n1\t\tRødgrød\n"), "Rødgrød"},
		{"Greek and an emoji", []byte("sku,name\n1,Μαρία 🎂\n"), "Μαρία 🎂"},
		{"quoted line end", []byte("sku,name\n1,\"Rød\ngrød\"\n"), "Rød\ngrød"},
		{"quoted separator", []byte("sku,name\n1,\"Rødgrød, stor\"\n"), "Rødgrød, stor"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			rows, bad := read(tt.in)
			if len(bad) != 0 || len(rows) != 1 || rows[0].Get("name") != tt.want || rows[0].Get("sku") != "1" {
				t.Fatalf("rows %v, bad %v", rows, bad)
			}
		})
	}
}

func TestBadRowsKeepTheRest(t *testing.T) {
	rows, bad := read([]byte("sku,name\n1,A\n2\n3,C\n4,\"torn\n5,E\n"))
	if len(rows) != 3 || rows[1].Get("sku") != "3" || rows[1].Line != 4 {
		t.Fatalf("rows %v", rows)
	}
	// A quote that nobody closed does not swallow what stands after its line.
	if rows[2].Get("sku") != "5" || rows[2].Line != 6 {
		t.Errorf("after the torn row: %v", rows[2])
	}
	want := []table.BadRow{{Line: 3, Code: table.CellCount}, {Line: 5, Code: table.Torn}}
	if len(bad) != 2 || bad[0] != want[0] || bad[1] != want[1] {
		t.Errorf("bad %v, want %v", bad, want)
	}
}

// TestNoTable: a picture or a program is no list of bad rows.
func TestNoTable(t *testing.T) {
	for name, c := range map[string]struct {
		in   []byte
		code string
	}{
		"nothing":           {nil, table.NoHeading},
		"PNG":               {[]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x03"), table.NoTable},
		"control bytes":     {bytes.Repeat([]byte{1, 2, 'a', 3, '\n'}, 100), table.NoTable},
		"too large":         {make([]byte, table.MaxBytes+1), table.TooLarge},
		"a thousand commas": {bytes.Repeat([]byte{','}, 2000), table.NoHeading},
	} {
		rows, bad := read(c.in)
		if len(rows) != 0 || len(bad) != 1 || bad[0].Code != c.code {
			t.Errorf("%s: rows %v, bad %v, want %s", name, rows, bad, c.code)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("sku,name\n1,A\n"))
	f.Add([]byte("\xFF\xFEa\x00"))
	f.Add([]byte("a;b\n\"x"))
	f.Fuzz(func(t *testing.T, in []byte) {
		rows, bad := read(in)
		if len(rows)+len(bad) > bytes.Count(in, []byte("\n"))+bytes.Count(in, []byte("\r"))+len(in)/2+2 {
			t.Errorf("%d rows and %d bad rows of %d bytes", len(rows), len(bad), len(in))
		}
	})
}

func TestCells(t *testing.T) {
	for _, c := range []struct {
		text string
		want [][]string
	}{
		{"soren\t100\tkage\r\nkaren\t50\t\r\n", [][]string{{"soren", "100", "kage"}, {"karen", "50", ""}}},
		{"soren;100\n\nkaren; 50", [][]string{{"soren", "100"}, {"karen", "50"}}},
		{"soren\t100\nkaren;50\nliam,5\nmaja\t7", [][]string{{"soren", "100"}, {"karen", "50"}, {"liam", "5"}, {"maja", "7"}}},
		{"soren;100\n\nkaren\t50;\tkage; te\nliam;5", [][]string{{"soren", "100"}, {"karen", "50;", "kage; te"}, {"liam", "5"}}},
		{"soren\t100\tkage, te, kaffe\nkaren;50;\"a\nb\"\nliam\t5", [][]string{{"soren", "100", "kage, te, kaffe"}, {"karen", "50", "a\nb"}, {"liam", "5"}}},
		{"soren,100", [][]string{{"soren", "100"}}},
		{"soren\t100\t\"two\nlines\"\nkaren\t5", [][]string{{"soren", "100", "two\nlines"}, {"karen", "5"}}},
		{"a 5\" pipe\t7\nkaren\t5", [][]string{{"a 5\" pipe", "7"}, {"karen", "5"}}},
		{"", nil},
		{"\n\n", nil},
	} {
		if got := table.Cells(c.text); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%q is %q, want %q", c.text, got, c.want)
		}
	}
}
