package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
)

// TestCouponsOfTwoProcesses: several tillctl at once make batches and register
// the same coupons, as fast as they can. None counts twice, and the books are
// right.
func TestCouponsOfTwoProcesses(t *testing.T) {
	const coupons, racers, points = 24, 3, 10
	s := newShop(t)
	for i := range racers {
		s.must(nil, "member", "add", "--username", fmt.Sprint("racer", i), "--name", fmt.Sprint("Racer ", i))
	}
	var made struct {
		Codes []string `json:"codes"`
	}
	s.must(&made, "coupon", "batch", "--count", fmt.Sprint(coupons), "--points", fmt.Sprint(points))
	seen := make(map[string]bool)
	for _, c := range made.Codes {
		seen[c] = true
	}

	var wg sync.WaitGroup
	var mu sync.Mutex
	won := map[string]int{}
	for i := range racers {
		wg.Go(func() {
			for _, code := range made.Codes {
				out, errs, exit := s.finish(s.command("coupon", "register", "--code", code, "--member", fmt.Sprint("racer", i)))
				mu.Lock()
				switch {
				case exit == exitDone:
					won[code]++
				case exit != exitRefused || !strings.Contains(out, `"coupon_used"`):
					t.Errorf("exit %d: %s%s", exit, out, errs)
				}
				mu.Unlock()
			}
		})
		wg.Go(func() {
			for range 4 {
				out, errs, exit := s.finish(s.command("coupon", "batch", "--count", "20", "--points", "7"))
				var batch struct {
					Codes []string `json:"codes"`
				}
				mu.Lock()
				if err := json.Unmarshal([]byte(out), &batch); err != nil || exit != exitDone || len(batch.Codes) != 20 {
					t.Errorf("exit %d: %s%s", exit, out, errs)
				}
				for _, c := range batch.Codes {
					if seen[c] {
						t.Errorf("%s was made twice", c)
					}
					seen[c] = true
				}
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	for _, code := range made.Codes {
		if won[code] != 1 {
			t.Errorf("%s was registered %d times", code, won[code])
		}
	}
	sum := int64(0)
	for i := range racers {
		var m struct {
			Balance int64 `json:"balance_points"`
		}
		s.must(&m, "member", "show", "--username", fmt.Sprint("racer", i))
		sum += m.Balance
	}
	if sum != coupons*points {
		t.Errorf("together they have %d points, not %d", sum, coupons*points)
	}
	s.verify("after the race")
}
