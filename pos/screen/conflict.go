package screen

import (
	"slices"

	"bonuskasse/pos"
	"bonuskasse/pos/ledger"
	"bonuskasse/pos/till"
)

// ConflictWords are a thing to settle in words, for the window and the terminal.
type ConflictWords struct {
	Kind Sentence // in a few words
	What Sentence // what happened, where, to whom, how much
	Did  Sentence // what the system did about it
	May  Sentence // what a person may do
}

// A clock that is off by two days or more is told in days.
const (
	minutesADay = 24 * 60
	wholeDays   = 2 * minutesADay
)

// WordsOf puts a thing to settle in words. A kind that only a newer program knows
// is told as such, with its name.
func WordsOf(c till.ToSettle) ConflictWords {
	kind := string(c.Kind)
	if !c.Kind.Known() {
		return ConflictWords{Kind: Say("settle.kind.other"), What: Say("settle.other", Plain(kind)), Did: Say("settle.did.other"), May: Say("settle.may.other")}
	}
	var amount any = Points(c.Points)
	switch c.Kind {
	case pos.GiftOverspent:
		amount = pos.Money(c.Points)
	case pos.ClockFarOff, pos.FencedEvents:
		amount = c.Points
	}
	args := []any{subjectOf(c), tillName(c.Kind, c.Till), tillName(c.Kind, c.TillTwo), amount, memberName(c.Who), memberName(c.Other), Plain(c.Note)}
	what := "settle." + kind
	if c.Kind == pos.ClockFarOff && c.Points >= wholeDays {
		what, args[3] = "settle.clock_days_off", c.Points/minutesADay
	}
	return ConflictWords{
		Kind: Say("settle.kind." + kind), What: Say(what, args...),
		Did: Say("settle.did."+kind, args...), May: Say("settle.may."+kind, args...),
	}
}

// givenOnce are the origins of points that count once. A newer head office may know
// others.
var givenOnce = []ledger.Origin{ledger.FromWelcome, ledger.FromReferral, ledger.FromReferrer, ledger.FromReview, ledger.FromBirthday, ledger.FromAdjustment}

// subjectOf is what it is about, as people say it.
func subjectOf(c till.ToSettle) any {
	switch c.Kind {
	case pos.GivenTwice:
		if slices.Contains(givenOnce, ledger.Origin(c.Subject)) {
			return Say("origin." + c.Subject)
		}
	case pos.ServiceTwice, pos.ServiceEnded:
		if c.Subject == "" {
			return Say("settle.some_service")
		}
	}
	return Plain(c.Subject)
}

// tillName is where it was. The head office gives too, for tills that were given up,
// and has no name among theirs.
func tillName(kind pos.ConflictKind, name string) any {
	switch {
	case name != "":
		return Plain(name)
	case kind == pos.GivenTwice, kind == pos.ServiceTwice, kind == pos.ServiceEnded:
		return Say("settle.head_office")
	}
	return Say("settle.some_till")
}

// memberName is how a person knows a member: by name, and by username where two
// may have one name.
func memberName(m pos.Member) any {
	switch {
	case m.ID.IsZero() || m.Name == "" && m.Username == "":
		return Say("settle.some_member")
	case m.Name == "":
		return Plain(m.Username)
	case m.Username == "":
		return Plain(m.Name)
	}
	return Plain(m.Name + " (" + m.Username + ")")
}
