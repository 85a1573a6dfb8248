package spreadsheet_test

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"io"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"bonuskasse/pos/table"
	"bonuskasse/pos/table/spreadsheet"
)

// workbook is what Excel would save of these rows.
func workbook(t testing.TB, rows ...[]any) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for i, row := range rows {
		cell, _ := excelize.CoordinatesToCellName(1, i+1)
		if err := f.SetSheetRow("Sheet1", cell, &row); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestWorkbook: numbers and days come as the workbook stores them.
func TestWorkbook(t *testing.T) {
	s := spreadsheet.Read(workbook(t,
		[]any{"Navn", "Telefon", "Født"},
		[]any{"Søren Åkjær", 20123456, time.Date(1980, 12, 24, 0, 0, 0, 0, time.UTC)},
		nil,
		[]any{"Μαρία 🎂", 4.520123456e9},
	))
	if len(s.Bad) != 0 || !s.Stored || s.From1904 || len(s.Rows) != 2 {
		t.Fatalf("%+v", s)
	}
	for _, c := range []struct {
		row, col int
		want     string
	}{{0, 0, "Søren Åkjær"}, {0, 1, "20123456"}, {0, 2, "29579"}, {1, 0, "Μαρία 🎂"}, {1, 1, "4520123456"}, {1, 2, ""}} {
		if got := s.Rows[c.row].Cell(c.col); got != c.want {
			t.Errorf("row %d, column %d: %q, want %q", c.row, c.col, got, c.want)
		}
	}
	if s.Rows[1].Line != 4 {
		t.Errorf("line %d, want 4", s.Rows[1].Line)
	}
}

// TestByWhatIsInIt: the name of a file says nothing, its bytes do.
func TestByWhatIsInIt(t *testing.T) {
	good := workbook(t, []any{"navn"}, []any{"Anna"})
	for name, c := range map[string]struct {
		in   []byte
		code string
	}{
		"a CSV":               {[]byte("navn\nAnna\n"), ""},
		"a workbook":          {good, ""},
		"a torn workbook":     {good[:len(good)/2], table.BadWorkbook},
		"a zip of nothing":    {zipOf(t, "readme.txt", 10), table.BadWorkbook},
		"an old workbook":     {[]byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and more"), table.OldWorkbook},
		"a bomb":              {zipOf(t, "xl/worksheets/sheet1.xml", 600<<20), table.TooLarge},
		"a bomb beside":       {zipOf(t, "xl/media/image1.png", 100<<20), table.TooLarge},
		"a zip mark and junk": {[]byte("PK\x03\x04 junk"), table.BadWorkbook},
		"an empty workbook":   {workbook(t), table.NoHeading},
	} {
		s := spreadsheet.Read(c.in)
		code := ""
		if len(s.Bad) > 0 {
			code = s.Bad[0].Code
		}
		if code != c.code || code == "" && len(s.Rows) != 1 {
			t.Errorf("%s: %q and %d rows, want %q", name, code, len(s.Rows), c.code)
		}
	}
}

// zeros are so many zero bytes.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// zipOf is a zip with one part, of zeros.
func zipOf(t testing.TB, name string, size int64) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestSpeed) })
	w, err := z.Create(name)
	if err == nil {
		_, err = io.CopyN(w, zeros{}, size)
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func FuzzRead(f *testing.F) {
	f.Add(workbook(f, []any{"navn", "telefon"}, []any{"Anna", 20123456}))
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(_ *testing.T, in []byte) { spreadsheet.Read(in) })
}
