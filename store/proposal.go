package store

import (
	"bonuskasse/pos"
	"bonuskasse/pos/journal"
	"bonuskasse/pos/till"
)

const proposalColumns = `SELECT p.id, p.made, p.kind, a.id, coalesce(m.username, ''), coalesce(m.name, ''), p.points, p.subject, p.note, p.state, coalesce(w.name, '')
	FROM proposal p JOIN account a ON a.no = p.member LEFT JOIN member m ON m.no = p.member
		LEFT JOIN person w ON w.id = p.person `

func (r *reader) proposals(where string, a []any) (list []till.ProposalRow, err error) {
	err = r.s.each(proposalColumns+where, a, func(rows *row) error {
		var x till.ProposalRow
		var id, member []byte
		var clock int64
		err := rows.Scan(&id, &clock, &x.Kind, &member, &x.Username, &x.Name, &x.Points, &x.Subject, &x.Note, &x.State, &x.Person)
		x.ID, x.Member, x.Made = pos.IDFromBytes(id), pos.IDFromBytes(member), pos.Millis(journal.Clock(clock).Millis())
		list = append(list, x)
		return err
	})
	return list, err
}

// Proposal is one by its id.
func (r *reader) Proposal(id pos.ID) (x till.ProposalRow, err error) {
	list, err := r.proposals("WHERE p.id = ?", args(id[:]))
	if err == nil && len(list) == 0 {
		err = pos.Refuse(pos.UnknownProposal)
	}
	if err != nil {
		return x, err
	}
	return list[0], nil
}

// Proposals are those of a state, the oldest first; open ones have an index.
func (r *reader) Proposals(state pos.ProposalState, limit int) ([]till.ProposalRow, error) {
	switch state {
	case "":
		return r.proposals("ORDER BY p.made, p.id LIMIT ?", args(int64(limit)))
	case pos.ProposalOpen:
		return r.proposals("WHERE p.state = 'open' ORDER BY p.made, p.id LIMIT ?", args(int64(limit)))
	}
	return r.proposals("WHERE p.state = ? ORDER BY p.made, p.id LIMIT ?", args(string(state), int64(limit)))
}

// LastProposals reads backwards from the newest.
func (r *reader) LastProposals(kind pos.ProposalKind, limit int) ([]till.ProposalRow, error) {
	return r.proposals("WHERE p.kind = ? ORDER BY p.made DESC, p.id LIMIT ?", args(string(kind), int64(limit)))
}

// OpenProposals counts by the index of those that are open.
func (r *reader) OpenProposals() (n int64, err error) {
	_, err = r.s.get("SELECT count(*) FROM proposal WHERE state = 'open'", nil, &n)
	return n, err
}

// theirs are a member's account and those of whom were merged into them.
const theirs = `WITH RECURSIVE theirs (no) AS (
	SELECT no FROM account WHERE id = ?
	UNION SELECT m.no FROM theirs JOIN member m ON m.alias_of = theirs.no) `

// ProposalsOf are a member's, the oldest first.
func (r *reader) ProposalsOf(member pos.ID) ([]till.ProposalRow, error) {
	return r.proposals("WHERE p.member IN ("+theirs+"SELECT no FROM theirs) ORDER BY p.made, p.id", args(member[:]))
}

// Proposed looks at what was not refused.
func (r *reader) Proposed(member pos.ID, kind pos.ProposalKind, subject string) (bool, error) {
	var there int64
	return r.s.get(theirs+`SELECT 1 FROM theirs JOIN proposal p ON p.member = theirs.no
		WHERE p.kind = ? AND p.subject = ? AND p.subject <> '' AND p.state <> 'refused' LIMIT 1`, args(member[:], string(kind), subject), &there)
}
