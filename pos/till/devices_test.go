package till_test

import (
	"context"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/till"
)

// settingsOnly is a store that knows nothing but settings; anything else that
// is asked of it stops the test.
type settingsOnly struct {
	till.Store
	settings map[string]string
	events   int
}

type settingsTx struct {
	till.Tx
	s *settingsOnly
}

func (s *settingsOnly) View(_ context.Context, work func(till.Reader) error) error {
	return work(settingsTx{s: s})
}
func (s *settingsOnly) Do(_ context.Context, work func(till.Tx) error) error {
	return work(settingsTx{s: s})
}
func (x settingsTx) Shop() (till.Shop, error)             { return till.Shop{TimeZone: "UTC"}, nil }
func (x settingsTx) Settings() (map[string]string, error) { return x.s.settings, nil }
func (x settingsTx) Append(_ time.Time, b *journalpb.Body, _ pos.ID, _ int64) (till.Appended, error) {
	set := b.GetSettingSet()
	x.s.settings[set.GetKey()] = set.GetValue()
	x.s.events++
	return till.Appended{}, nil
}

func settingsTill(t *testing.T) (*till.Till, *settingsOnly) {
	t.Helper()
	s := &settingsOnly{settings: map[string]string{}}
	tl, err := till.New(t.Context(), s, till.Options{
		Now:    func() time.Time { return time.Unix(1_800_000_000, 0) },
		Random: rand.NewChaCha8([32]byte{1}),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(tl.Close)
	return tl, s
}

func manager() till.Who { return till.By(pos.Person{Name: "Inga", Role: pos.Manager, Active: true}) }

func TestDevicesAreReadBack(t *testing.T) {
	tl, s := settingsTill(t)
	d, err := tl.Devices(t.Context())
	if err != nil || !reflect.DeepEqual(d, till.FirstDevices()) {
		t.Fatalf("a new till has %+v (%v), want the first devices", d, err)
	}
	d.Printer = till.PrinterSetup{Kind: till.PrinterTCP, Address: "192.168.1.50:9100", WidthMM: 58, CodePage: "CP858/19", Drawer: true}
	d.Readers = append(d.Readers,
		till.ReaderSetup{Name: "Scanner", Kind: till.ReaderSerial, Source: hardware.SerialBarcode, Port: "/dev/serial/by-id/usb-x", Speed: 115200, Frame: "7E1", ExpectAIM: true},
		till.ReaderSetup{Name: "Tag", Kind: till.ReaderSerial, Source: hardware.RFIDSerial, Port: "COM4", Suffix: hardware.SuffixETX})
	if err := tl.SetDevices(t.Context(), d, manager()); err != nil {
		t.Fatal(err)
	}
	got, err := tl.Devices(t.Context())
	if err != nil || !reflect.DeepEqual(got, d) {
		t.Fatalf("read back %+v (%v), want %+v", got, err, d)
	}

	events := s.events
	if err := tl.SetDevices(t.Context(), d, manager()); err != nil || s.events != events {
		t.Errorf("the same set-up wrote %d events (%v), want none", s.events-events, err)
	}

	// All readers taken away stays so: the first one does not come back.
	d.Readers = nil
	if err := tl.SetDevices(t.Context(), d, manager()); err != nil {
		t.Fatal(err)
	}
	if got, _ := tl.Devices(t.Context()); len(got.Readers) != 0 {
		t.Errorf("after removing all readers there are %+v", got.Readers)
	}
}

func TestNoReaderAtAllFromTheStart(t *testing.T) {
	tl, _ := settingsTill(t)
	d := till.FirstDevices()
	d.Readers = nil
	if err := tl.SetDevices(t.Context(), d, manager()); err != nil {
		t.Fatal(err)
	}
	if got, _ := tl.Devices(t.Context()); len(got.Readers) != 0 {
		t.Errorf("there are %+v, want none", got.Readers)
	}
}

func TestDevicesBelongToManagers(t *testing.T) {
	tl, s := settingsTill(t)
	err := tl.SetDevices(t.Context(), till.FirstDevices(), till.By(pos.Person{Role: pos.Clerk}))
	if pos.CodeOf(err) != pos.NotAllowed || s.events != 0 {
		t.Errorf("a clerk got %v and wrote %d events", err, s.events)
	}
}

func TestUnreadableDeviceKeepsTheOthers(t *testing.T) {
	d, bad := till.ReadDevices(map[string]string{
		"device.printer":  `{"kind":"pdf","address":"/p"}`,
		"device.reader.1": `{"name":`,
		"device.reader.2": `{"name":"B","kind":"wedge","source":"wedge_text"}`,
	})
	if !reflect.DeepEqual(bad, []string{"device.reader.1"}) || d.Printer.Kind != till.PrinterPDF || len(d.Readers) != 1 || d.Readers[0].Name != "B" {
		t.Errorf("got %+v, bad %v", d, bad)
	}
}

func TestDeviceSetupsThatCannotBe(t *testing.T) {
	serial := till.ReaderSetup{Name: "A", Kind: till.ReaderSerial, Source: hardware.SerialBarcode, Port: "/dev/ttyUSB0"}
	with := func(f func(*till.ReaderSetup)) till.Devices {
		r := serial
		f(&r)
		return till.Devices{Readers: []till.ReaderSetup{r}}
	}
	printer := func(p till.PrinterSetup) till.Devices { return till.Devices{Printer: p} }
	for _, c := range []struct {
		name   string
		d      till.Devices
		detail string // "" is right
	}{
		{"nothing", till.Devices{}, ""},
		{"serial reader", with(func(*till.ReaderSetup) {}), ""},
		{"network printer", printer(till.PrinterSetup{Kind: till.PrinterTCP, Address: "[fe80::1]:9100"}), ""},
		{"no port number", printer(till.PrinterSetup{Kind: till.PrinterTCP, Address: "192.168.1.50"}), "address"},
		{"port 0", printer(till.PrinterSetup{Kind: till.PrinterTCP, Address: "h:0"}), "address"},
		{"no folder", printer(till.PrinterSetup{Kind: till.PrinterPDF, Address: " "}), "address"},
		{"unknown kind", printer(till.PrinterSetup{Kind: "telegraph"}), "kind"},
		{"odd speed", printer(till.PrinterSetup{Kind: till.PrinterSerial, Address: "COM1", Speed: 12345}), "speed"},
		{"odd width", printer(till.PrinterSetup{Kind: till.PrinterFile, Address: "/dev/usb/lp0", WidthMM: 70}), "width_mm"},
		{"reader without name", with(func(r *till.ReaderSetup) { r.Name = " " }), "name"},
		{"reader without port", with(func(r *till.ReaderSetup) { r.Port = "" }), "port"},
		{"wedge source on a serial port", with(func(r *till.ReaderSetup) { r.Source = hardware.WedgeText }), "source"},
		{"odd frame", with(func(r *till.ReaderSetup) { r.Frame = "9X3" }), "frame"},
		{"odd layout", with(func(r *till.ReaderSetup) { r.Layout = "de" }), "layout"},
		{"odd suffix", with(func(r *till.ReaderSetup) { r.Suffix = "bell" }), "suffix"},
		{"two of one name", till.Devices{Readers: []till.ReaderSetup{serial, serial}}, "name"},
		{"too many", till.Devices{Readers: make([]till.ReaderSetup, till.MaxReaders+1)}, "readers"},
		{"numbers the wrong way round", till.Devices{Numbers: hardware.Profile{ClubMin: 9, ClubMax: 1}}, "numbers"},
	} {
		err := c.d.Check()
		if c.detail == "" {
			if err != nil {
				t.Errorf("%s: %v", c.name, err)
			}
			continue
		}
		if pos.CodeOf(err) != pos.BadSetting || err.Error() != "bad_setting: "+c.detail {
			t.Errorf("%s: %v, want bad_setting: %s", c.name, err, c.detail)
		}
	}
}
