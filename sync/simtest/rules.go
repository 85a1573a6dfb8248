package simtest

import "fmt"

// rules are what a chain has set. Seeds take them in turn.
type rules struct {
	floor  int64 // A: points that a till may spend of a member beyond its rights
	kept   int64 // rights that stay at the till where a member shops
	months int64 // until points expire; 0 is never
}

var allRules = []rules{
	{kept: 50_000},
	{kept: 0},
	{kept: 2_000, months: 1},
	{kept: 1_000},
	{kept: 2_000, floor: 700},
}

func (r rules) settings() map[string]string {
	return map[string]string{
		"cap_bp": "10000", "earn_when_redeeming": "true", "min_purchase": "0", "redeem_step": "1",
		"rights_kept_points": fmt.Sprint(r.kept), "floor_limit_points": fmt.Sprint(r.floor), "expiry_months": fmt.Sprint(r.months),
	}
}
