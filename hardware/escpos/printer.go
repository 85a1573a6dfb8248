package escpos

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"bonuskasse/hardware"
	"bonuskasse/hardware/transport"
)

// Options is what a Printer is made of. Name, Link and Settings are the
// shop's; the times have defaults, and tests make them short.
type Options struct {
	Name     string
	Link     transport.Link
	Settings Settings

	DialTimeout time.Duration // to find it switched off; 0 is 1.5 s
	Patience    time.Duration // for one answer; 0 is 800 ms
	JobTimeout  time.Duration // for one paper, beyond what its length needs; 0 is 20 s
	Poll        time.Duration // between looks at an idle printer; 0 is 10 s, negative never

	// Notify is told each new State, one at a time; it must not call the
	// Printer. nil tells nobody.
	Notify func(hardware.State)
}

// Printer drives one receipt printer. It finds out what became of a paper in
// three steps: status before (DLE EOT 1-4), the paper with a question behind
// it that the printer answers when it gets there (GS r), status after. Where
// a printer does not know GS r, the status after alone confirms; where it does
// not answer at all, nothing is ever Confirmed.
type Printer struct {
	o Options

	turn chan struct{} // holds the right to the connection and what is below
	conn transport.Conn
	jobs hardware.Jobs
	mark answers

	mu    sync.Mutex
	state hardware.State
	stop  context.CancelFunc // nil while closed
	life  context.Context
	done  chan struct{}
}

// answers is whether this printer answers GS r.
type answers int

const (
	unasked answers = iota
	never
	always
)

var _ hardware.Printer = (*Printer)(nil)

// errClosed is the cause of work for a printer that is not open.
var errClosed = errors.New("the printer is not open")

// New makes a driver; nothing is touched before Open. The error is a
// *hardware.Error with BadSettings.
func New(o Options) (*Printer, error) {
	bad := func(err error) error {
		return &hardware.Error{Op: "settings", Reason: hardware.BadSettings, Cause: err}
	}
	if o.Link == nil {
		return nil, bad(errors.New("no link to the printer"))
	}
	if err := o.Link.Validate(); err != nil {
		return nil, bad(err)
	}
	if err := o.Settings.Validate(); err != nil {
		return nil, bad(err)
	}
	def := func(d *time.Duration, v time.Duration) {
		if *d == 0 {
			*d = v
		}
	}
	def(&o.DialTimeout, 1500*time.Millisecond)
	def(&o.Patience, 800*time.Millisecond)
	def(&o.JobTimeout, 20*time.Second)
	def(&o.Poll, 10*time.Second)
	p := &Printer{o: o, turn: make(chan struct{}, 1), state: hardware.State{Status: hardware.Closed}}
	p.turn <- struct{}{}
	return p, nil
}

// Name is the printer's name in Settings.
func (p *Printer) Name() string { return p.o.Name }

// Settings is what the printer was made with.
func (p *Printer) Settings() Settings { return p.o.Settings }

// Open starts looking after the printer and returns at once.
func (p *Printer) Open(ctx context.Context) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.stop != nil {
		return nil
	}
	// Open's ctx bounds Open only; the driver lives until Close.
	p.life, p.stop = context.WithCancel(context.WithoutCancel(ctx))
	p.done = make(chan struct{})
	p.set(hardware.State{Status: hardware.Opening})
	go p.watch(p.life, p.done)
	return nil
}

// watch looks at the printer now and then, so that the strip on the screen
// tells of an empty roll before a customer waits for a paper.
func (p *Printer) watch(life context.Context, done chan struct{}) {
	defer close(done)
	wait := time.Duration(0)
	for {
		timer := time.NewTimer(wait)
		select {
		case <-life.Done():
			timer.Stop()
			return
		case <-timer.C:
		}
		p.Check(life)
		if p.o.Poll < 0 {
			return
		}
		wait = p.o.Poll
	}
}

// State is the last known condition.
func (p *Printer) State() hardware.State {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.state
}

func (p *Printer) setState(s hardware.State) hardware.State {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.stop == nil {
		return p.state // closed in the meantime: stays so
	}
	p.set(s)
	return s
}

// set runs under mu.
func (p *Printer) set(s hardware.State) {
	if s != p.state {
		p.state = s
		if p.o.Notify != nil {
			p.o.Notify(s)
		}
	}
}

