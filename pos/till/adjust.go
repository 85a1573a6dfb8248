package till

import (
	"context"
	"strings"

	"bonuskasse/pos"
	"bonuskasse/pos/ledger"
)

// Adjust corrects a member's points by hand: plus gives, minus takes, and what
// is spent already becomes debt. Its reason is shown to the member, and stands
// sealed like all that is written of a person. A manager does that, and never
// on an account of their own. What a clerk gives waits until a manager approves,
// where the programme lets it (approve_manual).
func (t *Till) Adjust(ctx context.Context, member pos.ID, points int64, who Who) (s Adjusted, err error) {
	if err := who.needs(pos.Clerk); err != nil {
		return s, err
	}
	if points == 0 || points > maxGift || points < -maxGift {
		return s, pos.Refuse(pos.BadPoints)
	}
	g := gift{Origin: ledger.FromAdjustment, Points: max(points, -points), Note: strings.TrimSpace(who.Reason)}
	switch {
	case g.Note == "":
		return s, pos.Refuse(pos.NoReason)
	case len(g.Note) > maxNotes:
		return s, pos.Refuse(pos.BadNote)
	}
	if err := t.refusePAN(ctx, g.Note); err != nil {
		return s, err
	}
	who.Reason = "" // it is in the note
	err = t.store.Do(ctx, func(tx Tx) error {
		var err error
		switch waits, refused := t.adjustmentWaits(tx, points, who); {
		case refused != nil:
			return refused
		case waits:
			var row ProposalRow
			row, err = t.propose(tx, member, proposed{Kind: pos.AdjustmentProposal, Points: points, Note: g.Note}, true, who)
			s.Waits, s.Member.ID = &row, row.Member
		case points > 0:
			s.Standing, err = t.give(tx, member, g, who)
		default:
			s.Standing, err = t.takeAway(tx, member, g, who)
		}
		if err != nil {
			return err
		}
		s.Standing, err = tx.Standing(s.Member.ID)
		return err
	})
	return s, err
}

// Adjusted is a member after their points were put right.
type Adjusted struct {
	Standing
	Waits *ProposalRow // nil where the points were given, or taken, at once
}

// adjustmentWaits tells whether a manager has to approve later; who may not wait
// for one needs one now.
func (t *Till) adjustmentWaits(r Reader, points int64, who Who) (bool, error) {
	refused := who.needs(pos.Manager)
	if refused == nil {
		return false, nil
	}
	p, err := r.ProgramAt(pos.At(t.now()))
	if err == nil && (!p.ApproveManual || points < 0) {
		err = refused
	}
	return err == nil, err
}

// takeAway takes points that no gift was given of before. One who is blocked
// may lose what they have.
func (t *Till) takeAway(tx Tx, member pos.ID, g gift, who Who) (Standing, error) {
	s, err := standingOf(tx, member)
	if err != nil {
		return s, err
	}
	if s.Member.Status == pos.Erased {
		return s, pos.Refuse(pos.UnknownMember)
	}
	if err := notOwn(tx, s, who); err != nil {
		return s, err
	}
	a, err := t.takeFrom(tx, s.Holder, inPool(s), g, who)
	if err != nil {
		return s, err
	}
	return s, t.tell(tx, s.Member, news{Kind: pos.PointsAdjustedMessage, Cause: because(a), Points: -g.Points}, who)
}

// Lots are a member's lots that are good at a moment, in the order they are
// used: now, later if nothing happens until then, or at a moment that is over, as
// the journal had it by then. A till of a chain has not all that happened: there
// the past is MomentInPast.
func (t *Till) Lots(ctx context.Context, member pos.ID, asOf pos.Millis) (list []ledger.Lot, err error) {
	err = t.store.View(ctx, func(r Reader) error {
		s, err := standingOf(r, member)
		if err != nil {
			return err
		}
		a := s.Account
		if t.isPast(asOf) {
			if a, err = accountThen(r, member, s, asOf); err != nil {
				return err
			}
		}
		for _, l := range a.Lots {
			if l.Good(ledger.Millis(asOf)) {
				list = append(list, l)
			}
		}
		return nil
	})
	return list, err
}

// accountThen is what a member had: in an account of their own, or where that
// was empty in the one that holds what is theirs now, a pool or who they were
// merged into.
func accountThen(r Reader, member pos.ID, now Standing, asOf pos.Millis) (ledger.Account, error) {
	if err := remembers(r); err != nil {
		return ledger.Account{}, err
	}
	own, err := r.FoldAccount(member, asOf)
	if err != nil || len(own.Lots) > 0 || now.Holder == member {
		return own, err
	}
	return r.FoldAccount(now.Holder, asOf)
}

// remembers refuses the past where others have written it too.
func remembers(r Reader) error {
	shop, err := r.Shop()
	if err == nil && shop.Enrolled {
		err = pos.Refuse(pos.MomentInPast)
	}
	return err
}

// isPast compares by the second, as scripts name moments.
func (t *Till) isPast(at pos.Millis) bool { return at/1000 < pos.At(t.now())/1000 }
