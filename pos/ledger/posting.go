package ledger

// AccountName is an account of the ledger. Each member has the first three;
// the others are the programme's, one of each.
type AccountName int

// The accounts. Their numbers are stored: never change one.
const (
	MemberPoints  AccountName = 1 // what the member may use
	MemberDebt    AccountName = 2 // below zero: reversed after it was spent
	MemberPending AccountName = 3 // waiting until a service is over
	Accrued       AccountName = 11
	Redeemed      AccountName = 12
	Reversed      AccountName = 13
	Expired       AccountName = 14
	Adjusted      AccountName = 15
	Couponed      AccountName = 16
	Noted         AccountName = 17
	Welcomed      AccountName = 18
	Moved         AccountName = 19 // from one member's accounts to another's: zero over both
	Referred      AccountName = 20
	Celebrated    AccountName = 21 // birthdays
	Reviewed      AccountName = 22
)

// Posting is points into (plus) or out of (minus) one account.
type Posting struct {
	Account AccountName
	Points  int64
}

// Entry is the postings of one event; they sum to zero.
type Entry struct {
	Event    Ref
	Postings []Posting
}

// Sum is zero for an entry that is right.
func (e Entry) Sum() (n int64) {
	for _, p := range e.Postings {
		n += p.Points
	}
	return n
}

// entry leaves out postings of nothing.
func entry(event Ref, postings ...Posting) Entry {
	e := Entry{Event: event, Postings: make([]Posting, 0, len(postings))}
	for _, p := range postings {
		if p.Points != 0 {
			e.Postings = append(e.Postings, p)
		}
	}
	return e
}

// contra is the programme's account that an accrual comes from.
func contra(o Origin) AccountName {
	switch o {
	case FromAdjustment:
		return Adjusted
	case FromCoupon:
		return Couponed
	case FromNoted:
		return Noted
	case FromWelcome:
		return Welcomed
	case FromReferral, FromReferrer:
		return Referred
	case FromBirthday:
		return Celebrated
	case FromReview:
		return Reviewed
	case FromMerge:
		return Moved
	case FromReturn:
		return Redeemed
	}
	return Accrued
}
