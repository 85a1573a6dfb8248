package torture

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"bonuskasse/cmd/internal/xvfb"
)

// TestWindowAndScriptsMeet lets the window and tillctl make batches of cards and
// register the same coupons on one shop, as fast as they can. No number may be
// made twice and no coupon counted twice, and neither may stand in the other's
// way but by a rule.
//
//	MEET=4 go test -v -run Meet ./cmd/till/internal/torture
func TestWindowAndScriptsMeet(t *testing.T) {
	least := number(t, "MEET", 1) // of each, by each
	s := newShop(t)
	home := t.TempDir()
	screen, err := xvfb.Start(1280, 800)
	if err != nil {
		t.Fatal(err)
	}
	defer screen.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 8*time.Minute)
	defer cancel()
	// With no programs to give a file to, nothing is asked after a batch, however soon
	// it is drawn.
	r := s.open(ctx, screen, "HOME="+home, "PATH=")
	defer r.close()
	if _, err := screen.Still(ctx, r.window.Bounds, 500*time.Millisecond); err != nil {
		t.Fatal(err)
	}

	if err := screen.Press("F5", "ctrl+l"); err != nil { // of the coupons, the free ones
		t.Fatal(err)
	}
	stop, wrong := make(chan struct{}), make(chan error, 2)
	var scripts sync.WaitGroup
	loop := func(work func(n int) error) {
		scripts.Go(func() {
			for n := 0; ; n++ {
				select {
				case <-stop:
					return
				default:
				}
				if err := work(n); err != nil {
					wrong <- err
					return
				}
			}
		})
	}
	loop(func(n int) error {
		_, err := s.try("card", "batch", "--count", "7", "--kind", "both", "--symbology", "code128", "--layout", "cr80",
			"--pdf", filepath.Join(home, fmt.Sprintf("script%d.pdf", n)))
		return err
	})
	loop(func(int) error { return s.countLastCoupon("member" + cards[1]) })

	said := heard{}
	for said.windowBatches < least || said.windowCoupons < least || said.scriptBatches < least || said.scriptCoupons < least {
		for _, cycle := range [][]any{
			{"F6", "ctrl+n", "End"},                        // it draws on while the coupons are shown
			{"F5", "ctrl+r", cards[0], "Escape", "Escape"}, // a question that was refused is left, and the coupon
		} {
			for _, step := range cycle {
				key := step.(string)
				if strings.Trim(key, "0123456789") == "" {
					_, err = screen.Scan(key, time.Millisecond)
				} else {
					err = screen.Press(key)
				}
				if err != nil {
					t.Fatal(err)
				}
				time.Sleep(handPause)
			}
		}
		said = s.heard()
		select {
		case err := <-wrong:
			keep(t, screen, r, "meet")
			t.Fatal(err)
		case <-ctx.Done():
			keep(t, screen, r, "meet")
			t.Fatalf("they hardly met: %d and %d batches, %d and %d coupons", said.windowBatches, said.scriptBatches, said.windowCoupons, said.scriptCoupons)
		default:
		}
	}
	close(stop)
	scripts.Wait()
	r.close()
	s.ctl("verify")
	said = s.heard()
	for number, times := range said.numbers {
		if times > 1 {
			t.Errorf("card %d was made %d times", number, times)
		}
	}
	for code, times := range said.coupons {
		if times > 1 {
			t.Errorf("coupon %s was counted %d times", code, times)
		}
	}
	t.Logf("%d batches by the window and %d by tillctl, %d cards; %d coupons by the window and %d by tillctl",
		said.windowBatches, said.scriptBatches, len(said.numbers), said.windowCoupons, said.scriptCoupons)
}

// countLastCoupon registers a free coupon from the end of the list at whose top
// the window is; where none is free it makes some.
func (s *shop) countLastCoupon(member string) error {
	out, err := s.try("coupon", "find", "--state", "free")
	if err != nil {
		return err
	}
	var found []struct {
		Code string `json:"code"`
	}
	if err := json.Unmarshal(out, &found); err != nil {
		return fmt.Errorf("%w in %s", err, out)
	}
	if len(found) == 0 {
		// So many that the window finds a free one at the top, however quick scripts
		// are at the other end; they meet at the last.
		_, err := s.try("coupon", "batch", "--count", "100", "--points", "5")
		return err
	}
	_, err = s.try("coupon", "register", "--code", found[len(found)-1].Code, "--member", member)
	if err != nil && strings.Contains(err.Error(), `"error":"coupon_used"`) {
		return nil // the window was first
	}
	return err
}

// heard is what a journal says of cards and coupons.
type heard struct {
	numbers                                                    map[int64]int  // how often each was made
	coupons                                                    map[string]int // how often each was counted
	windowBatches, windowCoupons, scriptBatches, scriptCoupons int
}

func (s *shop) heard() heard {
	s.t.Helper()
	h := heard{numbers: map[int64]int{}, coupons: map[string]int{}}
	batch := map[string][]int64{}
	var member struct {
		ID string `json:"id"`
	}
	if err := json.Unmarshal(s.ctl("member", "show", "--username", "member"+cards[1]), &member); err != nil {
		s.t.Fatal(err)
	}
	for line := range bytes.Lines(s.ctl("journal", "export")) {
		var e struct {
			Member  string `json:"member"`
			Payload struct {
				Unmade *struct {
					Batch string `json:"batch"`
				} `json:"cards_unmade"`
				Made *struct {
					Batch string `json:"batch"`
					First int64  `json:"first,string"`
					Count int64  `json:"count,string"`
				} `json:"cards_made"`
				Counted *struct {
					Code string `json:"code"`
				} `json:"coupon_registered"`
			} `json:"payload"`
		}
		if err := json.Unmarshal(line, &e); err != nil {
			s.t.Fatalf("%v in %s", err, line)
		}
		if m := e.Payload.Made; m != nil {
			if m.Count == 7 {
				h.scriptBatches++
			} else {
				h.windowBatches++
			}
			for n := range m.Count {
				h.numbers[m.First+n]++
				batch[m.Batch] = append(batch[m.Batch], m.First+n)
			}
		}
		if u := e.Payload.Unmade; u != nil { // its numbers are free again
			for _, n := range batch[u.Batch] {
				h.numbers[n]--
			}
		}
		if c := e.Payload.Counted; c != nil {
			h.coupons[c.Code]++
			if e.Member == member.ID {
				h.scriptCoupons++
			} else {
				h.windowCoupons++
			}
		}
	}
	return h
}
