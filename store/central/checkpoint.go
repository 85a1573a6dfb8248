package central

import (
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/pos/checkpoint"
	"bonuskasse/pos/journal"
)

// logRun is a row of the log.
type logRun struct {
	checkpoint.Run
	n, life int64
}

const runSelect = "SELECT r.n, r.life, l.till, l.incarnation, r.from_seq, r.to_seq, r.head, r.root FROM log_run r JOIN life l ON l.no = r.life "

func (t *tx) runs(where string, a []any, work func(logRun) error) error {
	var r logRun
	var till, incarnation, head, root []byte
	return t.do.each(runSelect+where, a, []any{&r.n, &r.life, &till, &incarnation, &r.From, &r.To, &head, &root}, func() error {
		r.Till, r.Incarnation = pos.IDFromBytes(till), pos.IDFromBytes(incarnation)
		if copy(r.Head[:], head) != len(r.Head) || copy(r.Root[:], root) != len(r.Root) {
			return fmt.Errorf("run %d: %w", r.n, errHash)
		}
		return work(r)
	})
}

// VerifierKey is the chain's public key, as witnesses have it.
func (s *Store) VerifierKey() (string, error) {
	return checkpoint.VerifierKey(s.office.ID, s.office.Key.Public().(ed25519.PublicKey))
}

// Checkpoint logs what has come since the last one, and signs the log. Where
// nothing has come it is the last one again. A chain that has said nothing has
// none: "".
func (s *Store) Checkpoint(ctx context.Context, at pos.Millis) (text string, err error) {
	// A run a transaction: no till waits longer than for a batch.
	for more := true; more; {
		err := s.db.write(ctx, func(t *tx) error {
			more, err = t.logRun()
			return err
		})
		if err != nil {
			return "", err
		}
	}
	err = s.db.write(ctx, func(t *tx) error {
		text = ""
		size, err := t.logged()
		if err != nil || size == 0 {
			return err
		}
		if found, err := t.one("SELECT note FROM checkpoint WHERE size = ?", args(size), &text); err != nil || found {
			return err
		}
		log, err := t.log(size)
		if err != nil {
			return err
		}
		c := checkpoint.Checkpoint{Chain: s.office.ID, Size: size, At: at}
		if c.Root, err = log.Root(size); err != nil {
			return err
		}
		if text, err = checkpoint.Sign(c, s.office.Key); err != nil {
			return err
		}
		_, err = t.exec("INSERT INTO checkpoint (size, at, note) VALUES (?, ?, ?)", size, int64(at), text)
		return err
	})
	return text, err
}

// logged locks the log, and tells how long it is.
func (t *tx) logged() (size int64, err error) {
	next, err := t.next("runs", 0)
	return next - 1, err
}

// logRun adds the next run to the log, of the first life that has said more than
// was logged; false where there is none.
func (t *tx) logRun() (more bool, err error) {
	size, err := t.logged()
	if err != nil {
		return false, err
	}
	var no, from, to int64
	found, err := t.one(`SELECT l.no, coalesce((SELECT max(r.to_seq) FROM log_run r WHERE r.life = l.no), 0), l.applied FROM life l
		WHERE l.applied > coalesce((SELECT max(r.to_seq) FROM log_run r WHERE r.life = l.no), 0) ORDER BY l.till, l.incarnation LIMIT 1`, nil, &no, &from, &to)
	if err != nil || !found {
		return false, err
	}
	to = min(to, from+checkpoint.MaxRun)
	log, head, err := t.runLog(no, from+1, to)
	if err != nil {
		return false, err
	}
	if log.Size() != to-from {
		return false, fmt.Errorf("central: life %d has %d events from %d to %d", no, log.Size(), from+1, to)
	}
	root, err := log.Root(log.Size())
	if err != nil {
		return false, err
	}
	if _, err := t.next("runs", 1); err != nil {
		return false, err
	}
	_, err = t.exec("INSERT INTO log_run (n, life, from_seq, to_seq, head, root) VALUES (?, ?, ?, ?, ?, ?)", size, no, from+1, to, head[:], root[:])
	return true, err
}

