package torture

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"bonuskasse/cmd/internal/xvfb"
)

// TestFirstStart opens the till on a machine that has no shop, answers by keys
// alone, and looks at what was made and at the window that comes of it.
func TestFirstStart(t *testing.T) {
	s := &shop{t: t, dir: filepath.Join(t.TempDir(), "shop")}
	screen, err := xvfb.Start(1280, 800)
	if err != nil {
		t.Fatal(err)
	}
	defer screen.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	r := s.open(ctx, screen, "LC_ALL=da_DK.UTF-8")
	defer r.close()
	if _, err := screen.Still(ctx, r.window.Bounds, 500*time.Millisecond); err != nil {
		t.Fatal(err)
	}
	y := &typist{t: t, screen: screen}
	y.press("Enter") // the language
	y.word("torvets")
	y.press("Enter", "Enter", "Enter") // kroner, a real shop
	y.word("bo")
	y.press("Enter")
	y.word("2580")
	y.press("Enter")
	y.word("2581") // a slip of the finger
	y.press("Enter")
	y.word("2580")
	y.press("ctrl+s")
	// The log is of the till that came of it: it begins when there is a shop.
	for {
		if log, err := os.ReadFile(filepath.Join(s.dir, "till.log")); err == nil && bytes.Contains(log, []byte("first frame")) {
			break
		}
		select {
		case <-r.ended:
			t.Fatalf("the program ended:\n%s", r.log)
		case <-ctx.Done():
			keep(t, screen, r, "first-start")
			t.Fatal("no shop was made, or none was opened")
		case <-time.After(100 * time.Millisecond):
		}
	}
	var people []struct {
		Name string `json:"name"`
		Role string `json:"role"`
	}
	if err := json.Unmarshal(s.ctl("person", "list"), &people); err != nil {
		t.Fatal(err)
	}
	if len(people) != 1 || people[0].Name != "bo" || people[0].Role != "manager" {
		t.Errorf("who works there: %+v", people)
	}
	var first struct {
		Payload struct {
			Opened struct {
				Name     string `json:"name"`
				Currency string `json:"currency"`
				Language string `json:"language"`
			} `json:"shop_opened"`
		} `json:"payload"`
	}
	if err := json.NewDecoder(bytes.NewReader(s.ctl("journal", "export"))).Decode(&first); err != nil {
		t.Fatal(err)
	}
	if o := first.Payload.Opened; o.Name != "torvets" || o.Currency != "DKK" || o.Language != "da" {
		t.Errorf("the shop is %+v", o)
	}
}
