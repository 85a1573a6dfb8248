package screen

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strconv"

	"bonuskasse/pos"
	"bonuskasse/pos/loyalty"
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
	{"floor_limit_points", pointsField, ""},
	{"hold_back_reversed", yesNoField, ""},
	{"cash_rounding", moneyField, "till"},
	{"ask_first", yesNoField, ""},
}

// programmeRows are the programme as it holds, with what was changed and not
// saved yet, and what that would give a customer.
func (s *Settings) programmeRows() []SettingRow {
	p, err := s.changedProgram()
	values := keysOf(p)
	rows := []SettingRow{s.presetRow(p)}
	for _, f := range programFields {
		if f.head != "" {
			rows = append(rows, SettingRow{Heading: true, Name: Say("settings.programme.head." + f.head)})
		}
		rows = append(rows, s.programRow(f, values[f.key]))
	}
	rows = append(rows, SettingRow{Heading: true, Name: Say("settings.programme.head.version")},
		SettingRow{ID: "save", Name: Say("settings.programme.save"), Explain: Say("settings.programme.save.explain"), Do: true,
			act: func(ctx context.Context, do *Turn) { s.saveProgram(ctx, do) }})
	if len(s.program) > 0 {
		rows = append(rows, SettingRow{ID: "drop", Name: Say("settings.programme.drop"), Explain: Say("settings.programme.drop.explain"), Do: true,
			act: func(_ context.Context, do *Turn) { clear(s.program); s.build(do) }})
	}
	rows = append(rows, s.versionsRow(), s.exampleRow())
	s.state.Note, s.state.NoteMood = Say("settings.programme.version", s.facts.program.Version, s.facts.program.ValidFrom), Calm
	if len(s.program) > 0 {
		s.state.Note, s.state.NoteMood = Say("settings.programme.unsaved"), Look
	}
	if err != nil {
		s.state.Note, s.state.NoteMood = SentenceOf(err), Stop
		return rows
	}
	s.state.Example = s.exampleOf(p)
	return rows
}

// changedProgram is the programme with the changes; the error says which of
// them cannot be.
func (s *Settings) changedProgram() (loyalty.Program, error) {
	p := s.facts.program.Program
	for k, v := range s.program {
		if err := json.Unmarshal([]byte(`{"`+k+`":`+v+`}`), &p); err != nil {
			return s.facts.program.Program, pos.Refuse(pos.BadSetting, k)
		}
	}
	return p, p.Check()
}

// keysOf is a programme by its keys, as JSON.
func keysOf(p loyalty.Program) map[string]string {
	data, _ := json.Marshal(p)
	var raw map[string]json.RawMessage
	_ = json.Unmarshal(data, &raw) // what was just written
	values := make(map[string]string, len(raw))
	for k, v := range raw {
		values[k] = string(v)
	}
	return values
}

func (s *Settings) programRow(f programField, value string) SettingRow {
	name, explain := Say("settings.programme."+f.key), Say("settings.programme."+f.key+".explain")
	row := SettingRow{ID: f.key, Name: name, Value: programValue(f.kind, value), Explain: explain}
	if _, changed := s.program[f.key]; changed {
		row.Mood = Look
	}
	n, _ := strconv.ParseInt(value, 10, 64)
	number := func(decimals int) {
		row.act = s.askNumber(name, explain, n, decimals, func(_ context.Context, n int64, do *Turn) error {
			return s.setProgram(f.key, strconv.FormatInt(n, 10), do)
		})
	}
	limit := func(decimals int) {
		text := ""
		if value != "null" {
			text = writeDecimal(s.facts.language, n, decimals)
		}
		row.act = s.askText(name, explain, text, AmountText, func(_ context.Context, text string, do *Turn) error {
			if text == "" {
				return s.setProgram(f.key, "null", do)
			}
			n, ok := readScaled(text, decimals)
			if !ok {
				return pos.Refuse(pos.BadAmount)
			}
			return s.setProgram(f.key, strconv.FormatInt(n, 10), do)
		})
	}
	switch f.kind {
	case pointsField, monthsField:
		number(0)
	case moneyField, rateField:
		number(2)
	case anyMoneyField:
		limit(2)
	case anyPointsField:
		limit(0)
	case yesNoField:
		row.Do = true
		row.act = func(_ context.Context, do *Turn) {
			do.Refuse(s.setProgram(f.key, strconv.FormatBool(value != "true"), do))
		}
	case baseField:
		bases := []loyalty.AccrualBase{loyalty.Gross, loyalty.ExVAT}
		row.act = s.askOne(name, explain, []Row{{Head: Say("settings.base.gross")}, {Head: Say("settings.base.ex_vat")}},
			slices.Index(bases, loyalty.AccrualBase(value[1:len(value)-1])),
			func(_ context.Context, at int, do *Turn) error {
				return s.setProgram(f.key, strconv.Quote(string(bases[at])), do)
			})
	}
	return row
}

