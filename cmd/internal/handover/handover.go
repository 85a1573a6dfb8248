// Package handover gives finished files to the machine's own programs: its
// printing (CUPS), and whatever it shows a PDF with.
package handover

import (
	"context"
	"errors"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"time"
)

// System is screen.Handover. What the machine has not got it does not offer.
type System struct{}

// patience is how long the machine's printing may take to answer: its service may
// be away.
const patience = 3 * time.Second

// Printers are the queues of the machine's printing, the usual one first; none
// where there is no such printing, or it does not answer.
func (System) Printers(ctx context.Context) []string {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	all, err := run(ctx, "lpstat", "-e")
	if err != nil {
		return nil
	}
	queues := strings.Fields(all)
	usual, err := run(ctx, "lpstat", "-d") // "system default destination: NAME"
	if _, name, ok := strings.Cut(usual, ": "); err == nil && ok {
		name = strings.TrimSpace(name)
		slices.SortStableFunc(queues, func(a, b string) int { return rank(a, name) - rank(b, name) })
	}
	return queues
}

func rank(queue, usual string) int {
	if queue == usual {
		return 0
	}
	return 1
}

// PrintFile puts a PDF into a queue in its own size: a card that is drawn 85.60 mm
// wide comes out so. bothSides turns the sheets on their long edge.
func (System) PrintFile(ctx context.Context, printer, path string, bothSides bool) error {
	ctx, cancel := context.WithTimeout(ctx, 10*patience)
	defer cancel()
	sides := "one-sided"
	if bothSides {
		sides = "two-sided-long-edge"
	}
	_, err := run(ctx, "lp", "-d", printer, "-o", "print-scaling=none", "-o", "sides="+sides, "--", path)
	return err
}

// CanShow tells whether ShowFile has a program to do it.
func (System) CanShow() bool {
	_, err := exec.LookPath(opener()[0])
	return err == nil
}

// ShowFile opens a file in the program that the machine has for it.
func (System) ShowFile(ctx context.Context, path string) error {
	ctx, cancel := context.WithTimeout(ctx, 10*patience)
	defer cancel()
	open := opener()
	_, err := run(ctx, open[0], append(open[1:], path)...)
	return err
}

func opener() []string {
	switch runtime.GOOS {
	case "darwin":
		return []string{"open"}
	case "windows":
		return []string{"rundll32", "url.dll,FileProtocolHandler"}
	}
	return []string{"xdg-open"}
}

// run gives what a program says; its words for people are in no language of ours,
// and go to the log.
func run(ctx context.Context, name string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Env = append(cmd.Environ(), "LC_ALL=C")
	out, err := cmd.Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) && len(exit.Stderr) > 0 {
		err = errors.New(name + ": " + strings.TrimSpace(string(exit.Stderr)))
	}
	return string(out), err
}
