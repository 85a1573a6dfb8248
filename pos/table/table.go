// Package table reads tables that people made elsewhere: CSV of any of the
// encodings and separators that spreadsheets write. What Excel itself saves is
// read by the room below (spreadsheet), into the same Sheet.
//
//	sheet := table.Read(data)
//	sku := sheet.Rows[0].Get("sku")
package table

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

const (
	// MaxBytes is the largest table that is read; a price list of a large shop is
	// a hundredth of it.
	MaxBytes = 64 << 20
	// MaxRows is the most rows, as Excel has them.
	MaxRows = 1 << 20
	// maxColumns is more than any list of people or goods has.
	maxColumns = 1000
)

// Sheet is a table as it was brought.
type Sheet struct {
	Headings []string // as they are written
	Rows     []Row
	Bad      []BadRow
	// Stored says that the cells are what a workbook stores and not what it
	// shows: numbers are exact, and a day is its distance from Day0.
	Stored bool
	// From1904 is a workbook that counts its days from 1904 (made on old Macs).
	From1904 bool

	columns map[string]int
}

// NewSheet is a sheet with these headings, and no rows yet.
func NewSheet(headings []string) Sheet {
	s := Sheet{Headings: make([]string, len(headings)), columns: make(map[string]int, len(headings))}
	for i, h := range headings {
		s.Headings[i] = strings.Join(strings.Fields(h), " ")
		s.columns[columnName(h)] = i
	}
	return s
}

// columnName is a heading as it is compared: without case and spaces.
func columnName(heading string) string {
	return strings.ReplaceAll(strings.ToLower(strings.TrimSpace(heading)), " ", "_")
}

// Column is the place of a heading, compared without case and spaces.
func (s *Sheet) Column(heading string) (at int, ok bool) {
	at, ok = s.columns[columnName(heading)]
	return at, ok
}

// Add takes a row. Empty ones are left out; too few cells are a bad row unless
// the form of the file drops empty ones at the end (short).
func (s *Sheet) Add(line int, cells []string, short bool) {
	for len(cells) > len(s.Headings) && strings.TrimSpace(cells[len(cells)-1]) == "" {
		cells = cells[:len(cells)-1]
	}
	if !slices.ContainsFunc(cells, func(c string) bool { return strings.TrimSpace(c) != "" }) {
		return
	}
	if len(cells) > len(s.Headings) || len(cells) < len(s.Headings) && !short {
		s.Bad = append(s.Bad, BadRow{Line: line, Code: CellCount})
		return
	}
	for i, c := range cells {
		cells[i] = strings.TrimSpace(c)
	}
	s.Rows = append(s.Rows, Row{Line: line, cells: cells, columns: s.columns})
}

// Row is one line of the table under its heading.
type Row struct {
	Line    int // in the file, from 1
	cells   []string
	columns map[string]int
}

// Get is the cell under a heading, trimmed; empty where there is none.
func (r Row) Get(column string) string {
	if at, ok := r.columns[column]; ok {
		return r.Cell(at)
	}
	return ""
}

// Cell is a cell by its column's place, trimmed; empty where there is none.
func (r Row) Cell(at int) string {
	if at < 0 || at >= len(r.cells) {
		return ""
	}
	return r.cells[at]
}

// Has reports whether the table has the column.
func (r Row) Has(column string) bool { _, ok := r.columns[column]; return ok }

// BadRow is a line that cannot be used, and why. Code is stable; Field is the
// column, where it is one.
type BadRow struct {
	Line  int    `json:"line"`
	Field string `json:"field,omitempty"`
	Code  string `json:"code"`
}

// Codes of bad rows.
const (
	Torn        = "torn_row"       // a quote that is not closed, or text after one
	CellCount   = "cell_count"     // more or fewer cells than the heading has
	NoHeading   = "no_heading"     // the first line names no columns
	TooLarge    = "file_too_large" // more than MaxBytes or MaxRows
	NoTable     = "no_table"       // bytes that are no text and no workbook
	BadWorkbook = "bad_workbook"   // a workbook that cannot be opened
	OldWorkbook = "old_workbook"   // Excel's form of before 2007, or with a password
	NoColumn    = "missing_column"
	BadValue    = "bad_value"
	Missing     = "missing_value"
	Twice       = "twice_in_file"
	BadText     = "bad_text" // control characters, or no text at all
)

