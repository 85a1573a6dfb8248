package settings

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/till"
)

// deviceRows are the receipt printer, the drawer, the readers and the shop's
// numbers, each with the state it is in; or one reader.
func (s *Screen) deviceRows() []Row {
	if at, ok := strings.CutPrefix(s.open, "reader:"); ok {
		if i, err := strconv.Atoi(at); err == nil && i < len(s.facts.devices.Readers) {
			return s.readerDetail(i)
		}
		s.open = ""
	}
	if s.open == "numbers" {
		return s.numberRows()
	}
	rows := append([]Row{{Heading: true, Name: screen.Say("device.printer")}}, s.printerRows()...)
	rows = append(rows, Row{Heading: true, Name: screen.Say("settings.readers")})
	for i, r := range s.facts.devices.Readers {
		row := Row{ID: "reader:" + strconv.Itoa(i), Name: screen.Name(r.Name), Opens: true}
		row.Value, row.Mood = stateWords(s.readerState(r.Name))
		row.Explain = stateWhy(s.readerState(r.Name), screen.Say("settings.reader.explain"))
		row.act = s.openRow(row.ID)
		rows = append(rows, row)
	}
	rows = append(rows, s.newReaderRow())
	numbers := Row{ID: "numbers", Name: screen.Say("settings.numbers"), Explain: screen.Say("settings.numbers.explain"), Opens: true,
		Value: screen.Say("settings.numbers.value", strconv.FormatInt(s.facts.devices.Numbers.ClubMin, 10), strconv.FormatInt(s.facts.devices.Numbers.ClubMax, 10))}
	numbers.act = s.openRow("numbers")
	return append(rows, numbers)
}

// stateWords is a device's condition for a person.
func stateWords(st hardware.State) (screen.Sentence, screen.Mood) {
	mood := map[hardware.Status]screen.Mood{hardware.Ready: screen.Go, hardware.Attention: screen.Look, hardware.Failed: screen.Stop, hardware.Absent: screen.Look}[st.Status]
	return screen.Say("status." + st.Status.String()), mood
}

// stateWhy is why a device is as it is, and what to do; or else otherwise.
func stateWhy(st hardware.State, otherwise screen.Sentence) screen.Sentence {
	if st.Reason != hardware.NoReason {
		return screen.Say("reason." + st.Reason.String())
	}
	return otherwise
}

func (s *Screen) readerState(name string) hardware.State {
	for _, r := range s.devices.Readers() {
		if r.Name == name {
			return r.State
		}
	}
	return hardware.State{Status: hardware.Absent}
}

// setDevices keeps a changed set-up and makes the drivers anew.
func (s *Screen) setDevices(ctx context.Context, do *screen.Turn, change func(*till.Devices)) error {
	d := s.facts.devices
	d.Readers = slices.Clone(d.Readers)
	change(&d)
	if err := s.till.SetDevices(ctx, d, do.Who()); err != nil {
		return err
	}
	s.devices.Apply(d)
	s.saved(ctx, nil, do)
	return nil
}

func (s *Screen) printerRows() []Row {
	p := s.facts.devices.Printer
	kind := p.Kind
	if kind == "" {
		kind = till.NoPrinter
	}
	var kinds []screen.Row
	for _, k := range till.PrinterKinds() {
		kinds = append(kinds, screen.Row{Head: screen.Say("settings.printer." + string(k)), Sub: screen.Say("settings.printer." + string(k) + ".explain")})
	}
	// A demo prints though nothing is chosen.
	at := s.devices.Printer()
	simulated := kind == till.NoPrinter && at.Reason != hardware.NotConfigured && (at.Status != hardware.Absent || at.Reason != hardware.NoReason)
	shown := "settings.printer." + string(kind)
	if simulated {
		shown = "settings.printer.simulated"
	}
	name := screen.Say("settings.printer.kind")
	rows := []Row{{ID: "printer.kind", Name: name, Value: screen.Say(shown), Explain: screen.Say(shown + ".explain"),
		act: s.askOne(name, screen.Sentence{}, kinds, slices.Index(till.PrinterKinds(), kind), func(ctx context.Context, at int, do *screen.Turn) error {
			to := till.PrinterKinds()[at]
			if to == till.NoPrinter {
				return s.setDevices(ctx, do, func(d *till.Devices) { d.Printer.Kind = to })
			}
			s.askAddress(to)(ctx, do)
			return nil
		})}}
	switch {
	case simulated:
		return append(rows, s.testRow())
	case kind == till.NoPrinter:
		return rows
	}
	rows = append(rows, Row{ID: "printer.address", Name: screen.Say("settings.printer.address." + string(kind)), Value: screen.Name(p.Address),
		Explain: screen.Say("settings.printer." + string(kind) + ".explain"), act: s.askAddress(kind)})
	if kind == till.PrinterSerial {
		rows = append(rows, s.speedRow("printer.speed", p.Speed, func(d *till.Devices, n int) { d.Printer.Speed = n }))
	}
	rows = append(rows, s.widthRow(p), s.codePageRow(p), s.drawerRow(p))
	rows = append(rows, s.testRow())
	if p.Drawer {
		rows = append(rows, Row{ID: "drawer.test", Name: screen.Say("settings.drawer.test"), Explain: screen.Say("settings.drawer.test.explain"), Do: true,
			act: func(ctx context.Context, do *screen.Turn) { s.testDrawer(ctx, do) }})
	}
	return rows
}

