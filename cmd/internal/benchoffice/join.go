package main

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	mrand "math/rand/v2"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"bonuskasse/cmd/internal/floor"
	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/pos/till"
	"bonuskasse/store"
	tillsync "bonuskasse/sync"
	"bonuskasse/sync/link"
	"bonuskasse/sync/wire"
)

// asTill names, in the environment, the folder of the shop whose till a process
// of this program is: one that can be killed.
const asTill = "BONUSKASSE_BENCH_TILL"

// joinFigures brings a chain of so many members to a new till, which is killed
// again and again meanwhile and goes on from where it was.
func joinFigures(ctx context.Context, program string, members, kills int) error {
	return inTemp(func(dir string) error {
		o, err := startOffice(ctx, filepath.Join(dir, "office"), program)
		if err != nil {
			return err
		}
		defer o.stop()
		fmt.Printf("a chain of %d members\n", members)
		first, err := newShop(ctx, filepath.Join(dir, "first"), "first")
		if err != nil {
			return err
		}
		defer first.Close()
		if err := first.Fill(ctx, store.Filling{Members: members, Seed: 1}, nil); err != nil {
			return err
		}
		if err := first.join(ctx, o); err != nil {
			return err
		}
		start := time.Now()
		if err := first.meet(ctx); err != nil {
			return err
		}
		fmt.Printf("  the till that has them sends them in %.1f s\n", time.Since(start).Seconds())
		x, err := newShop(ctx, filepath.Join(dir, "new"), "new")
		if err != nil {
			return err
		}
		if err := errors.Join(x.join(ctx, o), x.Close()); err != nil {
			return err
		}
		took, killed, changes, err := interrupted(ctx, x.Dir(), members, kills)
		if err != nil {
			return err
		}
		if err := same(ctx, first.Store, x.Dir(), members); err != nil {
			return err
		}
		bare, err := barePages(ctx, filepath.Join(dir, "bare"), changes)
		if err != nil {
			return err
		}
		fmt.Printf("  a new till has them after %.1f s and %d kills: %.0f changes/s; none is missing, and the till is whole; %s\n",
			took.Seconds(), killed, float64(changes)/took.Seconds(), floor.Load())
		floor.Row("a change taken", took.Seconds()*1e6/float64(changes), bare.Seconds()*1e6/float64(changes), "us", 0)
		return nil
	})
}

// interrupted runs a till that pulls, kills it at random moments, and starts it
// again; the last time it is let be. It tells how long the till ran in all.
func interrupted(ctx context.Context, dir string, members, kills int) (took time.Duration, killed, changes int, err error) {
	dice := mrand.New(mrand.NewPCG(1, 2))
	part := max(members/(kills+1), 1)
	self, err := os.Executable()
	if err != nil {
		return 0, 0, 0, err
	}
	for {
		cmd := exec.CommandContext(ctx, self)
		cmd.Env, cmd.Stderr = append(os.Environ(), asTill+"="+dir), os.Stderr
		out, err := cmd.StdoutPipe()
		if err != nil {
			return 0, 0, 0, err
		}
		start := time.Now()
		if err := cmd.Start(); err != nil {
			return 0, 0, 0, err
		}
		until, seen, done := dice.IntN(2*part), 0, false
		for lines := bufio.NewScanner(out); lines.Scan(); {
			if lines.Text() == "done" {
				done = true
				break
			}
			n, _ := strconv.Atoi(lines.Text())
			seen, changes = seen+n, changes+n
			if killed < kills && seen >= until {
				cmd.Process.Kill()
				killed++
				break
			}
		}
		err = cmd.Wait()
		took += time.Since(start)
		if done {
			return took, killed, changes, nil
		}
		if ctx.Err() != nil {
			return 0, 0, 0, ctx.Err()
		}
		if cmd.ProcessState.Exited() {
			return 0, 0, 0, fmt.Errorf("the new till: %w", err)
		}
	}
}

// telling is a till that says how many changes it has taken.
type telling struct{ link.Port }

func (p telling) Take(ctx context.Context, c chain.Changes) error {
	err := p.Port.Take(ctx, c)
	if err == nil {
		fmt.Println(len(c.List))
	}
	return err
}

// pullUntilDone is the till that is killed: it says how many changes each page
// had.
func pullUntilDone(dir string) int {
	ctx := context.Background()
	s, err := openShop(ctx, dir)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	s.agent = tillsync.NewAgent(telling{link.Port{Store: s.Store}}, tillsync.Options{})
	if err := s.meet(ctx); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	fmt.Println("done")
	if err := s.Close(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

// same compares what two tills know of every member, and lets the new one read
// all that it has.
func same(ctx context.Context, first *store.Store, dir string, members int) error {
	x, err := store.Open(ctx, dir, options())
	if err != nil {
		return err
	}
	defer x.Close()
	report, err := x.Verify(ctx, nil)
	if err != nil {
		return err
	}
	if !report.OK {
		return fmt.Errorf("the new till is not whole: %+v", report)
	}
	of := func(s *store.Store, number string) (m pos.Member, err error) {
		err = s.View(ctx, func(rd till.Reader) error {
			c, err := rd.Card(number)
			if err == nil {
				m, err = rd.Member(c.Member)
			}
			return err
		})
		return m, err
	}
	for i := range members {
		number := strconv.Itoa(firstCard + i)
		here, err := of(first, number)
		if err != nil {
			return err
		}
		there, err := of(x, number)
		if err != nil {
			return fmt.Errorf("card %s at the new till: %w", number, err)
		}
		if here.ID != there.ID || here.Name != there.Name || here.Phone != there.Phone {
			return fmt.Errorf("card %s is of %q at one till, of %q at the other", number, here.Name, there.Name)
		}
	}
	return nil
}

// barePages is the floor: so many rows of a change's size into one table, as many
// in a transaction as come in a page.
func barePages(ctx context.Context, path string, rows int) (time.Duration, error) {
	u := url.URL{Scheme: "file", Path: path, RawQuery: url.Values{"_pragma": {"journal_mode(WAL)", "synchronous(FULL)"}}.Encode()}
	db, err := sql.Open("sqlite", u.String())
	if err != nil {
		return 0, err
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	if _, err := db.ExecContext(ctx, "CREATE TABLE pulled (kind INTEGER, key BLOB, state BLOB, PRIMARY KEY (kind, key)) STRICT, WITHOUT ROWID"); err != nil {
		return 0, err
	}
	state := []byte(strings.Repeat("x", 250))
	start := time.Now()
	for n := 0; n < rows; {
		tx, err := db.BeginTx(ctx, nil)
		if err != nil {
			return 0, err
		}
		for range min(wire.MaxChanges, rows-n) {
			key := fmt.Appendf(nil, "%016d", n)
			if _, err := tx.ExecContext(ctx, "INSERT INTO pulled (kind, key, state) VALUES (?, ?, ?)", n%3, key, state); err != nil {
				return 0, err
			}
			n++
		}
		if err := tx.Commit(); err != nil {
			return 0, err
		}
	}
	return time.Since(start), nil
}
