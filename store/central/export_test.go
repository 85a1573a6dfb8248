package central

import (
	"context"
	"errors"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
)

// PushHeld is Push, with a moment before the commit when all is written.
func (s *Store) PushHeld(ctx context.Context, b chain.Batch, at pos.Millis, hold func()) error {
	return s.db.write(ctx, func(t *tx) error {
		if _, err := s.work(t, at).receive(b); err != nil {
			return err
		}
		hold()
		return nil
	})
}

// Tamper changes the database behind the store's back.
func (s *Store) Tamper(ctx context.Context, query string, a ...any) error {
	return s.db.write(ctx, func(t *tx) error {
		_, err := t.exec(query, a...)
		return err
	})
}

// Sums are an account's, and those of its holdings.
func (s *Store) Sums(ctx context.Context, id pos.ID) (points, free, debt, held int64, err error) {
	err = s.db.read(ctx, func(t *tx) error {
		a, err := t.sums(id, false)
		if err != nil {
			return err
		}
		points, free, debt = a.points, a.free(), a.debt()
		_, err = t.one("SELECT CAST(coalesce(sum(rights), 0) AS bigint) FROM holding WHERE account = ?", args(id[:]), &held)
		return err
	})
	return points, free, debt, held, err
}

// PushLost is Push that is cut off before its commit.
func (s *Store) PushLost(ctx context.Context, b chain.Batch, at pos.Millis) error {
	return s.db.write(ctx, func(t *tx) error {
		if _, err := s.work(t, at).receive(b); err != nil {
			return err
		}
		return ErrLost
	})
}

// ErrLost is what PushLost ends with, if the batch was good.
var ErrLost = errors.New("cut off")

// Witnessed is an event of the journal with its proof, whatever it is of.
func (s *Store) Witnessed(ctx context.Context, hash [32]byte) (w Witnessed, err error) {
	err = s.db.read(ctx, func(t *tx) error {
		var r eventRow
		if _, err := t.one(eventSelect+"WHERE hash = ?", args(hash[:]), r.dest()...); err != nil {
			return err
		}
		w, err = t.witnessed(&r)
		return err
	})
	return w, err
}

// PlanOfCode is how the database would look up a receipt's code in a large journal.
func (s *Store) PlanOfCode(ctx context.Context) (plan string, err error) {
	err = s.db.read(ctx, func(t *tx) error {
		if _, post := s.db.(*postgresEngine); post {
			if _, err := t.exec("SET LOCAL enable_seqscan = off"); err != nil {
				return err
			}
			var line string
			return t.do.each("EXPLAIN "+byCode, args([]byte("12345")), []any{&line}, func() error {
				plan += line + "\n"
				return nil
			})
		}
		var a, b, c int64
		var line string
		return t.do.each("EXPLAIN QUERY PLAN "+byCode, args([]byte("12345")), []any{&a, &b, &c, &line}, func() error {
			plan += line + "\n"
			return nil
		})
	})
	return plan, err
}

// Empty forgets all but the schema, and opens the store anew with another
// identity.
func (s *Store) Empty(ctx context.Context, opt Options) error {
	err := s.db.write(ctx, func(t *tx) error {
		for _, table := range []string{"office", "code", "till", "life", "event", "account_event", "account", "holding", "lease", "recall", "fact", "coupon",
			"coupon_late", "gift_card", "personal_key", "username", "change", "conflict", "card_block", "shop", "log_run", "checkpoint", "witness"} {
			if _, err := t.exec("DELETE FROM " + table); err != nil {
				return err
			}
		}
		_, err := t.exec("UPDATE meta SET n = 0")
		return err
	})
	if err != nil {
		return err
	}
	return s.identify(ctx, opt)
}

// Floor brings a batch's rows into bare tables, and adds up the points: less than
// this no head office can do.
func (s *Store) Floor(ctx context.Context, name string, b chain.Batch) error {
	var c eventColumns
	sums := map[pos.ID]int64{}
	life := int64(b.Incarnation[0])<<8 | int64(b.Incarnation[1])
	for i := range b.Events {
		e := &b.Events[i].Event
		c.add(eventID(life, e.Seq), e)
		if !e.Member.IsZero() {
			sums[e.Member] += e.RightsDelta
		}
	}
	var ids [][]byte
	var points []int64
	for _, id := range sortedIDs(sums) {
		ids, points = append(ids, id[:]), append(points, sums[id])
	}
	return s.db.write(ctx, func(t *tx) error {
		if b.Events[0].Seq == 1 {
			if err := t.do.script(s.db.schema("CREATE TABLE IF NOT EXISTS " + name + `_event (id bigint PRIMARY KEY, clock bigint NOT NULL, type text NOT NULL,
				version bigint NOT NULL, member bytea NOT NULL, rights_delta bigint NOT NULL, payload bytea NOT NULL, hash bytea NOT NULL, signature bytea NOT NULL);
				CREATE TABLE IF NOT EXISTS ` + name + `_sum (id bytea PRIMARY KEY, points bigint NOT NULL) WITH (fillfactor = 60);
				`)); err != nil {
				return err
			}
		}
		if err := t.do.insert("INSERT INTO "+name+"_event (id, clock, type, version, member, rights_delta, payload, hash, signature)", "ON CONFLICT (id) DO NOTHING",
			[]any{c.id, c.clock, c.kind, c.version, c.member, c.rights, c.payload, c.hash, c.signature}, nil, nil); err != nil {
			return err
		}
		return t.do.insert("INSERT INTO "+name+"_sum (id, points)", "ON CONFLICT (id) DO UPDATE SET points = "+name+"_sum.points + excluded.points",
			[]any{ids, points}, nil, nil)
	})
}
