// Package table reads tables that people made elsewhere: CSV of any of the
// encodings and separators that spreadsheets write.
//
//	rows, bad := table.Read(data)
//	sku := rows[0].Get("sku")
package table

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// MaxBytes is the largest table that is read; a price list of a large shop is
// a hundredth of it.
const MaxBytes = 64 << 20

// Row is one line of the table under its heading.
type Row struct {
	Line  int // in the file, from 1
	cells map[string]string
}

// Get is the cell under a heading, trimmed; empty where there is none.
func (r Row) Get(column string) string { return r.cells[column] }

// Has reports whether the table has the column.
func (r Row) Has(column string) bool { _, ok := r.cells[column]; return ok }

// BadRow is a line that cannot be used, and why. Code is stable; Field is the
// column, where it is one.
type BadRow struct {
	Line  int    `json:"line"`
	Field string `json:"field,omitempty"`
	Code  string `json:"code"`
}

// Codes of bad rows.
const (
	Torn      = "torn_row"       // a quote that is not closed, or text after one
	CellCount = "cell_count"     // more or fewer cells than the heading has
	NoHeading = "no_heading"     // the first line names no columns
	TooLarge  = "file_too_large" // more than MaxBytes
	NoColumn  = "missing_column"
	BadValue  = "bad_value"
	Missing   = "missing_value"
	Twice     = "twice_in_file"
	BadText   = "bad_text" // control characters, or no text at all
)

// Read splits a table into rows. The first line is the heading; its names are
// compared without case and spaces. Bad rows are reported and the rest is read.
func Read(data []byte) (rows []Row, bad []BadRow) {
	if len(data) > MaxBytes {
		return nil, []BadRow{{Line: 1, Code: TooLarge}}
	}
	text, err := decode(data)
	if err != nil {
		return nil, []BadRow{{Line: 1, Code: BadText}}
	}
	r := reader{text: text, comma: separator(text)}
	r.from(0, 0)
	heading, err := r.Read()
	if err != nil {
		return nil, []BadRow{{Line: 1, Code: NoHeading}}
	}
	for i, h := range heading {
		heading[i] = strings.ReplaceAll(strings.ToLower(strings.TrimSpace(h)), " ", "_")
	}
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return rows, bad
		}
		if err != nil {
			var p *csv.ParseError
			if !errors.As(err, &p) {
				return rows, append(bad, BadRow{Line: 1, Code: BadText})
			}
			bad = append(bad, BadRow{Line: r.before + p.StartLine, Code: Torn})
			r.skip(p.StartLine)
			continue
		}
		line, _ := r.FieldPos(0)
		line += r.before
		if len(cells) == 1 && strings.TrimSpace(cells[0]) == "" {
			continue
		}
		if len(cells) != len(heading) {
			bad = append(bad, BadRow{Line: line, Code: CellCount})
			continue
		}
		row := Row{Line: line, cells: make(map[string]string, len(cells))}
		for i, c := range cells {
			row.cells[heading[i]] = strings.TrimSpace(c)
		}
		rows = append(rows, row)
	}
}

// reader reads CSV and can begin anew behind a row that is torn: a quote that
// nobody closed would swallow all rows after it.
type reader struct {
	*csv.Reader
	text   []byte
	comma  rune
	at     int // where in text the csv.Reader began
	before int // lines before that
}

func (r *reader) from(at, before int) {
	r.Reader = csv.NewReader(bytes.NewReader(r.text[at:]))
	r.Comma = r.comma
	r.FieldsPerRecord = -1
	r.TrimLeadingSpace = true
	r.at, r.before = at, before
}

// skip begins anew on the line after one, counted from where the reader began.
func (r *reader) skip(line int) {
	at := r.at
	for range line {
		n := bytes.IndexByte(r.text[at:], '\n')
		if n < 0 {
			at = len(r.text)
			break
		}
		at += n + 1
	}
	r.from(at, r.before+line)
}

// decode turns bytes into UTF-8: by the byte order mark where there is one,
// as they are where they are UTF-8, and else as Windows-1252, which is what
// Danish and French spreadsheets save.
func decode(data []byte) ([]byte, error) {
	switch {
	case bytes.HasPrefix(data, []byte{0xEF, 0xBB, 0xBF}):
		data = data[3:]
	case bytes.HasPrefix(data, []byte{0xFF, 0xFE}), bytes.HasPrefix(data, []byte{0xFE, 0xFF}):
		out, err := unicode.UTF16(unicode.BigEndian, unicode.ExpectBOM).NewDecoder().Bytes(data)
		if err != nil {
			return nil, fmt.Errorf("UTF-16: %w", err)
		}
		return out, nil
	}
	if utf8.Valid(data) {
		return data, nil
	}
	out, err := charmap.Windows1252.NewDecoder().Bytes(data)
	if err != nil {
		return nil, fmt.Errorf("Windows-1252: %w", err)
	}
	return out, nil
}

// separator is the one of comma, semicolon and tab that the heading has most of.
func separator(text []byte) rune {
	head, _, _ := bytes.Cut(text, []byte("\n"))
	best, most := ',', 0
	for _, c := range ",;\t" {
		if n := bytes.Count(head, []byte(string(c))); n > most {
			best, most = c, n
		}
	}
	return best
}

// Cells splits text that was copied out of a spreadsheet, or out of a file,
// into rows and cells, without a heading. Rows that hold nothing are left out.
func Cells(text string) (rows [][]string) {
	r := reader{text: []byte(text), comma: separator([]byte(text))}
	r.from(0, 0)
	r.LazyQuotes = true // what people copy is not always CSV
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return rows
		}
		if err != nil {
			var p *csv.ParseError
			if !errors.As(err, &p) {
				return rows
			}
			r.skip(p.StartLine)
			continue
		}
		some := false
		for i, c := range cells {
			cells[i] = strings.TrimSpace(c)
			some = some || cells[i] != ""
		}
		if some {
			rows = append(rows, cells)
		}
	}
}
