package till

import "bonuskasse/pos"

// ProposalReader reads points that wait, or waited, for a manager.
type ProposalReader interface {
	Proposal(id pos.ID) (ProposalRow, error)
	// Proposals are those of a state (empty: all), the oldest first.
	Proposals(state pos.ProposalState, limit int) ([]ProposalRow, error)
	// LastProposals are those of a kind, the newest first.
	LastProposals(kind pos.ProposalKind, limit int) ([]ProposalRow, error)
	// OpenProposals is how many wait.
	OpenProposals() (int64, error)
	// ProposalsOf are a member's, and those of whom were merged into them.
	ProposalsOf(member pos.ID) ([]ProposalRow, error)
	// Proposed reports whether something that counts once was proposed for a
	// member before, and not refused.
	Proposed(member pos.ID, kind pos.ProposalKind, subject string) (bool, error)
}

// ProposalRow is points that wait until a manager decides, or what was decided.
type ProposalRow struct {
	ID       pos.ID
	Made     pos.Millis
	Kind     pos.ProposalKind
	Member   pos.ID
	Username string
	Name     string
	Points   int64
	Subject  string // what it is for, as a fingerprint; "": it may come again
	Note     string // what the member sees; empty where they were erased
	State    pos.ProposalState
	Person   string // who proposed it; empty is the system
	// Own says that the points would go to the one who asks: never theirs to
	// decide. Till.Proposals fills it in.
	Own bool
}