// programValue is a value as a person reads it.
func programValue(kind programKind, value string) Sentence {
	n, _ := strconv.ParseInt(value, 10, 64)
	switch kind {
	case pointsField:
		return Say("value", Points(n))
	case moneyField:
		return Say("value", pos.Money(n))
	case rateField:
		return Say("value", Rate(n))
	case monthsField:
		if n == 0 {
			return Say("settings.months.never")
		}
		return Say("settings.months", n)
	case yesNoField:
		if value == "true" {
			return Say("action.yes")
		}
		return Say("action.no")
	case baseField:
		return Say("settings.base." + value[1:len(value)-1])
	}
	switch {
	case value == "null":
		return Say("settings.no_limit")
	case kind == anyMoneyField:
		return Say("value", pos.Money(n))
	}
	return Say("value", Points(n))
}

// setProgram notes a change that is not saved yet. A change that cannot be is
// refused and not noted.
func (s *Settings) setProgram(key, value string, do *Turn) error {
	was, had := s.program[key]
	s.program[key] = value
	_, err := s.changedProgram()
	if err != nil {
		delete(s.program, key)
		if had {
			s.program[key] = was
		}
		return err
	}
	if keysOf(s.facts.program.Program)[key] == value {
		delete(s.program, key)
	}
	s.build(do)
	return nil
}

// presetNames in the order they are offered.
var presetNames = []string{"bonus_in_kroner", "100_points_1_kr", "1_point_per_krone"}

func (s *Settings) presetRow(p loyalty.Program) SettingRow {
	name, explain := Say("settings.programme.preset"), Say("settings.programme.preset.explain")
	var rows []Row
	now := -1
	value := Say("settings.preset.value", Points(p.Points), pos.Money(p.PointsWorth))
	for i, n := range presetNames {
		preset := loyalty.Presets[n]
		rows = append(rows, Row{Head: Say("settings.preset."+n, pos.Money(preset.PointsWorth)), Sub: Say("settings.preset." + n + ".explain")})
		if preset.Points == p.Points && preset.PointsWorth == p.PointsWorth {
			now = i
		}
	}
	return SettingRow{ID: "preset", Name: name, Value: value, Explain: explain,
		act: s.askOne(name, explain, rows, now, func(_ context.Context, at int, do *Turn) error {
			preset := loyalty.Presets[presetNames[at]]
			if err := s.setProgram("points", strconv.FormatInt(preset.Points, 10), do); err != nil {
				return err
			}
			return s.setProgram("points_worth", strconv.FormatInt(preset.PointsWorth, 10), do)
		})}
}

