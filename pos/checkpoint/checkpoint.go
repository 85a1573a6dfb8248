// Package checkpoint is what makes the head office's journal something that an
// outsider can hold it to: a log of what each till has said up to when, a signed
// note over the whole log, and proofs that an event is in it and that a later log
// is the earlier one with something added.
//
// The log is two Merkle trees (RFC 6962, as in Go's checksum database). A Run is a
// stretch of one journal, with the root of a tree over the hashes of its events;
// the log is a tree over all runs. So the log is some kilobytes a day, and what is
// inside a run is computed from the journal when somebody asks.
//
//	run := checkpoint.Run{...}
//	log.Add(run.Bytes())
//	root, err := log.Root(log.Size())
//	text, err := checkpoint.Sign(checkpoint.Checkpoint{Chain: id, Size: log.Size(), Root: root, At: at}, key)
//
// The note's form is that of transparency logs (C2SP tlog-checkpoint), so that
// a witness that keeps other logs can keep this one too.
package checkpoint

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"bonuskasse/pos"
	"bonuskasse/pos/journal"
)

// MaxRun is the most events of one run: what must be in memory to compute it.
const MaxRun = 1 << 16

// Run is a stretch of one life's journal, from an event to another.
type Run struct {
	Till        pos.ID       `json:"till"`
	Incarnation pos.ID       `json:"incarnation"`
	From        int64        `json:"from"`
	To          int64        `json:"to"`
	Head        journal.Hash `json:"-"` // of the event To; it covers all before it
	Root        tlog.Hash    `json:"root"`
}

// Bytes are the run as a record of the log.
func (r Run) Bytes() []byte {
	b := []byte("bonuskasse run v1\n")
	b = append(append(b, r.Till[:]...), r.Incarnation[:]...)
	b = binary.BigEndian.AppendUint64(binary.BigEndian.AppendUint64(b, uint64(r.From)), uint64(r.To))
	return append(append(b, r.Head[:]...), r.Root[:]...)
}

// Checkpoint is how long the log was at a moment, and what was in it.
type Checkpoint struct {
	Chain pos.ID
	Size  int64 // runs
	Root  tlog.Hash
	At    pos.Millis
}

// Origin is the name of a chain's log, and of the key that signs it.
func Origin(chain pos.ID) string { return "bonuskasse.chain/" + chain.String() }

func (c Checkpoint) text() string {
	return fmt.Sprintf("%s\n%d\n%s\nat %d\n", Origin(c.Chain), c.Size, base64.StdEncoding.EncodeToString(c.Root[:]), c.At)
}

// ErrNone is given where a text is no checkpoint.
var ErrNone = errors.New("checkpoint: it is no checkpoint of a chain")

func parse(text string) (c Checkpoint, err error) {
	lines := strings.Split(text, "\n")
	if len(lines) != 5 || lines[4] != "" {
		return c, ErrNone
	}
	name, isOrigin := strings.CutPrefix(lines[0], "bonuskasse.chain/")
	at, isAt := strings.CutPrefix(lines[3], "at ")
	if !isOrigin || !isAt {
		return c, ErrNone
	}
	if c.Chain, err = pos.ParseID(name); err != nil {
		return c, ErrNone
	}
	root, rootErr := base64.StdEncoding.DecodeString(lines[2])
	size, sizeErr := strconv.ParseInt(lines[1], 10, 64)
	when, whenErr := strconv.ParseInt(at, 10, 64)
	if errors.Join(rootErr, sizeErr, whenErr) != nil || len(root) != len(c.Root) || size < 1 {
		return c, ErrNone
	}
	c.Size, c.At = size, pos.Millis(when)
	copy(c.Root[:], root)
	if c.text() != text { // written in one way alone
		return c, ErrNone
	}
	return c, nil
}

// VerifierKey is a chain's public key in the form that notes and witnesses use.
func VerifierKey(chain pos.ID, key ed25519.PublicKey) (string, error) {
	return note.NewEd25519VerifierKey(Origin(chain), key)
}

