package pos

import (
	"fmt"
	"testing"
	"time"
)

// TestAlarms is the table of what a manager is shown, and what not.
func TestAlarms(t *testing.T) {
	copenhagen, err := time.LoadLocation("Europe/Copenhagen")
	if err != nil {
		t.Fatal(err)
	}
	inga, carl := ID{1}, ID{2}
	noon := At(time.Date(2026, 3, 2, 12, 0, 0, 0, copenhagen))
	const day = Millis(24 * 60 * 60 * 1000)
	// many are n deals of a kind, one every so often.
	many := func(n int, d Deal, every Millis) (list []Deal) {
		d.At = noon
		for range n {
			list = append(list, d)
			d.At += every
		}
		return list
	}
	join := func(lists ...[]Deal) (all []Deal) {
		for _, l := range lists {
			all = append(all, l...)
		}
		return all
	}
	sale := func(member int64, person ID) Deal { return Deal{Member: member, Person: person} }
	gift := func(member int64, person ID, points int64) Deal {
		return Deal{Kind: GiftDeal, Member: member, Person: person, Points: points}
	}
	coupon := func(member int64, person ID) Deal {
		return Deal{Kind: CouponDeal, Member: member, Person: person, Points: 10}
	}
	const minute = Millis(60_000)
	// quick are coupons registered to one member, so long after they were made.
	quick := func(n int, maker, person ID, after Millis) []Deal {
		list := many(n, coupon(7, person), day)
		for i := range list {
			list[i].Maker, list[i].Made = maker, list[i].At-after
		}
		return list
	}
	// busy is a shop in which each of the two rings up twenty others.
	var busy []Deal
	for i := range int64(20) {
		busy = append(busy, many(1, sale(100+i, inga), 0)...)
		busy = append(busy, many(1, sale(200+i, carl), 0)...)
	}
	for _, c := range []struct {
		name  string
		rules AlarmRules
		deals []Deal
		want  string
	}{
		{"nothing", UsualAlarms, nil, "[]"},
		{"ten of ten purchases at one of two cashiers", UsualAlarms, join(many(10, sale(7, inga), day), many(40, sale(90, carl), day/2)), "[card_at_person 7/1 10 of 10]"},
		{"nine of nine", UsualAlarms, join(many(9, sale(7, inga), day), many(9, sale(8, carl), day)), "[]"},
		{"ten of seventeen", UsualAlarms, join(many(10, sale(7, inga), day), many(7, sale(7, carl), day), busy), "[]"},
		{"who works alone", UsualAlarms, join(many(30, sale(7, inga), day), many(40, sale(90, inga), day/2)), "[]"},
		{"three in a day", UsualAlarms, many(3, sale(7, inga), 1000), "[]"},
		{"four in a day", UsualAlarms, many(4, sale(7, inga), 1000), "[card_in_a_day 7/1 4 of 0]"},
		{"four in a day at two", UsualAlarms, join(many(2, sale(7, inga), 1000), many(2, sale(7, carl), 1000)), "[]"},
		{"four over midnight, shop time", UsualAlarms, many(4, sale(7, inga), 4*60*60*1000), "[]"},
		{"the busiest day is told", UsualAlarms, join(many(4, sale(7, inga), 7*60*60*1000), many(9, sale(7, inga), 1000)), "[card_in_a_day 7/1 11 of 0]"},
		{"by a script", UsualAlarms, many(12, sale(7, ID{}), 1000), "[]"},
		{"one's own", UsualAlarms, []Deal{{Member: 7, Person: inga, Own: true, At: noon}}, "[own_purchase 7/1 1 of 0]"},
		{"four coupons", UsualAlarms, many(4, coupon(7, inga), day), "[]"},
		{"five coupons", UsualAlarms, many(5, coupon(7, inga), day), "[coupons_to_member 7/1 5 of 0]"},
		{"five coupons by two people", UsualAlarms, join(many(3, coupon(7, inga), day), many(2, coupon(7, carl), day)), "[coupons_to_member 7/0 5 of 0]"},
		{"five coupons by a script", UsualAlarms, many(5, coupon(7, ID{}), day), "[coupons_to_member 7/0 5 of 0]"},
		{"one coupon made and registered at once", UsualAlarms, quick(1, inga, inga, 0), "[]"},
		{"two of them", UsualAlarms, quick(2, inga, inga, 10*minute), "[coupons_at_once 7/1 2 of 0]"},
		{"two after a while", UsualAlarms, quick(2, inga, inga, 10*minute+1), "[]"},
		{"two that another made", UsualAlarms, quick(2, carl, inga, 0), "[]"},
		{"two that a script made", UsualAlarms, quick(2, ID{}, ID{}, 0), "[]"},
		{"two to two members", UsualAlarms, []Deal{quick(1, inga, inga, 0)[0], {Kind: CouponDeal, Member: 8, Person: inga, Maker: inga, At: noon, Made: noon}}, "[]"},
		{"five gifts", UsualAlarms, many(5, gift(7, carl, 10), day), "[gifts_to_member 7/2 5 of 0]"},
		{"five gifts to five", UsualAlarms, join(many(3, gift(7, carl, 10), day), many(2, gift(8, carl, 10), day)), "[]"},
		{"one large gift", UsualAlarms, []Deal{gift(7, carl, 50_000)}, "[gifts_to_member 7/2 1 of 0]"},
		{"rules that are off", AlarmRules{}, join(busy, many(50, gift(7, carl, 9000), 1), many(50, coupon(7, carl), 1), quick(50, carl, carl, 0)), "[]"},
	} {
		got := []string{}
		for _, a := range c.rules.Find(c.deals, copenhagen) {
			got = append(got, fmt.Sprintf("%s %d/%d %d of %d", a.Kind, a.Member, a.Person[0], a.Count, a.Of))
		}
		if fmt.Sprint(got) != c.want {
			t.Errorf("%s: %v, want %s", c.name, got, c.want)
		}
	}
}
