package screen

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// deviceRows are the receipt printer, the drawer, the readers and the shop's
// numbers, each with the state it is in; or one reader.
func (s *Settings) deviceRows() []SettingRow {
	if at, ok := strings.CutPrefix(s.open, "reader:"); ok {
		if i, err := strconv.Atoi(at); err == nil && i < len(s.facts.devices.Readers) {
			return s.readerDetail(i)
		}
		s.open = ""
	}
	if s.open == "numbers" {
		return s.numberRows()
	}
	rows := append([]SettingRow{{Heading: true, Name: Say("device.printer")}}, s.printerRows()...)
	rows = append(rows, SettingRow{Heading: true, Name: Say("settings.readers")})
	for i, r := range s.facts.devices.Readers {
		row := SettingRow{ID: "reader:" + strconv.Itoa(i), Name: Name(r.Name), Opens: true}
		row.Value, row.Mood = stateWords(s.readerState(r.Name))
		row.Explain = stateWhy(s.readerState(r.Name), Say("settings.reader.explain"))
		row.act = s.openRow(row.ID)
		rows = append(rows, row)
	}
	rows = append(rows, s.newReaderRow())
	numbers := SettingRow{ID: "numbers", Name: Say("settings.numbers"), Explain: Say("settings.numbers.explain"), Opens: true,
		Value: Say("settings.numbers.value", strconv.FormatInt(s.facts.devices.Numbers.ClubMin, 10), strconv.FormatInt(s.facts.devices.Numbers.ClubMax, 10))}
	numbers.act = s.openRow("numbers")
	return append(rows, numbers)
}

// stateWords is a device's condition for a person.
func stateWords(st hardware.State) (Sentence, Mood) {
	mood := map[hardware.Status]Mood{hardware.Ready: Go, hardware.Attention: Look, hardware.Failed: Stop, hardware.Absent: Look}[st.Status]
	return Say("status." + st.Status.String()), mood
}

// stateWhy is why a device is as it is, and what to do; or else otherwise.
func stateWhy(st hardware.State, otherwise Sentence) Sentence {
	if st.Reason != hardware.NoReason {
		return Say("reason." + st.Reason.String())
	}
	return otherwise
}

func (s *Settings) readerState(name string) hardware.State {
	for _, r := range s.devices.Readers() {
		if r.Name == name {
			return r.State
		}
	}
	return hardware.State{Status: hardware.Absent}
}