// saveProgram makes a new version that holds from now on.
func (s *Settings) saveProgram(ctx context.Context, do *Turn) bool {
	if s.section() != "programme" {
		return false
	}
	if len(s.program) == 0 {
		do.Say(Calm, "settings.programme.nothing")
		return true
	}
	set := make(map[string]string, len(s.program))
	for k, v := range s.program {
		set[k] = v
		if k == "accrual_base" {
			set[k] = v[1 : len(v)-1]
		}
	}
	p, err := s.till.SetProgram(ctx, set, do.Who())
	if do.Refuse(err) {
		return true
	}
	clear(s.program)
	s.refresh(ctx, do)
	do.Tell(Changed{What: "programme"})
	do.Say(Go, "settings.programme.saved", p.Version)
	return true
}

func (s *Settings) versionsRow() SettingRow {
	name := Say("settings.programme.versions")
	return SettingRow{ID: "versions", Name: name, Value: Name(strconv.Itoa(len(s.facts.versions))), Opens: true,
		Explain: Say("settings.programme.versions.explain"),
		act: func(_ context.Context, do *Turn) {
			list := slices.Clone(s.facts.versions)
			slices.SortFunc(list, func(a, b till.Program) int { return cmp.Compare(b.Version, a.Version) })
			q := Question{Title: name, Text: Say("settings.programme.versions.explain"), Choices: []Choice{Yes("ok", "action.ok")}}
			for _, v := range list {
				row := Row{
					Head: Say("settings.programme.version", v.Version, v.ValidFrom),
					Sub:  Say("settings.programme.version.text", Points(v.Points), pos.Money(v.PointsWorth), Rate(v.CapBp)),
				}
				if v.Version == s.facts.program.Version {
					row.Right = Say("settings.now")
				}
				q.Rows = append(q.Rows, row)
			}
			do.Ask(q)
		}}
}

func (s *Settings) exampleRow() SettingRow {
	name, explain := Say("settings.example.amount"), Say("settings.example.amount.explain")
	ask := s.askNumber(name, explain, int64(s.example), 2, func(_ context.Context, n int64, do *Turn) error {
		if n <= 0 || pos.Money(n) > pos.MaxUnitPrice {
			return pos.Refuse(pos.BadAmount)
		}
		s.example = pos.Money(n)
		s.build(do)
		return nil
	})
	// The example changes nothing, so everybody may try it.
	return SettingRow{ID: "example", Name: name, Value: Say("value", s.example), Explain: explain, Opens: true, act: ask}
}

// exampleOf is what one purchase gives under a programme, by the rules that a
// sale is computed with: a member of the first tier that earns, with bonus
// enough.
func (s *Settings) exampleOf(p loyalty.Program) []Sentence {
	tier := pos.Tier{Name: pos.NoBonusTier}
	for _, t := range s.facts.tiers {
		if t.RateBp > 0 {
			tier = t
			break
		}
	}
	rates := loyalty.Tier{RateBp: tier.RateBp} // the price is what is left after a discount
	line := []loyalty.Line{{Kind: pos.Goods, QtyMilli: 1000, UnitPrice: int64(s.example), VATBp: 2500, Earns: true, BonusPayable: true}}
	const plenty = 1 << 40
	earns, err := loyalty.Quote(p, rates, plenty, line, loyalty.Tender{})
	if err != nil {
		return []Sentence{SentenceOf(err)}
	}
	pays, err := loyalty.Quote(p, rates, plenty, line, loyalty.Tender{Bonus: loyalty.MaxBonus})
	if err != nil {
		return []Sentence{SentenceOf(err)}
	}
	list := []Sentence{Say("settings.example.earns", s.example, tierWord(tier.Name), pos.Money(p.Value(earns.PointsEarned)), Points(earns.PointsEarned))}
	if pays.PointsUsed == 0 {
		return append(list, Say("settings.example.no_pay"))
	}
	list = append(list, Say("settings.example.pays", pos.Money(pays.BonusValue), Points(pays.PointsUsed), pos.Money(pays.Payable)))
	if pays.PointsEarned == 0 {
		return append(list, Say("settings.example.then_nothing"))
	}
	return append(list, Say("settings.example.then", pos.Money(p.Value(pays.PointsEarned)), Points(pays.PointsEarned)))
}
