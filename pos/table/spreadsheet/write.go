package spreadsheet

import (
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"

	"bonuskasse/pos/table"
)

// Write writes a workbook of one sheet, its first row bold, always in sight, and
// with a filter of the rows. Under them, behind an empty row so that no filter takes
// it for one of them, stands the total, bold too; empty is none. A cell is a string,
// an int64 or a table.Decimal.
func Write(w io.Writer, name string, rows [][]any, total []any) error {
	f := excelize.NewFile()
	defer f.Close()
	sheet := f.GetSheetName(0)
	if err := f.SetSheetName(sheet, name); err != nil {
		return err
	}
	for i, row := range rows {
		if err := writeRow(f, name, i+1, row); err != nil {
			return err
		}
	}
	under := len(rows) + 2
	if err := writeRow(f, name, under, total); err != nil {
		return err
	}
	bold, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return err
	}
	for _, row := range []int{1, under} {
		if err := f.SetRowStyle(name, row, row, bold); err != nil {
			return err
		}
	}
	if len(rows) > 1 {
		last, err := excelize.CoordinatesToCellName(max(len(rows[0]), 1), len(rows))
		if err != nil {
			return err
		}
		if err := f.AutoFilter(name, "A1:"+last, nil); err != nil {
			return err
		}
	}
	if err := f.SetPanes(name, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	return f.Write(w)
}

func writeRow(f *excelize.File, sheet string, row int, cells []any) error {
	for i, cell := range cells {
		at, err := excelize.CoordinatesToCellName(i+1, row)
		if err != nil {
			return err
		}
		if err := writeCell(f, sheet, at, cell); err != nil {
			return err
		}
	}
	return nil
}

func writeCell(f *excelize.File, sheet, at string, cell any) error {
	switch c := cell.(type) {
	case int64:
		return f.SetCellInt(sheet, at, c)
	case table.Decimal: // a number as it stands: no binary fraction touches it
		return f.SetCellDefault(sheet, at, string(c))
	case string:
		return f.SetCellStr(sheet, at, c)
	}
	return fmt.Errorf("spreadsheet: a cell is a %T", cell)
}
