// Package fake holds simulated devices: they ship with the till for its demo
// mode, serve scripts by TCP or pty, and are what the drivers are tested with.
package fake

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
	"time"

	"bonuskasse/hardware/escpos/paper"
	"bonuskasse/hardware/transport"
)

// Printer is a receipt printer in software. It reads what a till sends,
// strictly, draws the papers, answers status questions as real ones do
// (DLE EOT as the bytes come, GS r in its turn), and can be told to misbehave.
//
//	p := fake.NewPrinter(576, time.Now)
//	err := p.Listen("127.0.0.1:9100") // real TCP: also for demo mode and scripts
//	...
//	p.Set(func(c *fake.Condition) { c.PaperOut = true })
//	paper := p.Papers()[0]            // paper.Text(), paper.Image()
//
// Without a network: p.Link() is a transport.Link, and Serve works a pty.
type Printer struct {
	dots int
	now  func() time.Time

	mu       sync.Mutex
	cond     Condition
	machine  *paper.Machine
	waiting  []waiting // in its buffer
	received []byte
	kicks    []Kick
	mistake  error
	printed  int // lines and pictures on this roll
	off      bool
	addr     string
	listener net.Listener
	conns    map[io.Closer]bool
	changed  chan struct{}
}

// waiting is a command and whoever wants its answer.
type waiting struct {
	paper.Command
	from *wire
}

// wire is where a connection's answers go. They go by a goroutine of their
// own, because a till that does not read them must not stop the paper.
type wire struct {
	answers chan []byte
	closed  bool // under the Printer's mu
}

func (w *wire) answer(b byte) {
	if w.closed {
		return
	}
	select {
	case w.answers <- []byte{b}:
	default: // nobody reads them
	}
}

func (w *wire) pump(c io.Writer) {
	for b := range w.answers {
		if _, err := c.Write(b); err != nil {
			break
		}
	}
	for range w.answers {
	}
}

// receivedLimit bounds the record of raw bytes.
const receivedLimit = 1 << 20

// NewPrinter is a printer on paper so many dots wide (384, 512 or 576).
func NewPrinter(dots int, now func() time.Time) *Printer {
	return &Printer{dots: dots, now: now, machine: paper.NewMachine(dots), conns: map[io.Closer]bool{}, changed: make(chan struct{})}
}

// Listen serves TCP at addr; port 0 takes a free one (Addr tells). Switched
// off, it stops listening; switched on, it listens at the same port again.
func (p *Printer) Listen(addr string) error {
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return fmt.Errorf("simulated printer: %w", err)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.addr, p.listener = l.Addr().String(), l
	go p.accept(l)
	return nil
}

// Addr is the TCP address it listens at.
func (p *Printer) Addr() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.addr
}

func (p *Printer) accept(l net.Listener) {
	for {
		c, err := l.Accept()
		if err != nil {
			return
		}
		go p.Serve(c)
	}
}

// Serve works one connection until it ends: a TCP connection, the far end of a
// pty, a pipe. It closes the connection.
func (p *Printer) Serve(c io.ReadWriteCloser) {
	p.mu.Lock()
	if p.off {
		p.mu.Unlock()
		c.Close()
		return
	}
	p.conns[c] = true
	p.mu.Unlock()
	from := &wire{answers: make(chan []byte, 256)}
	go from.pump(c)
	defer func() {
		p.mu.Lock()
		delete(p.conns, c)
		from.closed = true
		p.mu.Unlock()
		close(from.answers)
		c.Close()
	}()
	var pending []byte
	buf := make([]byte, 64)
	for {
		if !p.waitReading(c) {
			return
		}
		n, err := c.Read(buf)
		if err != nil {
			return
		}
		if !p.take(&pending, buf[:n], from) {
			return
		}
	}
}

// waitReading waits while the printer reads nothing; false when c was closed.
func (p *Printer) waitReading(c io.Closer) bool {
	p.mu.Lock()
	slow := p.cond.Slow
	for p.cond.Jammed && p.conns[c] {
		changed := p.changed
		p.mu.Unlock()
		<-changed
		p.mu.Lock()
	}
	open := p.conns[c]
	p.mu.Unlock()
	if slow > 0 {
		time.Sleep(slow) // the speed that was asked for, not a wait for anything
	}
	return open
}

// take reads bytes; false ends the connection.
func (p *Printer) take(pending *[]byte, b []byte, from *wire) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	defer p.wake()
	if p.cond.CutAfter > 0 && isJob(b, *pending) {
		if len(b) >= p.cond.CutAfter {
			p.cond.CutAfter = 0
			return false
		}
		p.cond.CutAfter -= len(b)
	}
	if len(p.received) < receivedLimit {
		p.received = append(p.received, b...)
	}
	if p.cond.Mute {
		return true
	}
	*pending = append(*pending, b...)
	for len(*pending) > 0 {
		command, n, err := paper.Next(*pending)
		if errors.Is(err, paper.ErrShort) {
			return true
		}
		if err != nil {
			p.note(err)
			*pending = nil
			return true
		}
		command.Data = append([]byte(nil), command.Data...)
		command.Args = append([]byte(nil), command.Args...)
		*pending = (*pending)[n:]
		if command.Op.RealTime() {
			p.atOnce(command, from)
			continue
		}
		p.waiting = append(p.waiting, waiting{command, from})
		p.work()
	}
	return true
}

