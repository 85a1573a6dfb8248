package torture

import (
	"context"
	"encoding/json"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"bonuskasse/cmd/internal/xvfb"
)

// TestKillWindow sells in the window without end and kills it at random
// moments. A paper in the printer's folder is an acknowledgement: when a
// receipt prints, its sale is durable. Each must be in the journal once, none
// twice, and the journal must verify.
func TestKillWindow(t *testing.T) {
	kills, seed := number(t, "KILLS", 10), number(t, "SEED", 20261123)
	t.Logf("KILLS=%d SEED=%d", kills, seed)
	dice := rand.New(rand.NewPCG(uint64(seed), 2))
	s := newShop(t)
	papers := filepath.Join(t.TempDir(), "papers")
	setup, err := json.Marshal(map[string]any{"kind": "pdf", "address": papers})
	if err != nil {
		t.Fatal(err)
	}
	s.ctl("setting", "set", "device.printer="+string(setup))
	screen, err := xvfb.Start(1280, 800)
	if err != nil {
		t.Fatal(err)
	}
	defer screen.Close()

	quick := 0
	for n := range kills {
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
		r := s.open(ctx, screen)
		gone := time.AfterFunc(time.Duration(dice.Int64N(int64(3*time.Second))), r.kill)
		sold := sell(screen, r.ended, goods[n%len(goods)])
		<-r.ended
		gone.Stop()
		cancel()
		quick += sold
		if n%20 == 19 {
			s.ctl("verify")
		}
	}
	s.ctl("verify")
	stored := map[string]int{}
	for _, sale := range s.sales() {
		stored[sale.Receipt]++
		if stored[sale.Receipt] > 1 {
			t.Errorf("receipt %s is in the journal %d times", sale.Receipt, stored[sale.Receipt])
		}
	}
	printed := receiptsIn(t, papers)
	for receipt, times := range printed {
		if stored[receipt] != 1 {
			t.Errorf("receipt %s was printed, and is in the journal %d times", receipt, stored[receipt])
		}
		if times > 1 {
			t.Errorf("receipt %s was printed %d times, and no copy was asked for", receipt, times)
		}
	}
	t.Logf("%d kills; %d sales begun in the window, %d in the journal, %d receipts printed", kills, quick, len(stored), len(printed))
	if len(printed) == 0 || len(stored) <= kills/4 {
		t.Errorf("%d sales and %d receipts in %d lives: the kills came too early to prove anything", len(stored), len(printed), kills)
	}
	reopened := s.open(t.Context(), screen) // and it sells again
	defer reopened.close()
}

// sell makes sale after sale until the till is gone, and counts them. Its
// steps are a hurried cashier's: the till must take them in their order.
func sell(screen *xvfb.Screen, ended <-chan struct{}, barcode string) (begun int) {
	steps := []func() error{
		func() error { _, err := screen.Scan(barcode, time.Millisecond); return err },
		func() error { _, err := screen.Scan(cards[0], time.Millisecond); return err },
		func() error { return screen.Press("KP_Add") },
		func() error { return screen.Press("1") },
		func() error { return screen.Press("Enter") },
	}
	for {
		for _, step := range steps {
			if step() != nil {
				return begun
			}
			select {
			case <-ended:
				return begun
			case <-time.After(80 * time.Millisecond): // a person's pace, not a wait for anything
			}
		}
		begun++
	}
}

// receiptNumber is how a receipt names itself on Danish paper.
var receiptNumber = regexp.MustCompile(`Bon (\S+)`)

// receiptsIn reads the papers of a folder.
func receiptsIn(t *testing.T, dir string) map[string]int {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	printed := map[string]int{}
	for _, file := range files {
		text := exec.Command("pdftotext", "-layout", file, "-")
		text.Stderr = os.Stderr
		out, err := text.Output()
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		found := receiptNumber.FindSubmatch(out)
		if found == nil {
			t.Fatalf("%s names no receipt:\n%s", file, out)
		}
		printed[string(found[1])]++
	}
	return printed
}