// runLog is the tree over the hashes of a life's events.
func (t *tx) runLog(life, from, to int64) (log *checkpoint.Log, head journal.Hash, err error) {
	log = &checkpoint.Log{}
	var hash []byte
	err = t.do.each("SELECT hash FROM event WHERE id >= ? AND id <= ? ORDER BY id", args(eventID(life, from), eventID(life, to)), []any{&hash}, func() error {
		copy(head[:], hash)
		return log.Add(hash)
	})
	return log, head, err
}

// rowsLog is runLog with each event's hash computed from its row.
func (t *tx) rowsLog(r logRun) (log *checkpoint.Log, head journal.Hash, err error) {
	log = &checkpoint.Log{}
	l := &lifeRow{Life: chain.Life{Till: r.Till, Incarnation: r.Incarnation}, no: r.life}
	err = t.events(l, r.From, func(e *journal.Event) error {
		if e.Seq > r.To {
			return errStop
		}
		if err := e.VerifyHash(e.Prev); err != nil {
			return differs("till %s, incarnation %s, event %d: %v", r.Till, r.Incarnation, e.Seq, err)
		}
		head = e.Hash
		return log.Add(e.Hash[:])
	})
	if errors.Is(err, errStop) {
		err = nil
	}
	return log, head, err
}

// log is the first so many runs.
func (t *tx) log(size int64) (*checkpoint.Log, error) {
	log := &checkpoint.Log{}
	err := t.runs("WHERE r.n < ? ORDER BY r.n", args(size), func(r logRun) error { return log.Add(r.Bytes()) })
	return log, err
}

// Checkpoints are all, the oldest first, as signed notes.
func (s *Store) Checkpoints(ctx context.Context) (list []string, err error) {
	err = s.db.read(ctx, func(t *tx) error {
		list = nil
		var text string
		return t.do.each("SELECT note FROM checkpoint ORDER BY size", nil, []any{&text}, func() error {
			list = append(list, text)
			return nil
		})
	})
	return list, err
}

// LastCheckpoint is when the newest was made; 0 is never.
func (s *Store) LastCheckpoint(ctx context.Context) (at pos.Millis, err error) {
	err = s.db.read(ctx, func(t *tx) error {
		var n int64
		_, err := t.one("SELECT at FROM checkpoint ORDER BY size DESC LIMIT 1", nil, &n)
		at = pos.Millis(n)
		return err
	})
	return at, err
}

// Extension proves that the log of one size is that of another with some added.
func (s *Store) Extension(ctx context.Context, from, to int64) (p tlog.TreeProof, err error) {
	err = s.db.read(ctx, func(t *tx) error {
		log, err := t.log(to)
		if err != nil {
			return err
		}
		p, err = log.Extension(from, to)
		return err
	})
	return p, err
}

// AddWitness keeps the public key of somebody who signs checkpoints.
func (s *Store) AddWitness(ctx context.Context, key string) (name string, err error) {
	v, err := note.NewVerifier(key)
	if err != nil {
		return "", err
	}
	return v.Name(), s.db.write(ctx, func(t *tx) error {
		_, err := t.exec("INSERT INTO witness (name, key) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET key = excluded.key", v.Name(), key)
		return err
	})
}

// Witnesses are the keys of all.
func (s *Store) Witnesses(ctx context.Context) (keys []string, err error) {
	err = s.db.read(ctx, func(t *tx) error {
		keys = nil
		var key string
		return t.do.each("SELECT key FROM witness ORDER BY name", nil, []any{&key}, func() error {
			keys = append(keys, key)
			return nil
		})
	})
	return keys, err
}

