package main

import (
	"bytes"
	"cmp"
	"context"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"syscall"
	"time"

	"google.golang.org/protobuf/encoding/protojson"

	"bonuskasse/cmd/internal/floor"
	"bonuskasse/pos"
	"bonuskasse/pos/journal"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/till"
	"bonuskasse/store"
	"bonuskasse/store/central"
)

//go:embed pouch.cjs
var theirs []byte

// pouchFigures sends a day of sales to the head office, and the same sales as
// documents from PouchDB to pouchdb-server, in turn.
func pouchFigures(ctx context.Context, program, modules string, sales, runs int) error {
	return inTemp(func(dir string) error {
		script := filepath.Join(modules, "pouch.cjs") // beside node_modules, where node looks for them
		if err := os.WriteFile(script, theirs, 0o644); err != nil {
			return err
		}
		fmt.Printf("%d sales sent and folded, beside PouchDB to pouchdb-server with the same documents\n", sales)
		docs := filepath.Join(dir, "docs.ndjson")
		var ours, pouch []cost
		for run := range runs {
			took, events, err := oursSent(ctx, program, filepath.Join(dir, fmt.Sprint("ours", run)), docs, sales)
			if err != nil {
				return err
			}
			ours = append(ours, took)
			if took, err = theirsSent(ctx, modules, script, filepath.Join(dir, fmt.Sprint("theirs", run)), docs, sales); err != nil {
				return err
			}
			pouch = append(pouch, took)
			fmt.Printf("  run %d: %d events in %.2f s, durable and folded; PouchDB %d documents in %.2f s, not synced; %s\n",
				run+1, events, ours[run].clock.Seconds(), sales, took.clock.Seconds(), floor.Load())
		}
		for _, of := range []struct {
			name string
			what func(cost) time.Duration
			bar  float64
		}{{"median", func(c cost) time.Duration { return c.clock }, 0.5}, {"processor time, median", func(c cost) time.Duration { return c.work }, 0}} {
			a, b := median(ours, of.what).Seconds(), median(pouch, of.what).Seconds()
			judged := ""
			if of.bar > 0 {
				judged = floor.Verdict(a/b, of.bar, "x")
			}
			fmt.Printf("  %-34s %10.2f s   PouchDB %10.2f s   %.1f times   %s\n", of.name, a, b, b/a, judged)
		}
		return nil
	})
}

// cost is what sending cost: by the clock, and of the processors at both ends,
// where another program's load is not in it.
type cost struct{ clock, work time.Duration }

func median(list []cost, of func(cost) time.Duration) time.Duration {
	slices.SortFunc(list, func(a, b cost) int { return cmp.Compare(of(a), of(b)) })
	return of(list[len(list)/2])
}

