// Command demosale plays a newcomer's sale in the real window where there is
// no display: goods, a club card, bonus, cash, the receipt. It leaves pictures
// of each step, and the receipt as text, PNG and PDF. `make run` starts it.
//
//	go run ./cmd/internal/demosale -till build/till -tillctl build/tillctl -out build/demo-sale
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"

	"bonuskasse/cmd/internal/xvfb"
)

func main() {
	till := flag.String("till", "build/till", "the program")
	tillctl := flag.String("tillctl", "build/tillctl", "the program without a screen, for the receipt as PDF")
	out := flag.String("out", "build/demo-sale", "folder for the pictures and the receipt; emptied first")
	flag.Parse()
	if err := play(*till, *tillctl, *out); err != nil {
		fmt.Fprintln(os.Stderr, "demo sale:", err)
		os.Exit(1)
	}
}

// scene is one step: what is typed or scanned, and what it shows.
type scene struct {
	name, say string
	scan      string   // as a reader does it: at a millisecond a key, with Enter
	press     []string // as a person does it
	typed     string
}

// The goods and the card are the demo's own (cmd/till/demo_goods.go).
var scenes = []scene{
	{name: "sale", say: "Inga is at the till; the sale is empty."},
	{name: "goods", say: "Rødgrød is scanned, ...", scan: "5701234001010"},
	{name: "quantity", say: "... and three bottles of apple juice: 3 * and a scan.", typed: "3*", scan: "5701234001027"},
	{name: "card", say: "Club card 10001 is scanned: Søren Åkjær, his bonus, and what he may pay with it.", scan: "10001"},
	{name: "payment", say: "+ goes to payment.", press: []string{"KP_Add"}},
	{name: "bonus", say: "3 offers the most that bonus may pay.", press: []string{"3"}},
	{name: "bonus-taken", say: "Enter takes it.", press: []string{"Enter"}},
	{name: "cash", say: "1 is cash: what is due, rounded to 50 øre.", press: []string{"1"}},
	{name: "handed-over", say: "The customer hands over 200 kr.", typed: "200"},
	{name: "done", say: "Enter completes: the change, and the receipt prints.", press: []string{"Enter"}},
}

func play(till, tillctl, out string) error {
	if err := os.RemoveAll(out); err != nil {
		return err
	}
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	shop, err := filepath.Abs(filepath.Join(out, "shop"))
	if err != nil {
		return err
	}
	screen, err := xvfb.Start(1280, 800)
	if err != nil {
		return err
	}
	defer screen.Close()
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
	defer cancel()
	log, err := os.Create(filepath.Join(out, "till.log"))
	if err != nil {
		return err
	}
	defer log.Close()
	cmd := exec.CommandContext(ctx, till, "--demo", "--demo-dir", shop)
	cmd.Env = append(os.Environ(), screen.Env()...)
	cmd.Stdout, cmd.Stderr = log, log
	if err := cmd.Start(); err != nil {
		return err
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	defer func() {
		cmd.Process.Signal(syscall.SIGTERM)
		select {
		case <-ended:
		case <-time.After(10 * time.Second):
			cmd.Process.Kill()
			<-ended
		}
	}()
	c := ctl{ctx, tillctl, shop}
	if err := playScenes(ctx, screen, out, &c); err != nil {
		return fmt.Errorf("%w (see %s)", err, log.Name())
	}
	return c.receipt(out)
}

func playScenes(ctx context.Context, screen *xvfb.Screen, out string, c *ctl) error {
	w, err := screen.Window(ctx, "Bonuskasse")
	if err != nil {
		return err
	}
	if _, err := screen.Until(ctx, w.Bounds, xvfb.Painted); err != nil {
		return err
	}
	before, err := c.lastSale()
	if err != nil {
		return err
	}
	for i, s := range scenes {
		if s.typed != "" { // at a hand's pace, or the till takes it for a reader
			if err := screen.Type(s.typed, 120*time.Millisecond); err != nil {
				return err
			}
		}
		if s.scan != "" {
			if _, err := screen.Scan(s.scan, time.Millisecond); err != nil {
				return err
			}
		}
		if err := screen.Press(s.press...); err != nil {
			return err
		}
		img, err := screen.Still(ctx, w.Bounds, 700*time.Millisecond)
		if err != nil {
			return err
		}
		name := filepath.Join(out, fmt.Sprintf("%02d-%s.png", i+1, s.name))
		if err := xvfb.Save(name, img); err != nil {
			return err
		}
		fmt.Printf("  %-38s %s\n", name, s.say)
	}
	after, err := c.lastSale()
	if err == nil && after == before {
		err = errors.New("the window showed a sale, and the journal has none")
	}
	return err
}
