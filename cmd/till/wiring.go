package main

import (
	"context"
	"os"
	"time"

	"fyne.io/fyne/v2"

	"bonuskasse/cmd/internal/options"
	"bonuskasse/hardware"
	"bonuskasse/hardware/wedge"
	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/screen/settings"
	"bonuskasse/pos/till"
	"bonuskasse/pos/ui"
	"bonuskasse/pos/ui/widget"
	tillsync "bonuskasse/sync"
	"bonuskasse/sync/link"
)

// scanCodes are how this window system numbers its keys.
const scanCodes = wedge.X11

// wired is the window with everything behind it.
type wired struct {
	*program
	ctx     context.Context
	shell   *screen.Shell
	front   *ui.Front
	devices *devices
	spooler *till.Spooler
	trace   bool
	panel   *panel
	rest    rest
}

// wire makes the presenters, the front and the devices, and joins them.
func wire(ctx context.Context, p *program, a fyne.App, w fyne.Window) (*wired, error) {
	shop, err := p.till.Shop(ctx)
	if err != nil {
		return nil, err
	}
	settings, err := p.till.Settings(ctx)
	if err != nil {
		return nil, err
	}
	x := &wired{program: p, ctx: ctx, trace: os.Getenv("BONUSKASSE_TRACE") != ""}
	x.shell = screen.NewShell(screen.Options{
		Now:      time.Now,
		Language: first(p.Language, settings[till.LanguageSetting], shop.Language, "da"),
		Theme:    first(p.Theme, settings[till.ThemeSetting], "light"),
		Currency: shop.Currency, Zone: p.till.Zone(),
		After: func(d time.Duration, f func()) { time.AfterFunc(d, func() { x.rest.post(f) }) },
		Run: func(work func(context.Context) func()) {
			go func() {
				f := work(ctx)
				x.rest.post(f)
			}()
		},
		Spare: func(e screen.Event) bool {
			if k, ok := e.(screen.Key); ok && k.Name == panelKey && x.panel != nil {
				x.panel.toggle()
				return true
			}
			return false
		},
		Log: func(what, cause string) { x.log.Warn(what, "cause", cause) },
		Draw: func() {
			if x.front != nil {
				x.front.Draw()
			}
		},
	})
	x.makeDevices(ctx)
	x.addScreens()
	x.front = ui.NewFront(ctx, w.Canvas(), x.shell, widget.Options{Post: x.rest.post, Burst: x.devices.burst})
	x.addViews()
	x.secondWindow(a, shop)
	x.shell.Handle(ctx, screen.Status{News: func(s *screen.Strip) {
		s.TillNo, s.Shop, s.Training = shop.TillNo, shop.Name, shop.Training
		s.Line = screen.Line{Alone: !shop.Enrolled}
	}})
	p.line = x.lineIs
	return x, x.begin(ctx)
}

// lineIs shows how the line to the head office is.
func (x *wired) lineIs(now tillsync.Status) {
	x.tell(func(s *screen.Strip) {
		s.Unsent = now.Unsent
		s.Line = screen.Line{Alone: now.Line == tillsync.Alone, Online: now.Line == tillsync.Online, Since: pos.At(now.Since), Clock: screen.ClockOff(now.Off)}
	})
}

// Line is part of screen.OfficeLine.
func (x *wired) Line() screen.LineNow {
	now := x.agent.Status()
	l := screen.LineNow{State: string(now.Line), Since: pos.At(now.Since), Unsent: now.Unsent, Off: now.Off.Round(time.Minute)}
	if !now.Heard.IsZero() {
		l.Heard = pos.At(now.Heard)
	}
	if way, err := (link.Port{Store: x.store}).Link(x.ctx); err == nil {
		l.Chain = way.ChainName
	}
	return l
}

// Enrol is part of settings.OfficeJoin.
func (x *wired) Enrol(ctx context.Context, address, fingerprint, code string) (settings.Joined, error) {
	e, err := link.Enrol(ctx, x.store, address, fingerprint, code, "till "+options.Version(version))
	if err = officeFault(err); err == nil {
		x.agent.Wake()
	}
	return settings.Joined{Till: e.Link.TillName, Chain: e.Link.ChainName}, err
}

// Check is part of settings.OfficeJoin.
func (x *wired) Check(ctx context.Context, address, fingerprint, code string) (till.Joining, error) {
	j, err := link.Check(ctx, x.store, address, fingerprint, code, "till "+options.Version(version))
	return j, officeFault(err)
}

// officeFault is an error of the head office as a screen tells it.
func officeFault(err error) error {
	if err = link.Refusal(err); err != nil && pos.CodeOf(err) == "" && pos.TroubleOf(err) == "" {
		err = &settings.LineFault{State: string(tillsync.LineOf(err)), Cause: err}
	}
	return err
}

func first(words ...string) string {
	for _, w := range words {
		if w != "" {
			return w
		}
	}
	return ""
}