// KeepSignatures keeps a checkpoint of this log that witnesses have signed.
func (s *Store) KeepSignatures(ctx context.Context, text string) (signed checkpoint.Signed, err error) {
	if signed, err = s.open(ctx, text); err != nil {
		return signed, err
	}
	return signed, s.db.write(ctx, func(t *tx) error {
		var was string
		found, err := t.one("SELECT note FROM checkpoint WHERE size = ?", args(signed.Size), &was)
		if err != nil {
			return err
		}
		if !found {
			return chain.Refuse(chain.Clash, "no checkpoint here is of that size")
		}
		key, err := s.VerifierKey()
		if err != nil {
			return err
		}
		if here, err := checkpoint.Open(was, key); err != nil || here.Checkpoint != signed.Checkpoint {
			return errors.Join(err, checkpoint.ErrRewritten)
		}
		_, err = t.exec("UPDATE checkpoint SET note = ? WHERE size = ?", text, signed.Size)
		return err
	})
}

func (s *Store) open(ctx context.Context, text string) (signed checkpoint.Signed, err error) {
	key, err := s.VerifierKey()
	if err != nil {
		return signed, err
	}
	witnesses, err := s.Witnesses(ctx)
	if err != nil {
		return signed, err
	}
	return checkpoint.Open(text, key, witnesses...)
}

// CheckCheckpoint holds the database to a checkpoint that somebody kept outside:
// each run of it is computed anew from the events that are here. It names the
// first difference; "" is none.
func (s *Store) CheckCheckpoint(ctx context.Context, text string) (signed checkpoint.Signed, difference string, err error) {
	if signed, err = s.open(ctx, text); err != nil {
		return signed, "", err
	}
	err = s.db.read(ctx, func(t *tx) error {
		var runs []logRun
		if err := t.runs("WHERE r.n < ? ORDER BY r.n", args(signed.Size), func(r logRun) error {
			runs = append(runs, r)
			return nil
		}); err != nil {
			return err
		}
		log := &checkpoint.Log{}
		for i, r := range runs {
			if r.n != int64(i) {
				return differs("run %d of the log is missing", i)
			}
			now, head, err := t.rowsLog(r)
			if err != nil {
				return err
			}
			if now.Size() != r.To-r.From+1 {
				return differs("till %s: %d of the events %d to %d are there", r.Till, now.Size(), r.From, r.To)
			}
			if r.Root, err = now.Root(now.Size()); err != nil {
				return err
			}
			r.Head = head
			if err := log.Add(r.Bytes()); err != nil {
				return err
			}
		}
		root, err := log.Root(log.Size())
		if err == nil && (log.Size() != signed.Size || root != signed.Root) {
			err = differs("the journals are not what the checkpoint of %d runs says: something that was in them then is another now", signed.Size)
		}
		return err
	})
	var d *finding
	if errors.As(err, &d) {
		return signed, d.text, nil
	}
	return signed, "", err
}

// proof is that an event is in the log that a checkpoint signs; nil where it is in
// none yet.
func (t *tx) proof(event int64, hash journal.Hash) (*checkpoint.EventProof, error) {
	life, seq := lifeOf(event), seqOf(event)
	var run *logRun
	if err := t.runs("WHERE r.life = ? AND r.from_seq <= ? AND r.to_seq >= ?", args(life, seq, seq), func(r logRun) error {
		run = &r
		return nil
	}); err != nil || run == nil {
		return nil, err
	}
	p := &checkpoint.EventProof{Hash: hex.EncodeToString(hash[:]), Seq: seq, Run: run.Run, Head: hex.EncodeToString(run.Head[:]), N: run.n}
	var size int64
	found, err := t.one("SELECT size, note FROM checkpoint WHERE size > ? ORDER BY size LIMIT 1", args(run.n), &size, &p.Checkpoint)
	if err != nil || !found {
		return nil, err
	}
	inside, _, err := t.runLog(life, run.From, run.To)
	if err != nil {
		return nil, err
	}
	if p.InRun, err = inside.Inclusion(inside.Size(), seq-run.From); err != nil {
		return nil, err
	}
	log, err := t.log(size)
	if err != nil {
		return nil, err
	}
	p.InLog, err = log.Inclusion(size, run.n)
	return p, err
}
