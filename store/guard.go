package store

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"os"
	"sync"
	"sync/atomic"

	"bonuskasse/pos"
	"bonuskasse/pos/journal"
)

// guard is a counter outside the database: how far the journal had come, and
// its head. A backup that is copied back does not know of it, and so is found.
//
// The file has two slots, written in turn by the parity of the sequence, each
// with a checksum: a torn write leaves the other. It is written after a commit
// and not synced there, so the database may be ahead of it and never behind.
type guard struct {
	mu      sync.Mutex
	file    *os.File
	writes  int
	syncing atomic.Bool
}

// guardMark is what one slot says.
type guardMark struct {
	incarnation pos.ID
	ordinal     int64
	seq         int64
	hash        journal.Hash
}

const (
	guardMagic = "BNKSGRD1"
	slotEvery  = 512 // a sector each
	slotSize   = 8 + 16 + 8 + 8 + 32 + 16
	// syncEvery commits the guard is synced in the background; between, the
	// system writes it when it likes.
	syncEvery = 256
)

// openGuard opens the file, and makes an empty one where write says so: an
// empty guard is a missing one.
func openGuard(path string, write bool) (*guard, error) {
	flags := os.O_RDONLY
	if write {
		flags = os.O_RDWR | os.O_CREATE
	}
	f, err := os.OpenFile(path, flags, 0o600)
	if err != nil {
		if !write && errors.Is(err, os.ErrNotExist) {
			return nil, err
		}
		return nil, trouble(err)
	}
	return &guard{file: f}, nil
}

// read is the furthest mark of the file; false if neither slot is whole.
func (g *guard) read() (best guardMark, found bool) {
	var buf [slotEvery + slotSize]byte
	n, _ := g.file.ReadAt(buf[:], 0) // a short file has fewer slots
	for i := range 2 {
		at := i * slotEvery
		if n < at+slotSize {
			break
		}
		m, ok := parseSlot(buf[at : at+slotSize])
		if ok && (!found || m.after(best)) {
			best, found = m, true
		}
	}
	return best, found
}

// whole is the furthest mark, and whether both slots can be read.
func (g *guard) whole() (guardMark, bool) {
	var buf [slotEvery + slotSize]byte
	if n, _ := g.file.ReadAt(buf[:], 0); n < len(buf) {
		return guardMark{}, false
	}
	a, okA := parseSlot(buf[:slotSize])
	b, okB := parseSlot(buf[slotEvery:])
	if b.after(a) {
		a = b
	}
	return a, okA && okB
}

func (m guardMark) after(o guardMark) bool {
	if m.ordinal != o.ordinal {
		return m.ordinal > o.ordinal
	}
	return m.seq > o.seq
}

func parseSlot(b []byte) (m guardMark, ok bool) {
	sum := sha256.Sum256(b[:slotSize-16])
	if string(b[:8]) != guardMagic || !bytes.Equal(sum[:16], b[slotSize-16:]) {
		return m, false
	}
	copy(m.incarnation[:], b[8:24])
	m.ordinal = int64(binary.BigEndian.Uint64(b[24:]))
	m.seq = int64(binary.BigEndian.Uint64(b[32:]))
	copy(m.hash[:], b[40:72])
	return m, true
}

func (m guardMark) slot() []byte {
	b := make([]byte, 0, slotSize)
	b = append(b, guardMagic...)
	b = append(b, m.incarnation[:]...)
	b = binary.BigEndian.AppendUint64(b, uint64(m.ordinal))
	b = binary.BigEndian.AppendUint64(b, uint64(m.seq))
	b = append(b, m.hash[:]...)
	sum := sha256.Sum256(b)
	return append(b, sum[:16]...)
}

func markOf(h head) guardMark {
	return guardMark{incarnation: h.inc.id, ordinal: h.inc.ordinal, seq: h.seq, hash: h.hash}
}

// advance notes a commit. Another program may have noted a later one: the mark
// never goes back, except by the other's one slot, which harms nothing, since
// a database ahead of its guard is right.
func (g *guard) advance(h head) {
	if h.seq == h.began {
		return // nothing was appended
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	m := markOf(h)
	if old, ok := g.read(); ok && !m.after(old) {
		return
	}
	// An error leaves the guard behind, which is safe; the next write tries
	// again.
	g.file.WriteAt(m.slot(), (m.seq&1)*slotEvery)
	if g.writes++; g.writes%syncEvery == 0 && g.syncing.CompareAndSwap(false, true) {
		go func() {
			g.file.Sync()
			g.syncing.Store(false)
		}()
	}
}

// reset writes one mark to both slots, and makes it durable: an incarnation
// has begun, and what stood here belongs to another.
func (g *guard) reset(m guardMark) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	for i := range int64(2) {
		if _, err := g.file.WriteAt(m.slot(), i*slotEvery); err != nil {
			return trouble(err)
		}
	}
	return trouble(g.file.Sync())
}

func (g *guard) close() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	syncErr := g.file.Sync()
	if errors.Is(syncErr, os.ErrInvalid) || errors.Is(syncErr, os.ErrClosed) {
		syncErr = nil
	}
	return trouble(errors.Join(syncErr, g.file.Close()))
}
