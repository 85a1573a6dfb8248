package escpos

import (
	"bonuskasse/hardware"
	"bonuskasse/hardware/dots"
)

func transliterate(text string, has func(rune) bool) string { return hardware.Transliterate(text, has) }

// usualModule is 0.75 mm, which every reader and telephone reads at arm's
// length; leastModule is 0.38 mm, below which paper and pen smear.
const (
	usualModule = 6
	leastModule = 3
)

// qr prints a QR code with error correction M.
func (e *encoder) qr(b hardware.Block) error {
	m, err := dots.Matrix(b.Text)
	if err != nil {
		return err
	}
	module := usualModule
	if b.Count > 0 {
		module = b.Count
	}
	// A printer may take one version more than we do (it may not mix modes).
	fits := e.s.Dots / (len(m) + 2*dots.QRQuiet + 4)
	module = max(1, min(module, fits))
	if e.s.Codes == CodesRaster || module < leastModule {
		r, err := dots.QR(b.Text, max(1, min(e.s.Dots/(len(m)+2*dots.QRQuiet), max(module, leastModule))))
		if err != nil {
			return err
		}
		e.picture(r)
		return nil
	}
	e.style(false, false, 0)
	quiet := byte(dots.QRQuiet * module)
	e.put(esc, 'a', 1)
	e.put(esc, 'J', quiet)
	e.put(gs, '(', 'k', 4, 0, 49, 65, 50, 0)        // function 165: model 2
	e.put(gs, '(', 'k', 3, 0, 49, 67, byte(module)) // function 167: module
	e.put(gs, '(', 'k', 3, 0, 49, 69, 49)           // function 169: correction M
	n := len(b.Text) + 3
	e.put(gs, '(', 'k', byte(n), byte(n>>8), 49, 80, 48) // function 180: store
	e.put([]byte(b.Text)...)
	e.put(gs, '(', 'k', 3, 0, 49, 81, 48) // function 181: print
	e.put(esc, 'J', quiet)
	e.put(esc, 'a', 0)
	return nil
}

// code prints a bar code; its text is a line of its own, so that all printers
// write it alike. What is too long for the paper even in the narrowest bars
// becomes a QR code of the same characters: readable beats lost.
func (e *encoder) code(b hardware.Block) error {
	bars, err := dots.Bars(b.Symbology, b.Text)
	if err != nil {
		return err
	}
	// Bars of 0.375 mm where they fit, 0.25 mm where they must.
	width := func(modules int) int { return min(3, e.s.Dots/(modules+2*dots.CodeQuiet)) }
	native := len(bars)
	if b.Symbology == hardware.Code128 {
		native = 11*(len(b.Text)+2) + 13 // the printer's set B: start, text, check; stop
	}
	defer e.air()
	switch {
	case e.s.Codes == CodesNative && (width(native) == 3 || width(native) == 2 && width(len(bars)) == 2):
		e.nativeCode(b, width(native))
	case width(len(bars)) >= 2:
		r, err := dots.Code(b.Symbology, b.Text, width(len(bars)), codeHeight)
		if err != nil {
			return err
		}
		e.picture(r)
	default:
		return e.qr(hardware.QR(b.Text))
	}
	return nil
}

// air parts a code from the text below it.
func (e *encoder) air() { e.put(esc, 'J', 6) }

// nativeCode uses GS k with a length (function B). Code 128 stays in set B:
// set C would send pairs of digits as bytes, and 16 04 is a real-time command.
func (e *encoder) nativeCode(b hardware.Block, module int) {
	e.style(false, false, 0)
	e.put(esc, 'a', 1)
	e.put(gs, 'h', codeHeight)
	e.put(gs, 'w', byte(module))
	e.put(gs, 'H', 0)
	if b.Symbology == hardware.EAN13 {
		digits, _ := hardware.EAN13Digits(b.Text)
		e.put(gs, 'k', 67, 13)
		e.put([]byte(digits)...)
	} else {
		data := []byte("{B")
		for i := 0; i < len(b.Text); i++ {
			if b.Text[i] == '{' { // "{" announces a code set, "{{" is itself
				data = append(data, '{')
			}
			data = append(data, b.Text[i])
		}
		e.put(gs, 'k', 73, byte(len(data)))
		e.put(data...)
	}
	e.put(esc, 'a', 0)
}
