package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"bonuskasse/pos/screen"
	"bonuskasse/pos/screen/noted"
	"bonuskasse/pos/till"
	"bonuskasse/pos/ui/theme"
)

// BenchmarkNotedThousandRows types the next row below a thousand, through the
// window: what a key takes until its state is drawn.
func BenchmarkNotedThousandRows(b *testing.B) {
	s, err := openShop(b.Context(), b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	defer s.close()
	g, _ := s.stage(b.Context(), "en", theme.Light, small)
	var rows strings.Builder
	for n := range 1000 {
		name := fmt.Sprintf("gæst%d", n%200)
		if n < 200 {
			if _, err := s.till.AddMember(b.Context(), till.NewMember{Username: name, Name: "Gæst " + name}, till.By(s.bo)); err != nil {
				b.Fatal(err)
			}
		}
		fmt.Fprintf(&rows, "%s\t%d\tslip %d\n", name, n+1, n)
	}
	g.copied = rows.String()
	began := time.Now()
	g.keys(screen.KeyF4, "Ctrl+V")
	b.Logf("a thousand rows pasted and checked in %v", time.Since(began).Round(time.Millisecond))
	var took []time.Duration
	for n := range b.N {
		for _, r := range fmt.Sprintf("karen\r%d\r", n+1) {
			began := time.Now()
			if r == '\r' {
				g.press(fyne.KeyEnter)
			} else {
				g.letter(r)
			}
			took = append(took, time.Since(began))
		}
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds()), "µs/key(p50)")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "µs/key(p99)")
	b.StopTimer()
	began = time.Now()
	g.runes("+")
	g.answer("give", -1, "")
	b.Logf("given in %v", time.Since(began).Round(time.Millisecond))
	if st := g.shell.Screen(screen.NotedPlace).State().(noted.State); st.Last == nil || st.Last.Rows < 1000 {
		b.Errorf("nothing was given: %+v", st.Last)
	}
}
