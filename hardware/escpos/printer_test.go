package escpos_test

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"

	"bonuskasse/hardware"
	"bonuskasse/hardware/escpos"
	"bonuskasse/hardware/fake"
	"bonuskasse/hardware/hardwaretest"
	"bonuskasse/hardware/transport"

	"github.com/creack/pty"
)

// rig puts a driver before a simulated printer.
func rig(t *testing.T, sim *fake.Printer, link transport.Link, columns int) *hardwaretest.PrinterRig {
	t.Helper()
	t.Cleanup(func() {
		if err := sim.Mistake(); err != nil {
			t.Errorf("the driver sent what no printer understands: %v", err)
		}
		sim.Close()
	})
	p, err := escpos.New(escpos.Options{
		Name: "test", Link: link, Settings: escpos.Settings{Columns: columns},
		Patience: 500 * time.Millisecond, DialTimeout: time.Second, JobTimeout: 8 * time.Second, Poll: -1,
	})
	if err != nil {
		t.Fatal(err)
	}
	papers := func() (texts []string) {
		for _, paper := range sim.Papers() {
			texts = append(texts, paper.Text())
		}
		return texts
	}
	set := func(field func(*fake.Condition) *bool) func(bool) {
		return func(on bool) { sim.Set(func(c *fake.Condition) { *field(c) = on }) }
	}
	return &hardwaretest.PrinterRig{
		Printer: p, Columns: columns, Papers: papers,
		Await: func(ctx context.Context, n int) error {
			return sim.Wait(ctx, func() bool { return len(sim.Papers()) >= n })
		},
		Wire: sim.Received, Kicks: func() int { return len(sim.Kicks()) },
		CanConfirm: true, HasDrawer: true,
		Off: func(off bool) {
			if err := sim.Off(off); err != nil {
				t.Fatal(err)
			}
		},
		PaperOut: set(func(c *fake.Condition) *bool { return &c.PaperOut }),
		PaperLow: set(func(c *fake.Condition) *bool { return &c.PaperLow }),
		Cover:    set(func(c *fake.Condition) *bool { return &c.CoverOpen }),
		Silent:   set(func(c *fake.Condition) *bool { return &c.Silent }),
		Mute:     set(func(c *fake.Condition) *bool { return &c.Mute }),
		Jam:      set(func(c *fake.Condition) *bool { return &c.Jammed }),
		Held:     set(func(c *fake.Condition) *bool { return &c.Held }),
		NoMarks:  set(func(c *fake.Condition) *bool { return &c.NoMarks }),
		CutAfter: func(n int) { sim.Set(func(c *fake.Condition) { c.CutAfter = n }) },
		RollEnds: func(n int) { sim.Set(func(c *fake.Condition) { c.RollEnds = n }) },
	}
}

func TestTCP(t *testing.T) {
	t.Parallel()
	hardwaretest.TestPrinter(t, func(t *testing.T) *hardwaretest.PrinterRig {
		sim := fake.NewPrinter(576, time.Now)
		if err := sim.Listen("127.0.0.1:0"); err != nil {
			t.Fatal(err)
		}
		return rig(t, sim, transport.TCP{Address: sim.Addr()}, 48)
	})
}

func TestInMemory(t *testing.T) {
	t.Parallel()
	hardwaretest.TestPrinter(t, func(t *testing.T) *hardwaretest.PrinterRig {
		sim := fake.NewPrinter(384, time.Now)
		return rig(t, sim, sim.Link(), 32)
	})
}

// plug is a pty whose near end a driver finds under a path that stays, as
// /dev/serial/by-id does.
type plug struct {
	t    *testing.T
	path string
	sim  *fake.Printer

	mu   sync.Mutex
	ends []*os.File
}

func newPlug(t *testing.T, sim *fake.Printer) *plug {
	p := &plug{t: t, sim: sim, path: filepath.Join(t.TempDir(), "printer")}
	t.Cleanup(p.out)
	p.in()
	return p
}

func (p *plug) in() {
	p.mu.Lock()
	defer p.mu.Unlock()
	far, near, err := pty.Open()
	if err != nil {
		p.t.Fatal(err)
	}
	// near stays open here, or the far end ends when the driver lets go.
	p.ends = []*os.File{near, far}
	if err := os.Symlink(near.Name(), p.path); err != nil {
		p.t.Fatal(err)
	}
	go p.sim.Serve(far)
}

func (p *plug) out() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, end := range p.ends {
		end.Close()
	}
	p.ends = nil
	os.Remove(p.path)
}

// plugged is a rig on a pty: switching off pulls the plug, and a cut pulls it
// in the middle of a job.
func plugged(t *testing.T, link func(path string) transport.Link) *hardwaretest.PrinterRig {
	sim := fake.NewPrinter(576, time.Now)
	p := newPlug(t, sim)
	r := rig(t, sim, link(p.path), 48)
	r.Off = func(off bool) {
		if off {
			p.out()
			sim.Off(true)
		} else {
			sim.Off(false)
			p.in()
		}
	}
	cut := r.CutAfter
	r.CutAfter = func(n int) {
		p.out()
		p.in()
		cut(n)
	}
	return r
}

