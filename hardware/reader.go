package hardware

// Scanner is a reader of any kind: barcode, magstripe or RFID. The word is
// the field's for the device on the counter; what it read is in the Scan.
//
// Scans and States are closed by Close. A driver never blocks on a slow
// listener: the queue of scans is bounded (ScanQueue), and when it is full the
// newest scan is dropped and the state becomes Attention with Overflow.
type Scanner interface {
	Device
	// Source is where the scans come from.
	Source() Source
	// Scans delivers each thing read once, in order.
	Scans() <-chan Scan
	// States tells each change of State. A slow listener misses changes in
	// between, never the last one.
	States() <-chan State
}

// CardReader is a reader of cards; for the till it is a Scanner whose scans
// are club cards, tags and refusals.
type CardReader = Scanner

// ScanQueue is how many scans wait for a listener. Nobody scans that far
// ahead: what is beyond it belongs to a screen that hangs.
const ScanQueue = 32
