package spreadsheet

import (
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"

	"bonuskasse/pos/table"
)

// Write writes a workbook of one sheet, its first row bold and always in sight.
// A cell is a string, an int64 or a table.Decimal.
func Write(w io.Writer, name string, rows [][]any) error {
	f := excelize.NewFile()
	defer f.Close()
	sheet := f.GetSheetName(0)
	if err := f.SetSheetName(sheet, name); err != nil {
		return err
	}
	for i, row := range rows {
		for j, cell := range row {
			at, err := excelize.CoordinatesToCellName(j+1, i+1)
			if err == nil {
				err = writeCell(f, name, at, cell)
			}
			if err != nil {
				return err
			}
		}
	}
	bold, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return err
	}
	if err := f.SetRowStyle(name, 1, 1, bold); err != nil {
		return err
	}
	if err := f.SetPanes(name, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	return f.Write(w)
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
