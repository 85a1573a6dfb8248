package central

import (
	"bytes"
	"maps"
	"slices"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/pos/journal"
	"bonuskasse/pos/ledger"
)

// A friend is brought once, and so is given for once: to them, and to who brought
// them. Two tills that are apart may each give for it, the one to a member who was
// merged and the other to who stays. What they gave has two names then (Once.Key),
// and is found here, when the merge is known. What comes second is taken back, as of
// any other thing that counts once.

// identity is a member who is one with another.
type identity struct {
	id    pos.ID
	since journal.Clock // of the merge that made them one
}

// identities are who a member is, after merges of merges: who stays first.
func (t *tx) identities(keep pos.ID) ([]identity, error) {
	list := []identity{{id: keep}}
	for i := 0; i < len(list); i++ {
		id := list[i].id
		var r eventRow
		if err := t.do.each(eventSelect+"WHERE type = 'member_merged' AND id IN (SELECT event FROM account_event WHERE account = ?) ORDER BY id",
			args(id[:]), r.dest(), func() error {
				body, err := decode(r.payload)
				m := body.GetMemberMerged()
				if err != nil || !bytes.Equal(m.GetKeep(), id[:]) {
					return err
				}
				alias := identity{pos.IDFromBytes(m.Alias), max(list[i].since, journal.Clock(r.clock))}
				if !slices.ContainsFunc(list, func(x identity) bool { return x.id == alias.id }) {
					list = append(list, alias)
				}
				return nil
			}); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// broughtGift is what was given for a friend, under one of their names.
type broughtGift struct {
	chain.Once
	friend identity
	*onceRow
	now bool // by this batch
}

// bringOnce looks at what the batch gave for friends, and at who was merged.
func (w *work) bringOnce() error {
	friends, err := w.friends()
	if err != nil || len(friends) == 0 {
		return err
	}
	// Batches that have any do so one after the other, so that of two at the same time
	// the second sees what the first gave. The row of the card numbers is their turn:
	// it is always there, and else seldom held.
	var n int64
	if _, err := w.one("SELECT n FROM meta WHERE name = 'cards' FOR UPDATE", nil, &n); err != nil {
		return err
	}
	for _, friend := range friends {
		gifts, err := w.broughtGifts(friend)
		if err != nil {
			return err
		}
		for _, origin := range []ledger.Origin{ledger.FromReferral, ledger.FromReferrer} {
			if err := w.settleBrought(slices.DeleteFunc(slices.Clone(gifts), func(g broughtGift) bool { return g.Origin != origin })); err != nil {
				return err
			}
		}
	}
	return nil
}

// friends are those, under the name that stays, for whom the batch gave, or might
// have to: they, or who brought them, were merged.
func (w *work) friends() ([]pos.ID, error) {
	of := map[pos.ID]bool{}
	add := func(friend pos.ID) error {
		keep, err := w.keptAs(friend)
		if err == nil && !keep.IsZero() {
			of[keep] = true
		}
		return err
	}
	for _, a := range w.once {
		var err error
		switch a.Origin {
		case ledger.FromReferral:
			err = add(a.Member)
		case ledger.FromReferrer:
			err = add(pos.IDFromBytes(a.Source))
		}
		if err != nil {
			return nil, err
		}
	}
	for _, alias := range w.merged {
		if err := add(alias); err != nil {
			return nil, err
		}
		var brought []pos.ID
		var r eventRow
		if err := w.do.each(eventSelect+"WHERE type = 'points_given' AND id IN (SELECT event FROM account_event WHERE account = ?) ORDER BY id",
			args(alias[:]), r.dest(), func() error {
				body, err := decode(r.payload)
				if g := body.GetPointsGiven(); ledger.Origin(g.GetOrigin()) == ledger.FromReferrer {
					brought = append(brought, pos.IDFromBytes(g.Source))
				}
				return err
			}); err != nil {
			return nil, err
		}
		var friend []byte
		if err := w.do.each("SELECT friend FROM brought WHERE member = ? ORDER BY friend", args(alias[:]), []any{&friend}, func() error {
			brought = append(brought, pos.IDFromBytes(friend))
			return nil
		}); err != nil {
			return nil, err
		}
		for _, friend := range brought {
			if err := add(friend); err != nil {
				return nil, err
			}
		}
	}
	return slices.SortedFunc(maps.Keys(of), func(a, b pos.ID) int { return bytes.Compare(a[:], b[:]) }), nil
}

// writeBrought keeps who brought a friend, where a pool got the points: its events are
// not among theirs.
func (w *work) writeBrought() error {
	var members, friends [][]byte
	for _, a := range w.once {
		if a.Origin == ledger.FromReferrer && a.Account != a.Member {
			members, friends = append(members, idBytes(a.Member)), append(friends, a.Source)
		}
	}
	if len(members) == 0 {
		return nil
	}
	return w.do.insert("INSERT INTO brought (member, friend)", "ON CONFLICT (member, friend) DO NOTHING", []any{members, friends}, nil, nil)
}

// broughtGifts are those for a friend that stand: what was heard before this batch
// first, and then the earlier.
func (w *work) broughtGifts(friend pos.ID) ([]broughtGift, error) {
	names, err := w.identities(friend)
	if err != nil {
		return nil, err
	}
	could := map[string]broughtGift{}
	for _, x := range names {
		member, err := w.factOf(chain.Member, x.id[:])
		by := member.GetMemberSet().GetReferredBy()
		if err != nil {
			return nil, err
		}
		if len(by) == 0 {
			continue
		}
		given := chain.Once{Member: x.id, Origin: ledger.FromReferral, Source: by}
		could[given.Key()] = broughtGift{Once: given, friend: x}
		keep, err := w.keptAs(pos.IDFromBytes(by))
		if err != nil {
			return nil, err
		}
		bringers, err := w.identities(keep)
		if err != nil {
			return nil, err
		}
		for _, b := range bringers {
			given := chain.Once{Member: b.id, Origin: ledger.FromReferrer, Source: x.id[:]}
			could[given.Key()] = broughtGift{Once: given, friend: x}
		}
	}
	now := map[string]bool{}
	for _, a := range w.once {
		now[a.Key()] = true
	}
	keys := make([][]byte, 0, len(could))
	for _, key := range slices.Sorted(maps.Keys(could)) {
		keys = append(keys, []byte(key))
	}
	var gifts []broughtGift
	var r onceRow
	var key, account []byte
	err = w.do.eachIn("SELECT key, given, account, points, ended FROM once WHERE key IN (keys) FOR UPDATE", nil, keys,
		[]any{&key, &r.given, &account, &r.points, &r.ended}, func() error {
			row := r
			if row.account = pos.IDFromBytes(account); len(row.given) > 0 && len(row.ended) == 0 {
				g := could[string(key)]
				g.onceRow, g.now = &row, now[string(key)]
				gifts = append(gifts, g)
			}
			return nil
		})
	slices.SortFunc(gifts, func(a, b broughtGift) int {
		switch {
		case a.now == b.now:
			return bytes.Compare(a.given, b.given)
		case a.now:
			return 1
		}
		return -1
	})
	return gifts, err
}

// settleBrought takes back all but the first of what was given for one thing. Two
// gifts of before a merge are two members' own: nobody knew that they are one, and
// with a line both would have been given as well.
func (w *work) settleBrought(gifts []broughtGift) error {
	if len(gifts) < 2 {
		return nil
	}
	first := gifts[0]
	stands := placeKey(first.given)
	for _, g := range gifts[1:] {
		at := placeKey(g.given)
		if g.friend.id != first.friend.id && max(at.Clock, stands.Clock) < max(g.friend.since, first.friend.since) {
			continue
		}
		if err := w.reverse(g.Once, g.account, g.points, at.Till); err != nil {
			return err
		}
		if _, err := w.exec("UPDATE once SET ended = ? WHERE key = ?", first.given, []byte(g.Key())); err != nil {
			return err
		}
		member, err := w.keptAs(g.Member)
		if err != nil {
			return err
		}
		w.conflict(chain.Conflict{Kind: chain.GivenTwice, Till: at.Till, TillTwo: stands.Till, Member: member, Points: g.points, Subject: string(g.Origin)},
			[]byte(g.Key()), g.given)
	}
	return nil
}
