package card

import (
	"context"
	"fmt"
	"image"
	"io"
	"runtime"
	"strconv"
	"sync"

	"bonuskasse/hardware"
)

// Press makes cards of jobs. The zero value is ready; it keeps nothing.
type Press struct{}

// face is one card, drawn.
type face struct{ front, back *drawing }

// drawer draws the cards of a job.
type drawer struct {
	job   hardware.CardJob
	look  *look
	sheet sheet
}

func newDrawer(job hardware.CardJob) (*drawer, error) {
	s, ok := sheetOf(job.Layout)
	if !ok {
		return nil, fmt.Errorf("card layout %q", job.Layout)
	}
	l, err := readLook(job.Design)
	return &drawer{job: job, look: l, sheet: s}, err
}

func (d *drawer) face(at int) (f face, err error) {
	if f.front, err = d.look.front(d.sheet.cardW, d.sheet.cardH, d.job.Cards[at]); err == nil && d.job.Design.Back {
		f.back = d.look.back(d.sheet.cardW, d.sheet.cardH, d.job.Cards[at], d.job.Layout == hardware.CardsCR80)
	}
	return f, err
}

// Print writes a job as a PDF: the same job, the same bytes. told hears how far
// it has come; it may be nil. When ctx ends it says so, however late: what
// was written by then is for nobody.
func (Press) Print(ctx context.Context, w io.Writer, job hardware.CardJob, told func(done, of int)) (err error) {
	// The PDF library panics on some letters that its fonts lack; all text has
	// passed fit, and yet: a till must survive a card.
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("cards: %v", r)
		}
	}()
	if told == nil {
		told = func(int, int) {}
	}
	d, err := newDrawer(job)
	if err != nil {
		return err
	}
	defer beFrugal()()
	p := newPDF(job, d.sheet)
	of := len(job.Cards)
	done := 0
	faces := make([]face, 0, d.sheet.cards())
	for part := range d.faces(ctx) {
		if part.err != nil {
			return part.err
		}
		for _, f := range part.faces {
			if faces = append(faces, f); len(faces) == d.sheet.cards() {
				if err := d.pages(p, done, faces); err != nil {
					return err
				}
				done, faces = done+len(faces), faces[:0]
				told(done, of)
			}
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := d.pages(p, done, faces); err != nil {
		return err
	}
	told(of, of)
	if err := p.output(w); err != nil {
		return err
	}
	return ctx.Err() // given up while the file was put together: the caller keeps none
}

// partLen is how many cards are drawn ahead of the painter by all processors:
// making the codes costs most.
const partLen = 256

type part struct {
	faces []face
	err   error
}

// faces draws the cards in their order, in parts. It ends with ctx, and when it
// is not read any more.
func (d *drawer) faces(ctx context.Context) func(yield func(part) bool) {
	return func(yield func(part) bool) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		out := make(chan part, 1)
		go func() {
			defer close(out)
			for from := 0; from < len(d.job.Cards) && ctx.Err() == nil; from += partLen {
				select {
				case out <- d.part(from, min(from+partLen, len(d.job.Cards))):
				case <-ctx.Done():
				}
			}
		}()
		for p := range out {
			if !yield(p) {
				return
			}
		}
	}
}

func (d *drawer) part(from, to int) part {
	p := part{faces: make([]face, to-from)}
	workers := runtime.GOMAXPROCS(0)
	errs := make([]error, workers)
	var wait sync.WaitGroup
	for n := range workers {
		wait.Go(func() {
			defer func() {
				if r := recover(); r != nil {
					errs[n] = fmt.Errorf("cards: %v", r)
				}
			}()
			for i := n; i < to-from && errs[n] == nil; i += workers {
				p.faces[i], errs[n] = d.face(from + i)
			}
		})
	}
	wait.Wait()
	for _, err := range errs {
		if err != nil {
			p.err = err
		}
	}
	return p
}

// pages paints the fronts of one page, and then its backs; first is the place
// of the first card in the job.
func (d *drawer) pages(p *pdfPainter, first int, faces []face) error {
	if len(faces) == 0 {
		return nil
	}
	for _, back := range []bool{false, true} {
		if back && faces[0].back == nil {
			continue
		}
		p.page()
		p.marks(d.sheet.cropMarks(len(faces), back))
		for i, f := range faces {
			side := f.front
			if back {
				side = f.back
			}
			x, y := d.sheet.at(i, back)
			if err := p.draw(side, x, y); err != nil {
				return fmt.Errorf("card %s: %w", d.job.Cards[first+i].Number, err)
			}
		}
		if d.sheet.footer && !back {
			d.footer(p, first, len(faces))
		}
	}
	return p.f.Error()
}

// footer says which cards are on the sheet, so that it is known which are
// printed when a printer stops.
func (d *drawer) footer(p *pdfPainter, first, n int) {
	cards := d.job.Cards
	text := cards[first].Number
	if n > 1 {
		text += " – " + cards[first+n-1].Number
	}
	per := d.sheet.cards()
	text += "   ·   " + strconv.Itoa(first/per+1) + " / " + strconv.Itoa((len(cards)+per-1)/per)
	if d.job.Title != "" {
		text += "   ·   " + d.job.Title
	}
	line := &drawing{w: d.sheet.wide, h: d.sheet.high}
	line.text(text, d.sheet.wide/2, d.sheet.high-6, d.sheet.wide-30, 2.6, 2, false, centre, faint)
	for _, l := range line.letters {
		p.text(l, 0, 0)
	}
}

// Picture is one card of a job as it is printed, so many dots wide.
func (Press) Picture(job hardware.CardJob, at int, back bool, width int) (img image.Image, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("cards: %v", r)
		}
	}()
	if at < 0 || at >= len(job.Cards) {
		return nil, fmt.Errorf("card %d of %d", at, len(job.Cards))
	}
	d, err := newDrawer(job)
	if err != nil {
		return nil, err
	}
	d.job.Design.Back = true
	f, err := d.face(at)
	if err != nil {
		return nil, err
	}
	if back {
		return paintPicture(f.back, width)
	}
	return paintPicture(f.front, width)
}
