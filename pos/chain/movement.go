package chain

import (
	"bonuskasse/pos"
	"bonuskasse/pos/journal"
	"bonuskasse/pos/journal/journalpb"
)

// Movement is what an event does to one account: to its points, to the rights
// of the till whose event it is, and to what is free at the head office.
type Movement struct {
	Account pos.ID
	Points  int64 // net: what the balance changes by
	Rights  int64 // of the event's till and incarnation
	Free    int64
}

// Movements are what an event does to accounts. The event's till is where the
// rights change, except for LeaseGranted, which names another: the head office
// counts a lease when it grants it, and LeaseAccepted changes nothing more.
// An event of a type that this program does not know still counts its rights.
func Movements(e *journal.Event, body *journalpb.Body) []Movement {
	switch w := body.GetWhat().(type) {
	case *journalpb.Body_LeaseAccepted, *journalpb.Body_IncarnationFenced, *journalpb.Body_LeaseGranted:
		return nil // moved when the head office acted
	case *journalpb.Body_RightsReleased:
		return []Movement{{Account: e.Member, Rights: e.RightsDelta, Free: -e.RightsDelta}}
	case *journalpb.Body_CouponReversed:
		return []Movement{{Account: pos.IDFromBytes(w.CouponReversed.Member), Points: -w.CouponReversed.Points}}
	case *journalpb.Body_LotsExpired:
		if len(w.LotsExpired.Of) > 0 {
			list := make([]Movement, len(w.LotsExpired.Of))
			for i, x := range w.LotsExpired.Of {
				list[i] = Movement{Account: pos.IDFromBytes(x.Member), Points: -x.Points, Rights: -x.Points}
			}
			return list
		}
	case *journalpb.Body_MembersImported:
		var list []Movement
		for _, n := range w.MembersImported.Members {
			if points := lotPoints(n.Lots); points != 0 {
				list = append(list, Movement{Account: pos.IDFromBytes(n.Member.GetMember()), Points: points, Rights: points})
			}
		}
		return list
	}
	if e.Member.IsZero() {
		return nil
	}
	points := pointsOf(body)
	if points == 0 && e.RightsDelta == 0 {
		return nil
	}
	return []Movement{{Account: e.Member, Points: points, Rights: e.RightsDelta}}
}

// pointsOf is what an event changes the balance of its one account by.
func pointsOf(body *journalpb.Body) int64 {
	switch w := body.GetWhat().(type) {
	case *journalpb.Body_SaleCompleted:
		return w.SaleCompleted.PointsEarned - w.SaleCompleted.PointsUsed
	case *journalpb.Body_SaleRefunded:
		return w.SaleRefunded.PointsBack - w.SaleRefunded.PointsReversed
	case *journalpb.Body_ServiceAwarded:
		return w.ServiceAwarded.Points
	case *journalpb.Body_LotsExpired:
		return -w.LotsExpired.Points
	case *journalpb.Body_PointsGiven:
		return lotPoints(w.PointsGiven.Lots) - w.PointsGiven.Debt
	case *journalpb.Body_PointsTaken:
		return w.PointsTaken.Debt - w.PointsTaken.Points
	case *journalpb.Body_RewardBought:
		return -w.RewardBought.Points
	}
	return 0
}

func lotPoints(lots []*journalpb.GivenLot) (n int64) {
	for _, l := range lots {
		n += l.Points
	}
	return n
}

// Accounts are all accounts whose fold an event belongs to: those it moves, and
// those whose waiting points or spend it changes.
func Accounts(e *journal.Event, body *journalpb.Body) (ids []pos.ID) {
	add := func(id pos.ID) {
		for _, x := range ids {
			if x == id {
				return
			}
		}
		if !id.IsZero() {
			ids = append(ids, id)
		}
	}
	for _, m := range Movements(e, body) {
		add(m.Account)
	}
	switch w := body.GetWhat().(type) {
	case *journalpb.Body_MembersImported, *journalpb.Body_LotsExpired:
		return ids
	case *journalpb.Body_SaleCompleted:
		add(pos.IDFromBytes(w.SaleCompleted.Member))
	case *journalpb.Body_SaleRefunded:
		add(pos.IDFromBytes(w.SaleRefunded.Member))
	case *journalpb.Body_MemberMerged:
		add(pos.IDFromBytes(w.MemberMerged.Keep))
		add(pos.IDFromBytes(w.MemberMerged.Alias))
	}
	add(e.Member)
	return ids
}

// holder is whose points they are: a pool's, or the member's own.
func holder(account, member []byte) pos.ID {
	if len(account) > 0 {
		return pos.IDFromBytes(account)
	}
	return pos.IDFromBytes(member)
}
