package till

import (
	"context"
	"crypto/sha256"
	"fmt"

	"bonuskasse/pos"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/ledger"
)

// proposed is points that may have to wait for a manager.
type proposed struct {
	Kind   pos.ProposalKind
	Points int64
	// Subject is what it is for, where it counts once; as a fingerprint, since
	// nobody knows what people write there, and the journal is for ever.
	Subject string
	Note    string
}

// propose notes points for a member. Where they wait nothing is given until
// Approve; where they do not it is approved in the same transaction.
func (t *Till) propose(tx Tx, member pos.ID, in proposed, waits bool, who Who) (row ProposalRow, err error) {
	if in.Points <= 0 || in.Points > maxGift {
		return row, pos.Refuse(pos.BadPoints)
	}
	s, err := standingOf(tx, member)
	if err != nil {
		return row, err
	}
	if err := mayBeGiven(tx, s, who); err != nil {
		return row, err
	}
	if in.Subject != "" {
		before, err := tx.Proposed(s.Member.ID, in.Kind, in.Subject)
		if err != nil {
			return row, err
		}
		if before {
			return row, pos.Refuse(pos.AlreadyProposed)
		}
	}
	id, err := t.proposalID(tx, s.Member.ID, in)
	if err != nil {
		return row, err
	}
	body := who.body()
	body.What = &journalpb.Body_ProposalMade{ProposalMade: &journalpb.ProposalMade{
		Proposal: id[:], Member: s.Member.ID[:], Kind: string(in.Kind), Points: in.Points, Subject: in.Subject, Note: in.Note,
	}}
	if _, err := tx.Append(t.now(), body, s.Member.ID, 0); err != nil {
		return row, err
	}
	if !waits {
		if err := t.decide(tx, id, true, who); err != nil {
			return row, err
		}
	}
	return tx.Proposal(id)
}

// proposalID is a new proposal's. Of what counts once it follows from what it is
// for, and from how often a manager has said no: two tills that are apart propose
// the same.
func (t *Till) proposalID(r Reader, member pos.ID, in proposed) (pos.ID, error) {
	if in.Subject == "" {
		return t.newID()
	}
	before, err := r.ProposalsOf(member)
	refused := 0
	for _, p := range before {
		if p.Kind == in.Kind && p.Subject == in.Subject {
			refused++
		}
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "proposal\n%s%s\n%s\n%d", member[:], in.Kind, in.Subject, refused))
	return pos.IDFromBytes(sum[:16]), err
}

// decide ends a proposal, and gives its points where it is approved.
func (t *Till) decide(tx Tx, id pos.ID, approved bool, who Who) error {
	row, err := tx.Proposal(id)
	if err != nil {
		return err
	}
	if row.State != pos.ProposalOpen {
		return pos.Refuse(pos.ProposalDecided)
	}
	body := who.body()
	body.What = &journalpb.Body_ProposalDecided{ProposalDecided: &journalpb.ProposalDecided{Proposal: id[:], Approved: approved}}
	if _, err := tx.Append(t.now(), body, row.Member, 0); err != nil || !approved {
		return err
	}
	origin := ledger.FromReview
	if row.Kind == pos.AdjustmentProposal {
		origin = ledger.FromAdjustment
	}
	_, err = t.give(tx, row.Member, gift{Origin: origin, Points: row.Points, Source: id, Note: row.Note}, who)
	return err
}

// Proposals are points that wait until a manager decides (ProposalOpen), or
// those of another state, the oldest first. A manager asks.
func (t *Till) Proposals(ctx context.Context, state pos.ProposalState, who Who) (list []ProposalRow, err error) {
	if err := who.needs(pos.Manager); err != nil {
		return nil, err
	}
	err = t.store.View(ctx, func(r Reader) error {
		if list, err = r.Proposals(state, proposalsShown); err != nil || who.Person.Member.IsZero() {
			return err
		}
		for i, x := range list {
			s, err := standingOf(r, x.Member)
			if err == nil {
				list[i].Own, err = isOwn(r, who.Person, s)
			}
			if err != nil && pos.CodeOf(err) != pos.UnknownMember { // erased: nobody's
				return err
			}
		}
		return nil
	})
	return list, err
}

// ToApprove is how many proposals wait: a number is no secret.
func (t *Till) ToApprove(ctx context.Context) (n int64, err error) {
	err = t.store.View(ctx, func(r Reader) error {
		n, err = r.OpenProposals()
		return err
	})
	return n, err
}

// proposalsShown bounds a list that is worked off from its front.
const proposalsShown = 1000

// ProposalsOf are a member's proposals, whatever became of them.
func (t *Till) ProposalsOf(ctx context.Context, member pos.ID) (list []ProposalRow, err error) {
	err = t.store.View(ctx, func(r Reader) error {
		list, err = r.ProposalsOf(member)
		return err
	})
	return list, err
}

// Approve gives the points that a proposal is about, once: the second manager
// is told ProposalDecided. Nobody approves what would go to themselves.
func (t *Till) Approve(ctx context.Context, id pos.ID, who Who) (ProposalRow, error) {
	return t.decided(ctx, id, true, who)
}

// Decline says no to a proposal, with a reason. What counts once may be proposed
// again after that.
func (t *Till) Decline(ctx context.Context, id pos.ID, who Who) (ProposalRow, error) {
	return t.decided(ctx, id, false, who)
}

func (t *Till) decided(ctx context.Context, id pos.ID, approved bool, who Who) (row ProposalRow, err error) {
	if err := who.needs(pos.Manager); err != nil {
		return row, err
	}
	if !approved && who.Reason == "" {
		return row, pos.Refuse(pos.NoReason)
	}
	err = t.store.Do(ctx, func(tx Tx) error {
		if err := t.decide(tx, id, approved, who); err != nil {
			return err
		}
		row, err = tx.Proposal(id)
		return err
	})
	return row, err
}
