package central

import (
	"bytes"
	"context"
	"slices"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/loyalty"
)

// accountRow is an account's sums.
type accountRow struct {
	points, held int64
	unread       int64 // see chain.Movement
}

// free is F: all points that no till holds.
func (a accountRow) free() int64 { return max(a.points+a.unread-a.held, 0) }

// debt is D: what tills hold that is no point any more.
func (a accountRow) debt() int64 { return max(a.held-a.points-a.unread, 0) }

// negative says that F and all H together are below zero.
func (a accountRow) negative() bool { return max(a.points, a.held) < 0 }

func (w *work) writeAccounts() error {
	if len(w.accounts) == 0 {
		return nil
	}
	var ids [][]byte
	var points, held, unread, expires []int64
	for _, id := range sortedIDs(w.accounts) {
		a := w.accounts[id]
		ids, points, held, expires = append(ids, id[:]), append(points, a.points), append(held, a.held), append(expires, a.expires)
		unread = append(unread, a.unread)
	}
	var id []byte
	var now accountRow
	return w.do.insertWatched("INSERT INTO account (id, points, held, unread, expires)", `ON CONFLICT (id) DO UPDATE SET points = account.points + excluded.points,
		held = account.held + excluded.held, unread = account.unread + excluded.unread,
		expires = CASE WHEN excluded.expires < account.expires THEN excluded.expires ELSE account.expires END
		RETURNING id, points, held`, "points < 0 AND held < 0", []any{ids, points, held, unread, expires}, []any{&id, &now.points, &now.held}, func() error {
		member := pos.IDFromBytes(id)
		a := w.accounts[member]
		if a.spent && now.negative() && !(accountRow{points: now.points - a.points, held: now.held - a.held}).negative() {
			w.below[member] = -max(now.points, now.held)
		}
		return nil
	})
}

// belowZero notes the accounts that have come there.
func (w *work) belowZero() error {
	for _, member := range sortedIDs(w.below) {
		if err := w.missing(member, w.below[member]); err != nil {
			return err
		}
	}
	return nil
}

// overspent notes that a batch has spent what was not there.
func (w *work) overspent(member pos.ID, points int64) {
	w.conflict(chain.Conflict{Kind: chain.Overspent, Till: w.from.Till, Member: member, Points: points}, w.from.Head[:])
}

// missing notes that an account has come below zero. Where a manager had let a till
// spend beyond its rights, and the till has earned none since, it came of that,
// whoever was heard last.
func (w *work) missing(member pos.ID, points int64) error {
	list, err := w.overrides(member)
	if err != nil {
		return err
	}
	for _, o := range slices.Backward(list) {
		if o.rights >= 0 {
			continue
		}
		c := chain.Conflict{Kind: chain.OverrideDebt, Till: o.event.Till, Member: member, Points: points,
			Subject: o.event.Body.GetSaleCompleted().Receipt, Note: o.event.Body.Reason}
		if w.from.Till != c.Till {
			c.TillTwo = w.from.Till
		}
		w.conflict(c, w.from.Head[:])
		return nil
	}
	w.overspent(member, points)
	return nil
}

// override is a sale in which a manager let a till spend beyond its rights, and the
// rights that this life of the till has now.
type override struct {
	event  chain.Event
	life   int64
	rights int64
}

// overrides are an account's, as they were said. Only what went wrong asks for them.
func (w *work) overrides(account pos.ID) (list []override, err error) {
	h := &history{tx: w.tx, lives: map[int64]*lifeRow{}, events: map[int64]chain.Event{}}
	events, err := h.of([]pos.ID{account})
	if err != nil {
		return nil, err
	}
	for _, e := range events[account] {
		if e.Body.GetSaleCompleted().GetOverridePoints() == 0 {
			continue
		}
		o := override{event: e}
		if o.life, err = w.lifeNo(e.Till, e.Incarnation); err != nil {
			return nil, err
		}
		if _, err := w.one("SELECT rights FROM holding WHERE account = ? AND life = ?", args(account[:], o.life), &o.rights); err != nil {
			return nil, err
		}
		list = append(list, o)
	}
	return list, nil
}