// Sign is a checkpoint as a signed note.
func Sign(c Checkpoint, key ed25519.PrivateKey) (string, error) {
	name := Origin(c.Chain)
	const ed25519Key = 1
	public := append([]byte{ed25519Key}, key.Public().(ed25519.PublicKey)...)
	sum := sha256.Sum256(append([]byte(name+"\n"), public...))
	signer, err := note.NewSigner(fmt.Sprintf("PRIVATE+KEY+%s+%08x+%s", name, binary.BigEndian.Uint32(sum[:4]),
		base64.StdEncoding.EncodeToString(append([]byte{ed25519Key}, key.Seed()...))))
	if err != nil {
		return "", err
	}
	out, err := note.Sign(&note.Note{Text: c.text()}, signer)
	return string(out), err
}

// Signed is a checkpoint that was read, and who of those that were asked for has
// signed it: the chain first.
type Signed struct {
	Checkpoint
	Note string
	By   []string
}

// Open reads a checkpoint that the chain has signed, by its public key; keys are
// those of witnesses, each of whose signatures must be right if it is there.
func Open(text, chainKey string, keys ...string) (s Signed, err error) {
	var known []note.Verifier
	for _, k := range append([]string{chainKey}, keys...) {
		v, err := note.NewVerifier(k)
		if err != nil {
			return s, fmt.Errorf("checkpoint: key %q: %w", k, err)
		}
		known = append(known, v)
	}
	n, err := note.Open([]byte(text), note.VerifierList(known...))
	if err != nil {
		return s, fmt.Errorf("checkpoint: %w", err)
	}
	s.Note = text
	if s.Checkpoint, err = parse(n.Text); err != nil {
		return s, err
	}
	for _, v := range known {
		for _, sig := range n.Sigs {
			if sig.Name == v.Name() && sig.Hash == v.KeyHash() {
				s.By = append(s.By, sig.Name)
			}
		}
	}
	if len(s.By) == 0 || s.By[0] != known[0].Name() {
		return s, errors.New("checkpoint: the chain has not signed it")
	}
	return s, nil
}

// Cosign adds a witness's signature to a checkpoint that the chain has signed.
// Where the witness has signed an earlier one, proof must say that this is that
// one with something added.
func Cosign(text, chainKey, secret string, earlier string, proof tlog.TreeProof) (string, error) {
	now, err := Open(text, chainKey)
	if err != nil {
		return "", err
	}
	if earlier != "" {
		was, err := Open(earlier, chainKey)
		if err != nil {
			return "", fmt.Errorf("the earlier one: %w", err)
		}
		if err := Extends(was.Checkpoint, now.Checkpoint, proof); err != nil {
			return "", err
		}
	}
	signer, err := note.NewSigner(strings.TrimSpace(secret))
	if err != nil {
		return "", err
	}
	chain, err := note.NewVerifier(chainKey)
	if err != nil {
		return "", err
	}
	n, err := note.Open([]byte(text), note.VerifierList(chain))
	if err != nil {
		return "", err
	}
	out, err := note.Sign(n, signer)
	return string(out), err
}

// ErrRewritten says that a log is not an earlier one with something added.
var ErrRewritten = errors.New("checkpoint: the log is not the earlier one with something added: it was rewritten")

// Extends reports whether a log is an earlier one with something added, by a
// proof; nil is yes.
func Extends(was, now Checkpoint, proof tlog.TreeProof) error {
	switch {
	case was.Chain != now.Chain:
		return errors.New("checkpoint: they are of two chains")
	case was.Size > now.Size:
		return ErrRewritten
	case was.Size == now.Size:
		if was.Root != now.Root {
			return ErrRewritten
		}
		return nil
	}
	if err := tlog.CheckTree(proof, now.Size, now.Root, was.Size, was.Root); err != nil {
		return ErrRewritten
	}
	return nil
}
