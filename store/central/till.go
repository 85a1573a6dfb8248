package central

import (
	"bytes"
	"cmp"
	"context"
	"slices"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
)

// tillRow is a till as it is kept.
type tillRow struct {
	chain.Till
	token []byte
}

// tills reads tills without their lives.
func (t *tx) tills(where string, a []any, work func(tillRow) error) error {
	var r tillRow
	var id []byte
	var enrolled, seen, revoked, desk int64
	return t.do.each("SELECT id, name, shop, currency, token, enrolled, seen, revoked, desk FROM till "+where, a,
		[]any{&id, &r.Name, &r.Shop, &r.Currency, &r.token, &enrolled, &seen, &revoked, &desk}, func() error {
			r.ID, r.Enrolled, r.Seen, r.Revoked, r.Desk = pos.IDFromBytes(id), pos.Millis(enrolled), pos.Millis(seen), revoked != 0, desk != 0
			return work(r)
		})
}

// lockTill reads a till and keeps others from changing it, or its lives, until the
// transaction is over. Refusal: UnknownTill.
func (t *tx) lockTill(id pos.ID) (r tillRow, err error) {
	err = t.tills("WHERE id = ? FOR UPDATE", args(id[:]), func(found tillRow) error {
		r = found
		return nil
	})
	if err == nil && r.ID.IsZero() {
		err = chain.Refuse(chain.UnknownTill, id)
	}
	return r, err
}

// AddCode keeps a one-time code of enrolment.
func (s *Store) AddCode(ctx context.Context, c chain.Code) error {
	return s.db.write(ctx, func(t *tx) error {
		_, err := t.exec(`INSERT INTO code (hash, till_name, shop, until, used) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT (hash) DO NOTHING`, c.Hash[:], c.TillName, c.Shop, int64(c.Until), []byte{})
		return err
	})
}

// Enrol makes a till of the chain. A till whose answer was lost may show its code
// again.
func (s *Store) Enrol(ctx context.Context, e chain.Enrolment) (till chain.Till, err error) {
	err = s.db.write(ctx, func(t *tx) error {
		var c chain.Code
		var until int64
		var used []byte
		found, err := t.one("SELECT till_name, shop, until, used FROM code WHERE hash = ? FOR UPDATE", args(e.CodeHash[:]), &c.TillName, &c.Shop, &until, &used)
		again := len(used) > 0 && bytes.Equal(used, e.Till[:])
		switch {
		case err != nil:
			return err
		case !found, len(used) > 0 && !again, int64(e.At) > until:
			return chain.Refuse(chain.BadCode)
		}
		if again { // its answer may have been lost; a till that was shut out since needs a new code
			var one int64
			if shut, err := t.one("SELECT 1 FROM till WHERE id = ? AND revoked <> 0", args(e.Till[:]), &one); err != nil {
				return err
			} else if shut {
				return chain.Refuse(chain.BadCode)
			}
		}
		var other string
		if differs, err := t.one("SELECT currency FROM till WHERE currency <> ? AND revoked = 0 AND id <> ? LIMIT 1", args(e.Currency, e.Till[:]), &other); err != nil {
			return err
		} else if differs {
			return chain.Refuse(chain.Clash, other)
		}
		if _, err := t.exec("UPDATE code SET used = ? WHERE hash = ?", e.Till[:], e.CodeHash[:]); err != nil {
			return err
		}
		if _, err := t.exec(`INSERT INTO till (id, name, shop, currency, token, enrolled, seen, revoked, desk) VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?)
			ON CONFLICT (id) DO UPDATE SET name = excluded.name, shop = excluded.shop, token = excluded.token, enrolled = excluded.enrolled,
				seen = excluded.seen, revoked = 0`, e.Till[:], c.TillName, c.Shop, e.Currency, e.TokenHash[:], int64(e.At), int64(e.At), bit(e.Desk)); err != nil {
			return err
		}
		if err := t.pin(e.Till, e.Lives); err != nil {
			return err
		}
		till, err = t.tillWithLives("WHERE id = ?", args(e.Till[:]))
		return err
	})
	return till, err
}

