package chain

import (
	"slices"

	"bonuskasse/pos"
	"bonuskasse/pos/journal"
	"bonuskasse/pos/journal/journalpb"
)

// Movement is what an event does to one account: to its points, and to the
// rights of one incarnation of a till. What is free at the head office follows:
// all points that nobody holds.
type Movement struct {
	Account     pos.ID
	Points      int64 // net: what the balance changes by
	Rights      int64
	Unread      int64  // of the rights, what an event did of whose points this program knows nothing
	Till        pos.ID // whose rights
	Incarnation pos.ID
}

// Movements are what a till's event does to accounts, and to the rights of its
// own. LeaseAccepted moves nothing: the head office counted the lease when it
// granted it. An event of a type that this program does not know still counts
// its rights, and frees nothing: what a newer till has spent is no one's to have
// while its points still stand on the account.
func Movements(e *journal.Event, body *journalpb.Body) []Movement {
	of := func(account pos.ID, points, rights int64) Movement {
		return Movement{Account: account, Points: points, Rights: rights, Till: e.Till, Incarnation: e.Incarnation}
	}
	switch w := body.GetWhat().(type) {
	case *journalpb.Body_LeaseAccepted:
		return nil
	case *journalpb.Body_LotsExpired:
		if len(w.LotsExpired.Of) > 0 {
			list := make([]Movement, len(w.LotsExpired.Of))
			for i, x := range w.LotsExpired.Of {
				list[i] = of(pos.IDFromBytes(x.Member), -x.Points, -x.Points)
			}
			return list
		}
	case *journalpb.Body_MembersImported:
		var list []Movement
		for _, n := range w.MembersImported.Members {
			if points := lotPoints(n.Lots); points != 0 {
				list = append(list, of(pos.IDFromBytes(n.Member.GetMember()), points, points))
			}
		}
		return list
	}
	points := pointsOf(body)
	if e.Member.IsZero() || points == 0 && e.RightsDelta == 0 {
		return nil
	}
	m := of(e.Member, points, e.RightsDelta)
	if body.GetWhat() == nil {
		m.Unread = e.RightsDelta
	}
	return []Movement{m}
}

// OfficeMovements are what an event of the head office's own does.
func OfficeMovements(body *journalpb.Body) (list []Movement) {
	switch w := body.GetWhat().(type) {
	case *journalpb.Body_LeaseGranted:
		l := w.LeaseGranted
		return []Movement{{Account: pos.IDFromBytes(l.Member), Rights: l.Points, Till: pos.IDFromBytes(l.Till), Incarnation: pos.IDFromBytes(l.Incarnation)}}
	case *journalpb.Body_IncarnationFenced:
		f := w.IncarnationFenced
		for _, x := range f.Freed {
			list = append(list, Movement{Account: pos.IDFromBytes(x.Member), Rights: -x.Points, Till: pos.IDFromBytes(f.Till), Incarnation: pos.IDFromBytes(f.Incarnation)})
		}
	case *journalpb.Body_LotsExpired:
		for _, x := range w.LotsExpired.Of {
			list = append(list, Movement{Account: pos.IDFromBytes(x.Member), Points: -x.Points})
		}
	case *journalpb.Body_PointsGiven: // free: no till has a right to them yet
		return []Movement{{Account: pos.IDFromBytes(w.PointsGiven.Member), Points: pointsOf(body)}}
	case *journalpb.Body_PointsTaken: // of who was merged, to the other
		return []Movement{{Account: pos.IDFromBytes(w.PointsTaken.Member), Points: pointsOf(body)}}
	case *journalpb.Body_ServiceAwarded: // of a till that was given up; likewise
		return []Movement{{Account: pos.IDFromBytes(w.ServiceAwarded.Member), Points: w.ServiceAwarded.Points}}
	case *journalpb.Body_CouponReversed:
		return []Movement{{Account: pos.IDFromBytes(w.CouponReversed.Member), Points: -w.CouponReversed.Points}}
	case *journalpb.Body_GiftReversed:
		return []Movement{{Account: pos.IDFromBytes(w.GiftReversed.Member), Points: -w.GiftReversed.Points}}
	}
	return list
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
		if !id.IsZero() && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	switch w := body.GetWhat().(type) {
	case *journalpb.Body_LeaseGranted, *journalpb.Body_IncarnationFenced, *journalpb.Body_CouponReversed, *journalpb.Body_GiftReversed:
		for _, m := range OfficeMovements(body) {
			if m.Points != 0 { // rights are no points: no fold asks for them
				add(m.Account)
			}
		}
	case *journalpb.Body_MembersImported, *journalpb.Body_LotsExpired:
		for _, m := range Movements(e, body) { // each is there once
			ids = append(ids, m.Account)
		}
	case *journalpb.Body_SaleCompleted:
		add(pos.IDFromBytes(w.SaleCompleted.Member))
		add(e.Member)
	case *journalpb.Body_SaleRefunded:
		add(pos.IDFromBytes(w.SaleRefunded.Member))
		add(e.Member)
		add(pos.IDFromBytes(w.SaleRefunded.Waits))
	case *journalpb.Body_SaleMended:
		m := w.SaleMended
		for _, id := range [][]byte{m.WasMember, m.WasAccount, m.Member, m.Account} {
			add(pos.IDFromBytes(id))
		}
	case *journalpb.Body_MemberMerged:
		add(pos.IDFromBytes(w.MemberMerged.Keep))
		add(pos.IDFromBytes(w.MemberMerged.Alias))
	case *journalpb.Body_AppointmentSet, *journalpb.Body_ServiceAwarded, *journalpb.Body_PointsGiven, *journalpb.Body_PointsTaken,
		*journalpb.Body_RewardBought, nil: // nil: of a newer till; a newer program will fold it
		add(e.Member)
	}
	return ids
}

// Holder is whose points they are: a pool's, or the member's own.
func Holder(account, member []byte) pos.ID {
	if len(account) > 0 {
		return pos.IDFromBytes(account)
	}
	return pos.IDFromBytes(member)
}
