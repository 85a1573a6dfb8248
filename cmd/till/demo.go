package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"bonuskasse/hardware"
	"bonuskasse/hardware/fake"
	"bonuskasse/pos"
	"bonuskasse/pos/till"
	"bonuskasse/store"
)

// The people of the demo. Their PINs stand on its lock screen.
const demoCashier = "Inga"

var demoPINs = map[string]string{"Inga": "1111", "Bo": "9999"}

// demo is a shop that is thrown away, with a simulated printer.
type demo struct {
	dir     string
	throw   bool // the folder is ours to remove
	printer *fake.Printer
	scanner *fake.Scanner // what the panel scans; nil until the devices run
	ended   chan struct{}
	over    context.CancelFunc
	mu      sync.Mutex
}

// newDemo makes an empty shop; where is "" for a temporary folder.
func newDemo(ctx context.Context, where string) (*demo, error) {
	d := &demo{dir: where, printer: fake.NewPrinter(576, time.Now), ended: make(chan struct{})}
	if where == "" {
		dir, err := os.MkdirTemp("", "bonuskasse-demo-")
		if err != nil {
			return nil, err
		}
		d.dir, d.throw = dir, true
	}
	opened := time.Now().AddDate(-1, 0, 0)
	err := store.Init(ctx, d.dir, till.Shop{
		Name: "Havnens Købmand", Currency: pos.DKK, Language: "da", TillNo: 1, TimeZone: "Europe/Copenhagen",
	}, store.Options{Random: rand.Reader, Now: func() time.Time { return opened }}, func(tx till.Tx) error {
		return till.FirstFacts(tx, opened, pos.DKK)
	})
	if err != nil {
		d.close()
		return nil, err
	}
	ctx, d.over = context.WithCancel(ctx)
	go d.keepPapers(ctx)
	return d, nil
}

// keepPapers writes what the simulated printer prints beside the shop: as text
// and as a picture, for people who want to see the paper.
func (d *demo) keepPapers(ctx context.Context) {
	defer close(d.ended)
	dir := filepath.Join(d.dir, "papers")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return
	}
	for n := 0; ; {
		papers := d.printer.Papers()
		for ; n < len(papers); n++ {
			name := filepath.Join(dir, fmt.Sprintf("%04d", n+1))
			writePaper(name, papers[n])
		}
		have := n
		if err := d.printer.Wait(ctx, func() bool { return len(d.printer.Papers()) > have }); err != nil {
			return
		}
	}
}

// readers are the demo's simulated scanner. They run on a goroutine of the
// devices, so the panel is given the scanner by itself.
func (d *demo) readers(numbers hardware.Profile) []hardware.Scanner {
	s, err := fake.NewScanner("Demo", hardware.SerialBarcode, numbers)
	if err != nil {
		return nil
	}
	d.mu.Lock()
	d.scanner = s
	d.mu.Unlock()
	return []hardware.Scanner{s}
}

// scan makes the simulated scanner read a code.
func (d *demo) scan(code string) {
	d.mu.Lock()
	s := d.scanner
	d.mu.Unlock()
	if s != nil {
		go func() { _ = s.Inject([]byte(code + "\r")) }() // an unplugged reader reads nothing
	}
}

// stop ends the simulators.
func (d *demo) stop() {
	if d.over != nil {
		d.over()
		<-d.ended
		d.over = nil
	}
	d.printer.Close()
}

// close takes the shop away.
func (d *demo) close() {
	d.stop()
	if d.throw {
		os.RemoveAll(d.dir)
	}
}
