package checkpoint

import (
	"errors"

	"golang.org/x/mod/sumdb/tlog"

	"bonuskasse/pos/journal"
)

// Log is a Merkle tree in memory. The zero value is empty.
type Log struct {
	hashes []tlog.Hash
	size   int64
}

// Add appends a record.
func (l *Log) Add(record []byte) error {
	more, err := tlog.StoredHashes(l.size, record, l)
	if err != nil {
		return err
	}
	l.hashes = append(l.hashes, more...)
	l.size++
	return nil
}

// Size is the number of records.
func (l *Log) Size() int64 { return l.size }

// Reset empties it, and keeps its memory.
func (l *Log) Reset() { l.hashes, l.size = l.hashes[:0], 0 }

// ReadHashes is part of tlog.HashReader.
func (l *Log) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, x := range indexes {
		if x >= int64(len(l.hashes)) {
			return nil, errors.New("checkpoint: the log is shorter")
		}
		out[i] = l.hashes[x]
	}
	return out, nil
}

// Root is the root over the first records.
func (l *Log) Root(size int64) (tlog.Hash, error) {
	if size < 0 || size > l.size {
		return tlog.Hash{}, errors.New("checkpoint: the log is shorter")
	}
	return tlog.TreeHash(size, l)
}

// Extension proves that the first to records are the first from with some added.
func (l *Log) Extension(from, to int64) (tlog.TreeProof, error) {
	if from < 1 || to > l.size || from > to {
		return nil, errors.New("checkpoint: the log is shorter")
	}
	return tlog.ProveTree(to, from, l)
}

// Inclusion proves that a record, from 0, is among the first size ones.
func (l *Log) Inclusion(size, n int64) (tlog.RecordProof, error) {
	if n < 0 || n >= size || size > l.size {
		return nil, errors.New("checkpoint: the log is shorter")
	}
	return tlog.ProveRecord(size, n, l)
}

// EventProof proves that an event is in the log that a checkpoint signs: it is
// all that somebody needs who has nothing but the chain's public key.
type EventProof struct {
	Hash       string           `json:"event"` // of the event, in hexadecimal
	Seq        int64            `json:"seq"`
	Run        Run              `json:"run"`
	Head       string           `json:"head"` // of the run
	InRun      tlog.RecordProof `json:"in_run"`
	N          int64            `json:"n"` // of the run in the log, from 0
	InLog      tlog.RecordProof `json:"in_log"`
	Checkpoint string           `json:"checkpoint"`
}

// Check holds the proof to a chain's key, and gives its checkpoint.
func (p EventProof) Check(chainKey string) (Signed, error) {
	s, err := Open(p.Checkpoint, chainKey)
	if err != nil {
		return s, err
	}
	event, err := journal.ParseHash(p.Hash)
	if err != nil {
		return s, err
	}
	run := p.Run
	if run.Head, err = journal.ParseHash(p.Head); err != nil {
		return s, err
	}
	if err := tlog.CheckRecord(p.InRun, run.To-run.From+1, run.Root, p.Seq-run.From, tlog.RecordHash(event[:])); err != nil {
		return s, errors.New("checkpoint: the event is not in the run")
	}
	if err := tlog.CheckRecord(p.InLog, s.Size, s.Root, p.N, tlog.RecordHash(run.Bytes())); err != nil {
		return s, errors.New("checkpoint: the run is not in the log")
	}
	return s, nil
}
