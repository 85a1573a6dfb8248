// Package xvfb is a screen without glass for tests, benchmarks and the demo
// sale: it starts an X server that draws into memory, presses keys on it as
// fast as a scanner does, and looks at the picture.
//
//	s, err := xvfb.Start(1280, 800)
//	defer s.Close()
//	cmd.Env = append(os.Environ(), s.Env()...)
//	w, err := s.Window(ctx, "Bonuskasse")     // waits for it and focuses it
//	s.Scan("10001", time.Millisecond)          // the keys of a wedge reader, with Enter
//	s.Press("ctrl+r")
//	img, err := s.Picture(w.Bounds)
//
// It speaks the X protocol itself (X11R7.7, and the XTEST extension), because
// a tool started for each key cannot keep a millisecond's pace, nor tell when
// the last key went off. It needs the program Xvfb (Debian: xvfb).
package xvfb

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"time"
)

// Screen is a running X server and a connection to it. Its methods may be
// called from several goroutines.
type Screen struct {
	Display string // ":7"

	server *exec.Cmd
	mu     sync.Mutex
	wire   *wire
	keys   map[uint32]stroke
	xtest  byte
}

// Start starts Xvfb on a free display with 24-bit colour.
func Start(width, height int) (*Screen, error) {
	r, w, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	// -noreset: the server lives on between clients, with its key map.
	server := exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", fmt.Sprintf("%dx%dx24", width, height),
		"-nolisten", "tcp", "-noreset", "-ac")
	server.ExtraFiles = []*os.File{w}
	// The server must not outlive a test that is killed.
	server.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	err = server.Start()
	w.Close()
	if err != nil {
		return nil, fmt.Errorf("xvfb: %w", err)
	}
	s := &Screen{server: server}
	line, err := bufio.NewReader(r).ReadString('\n')
	if err != nil {
		s.Close()
		return nil, errors.New("xvfb: the server ended before it had a display")
	}
	s.Display = ":" + strings.TrimSpace(line)
	if s.wire, err = dial(strings.TrimSpace(line)); err == nil {
		err = s.learn()
	}
	if err != nil {
		s.Close()
		return nil, fmt.Errorf("xvfb: %w", err)
	}
	return s, nil
}

// Env are the variables that put a program on this screen, in software: there
// is no graphics card behind it.
func (s *Screen) Env() []string {
	return []string{"DISPLAY=" + s.Display, "WAYLAND_DISPLAY=", "LIBGL_ALWAYS_SOFTWARE=1", "FYNE_SCALE=1"}
}

// Close ends the server; its windows die with it.
func (s *Screen) Close() {
	if s.wire != nil {
		s.wire.conn.Close()
	}
	s.server.Process.Signal(syscall.SIGTERM)
	done := make(chan struct{})
	go func() { s.server.Wait(); close(done) }()
	select {
	case <-done:
	case <-time.After(5 * time.Second):
		s.server.Process.Kill()
		<-done
	}
}
