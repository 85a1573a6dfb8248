package central

import (
	"bonuskasse/pos"
	"bonuskasse/pos/chain"
)

// voices is who may say what the chain owns (chain.Kind.Owned). A till that joins
// brings the whole of its journal, with the goods and the programme that it had
// while it was alone; that must not undo what holds in the chain. So what the head
// office has set holds whatever a till says, then what the till has brought that
// began the chain; of the others counts what nobody else speaks of, and of their
// programme nothing.
type voices struct {
	founder pos.ID // the first till that joined; the zero id where there is none
	desks   map[pos.ID]bool
}

// voicesNow reads who they are; office is the number of the head office's own life.
func (t *tx) voicesNow(office int64) (*voices, error) {
	v := &voices{desks: map[pos.ID]bool{}}
	var till []byte
	if _, err := t.one("SELECT till FROM life WHERE no <> ? ORDER BY no LIMIT 1", args(office), &till); err != nil {
		return nil, err
	}
	v.founder = pos.IDFromBytes(till)
	return v, t.do.each("SELECT id FROM till WHERE desk <> 0", nil, []any{&till}, func() error {
		v.desks[pos.IDFromBytes(till)] = true
		return nil
	})
}

// weigh is what a till's fact weighs; counts is false where it is none.
func (v *voices) weigh(till pos.ID, f chain.Fact) (by weight, counts bool) {
	switch {
	case f.First:
		return asFirst, true
	case !f.Kind.Owned():
		return asSaid + weight(f.Firm), true
	case v.desks[till]:
		return asOffice, true
	case till == v.founder:
		return asFounder, true
	}
	return asSaid, f.Kind != chain.Program
}

func (w *work) weigh(till pos.ID, f chain.Fact) (by weight, counts bool, err error) {
	if w.voices == nil {
		if w.voices, err = w.voicesNow(w.s.life); err != nil {
			return 0, false, err
		}
	}
	by, counts = w.voices.weigh(till, f)
	return by, counts, nil
}
