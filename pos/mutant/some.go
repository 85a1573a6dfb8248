//go:build mutants

package mutant

// The rules that can be broken.
var (
	SpendsUnowned   = false // a till spends points that it has no rights to (I1)
	CapForgotten    = false // a till spends beyond its rights as often as it likes while it is alone (C)
	ClawsBackAll    = false // taking points back lowers a till's rights below what it holds (CLAWBACK)
	CreditFrees     = false // points that a till gave are free at the head office when it hears of them (I3)
	RecallFrees     = false // the head office frees what it recalls, before the keeper has released it (I3)
	LeaseOfAll      = false // a lease is granted out of all points, not of those that are free
	LeaseAgain      = false // a lease that is asked for twice is granted twice (I4)
	LeaseTakenTwice = false // a till takes up a lease as often as it is told of it (I4)
	LeaseUnbound    = false // a restored till asks for the leases of the life before, and takes them up (I4)
	RestoredSpends  = false // a till that was restored spends by the rights of the life before
	FenceLetsIn     = false // a life that was fenced is still listened to (I2)
	FenceSkipped    = false // a new life does not fence the one before (I2)
	ExpiresHeld     = false // the head office expires points that tills have rights to
	CouponTwice     = false // a coupon that two tills counted is not reversed
	GivenTwice      = false // a service that two tills gave points for is not reversed
	MergesUnowned   = false // a till merges away points that other tills have rights to
	MergeHeld       = false // the head office brings over what tills still hold of who was merged, and asks none of them
	MergeForgets    = false // the head office asks no till for what it holds of who was merged
	MergedHasBoth   = false // what came late is given to the member who stays, and left with who was merged
	PoolIsTheirs    = false // what an employee buys moves their own points, by the rights that the till holds of the pool
	WelcomedTwice   = false // a friend whom two tills welcomed keeps both
	BroughtTwice    = false // what two tills gave for a friend is not reversed
	FeastedTwice    = false // a birthday is looked for on the account that the member has today
	GiftUntold      = false // nobody is told of a gift card that two tills spent while they were apart
	UnreadFrees     = false // what a newer till spent, in a way that the head office cannot read, is free there
)

// All are the mutants by name.
var All = map[string]*bool{
	"spends-unowned":    &SpendsUnowned,
	"cap-forgotten":     &CapForgotten,
	"claws-back-all":    &ClawsBackAll,
	"credit-frees":      &CreditFrees,
	"recall-frees":      &RecallFrees,
	"lease-of-all":      &LeaseOfAll,
	"lease-again":       &LeaseAgain,
	"lease-taken-twice": &LeaseTakenTwice,
	"lease-unbound":     &LeaseUnbound,
	"restored-spends":   &RestoredSpends,
	"fence-lets-in":     &FenceLetsIn,
	"fence-skipped":     &FenceSkipped,
	"expires-held":      &ExpiresHeld,
	"coupon-twice":      &CouponTwice,
	"given-twice":       &GivenTwice,
	"merges-unowned":    &MergesUnowned,
	"merge-held":        &MergeHeld,
	"merge-forgets":     &MergeForgets,
	"merged-has-both":   &MergedHasBoth,
	"pool-is-theirs":    &PoolIsTheirs,
	"welcomed-twice":    &WelcomedTwice,
	"brought-twice":     &BroughtTwice,
	"feasted-twice":     &FeastedTwice,
	"gift-untold":       &GiftUntold,
	"unread-frees":      &UnreadFrees,
}
