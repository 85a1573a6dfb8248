package till

import (
	"context"

	"bonuskasse/pos"
)

// Standing is a member with tier, account and cards.
func (t *Till) Standing(ctx context.Context, id pos.ID) (s Standing, err error) {
	err = t.store.View(ctx, func(r Reader) error {
		s, err = r.Standing(id)
		return err
	})
	return s, err
}

// MemberByUsername is a member's standing by username.
func (t *Till) MemberByUsername(ctx context.Context, username string) (s Standing, err error) {
	u, err := pos.CleanUsername(username)
	if err != nil {
		return s, pos.Refuse(pos.UnknownMember, username)
	}
	err = t.store.View(ctx, func(r Reader) error {
		m, err := r.MemberByUsername(u)
		if err != nil {
			return err
		}
		s, err = standingOf(r, m.ID)
		return err
	})
	return s, err
}

// standingOf is a member's standing; of one who was merged into another, the
// other's.
func standingOf(r Reader, id pos.ID) (s Standing, err error) {
	for range 16 { // merges of merges; a ring would be a fault of the journal
		if s, err = r.Standing(id); err != nil || s.Member.AliasOf.IsZero() {
			return s, err
		}
		id = s.Member.AliasOf
	}
	return s, pos.Refuse(pos.UnknownMember)
}

// FindMembers finds by anything: card, username, phone, e-mail, name.
func (t *Till) FindMembers(ctx context.Context, text string, limit int) (list []pos.Member, err error) {
	if err := t.refusePAN(ctx, text); err != nil {
		return nil, err
	}
	err = t.store.View(ctx, func(r Reader) error {
		list, err = r.FindMembers(text, limit)
		return err
	})
	return list, err
}

// Usable is what of a member's points this till may spend now, and why not all.
func (t *Till) Usable(ctx context.Context, s Standing) (points int64, why pos.Code, err error) {
	now := t.now()
	err = t.store.View(ctx, func(r Reader) error {
		shop, err := r.Shop()
		if err != nil {
			return err
		}
		p, err := r.ProgramAt(pos.At(now))
		if err != nil {
			return err
		}
		may, err := maySpend(r, shop, p, s, s.Account.Available(millis(now)))
		points, why = may.Points, may.Why
		return err
	})
	return points, why, err
}

// History is what happened to a member's points, the newest first.
func (t *Till) History(ctx context.Context, member pos.ID, limit int) (list []HistoryRow, err error) {
	err = t.store.View(ctx, func(r Reader) error {
		list, err = r.History(member, limit)
		return err
	})
	return list, err
}

// MemberMore is what of a member a sale does not need.
type MemberMore struct {
	Organisation pos.Organisation // zero: none
	Photo        []byte
	Aliases      []pos.Member
	Messages     []MessageRow
	Proposed     int64 // points that wait until a manager approves
	// Own is what is on the member's own account, where the standing's is a
	// pool's; it waits for the day they leave.
	Own int64
}

// MemberMore reads the rest of what is known of a member.
func (t *Till) MemberMore(ctx context.Context, m pos.Member) (more MemberMore, err error) {
	err = t.store.View(ctx, func(r Reader) error {
		if !m.Organisation.IsZero() {
			if more.Organisation, err = r.Organisation(m.Organisation); err != nil && pos.CodeOf(err) != pos.UnknownOrganisation {
				return err
			}
		}
		if more.Organisation.Pooled {
			own, _, err := r.Account(m.ID)
			if err != nil {
				return err
			}
			more.Own = own.Balance(millis(t.now()))
		}
		if more.Photo, err = r.Photo(m.ID); err != nil {
			return err
		}
		if more.Aliases, err = r.Aliases(m.ID); err != nil {
			return err
		}
		if more.Messages, err = r.Messages(m.ID); err != nil {
			return err
		}
		proposals, err := r.ProposalsOf(m.ID)
		more.Proposed = 0
		for _, p := range proposals {
			if p.State == pos.ProposalOpen {
				more.Proposed += p.Points
			}
		}
		return err
	})
	return more, err
}
