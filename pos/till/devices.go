package till

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"slices"
	"strconv"
	"strings"

	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/journal/journalpb"
)

// Devices is how a till's devices are set up, as a value: what a person chose
// in Settings, no driver among it. It is kept in the settings, one key a
// device, so that two people who change two devices do not undo each other.
//
//	d, err := t.Devices(ctx)
//	d.Printer = till.PrinterSetup{Kind: till.PrinterTCP, Address: "192.168.1.50:9100", WidthMM: 80}
//	err = t.SetDevices(ctx, d, who)
type Devices struct {
	Printer PrinterSetup
	Readers []ReaderSetup
	// Numbers says which numbers are the shop's own; it holds for all readers.
	// What a reader does by itself (prefix, suffix, layout) is in its setup.
	Numbers hardware.Profile
}

// The settings keys of devices.
const (
	printerKey   = "device.printer"
	numbersKey   = "device.numbers"
	readerPrefix = "device.reader."
)

// MaxReaders bounds the readers of one till.
const MaxReaders = 8

// PrinterKind is how the receipt printer is reached.
type PrinterKind string

// The ways to a receipt printer.
const (
	NoPrinter     PrinterKind = "none"
	PrinterTCP    PrinterKind = "tcp"    // Address is host:port, the port mostly 9100
	PrinterSerial PrinterKind = "serial" // Address is the port, Speed its baud
	PrinterFile   PrinterKind = "file"   // Address is a device file such as /dev/usb/lp0
	PrinterPDF    PrinterKind = "pdf"    // Address is a folder
)

// PrinterKinds lists the ways, in the order a screen offers them.
func PrinterKinds() []PrinterKind {
	return []PrinterKind{NoPrinter, PrinterPDF, PrinterTCP, PrinterSerial, PrinterFile}
}

// PrinterSetup is the receipt printer. The zero value is none.
type PrinterSetup struct {
	Kind    PrinterKind `json:"kind,omitempty"`
	Address string      `json:"address,omitempty"`
	Speed   int         `json:"speed,omitempty"`    // baud; 0 is 9600
	WidthMM int         `json:"width_mm,omitempty"` // 58 or 80; 0 is 80
	// CodePage is the table of letters and its number on this printer,
	// "CP1252/16"; empty is the commonest.
	CodePage string `json:"code_page,omitempty"`
	// Drawer says that a cash drawer hangs on the printer's cable.
	Drawer bool `json:"drawer,omitempty"`
}

// Check refuses a set-up that no driver could use; the detail names the field.
func (p PrinterSetup) Check() error {
	switch p.Kind {
	case "", NoPrinter:
		return nil
	case PrinterTCP:
		host, port, err := net.SplitHostPort(p.Address)
		n, perr := strconv.Atoi(port)
		if err != nil || perr != nil || host == "" || n < 1 || n > 65535 {
			return pos.Refuse(pos.BadSetting, "address")
		}
	case PrinterSerial, PrinterFile, PrinterPDF:
		if strings.TrimSpace(p.Address) == "" {
			return pos.Refuse(pos.BadSetting, "address")
		}
	default:
		return pos.Refuse(pos.BadSetting, "kind")
	}
	if p.Kind == PrinterSerial && !knownSpeed(p.Speed) {
		return pos.Refuse(pos.BadSetting, "speed")
	}
	if p.WidthMM != 0 && p.WidthMM != 58 && p.WidthMM != 80 {
		return pos.Refuse(pos.BadSetting, "width_mm")
	}
	return nil
}

// Columns is how many letters of normal size a line of the paper has.
func (p PrinterSetup) Columns() int {
	if p.WidthMM == 58 {
		return 32
	}
	return 48
}

// Speeds are the baud rates that receipt printers and readers use.
func Speeds() []int { return []int{1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200} }

func knownSpeed(baud int) bool { return baud == 0 || slices.Contains(Speeds(), baud) }

// ReaderKind is how a reader is reached.
type ReaderKind string

// The ways to a reader.
const (
	ReaderWedge  ReaderKind = "wedge"  // types like a keyboard
	ReaderSerial ReaderKind = "serial" // bytes on Port
	ReaderClaim  ReaderKind = "claim"  // a keyboard-like reader the till takes for itself; Port is its event device
)