// isJob tells a paper from the questions around it, which are all short.
func isJob(b, pending []byte) bool { return len(b) > 4 || len(pending) > 0 }

func (p *Printer) note(err error) {
	if p.mistake == nil {
		p.mistake = err
	}
}

// work prints what waits, as far as it can. It runs under mu.
func (p *Printer) work() {
	for len(p.waiting) > 0 && !p.cond.waits() {
		c := p.waiting[0]
		p.waiting = p.waiting[1:]
		if c.Op == paper.OpStatus {
			if !p.cond.Silent && !p.cond.NoMarks {
				c.from.answer(p.cond.mark())
			}
			continue
		}
		if err := p.machine.Do(c.Command); err != nil {
			p.note(err)
		}
		if c.Op == paper.OpPulse {
			p.kicked()
		}
		if c.Op == paper.OpLF || c.Op == paper.OpRaster {
			p.printed++
			if p.cond.RollEnds > 0 && p.printed >= p.cond.RollEnds {
				p.cond.RollEnds, p.cond.PaperOut = 0, true
			}
		}
	}
}

func (p *Printer) kicked() {
	pulses := p.machine.Pulses()
	last := pulses[len(pulses)-1]
	p.kicks = append(p.kicks, Kick{At: p.now(), Pin: last.Pin, OnMs: last.OnMs})
}

// atOnce obeys a real-time command, whatever waits before it.
func (p *Printer) atOnce(c paper.Command, from *wire) {
	if c.Op == paper.OpPulseRT {
		if err := p.machine.Do(c); err != nil {
			p.note(err)
		}
		p.kicked()
		return
	}
	if !p.cond.Silent {
		from.answer(p.cond.status(c.Args[0]))
	}
}

// Set changes the condition. A printer that can print again goes on with what
// waits, as real ones do; new paper begins a new roll.
func (p *Printer) Set(change func(*Condition)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	before := p.cond
	change(&p.cond)
	if before.PaperOut && !p.cond.PaperOut || before.RollEnds != p.cond.RollEnds {
		p.printed = 0
	}
	p.work()
	p.wake()
}

// wake tells all who wait. It runs under mu.
func (p *Printer) wake() {
	close(p.changed)
	p.changed = make(chan struct{})
}

// Off switches the printer off or on: off, its port is closed, connections
// end, and what waited in its buffer is gone.
func (p *Printer) Off(off bool) error {
	p.mu.Lock()
	if p.off == off {
		p.mu.Unlock()
		return nil
	}
	p.off = off
	if !off {
		addr := p.addr
		p.mu.Unlock()
		if addr == "" {
			return nil
		}
		return p.Listen(addr)
	}
	p.shut()
	p.mu.Unlock()
	return nil
}

// shut ends all connections. It runs under mu.
func (p *Printer) shut() {
	if p.listener != nil {
		p.listener.Close()
		p.listener = nil
	}
	for c := range p.conns {
		c.Close()
		delete(p.conns, c)
	}
	p.waiting = nil
	p.wake()
}

// Close ends the simulation.
func (p *Printer) Close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.off = true
	p.shut()
	return nil
}

// Papers are the papers cut so far.
func (p *Printer) Papers() []paper.Paper {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]paper.Paper(nil), p.machine.Papers()...)
}

// Hanging is what hangs out of the printer, not yet cut.
func (p *Printer) Hanging() paper.Paper {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.machine.Hanging()
}

// Kicks are the pulses at the drawer so far.
func (p *Printer) Kicks() []Kick {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]Kick(nil), p.kicks...)
}

// Received is every byte that came, up to a megabyte.
func (p *Printer) Received() []byte {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]byte(nil), p.received...)
}

// Mistake is the first thing the till sent that no printer understands.
func (p *Printer) Mistake() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.mistake
}

// Wait returns when what holds, or ctx ends. The condition is tried after each
// thing that happens; it may call the Printer.
func (p *Printer) Wait(ctx context.Context, what func() bool) error {
	for {
		p.mu.Lock()
		changed := p.changed
		p.mu.Unlock()
		if what() {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// Link is the printer without a network.
func (p *Printer) Link() transport.Link { return link{p} }

type link struct{ p *Printer }

func (l link) Dial(ctx context.Context) (transport.Conn, error) {
	l.p.mu.Lock()
	off := l.p.off
	l.p.mu.Unlock()
	if off {
		return nil, transport.Explain("open", io.EOF)
	}
	near, far := net.Pipe()
	go l.p.Serve(far)
	return transport.NewConn(near), nil
}

func (link) Shared() bool    { return false }
func (link) Validate() error { return nil }
func (link) String() string  { return "simulated printer" }
