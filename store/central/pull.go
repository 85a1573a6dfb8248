package central

import (
	"bytes"
	"context"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/pos/journal"
)

// Pull is what changed since a cursor, in the order of commits, out of one state.
// A thing that nobody but the asking incarnation has ever moved is left out: it
// knows; one that was restored from a backup has forgotten it. Members who shop at
// the till bring their free rights along (keepAtHome), and what it holds of those
// who shop elsewhere is called back for them (awayFromHome).
//
// Refusals: UnknownTill, Revoked.
func (s *Store) Pull(ctx context.Context, till, incarnation pos.ID, since chain.Cursor, limit int, at pos.Millis) (c chain.Changes, err error) {
	var home, away []pos.ID
	var life *lifeRow
	err = s.db.read(ctx, func(t *tx) error {
		c, home, away = chain.Changes{}, nil, nil
		row, err := t.tillWithLives("WHERE id = ?", args(till[:]))
		if err != nil {
			return err
		}
		if row.Revoked {
			return chain.Refuse(chain.Revoked, row.Name)
		}
		c.Applied = row.Lives
		if life, err = t.life(till, incarnation); err != nil {
			return err
		}
		if life == nil { // its first event has not come yet
			life = &lifeRow{no: -1, Life: chain.Life{Fenced: true}}
		}
		if c.List, c.More, err = t.changes(since, life.no, limit); err != nil {
			return err
		}
		if c.Next, err = t.cursor(); err != nil {
			return err
		}
		if n := len(c.List); c.More {
			c.Next = c.List[n-1].At
		}
		if err := t.fill(c.List); err != nil {
			return err
		}
		for _, x := range c.List {
			if x.Kind != chain.Account {
				continue
			}
			if x.Points.Home != till && !x.Points.Home.IsZero() {
				away = append(away, x.Points.State.ID)
			} else if x.Points.Home == till && x.Points.Free > 0 {
				home = append(home, x.Points.State.ID)
			}
		}
		if c.Leases, err = t.unaccepted(life); err != nil {
			return err
		}
		if c.Recalls, err = t.recalls(life.no, at); err != nil {
			return err
		}
		if c.Recalls, err = t.awayFromHome(c.Recalls, life.no, away); err != nil {
			return err
		}
		c.ToSettle, err = t.toSettle()
		return err
	})
	if err != nil || len(home) == 0 || life.Fenced {
		return c, err
	}
	granted, err := s.keepAtHome(ctx, *life, home, at)
	c.Leases = append(c.Leases, granted...)
	return c, err
}

// changes are the things that moved since a cursor, without what they are now.
func (t *tx) changes(since chain.Cursor, sole int64, limit int) (list []chain.Change, more bool, err error) {
	var at, kind int64
	var key []byte
	err = t.do.each("SELECT at, kind, key FROM change WHERE at > ? AND sole <> ? ORDER BY at LIMIT ?", args(int64(since), sole, int64(limit)+1),
		[]any{&at, &kind, &key}, func() error {
			if len(list) == limit {
				more = true
				return nil
			}
			list = append(list, chain.Change{At: chain.Cursor(at), Kind: chain.Kind(kind), Key: string(key)})
			return nil
		})
	return list, more, err
}

// fill says what things are now.
func (t *tx) fill(list []chain.Change) error {
	of := map[chain.Kind]map[string]*chain.Change{}
	for i := range list {
		c := &list[i]
		if of[c.Kind] == nil {
			of[c.Kind] = map[string]*chain.Change{}
		}
		of[c.Kind][c.Key] = c
	}
	var members []*chain.Change
	for kind, things := range of {
		keys := make([][]byte, 0, len(things))
		for key := range things {
			keys = append(keys, []byte(key))
		}
		var err error
		switch kind {
		case chain.Account:
			err = t.fillAccounts(keys, things)
		case chain.Coupon:
			err = t.fillCoupons(keys, things)
		case chain.GiftCard:
			err = t.fillGifts(keys, things)
		default:
			err = t.fillFacts(kind, keys, things, &members)
		}
		if err != nil {
			return err
		}
	}
	return t.fillKeys(members)
}

func (t *tx) fillAccounts(keys [][]byte, things map[string]*chain.Change) error {
	ids := make([]pos.ID, len(keys))
	for i, key := range keys {
		ids[i] = pos.IDFromBytes(key)
	}
	states, err := t.accounts(ids)
	for id, state := range states {
		things[string(id[:])].Points = state
	}
	return err
}

