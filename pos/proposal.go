package pos

// ProposalKind is what points are proposed for.
type ProposalKind string

// The kinds of accruals that may wait for a manager.
const (
	ReviewProposal     ProposalKind = "review"
	AdjustmentProposal ProposalKind = "adjustment"
)

// ProposalState is what became of a proposal.
type ProposalState string

// The states of a proposal: it is open once, and ends in one of the others.
const (
	ProposalOpen     ProposalState = "open"
	ProposalApproved ProposalState = "approved"
	ProposalRefused  ProposalState = "refused"
)

// MostStars is the best that a review can say.
const MostStars = 5
