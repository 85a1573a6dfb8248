package main

import (
	"bufio"
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/pos/till"
	"bonuskasse/store"
	tillsync "bonuskasse/sync"
	"bonuskasse/sync/link"
)

// office is the program headoffice, serving.
type office struct {
	program, data, url, fingerprint string
	cmd                             *exec.Cmd
}

// startOffice starts one; before its name may stand what runs it, such as nice.
func startOffice(ctx context.Context, data string, program ...string) (*office, error) {
	command := append(program[:len(program):len(program)], "serve", "--data", data, "--listen", "127.0.0.1:0")
	o := &office{program: program[len(program)-1], data: data, cmd: exec.CommandContext(ctx, command[0], command[1:]...)}
	out, err := o.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := o.cmd.Start(); err != nil {
		return nil, err
	}
	lines := bufio.NewReader(out)
	line, err := lines.ReadString('\n')
	if err == nil {
		_, err = fmt.Sscanf(line, "ready on %s fingerprint %s", &o.url, &o.fingerprint)
	}
	if err != nil {
		o.stop()
		return nil, fmt.Errorf("%s: %q: %w", o.program, line, err)
	}
	go io.Copy(io.Discard, lines)
	return o, nil
}

func (o *office) stop() {
	o.cmd.Process.Signal(syscall.SIGTERM)
	o.cmd.Wait()
}

// verify reads every journal there, and computes anew what was folded.
func (o *office) verify(ctx context.Context) error {
	if out, err := exec.CommandContext(ctx, o.program, "verify", "--data", o.data).CombinedOutput(); err != nil {
		return fmt.Errorf("the head office is not whole: %w: %s", err, out)
	}
	return nil
}

// shop is a till's store, and its agent.
type shop struct {
	*store.Store
	agent *tillsync.Agent
}

func options() store.Options { return store.Options{Random: rand.Reader, Now: time.Now} }

func newShop(ctx context.Context, dir, name string) (*shop, error) {
	desc := till.Shop{Name: name, Currency: pos.DKK, Language: "da", TillNo: 1, TimeZone: "Europe/Copenhagen"}
	err := store.Init(ctx, dir, desc, options(), func(tx till.Tx) error { return till.FirstFacts(tx, time.Now(), pos.DKK) })
	if err != nil {
		return nil, err
	}
	return openShop(ctx, dir)
}

func openShop(ctx context.Context, dir string) (*shop, error) {
	s, err := store.Open(ctx, dir, options())
	if err != nil {
		return nil, err
	}
	return &shop{s, tillsync.NewAgent(link.Port{Store: s}, tillsync.Options{})}, nil
}

// join makes the shop's till one of the chain.
func (s *shop) join(ctx context.Context, o *office) error {
	code, err := exec.CommandContext(ctx, o.program, "enrol-code", "--data", o.data, "--till", filepath.Base(s.Dir())).Output()
	if err != nil {
		return fmt.Errorf("enrol-code: %w", err)
	}
	_, err = link.Enrol(ctx, s.Store, o.url, o.fingerprint, strings.TrimSpace(string(code)), "bench")
	return err
}

// meet lets the agent send and take all there is. A call may take longer than it
// waits for, on a machine that has much to do: it asks again, as in a shop.
func (s *shop) meet(ctx context.Context) error {
	for try := 0; ; try++ {
		_, err := s.agent.Round(ctx, false)
		if err == nil || try == 100 || tillsync.LineOf(err) != tillsync.NoLine && chain.WhyOf(err) != chain.Busy {
			return err
		}
		time.Sleep(time.Second)
	}
}

// inTemp works in a folder that is gone afterwards.
func inTemp(work func(dir string) error) error {
	dir, err := os.MkdirTemp("", "benchoffice-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	return work(dir)
}
