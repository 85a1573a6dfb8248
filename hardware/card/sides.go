package card

import (
	"image/color"

	"bonuskasse/hardware"
	"bonuskasse/hardware/dots"
)

// look is a design that has been read: colours, and a logo.
type look struct {
	hardware.CardDesign
	ground, ink color.NRGBA
	logo        *picture
}

func readLook(d hardware.CardDesign) (*look, error) {
	l := &look{CardDesign: d}
	for _, c := range []struct {
		text string
		to   *color.NRGBA
	}{{d.Ground, &l.ground}, {d.Ink, &l.ink}} {
		r, g, b, err := hardware.CardColour(c.text)
		if err != nil {
			return nil, err
		}
		*c.to = color.NRGBA{R: r, G: g, B: b, A: 255}
	}
	if len(d.Logo) > 0 {
		p, err := readPicture("logo", d.Logo, logoDots, false)
		if err != nil {
			return nil, err
		}
		l.logo = p
	}
	return l, nil
}

// The front's parts, in mm.
const (
	bandHigh  = 19.5 // the white ground of a bar code
	barsHigh  = 11.5
	photoWide = 16.0
	photoHigh = 20.0
	logoWide  = 46.0
	logoHigh  = 10.5
	edge      = safe + 1.5 // where letters begin
)

// front draws the side that says whose club it is, whose card, and the code.
// w and h are the card's.
func (l *look) front(w, h float64, face hardware.CardFace) (*drawing, error) {
	d := &drawing{w: w, h: h}
	d.rect(-bleed, -bleed, w+2*bleed, h+2*bleed, l.ground)
	var line, square *bars
	for _, c := range face.Codes {
		modules, to := barCode, &line
		if c.QR {
			modules, to = qrCode, &square
		}
		b, err := modules(c)
		if err != nil {
			return nil, err
		}
		*to = &b
	}
	bottom, wide := h-edge, w-2*edge // of what is above the band, and of its letters
	if line != nil {
		bottom = h - bandHigh - 4
		d.band(line, face, l)
	}
	if square != nil {
		wide -= d.square(square, line != nil) + 2
	}
	d.title(l, wide)
	photo := 0.0
	// A photo that cannot be read leaves its place empty: it stops no batch.
	if p, err := readPicture(face.Number, face.Photo, photoDots, true); err == nil {
		high := min(photoHigh, bottom+1.5-(edge+logoHigh+1))
		d.images = append(d.images, placed{edge, bottom + 1.5 - high, high * photoWide / photoHigh, high, p.cover(photoWide, photoHigh)})
		photo = high*photoWide/photoHigh + 3
	}
	name := bottom
	if line == nil {
		d.text(face.Number, edge+photo, bottom, wide-photo, 4.6, 2.4, true, left, l.ink)
		d.text(face.Kind, edge+photo, bottom-6.2, wide-photo, 2.9, 2, false, left, blend(l.ground, l.ink, 0.8))
		name -= 11
	}
	d.text(face.Name, edge+photo, name, wide-photo, 4.4, 2.6, true, left, l.ink)
	return d, nil
}

// title is the logo, or else the shop's name.
func (d *drawing) title(l *look, wide float64) {
	if l.logo != nil {
		w, h := l.logo.within(min(logoWide, wide), logoHigh)
		d.images = append(d.images, placed{edge, edge, w, h, l.logo})
		return
	}
	d.text(l.Title, edge, edge+5.2, wide, 6.4, 3, true, left, l.ink)
}

// band is the white ground at the bottom with a bar code, its number and what
// kind of card it is.
func (d *drawing) band(b *bars, face hardware.CardFace, l *look) {
	top := d.h - bandHigh
	d.rect(-bleed, top-1, d.w+2*bleed, 1, blend(l.ground, l.ink, 0.45))
	d.rect(-bleed, top, d.w+2*bleed, bandHigh+bleed, white)
	all := float64(b.modules.X + 2*dots.CodeQuiet)
	module := wholeDots(min(barModule, (d.w-2*safe)/all))
	b.wide, b.high = module, barsHigh
	b.x, b.y = wholeDots(safe+dots.CodeQuiet*module-1.5), wholeDots(top+1.6)
	d.codes = append(d.codes, *b)
	end := b.x + float64(b.modules.X)*module
	d.text(face.Number, (b.x+end)/2, d.h-safe, end-b.x, 3.6, 2, true, centre, dark)
	if room := d.w - edge - end - dots.CodeQuiet*module; room > 12 {
		d.text(face.Kind, d.w-edge, d.h-safe, room, 3, 1.8, false, right, faint)
	}
}

// square puts a QR code on a white ground of its own, at the right: above the
// band, or alone. It says how wide that is.
func (d *drawing) square(b *bars, above bool) float64 {
	room, bottom := d.h-2*safe-1, d.h-safe-0.5
	if above {
		room, bottom = d.h-bandHigh-1-safe-1, d.h-bandHigh-1-1
	}
	all := float64(b.modules.X + 2*dots.QRQuiet)
	module := wholeDots(min(qrModule, min(room, 34)/all))
	side := module * all
	x, y := d.w-safe-0.5-side, bottom-side
	d.rect(x, y, side, side, white)
	b.wide, b.high = module, module
	b.x, b.y = wholeDots(x+dots.QRQuiet*module), wholeDots(y+dots.QRQuiet*module)
	d.codes = append(d.codes, *b)
	return side
}

// The magnetic stripe lies 4 to 16.7 mm from the top edge of the back
// (ISO/IEC 7811-6 puts its tracks between 5.5 and 15.9).
const (
	stripeTop  = 4.0
	stripeHigh = 12.7
)

// back draws the other side: the stripe's place, the note, the number. On a
// card for a card printer the stripe is there, and nothing is printed on it.
func (l *look) back(w, h float64, face hardware.CardFace, stripeThere bool) *drawing {
	d := &drawing{w: w, h: h}
	d.rect(-bleed, -bleed, w+2*bleed, h+2*bleed, white)
	top := edge + 3.0
	if l.Stripe {
		if !stripeThere {
			d.rect(-bleed, stripeTop, w+2*bleed, stripeHigh, color.NRGBA{R: 0x2b, G: 0x2b, B: 0x2b, A: 255})
		}
		top = stripeTop + stripeHigh + 5
	}
	const size, lead = 2.7, 3.7
	most := int((h - edge - 4.5 - top) / lead)
	lines := wrap(l.Note, (w-2*edge)/size)
	for i, text := range lines[:min(len(lines), most+1)] {
		d.text(text, edge, top+float64(i)*lead, w-2*edge, size, size, false, left, dark)
	}
	d.text(l.Title, edge, h-edge, (w-2*edge)/2, 2.7, 2, true, left, faint)
	d.text(face.Number, w-edge, h-edge, (w-2*edge)/2, 2.7, 2, false, right, faint)
	return d
}
