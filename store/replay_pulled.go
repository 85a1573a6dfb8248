package store

import (
	"cmp"
	"slices"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/pos/journal"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/ledger"
)

// pulled takes what was pulled over from the live tables, as keys does with the
// keys, and folds it: before the till's own events, which change it no more where
// it has taken them in. What the chain owns is kept back: a till's own events of
// such things all come before what was pulled of them.
func (v *verifier) pulled(f *fold) error {
	var any int64
	if found, err := v.live.get("SELECT 1 FROM pulled LIMIT 1", nil, &any); err != nil || !found {
		return err
	}
	shop, err := (&Store{}).shopRow(v.live)
	if err != nil {
		return err
	}
	f.replay = &replay{last: map[string]int64{}, till: shop.Till, lives: map[pos.ID]int64{}}
	err = v.live.each("SELECT id, ordinal FROM incarnation", nil, func(r *row) error {
		var id []byte
		var ordinal int64
		err := r.Scan(&id, &ordinal)
		f.replay.lives[pos.IDFromBytes(id)] = ordinal
		return err
	})
	if err != nil {
		return err
	}
	err = v.live.each("SELECT kind, key, no, checksum FROM pulled_no", nil, func(r *row) error {
		var kind, no int64
		var key, sum []byte
		if err := r.Scan(&kind, &key, &no, &sum); err != nil {
			return err
		}
		if err := sumIs(sum, pulledNoSum(kind, key, no), "pulled_no", "key", show(key)); err != nil {
			return err
		}
		return v.fresh.exec("INSERT INTO pulled_no (kind, key, no, checksum) VALUES (?, ?, ?, ?)", kind, notNil(key), no, sum)
	})
	if err != nil {
		return err
	}
	v.waits = map[string][]pulledRow{}
	if err := v.copyPulled(); err != nil {
		return err
	}
	var rows []pulledRow
	flush := func() error {
		waits, err := f.foldRows(rows)
		rows = rows[:0]
		for _, p := range waits {
			v.waits[p.change.Key] = append(v.waits[p.change.Key], p)
		}
		return err
	}
	err = v.live.each("SELECT after, state FROM pulled WHERE folded = 1 ORDER BY kind, key", nil, func(r *row) error {
		p, err := scanPulled(r)
		if err != nil {
			return err
		}
		if p.change.Kind.Owned() {
			v.owned = append(v.owned, p)
			return nil
		}
		if n := len(rows); n >= 1000 && rows[n-1].change.Kind != p.change.Kind || n >= 10_000 {
			if err := flush(); err != nil {
				return err
			}
		}
		rows = append(rows, p)
		return nil
	})
	if err != nil {
		return err
	}
	slices.SortStableFunc(v.owned, func(x, y pulledRow) int { return cmp.Or(cmp.Compare(x.after, y.after), inFoldOrder(x, y)) })
	return flush()
}

func (v *verifier) copyPulled() error {
	return v.live.each("SELECT kind, key, after, folded, state, checksum FROM pulled", nil, func(r *row) error {
		var kind, after, folded int64
		var key, state, sum []byte
		if err := r.Scan(&kind, &key, &after, &folded, &state, &sum); err != nil {
			return err
		}
		if err := sumIs(sum, pulledSum(kind, key, after, folded, state), "pulled", "key", show(key)); err != nil {
			return err
		}
		return v.fresh.exec("INSERT INTO pulled (kind, key, after, folded, state, checksum) VALUES (?, ?, ?, ?, x'', x'')", kind, notNil(key), after, folded)
	})
}

func scanPulled(r *row) (pulledRow, error) {
	var after int64
	var state []byte
	if err := r.Scan(&after, &state); err != nil {
		return pulledRow{}, err
	}
	return parsePulled(after, state)
}

// ownedUpTo folds what the chain owns and was pulled before an event.
func (v *verifier) ownedUpTo(f *fold, ref ledger.Ref) error {
	n := 0
	for n < len(v.owned) && v.owned[n].after < ref {
		n++
	}
	if n == 0 {
		return nil
	}
	_, err := f.foldRows(v.owned[:n])
	v.owned = v.owned[n:]
	return err
}

// waited folds what waited for the members, appointments and proposals that an
// event has made.
func (v *verifier) waited(f *fold, e *journal.Event, body *journalpb.Body) (err error) {
	if len(v.waits) == 0 {
		return nil
	}
	thingsOf(e, body, func(k chain.Kind, key string) {
		rows := v.waits[key]
		if k != chain.Member && k != chain.Booking && k != chain.Proposal || len(rows) == 0 || err != nil {
			return
		}
		delete(v.waits, key)
		_, err = f.foldRows(rows)
	})
	return err
}

// allCame is the end of it: nobody is left to wait for.
func (v *verifier) allCame() error {
	for key, rows := range v.waits {
		return differs("table pulled: the row of kind %d, key %s leans on what is not there", rows[0].change.Kind, show([]byte(key)))
	}
	return nil
}

// chainSums checks the rows of the chain that nothing else stands behind.
func (v *verifier) chainSums() error {
	err := v.live.each("SELECT one, json, cursor, checksum FROM link", nil, func(r *row) error {
		var one, cursor int64
		var data, sum []byte
		if err := r.Scan(&one, &data, &cursor, &sum); err != nil {
			return err
		}
		if one != 1 {
			return differs("table link: the row is number %d, and not 1", one)
		}
		return sumIs(sum, linkSum(data, cursor), "link", "one", 1)
	})
	if err != nil {
		return err
	}
	err = v.live.each("SELECT lease, incarnation, account, want, made, checksum FROM lease_ask", nil, func(r *row) error {
		var l chain.Lease
		var made int64
		var id, inc, account, sum []byte
		if err := r.Scan(&id, &inc, &account, &l.Want, &made, &sum); err != nil {
			return err
		}
		l.ID, l.Incarnation, l.Account = pos.IDFromBytes(id), pos.IDFromBytes(inc), pos.IDFromBytes(account)
		return sumIs(sum, askSum(l, made), "lease_ask", "lease", show(id))
	})
	if err != nil {
		return err
	}
	// Those that were folded were checked before the replay; and where there is
	// none that was, all are here.
	return v.live.each("SELECT kind, key, after, folded, state, checksum FROM pulled", nil, func(r *row) error {
		var kind, after, folded int64
		var key, state, sum []byte
		if err := r.Scan(&kind, &key, &after, &folded, &state, &sum); err != nil {
			return err
		}
		return sumIs(sum, pulledSum(kind, key, after, folded, state), "pulled", "key", show(key))
	})
}
