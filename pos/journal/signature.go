package journal

import (
	"crypto/ed25519"
	"runtime"
	"sync"

	"github.com/hdevalence/ed25519consensus"
)

// Signed is the seal of one event: whose it should be, what it seals, and the
// signature itself.
type Signed struct {
	Key       ed25519.PublicKey
	Hash      Hash
	Signature []byte
}

// OK tells whether the signature is the key's, by the rules of ZIP 215. RFC 8032
// leaves some crafted signatures to each program's taste; under ZIP 215 many that
// are checked at once (Forged) get the answer that each would get alone, so that
// what a head office took once stands in every later verification.
func (s Signed) OK() bool { return ed25519consensus.Verify(s.Key, s.Hash[:], s.Signature) }

// signedBatch is how many signatures are one equation. A larger one costs more
// memory and, once it fails, a longer search; a smaller one shares less.
const signedBatch = 128

// Forged is the place of the first signature that is not its key's, or -1. It
// checks many at once, on all processors, at about a third of the price of each
// alone.
func Forged(list []Signed) int {
	n := min(runtime.GOMAXPROCS(0), (len(list)+signedBatch-1)/signedBatch)
	if n <= 1 {
		return forged(list)
	}
	found := make([]int, n)
	var wg sync.WaitGroup
	from := func(part int) int { return part * len(list) / n }
	for part := range n {
		wg.Go(func() { found[part] = forged(list[from(part):from(part+1)]) })
	}
	wg.Wait()
	for part, at := range found {
		if at >= 0 {
			return from(part) + at
		}
	}
	return -1
}

func forged(list []Signed) int {
	for at := 0; at < len(list); at += signedBatch {
		batch := list[at:min(at+signedBatch, len(list))]
		all := ed25519consensus.NewPreallocatedBatchVerifier(len(batch))
		for _, s := range batch {
			all.Add(s.Key, s.Hash[:], s.Signature)
		}
		if all.Verify() {
			continue
		}
		for i, s := range batch {
			if !s.OK() {
				return at + i
			}
		}
	}
	return -1
}
