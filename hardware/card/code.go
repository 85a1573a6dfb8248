package card

import (
	"fmt"
	"image"
	"math"

	"bonuskasse/hardware"
	"bonuskasse/hardware/dots"
)

// The modules of codes in mm: wide enough to be read when the card is printed
// smaller by a tenth, or badly (design/devices: bars of 0.33 mm are read by
// all readers, and below 0.19 by none).
const (
	barModule = 0.50
	qrModule  = 0.80
)

// dot is what card printers print: 300 an inch. A module of whole dots that begins
// on one is printed as wide as its neighbours.
const dot = 25.4 / 300

// wholeDots is a module, or a place, in whole dots, at most as large; what is
// smaller than a dot stays as it is.
func wholeDots(mm float64) float64 {
	if mm < dot {
		return mm
	}
	return math.Floor(mm/dot+1e-6) * dot
}

// barCode makes the modules of a bar code.
func barCode(c hardware.CardCode) (bars, error) {
	modules, err := dots.Bars(c.Symbology, c.Text)
	if err != nil {
		return bars{}, fmt.Errorf("card code: %w", err)
	}
	return bars{runs: runsOf(nil, modules, 0), modules: image.Pt(len(modules), 1)}, nil
}

// qrCode makes the modules of a QR code.
func qrCode(c hardware.CardCode) (bars, error) {
	m, err := dots.Matrix(c.Text)
	if err != nil {
		return bars{}, fmt.Errorf("card code: %w", err)
	}
	b := bars{modules: image.Pt(len(m), len(m))}
	above := map[run]int{} // where the runs of the row above stand, with height 0
	for y, row := range m {
		here := map[run]int{}
		for _, r := range runsOf(nil, row, y) {
			key := run{x: r.x, n: r.n}
			at, same := above[key]
			if same { // the same run once more: one rectangle, a module higher
				b.runs[at].high++
			} else {
				at = len(b.runs)
				b.runs = append(b.runs, r)
			}
			here[key] = at
		}
		above = here
	}
	return b, nil
}

// runsOf joins neighbours that are black: modules drawn one by one show white
// hairs between them on screens.
func runsOf(runs []run, row []bool, y int) []run {
	for i := 0; i < len(row); i++ {
		if !row[i] {
			continue
		}
		end := i
		for end < len(row) && row[end] {
			end++
		}
		runs = append(runs, run{uint16(i), uint16(y), uint16(end - i), 1})
		i = end
	}
	return runs
}
