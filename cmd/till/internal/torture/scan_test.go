package torture

import (
	"context"
	"encoding/json"
	"fmt"
	"image"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"bonuskasse/cmd/internal/xvfb"
)

// TestScansWhateverHasTheFocus scans goods at a millisecond a key and less while the
// focus goes from widget to widget, and counts what came into the sale: none
// lost, none doubled, and no figure left in a field.
//
//	SCANS=500 go test -v -run Scans ./cmd/till/internal/torture
func TestScansWhateverHasTheFocus(t *testing.T) {
	scans := number(t, "SCANS", 100)
	s := newShop(t)
	screen, err := xvfb.Start(1280, 800)
	if err != nil {
		t.Fatal(err)
	}
	defer screen.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
	defer cancel()
	r := s.open(ctx, screen)
	defer r.close()
	still := func() *image.RGBA {
		img, err := screen.Still(ctx, r.window.Bounds, 300*time.Millisecond)
		if err != nil {
			t.Fatal(err)
		}
		return img
	}
	still()

	b := r.window.Bounds
	tabs := func(n int) func() error {
		return func() error { return screen.Press(slices.Repeat([]string{"Tab"}, n)...) }
	}
	// Where the focus is sent before each scan.
	places := []struct {
		name string
		send func() error
	}{
		{"home", tabs(0)},
		{"one Tab", tabs(1)},
		{"two Tabs", tabs(2)},
		{"five Tabs", tabs(5)},
		{"eight Tabs", tabs(8)},
		{"a click into the list", func() error { return screen.Click(b.Min.X+b.Dx()/4, b.Min.Y+b.Dy()/2) }},
		{"a click into the entry", func() error { return screen.Click(b.Min.X+b.Dx()/4, b.Min.Y+b.Dy()/8) }},
		{"the list by arrow", func() error { return screen.Press("Down") }},
	}
	before := int64(0)
	for _, place := range places {
		want := int64(0)
		for n := range scans / len(places) {
			if err := place.send(); err != nil {
				t.Fatal(err)
			}
			time.Sleep(time.Duration(number(t, "FOCUS_MS", 150)) * time.Millisecond)
			// Every other reader sends all of a code at once.
			if _, err := screen.Scan(goods[n%len(goods)], time.Duration(n%2)*time.Millisecond); err != nil {
				t.Fatal(err)
			}
			want += 1000
			// A hand needs longer than this to bring the next code before the reader.
			time.Sleep(handPause)
		}
		img := still()
		// The sale is put aside, so that the draft on disk says what came into it.
		if err := screen.Press("F2", "F11"); err != nil {
			t.Fatal(err)
		}
		// A busy till may stand still before it puts aside, so that its picture says
		// nothing. It is put aside whole: what is there at once is all.
		now := s.drafted()
		for end := time.Now().Add(5 * time.Second); now-before != want && time.Now().Before(end); now = s.drafted() {
			time.Sleep(200 * time.Millisecond)
		}
		still()
		if now-before != want {
			t.Errorf("focus sent by %s: %d of %d scans came into the sale", place.name, (now-before)/1000, want/1000)
			save(t, img, r, place.name)
		}
		before = now
	}
}

// drafted is the quantity in all sales that were put aside, in thousandths.
func (s *shop) drafted() (sum int64) {
	s.t.Helper()
	var drafts []struct {
		Lines []struct {
			Qty int64 `json:"qty_milli"`
		} `json:"lines"`
	}
	out := s.ctl("draft", "list")
	if err := json.Unmarshal(out, &drafts); err != nil {
		s.t.Fatalf("%v in %s", err, out)
	}
	for _, d := range drafts {
		for _, l := range d.Lines {
			sum += l.Qty
		}
	}
	return sum
}

// TestCardToNameIsQuick scans one card after another on the Member screen and
// measures from the last key until the picture is what that card looks like.
func TestCardToNameIsQuick(t *testing.T) {
	scans := number(t, "SCANS", 40)
	s := newShop(t)
	screen, err := xvfb.Start(1280, 800)
	if err != nil {
		t.Fatal(err)
	}
	defer screen.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
	defer cancel()
	r := s.open(ctx, screen)
	defer r.close()
	if _, err := screen.Still(ctx, r.window.Bounds, 500*time.Millisecond); err != nil {
		t.Fatal(err)
	}
	if err := screen.Press("F3"); err != nil {
		t.Fatal(err)
	}
	var looks [2]*image.RGBA
	for _, i := range []int{0, 1, 0, 1} { // twice: the first look of a screen may differ
		if _, err := screen.Scan(cards[i], time.Millisecond); err != nil {
			t.Fatal(err)
		}
		if looks[i], err = screen.Still(ctx, r.window.Bounds, 500*time.Millisecond); err != nil {
			t.Fatal(err)
		}
	}
	where := difference(looks[0], looks[1])
	if where.Empty() {
		keep(t, screen, r, "card")
		t.Fatal("two cards look the same")
	}
	// The name stands at the top. To look at all of it again and again takes time,
	// and a processor, from what is measured.
	where.Max.Y = min(where.Max.Y, where.Min.Y+nameHeight)
	if same(looks[0], looks[1], where) {
		t.Fatal("two names look the same")
	}
	var took []time.Duration
	for n := range scans {
		i := n % 2
		last, err := screen.Scan(cards[i], time.Millisecond)
		if err != nil {
			t.Fatal(err)
		}
		wait, cancel := context.WithTimeout(ctx, 5*time.Second)
		_, err = screen.Until(wait, where.Add(r.window.Bounds.Min), func(img *image.RGBA) bool { return same(img, looks[i], where) })
		cancel()
		if err != nil {
			keep(t, screen, r, "card")
			t.Fatalf("card %s, scan %d: %v", cards[i], n, err)
		}
		took = append(took, time.Since(last))
		time.Sleep(handPause)
	}
	slices.Sort(took)
	t.Logf("last key to the member on the screen: p50 %v, p99 %v, longest %v of %d",
		took[len(took)/2], took[len(took)*99/100], took[len(took)-1], len(took))
}

// nameHeight is a line with the largest letters, in pixels.
const nameHeight = 48

// handPause is between two scans of a quick hand.
const handPause = 250 * time.Millisecond

// difference is the smallest rectangle that holds all that differs.
func difference(a, b *image.RGBA) (r image.Rectangle) {
	for y := range a.Rect.Dy() {
		for x := range a.Rect.Dx() {
			if a.RGBAAt(x, y) != b.RGBAAt(x, y) {
				r = r.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	return r
}

// same says whether a picture is what whole shows at where.
func same(img, whole *image.RGBA, where image.Rectangle) bool {
	for y := range where.Dy() {
		row := whole.PixOffset(where.Min.X, where.Min.Y+y)
		if string(img.Pix[y*img.Stride:y*img.Stride+4*where.Dx()]) != string(whole.Pix[row:row+4*where.Dx()]) {
			return false
		}
	}
	return true
}

// keep leaves the picture of a failure in a folder that outlives the test.
func keep(t *testing.T, screen *xvfb.Screen, r *running, name string) {
	t.Helper()
	img, err := screen.Picture(r.window.Bounds)
	if err != nil {
		t.Log(err)
		return
	}
	save(t, img, r, name)
}

func save(t *testing.T, img *image.RGBA, r *running, name string) {
	t.Helper()
	file := fmt.Sprintf("%s/bonuskasse-%s.png", os.TempDir(), strings.ReplaceAll(name, " ", "-"))
	if err := xvfb.Save(file, img); err != nil {
		t.Log(err)
	}
	t.Logf("the picture is in %s; the till said:\n%s", file, r.log)
}
