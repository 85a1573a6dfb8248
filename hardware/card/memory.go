package card

import (
	"runtime/debug"
	"sync"
)

// A till is a small machine, and ten thousand cards are on their pages before
// the first byte is written. While jobs are made the garbage may be a third of
// what lives, and not as much again: 10,000 cards then take 125 MB and not 180.
const garbagePercent = 30

var frugal struct {
	sync.Mutex
	jobs, before int
}

func beFrugal() (done func()) {
	frugal.Lock()
	defer frugal.Unlock()
	if frugal.jobs++; frugal.jobs == 1 {
		frugal.before = debug.SetGCPercent(garbagePercent)
	}
	return func() {
		frugal.Lock()
		defer frugal.Unlock()
		if frugal.jobs--; frugal.jobs == 0 {
			debug.SetGCPercent(frugal.before)
		}
	}
}
