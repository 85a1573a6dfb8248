package till

import "bonuskasse/pos"

// AlarmReader reads what the alarms look at.
type AlarmReader interface {
	// Deals are the purchases, coupons and gifts since a moment, in the order of
	// the journal. Their Member is a number of this store: see MemberOfDeal.
	Deals(since pos.Millis) ([]pos.Deal, error)
	// MemberOfDeal is whose number it is; UnknownMember for a pool.
	MemberOfDeal(no int64) (pos.Member, error)
	// SettledAlarms are until when each alarm's deals were looked at.
	SettledAlarms() (map[string]pos.Millis, error)
}