// begin takes the turn, bounded by ctx and by Close. end gives it back.
func (p *Printer) begin(ctx context.Context) (context.Context, func(), error) {
	p.mu.Lock()
	life, open := p.life, p.stop != nil
	p.mu.Unlock()
	if !open {
		return nil, nil, &hardware.Error{Op: "print", Reason: hardware.Offline, Cause: errClosed}
	}
	both, cancel := context.WithCancel(ctx)
	unhook := context.AfterFunc(life, cancel)
	select {
	case <-p.turn:
		if both.Err() == nil {
			return both, func() { unhook(); cancel(); p.turn <- struct{}{} }, nil
		}
		p.turn <- struct{}{}
	case <-both.Done():
	}
	unhook()
	cancel()
	if life.Err() != nil {
		return nil, nil, &hardware.Error{Op: "print", Reason: hardware.Offline, Cause: errClosed}
	}
	return nil, nil, &hardware.Error{Op: "print", Reason: hardware.Timeout, Cause: ctx.Err()}
}

// connect gives the connection that is open, or dials.
func (p *Printer) connect(ctx context.Context) error {
	if p.conn != nil {
		drain(p.conn)
		return nil
	}
	within, cancel := context.WithTimeout(ctx, p.o.DialTimeout)
	defer cancel()
	conn, err := p.o.Link.Dial(within)
	if err != nil {
		return err
	}
	p.conn = conn
	return nil
}

// release keeps the connection for the next job, unless others may want the
// printer or it broke.
func (p *Printer) release(broken bool) {
	if p.conn != nil && (broken || p.o.Link.Shared()) {
		p.conn.Close()
		p.conn = nil
	}
}

// ready connects and asks. A kept connection that turns out dead is dialled
// anew once: the printer was off and is back.
func (p *Printer) ready(ctx context.Context) (Status, error) {
	for again := p.conn != nil; ; again = false {
		err := p.connect(ctx)
		if err == nil {
			var s Status
			if s, err = ask(ctx, p.conn, p.o.Patience); err == nil {
				p.setState(s.State())
				return s, nil
			}
			p.release(true)
		}
		if !again || ctx.Err() != nil {
			p.setState(unreachable(err))
			return Status{}, err
		}
	}
}

// unreachable is the state behind an error of the connection.
func unreachable(err error) hardware.State {
	var known *hardware.Error
	if !errors.As(transport.Explain("print", err), &known) {
		return hardware.State{Status: hardware.Absent, Reason: hardware.Offline, Detail: err.Error()}
	}
	status := hardware.Absent
	if known.Reason == hardware.NoPermission || known.Reason == hardware.BadSettings {
		status = hardware.Failed
	}
	return hardware.State{Status: status, Reason: known.Reason, Detail: err.Error()}
}

// Check asks the printer how it is.
func (p *Printer) Check(ctx context.Context) hardware.State {
	ctx, end, err := p.begin(ctx)
	if err != nil {
		return p.State()
	}
	defer end()
	if _, err := p.ready(ctx); err != nil {
		return p.State()
	}
	p.release(false)
	return p.State()
}

// Kick opens the drawer.
func (p *Printer) Kick(ctx context.Context, why hardware.KickReason) error {
	if !why.Known() {
		return &hardware.Error{Op: "kick", Reason: hardware.BadSettings, Cause: fmt.Errorf("reason %q is no known reason", why)}
	}
	ctx, end, err := p.begin(ctx)
	if err != nil {
		return err
	}
	defer end()
	before, err := p.ready(ctx)
	if err != nil {
		return transport.Explain("kick", err)
	}
	// Without paper the printer waits with all that is in its turn, and the
	// cashier must get at the change all the same.
	within, cancel := context.WithTimeout(ctx, p.o.Patience)
	defer cancel()
	if _, err := p.conn.Write(within, KickBytes(p.o.Settings, before.Blocked() != hardware.NoReason)); err != nil {
		p.release(true)
		return transport.Explain("kick", err)
	}
	after, err := ask(ctx, p.conn, p.o.Patience)
	p.release(err != nil)
	switch {
	case err != nil:
		return transport.Explain("kick", err)
	case !after.Known:
		return &hardware.Error{Op: "kick", Reason: hardware.NeverConfirmed, Cause: errSilent}
	}
	return nil
}

// Close ends the watching and lets the printer go. A paper under way is cut
// short and answered as SentUnconfirmed.
func (p *Printer) Close() error {
	p.mu.Lock()
	if p.stop == nil {
		p.mu.Unlock()
		return nil
	}
	p.stop()
	p.stop = nil
	p.set(hardware.State{Status: hardware.Closed})
	done := p.done
	p.mu.Unlock()
	<-done
	<-p.turn // whoever has it notices that life is over
	p.release(true)
	p.mark = unasked
	p.turn <- struct{}{}
	return nil
}
