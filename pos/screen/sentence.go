package screen

import (
	"errors"
	"strconv"
	"strings"

	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// Sentence is words for a person: a key of the language files and what fills
// its gaps. An argument is a string, an int64, or one of pos.Money (written
// with its currency), pos.Millis (a day), Points, Quantity, Rate or another
// Sentence.
type Sentence struct {
	Key  string
	Args []any
}

// Points, Quantity and Rate are numbers that a language writes in its own way.
type (
	Points   int64 // with their name: "120 points"
	Quantity int64 // thousandths
	Rate     int64 // basis points
	Clock    pos.Millis
	Moment   pos.Millis // day, hours and minutes
	Month    pos.Millis // the month that it is in, and the year
	Plain    string     // stands as it is, where a key would be looked up
)

// Say makes a sentence.
func Say(key string, args ...any) Sentence { return Sentence{Key: key, Args: args} }

// Name is a sentence that is a name as it stands: goods, a person.
func Name(text string) Sentence { return Sentence{Key: "name", Args: []any{text}} }

// TierWord is a tier's name; the one that the first start makes is a word.
func TierWord(name string) Sentence {
	if name == pos.NoBonusTier {
		return Say("tier.no_bonus")
	}
	return Name(name)
}

// IsZero reports whether nothing is said.
func (s Sentence) IsZero() bool { return s.Key == "" }

// SentenceOf is what a person is told of an error. Its key is "error." and the
// code of the refusal or the trouble; what is neither is "error.unknown".
func SentenceOf(err error) Sentence {
	if code := pos.TroubleOf(err); code != "" {
		return Say("error." + string(code))
	}
	code := pos.CodeOf(err)
	if code == "" {
		return Say("error.unknown", "-")
	}
	detail := detailOf(err)
	n, isNumber := ReadNumber(detail)
	switch code {
	case pos.TenderTooSmall, pos.TenderTooLarge, pos.GiftCardShort:
		if isNumber {
			return Say("error."+string(code), pos.Money(n))
		}
	case pos.BonusOverCap, pos.BonusNotAStep, pos.PointsMissing:
		var kept *till.BonusKept
		if errors.As(err, &kept) {
			return keptBy(kept)
		}
		if isNumber {
			return Say("error."+string(code), Points(n))
		}
	case pos.CouponUsed:
		var used *till.CouponUsed
		if errors.As(err, &used) {
			by := Name(used.By)
			if used.By == "" {
				by = Say("person.system")
			}
			return Say("error."+string(code), used.At, Clock(used.At), Plain(strconv.FormatInt(used.TillNo, 10)), by)
		}
	case pos.CouponExpired, pos.GiftCardExpired, pos.MendWaiting:
		if isNumber {
			return Say("error."+string(code), pos.Millis(n))
		}
	case pos.LimitDiscount, pos.LimitRefund, pos.LimitRedeem, pos.LimitCoupon, pos.LimitPointsRow, pos.LimitPointsList:
		if isNumber {
			return LimitSentence("error.", code, n)
		}
	case pos.DrawerOff:
		if isNumber {
			return Say("error."+string(code), pos.Money(n))
		}
	case pos.TooMany, pos.BadCount:
		if isNumber {
			return Say("error."+string(code), n)
		}
	case pos.CardsTaken:
		if taken, free, ok := strings.Cut(detail, " "); ok {
			return Say("error."+string(code), Plain(taken), Plain(free))
		}
	case pos.NotAllowed:
		if detail != "" {
			return Say("error."+string(code), Say("role."+detail))
		}
	}
	return Say("error."+string(code), detail)
}

// LimitSentence says what somebody may do alone, by the code of a limit and what it
// is: its key is the prefix and the code. Where that is nothing there is no number to
// say: a manager stands by it each time, and the key ends in ".never".
func LimitSentence(prefix string, code pos.Code, most int64) Sentence {
	key := prefix + string(code)
	switch {
	case most == 0:
		return Say(key + ".never")
	case code == pos.LimitDiscount:
		return Say(key, Rate(most))
	case code == pos.LimitRefund:
		return Say(key, pos.Money(most))
	}
	return Say(key, Points(most))
}