// pin keeps the key of each life. A life that is known has the key it had. One that
// is not comes after all that are: a till counts its lives by itself, and one that
// was put back twice from one copy counts two alike.
func (t *tx) pin(till pos.ID, lives []chain.Life) error {
	there, err := t.livesOf(till)
	if err != nil {
		return err
	}
	last := newest(there).Ordinal
	for _, l := range lives {
		known, err := t.life(till, l.Incarnation)
		switch {
		case err != nil:
			return err
		case known == nil:
			last = max(last+1, l.Ordinal)
			if err := t.addLife(&lifeRow{Life: chain.Life{Till: till, Incarnation: l.Incarnation, Ordinal: last, PublicKey: l.PublicKey}}); err != nil {
				return err
			}
		case !known.PublicKey.Equal(l.PublicKey):
			return chain.Refuse(chain.Clash, "another key for incarnation ", l.Incarnation)
		}
	}
	return nil
}

// tillWithLives is the till of a condition. Refusal: UnknownTill.
func (t *tx) tillWithLives(where string, a []any) (till chain.Till, err error) {
	err = t.tills(where, a, func(r tillRow) error {
		till = r.Till
		return nil
	})
	if err != nil {
		return till, err
	}
	if till.ID.IsZero() {
		return till, chain.Refuse(chain.UnknownTill)
	}
	lives, err := t.livesOf(till.ID)
	for _, l := range lives {
		till.Lives = append(till.Lives, l.Life)
	}
	return till, err
}

// TillByToken is the till that a token's hash is of. Refusals: UnknownTill,
// Revoked.
func (s *Store) TillByToken(ctx context.Context, hash [32]byte) (till chain.Till, err error) {
	err = s.db.read(ctx, func(t *tx) error {
		till, err = t.tillWithLives("WHERE token = ?", args(hash[:]))
		return err
	})
	if err == nil && till.Revoked {
		err = chain.Refuse(chain.Revoked, till.Name)
	}
	return till, err
}

// Tills are all, by name.
func (s *Store) Tills(ctx context.Context) (list []chain.Till, err error) {
	err = s.db.read(ctx, func(t *tx) error {
		if err := t.tills("", nil, func(r tillRow) error {
			list = append(list, r.Till)
			return nil
		}); err != nil {
			return err
		}
		// Not by the database: engines order words each in their own way.
		slices.SortFunc(list, func(a, b chain.Till) int { return cmp.Or(cmp.Compare(a.Name, b.Name), bytes.Compare(a.ID[:], b.ID[:])) })
		for i := range list {
			lives, err := t.livesOf(list[i].ID)
			if err != nil {
				return err
			}
			for _, l := range lives {
				list[i].Lives = append(list[i].Lives, l.Life)
			}
		}
		return nil
	})
	return list, err
}

// Seen notes that a till was heard of.
func (s *Store) Seen(ctx context.Context, till pos.ID, at pos.Millis) error {
	return s.db.write(ctx, func(t *tx) error {
		n, err := t.exec("UPDATE till SET seen = CASE WHEN seen > ? THEN seen ELSE ? END WHERE id = ?", int64(at), int64(at), till[:])
		if err == nil && n == 0 {
			err = chain.Refuse(chain.UnknownTill, till)
		}
		return err
	})
}

// Revoke shuts a till out. With lost, what its lives held is free again, and
// somebody must look at what it may have spent unheard.
func (s *Store) Revoke(ctx context.Context, till pos.ID, lost bool, at pos.Millis) error {
	return s.db.write(ctx, func(t *tx) error {
		if _, err := t.lockTill(till); err != nil {
			return err
		}
		if _, err := t.exec("UPDATE till SET revoked = 1 WHERE id = ?", till[:]); err != nil || !lost {
			return err
		}
		lives, err := t.livesOf(till)
		if err != nil {
			return err
		}
		w := s.work(t, at)
		for _, l := range lives {
			freed, err := w.fence(l, "lost")
			if err != nil {
				return err
			}
			if freed > 0 {
				w.conflict(chain.Conflict{Kind: chain.LostTillRights, Till: till, Points: freed}, l.Incarnation[:])
			}
		}
		return w.finish()
	})
}