func TestSerialOnPty(t *testing.T) {
	t.Parallel()
	hardwaretest.TestPrinter(t, func(t *testing.T) *hardwaretest.PrinterRig {
		return plugged(t, func(path string) transport.Link { return transport.Serial{Port: path, Speed: 115200} })
	})
}

func TestDeviceFileOnPty(t *testing.T) {
	t.Parallel()
	hardwaretest.TestPrinter(t, func(t *testing.T) *hardwaretest.PrinterRig {
		return plugged(t, func(path string) transport.Link { return transport.File{Path: path} })
	})
}

// oneWay is the far end of a FIFO: what it answers goes nowhere.
type oneWay struct{ *os.File }

func (o oneWay) Write(b []byte) (int, error) { return len(b), nil }

// TestDeviceFileOnFIFO is a printer that cannot answer: it prints, and nothing
// is ever confirmed.
func TestDeviceFileOnFIFO(t *testing.T) {
	t.Parallel()
	hardwaretest.TestPrinter(t, func(t *testing.T) *hardwaretest.PrinterRig {
		path := filepath.Join(t.TempDir(), "lp0")
		if err := syscall.Mkfifo(path, 0o600); err != nil {
			t.Fatal(err)
		}
		sim := fake.NewPrinter(576, time.Now)
		serve := func() {
			f, err := os.OpenFile(path, os.O_RDWR|syscall.O_NONBLOCK, 0) // as a writer too: it never ends by itself
			if err != nil {
				t.Fatal(err)
			}
			go sim.Serve(oneWay{f})
		}
		serve()
		r := rig(t, sim, transport.File{Path: path}, 48)
		r.CanConfirm = false
		r.Off = func(off bool) {
			sim.Off(off)
			if !off {
				serve()
			}
		}
		// A FIFO keeps what its reader left, and cannot say any of the others.
		r.CutAfter, r.PaperOut, r.PaperLow, r.Cover, r.Silent, r.Held, r.NoMarks, r.RollEnds = nil, nil, nil, nil, nil, nil, nil, nil
		return r
	})
}

