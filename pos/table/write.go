package table

import (
	"fmt"
	"io"
	"strings"
)

// Decimal is a number with its decimals written out, a point before them: "12.50".
type Decimal string

// Write writes a table for a spreadsheet: UTF-8 with a mark that says so, cells
// apart by semicolons, the decimal comma where comma is set. A cell is a string,
// an int64 or a Decimal. Text that a spreadsheet would take for a formula is
// written so that it does not.
func Write(w io.Writer, rows [][]any, comma bool) error {
	var b strings.Builder
	b.WriteString("\uFEFF")
	for _, row := range rows {
		for i, cell := range row {
			if i > 0 {
				b.WriteByte(';')
			}
			b.WriteString(csvCell(cell, comma))
		}
		b.WriteString("\r\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func csvCell(cell any, comma bool) string {
	switch c := cell.(type) {
	case Decimal:
		if comma {
			return strings.Replace(string(c), ".", ",", 1)
		}
		return string(c)
	case string:
		if c != "" && strings.ContainsRune("=+-@\t\r", rune(c[0])) {
			c = "'" + c
		}
		if strings.ContainsAny(c, "\";\r\n") {
			return `"` + strings.ReplaceAll(c, `"`, `""`) + `"`
		}
		return c
	}
	return fmt.Sprint(cell)
}