// Unread is the sheet of a file that cannot be read at all.
func Unread(code string) Sheet { return Sheet{Bad: []BadRow{{Line: 1, Code: code}}} }

// Read splits a table into rows. The first line is the heading; its names are
// compared without case and spaces. Bad rows are reported and the rest is read.
func Read(data []byte) Sheet {
	if len(data) > MaxBytes {
		return Unread(TooLarge)
	}
	text, err := decode(data)
	if err != nil || !isText(text) {
		return Unread(NoTable)
	}
	r := reader{text: text, comma: separator(text)}
	r.from(0, 0)
	heading, err := r.Read()
	if err != nil || len(heading) > maxColumns {
		return Unread(NoHeading)
	}
	s := NewSheet(heading)
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return s
		}
		if err != nil {
			var p *csv.ParseError
			if !errors.As(err, &p) {
				s.Bad = append(s.Bad, BadRow{Line: 1, Code: BadText})
				return s
			}
			s.Bad = append(s.Bad, BadRow{Line: r.before + p.StartLine, Code: Torn})
			r.skip(p.StartLine)
			continue
		}
		if len(s.Rows) == MaxRows {
			return Unread(TooLarge)
		}
		line, _ := r.FieldPos(0)
		s.Add(r.before+line, cells, false)
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
	r.TrimLeadingSpace = r.Comma != '\t' // a tab is white space too
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

// decode turns bytes into UTF-8: by the byte order mark where there is one, by
// the zeros of UTF-16 where there is none, as they are where they are UTF-8, and
// else as Windows-1252, which is what Danish and French spreadsheets save.
func decode(data []byte) ([]byte, error) {
	switch {
	case bytes.HasPrefix(data, []byte{0xEF, 0xBB, 0xBF}):
		data = data[3:]
	case bytes.HasPrefix(data, []byte{0xFF, 0xFE}), bytes.HasPrefix(data, []byte{0xFE, 0xFF}):
		return utf16(data, unicode.BigEndian, unicode.ExpectBOM)
	}
	switch first, second := zeros(data); {
	case second && !first:
		return utf16(data, unicode.LittleEndian, unicode.IgnoreBOM)
	case first && !second:
		return utf16(data, unicode.BigEndian, unicode.IgnoreBOM)
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

func utf16(data []byte, order unicode.Endianness, mark unicode.BOMPolicy) ([]byte, error) {
	out, err := unicode.UTF16(order, mark).NewDecoder().Bytes(data)
	if err != nil {
		return nil, fmt.Errorf("UTF-16: %w", err)
	}
	return out, nil
}

// zeros tells whether at least every third of the first or of the second bytes
// of the pairs at the beginning is zero, as in UTF-16 of a western language.
func zeros(data []byte) (first, second bool) {
	data = data[:min(len(data), 1024)&^1]
	var n [2]int
	for i, b := range data {
		if b == 0 {
			n[i%2]++
		}
	}
	few := len(data) / 6
	return n[0] > few, n[1] > few
}

// isText tells a table from a picture or a program: no table has a zero in its
// beginning, or one control character in ten.
func isText(text []byte) bool {
	text = text[:min(len(text), 1024)]
	control := 0
	for _, b := range text {
		switch {
		case b == 0:
			return false
		case b < ' ' && b != '\t' && b != '\r' && b != '\n':
			control++
		}
	}
	return control*10 <= len(text)
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

// separatorOf is the separator of the row that text begins with: a tab, which
// nobody types into a cell, the usual one, or else what it has.
func separatorOf(text []byte, usual rune) rune {
	row, _, _ := bytes.Cut(bytes.TrimLeft(text, "\r\n"), []byte("\n"))
	for _, c := range []rune{'\t', usual, ';', ','} {
		if bytes.ContainsRune(row, c) {
			return c
		}
	}
	return usual
}

// Cells splits text that was copied out of a spreadsheet, or out of a file,
// into rows and cells, without a heading. Rows that hold nothing are left out.
// What was copied from several places is read row by row, each by its own separator.
func Cells(text string) (rows [][]string) {
	usual := separator([]byte(text))
	r := reader{text: []byte(text)}
	r.from(0, 0)
	for {
		at := r.at + int(r.InputOffset())
		if c := separatorOf(r.text[at:], usual); c != r.comma {
			r.comma = c
			r.from(at, r.before)
		}
		r.LazyQuotes = true // what people copy is not always CSV
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
