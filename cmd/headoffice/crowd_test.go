package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"bonuskasse/pos/chain"
	"bonuskasse/pos/journal"
	"bonuskasse/store/central"
	"bonuskasse/store/central/centraltest"
	tillsync "bonuskasse/sync"
	"bonuskasse/sync/headoffice"
)

// TestCrowd lets many tills come back at one moment, each with sales of an hour
// without a line: nobody fails, and the head office's memory stays bounded.
//
//	TILLS=500 go test -run Crowd ./cmd/headoffice
func TestCrowd(t *testing.T) {
	tills := 20
	if text := os.Getenv("TILLS"); text != "" {
		var err error
		if tills, err = strconv.Atoi(text); err != nil {
			t.Fatal(err)
		}
	}
	const sales = 30
	k := newKillable(t, "")
	ctx := context.Background()
	type back struct {
		*centraltest.Till
		client *tillsync.Client
	}
	s, err := central.OpenSQLite(ctx, k.data, central.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	list := make([]back, tills)
	for i := range list {
		x := centraltest.NewTill(t, fmt.Sprint("till ", i))
		code, err := headoffice.NewCode(ctx, s, fmt.Sprint("Kasse ", i), "", time.Now())
		if err != nil {
			t.Fatal(err)
		}
		e, err := tillsync.Enrol(ctx, k.url, k.fingerprint, code, "test",
			tillsync.Identity{Till: x.ID, Currency: "DKK", Lives: []chain.Life{x.Life()}, Sign: x.Sign}, time.Now)
		if err != nil {
			t.Fatal(err)
		}
		for range sales {
			x.Sell(centraltest.ID(fmt.Sprint("member ", i%97)), 10, 0, time.Time{})
		}
		c, err := tillsync.Dial(e.Link, x.ID, "test", time.Now)
		if err != nil {
			t.Fatal(err)
		}
		list[i] = back{x, c}
	}
	acks := make([]time.Duration, tills)
	failed := make([]error, tills)
	asked := make([]int, tills)
	var wg sync.WaitGroup
	began := time.Now()
	for i, x := range list {
		wg.Go(func() {
			id := tillsync.Identity{Till: x.ID, Currency: "DKK", Lives: []chain.Life{x.Life()}}
			for wait := 100 * time.Millisecond; asked[i] < 20; wait = min(2*wait, 5*time.Second) { // as the agent does
				asked[i]++
				if _, failed[i] = x.client.Hello(ctx, id); failed[i] == nil {
					_, failed[i] = x.client.Push(ctx, x.Batch(1), journal.Hash{})
				}
				if failed[i] == nil {
					acks[i] = time.Since(began)
					return
				}
				time.Sleep(wait)
			}
		})
	}
	wg.Wait()
	for i, err := range failed {
		if err != nil {
			t.Errorf("till %d: %v", i, err)
		}
	}
	slices.Sort(acks)
	memory := ""
	if data, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", k.cmd.Process.Pid)); err == nil {
		for line := range strings.Lines(string(data)) {
			if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
				memory = strings.TrimSpace(rest)
				if kb, err := strconv.Atoi(strings.Fields(rest)[0]); err == nil && kb > 512<<10 {
					t.Errorf("the head office took %s", memory)
				}
			}
		}
	}
	t.Logf("%d tills, %d events each: the first ack p50 %v, p99 %v, last %v; asked at most %d times; memory at most %s", tills, sales+1,
		acks[tills/2].Round(time.Millisecond), acks[tills*99/100].Round(time.Millisecond), acks[tills-1].Round(time.Millisecond), slices.Max(asked), memory)
	k.kill()
	if _, errs, code := k.try("verify"); code != exitDone {
		t.Errorf("verify: %s", errs)
	}
}
