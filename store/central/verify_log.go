package central

import (
	"bonuskasse/pos/checkpoint"
	"bonuskasse/pos/journal"
)

// logVerifier computes the runs of the log from the events that go by.
type logVerifier struct {
	all  []logRun
	of   map[int64][]logRun // of a life: those that are still to come, the oldest first
	tree checkpoint.Log     // of the run that goes by
}

// readLog reads the log, and holds each life's runs to follow one another.
func (v *verifier) readLog() error {
	v.log.of = map[int64][]logRun{}
	ends := map[int64]int64{}
	return v.tx.runs("ORDER BY r.n", nil, func(r logRun) error {
		switch {
		case r.n != int64(len(v.log.all)):
			return differs("run %d of the log is missing", len(v.log.all))
		case r.From != ends[r.life]+1 || r.To < r.From:
			return differs("run %d of the log begins at event %d of till %s, and the one before ended at %d", r.n, r.From, r.Till, ends[r.life])
		}
		ends[r.life] = r.To
		v.log.all = append(v.log.all, r)
		v.log.of[r.life] = append(v.log.of[r.life], r)
		return nil
	})
}

// take is an event that goes by.
func (v *logVerifier) take(life int64, e *journal.Event) error {
	runs := v.of[life]
	if len(runs) == 0 {
		return nil
	}
	r := &runs[0]
	if e.Seq == r.From {
		v.tree.Reset()
	}
	if err := v.tree.Add(e.Hash[:]); err != nil {
		return err
	}
	if e.Seq < r.To {
		return nil
	}
	v.of[life] = runs[1:]
	root, err := v.tree.Root(v.tree.Size())
	if err != nil {
		return err
	}
	if root != r.Root || e.Hash != r.Head {
		return differs("till %s: events %d to %d are not what run %d of the log says", r.Till, r.From, r.To, r.n)
	}
	return nil
}

// compareLog holds every checkpoint to the log.
func (v *verifier) compareLog() error {
	for _, runs := range v.log.of {
		if len(runs) > 0 {
			return differs("till %s: run %d of the log goes to event %d, which is not there", runs[0].Till, runs[0].n, runs[0].To)
		}
	}
	v.log.tree.Reset()
	for _, r := range v.log.all {
		if err := v.log.tree.Add(r.Bytes()); err != nil {
			return err
		}
	}
	key, err := v.s.VerifierKey()
	if err != nil {
		return err
	}
	var size int64
	var text string
	return v.do.each("SELECT size, note FROM checkpoint ORDER BY size", nil, []any{&size, &text}, func() error {
		c, err := checkpoint.Open(text, key)
		if err != nil {
			return differs("the checkpoint of %d runs: %v", size, err)
		}
		root, err := v.log.tree.Root(c.Size)
		if err != nil || c.Size != size || root != c.Root {
			return differs("the checkpoint of %d runs is not of this log", size)
		}
		return nil
	})
}
