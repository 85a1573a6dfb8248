package till

import (
	"context"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/journal/journalpb"
)

// Alarm is a finding with the names in it. Nothing about it needs a line.
type Alarm struct {
	// Name is stable: the same kind of finding about the same people has it
	// again.
	Name   string
	Alarm  pos.Alarm
	Member pos.Member
	Person pos.Person // zero: several people, or the system
}

const alarmPrefix = "alarm."

// AlarmSettings are the settings of the alarms: an integer each, 0 switches the
// rule off; see pos.AlarmRules.
var AlarmSettings = []string{"days", "card_sales", "card_share_bp", "card_times_bp", "day_sales", "own_sales", "coupons", "quick_coupons", "quick_minutes", "gifts", "gift_points"}

// AlarmKey is the key of one of AlarmSettings.
func AlarmKey(name string) string { return alarmPrefix + name }

// mostAlarmDays bounds how far back is looked.
const mostAlarmDays = 366

// AlarmRules are the rules of the alarms as the settings have them.
func AlarmRules(settings map[string]string) pos.AlarmRules {
	r := pos.UsualAlarms
	for _, name := range AlarmSettings {
		if n, ok := readAlarm(name, settings[AlarmKey(name)]); ok {
			*alarmNumber(&r, name) = n
		}
	}
	return r
}

// AlarmNumber is the number of one of AlarmSettings.
func AlarmNumber(r pos.AlarmRules, name string) int64 {
	if n := alarmNumber(&r, name); n != nil {
		return *n
	}
	return 0
}

// alarmNumber is the number of a name; nil where there is none.
func alarmNumber(r *pos.AlarmRules, name string) *int64 {
	switch name {
	case "days":
		return &r.Days
	case "card_sales":
		return &r.CardSales
	case "card_share_bp":
		return &r.CardShareBp
	case "card_times_bp":
		return &r.CardTimesBp
	case "day_sales":
		return &r.DaySales
	case "own_sales":
		return &r.OwnSales
	case "coupons":
		return &r.Coupons
	case "quick_coupons":
		return &r.QuickCoupons
	case "quick_minutes":
		return &r.QuickMinutes
	case "gifts":
		return &r.Gifts
	case "gift_points":
		return &r.GiftPoints
	}
	return nil
}

func readAlarm(name, text string) (int64, bool) {
	most := int64(maxGift)
	switch name {
	case "days":
		most = mostAlarmDays
	case "card_share_bp":
		most = 100_00
	case "quick_minutes":
		most = mostAlarmDays * 24 * 60
	}
	return readCount(text, most)
}

// Alarms are what in the last weeks looks like somebody helping themselves and
// was not settled; the latest first. A manager asks.
func (t *Till) Alarms(ctx context.Context, who Who) (list []Alarm, err error) {
	if err := who.needs(pos.Manager); err != nil {
		return nil, err
	}
	err = t.store.View(ctx, func(r Reader) error {
		list, err = t.alarms(r)
		return err
	})
	return list, err
}

func (t *Till) alarms(r Reader) ([]Alarm, error) {
	set, err := r.Settings()
	if err != nil {
		return nil, err
	}
	settled, err := r.SettledAlarms()
	if err != nil {
		return nil, err
	}
	rules := AlarmRules(set)
	since := pos.At(t.now().Add(-time.Duration(rules.Days) * 24 * time.Hour))
	deals, err := r.Deals(since)
	if err != nil {
		return nil, err
	}
	list, err := codeAlarm(r, max(since, settled[string(pos.CodeAlarm)]+1))
	if err != nil {
		return nil, err
	}
	for _, found := range rules.Find(deals, t.zone) {
		a, err := named(r, found)
		if pos.CodeOf(err) == pos.UnknownMember {
			continue // a pool is many people's
		}
		if err != nil {
			return nil, err
		}
		if until, ok := settled[a.Name]; ok {
			if a.Alarm, ok = after(rules, deals, a.Alarm, until, t.zone); !ok {
				continue
			}
		}
		list = append(list, a)
	}
	return list, nil
}

// codeAlarm is the finding that somebody tries gift card codes: each alarm is
// of as many wrong ones as are free.
func codeAlarm(r Reader, since pos.Millis) ([]Alarm, error) {
	n, first, last, err := r.GiftCardGuesses(since)
	if err != nil || n == 0 {
		return nil, err
	}
	return []Alarm{{Name: string(pos.CodeAlarm), Alarm: pos.Alarm{Kind: pos.CodeAlarm, Count: n * pinFreeTries, First: first, Last: last}}}, nil
}

// named puts names to a finding.
func named(r Reader, found pos.Alarm) (a Alarm, err error) {
	a.Alarm, a.Name = found, string(found.Kind)
	if a.Member, err = r.MemberOfDeal(found.Member); err != nil {
		return a, err
	}
	a.Name += " " + a.Member.ID.String()
	if found.Kind == pos.CouponAlarm {
		// Whoever registers the next one, it is about the same member.
		if found.Person.IsZero() {
			return a, nil
		}
		a.Person, err = r.Person(found.Person)
		return a, err
	}
	a.Name += " " + found.Person.String()
	a.Person, err = r.Person(found.Person)
	return a, err
}

// after is the same finding in what happened since a person has looked; false
// where that is none.
func after(rules pos.AlarmRules, deals []pos.Deal, a pos.Alarm, until pos.Millis, zone *time.Location) (pos.Alarm, bool) {
	var since []pos.Deal
	for _, d := range deals {
		if d.At > until {
			since = append(since, d)
		}
	}
	for _, again := range rules.Find(since, zone) {
		same := again.Kind == a.Kind && again.Member == a.Member
		if same && (again.Person == a.Person || a.Kind == pos.CouponAlarm) {
			return again, true
		}
	}
	return a, false
}

// SettleAlarm says that a manager has looked at an alarm, and what came of it:
// the reason. What happened up to then raises it no more. Nobody settles what
// is about themselves.
func (t *Till) SettleAlarm(ctx context.Context, name string, who Who) error {
	if err := who.needs(pos.Manager); err != nil {
		return err
	}
	if who.Reason == "" {
		return pos.Refuse(pos.NoReason)
	}
	return t.store.Do(ctx, func(tx Tx) error {
		list, err := t.alarms(tx)
		if err != nil {
			return err
		}
		for _, a := range list {
			if a.Name != name {
				continue
			}
			by := who.Person
			if !by.ID.IsZero() && (by.ID == a.Person.ID || !a.Member.ID.IsZero() && by.Member == a.Member.ID) {
				return pos.Refuse(pos.AlarmOfOneself)
			}
			body := who.body()
			body.What = &journalpb.Body_AlarmSettled{AlarmSettled: &journalpb.AlarmSettled{Alarm: name, Until: int64(a.Alarm.Last)}}
			_, err := tx.Append(t.now(), body, pos.ID{}, 0)
			return err
		}
		return pos.Refuse(pos.UnknownAlarm)
	})
}