// testRow says how the printer is, and prints a test.
func (s *Screen) testRow() Row {
	state, mood := stateWords(s.devices.Printer())
	return Row{ID: "printer.test", Name: screen.Say("settings.printer.test"), Value: state, Mood: mood,
		Explain: stateWhy(s.devices.Printer(), screen.Say("settings.printer.test.explain")), Do: true, Opens: true,
		act: func(_ context.Context, do *screen.Turn) { s.testPrint(do) }}
}

// askAddress asks where the printer is. Of serial ports there is a list.
func (s *Screen) askAddress(kind till.PrinterKind) func(context.Context, *screen.Turn) {
	p := s.facts.devices.Printer
	title, explain := screen.Say("settings.printer.address."+string(kind)), screen.Say("settings.printer."+string(kind)+".explain")
	now := p.Address
	if p.Kind != kind {
		now = map[till.PrinterKind]string{till.PrinterTCP: "192.168.1.50:9100", till.PrinterFile: "/dev/usb/lp0"}[kind]
	}
	save := func(ctx context.Context, text string, do *screen.Turn) error {
		return s.setDevices(ctx, do, func(d *till.Devices) { d.Printer.Kind, d.Printer.Address = kind, strings.TrimSpace(text) })
	}
	if kind == till.PrinterSerial {
		return s.askPort(title, explain, now, save)
	}
	return s.askText(title, explain, now, screen.AnyText, save)
}

// askPort offers the ports there are, and to type another.
func (s *Screen) askPort(title, explain screen.Sentence, now string, save func(context.Context, string, *screen.Turn) error) func(context.Context, *screen.Turn) {
	return func(ctx context.Context, do *screen.Turn) {
		ports := s.devices.Ports()
		if len(ports) == 0 {
			s.askText(title, explain, now, screen.AnyText, save)(ctx, do)
			return
		}
		var rows []screen.Row
		for _, p := range ports {
			rows = append(rows, screen.Row{Head: screen.Name(p)})
		}
		rows = append(rows, screen.Row{Head: screen.Say("settings.port.other")})
		s.askOne(title, explain, rows, slices.Index(ports, now), func(ctx context.Context, at int, do *screen.Turn) error {
			if at < len(ports) {
				return save(ctx, ports[at], do)
			}
			s.askText(title, explain, now, screen.AnyText, save)(ctx, do)
			return nil
		})(ctx, do)
	}
}

func (s *Screen) speedRow(id string, now int, set func(*till.Devices, int)) Row {
	if now == 0 {
		now = 9600
	}
	var rows []screen.Row
	for _, n := range till.Speeds() {
		rows = append(rows, screen.Row{Head: screen.Name(strconv.Itoa(n))})
	}
	name, explain := screen.Say("settings.speed"), screen.Say("settings.speed.explain")
	return Row{ID: id, Name: name, Value: screen.Name(strconv.Itoa(now)), Explain: explain,
		act: s.askOne(name, explain, rows, slices.Index(till.Speeds(), now), func(ctx context.Context, at int, do *screen.Turn) error {
			return s.setDevices(ctx, do, func(d *till.Devices) { set(d, till.Speeds()[at]) })
		})}
}

func (s *Screen) widthRow(p till.PrinterSetup) Row {
	row := Row{ID: "printer.width", Name: screen.Say("settings.printer.width"), Value: screen.Name("80 mm"),
		Explain: screen.Say("settings.printer.width.explain"), Do: true}
	to := 58
	if p.WidthMM == 58 {
		row.Value, to = screen.Name("58 mm"), 80
	}
	row.act = func(ctx context.Context, do *screen.Turn) {
		do.Refuse(s.setDevices(ctx, do, func(d *till.Devices) { d.Printer.WidthMM = to }))
	}
	return row
}

// codePages are the tables of letters by their likeliest numbers; the test slip
// shows which one is right for a printer.
var codePages = []string{"CP1252/16", "CP858/19", "CP865/5", "CP1252/6", "CP1252/8", "CP1252/9", "CP1252/11", "CP1252/32",
	"CP1252/49", "CP1252/71", "CP858/13", "CP850/2", "CP437/0"}