func (w *work) writeHoldings() error {
	if len(w.holdings) == 0 {
		return nil
	}
	var accounts [][]byte
	var lives, rights []int64
	for _, k := range sortedHoldings(w.holdings) {
		accounts, lives, rights = append(accounts, k.account[:]), append(lives, k.life), append(rights, w.holdings[k])
	}
	var account []byte
	var life, now int64
	return w.do.insertWatched("INSERT INTO holding (account, life, rights)", `ON CONFLICT (account, life) DO UPDATE SET rights = holding.rights + excluded.rights
		RETURNING account, life, rights`, "rights < 0", []any{accounts, lives, rights}, []any{&account, &life, &now}, func() error {
		if k := (holdingKey{pos.IDFromBytes(account), life}); now < 0 && w.holdings[k] < 0 {
			w.short[k] = now
		}
		return nil
	})
}

// beyondFloor notes whose rights are below what the programme lets a till spend
// without any.
func (w *work) beyondFloor() error {
	if len(w.short) == 0 {
		return nil
	}
	program, err := w.program(w.at)
	if err != nil {
		return err
	}
	for _, k := range sortedHoldings(w.short) {
		floor := program.FloorLimitPoints // A: what a till may spend beyond its rights
		if w.short[k] >= -floor {
			continue
		}
		list, err := w.overrides(k.account)
		if err != nil {
			return err
		}
		for _, o := range list {
			if o.life == k.life {
				floor += o.event.Body.GetSaleCompleted().OverridePoints
			}
		}
		if now := w.short[k]; now < -floor && now-w.holdings[k] >= -floor {
			w.overspent(k.account, -now)
		}
	}
	return nil
}

// program is the version of the programme that holds at a moment: the last one
// that has begun.
func (t *tx) program(at pos.Millis) (p loyalty.Program, err error) {
	var body []byte
	var best *journalpb.ProgramSet
	err = t.do.each("SELECT body FROM fact WHERE kind = ?", args(int64(chain.Program)), []any{&body}, func() error {
		b, err := decode(body)
		if err != nil {
			return err
		}
		if s := b.GetProgramSet(); s != nil && pos.Millis(s.ValidFrom) <= at &&
			(best == nil || s.ValidFrom > best.ValidFrom || s.ValidFrom == best.ValidFrom && s.Version > best.Version) {
			best = s
		}
		return nil
	})
	if err != nil || best == nil {
		return p, err
	}
	return loyalty.Decode(best.ProgramJson)
}

// sums are an account's; none is zero.
func (t *tx) sums(id pos.ID, lock bool) (a accountRow, err error) {
	query := "SELECT points, held, unread FROM account WHERE id = ?"
	if lock {
		query += " FOR UPDATE"
	}
	_, err = t.one(query, args(id[:]), &a.points, &a.held, &a.unread)
	return a, err
}

// holder is a life that holds rights of an account.
type holder struct {
	life   int64
	fenced bool
	chain.Keeper
}

// holders are those that hold rights of an account, the most first.
func (s *Store) holders(t *tx, account pos.ID, at pos.Millis) (list []holder, err error) {
	var h holder
	var till []byte
	var fenced, seen int64
	err = t.do.each(`SELECT h.life, h.rights, l.fenced, t.id, t.name, t.seen FROM holding h JOIN life l ON l.no = h.life JOIN till t ON t.id = l.till
		WHERE h.account = ? AND h.rights > 0`, args(account[:]), []any{&h.life, &h.Rights, &fenced, &till, &h.Name, &seen}, func() error {
		h.Till, h.fenced, h.Online = pos.IDFromBytes(till), fenced != 0, int64(at)-seen <= s.online
		list = append(list, h)
		return nil
	})
	slices.SortFunc(list, func(a, b holder) int {
		if a.Rights != b.Rights {
			return int(b.Rights - a.Rights)
		}
		return bytes.Compare(a.Till[:], b.Till[:])
	})
	return list, err
}

// AccountOf is an account, folded now, with who holds rights of it.
func (s *Store) AccountOf(ctx context.Context, id pos.ID) (h chain.Holdings, err error) {
	err = s.db.read(ctx, func(t *tx) error {
		states, err := t.accounts([]pos.ID{id})
		if err != nil {
			return err
		}
		sums, err := t.sums(id, false)
		if err != nil {
			return err
		}
		h = chain.Holdings{Points: *states[id], Debt: sums.debt()}
		var newest int64
		if _, err := t.one("SELECT coalesce(max(seen), 0) FROM till", nil, &newest); err != nil {
			return err
		}
		holders, err := s.holders(t, id, pos.Millis(newest))
		for _, x := range holders {
			h.Keepers = append(h.Keepers, x.Keeper)
		}
		return err
	})
	return h, err
}
