package fake

import "time"

// Condition is what can be wrong with the simulated printer. The zero value is
// a printer that is well.
type Condition struct {
	PaperOut  bool // the roll is empty: it waits, and says so
	PaperLow  bool // the roll is nearly empty: it prints, and says so
	CoverOpen bool // it waits, and says so
	Fault     bool // the cutter is stuck
	Silent    bool // it prints and never answers
	NoMarks   bool // it does not know GS r, as many do not
	Jammed    bool // it reads nothing more: the connection fills up
	Held      bool // it takes all into its buffer, answers, and prints nothing yet
	Mute      bool // it reads everything, prints nothing and answers nothing

	// Slow is the time 64 bytes take.
	Slow time.Duration
	// CutAfter ends the connection when so many bytes of a job have come; 0 is
	// never. It happens once.
	CutAfter int
	// RollEnds is the lines and pictures until the paper is out; 0 is never.
	RollEnds int
}

// Kick is one pulse at the drawer.
type Kick struct {
	At   time.Time
	Pin  int
	OnMs int
}

// stopped tells that the printer waits for a person.
func (c Condition) stopped() bool { return c.PaperOut || c.CoverOpen || c.Fault }

// waits tells that what is in the buffer stays there.
func (c Condition) waits() bool { return c.stopped() || c.Held }

// status is the answer to DLE EOT n (Epson): bits 1 and 4 always, 0 and 7
// never.
func (c Condition) status(n byte) byte {
	b := byte(0x12)
	on := func(yes bool, bits byte) {
		if yes {
			b |= bits
		}
	}
	switch n {
	case 1:
		on(c.stopped(), 0x08)
	case 2:
		on(c.CoverOpen, 0x04)
		on(c.PaperOut, 0x20)
		on(c.Fault, 0x40)
	case 3:
		on(c.Fault, 0x08)
	case 4:
		on(c.PaperLow || c.PaperOut, 0x0c)
		on(c.PaperOut, 0x60)
	}
	return b
}

// mark is the answer to GS r 1.
func (c Condition) mark() byte {
	b := byte(0)
	if c.PaperLow || c.PaperOut {
		b |= 0x03
	}
	if c.PaperOut {
		b |= 0x0c
	}
	return b
}