// TestPollSeesTheRollEnd: nobody prints, and the strip tells all the same.
func TestPollSeesTheRollEnd(t *testing.T) {
	sim := fake.NewPrinter(576, time.Now)
	if err := sim.Listen("127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	defer sim.Close()
	states := make(chan hardware.State, 16)
	p, err := escpos.New(escpos.Options{
		Name: "poll", Link: transport.TCP{Address: sim.Addr()}, Poll: 10 * time.Millisecond,
		Notify: func(s hardware.State) { states <- s },
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Open(t.Context()); err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	want := func(status hardware.Status, reason hardware.Reason) {
		t.Helper()
		for {
			select {
			case s := <-states:
				if s.Status == status && s.Reason == reason {
					return
				}
			case <-time.After(5 * time.Second):
				t.Fatalf("never %s %s", status, reason)
			}
		}
	}
	want(hardware.Ready, hardware.NoReason)
	sim.Set(func(c *fake.Condition) { c.PaperLow = true })
	want(hardware.Attention, hardware.PaperLow)
	sim.Set(func(c *fake.Condition) { c.PaperOut = true })
	want(hardware.Attention, hardware.PaperOut)
	sim.Off(true)
	want(hardware.Absent, hardware.Offline)
	sim.Set(func(c *fake.Condition) { *c = fake.Condition{} })
	if err := sim.Off(false); err != nil {
		t.Fatal(err)
	}
	want(hardware.Ready, hardware.NoReason)
}

// TestSlowPrinterIsConfirmed: a long paper at 9600 baud takes seconds, and the
// printer says so when it is done, not before.
func TestSlowPrinterIsConfirmed(t *testing.T) {
	sim := fake.NewPrinter(576, time.Now)
	r := rig(t, sim, sim.Link(), 48)
	sim.Set(func(c *fake.Condition) { c.Slow = 60 * time.Millisecond })
	if err := r.Printer.Open(t.Context()); err != nil {
		t.Fatal(err)
	}
	defer r.Printer.Close()
	result, err := r.Printer.Print(t.Context(), "slow", hardwaretest.Receipt())
	if result != hardware.Confirmed || len(sim.Papers()) != 1 {
		t.Errorf("%s, %v, %d papers", result, err, len(sim.Papers()))
	}
}

// TestCutAtEveryByte: wherever the line breaks, no paper is confirmed that did
// not come out.
func TestCutAtEveryByte(t *testing.T) {
	d := hardware.Document{Body: []hardware.Block{hardware.TextLine("Ærø"), hardware.QR("x"), hardware.Cut()}}
	b, err := escpos.Encode(d, escpos.Settings{Columns: 32})
	if err != nil {
		t.Fatal(err)
	}
	for at := 1; at <= len(b)+4; at++ {
		sim := fake.NewPrinter(384, time.Now)
		sim.Set(func(c *fake.Condition) { c.CutAfter = at })
		p, err := escpos.New(escpos.Options{Link: oneByte{sim.Link()}, Settings: escpos.Settings{Columns: 32}, Poll: -1, Patience: time.Second})
		if err != nil {
			t.Fatal(err)
		}
		p.Open(t.Context())
		result, _ := p.Print(t.Context(), "job", d)
		if result == hardware.Confirmed && len(sim.Papers()) != 1 {
			t.Errorf("cut after %d bytes: confirmed, and %d papers", at, len(sim.Papers()))
		}
		p.Close()
		sim.Close()
	}
}

// oneByte sends every byte by itself.
type oneByte struct{ transport.Link }

func (l oneByte) Dial(ctx context.Context) (transport.Conn, error) {
	c, err := l.Link.Dial(ctx)
	return oneByteConn{c}, err
}

type oneByteConn struct{ transport.Conn }

func (c oneByteConn) Write(ctx context.Context, b []byte) (int, error) {
	for i := range b {
		if n, err := c.Conn.Write(ctx, b[i:i+1]); err != nil {
			return i + n, err
		}
	}
	return len(b), nil
}

// TestTimeEndsInAQuestion: the caller's time may end while the printer is being
// asked how it is, and the outcome is the same as between two questions.
func TestTimeEndsInAQuestion(t *testing.T) {
	sim := fake.NewPrinter(384, time.Now)
	defer sim.Close()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var held, armed bool
	link := overheard{sim.Link(), func(b []byte) {
		if paper := len(b) > 8; paper {
			armed = held
		} else if armed && len(b) == 3 { // DLE EOT, after the paper
			cancel()
		}
	}}
	p, err := escpos.New(escpos.Options{Link: link, Settings: escpos.Settings{Columns: 32}, Poll: -1, Patience: time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	p.Open(t.Context())
	defer p.Close()
	if result, err := p.Print(ctx, "before", hardwaretest.Receipt()); result != hardware.Confirmed {
		t.Fatal(result, err)
	}
	sim.Set(func(c *fake.Condition) { c.Held = true })
	held = true
	result, err := p.Print(ctx, "job", hardwaretest.Receipt())
	var why *hardware.Error
	if result != hardware.SentUnconfirmed || !errors.As(err, &why) || why.Reason != hardware.NeverConfirmed {
		t.Errorf("%s, %v; want sent_unconfirmed, never_confirmed", result, err)
	}
	if !armed {
		t.Error("no paper was sent")
	}
}

// overheard tells what is written, before it is.
type overheard struct {
	transport.Link
	hear func([]byte)
}

func (l overheard) Dial(ctx context.Context) (transport.Conn, error) {
	c, err := l.Link.Dial(ctx)
	return overheardConn{c, l.hear}, err
}

type overheardConn struct {
	transport.Conn
	hear func([]byte)
}

func (c overheardConn) Write(ctx context.Context, b []byte) (int, error) {
	c.hear(b)
	return c.Conn.Write(ctx, b)
}

// babble answers every question with everything but an answer.
type babble struct{}

func (babble) Dial(context.Context) (transport.Conn, error) { return babble{}, nil }
func (babble) Shared() bool                                 { return false }
func (babble) Validate() error                              { return nil }
func (babble) String() string                               { return "babble" }
func (babble) Close() error                                 { return nil }
func (babble) Write(_ context.Context, b []byte) (int, error) {
	return len(b), nil
}
func (babble) Read(ctx context.Context, b []byte) (int, error) {
	if ctx.Err() != nil {
		return 0, ctx.Err()
	}
	b[0] = 0xff
	return 1, nil
}

func TestBabbleIsNoAnswer(t *testing.T) {
	p, err := escpos.New(escpos.Options{Link: babble{}, Poll: -1})
	if err != nil {
		t.Fatal(err)
	}
	p.Open(t.Context())
	defer p.Close()
	result, err := p.Print(t.Context(), "job", hardwaretest.Receipt())
	if result != hardware.SentUnconfirmed || err == nil {
		t.Errorf("%s, %v", result, err)
	}
}

func TestOptionsRefuse(t *testing.T) {
	for name, o := range map[string]escpos.Options{
		"no link":     {},
		"no port":     {Link: transport.Serial{}},
		"bad speed":   {Link: transport.Serial{Port: "/dev/ttyS0", Speed: 9601}},
		"bad parity":  {Link: transport.Serial{Port: "/dev/ttyS0", Parity: "mark?"}},
		"bad flow":    {Link: transport.Serial{Port: "/dev/ttyS0", Flow: "tide"}},
		"no address":  {Link: transport.TCP{}},
		"bad port":    {Link: transport.TCP{Address: "printer:99999"}},
		"no file":     {Link: transport.File{}},
		"bad columns": {Link: transport.TCP{Address: "printer"}, Settings: escpos.Settings{Columns: 3}},
	} {
		_, err := escpos.New(o)
		var e *hardware.Error
		if !errors.As(err, &e) || e.Reason != hardware.BadSettings {
			t.Errorf("%s: %v", name, err)
		}
	}
}

var _ io.ReadWriteCloser = oneWay{}
