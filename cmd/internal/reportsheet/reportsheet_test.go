package reportsheet_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"bonuskasse/cmd/internal/reportsheet"
	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/screen/reports"
	"bonuskasse/pos/table/spreadsheet"
	"bonuskasse/pos/till"
)

var sheet = reports.Sheet{
	Name: screen.Say("points_report.name"),
	Head: []screen.Sentence{screen.Say("points_report.column.member"), screen.Say("points_report.column.points"), screen.Say("points_report.column.at"), screen.Say("points_report.column.kind")},
	Rows: [][]any{
		{`Søren; "Åkjær"`, int64(-120), pos.Millis(1795525500000), screen.Say("origin.coupon")},
		{"=2+3", int64(7), pos.Millis(0), screen.Say("origin.sale")},
		{"", pos.Money(-5), pos.Money(123456), "x"},
	},
}

// TestCSV: as Excel of the language opens it: semicolons, the decimal mark of the
// language, quotes where they are due, and no formula.
func TestCSV(t *testing.T) {
	files := reportsheet.Files{Currency: "DKK", Zone: time.UTC}
	for language, want := range map[string]string{
		"da": "\uFEFFMedlem;Point;Tidspunkt;Slags\r\n\"Søren; \"\"Åkjær\"\"\";-120;2026-11-24 13:05;Pointkupon\r\n'=2+3;7;1970-01-01 00:00;Køb\r\n;-0,05;1234,56;x\r\n",
		"en": "\uFEFFMember;Points;Moment;Kind\r\n\"Søren; \"\"Åkjær\"\"\";-120;2026-11-24 13:05;Point coupon\r\n'=2+3;7;1970-01-01 00:00;Purchase\r\n;-0.05;1234.56;x\r\n",
	} {
		path := filepath.Join(t.TempDir(), "point.csv")
		if err := files.Save(path, sheet, language); err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != want {
			t.Errorf("%s:\n%q\nwant\n%q", language, got, want)
		}
	}
}

// TestWorkbook: it is read back as it was, and a name without an ending gets one.
func TestWorkbook(t *testing.T) {
	dir := t.TempDir()
	files := reportsheet.Files{Currency: "DKK", Zone: time.UTC}
	if err := files.Save(filepath.Join(dir, "point"), sheet, "da"); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(dir, "point.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	back := spreadsheet.Read(data)
	if len(back.Bad) > 0 || len(back.Rows) != 3 {
		t.Fatalf("%+v", back)
	}
	for i, want := range [][]string{
		{`Søren; "Åkjær"`, "-120", "2026-11-24 13:05", "Pointkupon"}, {"=2+3", "7", "1970-01-01 00:00", "Køb"}, {"", "-0.05", "1234.56", "x"},
	} {
		for j, cell := range want {
			if got := back.Rows[i].Cell(j); got != cell {
				t.Errorf("row %d, column %d: %q, want %q", i, j, got, cell)
			}
		}
	}
	list, err := os.ReadDir(dir)
	if err != nil || len(list) != 1 {
		t.Errorf("%d files are left (%v)", len(list), err)
	}
}

// TestTotal: a workbook ends with what its columns add up to, as the screen says;
// CSV has rows alone.
func TestTotal(t *testing.T) {
	dir := t.TempDir()
	files := reportsheet.Files{Currency: "DKK", Zone: time.UTC}
	r := till.SalesReport{Days: []till.SalesDay{
		{Day: pos.Millis(1795525500000), Sales: 3, Net: 100_50, Earned: 20, Used: 5}, {Day: pos.Millis(1795611900000), Refunds: 1, Net: -40_25, Earned: -4},
	}}
	for _, path := range []string{"salg.xlsx", "salg.csv"} {
		if err := files.Save(filepath.Join(dir, path), reports.SalesSheet(r), "da"); err != nil {
			t.Fatal(err)
		}
	}
	data, err := os.ReadFile(filepath.Join(dir, "salg.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	back := spreadsheet.Read(data)
	if len(back.Rows) == 0 {
		t.Fatal("the workbook is empty")
	}
	last := back.Rows[len(back.Rows)-1]
	for i, want := range []string{"I alt", "3", "1", "60.25", "0.00", "0.00", "16", "5"} {
		if got := last.Cell(i); got != want {
			t.Errorf("column %d adds up to %q, and should to %q", i, got, want)
		}
	}
	text, err := os.ReadFile(filepath.Join(dir, "salg.csv"))
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(text), "\r\n"); n != 3 {
		t.Errorf("CSV of %d lines:\n%s", n, text)
	}
}

// TestSumsNothingThatIsNoSum: columns of words, of moments and of mixed kinds.
func TestSumsNothingThatIsNoSum(t *testing.T) {
	if total := sheet.Total(); total != nil {
		t.Errorf("%v", total)
	}
}
