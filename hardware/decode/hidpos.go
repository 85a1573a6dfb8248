package decode

import "bonuskasse/hardware"

const (
	posReport   = 64
	posID       = 0x02
	posAIM      = 2 // where the identifier stands
	posData     = 5
	posMost     = 56 // data bytes in one report
	posContinue = 63 // bit 0: the code goes on in the next report
)

// reports reads the input reports of a scanner of HID usage page 0x8C (HID
// Point of Sale Usage Tables 1.02, chapter 3), as the common 64-byte form lays
// them out: report id 2, length, AIM identifier, 56 bytes of data, further
// identifier, reserved, "data continued". The length is bounded: a reader that
// says more than a report holds is not believed. Reports of other ids (status,
// trigger) are no scans.
type reports struct {
	limit int
	emit  func(data []byte, why hardware.Why)

	report [posReport]byte
	filled int
	data   []byte
	more   bool // the last report announced another
	over   bool
}

func (r *reports) feed(b byte) {
	r.report[r.filled] = b
	if r.filled++; r.filled == posReport {
		r.take(r.report[:])
	}
}

func (r *reports) take(report []byte) {
	defer func() {
		clear(r.report[:])
		r.filled = 0
	}()
	if report[0] != posID {
		return
	}
	n := int(report[1])
	if n > posMost || posData+n > len(report) {
		r.emit(nil, hardware.WhyReport)
		r.drop()
		return
	}
	if r.data == nil {
		r.data = make([]byte, 0, r.limit+posReport)
	}
	if !r.more && report[posAIM] == ']' {
		r.data = append(r.data, report[posAIM:posData]...)
	}
	if !r.over {
		r.data = append(r.data, report[posData:posData+n]...)
		if len(r.data) > r.limit {
			clear(r.data)
			r.data, r.over = r.data[:0], true
		}
	}
	if r.more = len(report) > posContinue && report[posContinue]&1 != 0; !r.more {
		r.end()
	}
}

func (r *reports) end() {
	switch {
	case r.over:
		r.emit(nil, hardware.WhyTooLong)
	case len(r.data) > 3 || len(r.data) > 0 && r.data[0] != ']':
		r.emit(r.data, hardware.WhyNot)
	}
	r.drop()
}

// idle ends what is there: a short report counts if its data came whole; a
// code whose next report never came is cut.
func (r *reports) idle() {
	if r.filled >= posData && r.report[0] == posID && posData+int(r.report[1]) <= r.filled {
		r.take(r.report[:r.filled])
	} else if r.filled > 0 {
		r.emit(nil, hardware.WhyReport)
		r.drop()
	}
	if r.more {
		r.emit(nil, hardware.WhyCut)
	}
	r.reset()
}

func (r *reports) waiting() bool { return r.filled > 0 || r.more }

func (r *reports) drop() {
	clear(r.data[:cap(r.data)])
	r.data, r.more, r.over = r.data[:0], false, false
}

func (r *reports) reset() {
	r.drop()
	clear(r.report[:])
	r.filled = 0
}
