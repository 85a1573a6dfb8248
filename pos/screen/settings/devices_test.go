package settings_test

import (
	"slices"
	"testing"

	"bonuskasse/hardware"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/till"
)

func TestPrinterIsSetUpAndTested(t *testing.T) {
	s := newTestShop(t)
	s.Desk.State = hardware.State{Status: hardware.Attention, Reason: hardware.PaperLow}
	s.section("devices")
	kind := slices.Index(till.PrinterKinds(), till.PrinterTCP)
	s.enter("printer.kind")
	s.Answer("pick", kind, "")
	s.Answer("save", -1, "printer without a port")
	if q := s.Shell.State().Question; q == nil || q.Wrong.Key != "error.bad_setting" {
		t.Fatalf("a wrong address: %+v", q)
	}
	s.Answer("save", -1, "10.0.0.7:9100")
	s.enter("printer.width")
	s.enter("drawer")
	d, err := s.Till.Devices(t.Context())
	must(t, err)
	if d.Printer != (till.PrinterSetup{Kind: till.PrinterTCP, Address: "10.0.0.7:9100", WidthMM: 58, Drawer: true}) {
		t.Errorf("the printer is %+v", d.Printer)
	}
	if n := len(s.Desk.Applied); n != 3 || s.Desk.Applied[2].Printer != d.Printer {
		t.Errorf("the drivers were told %d times", n)
	}
	if r := s.row("printer.test"); r.Value.Key != "status.attention" || r.Explain.Key != "reason.paper_low" || r.Mood != screen.Look {
		t.Errorf("paper low is %+v", r)
	}
	for _, c := range []struct {
		result hardware.Result
		err    error
		said   string
	}{
		{hardware.Confirmed, nil, "settings.test.confirmed"},
		{hardware.SentUnconfirmed, &hardware.Error{Op: "print", Reason: hardware.NeverConfirmed}, "settings.test.sent_unconfirmed"},
		{hardware.NotPrinted, &hardware.Error{Op: "print", Reason: hardware.PaperOut}, "reason.paper_out"},
	} {
		s.Desk.Result, s.Desk.Err = c.result, c.err
		s.Keys("Ctrl+T")
		if s.Said() != c.said || s.state().Testing {
			t.Errorf("%v, %v: said %q, want %q", c.result, c.err, s.Said(), c.said)
		}
	}
	s.Desk.Err = nil
	x, err := s.Till.X(t.Context())
	must(t, err)
	s.enter("drawer.test")
	after, err := s.Till.X(t.Context())
	must(t, err)
	if s.Desk.Kicked != 1 || after.DrawerOpens != x.DrawerOpens+1 {
		t.Errorf("kicked %d times, the journal notes %d", s.Desk.Kicked, after.DrawerOpens-x.DrawerOpens)
	}
}

func TestReaderIsSetUpByPort(t *testing.T) {
	s := newTestShop(t)
	s.section("devices")
	s.enter("reader:0")
	s.enter("kind")
	s.Answer("pick", slices.Index(till.ReaderKinds(), till.ReaderSerial), "")
	if s.Asked() != "settings.reader.port" {
		t.Fatalf("a serial reader asks %q", s.Asked())
	}
	s.Answer("pick", 0, "")
	s.enter("speed")
	s.Answer("pick", slices.Index(till.Speeds(), 115200), "")
	s.enter("aim")
	s.enter("suffix")
	s.Answer("pick", 3, "")
	d, err := s.Till.Devices(t.Context())
	must(t, err)
	want := till.ReaderSetup{Name: "USB", Kind: till.ReaderSerial, Source: hardware.SerialBarcode,
		Port: "/dev/serial/by-id/usb-scanner", Speed: 115200, ExpectAIM: true, Suffix: hardware.SuffixCRLF}
	if len(d.Readers) != 1 || d.Readers[0] != want {
		t.Errorf("the reader is %+v", d.Readers)
	}
	s.enter("remove")
	s.Answer("sure", -1, "")
	if d, _ = s.Till.Devices(t.Context()); len(d.Readers) != 0 || !s.state().Title.IsZero() {
		t.Errorf("after removing there are %+v", d.Readers)
	}
	s.enter("reader.new")
	if d, _ = s.Till.Devices(t.Context()); len(d.Readers) != 1 || s.state().Title.IsZero() {
		t.Errorf("a new reader is %+v", d.Readers)
	}
}

// The live test shows every scan, and does nothing with it. Of a bank card it
// shows no digit, whatever a driver might hand over by mistake.
func TestLiveTestShowsScans(t *testing.T) {
	s := newTestShop(t)
	s.section("devices")
	const pan = "4111111111111111"
	for _, c := range []struct {
		scan  hardware.Scan
		kind  string
		value string
		why   string
	}{
		{hardware.Scan{Kind: hardware.KindClubCard, Value: "10001"}, "scan.club_card", "10001", ""},
		{hardware.Scan{Kind: hardware.KindUnknown, Text: "hello"}, "scan.unknown", "hello", ""},
		{hardware.Scan{Kind: hardware.KindGarbage, Reason: hardware.WhyWrongFrame}, "scan.garbage", "", "why.wrong_frame"},
		{hardware.Scan{Kind: hardware.KindPaymentCard, Value: pan, Text: pan, Reason: hardware.WhyPaymentTrack}, "scan.payment_card_refused", "", "why.payment_track"},
	} {
		c.scan.At, c.scan.Reader = s.Now, "Scanner"
		s.Send(screen.Scanned{Scan: c.scan})
		seen := s.state().Seen
		if len(seen) == 0 || seen[0].Kind.Key != c.kind || seen[0].Value != c.value || seen[0].Why.Key != c.why || seen[0].Reader != "Scanner" {
			t.Errorf("%v is seen as %+v", c.scan.Kind, seen)
		}
	}
	for range 20 {
		s.Send(screen.Scanned{Scan: hardware.Scan{Kind: hardware.KindClubCard, Value: "10001", At: s.Now}})
	}
	if n := len(s.state().Seen); n > 6 {
		t.Errorf("%d scans are kept", n)
	}
	s.section("people")
	if s.Send(screen.Scanned{Scan: hardware.Scan{Kind: hardware.KindClubCard, Value: "10001", At: s.Now}}) {
		t.Error("a scan was taken where it is of no use")
	}
}

// TestPrinterOfADemo: nothing is chosen, and a simulated one prints; Settings
// says so, how it is, and prints a test, as the strip says that it is ready.
func TestPrinterOfADemo(t *testing.T) {
	s := newTestShop(t)
	kind := func() string { s.section("devices"); return s.row("printer.kind").Value.Key }
	s.Desk.State = hardware.State{Status: hardware.Absent, Reason: hardware.NotConfigured}
	if got := kind(); got != "settings.printer.none" {
		t.Errorf("without a printer it says %q", got)
	}
	s.Desk.State = hardware.State{Status: hardware.Ready}
	if got := kind(); got != "settings.printer.simulated" || s.row("printer.test").Value.Key != "status.ready" {
		t.Errorf("with a simulated one it says %q, %q", got, s.row("printer.test").Value.Key)
	}
	s.Desk.State = hardware.State{Status: hardware.Absent, Reason: hardware.Unplugged}
	if got := kind(); got != "settings.printer.simulated" || s.row("printer.test").Value.Key != "status.absent" {
		t.Errorf("unplugged it says %q, %q", got, s.row("printer.test").Value.Key)
	}
	s.Desk.State = hardware.State{Status: hardware.Ready}
	kind()
	if s.enter("printer.test"); s.Desk.Tested != 1 {
		t.Errorf("tested %d times", s.Desk.Tested)
	}
}
