package till

import (
	"testing"
	"time"

	"bonuskasse/pos"
)

// TestPINWaits is how long the next PIN waits after so many wrong ones.
func TestPINWaits(t *testing.T) {
	now := time.UnixMilli(1_790_000_000_000)
	var n PINTries
	for i, want := range []time.Duration{0, 0, 0, 0, 10 * time.Second, 20 * time.Second, 40 * time.Second, 80 * time.Second,
		160 * time.Second, 320 * time.Second, 10 * time.Minute, 10 * time.Minute} {
		n = n.again(now)
		if got := n.wait(now); got != want {
			t.Errorf("after %d wrong: %v, want %v", i+1, got, want)
		}
	}
	for range 100 {
		n = n.again(now)
	}
	for _, c := range []struct {
		name string
		at   time.Time
		want time.Duration
	}{
		{"halfway", now.Add(5 * time.Minute), 5 * time.Minute},
		{"when it is over", now.Add(10 * time.Minute), 0},
		{"by a clock that was set back", now.Add(-time.Second), 0},
	} {
		if got := n.wait(c.at); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
	if n.Wrong != 112 || n.Until != pos.At(now.Add(10*time.Minute)) {
		t.Errorf("%+v", n)
	}
}
