package simtest

import "fmt"

// rules are what a chain has set. Seeds take them in turn.
type rules struct {
	floor int64 // A: points that a till may spend of a member beyond its rights
	// cap is C: points that a till may spend so of all members together, until the
	// head office has heard of it; 0 is no limit.
	cap      int64
	override int64 // that managers may let a till spend above both in that time
	kept     int64 // rights that stay at the till where a member shops
	months   int64 // until points expire; 0 is never
	capBp    int64 // of a purchase that bonus may pay; 0 is all of it
	gifts    bool  // who joins, has their birthday or brings a friend is given something
}

var allRules = []rules{
	{kept: 50_000},
	{kept: 0},
	{kept: 2_000, months: 1},
	{kept: 1_000},
	{kept: 2_000, floor: 700},
	{kept: 1_000, floor: 700, cap: 400}, // one member's floor is more than all may have: a sale alone meets C
	{kept: 500, floor: 300, cap: 400, override: 600},
}

func (r rules) settings() map[string]string {
	most := "null"
	if r.cap > 0 {
		most = fmt.Sprint(r.cap)
	}
	capBp := r.capBp
	if capBp == 0 {
		capBp = 10000
	}
	s := map[string]string{
		"cap_bp": fmt.Sprint(capBp), "earn_when_redeeming": "true", "min_purchase": "0", "redeem_step": "1",
		"rights_kept_points": fmt.Sprint(r.kept), "floor_limit_points": fmt.Sprint(r.floor), "expiry_months": fmt.Sprint(r.months),
		"floor_cap_points": most, "floor_override_points": fmt.Sprint(r.override),
	}
	if r.gifts {
		s["welcome_points"], s["birthday_points"] = fmt.Sprint(welcomePoints), fmt.Sprint(birthdayPoints)
		s["referral_points"], s["referrer_points"] = fmt.Sprint(referralPoints), fmt.Sprint(referrerPoints)
	}
	return s
}