func (x *wired) makeDevices(ctx context.Context) {
	d := &devices{
		ctx: ctx, log: x.log, post: x.rest.post, scans: make(chan hardware.Scan, hardware.ScanQueue),
		changed: func() { x.news() }, wake: func() {}, printer: noPrinter{}, fresh: true,
	}
	d.burst = &burst{scanned: x.scan, woken: make(chan struct{}, 1)}
	d.burst.amid = func() { x.rest.amid(d.burst) }
	if x.demo != nil {
		d.link, d.simulated = x.demo.printer.Link(), x.demo.readers
	}
	x.devices = d
	x.spooler = till.NewSpooler(x.till, spooled{d}, func(state till.SpoolState) {
		x.tell(func(s *screen.Strip) {
			s.Printer, s.Waiting, s.Unconfirmed = state.Device, state.Waiting, state.Unconfirmed
		})
	})
	d.wake = x.spooler.Wake
}

// begin shows the lock where people have PINs, and else the sale, open.
func (x *wired) begin(ctx context.Context) error {
	people, err := x.till.People(ctx)
	if err != nil {
		return err
	}
	locks := false
	for _, p := range people {
		locks = locks || p.Active && p.PINHash != ""
	}
	x.shell.SetLocks(locks)
	settings, err := x.till.Settings(ctx)
	if err != nil {
		return err
	}
	x.shell.SetIdleLock(till.IdleLock(settings))
	switch {
	case x.demo != nil:
		for _, p := range people {
			if p.Name == demoCashier {
				x.shell.SignIn(ctx, p)
			}
		}
		x.shell.Start(ctx, screen.SalePlace)
	case locks:
		x.shell.Start(ctx, screen.LockPlace)
	default:
		x.shell.SignIn(ctx, pos.System)
		x.shell.Start(ctx, screen.SalePlace)
	}
	return nil
}

// started runs what goes on beside the window.
func (x *wired) started() {
	set, err := x.till.Devices(x.ctx)
	if err != nil {
		x.log.Error("devices not read", "cause", err)
		set = till.FirstDevices()
	}
	go x.devices.Apply(set)
	go x.spooler.Run(x.ctx)
	go x.readScans()
	go x.ticks()
	go x.backUps()
	go x.agent.Run(x.ctx)
	go x.rest.beats(x.ctx, x.devices.burst)
}

// readScans brings what the other readers read to the one way of scans.
func (x *wired) readScans() {
	for {
		select {
		case <-x.ctx.Done():
			return
		case s := <-x.devices.scans:
			x.rest.post(func() { x.scan(s) })
		}
	}
}

// scan is the one way of scans, on the window's goroutine.
func (x *wired) scan(s hardware.Scan) {
	x.shell.Handle(x.ctx, screen.Scanned{Scan: s})
	if x.trace {
		x.log.Info("scan shown", "us", time.Since(s.At).Microseconds())
	}
}

// lookEvery is how often the store is looked at though this program has changed
// nothing: another may have.
const lookEvery = 5 * time.Second

func (x *wired) ticks() {
	second, minute := time.NewTicker(time.Second), time.NewTicker(time.Minute)
	defer second.Stop()
	defer minute.Stop()
	counted, looked := int64(-1), time.Time{}
	for {
		select {
		case <-x.ctx.Done():
			return
		case at := <-second.C:
			if n := x.store.Commits(); n != counted || at.Sub(looked) >= lookEvery {
				counted, looked = n, at
				x.count()
			}
			x.rest.post(func() { x.shell.Handle(x.ctx, screen.Tick{At: at}) })
		case at := <-minute.C:
			if _, err := x.till.Tick(x.ctx, at); err != nil {
				x.log.Error("due points not awarded", "cause", err)
			}
		}
	}
}

// count asks how many events the head office has not got.
func (x *wired) count() {
	shop, err := x.till.Shop(x.ctx)
	if err != nil {
		return
	}
	people, err := x.till.People(x.ctx)
	locks := false
	for _, p := range people {
		locks = locks || p.Active && p.PINHash != ""
	}
	settings, setErr := x.till.Settings(x.ctx)
	x.rest.post(func() {
		if err == nil {
			x.shell.SetLocks(locks)
		}
		if setErr == nil { // a script may have changed it
			x.shell.SetIdleLock(till.IdleLock(settings))
		}
	})
	told, toldErr := x.till.ToSettle(x.ctx)
	if toldErr != nil {
		x.log.Error("things to settle not read", "cause", toldErr)
	}
	waits, waitsErr := x.till.ToApprove(x.ctx)
	if waitsErr != nil {
		x.log.Error("what waits to be approved not read", "cause", waitsErr)
	}
	x.tell(func(s *screen.Strip) {
		s.ToApprove = waits
		s.Unsent, s.Shop, s.Line.Alone, s.ToSettle = shop.Unsent, shop.Name, !shop.Enrolled, int64(len(told.List))
		s.Till = told.TillName
	})
	x.rest.post(func() {
		if x.shell.State().Place == screen.OfficePlace {
			x.shell.Handle(x.ctx, screen.OfficeNews{})
		}
	})
	if shop.Enrolled && shop.Unsent > 0 {
		x.agent.Wake()
	}
}

// news brings the devices' states to the strip.
func (x *wired) news() {
	readers, printer := x.devices.Readers(), x.devices.Printer()
	x.tell(func(s *screen.Strip) { s.Readers, s.Printer = readers, printer })
}

func (x *wired) tell(change func(*screen.Strip)) {
	x.rest.post(func() { x.shell.Handle(x.ctx, screen.Status{News: change}) })
}

func (x *wired) stop() { x.log.Info("window closed") }

func (x *wired) close() {
	x.devices.close()
	if x.demo != nil {
		x.demo.stop()
	}
}