// ReaderKinds lists the ways, in the order a screen offers them.
func ReaderKinds() []ReaderKind { return []ReaderKind{ReaderWedge, ReaderSerial, ReaderClaim} }

// ReaderSetup is one reader: barcode, magstripe or RFID.
type ReaderSetup struct {
	Name   string          `json:"name"`
	Kind   ReaderKind      `json:"kind"`
	Source hardware.Source `json:"source"` // the family: what the reader may send
	Port   string          `json:"port,omitempty"`
	Speed  int             `json:"speed,omitempty"` // baud; 0 is 9600
	Frame  string          `json:"frame,omitempty"` // "8N1" (empty is that), "7E1", "7O1"
	// Prefix, Suffix, Layout, ExpectAIM and GapMS are as in hardware.Profile.
	Prefix    string          `json:"prefix,omitempty"`
	Suffix    hardware.Suffix `json:"suffix,omitempty"`
	Layout    string          `json:"layout,omitempty"`
	ExpectAIM bool            `json:"expect_aim,omitempty"`
	GapMS     int             `json:"gap_ms,omitempty"`
}

// Sources lists what a reader reached this way can be.
func (k ReaderKind) Sources() []hardware.Source {
	switch k {
	case ReaderSerial:
		return []hardware.Source{hardware.SerialBarcode, hardware.SerialMSR, hardware.RFIDSerial}
	case ReaderWedge, ReaderClaim:
		return []hardware.Source{hardware.WedgeText, hardware.WedgeMSR, hardware.RFIDWedge}
	}
	return nil
}

// Check refuses a set-up that no driver could use; the detail names the field.
func (r ReaderSetup) Check() error {
	if _, err := pos.CleanName(r.Name); err != nil {
		return pos.Refuse(pos.BadSetting, "name")
	}
	if !slices.Contains(ReaderKinds(), r.Kind) {
		return pos.Refuse(pos.BadSetting, "kind")
	}
	if !slices.Contains(r.Kind.Sources(), r.Source) {
		return pos.Refuse(pos.BadSetting, "source")
	}
	if r.Kind != ReaderWedge && strings.TrimSpace(r.Port) == "" {
		return pos.Refuse(pos.BadSetting, "port")
	}
	if !knownSpeed(r.Speed) {
		return pos.Refuse(pos.BadSetting, "speed")
	}
	if !slices.Contains(Frames(), r.Frame) && r.Frame != "" {
		return pos.Refuse(pos.BadSetting, "frame")
	}
	if !slices.Contains(Layouts(), r.Layout) {
		return pos.Refuse(pos.BadSetting, "layout")
	}
	if err := r.Profile(hardware.Profile{}).Check(); err != nil {
		return pos.Refuse(pos.BadSetting, "suffix")
	}
	return nil
}

// Frames are the serial frames a reader may use.
func Frames() []string { return []string{"8N1", "7E1", "7O1"} }

// Layouts are the keyboard layouts that a US wedge can be undone through; the
// empty one is a reader that needs nothing undone.
func Layouts() []string { return []string{"", "us", "dk", "fr"} }

// Profile is the reader's profile: the shop's numbers with the reader's ways.
func (r ReaderSetup) Profile(numbers hardware.Profile) hardware.Profile {
	p := numbers
	p.Prefix, p.Suffix, p.Layout, p.ExpectAIM, p.GapMS = r.Prefix, r.Suffix, r.Layout, r.ExpectAIM, r.GapMS
	p.Source = r.Source
	return p
}

// FirstCouponPrefix begins the coupons' QR codes. It is letters alone, which a
// reader that types like a keyboard types right on most layouts.
const FirstCouponPrefix = "BKC"

// FirstDevices is what a till has before anyone chose: a keyboard-like reader,
// because plugging one in must be enough, cards from 10001, no printer.
func FirstDevices() Devices {
	return Devices{
		Printer: PrinterSetup{Kind: NoPrinter, WidthMM: 80},
		Readers: []ReaderSetup{{Name: "USB", Kind: ReaderWedge, Source: hardware.WedgeText}},
		// Five digits of GS1's range for a shop's own use leave seven for a card.
		Numbers: hardware.Profile{ClubMin: pos.FirstCard, ClubMax: 9_999_999, EANPrefix: "29900", CouponPrefix: FirstCouponPrefix},
	}
}

