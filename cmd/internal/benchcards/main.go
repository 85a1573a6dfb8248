// Command benchcards measures cards on paper: are they read, and what do they
// cost beside ReportLab, the usual library for such PDFs.
//
//	go run ./cmd/internal/benchcards            # what make bench-cards does
//
// It needs Debian's poppler-utils, zbar-tools and python3-reportlab.
package main

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"bonuskasse/cmd/internal/file"
	"bonuskasse/hardware"
	"bonuskasse/hardware/card"
)

//go:embed theirs.py
var reportlab []byte

var numbers = hardware.Profile{ClubMin: 10001, ClubMax: 9_999_999, EANPrefix: "29900", QRURL: "https://klub.example/k/"}

var kinds = []struct {
	name string // zbarimg's
	code hardware.CardCode
}{{"CODE-128", hardware.CardCode{}}, {"EAN-13", hardware.CardCode{Symbology: hardware.EAN13}}, {"QR-Code", hardware.CardCode{QR: true}}}

func main() {
	cards := flag.Int("cards", 10_000, "cards to make beside ReportLab")
	only := flag.String("only", "", "read back this code alone: CODE-128, EAN-13 or QR-Code; and make none beside ReportLab")
	readable := flag.Int("read", 500, "cards of each code to read back")
	one := flag.String("make", "", "make the cards into this file, and print what it cost")
	flag.Parse()
	var err error
	if *one != "" {
		err = makeOnly(*one, *cards)
	} else if err = readBack(*readable, *only); err == nil && *only == "" {
		err = beside(*cards)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "benchcards:", err)
		os.Exit(3)
	}
}

func job(n int, layout hardware.CardLayout, codes ...hardware.CardCode) hardware.CardJob {
	j := hardware.CardJob{Title: "Cards", Made: time.Unix(1_800_000_000, 0), Layout: layout, Design: hardware.FirstCardDesign("Torvets Butik")}
	for i := range n {
		f := hardware.CardFace{Number: strconv.Itoa(10001 + i), Name: fmt.Sprintf("Søren Åkjær %d", i)}
		for _, c := range codes {
			c.Text, _ = numbers.CardCodeText(c, f.Number)
			f.Codes = append(f.Codes, c)
		}
		j.Cards = append(j.Cards, f)
	}
	return j
}

// readBack renders a batch of each code and lets zbarimg read it: at 300 dots
// an inch, and as if it were printed a tenth smaller.
func readBack(n int, only string) error {
	for _, k := range kinds {
		if only != "" && k.name != only {
			continue
		}
		for _, layout := range []hardware.CardLayout{hardware.CardsA4, hardware.CardsCR80} {
			for _, dpi := range []int{300, 270} {
				j := job(n, layout, k.code)
				unread, err := readJob(j, k.name, dpi)
				if err != nil {
					return err
				}
				fmt.Printf("%-8s %-4s %3d %% size: %d of %d read right", k.name, layout, dpi*100/300, n-len(unread), n)
				if len(unread) > 0 {
					fmt.Printf("; not %s", strings.Join(unread, ", "))
				}
				fmt.Println()
			}
		}
	}
	return nil
}

// readJob prints cards, and has them read: the numbers of those that are not.
func readJob(j hardware.CardJob, kind string, dpi int) (unread []string, err error) {
	dir, err := os.MkdirTemp("", "benchcards-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	pdf := filepath.Join(dir, "cards.pdf")
	if err := printCards(pdf, j); err != nil {
		return nil, err
	}
	if err := exec.Command("pdftoppm", "-r", strconv.Itoa(dpi), "-gray", pdf, filepath.Join(dir, "page")).Run(); err != nil {
		return nil, fmt.Errorf("pdftoppm: %w", err)
	}
	pages, err := filepath.Glob(filepath.Join(dir, "page*"))
	if err != nil {
		return nil, err
	}
	out, err := exec.Command("zbarimg", append([]string{"-q", "--nodbus", "-Sean13.enable"}, pages...)...).Output()
	if err != nil {
		return nil, fmt.Errorf("zbarimg: %w", err)
	}
	read := strings.Split(strings.TrimSpace(string(out)), "\n")
	slices.Sort(read)
	if again := slices.Compact(slices.Clone(read)); len(again) != len(read) {
		return nil, fmt.Errorf("%d codes were read twice", len(read)-len(again))
	}
	for _, f := range j.Cards {
		if _, ok := slices.BinarySearch(read, kind+":"+f.Codes[0].Text); !ok {
			unread = append(unread, f.Number)
		}
	}
	if extra := len(read) + len(unread) - len(j.Cards); extra > 0 {
		return unread, fmt.Errorf("%d codes were read that are on no card", extra)
	}
	return unread, nil
}

func printCards(path string, j hardware.CardJob) error {
	return file.Whole(path, func(w io.Writer) error { return card.Press{}.Print(context.Background(), w, j, nil) })
}

type cost struct {
	Cards   int     `json:"cards"`
	Seconds float64 `json:"seconds"`
	PeakKiB int64   `json:"peak_kib"`
}

// makeOnly is a process of its own, so that its memory is its own.
func makeOnly(path string, n int) error {
	begun := time.Now()
	if err := printCards(path, job(n, hardware.CardsA4, hardware.CardCode{}, hardware.CardCode{QR: true})); err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(cost{Cards: n, Seconds: time.Since(begun).Seconds(), PeakKiB: peak()})
}

// peak is the most memory the process has had, in KiB.
func peak() int64 {
	data, _ := os.ReadFile("/proc/self/status")
	for _, line := range strings.Split(string(data), "\n") {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			n, _ := strconv.ParseInt(strings.TrimSpace(strings.TrimSuffix(rest, "kB")), 10, 64)
			return n
		}
	}
	return 0
}

// beside makes the same cards with both, one after the other.
func beside(n int) error {
	dir, err := os.MkdirTemp("", "benchcards-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	script := filepath.Join(dir, "theirs.py")
	if err := os.WriteFile(script, reportlab, 0o600); err != nil {
		return err
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	var costs [2]cost
	for i, c := range [][]string{
		{self, "-make", filepath.Join(dir, "ours.pdf"), "-cards", strconv.Itoa(n)},
		{"/usr/bin/python3", script, filepath.Join(dir, "theirs.pdf"), strconv.Itoa(n)},
	} {
		out, err := exec.Command(c[0], c[1:]...).Output()
		if err != nil {
			return fmt.Errorf("%s (Debian package python3-reportlab): %w", c[0], err)
		}
		if err := json.NewDecoder(bytes.NewReader(out)).Decode(&costs[i]); err != nil {
			return err
		}
	}
	ours, theirs := costs[0], costs[1]
	each := func(c cost) float64 { return c.Seconds / float64(c.Cards) * 1000 }
	fmt.Printf("%d cards with name, number, Code 128 and QR on A4, %d processors\n", n, runtime.NumCPU())
	fmt.Printf("  Bonuskasse  %6.2f s, %6.3f ms a card, %4d MB at most\n", ours.Seconds, each(ours), ours.PeakKiB/1024)
	fmt.Printf("  ReportLab   %6.2f s, %6.3f ms a card, %4d MB at most\n", theirs.Seconds, each(theirs), theirs.PeakKiB/1024)
	fmt.Printf("  a card takes 1/%.0f of ReportLab's time\n", each(theirs)/each(ours))
	if ours.PeakKiB > 150*1024 {
		return fmt.Errorf("more than 150 MB of memory")
	}
	if each(theirs) < 40*each(ours) {
		return fmt.Errorf("a card takes more than 1/40 of ReportLab's time")
	}
	return nil
}
