package escpos

import (
	"fmt"

	"bonuskasse/hardware/dots"
)

// Settings is what must be known of a receipt printer before it can be spoken
// to. The zero value is the commonest: 80 mm paper, CP1252 as table 16, a
// partial cut, the drawer on pin 2.
type Settings struct {
	Columns   int    `toml:"columns" json:"columns,omitempty"`       // letters a line: 32 (58 mm), 42 or 48 (80 mm); 0 is 48
	Dots      int    `toml:"dots" json:"dots,omitempty"`             // width in dots; 0 is 12 a column
	CodePage  string `toml:"code_page" json:"code_page,omitempty"`   // "CP1252/16"; see Candidates
	Raster    string `toml:"raster" json:"raster,omitempty"`         // RasterOff, RasterNeeded, RasterAll
	Codes     string `toml:"codes" json:"codes,omitempty"`           // CodesNative, CodesRaster
	Cutter    string `toml:"cutter" json:"cutter,omitempty"`         // CutPartial, CutFull, CutNone
	DrawerPin int    `toml:"drawer_pin" json:"drawer_pin,omitempty"` // of the RJ12 plug: 2 or 5; 0 is 2
	PulseMs   int    `toml:"pulse_ms" json:"pulse_ms,omitempty"`     // drawer current, 10 to 500; 0 is 120
}

// Values of the fields of Settings.
const (
	RasterOff    = ""       // letters the table lacks are spelled with those it has
	RasterNeeded = "needed" // a line that the table cannot spell is drawn as a picture
	RasterAll    = "all"    // every line is a picture: slow, right on every printer

	CodesNative = ""       // the printer draws QR and bar codes (GS ( k, GS k)
	CodesRaster = "raster" // they are sent as pictures: for printers that cannot

	CutPartial = "" // one point is left, so that papers do not fall
	CutFull    = "full"
	CutNone    = "none" // feeds to the tear bar
)

// Validate tells what is wrong, in words for a technician.
func (s Settings) Validate() error {
	f := s.filled()
	if _, err := ParseCodePage(f.CodePage); err != nil {
		return err
	}
	switch {
	case f.Columns < 16 || f.Columns > 96:
		return fmt.Errorf("columns %d: 32 for 58 mm paper, 42 or 48 for 80 mm", s.Columns)
	case f.Dots < f.Columns*dots.CellWidth || f.Dots > 2048:
		return fmt.Errorf("dots %d: %d columns need %d", s.Dots, f.Columns, f.Columns*dots.CellWidth)
	case f.Raster != RasterOff && f.Raster != RasterNeeded && f.Raster != RasterAll:
		return fmt.Errorf("raster %q: \"\", needed or all", s.Raster)
	case f.Codes != CodesNative && f.Codes != CodesRaster:
		return fmt.Errorf("codes %q: \"\" or raster", s.Codes)
	case f.Cutter != CutPartial && f.Cutter != CutFull && f.Cutter != CutNone:
		return fmt.Errorf("cutter %q: \"\", full or none", s.Cutter)
	case f.DrawerPin != 2 && f.DrawerPin != 5:
		return fmt.Errorf("drawer_pin %d: 2 or 5", s.DrawerPin)
	case f.PulseMs < 10 || f.PulseMs > 500:
		return fmt.Errorf("pulse_ms %d: 10 to 500, more burns the coil", s.PulseMs)
	}
	return nil
}

// filled has the defaults in place of zeros.
func (s Settings) filled() Settings {
	if s.Columns == 0 {
		s.Columns = 48
	}
	if s.Dots == 0 {
		s.Dots = s.Columns * dots.CellWidth
	}
	if s.DrawerPin == 0 {
		s.DrawerPin = 2
	}
	if s.PulseMs == 0 {
		s.PulseMs = 120
	}
	return s
}

func (s Settings) page() CodePage {
	p, err := ParseCodePage(s.CodePage)
	if err != nil {
		return Candidates()[0]
	}
	return p
}

// Fit rewrites text into letters that this printer has, as Layout wants it.
func (s Settings) Fit(text string) string {
	if s.Raster == RasterOff {
		return transliterate(text, s.page().Has)
	}
	return transliterate(text, dots.Has)
}
