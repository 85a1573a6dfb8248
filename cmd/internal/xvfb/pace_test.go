package xvfb

import (
	"testing"
	"time"
)

// TestTheServerKeepsThePace: no key of a code goes off sooner than was asked for.
func TestTheServerKeepsThePace(t *testing.T) {
	s, err := Start(640, 480)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	const code, pause = "5701234001010", 10 * time.Millisecond
	began := time.Now()
	last, err := s.Scan(code, pause)
	if err != nil {
		t.Fatal(err)
	}
	if took, least := last.Sub(began), pause*time.Duration(len(code)); took < least {
		t.Errorf("%d keys and Enter went off in %v, before %v", len(code), took, least)
	}
}
