// Package reportsheet writes a report to a file: a workbook of Excel, or CSV
// where the file's name ends so.
//
// A workbook ends with what its columns add up to, bold, apart from the rows: a
// filter, a sort and a pivot of the rows leave it out. CSV has the heading and the
// rows alone, so that a program that adds it up counts nothing twice.
//
//	err := reportsheet.Files{Currency: "DKK", Zone: zone}.Save("/home/kasse/point.xlsx", sheet, "da")
package reportsheet

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"bonuskasse/assets"
	"bonuskasse/cmd/internal/folders"
	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/screen/reports"
	"bonuskasse/pos/screen/words"
	"bonuskasse/pos/table"
	"bonuskasse/pos/table/spreadsheet"
)

// Files are those of this machine, for a shop's reports.
type Files struct {
	folders.Folders
	Currency string
	Zone     *time.Location
}

// Save is part of reports.Files. A name without an ending gets .xlsx; a file
// that is there is replaced only when the new one is whole.
func (f Files) Save(path string, sheet reports.Sheet, language string) error {
	if filepath.Ext(path) == "" {
		path += ".xlsx"
	}
	var b bytes.Buffer
	var err error
	if rows := f.cells(sheet, language); strings.EqualFold(filepath.Ext(path), ".csv") {
		err = table.Write(&b, rows, assets.Point(language) == ",")
	} else {
		err = spreadsheet.Write(&b, f.say(language, sheet.Name), rows, f.row(sheet.Total(), language))
	}
	if err != nil {
		return err
	}
	temp := path + ".new"
	if err := os.WriteFile(temp, b.Bytes(), 0o600); err != nil {
		return err
	}
	if err := os.Rename(temp, path); err != nil {
		os.Remove(temp)
		return err
	}
	return nil
}

func (f Files) say(language string, s screen.Sentence) string {
	return words.Say(language, f.Currency, f.Zone, s)
}

// Text is a report's heading and rows as a person reads them.
func (f Files) Text(sheet reports.Sheet, language string) [][]string {
	line := func(values []any) (cells []string) {
		for _, v := range values {
			cells = append(cells, f.say(language, reports.ValueWords(v)))
		}
		return cells
	}
	head := make([]any, len(sheet.Head))
	for i, h := range sheet.Head {
		head[i] = h
	}
	rows := [][]string{line(head)}
	for _, row := range sheet.Rows {
		rows = append(rows, line(row))
	}
	return rows
}

func (f Files) cells(sheet reports.Sheet, language string) [][]any {
	head := make([]any, len(sheet.Head))
	for i, h := range sheet.Head {
		head[i] = f.say(language, h)
	}
	rows := [][]any{head}
	for _, row := range sheet.Rows {
		rows = append(rows, f.row(row, language))
	}
	return rows
}

func (f Files) row(values []any, language string) []any {
	cells := make([]any, len(values))
	for i, c := range values {
		cells[i] = f.cell(c, language)
	}
	return cells
}

// cell is a value as a spreadsheet takes it: moments in a form that sorts.
func (f Files) cell(c any, language string) any {
	switch c := c.(type) {
	case screen.Sentence:
		return f.say(language, c)
	case pos.Money:
		return decimal(int64(c), assets.Exponent(f.Currency))
	case pos.Millis:
		return c.Time(f.Zone).Format("2006-01-02 15:04")
	}
	return c
}

// decimal writes minor units with so many decimals.
func decimal(n int64, decimals int) table.Decimal {
	sign := ""
	if n < 0 {
		sign, n = "-", -n
	}
	digits := []byte(pad(n, decimals+1))
	at := len(digits) - decimals
	if decimals == 0 {
		return table.Decimal(sign + string(digits))
	}
	return table.Decimal(sign + string(digits[:at]) + "." + string(digits[at:]))
}

// pad is a number of so many digits at least.
func pad(n int64, digits int) string {
	text := strconv.FormatInt(n, 10)
	return strings.Repeat("0", max(0, digits-len(text))) + text
}
