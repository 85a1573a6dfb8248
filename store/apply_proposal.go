package store

import (
	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/pos/journal"
	"bonuskasse/pos/journal/journalpb"
)

// pulledProposal keeps points that wait for a manager.
func (f *fold) pulledProposal(of chain.EventKey, body *journalpb.Body) error {
	w := body.GetProposalMade()
	if w == nil {
		return nil
	}
	a, err := f.account(pos.IDFromBytes(w.Member))
	if err != nil {
		return err
	}
	return f.s.exec(`INSERT INTO proposal (id, made, member, kind, points, subject, note, state, person) VALUES (?, ?, ?, ?, ?, ?, ?, 'open', ?)
		ON CONFLICT (id) DO UPDATE SET made = excluded.made, member = excluded.member, points = excluded.points, note = excluded.note, person = excluded.person`,
		notNil(w.Proposal), int64(of.Clock), a.no, w.Kind, w.Points, w.Subject, w.Note, bytesOrNull(body.By))
}

// pulledDecision sets what a manager said to it.
func (f *fold) pulledDecision(body *journalpb.Body) error {
	w := body.GetProposalDecided()
	var state string
	switch known, err := f.s.get("SELECT state FROM proposal WHERE id = ?", args(notNil(w.GetProposal())), &state); {
	case err != nil:
		return err
	case !known:
		return errWaits
	}
	return f.decideProposal(body, w)
}

// proposalMade is one of this till's own.
func (f *fold) proposalMade(e *journal.Event, body *journalpb.Body, w *journalpb.ProposalMade) error {
	a, err := f.account(pos.IDFromBytes(w.Member))
	if err != nil {
		return err
	}
	if covered, err := f.covers(chain.Proposal, string(w.Proposal)); err != nil || covered {
		return err
	}
	err = f.s.exec("INSERT INTO proposal (id, made, member, kind, points, subject, note, state, person) VALUES (?, ?, ?, ?, ?, ?, ?, 'open', ?)",
		notNil(w.Proposal), int64(e.Clock), a.no, w.Kind, w.Points, w.Subject, w.Note, bytesOrNull(body.By))
	if breaks(err) { // it counts once for what it is for
		return pos.Refuse(pos.AlreadyThere, w.Subject)
	}
	return err
}

func (f *fold) proposalDecided(body *journalpb.Body, w *journalpb.ProposalDecided) error {
	var state pos.ProposalState
	found, err := f.s.get("SELECT state FROM proposal WHERE id = ?", args(notNil(w.Proposal)), &state)
	if err != nil {
		return err
	}
	if covered, err := f.covers(chain.Decision, string(w.Proposal)); err != nil || covered {
		return err
	}
	switch {
	case !found:
		return pos.Refuse(pos.UnknownProposal)
	case state != pos.ProposalOpen:
		return pos.Refuse(pos.ProposalDecided)
	}
	return f.decideProposal(body, w)
}

func (f *fold) decideProposal(body *journalpb.Body, w *journalpb.ProposalDecided) error {
	state := pos.ProposalRefused
	if w.Approved {
		state = pos.ProposalApproved
	}
	return f.s.exec("UPDATE proposal SET state = ?, decided = ? WHERE id = ?", string(state), bytesOrNull(body.By), notNil(w.Proposal))
}
