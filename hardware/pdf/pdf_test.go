package pdf_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"bonuskasse/hardware"
	"bonuskasse/hardware/hardwaretest"
	"bonuskasse/hardware/pdf"

	"golang.org/x/image/font/gofont/gomono"
	"pgregory.net/rapid"
)

// tool runs a program of Debian's poppler-utils or zbar-tools.
func tool(t interface{ Fatalf(string, ...any) }, name string, args ...string) string {
	out, err := exec.Command(name, args...).Output()
	if err != nil {
		t.Fatalf("%s (Debian packages poppler-utils, zbar-tools): %v", name, err)
	}
	return string(out)
}

func letters(t interface{ Fatalf(string, ...any) }, file string) string {
	return tool(t, "pdftotext", "-layout", file, "-")
}

// words is text without its columns and rules, which a PDF does not keep.
func words(text string) string {
	var lines []string
	for _, line := range strings.Split(text, "\n") {
		line = strings.Join(strings.Fields(strings.Trim(line, "\f")), " ")
		if strings.Trim(line, "-=") != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n") + "\n"
}

func TestFolder(t *testing.T) {
	hardwaretest.TestPrinter(t, func(t *testing.T) *hardwaretest.PrinterRig {
		folder := filepath.Join(t.TempDir(), "papers")
		p, err := pdf.New(pdf.Options{Name: "PDF", Folder: folder, Roll: pdf.Roll58})
		if err != nil {
			t.Fatal(err)
		}
		aside := folder + "-aside"
		papers := func() (texts []string) {
			files, _ := filepath.Glob(filepath.Join(folder, "*.pdf"))
			slices.SortFunc(files, func(a, b string) int {
				x, _ := os.Stat(a)
				y, _ := os.Stat(b)
				return x.ModTime().Compare(y.ModTime())
			})
			for _, f := range files {
				texts = append(texts, letters(t, f))
			}
			return texts
		}
		return &hardwaretest.PrinterRig{
			Printer: p, Columns: 32, Papers: papers, Letters: words,
			Await:      func(context.Context, int) error { return nil },
			Kicks:      func() int { return 0 },
			CanConfirm: true,
			Off: func(off bool) { // a folder that was on a stick
				var err error
				if off {
					if err = os.Rename(folder, aside); err == nil {
						err = os.WriteFile(folder, nil, 0o600)
					}
				} else if err = os.Remove(folder); err == nil {
					err = os.Rename(aside, folder)
				}
				if err != nil {
					t.Fatal(err)
				}
			},
		}
	})
}

func TestSameBytes(t *testing.T) {
	font := bytes.Clone(gomono.TTF)
	defer func() {
		if !bytes.Equal(font, gomono.TTF) {
			t.Error("the shared font was changed")
		}
	}()
	first, err := pdf.Render(hardwaretest.Receipt(), pdf.Roll80)
	if err != nil {
		t.Fatal(err)
	}
	for range 20 {
		again, err := pdf.Render(hardwaretest.Receipt(), pdf.Roll80)
		if err != nil || !bytes.Equal(first, again) {
			t.Fatalf("the same document gave other bytes (%v)", err)
		}
	}
	d := hardwaretest.Receipt()
	d.Made = d.Made.Add(time.Hour)
	if other, _ := pdf.Render(d, pdf.Roll80); bytes.Equal(first, other) {
		t.Error("the date of the document is not in the file")
	}
}

func TestCodesAndPageAreReadByOthers(t *testing.T) {
	for name, roll := range map[string]pdf.Roll{"58": pdf.Roll58, "80": pdf.Roll80} {
		d := hardwaretest.Receipt()
		d.Body = slices.Insert(d.Body, len(d.Body)-1, hardware.EAN("5701234567899"))
		b, err := pdf.Render(d, roll)
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(file+".pdf", b, 0o600); err != nil {
			t.Fatal(err)
		}
		tool(t, "pdftoppm", "-r", "200", "-png", "-singlefile", file+".pdf", file)
		read := strings.Split(tool(t, "zbarimg", "-q", "--nodbus", "-Sean13.enable", file+".png"), "\n")
		for _, want := range []string{"QR-Code:" + hardwaretest.ReceiptQR, "CODE-128:" + hardwaretest.ReceiptCode, "EAN-13:5701234567899"} {
			if !slices.Contains(read, want) {
				t.Errorf("%s mm: read %q, not %s", name, read, want)
			}
		}
		info := tool(t, "pdfinfo", file+".pdf")
		for _, want := range []string{"Pages:           1\n", "Bon 1042"} {
			if !strings.Contains(info, want) {
				t.Errorf("%s mm: no %q in\n%s", name, want, info)
			}
		}
		if got, want := words(letters(t, file+".pdf")), words(hardwaretest.PaperText(d, roll.Columns)); got != want {
			t.Errorf("%s mm: the letters are\n%s\nwant\n%s", name, got, want)
		}
	}
}

// TestNothingPanics: names as people type them, bytes that are no text.
func TestNothingPanics(t *testing.T) {
	for _, name := range []string{"👍🏽 Søren", "\xff\xfe", "𝕊øren", "Ελλάδα Ωm", "日本語", "a\u0301\u0328", "\U0010ffff", strings.Repeat("w", 2000)} {
		d := hardware.Document{Title: name, Body: []hardware.Block{hardware.TextLine(name), hardware.Row3(name, name, name), hardware.Banner(name).Tall()}}
		b, err := pdf.Render(d, pdf.Roll58)
		if err != nil || !bytes.HasPrefix(b, []byte("%PDF-")) {
			t.Errorf("%.20q: %v", name, err)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		d := hardware.Document{Title: text, Body: []hardware.Block{hardware.Row(text, text)}}
		if _, err := pdf.Render(d, pdf.Roll80); err != nil {
			t.Fatal(err)
		}
	})
}

func TestRefuses(t *testing.T) {
	endless := hardware.Document{}
	for range 3000 {
		endless.Add(hardware.TextLine("x"))
	}
	_, err := pdf.Render(endless, pdf.Roll80)
	var bad *hardware.DocumentError
	if !errors.As(err, &bad) || bad.Code != hardware.DocTooLong {
		t.Errorf("endless: %v", err)
	}
	if _, err := pdf.Render(hardware.Document{}, pdf.Roll{}); err == nil {
		t.Error("a roll of no width")
	}
	if b, err := pdf.Render(hardware.Document{}, pdf.Roll80); err != nil || len(b) == 0 {
		t.Errorf("an empty paper: %v", err)
	}
	if _, err := pdf.New(pdf.Options{}); err == nil {
		t.Error("no folder")
	}
}

func TestFileNames(t *testing.T) {
	seen := map[string]string{}
	for _, id := range []string{"receipt-1042", "../../etc/passwd", "a/b", "a\x00b", "", ".", "CON?", "x-41", "A", "\x41\x00", strings.Repeat("é", 60)} {
		name := pdf.FileName(id)
		if name != filepath.Base(name) || !strings.HasSuffix(name, ".pdf") || strings.HasPrefix(name, ".") || strings.Trim(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.") != "" {
			t.Errorf("%q: %q", id, name)
		}
		if other, twice := seen[name]; twice {
			t.Errorf("%q and %q share %q", id, other, name)
		}
		seen[name] = id
	}
}

// TestAfterRestart: the file is the memory, so another program, or the same
// after a crash, writes no second paper.
func TestAfterRestart(t *testing.T) {
	folder := t.TempDir()
	for i, text := range []string{"first", "second"} {
		p, err := pdf.New(pdf.Options{Folder: folder})
		if err != nil {
			t.Fatal(err)
		}
		p.Open(t.Context())
		d := hardware.Document{Body: []hardware.Block{hardware.TextLine(text)}}
		if r, err := p.Print(t.Context(), "job", d); r != hardware.Confirmed {
			t.Errorf("%d: %s, %v", i, r, err)
		}
		p.Close()
	}
	files, _ := os.ReadDir(folder)
	if len(files) != 1 || !strings.Contains(letters(t, filepath.Join(folder, "job.pdf")), "first") {
		t.Errorf("%v", files)
	}
}

// TestSheets: what is long goes on over numbered sheets, and nothing is lost.
func TestSheets(t *testing.T) {
	var docs []hardware.Document
	for part := range 2 {
		d := hardware.Document{Title: "All", Lang: "da"}
		for i := range 1500 {
			d.Add(hardware.Row(fmt.Sprintf("Linje %d-%d", part, i), "1,00"))
		}
		docs = append(docs, d)
	}
	out, err := pdf.Sheets(docs...)
	if err != nil {
		t.Fatal(err)
	}
	pages := bytes.Count(out, []byte("/Type /Page\n"))
	if pages < 30 || pages > 80 {
		t.Errorf("%d sheets", pages)
	}
	again, err := pdf.Sheets(docs...)
	if err != nil || !bytes.Equal(out, again) {
		t.Errorf("the same documents gave other bytes: %v", err)
	}
	if _, err := pdf.Sheets(); err != nil {
		t.Errorf("no document: %v", err)
	}
	if _, err := pdf.Sheets(hardware.Document{Body: []hardware.Block{{Kind: "nonsense"}}}); err == nil {
		t.Error("a document that no printer can make was drawn")
	}
}