// setDevices keeps a changed set-up and makes the drivers anew.
func (s *Settings) setDevices(ctx context.Context, do *Turn, change func(*till.Devices)) error {
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

func (s *Settings) printerRows() []SettingRow {
	p := s.facts.devices.Printer
	kind := p.Kind
	if kind == "" {
		kind = till.NoPrinter
	}
	var kinds []Row
	for _, k := range till.PrinterKinds() {
		kinds = append(kinds, Row{Head: Say("settings.printer." + string(k)), Sub: Say("settings.printer." + string(k) + ".explain")})
	}
	name := Say("settings.printer.kind")
	rows := []SettingRow{{ID: "printer.kind", Name: name, Value: Say("settings.printer." + string(kind)),
		Explain: Say("settings.printer." + string(kind) + ".explain"),
		act: s.askOne(name, Sentence{}, kinds, slices.Index(till.PrinterKinds(), kind), func(ctx context.Context, at int, do *Turn) error {
			to := till.PrinterKinds()[at]
			if to == till.NoPrinter {
				return s.setDevices(ctx, do, func(d *till.Devices) { d.Printer.Kind = to })
			}
			s.askAddress(to)(ctx, do)
			return nil
		})}}
	if kind == till.NoPrinter {
		return rows
	}
	rows = append(rows, SettingRow{ID: "printer.address", Name: Say("settings.printer.address." + string(kind)), Value: Name(p.Address),
		Explain: Say("settings.printer." + string(kind) + ".explain"), act: s.askAddress(kind)})
	if kind == till.PrinterSerial {
		rows = append(rows, s.speedRow("printer.speed", p.Speed, func(d *till.Devices, n int) { d.Printer.Speed = n }))
	}
	rows = append(rows, s.widthRow(p), s.codePageRow(p), s.drawerRow(p))
	state, mood := stateWords(s.devices.Printer())
	test := SettingRow{ID: "printer.test", Name: Say("settings.printer.test"), Value: state, Mood: mood,
		Explain: stateWhy(s.devices.Printer(), Say("settings.printer.test.explain")), Do: true, Opens: true,
		act: func(_ context.Context, do *Turn) { s.testPrint(do) }}
	rows = append(rows, test)
	if p.Drawer {
		rows = append(rows, SettingRow{ID: "drawer.test", Name: Say("settings.drawer.test"), Explain: Say("settings.drawer.test.explain"), Do: true,
			act: func(ctx context.Context, do *Turn) { s.testDrawer(ctx, do) }})
	}
	return rows
}

// askAddress asks where the printer is. Of serial ports there is a list.
func (s *Settings) askAddress(kind till.PrinterKind) func(context.Context, *Turn) {
	p := s.facts.devices.Printer
	title, explain := Say("settings.printer.address."+string(kind)), Say("settings.printer."+string(kind)+".explain")
	now := p.Address
	if p.Kind != kind {
		now = map[till.PrinterKind]string{till.PrinterTCP: "192.168.1.50:9100", till.PrinterFile: "/dev/usb/lp0"}[kind]
	}
	save := func(ctx context.Context, text string, do *Turn) error {
		return s.setDevices(ctx, do, func(d *till.Devices) { d.Printer.Kind, d.Printer.Address = kind, strings.TrimSpace(text) })
	}
	if kind == till.PrinterSerial {
		return s.askPort(title, explain, now, save)
	}
	return s.askText(title, explain, now, AnyText, save)
}

// askPort offers the ports there are, and to type another.
func (s *Settings) askPort(title, explain Sentence, now string, save func(context.Context, string, *Turn) error) func(context.Context, *Turn) {
	return func(ctx context.Context, do *Turn) {
		ports := s.devices.Ports()
		if len(ports) == 0 {
			s.askText(title, explain, now, AnyText, save)(ctx, do)
			return
		}
		var rows []Row
		for _, p := range ports {
			rows = append(rows, Row{Head: Name(p)})
		}
		rows = append(rows, Row{Head: Say("settings.port.other")})
		s.askOne(title, explain, rows, slices.Index(ports, now), func(ctx context.Context, at int, do *Turn) error {
			if at < len(ports) {
				return save(ctx, ports[at], do)
			}
			s.askText(title, explain, now, AnyText, save)(ctx, do)
			return nil
		})(ctx, do)
	}
}

func (s *Settings) speedRow(id string, now int, set func(*till.Devices, int)) SettingRow {
	if now == 0 {
		now = 9600
	}
	var rows []Row
	for _, n := range till.Speeds() {
		rows = append(rows, Row{Head: Name(strconv.Itoa(n))})
	}
	name, explain := Say("settings.speed"), Say("settings.speed.explain")
	return SettingRow{ID: id, Name: name, Value: Name(strconv.Itoa(now)), Explain: explain,
		act: s.askOne(name, explain, rows, slices.Index(till.Speeds(), now), func(ctx context.Context, at int, do *Turn) error {
			return s.setDevices(ctx, do, func(d *till.Devices) { set(d, till.Speeds()[at]) })
		})}
}

func (s *Settings) widthRow(p till.PrinterSetup) SettingRow {
	row := SettingRow{ID: "printer.width", Name: Say("settings.printer.width"), Value: Name("80 mm"),
		Explain: Say("settings.printer.width.explain"), Do: true}
	to := 58
	if p.WidthMM == 58 {
		row.Value, to = Name("58 mm"), 80
	}
	row.act = func(ctx context.Context, do *Turn) {
		do.Refuse(s.setDevices(ctx, do, func(d *till.Devices) { d.Printer.WidthMM = to }))
	}
	return row
}

// codePages are the tables of letters by their likeliest numbers; the test slip
// shows which one is right for a printer.
var codePages = []string{"CP1252/16", "CP858/19", "CP865/5", "CP1252/6", "CP1252/8", "CP1252/9", "CP1252/11", "CP1252/32",
	"CP1252/49", "CP1252/71", "CP858/13", "CP850/2", "CP437/0"}

func (s *Settings) codePageRow(p till.PrinterSetup) SettingRow {
	now := p.CodePage
	if now == "" {
		now = codePages[0]
	}
	var rows []Row
	for _, c := range codePages {
		rows = append(rows, Row{Head: Name(c)})
	}
	name, explain := Say("settings.printer.code_page"), Say("settings.printer.code_page.explain")
	return SettingRow{ID: "printer.code_page", Name: name, Value: Name(now), Explain: explain,
		act: s.askOne(name, explain, rows, slices.Index(codePages, now), func(ctx context.Context, at int, do *Turn) error {
			return s.setDevices(ctx, do, func(d *till.Devices) { d.Printer.CodePage = codePages[at] })
		})}
}

func (s *Settings) drawerRow(p till.PrinterSetup) SettingRow {
	row := SettingRow{ID: "drawer", Name: Say("settings.drawer"), Value: yesNo(p.Drawer), Explain: Say("settings.drawer.explain"), Do: true}
	row.act = func(ctx context.Context, do *Turn) {
		do.Refuse(s.setDevices(ctx, do, func(d *till.Devices) { d.Printer.Drawer = !p.Drawer }))
	}
	return row
}

func yesNo(on bool) Sentence {
	if on {
		return Say("action.yes")
	}
	return Say("action.no")
}

// deviceTested is what a live test came to.
type deviceTested struct {
	what   string
	result hardware.Result
	err    error
}

func (s *Settings) testPrint(do *Turn) {
	if s.state.Testing {
		return
	}
	s.state.Testing = true
	do.Say(Calm, "settings.test.running")
	do.Run(func(ctx context.Context) Event {
		result, err := s.devices.TestPrint(ctx)
		return deviceTested{what: "print", result: result, err: err}
	})
}

// testDrawer opens the drawer: for a stated reason, in the journal first.
func (s *Settings) testDrawer(ctx context.Context, do *Turn) {
	who := till.Who{Person: do.Person, Reason: string(hardware.KickTest)}
	do.Refuse(WithManager(ctx, s.till, do, who, Say("drawer.title"), func(ctx context.Context, who till.Who, do *Turn) error {
		if err := s.till.OpenDrawer(ctx, who); err != nil {
			return err
		}
		do.Run(func(ctx context.Context) Event {
			return deviceTested{what: "drawer", err: s.devices.Kick(ctx)}
		})
		return nil
	}))
}

func (s *Settings) tested(e deviceTested, do *Turn) {
	s.state.Testing = false
	defer s.build(do)
	var he *hardware.Error
	switch {
	case e.err != nil && errors.As(e.err, &he) && he.Reason != hardware.NoReason && he.Reason != hardware.NeverConfirmed:
		do.Say(Stop, "reason."+he.Reason.String())
		do.Sound(RefusedSound)
	case e.what == "drawer" && e.err == nil:
		do.Say(Go, "settings.drawer.kicked")
	case e.err != nil && e.result == hardware.NotPrinted:
		do.Say(Stop, "settings.test.failed")
		do.Sound(RefusedSound)
	default:
		do.Say(Go, "settings.test."+e.result.String())
	}
}

// seen is the live test of the readers: under Devices every scan is shown and
// does nothing else.
func (s *Settings) seen(e Scanned, _ *Turn) bool {
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
func (s *Settings) Watch(e Scanned) { s.seen(e, nil) }

func seenOf(sc hardware.Scan) SeenScan {
	seen := SeenScan{At: pos.At(sc.At), Reader: sc.Reader, Kind: Say("scan." + sc.Kind.String()), Value: sc.Value, Mood: Go}
	if seen.Value == "" {
		seen.Value = sc.Text
	}
	if sc.At.IsZero() {
		seen.At = 0
	}
	if sc.Reason != hardware.WhyNot {
		seen.Why, seen.Mood = Say("why."+sc.Reason.String()), Look
	}
	if sc.Kind.Refused() {
		seen.Mood = Stop
	}
	if sc.Kind == hardware.KindPaymentCard {
		seen.Value = "" // there is none; nor will there be by mistake
	}
	return seen
}
