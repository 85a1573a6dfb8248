// Package ledger keeps a member's points: lots, postings and the account they
// add up to. It is pure: an Account is a fold over the events that touched it.
//
//	var a ledger.Account
//	a.Accrue(ledger.Lot{ID: ref, Points: 1615, ExpiresAt: end}, ref)
//	uses, err := a.Redeem(ref, 500, now)
//
// Each method returns the Entry it posts, whose postings sum to zero.
package ledger
