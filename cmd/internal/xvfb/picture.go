package xvfb

import (
	"context"
	"fmt"
	"image"
	"image/png"
	"os"
	"strings"
	"time"
)

// look is how often a wait looks at the screen again.
const look = 2 * time.Millisecond

// Window is a top-level window that is shown.
type Window struct {
	ID     uint32
	Title  string
	Bounds image.Rectangle
}

// Windows are the windows that are shown, the lowest first.
func (s *Screen) Windows() ([]Window, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	reply, err := s.wire.ask(queryTree, 0, words(s.wire.root))
	if err != nil {
		return nil, err
	}
	var found []Window
	for i := 0; i < int(order.Uint16(reply[16:])); i++ {
		id := order.Uint32(reply[32+4*i:])
		// A window may go while it is looked at; then it is not shown.
		attr, err := s.wire.ask(getWindowAttributes, 0, words(id))
		if err != nil || attr[26] != 2 {
			continue
		}
		g, err := s.wire.ask(getGeometry, 0, words(id))
		if err != nil {
			continue
		}
		border := int(order.Uint16(g[20:]))
		x, y := int(int16(order.Uint16(g[12:])))+border, int(int16(order.Uint16(g[14:])))+border
		w := Window{ID: id, Bounds: image.Rect(x, y, x+int(order.Uint16(g[16:])), y+int(order.Uint16(g[18:])))}
		w.Title, _ = s.wire.property(id, 39)
		found = append(found, w)
	}
	return found, nil
}

// Window waits for a window whose title contains title, and gives it the
// keyboard: there is no window manager to do so.
func (s *Screen) Window(ctx context.Context, title string) (Window, error) {
	for {
		all, err := s.Windows()
		if err != nil {
			return Window{}, err
		}
		for _, w := range all {
			if strings.Contains(w.Title, title) {
				return w, s.Focus(w)
			}
		}
		if err := pause(ctx); err != nil {
			return Window{}, fmt.Errorf("xvfb: no window %q: %w", title, err)
		}
	}
}

// Focus gives a window the keyboard.
func (s *Screen) Focus(w Window) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.wire.send(setInputFocus, 1, words(w.ID, 0)); err != nil {
		return err
	}
	return s.wire.sync()
}

// Picture is what the screen shows in a rectangle.
func (s *Screen) Picture(r image.Rectangle) (*image.RGBA, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	body := words(s.wire.root, 0, 0, 0xffffffff)
	order.PutUint16(body[4:], uint16(r.Min.X))
	order.PutUint16(body[6:], uint16(r.Min.Y))
	order.PutUint16(body[8:], uint16(r.Dx()))
	order.PutUint16(body[10:], uint16(r.Dy()))
	reply, err := s.wire.ask(getImage, 2, body)
	if err != nil {
		return nil, err
	}
	img := image.NewRGBA(image.Rect(0, 0, r.Dx(), r.Dy()))
	for i := 0; i+3 < len(img.Pix); i += 4 { // the server has blue first
		img.Pix[i], img.Pix[i+1], img.Pix[i+2], img.Pix[i+3] = reply[32+i+2], reply[32+i+1], reply[32+i], 255
	}
	return img, nil
}

// Until looks at a rectangle again and again until ok likes it.
func (s *Screen) Until(ctx context.Context, r image.Rectangle, ok func(*image.RGBA) bool) (*image.RGBA, error) {
	for {
		img, err := s.Picture(r)
		if err != nil || ok(img) {
			return img, err
		}
		if err := pause(ctx); err != nil {
			return img, fmt.Errorf("xvfb: the picture did not come: %w", err)
		}
	}
}

// Still waits until a rectangle has shown the same for a while.
func (s *Screen) Still(ctx context.Context, r image.Rectangle, calm time.Duration) (*image.RGBA, error) {
	var last string
	since := time.Now()
	return s.Until(ctx, r, func(img *image.RGBA) bool {
		if now := string(img.Pix); now != last {
			last, since = now, time.Now()
		}
		return time.Since(since) >= calm
	})
}

// Painted says that a picture is not all of one colour.
func Painted(img *image.RGBA) bool {
	for i := 4; i < len(img.Pix); i += 4 {
		if [3]byte(img.Pix[i:]) != [3]byte(img.Pix) {
			return true
		}
	}
	return false
}

// Save writes a picture as PNG.
func Save(path string, img image.Image) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := png.Encode(f, img); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

func pause(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(look):
		return nil
	}
}
