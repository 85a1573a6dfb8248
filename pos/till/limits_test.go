package till

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"bonuskasse/pos"
)

// TestLimits is the table of who may do how much alone.
func TestLimits(t *testing.T) {
	usual := ReadLimits(nil)
	own := ReadLimits(map[string]string{
		"limit.cashier.discount_bp": "500", "limit.cashier.redeem_points": "1000", "limit.clerk.points_row": "-1",
		"limit.clerk.refund": "a lot", "limit.manager.refund": "1",
	})
	manager := pos.Person{Role: pos.Manager}
	for _, c := range []struct {
		name   string
		limits Limits
		role   pos.Role
		what   Limit
		n      int64
		code   pos.Code
	}{
		{"a discount as large as the limit", usual, pos.Cashier, DiscountLimit, 20_00, ""},
		{"a larger one", usual, pos.Cashier, DiscountLimit, 20_01, pos.LimitDiscount},
		{"by a manager", usual, pos.Manager, DiscountLimit, 100_00, ""},
		{"a return as large as the limit", usual, pos.Clerk, RefundLimit, 1_000_00, ""},
		{"a larger one", usual, pos.Clerk, RefundLimit, 1_000_01, pos.LimitRefund},
		{"bonus has no limit at first", usual, pos.Cashier, RedeemLimit, 1 << 40, ""},
		{"a cashier's coupon", usual, pos.Cashier, CouponLimit, 1, pos.LimitCoupon},
		{"a clerk's", usual, pos.Clerk, CouponLimit, 10_000, ""},
		{"a clerk's row", usual, pos.Clerk, PointsRowLimit, 10_001, pos.LimitPointsRow},
		{"a clerk's list", usual, pos.Clerk, PointsListLimit, 100_001, pos.LimitPointsList},
		{"nobody's", usual, "", RedeemLimit, 1, pos.LimitRedeem},
		{"the shop's own", own, pos.Cashier, DiscountLimit, 5_01, pos.LimitDiscount},
		{"of one role only", own, pos.Clerk, DiscountLimit, 20_00, ""},
		{"where there was none", own, pos.Cashier, RedeemLimit, 1001, pos.LimitRedeem},
		{"taken away", own, pos.Clerk, PointsRowLimit, 1 << 40, ""},
		{"that cannot be read", own, pos.Clerk, RefundLimit, 1_000_01, pos.LimitRefund},
		{"of managers", own, pos.Manager, RefundLimit, 2, ""},
	} {
		who := By(pos.Person{Role: c.role})
		if err := c.limits.Allow(who, c.what, c.n); pos.CodeOf(err) != c.code {
			t.Errorf("%s: %v, want %q", c.name, err, c.code)
		}
		if c.code != "" && !pos.NeedsManager(c.limits.Allow(who, c.what, c.n)) {
			t.Errorf("%s: no manager is asked", c.name)
		}
		who.Approved = &manager
		if err := c.limits.Allow(who, c.what, c.n); err != nil {
			t.Errorf("%s, approved by a manager: %v", c.name, err)
		}
		who.Approved = &pos.Person{Role: pos.Clerk}
		if err := c.limits.Allow(who, c.what, c.n); pos.CodeOf(err) != c.code {
			t.Errorf("%s, approved by a clerk: %v, want %q", c.name, err, c.code)
		}
	}
}

// TestSettings: a setting that a rule reads is one that it can read.
func TestSettings(t *testing.T) {
	for key, values := range map[string]map[string]bool{
		"limit.cashier.discount_bp": {"0": true, "10000": true, "10001": false, "-1": true, "-2": false, "1.5": false, "": true},
		"limit.clerk.points_row":    {"1000000": true, "many": false},
		"limit.manager.refund":      {"1": false},
		"limit.cashier.nonsense":    {"1": false, "": false},
		"people.own_sale":           {"manager": true, "never": true, "alone": true, "maybe": false, "": true},
		"people.idle_minutes":       {"0": true, "1440": true, "1441": false, "-1": false, "soon": false, "": true},
		"alarm.coupons":             {"0": true, "7": true, "-1": false, "": true},
		"alarm.card_share_bp":       {"10000": true, "10001": false},
		"alarm.nonsense":            {"1": false},
		"shop.address":              {"limit.": true, "": true},
		"shop.adress":               {"Torvet 2": false, "": false},
		"theme":                     {"contrast": true, "pink": false},
		"language.paper":            {"fr": true, "sv": false, "": true},
		"coupon.receipt":            {"ask": true, "sometimes": false},
		"coupon.receipt.tier":       {"Bonus 5%": true},
		"consent.fr":                {"Oui": true},
		"consent.sv":                {"Ja": false},
		"device.printer":            {`{"kind":"pdf","address":"/tmp"}`: true, `{"kind":"tcp","address":"here"}`: false, "none": false, "": true},
		"device.numbers":            {`{"ClubMin":10001}`: true, "[]": false},
		"device.reader.8":           {`{"name":"USB","kind":"wedge","source":"wedge_text"}`: true, `{"kind":"wedge"}`: false, "": true},
		"device.reader.9":           {"": false},
		"":                          {"": false},
	} {
		for value, good := range values {
			if err := checkSetting(key, value); (err == nil) != good {
				t.Errorf("%s=%q: %v", key, value, err)
			}
		}
	}
	for key, near := range map[string]string{
		"alarm.day":               "[alarm.days",
		"idle_minutes":            "[people.idle_minutes]",
		"shop.adress":             "[shop.address]",
		"Limit.Cashier.Refund":    "[limit.cashier.refund",
		"limit.manager.refund":    "[limit.cashier.refund limit.clerk.refund",
		"limit.clerk.coupon_pont": "[limit.clerk.coupon_points",
		"nothing.of.the.kind":     "[]",
	} {
		var unknown *UnknownSetting
		if err := checkSetting(key, "1"); !errors.As(err, &unknown) || !strings.HasPrefix(fmt.Sprint(unknown.Near), near) {
			t.Errorf("%s: %v %v, want %s", key, err, unknown, near)
		}
	}
	for _, name := range AlarmSettings {
		if r := AlarmRules(map[string]string{AlarmKey(name): "11"}); *alarmNumber(&r, name) != 11 || r == pos.UsualAlarms {
			t.Errorf("%s is not read", name)
		}
	}
	for _, role := range LimitedRoles {
		for _, l := range AllLimits {
			if _, ok := usual[LimitKey(role, l)]; !ok {
				t.Errorf("%s has no usual value", LimitKey(role, l))
			}
		}
	}
}
