// Package spreadsheet reads a table that people made elsewhere, whether it is a
// workbook of Excel (.xlsx) or CSV: by what is in the file and not by its name,
// since files are renamed.
//
//	sheet := spreadsheet.Read(data)
//
// A workbook is read by excelize, a row at a time; what it would unpack to is
// bounded before it is unpacked.
package spreadsheet

import (
	"archive/zip"
	"bytes"
	"strings"

	"github.com/xuri/excelize/v2"

	"bonuskasse/pos/table"
)

const (
	// maxUnpacked is what a workbook may unpack to, some hundred thousand rows of
	// a list of people; more is a bomb. maxBeside is what of it may be pictures
	// and the like, which are unpacked in memory.
	maxUnpacked = 512 << 20
	maxBeside   = 64 << 20
	// inMemory is how much of one part is unpacked in memory; what is larger goes
	// through a temporary file.
	inMemory = 32 << 20
)

// The first bytes of the files that Excel makes.
var (
	zipMark = []byte("PK\x03\x04")
	oleMark = []byte{0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1}
)

// Read reads the workbook's open sheet, or the CSV. What cannot be read at all
// is a sheet without rows whose Bad says why.
func Read(data []byte) table.Sheet {
	switch {
	case len(data) > table.MaxBytes:
		return table.Unread(table.TooLarge)
	case bytes.HasPrefix(data, oleMark):
		return table.Unread(table.OldWorkbook)
	case bytes.HasPrefix(data, zipMark):
		return readWorkbook(data)
	}
	return table.Read(data)
}

func readWorkbook(data []byte) (s table.Sheet) {
	// A workbook that was made to break its reader is a bad file, and no reason
	// for a till to fall.
	defer func() {
		if recover() != nil {
			s = table.Unread(table.BadWorkbook)
		}
	}()
	if code := fits(data); code != "" {
		return table.Unread(code)
	}
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{
		RawCellValue: true, UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: inMemory,
	})
	if err != nil {
		return table.Unread(table.BadWorkbook)
	}
	defer f.Close()
	rows, err := f.Rows(f.GetSheetName(f.GetActiveSheetIndex()))
	if err != nil {
		return table.Unread(table.BadWorkbook)
	}
	defer rows.Close()
	s, err = readRows(rows)
	if err != nil {
		return table.Unread(table.BadWorkbook)
	}
	if props, err := f.GetWorkbookProps(); err == nil && props.Date1904 != nil {
		s.From1904 = *props.Date1904
	}
	return s
}

// fits is why a workbook is not unpacked, or "". It goes by what the parts say
// of themselves: the reader of the zip stops where a part is larger than that.
func fits(data []byte) (code string) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return table.BadWorkbook
	}
	const most = 10_000 // parts: a workbook has some dozens
	if len(z.File) > most {
		return table.TooLarge
	}
	var all, beside uint64
	for _, f := range z.File {
		size := min(f.UncompressedSize64, maxUnpacked+1)
		all += size
		if name := strings.ToLower(f.Name); !strings.HasPrefix(name, "xl/worksheets/") && name != "xl/sharedstrings.xml" {
			beside += size
		}
		if all > maxUnpacked || beside > maxBeside {
			return table.TooLarge
		}
	}
	return ""
}

// readRows takes the first row that is not empty as the heading.
func readRows(rows *excelize.Rows) (s table.Sheet, err error) {
	const widest = 1000 // columns
	headed := false
	for line := 1; rows.Next(); line++ {
		cells, err := rows.Columns()
		if err != nil {
			return s, err
		}
		switch {
		case len(cells) > widest:
			return table.Unread(table.TooLarge), nil
		case len(cells) == 0:
		case !headed:
			s, headed = table.NewSheet(cells), true
			s.Stored = true
		case len(s.Rows) == table.MaxRows:
			return table.Unread(table.TooLarge), nil
		default:
			s.Add(line, cells, true)
		}
	}
	if !headed {
		return table.Unread(table.NoHeading), rows.Error()
	}
	return s, rows.Error()
}
