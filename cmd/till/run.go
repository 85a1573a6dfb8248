package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"

	"bonuskasse/cmd/internal/options"
	"bonuskasse/hardware/decode"
	"bonuskasse/pos"
	"bonuskasse/pos/paper"
	"bonuskasse/pos/till"
	"bonuskasse/pos/ui/theme"
	"bonuskasse/pos/ui/widget"
	"bonuskasse/store"
	tillsync "bonuskasse/sync"
	"bonuskasse/sync/link"
)

// appID names the till to the window system.
const appID = "dk.bonuskasse.till"

// firstFrameLimit is how long a first picture may take. Where there is no
// OpenGL the window library waits for ever and shows nothing.
const firstFrameLimit = 10 * time.Second

// run is main without the process.
func run(args []string, stdout, stderr io.Writer) int {
	began := time.Now()
	c, code, ok := parse(args, stdout, stderr)
	if !ok {
		return code
	}
	lang := options.Language(c.Language)
	if err := findDisplay(); err != nil {
		return fail(stderr, lang, nil, err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	var d *demo
	if c.Demo {
		var err error
		if d, err = newDemo(ctx, c.DemoDir); err != nil {
			return fail(stderr, lang, nil, err)
		}
		defer d.close()
		c.Shop = d.dir
		// A shop that is thrown away writes to a temporary folder; say which.
		fmt.Fprintln(stderr, "till: demo shop in", d.dir)
	}
	// The shop is opened beside the window: each takes about as long.
	opened := make(chan error, 1)
	var s *store.Store
	go func() {
		var err error
		s, err = store.Open(ctx, c.Shop, store.Options{Random: rand.Reader, Now: time.Now})
		opened <- err
	}()
	a, w := newWindow(c)
	if err := <-opened; pos.TroubleOf(err) == pos.NoShop {
		return firstStart(ctx, a, w, &program{config: c, log: slog.New(slog.DiscardHandler), began: began, stderr: stderr}, args)
	} else if err != nil {
		return fail(stderr, options.Language(c.Language, store.LanguageOf(ctx, c.Shop)), nil, err)
	}
	defer s.Close()
	log, closeLogs := openLogs(c.Shop, c.Verbose, stderr)
	defer closeLogs()
	p := &program{config: c, store: s, log: log, demo: d, began: began, stderr: stderr}
	p.agent = tillsync.NewAgent(link.Port{Store: s}, tillsync.Options{Log: log, Changed: p.lineChanged, Program: "till " + options.Version(version)})
	t, err := till.New(ctx, s, till.Options{Now: time.Now, Random: rand.Reader, Log: log, Papers: paper.Papers{}, PaymentCard: decode.PaymentCard,
		Lender: link.Lender{Agent: p.agent}})
	if err != nil {
		return fail(stderr, lang, log, err)
	}
	defer t.Close()
	if d != nil {
		if err := d.fill(ctx, s); err != nil {
			return fail(stderr, lang, log, err)
		}
	}
	p.till = t
	return show(ctx, cancel, a, w, p)
}

// program is what is running.
type program struct {
	config
	store  *store.Store
	till   *till.Till
	log    *slog.Logger
	demo   *demo
	began  time.Time
	stderr io.Writer
	agent  *tillsync.Agent
	line   func(tillsync.Status) // tells the window; nil until there is one
}

// lineChanged brings the state of the line to the window.
func (p *program) lineChanged(s tillsync.Status) {
	if p.line != nil {
		p.line(s)
	}
}

// newWindow makes the window, which nobody sees yet. The fonts are read meanwhile:
// the window system takes about as long to answer.
func newWindow(c config) (fyne.App, fyne.Window) {
	a := app.NewWithID(appID)
	read := make(chan struct{})
	go func() {
		defer close(read)
		for _, bold := range []bool{false, true} {
			widget.Measure("0", theme.Normal, bold)
		}
	}()
	w := a.NewWindow("Bonuskasse")
	<-read // from here on the fonts are the window's
	w.SetPadded(false)
	w.SetMaster()
	w.Resize(fyne.NewSize(1024, 768))
	if c.Fullscreen {
		w.SetFullScreen(true)
	}
	return a, w
}

// show opens the window and returns when it is closed.
func show(ctx context.Context, cancel context.CancelFunc, a fyne.App, w fyne.Window, p *program) int {
	wired, err := wire(ctx, p, a, w)
	if err != nil {
		return fail(p.stderr, "en", p.log, err)
	}
	if err := p.loop(a, w, wired.started, wired.stop); err != nil {
		return fail(p.stderr, "en", p.log, err)
	}
	cancel()
	wired.close()
	return exitDone
}

// loop shows the window and returns when it is closed.
func (p *program) loop(a fyne.App, w fyne.Window, shown, closing func()) error {
	watchdog := time.AfterFunc(firstFrameLimit, func() {
		err := errors.New("no picture within 10 s: is there OpenGL? (a software one is in the package libgl1-mesa-dri)")
		os.Exit(fail(p.stderr, "en", p.log, err))
	})
	a.Lifecycle().SetOnStarted(func() { go p.firstFrame(watchdog) })
	w.SetCloseIntercept(func() {
		closing()
		a.Quit()
	})
	if err := present(w); err != nil {
		watchdog.Stop()
		return err
	}
	shown()
	a.Run()
	return nil
}

// present shows the window. The window library panics where a display answers and
// lets nobody in.
func present(w fyne.Window) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%w: %v", errNoDisplay, p)
		}
	}()
	w.Show()
	return nil
}

// frameTime is a little more than the time between two pictures.
const frameTime = 20 * time.Millisecond

// firstFrame waits until the window has drawn and still answers.
func (p *program) firstFrame(watchdog *time.Timer) {
	for range 2 {
		time.Sleep(frameTime)
		fyne.DoAndWait(func() {})
	}
	watchdog.Stop()
	took := time.Since(p.began)
	p.log.Info("first frame", "ms", took.Milliseconds())
	if os.Getenv("BONUSKASSE_BENCH") != "" {
		fmt.Fprintf(p.stderr, "first frame %d ms\n", took.Milliseconds())
	}
}
