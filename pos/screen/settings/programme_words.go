package settings

import (
	"strconv"

	"bonuskasse/pos"
	"bonuskasse/pos/loyalty"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/till"
)

// programKind is what a field of the programme holds, and so how it is asked
// for and shown.
type programKind uint8

const (
	pointsField programKind = iota
	moneyField
	rateField
	monthsField
	graceField  // months; 0 is none
	windowField // months; 0 is all time
	minutesField
	givenField // points; 0 is off
	yesNoField
	baseField
	anyMoneyField  // or no limit
	anyPointsField // or no limit
)

// programField is a key of loyalty.Program as the screen shows it.
type programField struct {
	key  string
	kind programKind
	head string // a heading that stands before it
}

// programFields are all keys of loyalty.Program; a test holds the two alike.
var programFields = []programField{
	{"points", pointsField, "worth"},
	{"points_worth", moneyField, ""},
	{"accrual_base", baseField, "earn"},
	{"earn_when_redeeming", yesNoField, ""},
	{"expiry_months", monthsField, ""},
	{"cap_bp", rateField, "spend"},
	{"cap_value_per_sale", anyMoneyField, ""},
	{"cap_points_per_sale", anyPointsField, ""},
	{"min_purchase", moneyField, ""},
	{"min_balance_points", pointsField, ""},
	{"redeem_step", pointsField, ""},
	{"hold_back_reversed", yesNoField, ""},
	{"rights_kept_points", pointsField, "offline"},
	{"floor_limit_points", pointsField, ""},
	{"floor_cap_points", anyPointsField, ""},
	{"floor_override_points", givenField, ""},
	{"ladder", yesNoField, "ladder"},
	{"ladder_window_months", windowField, ""},
	{"ladder_downgrade", yesNoField, ""},
	{"service_delay_minutes", minutesField, "other"},
	{"welcome_points", givenField, ""},
	{"referral_points", givenField, ""},
	{"referrer_points", givenField, ""},
	{"review_points", givenField, ""},
	{"birthday_points", givenField, ""},
	{"approve_reviews", yesNoField, ""},
	{"approve_manual", yesNoField, ""},
	{"gift_card_months", monthsField, "gift"},
	{"gift_card_grace_months", graceField, ""},
	{"cash_rounding", moneyField, "till"},
	{"ask_first", yesNoField, ""},
}

func fieldOf(key string) (of programField) {
	for _, f := range programFields {
		if f.key == key {
			of = f
		}
	}
	return of
}

// programValue is a value as a person reads it.
func programValue(kind programKind, value string) screen.Sentence {
	n, _ := strconv.ParseInt(value, 10, 64)
	switch kind {
	case pointsField:
		return screen.Say("value", screen.Points(n))
	case moneyField:
		return screen.Say("value", pos.Money(n))
	case rateField:
		return screen.Say("value", screen.Rate(n))
	case monthsField:
		if n == 0 {
			return screen.Say("settings.months.never")
		}
		return screen.Say("settings.months", n)
	case graceField:
		return screen.Say("settings.months", n)
	case windowField:
		if n == 0 {
			return screen.Say("settings.window.all")
		}
		return screen.Say("settings.months", n)
	case minutesField:
		return screen.Say("settings.minutes", n)
	case givenField:
		if n == 0 {
			return screen.Say("settings.given.off")
		}
		return screen.Say("value", screen.Points(n))
	case yesNoField:
		if value == "true" {
			return screen.Say("action.yes")
		}
		return screen.Say("action.no")
	case baseField:
		return screen.Say("settings.base." + value[1:len(value)-1])
	}
	switch {
	case value == "null":
		return screen.Say("settings.no_limit")
	case kind == anyMoneyField:
		return screen.Say("value", pos.Money(n))
	}
	return screen.Say("value", screen.Points(n))
}

// ProgramSetting is a key of the programme, and what it says, in words.
type ProgramSetting struct {
	Key         string
	Name, Value screen.Sentence
}

// ProgramSettings are all settings of a version, in the order of the settings.
func ProgramSettings(p till.Program) (list []ProgramSetting) {
	values := p.Keys()
	for _, f := range programFields {
		list = append(list, ProgramSetting{f.key, screen.Say("settings.programme." + f.key), programValue(f.kind, string(values[f.key]))})
	}
	return list
}

// ProgramChange is a key that two versions of the programme differ in, in
// words.
type ProgramChange struct {
	loyalty.Change
	Words screen.Sentence
}

// ProgramChanges are what differs between two versions, in the order of the
// settings.
func ProgramChanges(before, after till.Program) (list []ProgramChange) {
	changes := loyalty.Changes(before.Program, after.Program)
	for _, f := range programFields {
		for _, c := range changes {
			if c.Key == f.key {
				list = append(list, ProgramChange{c, screen.Say("settings.programme.change", screen.Say("settings.programme."+f.key),
					programValue(f.kind, string(c.Before)), programValue(f.kind, string(c.After)))})
			}
		}
	}
	return list
}

// TrialWords are what a purchase gives a customer of a tier.
func TrialWords(tier string, t loyalty.Trial) []screen.Sentence {
	list := []screen.Sentence{screen.Say("settings.example.earns", pos.Money(t.Amount), screen.TierWord(tier), pos.Money(t.EarnedValue), screen.Points(t.PointsEarned))}
	switch {
	case t.CapPoints == 0:
		return append(list, screen.Say("settings.example.no_pay"))
	case t.MaxPoints < t.CapPoints:
		list = append(list, screen.Say("settings.example.pays_now", pos.Money(t.MaxValue), screen.Points(t.MaxPoints), pos.Money(t.CapValue)))
	default:
		list = append(list, screen.Say("settings.example.pays", pos.Money(t.MaxValue), screen.Points(t.MaxPoints), pos.Money(t.Payable)))
	}
	switch {
	case t.MaxPoints == 0:
		return list
	case t.PointsThen == 0:
		return append(list, screen.Say("settings.example.then_nothing"))
	}
	return append(list, screen.Say("settings.example.then", pos.Money(t.ThenValue), screen.Points(t.PointsThen)))
}
