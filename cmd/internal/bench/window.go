package main

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"bonuskasse/cmd/internal/floor"
	"bonuskasse/cmd/internal/xvfb"
)

// figures are what a window cost: time to its first picture, memory, and the
// share of a core that it takes while nothing happens.
type figures struct {
	start time.Duration
	work  time.Duration // of the processor, until then; another program's load is not in it
	rss   int64         // kB, all of it that is resident
	anon  int64         // kB, without what is mapped from files
	idle  float64
}

// windowFigures measures the two windows in turn, so that a machine that slows
// down slows both.
func windowFigures(ctx context.Context, empty, till, shop string, runs int, idle time.Duration) error {
	s, err := xvfb.Start(1280, 800)
	if err != nil {
		return err
	}
	defer s.Close()
	var bare, ours []figures
	for i := range runs {
		watch := time.Duration(0)
		if i == runs-1 {
			watch = idle
		}
		f, err := open(ctx, s, watch, empty)
		if err != nil {
			return fmt.Errorf("empty window: %w", err)
		}
		o, err := open(ctx, s, watch, till, "--shop", shop)
		if err != nil {
			return fmt.Errorf("till: %w", err)
		}
		if i > 0 { // the first of each warms the page cache
			bare, ours = append(bare, f), append(ours, o)
		}
	}
	f, o := median(bare), median(ours)
	fmt.Println("\nwindow (Xvfb, software drawing)")
	floor.Row("start to first frame, median", o.start.Seconds()*1000, f.start.Seconds()*1000, "ms", 1.5)
	floor.Row("processor time to first frame", o.work.Seconds()*1000, f.work.Seconds()*1000, "ms", 0)
	floor.Row("memory, resident", float64(o.rss)/1024, float64(f.rss)/1024, "MB", 1.3)
	floor.Row("memory, anonymous", float64(o.anon)/1024, float64(f.anon)/1024, "MB", 0)
	fmt.Printf("  %-34s %10.2f %%   empty window %8.2f %%   %s\n", "idle CPU, entry focused, of a core", 100*o.idle, 100*f.idle, floor.Verdict(100*o.idle, 2, "%"))
	return nil
}

// open starts a program, waits for its first picture and its rest, and ends it.
func open(ctx context.Context, s *xvfb.Screen, idle time.Duration, program string, args ...string) (f figures, err error) {
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Env = append(os.Environ(), s.Env()...)
	var said bytes.Buffer
	cmd.Stderr = &said
	defer func() {
		if err != nil {
			err = fmt.Errorf("%w\n%s", err, said.String())
		}
	}()
	all := image.Rect(0, 0, 1280, 800)
	// A line across the window and what is beside it: to look at the whole screen
	// again and again takes a core from the program that is measured.
	line := image.Rect(0, 400, 1280, 402)
	began := time.Now()
	if err := cmd.Start(); err != nil {
		return f, err
	}
	ended := make(chan struct{})
	go func() { cmd.Wait(); close(ended) }()
	first, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	go func() { // a program that ends has no picture to wait for
		select {
		case <-ended:
			cancel()
		case <-first.Done():
		}
	}()
	if _, err = s.Until(first, line, xvfb.Painted); err == nil {
		f.start = time.Since(began)
		f.work, err = floor.Worked(cmd.Process.Pid)
	}
	if err == nil {
		_, err = s.Still(first, all, time.Second)
	}
	if err == nil {
		f.rss, f.anon, err = memory(cmd.Process.Pid)
	}
	if err == nil && idle > 0 {
		if ws, e := s.Windows(); e == nil && len(ws) > 0 {
			s.Focus(ws[0])
		}
		f.idle, err = busy(cmd.Process.Pid, idle)
	}
	cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-ended:
	case <-time.After(10 * time.Second):
		cmd.Process.Kill()
		<-ended
	}
	// The next program's picture must not be mistaken for this one's.
	_, blank := s.Until(ctx, all, func(img *image.RGBA) bool { return !xvfb.Painted(img) })
	if err == nil {
		err = blank
	}
	return f, err
}

// memory reads a process's peak of resident memory, and what of it is no file
// (proc_pid_status(5)).
func memory(pid int) (peak, anon int64, err error) {
	data, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "status"))
	for line := range strings.Lines(string(data)) {
		field := strings.Fields(line)
		if len(field) < 2 {
			continue
		}
		n, _ := strconv.ParseInt(field[1], 10, 64)
		switch field[0] {
		case "VmHWM:":
			peak = n
		case "RssAnon:":
			anon = n
		}
	}
	return peak, anon, err
}

// busy is the share of a core that a process used over a while.
func busy(pid int, over time.Duration) (float64, error) {
	began, err := floor.Worked(pid)
	if err != nil {
		return 0, err
	}
	time.Sleep(over)
	ended, err := floor.Worked(pid)
	return (ended - began).Seconds() / over.Seconds(), err
}

// median is the median of each figure; idle is the one that was watched.
func median(all []figures) (m figures) {
	var start, work []time.Duration
	var rss, anon []int64
	for _, f := range all {
		start, work = append(start, f.start), append(work, f.work)
		rss, anon = append(rss, f.rss), append(anon, f.anon)
		m.idle = max(m.idle, f.idle)
	}
	slices.Sort(start)
	slices.Sort(work)
	slices.Sort(rss)
	slices.Sort(anon)
	m.start, m.work = start[len(start)/2], work[len(work)/2]
	m.rss, m.anon = rss[len(rss)/2], anon[len(anon)/2]
	return m
}