// oursSent lets a till send a day to a new head office: three events a sale. The
// sales it leaves as documents, if they are not there.
func oursSent(ctx context.Context, program, dir, docs string, sales int) (took cost, events int, err error) {
	o, err := startOffice(ctx, filepath.Join(dir, "office"), program)
	if err != nil {
		return took, 0, err
	}
	defer o.stop()
	s, err := newShop(ctx, filepath.Join(dir, "till"), "till")
	if err != nil {
		return took, 0, err
	}
	defer s.Close()
	now := time.Now()
	if err := s.Fill(ctx, store.Filling{Members: 2000, Sales: sales, Seed: 1, From: now.Add(-12 * time.Hour), To: now}, nil); err != nil {
		return took, 0, err
	}
	// What else a sale leaves behind: the drawer, and a copy of the receipt.
	err = s.Do(ctx, func(tx till.Tx) error {
		for i := range sales {
			id := pos.ID{1, byte(i >> 16), byte(i >> 8), byte(i)}
			for _, b := range []*journalpb.Body{
				{What: &journalpb.Body_DrawerOpened{DrawerOpened: &journalpb.DrawerOpened{Sale: id[:]}}},
				{What: &journalpb.Body_ReceiptCopied{ReceiptCopied: &journalpb.ReceiptCopied{Sale: id[:]}}},
			} {
				if _, err := tx.Append(now, b, pos.ID{}, 0); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		return took, 0, err
	}
	if err := s.join(ctx, o); err != nil {
		return took, 0, err
	}
	before, err := floor.Worked(os.Getpid(), o.cmd.Process.Pid)
	if err != nil {
		return took, 0, err
	}
	start := time.Now()
	done, err := s.agent.Round(ctx, false)
	took.clock = time.Since(start)
	if err != nil {
		return took, 0, err
	}
	after, err := floor.Worked(os.Getpid(), o.cmd.Process.Pid)
	if err != nil {
		return took, 0, err
	}
	took.work = after - before
	if err := o.verify(ctx); err != nil {
		return took, 0, err
	}
	if _, err := os.Stat(docs); errors.Is(err, os.ErrNotExist) {
		err = documents(ctx, s.Store, o.data, docs, sales)
		return took, done.Pushed, err
	}
	return took, done.Pushed, nil
}

// documents writes the sales that a head office has, each as a line of JSON.
func documents(ctx context.Context, s *store.Store, data, docs string, want int) error {
	me, err := s.Me(ctx)
	if err != nil {
		return err
	}
	c, err := central.OpenSQLite(ctx, data, central.Options{})
	if err != nil {
		return err
	}
	defer c.Close()
	var out bytes.Buffer
	n := 0
	err = c.Events(ctx, me.Till, me.Lives[len(me.Lives)-1].Incarnation, 1, func(e *journal.Event) error {
		body, err := e.Body()
		sale := body.GetSaleCompleted()
		if err != nil || sale == nil {
			return err
		}
		text, err := protojson.Marshal(sale)
		if err != nil {
			return err
		}
		doc := map[string]any{}
		if err := json.Unmarshal(text, &doc); err != nil {
			return err
		}
		doc["_id"] = hex.EncodeToString(sale.Sale)
		n++
		return json.NewEncoder(&out).Encode(doc)
	})
	if err == nil && n != want {
		err = fmt.Errorf("%d sales are at the head office, and not %d", n, want)
	}
	if err != nil {
		return err
	}
	return os.WriteFile(docs, out.Bytes(), 0o600)
}

// theirsSent lets PouchDB replicate the documents to a new pouchdb-server.
func theirsSent(ctx context.Context, modules, script, dir, docs string, sales int) (took cost, err error) {
	if err := os.MkdirAll(filepath.Join(dir, "server"), 0o700); err != nil {
		return took, err
	}
	address, err := freeAddress()
	if err != nil {
		return took, err
	}
	binary, err := filepath.Abs(filepath.Join(modules, "node_modules", ".bin", "pouchdb-server"))
	if err != nil {
		return took, err
	}
	_, port, err := net.SplitHostPort(address)
	if err != nil {
		return took, err
	}
	server := exec.CommandContext(ctx, binary, "--port", port, "--dir", filepath.Join(dir, "server"), "--no-stdout-logs")
	server.Dir = dir // it writes its log and its settings there
	if err := server.Start(); err != nil {
		return took, fmt.Errorf("npm has not put pouchdb-server there: %w", err)
	}
	defer func() {
		server.Process.Signal(syscall.SIGTERM)
		server.Wait()
	}()
	if err := answers(ctx, "http://"+address+"/"); err != nil {
		return took, err
	}
	before, err := floor.Worked(server.Process.Pid)
	if err != nil {
		return took, err
	}
	client := exec.CommandContext(ctx, "node", script, docs, filepath.Join(dir, "local"), "http://"+address+"/day")
	client.Stderr = os.Stderr
	out, err := client.Output()
	if err != nil {
		return took, fmt.Errorf("PouchDB: %w", err)
	}
	var got struct {
		Written int     `json:"written"`
		There   int     `json:"there"`
		Seconds float64 `json:"seconds"`
		Work    float64 `json:"work"` // of the client's processor
	}
	if err := json.Unmarshal(out, &got); err != nil {
		return took, err
	}
	if got.Written != sales || got.There != sales {
		return took, fmt.Errorf("PouchDB has sent %d of %d, and %d are there", got.Written, sales, got.There)
	}
	after, err := floor.Worked(server.Process.Pid)
	seconds := func(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }
	return cost{seconds(got.Seconds), after - before + seconds(got.Work)}, err
}

func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

// answers waits until somebody does.
func answers(ctx context.Context, url string) error {
	for range 600 {
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
		if err != nil {
			return err
		}
		if a, err := http.DefaultClient.Do(r); err == nil {
			return a.Body.Close()
		}
		time.Sleep(100 * time.Millisecond)
	}
	return errors.New("nobody answers at " + url)
}
