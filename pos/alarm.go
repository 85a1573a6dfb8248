package pos

import (
	"cmp"
	"slices"
	"time"
)

// Deal is something that a person at the till did for a member's account:
// what the alarms look at.
type Deal struct {
	Kind   DealKind
	Own    bool  // the account is the person's own
	Member int64 // a number that tells one account from the next
	Person ID    // zero is the system
	At     Millis
	Points int64 // that a coupon or a gift brought
	// Maker made the coupon, at Made: the zero where that is not known, or where it
	// was made and registered in one step and was on no paper.
	Maker ID
	Made  Millis
}

// DealKind is what was done.
type DealKind uint8

// The kinds of deal.
const (
	SaleDeal   DealKind = iota // a purchase was rung up
	CouponDeal                 // a coupon was registered
	GiftDeal                   // points by a noted list or by hand
)

// AlarmKind is what looks like somebody helping themselves.
type AlarmKind string

// The alarms.
const (
	CardAlarm   AlarmKind = "card_at_person"    // one member's purchases, mostly at one person
	DayAlarm    AlarmKind = "card_in_a_day"     // many purchases of one member in one day at one person
	OwnAlarm    AlarmKind = "own_purchase"      // a person rang up what was their own
	CouponAlarm AlarmKind = "coupons_to_member" // many coupons to one member
	// QuickAlarm: coupons that one person made and, minutes later, registered to
	// one member.
	QuickAlarm AlarmKind = "coupons_at_once"
	// CodeAlarm is about nobody: many codes that were no gift card's.
	CodeAlarm AlarmKind = "gift_card_codes"
	GiftAlarm AlarmKind = "gifts_to_member" // many points to one member by one person
)

// AlarmRules are from how much on it looks so; a number of 0 switches a rule
// off.
type AlarmRules struct {
	Days int64 // how far back is looked
	// A member's purchases at one person, when there are so many, so large a
	// part of all the member's, and so many times the part of all purchases that
	// go through that person's hands: who works alone is no thief for it.
	CardSales, CardShareBp, CardTimesBp int64
	DaySales                            int64 // of one member, in one day, at one person
	OwnSales                            int64
	Coupons                             int64 // to one member
	// Coupons that one person made and registered to one member within so many
	// minutes.
	QuickCoupons, QuickMinutes int64
	Gifts, GiftPoints          int64 // to one member, by one person: the one or the other
}

// UsualAlarms are the rules of a shop that has set none.
var UsualAlarms = AlarmRules{
	Days: 30, CardSales: 10, CardShareBp: 60_00, CardTimesBp: 1_50_00, DaySales: 4, OwnSales: 1,
	Coupons: 5, QuickCoupons: 2, QuickMinutes: 10, Gifts: 5, GiftPoints: 50_000,
}

// Alarm is a finding: a person should look at it.
type Alarm struct {
	Kind   AlarmKind
	Member int64
	Person ID    // zero: several people, or the system
	Count  int64 // of deals
	Of     int64 // of all such deals of the member; 0 where it does not matter
	Points int64 // of coupons and gifts
	First  Millis
	Last   Millis
}

// pair is a member and a person who deals with them.
type pair struct {
	member int64
	person ID
}

// tally is what came together of one pair.
type tally struct {
	count, points int64
	first, last   Millis
	several       bool // people
	person        ID
}

func (t *tally) add(d Deal) {
	if t.count == 0 {
		t.first, t.last, t.person = d.At, d.At, d.Person
	}
	t.count++
	t.points += d.Points
	t.first, t.last = min(t.first, d.At), max(t.last, d.At)
	t.several = t.several || t.person != d.Person
}

func (t *tally) alarm(kind AlarmKind, member int64, of int64) Alarm {
	a := Alarm{Kind: kind, Member: member, Person: t.person, Count: t.count, Of: of, Points: t.points, First: t.first, Last: t.last}
	if t.several {
		a.Person = ID{}
	}
	return a
}

func enough(n, limit int64) bool { return limit > 0 && n >= limit }

// Find is what in the deals looks like somebody helping themselves, the latest
// first. A day begins and ends in the zone.
func (r AlarmRules) Find(deals []Deal, zone *time.Location) []Alarm {
	sales, gifts, own, quick := map[pair]*tally{}, map[pair]*tally{}, map[pair]*tally{}, map[pair]*tally{}
	coupons := map[int64]*tally{}
	ofMember, ofPerson, all := map[int64]int64{}, map[ID]int64{}, int64(0)
	for _, d := range deals {
		at := pair{d.Member, d.Person}
		switch d.Kind {
		case SaleDeal:
			put(sales, at, d)
			ofMember[d.Member]++
			ofPerson[d.Person]++
			all++
			if d.Own {
				put(own, at, d)
			}
		case GiftDeal:
			put(gifts, at, d)
		case CouponDeal:
			put(coupons, d.Member, d)
			if !d.Maker.IsZero() && d.Maker == d.Person && d.At-d.Made <= Millis(r.QuickMinutes)*60_000 {
				put(quick, at, d)
			}
		}
	}
	var out []Alarm
	for at, t := range sales {
		of := ofMember[at.member]
		unusual := t.count*10_000 >= of*r.CardShareBp && t.count*all*10_000 >= r.CardTimesBp*of*ofPerson[at.person]
		if enough(t.count, r.CardSales) && unusual && !at.person.IsZero() {
			out = append(out, t.alarm(CardAlarm, at.member, of))
		}
	}
	for at, t := range gifts {
		if (enough(t.count, r.Gifts) || enough(t.points, r.GiftPoints)) && !at.person.IsZero() {
			out = append(out, t.alarm(GiftAlarm, at.member, 0))
		}
	}
	for at, t := range own {
		if enough(t.count, r.OwnSales) {
			out = append(out, t.alarm(OwnAlarm, at.member, 0))
		}
	}
	for at, t := range quick {
		if enough(t.count, r.QuickCoupons) {
			out = append(out, t.alarm(QuickAlarm, at.member, 0))
		}
	}
	for member, t := range coupons {
		if enough(t.count, r.Coupons) {
			out = append(out, t.alarm(CouponAlarm, member, 0))
		}
	}
	out = append(out, r.days(deals, sales, zone)...)
	slices.SortFunc(out, func(a, b Alarm) int {
		return cmp.Or(cmp.Compare(b.Last, a.Last), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Member, b.Member),
			slices.Compare(a.Person[:], b.Person[:]))
	})
	return out
}

// days finds the busiest day of each pair that has so busy a one.
func (r AlarmRules) days(deals []Deal, sales map[pair]*tally, zone *time.Location) (out []Alarm) {
	type day struct {
		pair
		end Millis
	}
	days := map[day]*tally{}
	for _, d := range deals {
		at := pair{d.Member, d.Person}
		// The zone is asked only of those who can have a busy day.
		if d.Kind == SaleDeal && !d.Person.IsZero() && enough(sales[at].count, r.DaySales) {
			put(days, day{at, At(EndOfDay(d.At.Time(zone)))}, d)
		}
	}
	busiest := map[pair]*tally{}
	for at, t := range days {
		b := busiest[at.pair]
		if enough(t.count, r.DaySales) && (b == nil || t.count > b.count || t.count == b.count && t.last > b.last) {
			busiest[at.pair] = t
		}
	}
	for at, t := range busiest {
		out = append(out, t.alarm(DayAlarm, at.member, 0))
	}
	return out
}

func put[K comparable](m map[K]*tally, key K, d Deal) {
	t := m[key]
	if t == nil {
		t = new(tally)
		m[key] = t
	}
	t.add(d)
}