func (s *Screen) codePageRow(p till.PrinterSetup) Row {
	now := p.CodePage
	if now == "" {
		now = codePages[0]
	}
	var rows []screen.Row
	for _, c := range codePages {
		rows = append(rows, screen.Row{Head: screen.Name(c)})
	}
	name, explain := screen.Say("settings.printer.code_page"), screen.Say("settings.printer.code_page.explain")
	return Row{ID: "printer.code_page", Name: name, Value: screen.Name(now), Explain: explain,
		act: s.askOne(name, explain, rows, slices.Index(codePages, now), func(ctx context.Context, at int, do *screen.Turn) error {
			return s.setDevices(ctx, do, func(d *till.Devices) { d.Printer.CodePage = codePages[at] })
		})}
}

func (s *Screen) drawerRow(p till.PrinterSetup) Row {
	row := Row{ID: "drawer", Name: screen.Say("settings.drawer"), Value: yesNo(p.Drawer), Explain: screen.Say("settings.drawer.explain"), Do: true}
	row.act = func(ctx context.Context, do *screen.Turn) {
		do.Refuse(s.setDevices(ctx, do, func(d *till.Devices) { d.Printer.Drawer = !p.Drawer }))
	}
	return row
}

func yesNo(on bool) screen.Sentence {
	if on {
		return screen.Say("action.yes")
	}
	return screen.Say("action.no")
}

// deviceTested is what a live test came to.
type deviceTested struct {
	what   string
	result hardware.Result
	err    error
}

func (s *Screen) testPrint(do *screen.Turn) {
	if s.state.Testing {
		return
	}
	s.state.Testing = true
	do.Say(screen.Calm, "settings.test.running")
	do.Run(func(ctx context.Context) screen.Event {
		result, err := s.devices.TestPrint(ctx)
		return deviceTested{what: "print", result: result, err: err}
	})
}

// testDrawer opens the drawer: for a stated reason, in the journal first.
func (s *Screen) testDrawer(ctx context.Context, do *screen.Turn) {
	who := till.Who{Person: do.Person, Reason: string(hardware.KickTest)}
	do.Refuse(screen.WithManager(ctx, s.till, do, who, screen.Say("drawer.title"), func(ctx context.Context, who till.Who, do *screen.Turn) error {
		if err := s.till.OpenDrawer(ctx, who); err != nil {
			return err
		}
		do.Run(func(ctx context.Context) screen.Event {
			return deviceTested{what: "drawer", err: s.devices.Kick(ctx)}
		})
		return nil
	}))
}

func (s *Screen) tested(e deviceTested, do *screen.Turn) {
	s.state.Testing = false
	defer s.build(do)
	var he *hardware.Error
	switch {
	case e.err != nil && errors.As(e.err, &he) && he.Reason != hardware.NoReason && he.Reason != hardware.NeverConfirmed:
		do.Say(screen.Stop, "reason."+he.Reason.String())
		do.Sound(screen.RefusedSound)
	case e.what == "drawer" && e.err == nil:
		do.Say(screen.Go, "settings.drawer.kicked")
	case e.err != nil && e.result == hardware.NotPrinted:
		do.Say(screen.Stop, "settings.test.failed")
		do.Sound(screen.RefusedSound)
	default:
		do.Say(screen.Go, "settings.test."+e.result.String())
	}
}

// seen is the live test of the readers: under Devices every scan is shown and
// does nothing else.
func (s *Screen) seen(e screen.Scanned, _ *screen.Turn) bool {
	if s.section() != "devices" {
		return false
	}
	s.state.Seen = append([]SeenScan{seenOf(e.Scan)}, s.state.Seen...)
	if len(s.state.Seen) > scansSeen {
		s.state.Seen = s.state.Seen[:scansSeen]
	}
	return true
}

// Watch takes a scan that the frame refuses before any screen gets it: here
// that it was a bank card, or was cut, is what one wants to see.
func (s *Screen) Watch(e screen.Scanned) { s.seen(e, nil) }

func seenOf(sc hardware.Scan) SeenScan {
	seen := SeenScan{At: pos.At(sc.At), Reader: sc.Reader, Kind: screen.Say("scan." + sc.Kind.String()), Value: sc.Value, Mood: screen.Go}
	if seen.Value == "" {
		seen.Value = sc.Text
	}
	if sc.At.IsZero() {
		seen.At = 0
	}
	if sc.Reason != hardware.WhyNot {
		seen.Why, seen.Mood = screen.Say("why."+sc.Reason.String()), screen.Look
	}
	if sc.Kind.Refused() {
		seen.Mood = screen.Stop
	}
	if sc.Kind == hardware.KindPaymentCard {
		seen.Value = "" // there is none; nor will there be by mistake
	}
	return seen
}
