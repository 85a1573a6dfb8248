package xvfb

import (
	"context"
	"image"
	"os"
	"os/exec"
	"testing"
	"time"
)

// TestWindowAndPicture shows a window of another program, looks at it, and
// leaves it by a key: ImageMagick is there anyway, and its window is the
// smallest.
func TestWindowAndPicture(t *testing.T) {
	s, err := Start(640, 480)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	whole := image.Rect(0, 0, 640, 480)
	img, err := s.Picture(whole)
	if err != nil {
		t.Fatal(err)
	}
	if Painted(img) {
		t.Fatal("a fresh screen shows something")
	}
	cmd := exec.Command("display", "-title", "two halves", "-size", "200x100", "gradient:red-blue")
	cmd.Env = append(os.Environ(), s.Env()...)
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	w, err := s.Window(ctx, "two halves")
	if err != nil {
		t.Fatal(err)
	}
	// It may still move while it is being born, so where it is is asked again.
	if _, err := s.Until(ctx, whole, func(*image.RGBA) bool {
		if w, err = s.Window(ctx, "two halves"); err != nil {
			return true
		}
		img, err := s.Picture(w.Bounds)
		return err == nil && w.Bounds.Dx() == 200 && img.RGBAAt(100, 1).R > 250 && img.RGBAAt(100, 98).B > 250
	}); err != nil {
		t.Error(err)
	}
	// The keyboard reaches it: q is how this program is left.
	if err := s.Press("q"); err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	select {
	case <-done:
	case <-ctx.Done():
		cmd.Process.Kill()
		t.Error("the key did not arrive")
	}
}

func TestKeyMapKnowsWhatScannersSend(t *testing.T) {
	s, err := Start(64, 64)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for _, r := range "0123456789ABCabc%;?]^-+*/" {
		if _, ok := s.keys[uint32(r)]; !ok {
			t.Errorf("no key for %q", r)
		}
	}
	for name, sym := range named {
		if _, ok := s.keys[sym]; !ok {
			t.Errorf("no key for %s", name)
		}
	}
	if s.keys['a'].shift || !s.keys['A'].shift {
		t.Error("Shift is mixed up")
	}
}
