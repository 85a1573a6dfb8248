package central

import (
	"bytes"
	"context"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/ledger"
	"bonuskasse/pos/mutant"
)

// FollowMerged brings to the members who stayed what came late to those who were
// merged into them: from a till that had not heard of it, from an appointment of
// before, from a coupon. What tills hold of it is recalled, and goes another time.
func (s *Store) FollowMerged(ctx context.Context, at pos.Millis) (moved int, err error) {
	var left []pos.ID
	if err := s.db.read(ctx, func(t *tx) error {
		var key []byte
		return t.do.each("SELECT f.key FROM fact f JOIN account a ON a.id = f.key WHERE f.kind = ? AND (a.points <> 0 OR a.held <> 0) ORDER BY f.key",
			args(int64(chain.Merged)), []any{&key}, func() error {
				left = append(left, pos.IDFromBytes(key))
				return nil
			})
	}); err != nil {
		return 0, err
	}
	for _, alias := range left {
		done := false
		if err := s.db.write(ctx, func(t *tx) error {
			done, err = s.work(t, at).follow(alias)
			return err
		}); err != nil {
			return moved, err
		}
		if done {
			moved++
		}
	}
	return moved, nil
}

func (w *work) follow(alias pos.ID) (done bool, err error) {
	keep, err := w.keptAs(alias)
	if err != nil || keep.IsZero() {
		return false, err
	}
	sums, err := w.sums(alias, true)
	switch {
	case err != nil || sums == (accountRow{}):
		return false, err
	case mutant.MergeForgets && sums.held > 0:
		return false, nil
	case sums.held > 0 && !mutant.MergeHeld:
		return false, w.recallAll(alias, sums.held)
	case sums.unread != 0: // which of the points are there only a newer program knows
		return false, nil
	case sums.held < 0: // a till that had spent beyond its rights is still to be heard
		return false, nil
	}
	states, err := w.tx.accounts([]pos.ID{alias})
	if err != nil {
		return false, err
	}
	left := states[alias].State.Points
	if left.Holding()-left.Debt != sums.points { // an expiry is to put it right first (astray)
		_, err := w.exec("UPDATE account SET expires = 1 WHERE id = ?", alias[:])
		return false, err
	}
	given := &journalpb.PointsGiven{Member: keep[:], Origin: string(ledger.FromMerge), Source: alias[:], Debt: left.Debt}
	for _, l := range left.Lots {
		if l.Left > 0 {
			given.Lots = append(given.Lots, &journalpb.GivenLot{Points: l.Left, AccruedAt: int64(l.AccruedAt), ExpiresAt: int64(l.ExpiresAt), Paid: l.Paid})
		}
	}
	taken := &journalpb.PointsTaken{Member: alias[:], Origin: string(ledger.FromMerge), Points: left.Holding(), Source: keep[:], All: true, Debt: left.Debt, WaitingStays: true}
	for _, a := range []struct {
		account pos.ID
		body    *journalpb.Body
	}{
		{alias, &journalpb.Body{By: pos.System.ID[:], What: &journalpb.Body_PointsTaken{PointsTaken: taken}}},
		{keep, &journalpb.Body{By: pos.System.ID[:], What: &journalpb.Body_PointsGiven{PointsGiven: given}}},
	} {
		if mutant.MergedHasBoth && a.account == alias {
			continue
		}
		w.ends(a.body)
		if err := w.act(a.body, a.account); err != nil {
			return false, err
		}
	}
	return true, w.finish()
}

// recallAll asks the tills for what they hold of an account, unless each of them is
// asked already. Who was asked for something else, and has it no more, holds nobody up.
func (w *work) recallAll(account pos.ID, held int64) error {
	var n int64
	someone, err := w.one(`SELECT 1 FROM holding h JOIN life l ON l.no = h.life LEFT JOIN recall r
		ON r.account = h.account AND r.life = h.life AND r.at > ? AND (r.points >= h.rights OR r.points >= ?)
		WHERE h.account = ? AND h.rights > 0 AND l.fenced = 0 AND r.account IS NULL LIMIT 1`,
		args(int64(w.at)-recallFor.Milliseconds()/2, held, account[:]), &n)
	if err != nil || !someone {
		return err
	}
	if err := w.recall(&chain.Lease{Account: account, Want: held}, 0); err != nil {
		return err
	}
	return w.finish()
}

// keptAs is who a member is now, after merges of merges; the zero id where tills
// that were apart have merged two into each other, and nobody knows.
func (t *tx) keptAs(member pos.ID) (pos.ID, error) {
	for range 16 {
		body, err := t.factOf(chain.Merged, member[:])
		if err != nil {
			return pos.ID{}, err
		}
		next := body.GetMemberMerged().GetKeep()
		if len(next) == 0 {
			return member, nil
		}
		if bytes.Equal(next, member[:]) {
			break
		}
		member = pos.IDFromBytes(next)
	}
	return pos.ID{}, nil
}
