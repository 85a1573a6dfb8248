package spreadsheet

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// TestTheTotalStandsApart: bold, behind an empty row, and no filter of the rows takes
// it for one of them.
func TestTheTotalStandsApart(t *testing.T) {
	var b bytes.Buffer
	rows := [][]any{{"Day", "Points"}, {"Monday", int64(3)}, {"Tuesday", int64(4)}}
	if err := Write(&b, "Points", rows, []any{"Total", int64(7)}); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	back, err := f.GetRows("Points")
	if err != nil || len(back) != 5 || len(back[3]) != 0 || strings.Join(back[4], " ") != "Total 7" {
		t.Errorf("%q %v", back, err)
	}
	for cell, want := range map[string]bool{"B1": true, "B3": false, "B5": true} {
		no, err := f.GetCellStyle("Points", cell)
		if err != nil {
			t.Fatal(err)
		}
		style, err := f.GetStyle(no)
		if err != nil {
			t.Fatal(err)
		}
		if bold := style.Font != nil && style.Font.Bold; bold != want {
			t.Errorf("%s: bold is %v", cell, bold)
		}
	}
	if names := f.GetDefinedName(); len(names) != 1 || !strings.HasSuffix(names[0].RefersTo, "$A$1:$B$3") {
		t.Errorf("the filter is of %+v", names)
	}
}
