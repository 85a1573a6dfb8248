package store

import (
	"slices"

	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// seen is what this program knows of the file from its last transaction. It
// holds as long as no other connection has committed, which SQLite tells
// (PRAGMA data_version), and this one nothing but sales.
type seen struct {
	version  int64
	head     head
	life     *life
	programs []programFrom
	tiers    []pos.Tier // a copy for each reader: they sort it
}

// life is what of the journal's state a sale asks for.
type life struct {
	adopted bool
	joined  bool
	acked   int64
}

type programFrom struct {
	version int64
	from    pos.Millis
}

// dataVersion is another one when another connection has committed.
func dataVersion(w *session) (version int64, err error) {
	_, err = w.get("PRAGMA data_version", nil, &version)
	return version, err
}

// headNow reads the head inside the transaction, or knows that it is where this
// program left it.
func (s *Store) headNow(w *session) (h head, err error) {
	version, err := dataVersion(w)
	if err != nil {
		return h, err
	}
	if s.seen != nil && s.seen.version == version {
		return s.seen.head, nil
	}
	if h, err = readHead(w, s); err != nil {
		return h, err
	}
	s.older()
	s.seen = &seen{version: version, head: h}
	return h, nil
}

// committed keeps what the transaction knows for the next one.
func (t *tx) committed() {
	s := t.store
	s.guard.advance(t.head)
	s.lastReceipt = t.receipt
	s.ahead = t.ahead
	s.wide += t.wide
	if s.back != nil && (t.many || s.wide >= lookEveryWide) {
		s.wide = 0
		s.back.look()
	}
	if t.plain {
		s.older()
		t.head.began = t.head.seq
		s.seen.head = t.head
	}
}

// Shop of a transaction, where only sales were appended, is known already.
func (t *tx) Shop() (till.Shop, error) {
	if !t.plain {
		return t.reader.Shop()
	}
	s := t.store.seen
	if s.life == nil {
		var l life
		if _, err := t.s.get("SELECT i.adopted, coalesce(o.acked, 0), EXISTS (SELECT 1 FROM joined) FROM incarnation i LEFT JOIN outbox o ON o.incarnation = i.ordinal WHERE i.ordinal = ?",
			args(t.head.inc.ordinal), &l.adopted, &l.acked, &l.joined); err != nil {
			return till.Shop{}, err
		}
		s.life = &l
	}
	shop, err := t.store.shopRow(t.s)
	shop.Incarnation, shop.Enrolled = t.head.inc.id, s.life.joined
	shop.MaySpend = maySpend(s.life.adopted, s.life.joined, s.life.acked)
	shop.Events, shop.Unsent = t.head.seq, t.head.seq-s.life.acked
	return shop, err
}

// ProgramAt of a transaction looks through the versions it knows.
func (t *tx) ProgramAt(at pos.Millis) (till.Program, error) {
	if !t.plain {
		return t.reader.ProgramAt(at)
	}
	s := t.store.seen
	if s.programs == nil {
		err := t.s.each("SELECT version, valid_from FROM "+t.store.holding()+" ORDER BY valid_from, version", nil, func(rows *row) error {
			var p programFrom
			err := rows.Scan(&p.version, &p.from)
			s.programs = append(s.programs, p)
			return err
		})
		if err != nil {
			s.programs = nil
			return till.Program{}, err
		}
	}
	if len(s.programs) == 0 {
		return till.Program{}, pos.Refuse(pos.BadSetting, "program")
	}
	holds := s.programs[0]
	for _, p := range s.programs {
		if p.from <= at {
			holds = p
		}
	}
	return t.Program(holds.version)
}

// Tiers of a transaction are few, and known: every sale of a member asks
// whether it reaches the next.
func (t *tx) Tiers() (list []pos.Tier, err error) {
	if !t.plain {
		return t.reader.Tiers()
	}
	s := t.store.seen
	if s.tiers == nil {
		if s.tiers, err = t.reader.Tiers(); err != nil {
			return nil, err
		}
	}
	return slices.Clone(s.tiers), nil
}
