// Package decode says what bytes from a reader are. It knows how readers
// frame, lay out and mark what they send, and which numbers are the shop's
// own; it knows no device and no clock.
//
// First use, for bytes that are all there:
//
//	scans, err := decode.Decode(profile, hardware.SerialBarcode, []byte("10001\r"))
//
// and for bytes as they come, in pieces of any size:
//
//	d, err := decode.New(profile, hardware.SerialBarcode)
//	for scan := range each(d.Write(piece)) { ... }
//	for scan := range each(d.Idle()) { ... } // nothing came for profile.Gap()
//
// Both say the same of the same bytes. What a Decoder has used up, it wipes;
// a payment card leaves nothing behind but a Scan that says so.
//
// The order of the rules is the same for every source:
//
//  1. undo the keyboard layout;
//  2. take the whole frame, never a part of it;
//  3. the shop's own numbers are allowed (its IIN, its cards);
//  4. a valid GTIN from a source that can be a scanner is goods: one EAN-13 in
//     ten that begins with 4 passes the Luhn test as well;
//  5. a payment card is refused (magstripe.Rules.Payment);
//  6. the rest is named, or unknown.
package decode

import (
	"bonuskasse/hardware"
)

// Decoder makes scans of one reader's bytes. It is not safe for use by two
// goroutines at once.
type Decoder struct {
	profile hardware.Profile
	source  hardware.Source
	origin  hardware.Origin

	lines  framer
	keys   boot
	report reports
	out    []hardware.Scan
}

// New prepares a decoder. The error is a hardware.Error with BadSettings: a
// source that does not exist, a layout nobody knows, a senseless profile.
func New(p hardware.Profile, source hardware.Source) (*Decoder, error) {
	if err := p.Check(); err != nil {
		return nil, err
	}
	origin, err := source.Parse()
	if err != nil {
		return nil, err
	}
	if origin.Layout == "" && origin.Family == hardware.WedgeText || origin.Family == hardware.WedgeMSR || origin.Family == hardware.RFIDWedge {
		origin.Layout = or(origin.Layout, p.Layout)
	}
	if !knownLayout(origin.Layout) {
		return nil, badLayout(origin.Layout)
	}
	origin.AIM = origin.AIM || p.ExpectAIM
	d := &Decoder{profile: p, source: source, origin: origin}
	d.lines = framer{limit: p.Frame(), suffix: p.Suffix, form: formOf(origin.Family), emit: d.frame}
	d.keys.emit = d.lines.text
	d.report.limit, d.report.emit = p.Frame(), d.reported
	return d, nil
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// Write takes the next bytes and returns what they complete, often nothing.
func (d *Decoder) Write(bytes []byte) []hardware.Scan {
	for _, b := range bytes {
		switch d.origin.Family {
		case hardware.WedgeHID:
			d.keys.feed(b)
		case hardware.HIDPOS:
			d.report.feed(b)
		default:
			d.lines.feed(b)
		}
	}
	return d.take()
}

// Idle says that nothing came for a gap's length: what is there is a whole
// frame, or is cut.
func (d *Decoder) Idle() []hardware.Scan {
	switch d.origin.Family {
	case hardware.WedgeHID:
		d.keys.idle()
	case hardware.HIDPOS:
		d.report.idle()
	}
	d.lines.idle()
	return d.take()
}

// Waiting tells whether bytes of an unfinished frame are held, so that Idle
// has something to do.
func (d *Decoder) Waiting() bool {
	return d.lines.waiting() || d.report.waiting() || d.keys.waiting()
}

// Reset forgets an unfinished frame and wipes it: the reader was unplugged.
func (d *Decoder) Reset() {
	d.lines.reset()
	d.report.reset()
	d.keys.reset()
}

// Decode says what bytes are that came in one read and were followed by
// silence.
func Decode(p hardware.Profile, source hardware.Source, bytes []byte) ([]hardware.Scan, error) {
	d, err := New(p, source)
	if err != nil {
		return nil, err
	}
	scans := d.Write(bytes)
	return append(scans, d.Idle()...), nil
}

// Line says what one frame is whose ending has been taken off already, and
// whose characters are those of a US layout: what a wedge's scan codes say.
func Line(p hardware.Profile, source hardware.Source, line []byte) (hardware.Scan, error) {
	d, err := New(p, source)
	if err != nil {
		return hardware.Scan{}, err
	}
	d.origin.Layout = ""
	d.frame(frame{data: line, ended: true, whole: true, over: len(line) > p.Frame()})
	if s := d.take(); len(s) > 0 {
		return s[0], nil
	}
	return hardware.Scan{}, nil
}

// PaymentCard tells whether what a person typed is a payment card's number,
// to be refused and forgotten.
func PaymentCard(own hardware.Profile, typed string) bool {
	line := []byte(typed)
	defer clear(line)
	s, err := Line(own, hardware.Keyboard, line)
	return err == nil && s.Kind == hardware.KindPaymentCard
}

func (d *Decoder) take() []hardware.Scan {
	out := d.out
	d.out = nil
	return out
}

func (d *Decoder) put(s hardware.Scan) {
	if s.Kind == hardware.KindNone {
		return
	}
	s.Source = d.source
	d.out = append(d.out, s)
}

// reported takes what a page 0x8C reader's reports came to.
func (d *Decoder) reported(data []byte, why hardware.Why) {
	if why != hardware.WhyNot {
		d.put(garbage(why))
		return
	}
	for len(data) > 0 && terminator(data[len(data)-1]) {
		data = data[:len(data)-1]
	}
	if len(data) > 0 {
		d.put(barcode(data, d.origin, d.profile))
	}
}
