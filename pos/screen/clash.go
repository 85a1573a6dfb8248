package screen

import (
	"strconv"

	"bonuskasse/pos"
	"bonuskasse/pos/loyalty"
	"bonuskasse/pos/till"
)

// ClashesIn puts clashes in words: a thing of the till's own that the chain has
// otherwise, and what becomes of it when the till joins. A programme is told key by
// key.
func ClashesIn(list []till.Clash) (words []Told) {
	for _, c := range list {
		then := Say("clash.then." + c.Kind)
		switch c.Kind {
		case "programme":
			words = append(words, programmeClash(c, then)...)
			continue
		case "goods", "barcode":
			words = append(words, Told{Say("clash."+c.Kind, Plain(c.Key), Plain(c.Name), pos.Money(c.Price), Plain(c.Theirs), pos.Money(c.TheirPrice)), then})
		case "tier":
			words = append(words, Told{Say("clash.tier", Plain(c.Key), Rate(c.Price), Rate(c.TheirPrice)), then})
		case "reward":
			words = append(words, Told{Say("clash.reward", Plain(c.Key), Points(c.Price), Plain(c.Theirs), Points(c.TheirPrice)), then})
		case "cards":
			last := strconv.FormatInt(c.Price+c.Count-1, 10)
			words = append(words, Told{Say("clash.cards", Plain(plainNumber(c.Price)), Plain(last), Plain(plainNumber(c.TheirPrice)), Plain(c.Theirs)), then})
		case "person":
			words = append(words, Told{Say("clash.person", Plain(c.Name)), then})
		default:
			words = append(words, Told{Say("clash."+c.Kind, Plain(c.Key)), then})
		}
	}
	return words
}

func programmeClash(c till.Clash, then Sentence) (words []Told) {
	here, err := loyalty.Decode([]byte(c.Name))
	if err != nil {
		return nil
	}
	there, err := loyalty.Decode([]byte(c.Theirs))
	if err != nil {
		return nil
	}
	for _, x := range ProgramChanges(till.Program{Program: here}, till.Program{Program: there}) {
		words = append(words, Told{x.Words, then})
	}
	return words
}

// JoiningWords say what joining does, before it is done: that the chain is empty,
// that nothing clashes, or how much does.
func JoiningWords(j till.Joining, clashes int) Sentence {
	switch {
	case j.Empty:
		return Say("joining.empty", Plain(j.Chain), Plain(j.Till))
	case clashes == 0:
		return Say("joining.clear", Plain(j.Chain), Plain(j.Till))
	}
	return Say("joining.clashes", Plain(j.Chain), Plain(j.Till), int64(clashes))
}
