package screen

import (
	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// Loss is what a programme lets the tills of a chain lose at most while they are
// apart: in a few words, and in whole sentences.
type Loss struct {
	Short Sentence
	Words []Sentence
	// Some says that there is something to lose.
	Some bool
}

// Text is all that is said, as one.
func (l Loss) Text() (text Sentence) {
	for i, s := range l.Words {
		if text = Say("floor.and", text, s); i == 0 {
			text = s
		}
	}
	return text
}

// LossOf puts the floor limits of a programme in money, for so many tills; 0 is a
// till that is alone, and holds all rights.
func LossOf(p till.Program, tills int64) Loss {
	e := p.Exposure(max(tills, 1))
	count := Say("floor.tills", max(tills, 1))
	money := func(points int64) pos.Money { return Worth(p, points) }
	var l Loss
	switch {
	case e.Member == 0 || e.Capped && e.All == 0:
		l.Short, l.Words = Say("value", pos.Money(0)), []Sentence{Say("floor.nothing")}
	case e.Capped:
		l.Short, l.Some = Say("value", money(e.All+e.Override)), true
		l.Words = []Sentence{Say("floor.capped", count, money(e.All), money(e.Member))}
	default:
		l.Short, l.Some = Say("floor.per_member.short", money(e.Member)), true
		l.Words = []Sentence{Say("floor.per_member", count, money(e.Member)), Say("floor.no_cap")}
	}
	if e.Override > 0 {
		if !l.Some {
			l.Short, l.Some = Say("value", money(e.Override)), true
		}
		l.Words = append(l.Words, Say("floor.override", money(e.Override)))
	}
	if tills == 0 {
		l.Words = append(l.Words, Say("floor.alone"))
	} else if l.Some {
		l.Words = append(l.Words, Say("floor.until"))
	}
	return l
}