// said is a fact of a row.
func said(place, body []byte) (s chain.Said, err error) {
	s.Of = placeKey(place)
	s.Body, err = decode(body)
	return s, err
}

func (t *tx) fillFacts(kind chain.Kind, keys [][]byte, things map[string]*chain.Change, members *[]*chain.Change) error {
	var key, place, body, opens []byte
	return t.do.eachIn("SELECT key, place, body, opens FROM fact WHERE kind = ? AND key IN (keys)", args(int64(kind)), keys,
		[]any{&key, &place, &body, &opens}, func() error {
			c := things[string(key)]
			fact, err := said(place, body)
			if w := fact.Body.GetTierSet(); w != nil && weight(place[0]) < asFounder {
				w.Default = false // where members begin is the chain's to say, not a joiner's
			}
			c.Said = []chain.Said{fact}
			if len(opens) > 0 {
				c.Opens = &chain.PersonalKey{Member: pos.IDFromBytes(opens)}
				*members = append(*members, c)
			}
			return err
		})
}

// fillKeys gives what is sealed the key that opens it, while there is one.
func (t *tx) fillKeys(of []*chain.Change) error {
	if len(of) == 0 {
		return nil
	}
	want := map[pos.ID]bool{}
	for _, c := range of {
		want[c.Opens.Member] = true
	}
	found := map[pos.ID]journal.PersonalKey{}
	var member, key []byte
	err := t.do.eachIn("SELECT member, key FROM personal_key WHERE member IN (keys)", nil, idKeys(sortedIDs(want)), []any{&member, &key}, func() error {
		var k journal.PersonalKey
		copy(k[:], key)
		found[pos.IDFromBytes(member)] = k
		return nil
	})
	for _, c := range of {
		if k, there := found[c.Opens.Member]; there {
			c.Opens.Key = k
		} else {
			c.Opens = nil
		}
	}
	return err
}

func (t *tx) fillCoupons(keys [][]byte, things map[string]*chain.Change) error {
	var code, made, madeBody, became, becameBody []byte
	return t.do.eachIn("SELECT code, made, made_body, place, place_body FROM coupon WHERE code IN (keys)", nil, keys,
		[]any{&code, &made, &madeBody, &became, &becameBody}, func() error {
			c := things[string(code)]
			for _, x := range [][2][]byte{{made, madeBody}, {became, becameBody}} {
				if len(x[0]) == 0 {
					continue
				}
				fact, err := said(x[0], x[1])
				if err != nil {
					return err
				}
				c.Said = append(c.Said, fact)
			}
			return nil
		})
}

func (t *tx) fillGifts(keys [][]byte, things map[string]*chain.Change) error {
	var code, made, body []byte
	var balance, blocked int64
	return t.do.eachIn("SELECT code, made, made_body, balance, blocked FROM gift_card WHERE code IN (keys)", nil, keys,
		[]any{&code, &made, &body, &balance, &blocked}, func() error {
			c := things[string(code)]
			c.Gift = &chain.GiftState{Balance: pos.Money(balance), Blocked: blocked != 0}
			if len(made) == 0 {
				return nil
			}
			fact, err := said(made, body)
			c.Said = []chain.Said{fact}
			return err
		})
}

// Fact is the newest state of one thing. A thing that nobody has spoken of has
// the cursor 0, and says nothing.
func (s *Store) Fact(ctx context.Context, k chain.Kind, key string) (c chain.Change, err error) {
	err = s.db.read(ctx, func(t *tx) error {
		c = chain.Change{Kind: k, Key: key}
		var at int64
		found, err := t.one("SELECT at FROM change WHERE kind = ? AND key = ?", args(int64(k), []byte(key)), &at)
		if err != nil || !found {
			return err
		}
		c.At = chain.Cursor(at)
		list := []chain.Change{c}
		err = t.fill(list)
		c = list[0]
		return err
	})
	return c, err
}

// Facts are all things of a kind, by key.
func (s *Store) Facts(ctx context.Context, k chain.Kind) (list []chain.Change, err error) {
	err = s.db.read(ctx, func(t *tx) error {
		list = nil
		var at int64
		var key []byte
		err := t.do.each("SELECT at, key FROM change WHERE kind = ? ORDER BY key", args(int64(k)), []any{&at, &key}, func() error {
			list = append(list, chain.Change{At: chain.Cursor(at), Kind: k, Key: string(bytes.Clone(key))})
			return nil
		})
		if err != nil {
			return err
		}
		return t.fill(list)
	})
	return list, err
}
