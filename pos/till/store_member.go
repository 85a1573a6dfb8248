package till

import "bonuskasse/pos"

// MemberReader reads what members bring.
type MemberReader interface {
	Organisation(id pos.ID) (pos.Organisation, error)
	Organisations() ([]pos.Organisation, error)
	// Employees are the members of an organisation.
	Employees(organisation pos.ID, limit int) ([]pos.Member, error)

	// Photo is a member's photo as JPEG; nil is none.
	Photo(member pos.ID) ([]byte, error)
	// Aliases are those who were merged into a member, and into them.
	Aliases(member pos.ID) ([]pos.Member, error)
	// PendingOf are the scheduled points of a member, of their pool, and of those who
	// were merged into them; wherever they are booked.
	PendingOf(s Standing) ([]DuePoints, error)

	// All of a member's, the oldest first; an alias's are not among them.
	SalesOf(member pos.ID) ([]pos.Sale, error)
	OwnHistory(member pos.ID) ([]HistoryRow, error)
	GivenTo(member pos.ID) ([]GivenRow, error)
	CouponsOf(member pos.ID) ([]CouponUse, error)
}
