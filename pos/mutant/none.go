//go:build !mutants

package mutant

// No program but the simulator's own, built by the tag, breaks a rule.
const (
	SpendsUnowned   = false
	CapForgotten    = false
	ClawsBackAll    = false
	CreditFrees     = false
	RecallFrees     = false
	LeaseOfAll      = false
	LeaseAgain      = false
	LeaseTakenTwice = false
	LeaseUnbound    = false
	RestoredSpends  = false
	FenceLetsIn     = false
	FenceSkipped    = false
	ExpiresHeld     = false
	CouponTwice     = false
	GivenTwice      = false
	MergesUnowned   = false
	MergeHeld       = false
	MergeForgets    = false
	MergedHasBoth   = false
	PoolIsTheirs    = false
	WelcomedTwice   = false
	BroughtTwice    = false
	FeastedTwice    = false
	GiftUntold      = false
	UnreadFrees     = false
)
