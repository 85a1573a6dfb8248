package screen

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// ownSales are what may become of one's own purchase, in the order asked in.
var ownSales = []string{till.OwnSaleManager, till.OwnSaleNever, till.OwnSaleAlone}

// ruleRows are what people may do alone, and when the till locks.
func (s *Settings) ruleRows() []SettingRow {
	rows := []SettingRow{{Name: Say("settings.limits"), Heading: true}}
	for _, role := range till.LimitedRoles {
		row := SettingRow{ID: "limits:" + string(role), Name: Say("settings.limits." + string(role)), Explain: Say("settings.limits.explain"), Opens: true}
		row.act = s.openRow(row.ID)
		rows = append(rows, row)
	}
	own := max(slices.Index(ownSales, s.facts.set[till.OwnSaleSetting]), 0)
	choices := make([]Row, len(ownSales))
	for i, o := range ownSales {
		choices[i] = Row{Head: Say("settings.own_sale." + o)}
	}
	name, explain := Say("settings.own_sale"), Say("settings.own_sale.explain")
	rows = append(rows, SettingRow{ID: "own_sale", Name: name, Value: choices[own].Head, Explain: explain,
		act: s.askOne(name, explain, choices, own, func(ctx context.Context, at int, do *Turn) error {
			return s.setRule(ctx, till.OwnSaleSetting, ownSales[at], do)
		})})
	alarms := SettingRow{ID: "alarms", Name: Say("settings.alarms"), Explain: Say("settings.alarms.explain"), Opens: true, act: s.openRow("alarms")}
	return append(rows, s.idleRow(), alarms)
}

// idleRow is after how many minutes an untouched till locks.
func (s *Settings) idleRow() SettingRow {
	name, explain := Say("settings.idle"), Say("settings.idle.explain")
	minutes := int64(till.IdleLock(s.facts.set).Minutes())
	row := SettingRow{ID: "idle", Name: name, Explain: explain, Value: Say("settings.idle.value", minutes)}
	if minutes == 0 {
		row.Value, row.Mood = Say("settings.idle.never"), Look
	}
	row.act = s.askNumber(name, explain, minutes, 0, func(ctx context.Context, n int64, do *Turn) error {
		return s.setRule(ctx, till.IdleSetting, strconv.FormatInt(n, 10), do)
	})
	return row
}

func (s *Settings) setRule(ctx context.Context, key, value string, do *Turn) error {
	if err := s.till.Set(ctx, key, value, do.Who()); err != nil {
		return err
	}
	s.saved(ctx, nil, do)
	return nil
}

// limitRows are what a role may do alone.
func (s *Settings) limitRows(role pos.Role) (rows []SettingRow) {
	s.state.Title = Say("role." + string(role))
	limits := till.ReadLimits(s.facts.set)
	for _, what := range till.AllLimits {
		n := limits.Of(role, what)
		name, explain := Say("settings.limit."+string(what)), Say("settings.limit.explain")
		row := SettingRow{ID: string(what), Name: name, Value: limitValue(what, n), Explain: explain}
		if n == till.Unlimited {
			row.Mood = Look
		}
		row.act = s.askLimit(name, explain, till.LimitKey(role, what), n, limitDecimals(what))
		rows = append(rows, row)
	}
	return rows
}

// askLimit asks for a number of which empty is that there is none.
func (s *Settings) askLimit(name, explain Sentence, key string, n int64, decimals int) func(context.Context, *Turn) {
	text := ""
	if n != till.Unlimited {
		text = WriteDecimal(s.facts.language, n, decimals)
	}
	return s.askText(name, explain, text, AmountText, func(ctx context.Context, text string, do *Turn) error {
		n, ok := int64(till.Unlimited), true
		if strings.TrimSpace(text) != "" {
			n, ok = ReadScaled(text, decimals)
		}
		if !ok {
			return pos.Refuse(pos.BadAmount)
		}
		return s.setRule(ctx, key, strconv.FormatInt(n, 10), do)
	})
}

func limitDecimals(what till.Limit) int {
	if what == till.DiscountLimit || what == till.RefundLimit {
		return 2
	}
	return 0
}

func limitValue(what till.Limit, n int64) Sentence {
	switch {
	case n == till.Unlimited:
		return Say("settings.limit.none")
	case n == 0:
		return Say("settings.limit.manager")
	case what == till.DiscountLimit:
		return Say("value", Rate(n))
	case what == till.RefundLimit:
		return Say("value", pos.Money(n))
	}
	return Say("value", Points(n))
}

// alarmRows are from how much on something looks like somebody helping
// themselves.
func (s *Settings) alarmRows() (rows []SettingRow) {
	s.state.Title = Say("settings.alarms")
	rules := till.AlarmRules(s.facts.set)
	for _, name := range till.AlarmSettings {
		n, decimals := till.AlarmNumber(rules, name), 0
		word, explain := Say("settings.alarm."+name), Say("settings.alarm."+name+".explain")
		row := SettingRow{ID: name, Name: word, Explain: explain, Value: Say("value", n)}
		switch name {
		case "card_share_bp", "card_times_bp":
			row.Value, decimals = Say("value", Rate(n)), 2
		case "gift_points":
			row.Value = Say("value", Points(n))
		}
		if n == 0 {
			row.Value, row.Mood = Say("settings.alarm.off"), Look
		}
		row.act = s.askNumber(word, explain, n, decimals, func(ctx context.Context, n int64, do *Turn) error {
			return s.setRule(ctx, till.AlarmKey(name), strconv.FormatInt(n, 10), do)
		})
		rows = append(rows, row)
	}
	return rows
}
