package dots

import (
	"fmt"
	"image/color"

	"bonuskasse/hardware"

	"github.com/boombuler/barcode"
	"github.com/boombuler/barcode/code128"
	"github.com/boombuler/barcode/ean"
)

// Quiet zones, in modules: without them readers read nothing
// (ISO/IEC 18004 9.1, ISO/IEC 15417 4.4).
const (
	QRQuiet   = 4
	CodeQuiet = 10
)

// QR draws a QR code with its quiet zone, module dots a module.
func QR(data string, module int) (*hardware.Raster, error) {
	m, err := Matrix(data)
	if err != nil {
		return nil, err
	}
	side := (len(m) + 2*QRQuiet) * module
	r := hardware.NewRaster(side, side)
	for y, row := range m {
		for x, black := range row {
			if black {
				r.Fill((x+QRQuiet)*module, (y+QRQuiet)*module, module, module, true)
			}
		}
	}
	return r, nil
}

// Bars is a bar code as modules from the left, without quiet zones; true is
// black.
func Bars(symbology hardware.Symbology, data string) ([]bool, error) {
	var code barcode.Barcode
	var err error
	if symbology == hardware.EAN13 {
		digits, ok := hardware.EAN13Digits(data)
		if !ok {
			return nil, fmt.Errorf("no EAN-13")
		}
		code, err = ean.Encode(digits)
	} else {
		code, err = code128.Encode(data)
	}
	if err != nil {
		return nil, fmt.Errorf("bar code of %d characters: %w", len(data), err)
	}
	bounds := code.Bounds()
	bars := make([]bool, bounds.Dx())
	for i := range bars {
		bars[i] = color.GrayModel.Convert(code.At(bounds.Min.X+i, bounds.Min.Y)).(color.Gray).Y < 128
	}
	return bars, nil
}

// Code draws a bar code with its quiet zones, module dots a module.
func Code(symbology hardware.Symbology, data string, module, height int) (*hardware.Raster, error) {
	bars, err := Bars(symbology, data)
	if err != nil {
		return nil, err
	}
	r := hardware.NewRaster((len(bars)+2*CodeQuiet)*module, height)
	for i, black := range bars {
		if black {
			r.Fill((i+CodeQuiet)*module, 0, module, height, true)
		}
	}
	return r, nil
}
