package settings

import (
	"strconv"

	"bonuskasse/pos"
	"bonuskasse/pos/loyalty"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/till"
)

// ClashesIn puts clashes in words: a thing of the till's own that the chain has
// otherwise, and what becomes of it when the till joins. A programme is told key by
// key.
func ClashesIn(list []till.Clash) (words []screen.Told) {
	for _, c := range list {
		then := screen.Say("clash.then." + c.Kind)
		switch c.Kind {
		case "programme":
			words = append(words, programmeClash(c, then)...)
			continue
		case "goods", "barcode":
			words = append(words, screen.Told{What: screen.Say("clash."+c.Kind, screen.Plain(c.Key), screen.Plain(c.Name), pos.Money(c.Price), screen.Plain(c.Theirs), pos.Money(c.TheirPrice)), Then: then})
		case "tier":
			words = append(words, screen.Told{What: screen.Say("clash.tier", screen.Plain(c.Key), screen.Rate(c.Price), screen.Rate(c.TheirPrice)), Then: then})
		case "reward":
			words = append(words, screen.Told{What: screen.Say("clash.reward", screen.Plain(c.Key), screen.Points(c.Price), screen.Plain(c.Theirs), screen.Points(c.TheirPrice)), Then: then})
		case "cards":
			last := strconv.FormatInt(c.Price+c.Count-1, 10)
			words = append(words, screen.Told{What: screen.Say("clash.cards", screen.Plain(strconv.FormatInt(c.Price, 10)), screen.Plain(last), screen.Plain(strconv.FormatInt(c.TheirPrice, 10)), screen.Plain(c.Theirs)), Then: then})
		case "person":
			words = append(words, screen.Told{What: screen.Say("clash.person", screen.Plain(c.Name)), Then: then})
		default:
			words = append(words, screen.Told{What: screen.Say("clash."+c.Kind, screen.Plain(c.Key)), Then: then})
		}
	}
	return words
}

func programmeClash(c till.Clash, then screen.Sentence) (words []screen.Told) {
	here, err := loyalty.Decode([]byte(c.Name))
	if err != nil {
		return nil
	}
	there, err := loyalty.Decode([]byte(c.Theirs))
	if err != nil {
		return nil
	}
	for _, x := range ProgramChanges(till.Program{Program: here}, till.Program{Program: there}) {
		words = append(words, screen.Told{What: x.Words, Then: then})
	}
	return words
}

// JoiningWords say what joining does, before it is done: that the chain is empty,
// that nothing clashes, or how much does.
func JoiningWords(j till.Joining, clashes int) screen.Sentence {
	switch {
	case j.Empty:
		return screen.Say("joining.empty", screen.Plain(j.Chain), screen.Plain(j.Till))
	case clashes == 0:
		return screen.Say("joining.clear", screen.Plain(j.Chain), screen.Plain(j.Till))
	}
	return screen.Say("joining.clashes", screen.Plain(j.Chain), screen.Plain(j.Till), int64(clashes))
}