// Devices is how the devices are set up. A setting that cannot be read (a
// newer till wrote it) is left at its first value, and logged.
func (t *Till) Devices(ctx context.Context) (Devices, error) {
	set, err := t.Settings(ctx)
	if err != nil {
		return Devices{}, err
	}
	d, bad := ReadDevices(set)
	for _, key := range bad {
		t.log.Warn("device setting not readable", "key", key)
	}
	return d, nil
}

// ReadDevices takes the devices out of the settings; bad are the keys it could
// not read.
func ReadDevices(set map[string]string) (d Devices, bad []string) {
	d = FirstDevices()
	read := func(key string, to any) bool {
		text, ok := set[key]
		if !ok || text == "" {
			return false
		}
		if err := json.Unmarshal([]byte(text), to); err != nil {
			bad = append(bad, key)
			return false
		}
		return true
	}
	p := PrinterSetup{}
	if read(printerKey, &p) {
		d.Printer = p
	}
	n := hardware.Profile{}
	if read(numbersKey, &n) {
		d.Numbers = n
	}
	var readers []ReaderSetup
	chosen := false
	for i := range MaxReaders {
		// A removed reader leaves an empty value, which says that a person chose.
		if _, ok := set[readerKey(i)]; ok {
			chosen = true
		}
		r := ReaderSetup{}
		if read(readerKey(i), &r) {
			readers = append(readers, r)
		}
	}
	if chosen {
		d.Readers = readers
	}
	return d, bad
}

func readerKey(i int) string { return readerPrefix + strconv.Itoa(i+1) }

// SetDevices keeps a new set-up; a manager does that. Only what changed is
// written. The drivers are made anew by whoever runs them.
func (t *Till) SetDevices(ctx context.Context, d Devices, who Who) error {
	if err := who.needs(pos.Manager); err != nil {
		return err
	}
	if err := d.Check(); err != nil {
		return err
	}
	want, err := d.settings()
	if err != nil {
		return err
	}
	return t.store.Do(ctx, func(tx Tx) error {
		have, err := tx.Settings()
		if err != nil {
			return err
		}
		for _, kv := range want {
			old, there := have[kv.key]
			if old == kv.value && (there || !kv.must) {
				continue
			}
			body := who.body()
			body.What = &journalpb.Body_SettingSet{SettingSet: &journalpb.SettingSet{Key: kv.key, Value: kv.value}}
			if _, err := tx.Append(t.now(), body, pos.ID{}, 0); err != nil {
				return err
			}
		}
		return nil
	})
}

// Check refuses a set-up in which something cannot be; the detail names it.
func (d Devices) Check() error {
	if err := d.Printer.Check(); err != nil {
		return err
	}
	if len(d.Readers) > MaxReaders {
		return pos.Refuse(pos.BadSetting, "readers")
	}
	names := map[string]bool{}
	for _, r := range d.Readers {
		if err := r.Check(); err != nil {
			return err
		}
		if names[r.Name] {
			return pos.Refuse(pos.BadSetting, "name")
		}
		names[r.Name] = true
	}
	if err := d.Numbers.Check(); err != nil {
		return pos.Refuse(pos.BadSetting, "numbers")
	}
	return nil
}

type keyValue struct {
	key, value string
	must       bool // written even when empty: the first key says that a person chose
}

// settings are the keys and values of a set-up, in an order that is always the
// same. Readers beyond the last are emptied.
func (d Devices) settings() ([]keyValue, error) {
	var list []keyValue
	add := func(key string, value any) error {
		data, err := json.Marshal(value)
		if err != nil {
			return fmt.Errorf("setting %s: %w", key, err)
		}
		list = append(list, keyValue{key: key, value: string(data)})
		return nil
	}
	if err := add(printerKey, d.Printer); err != nil {
		return nil, err
	}
	if err := add(numbersKey, d.Numbers); err != nil {
		return nil, err
	}
	for i := range MaxReaders {
		if i >= len(d.Readers) {
			list = append(list, keyValue{key: readerKey(i), must: i == 0})
			continue
		}
		if err := add(readerKey(i), d.Readers[i]); err != nil {
			return nil, err
		}
	}
	return list, nil
}
