package settings

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/till"
)

// ownSales are what may become of one's own purchase, in the order asked in.
var ownSales = []string{till.OwnSaleManager, till.OwnSaleNever, till.OwnSaleAlone}

// ruleRows are what people may do alone, and when the till locks.
func (s *Screen) ruleRows() []Row {
	rows := []Row{{Name: screen.Say("settings.limits"), Heading: true}}
	for _, role := range till.LimitedRoles {
		row := Row{ID: "limits:" + string(role), Name: screen.Say("settings.limits." + string(role)), Explain: screen.Say("settings.limits.explain"), Opens: true}
		row.act = s.openRow(row.ID)
		rows = append(rows, row)
	}
	own := max(slices.Index(ownSales, s.facts.set[till.OwnSaleSetting]), 0)
	choices := make([]screen.Row, len(ownSales))
	for i, o := range ownSales {
		choices[i] = screen.Row{Head: screen.Say("settings.own_sale." + o)}
	}
	name, explain := screen.Say("settings.own_sale"), screen.Say("settings.own_sale.explain")
	rows = append(rows, Row{ID: "own_sale", Name: name, Value: choices[own].Head, Explain: explain,
		act: s.askOne(name, explain, choices, own, func(ctx context.Context, at int, do *screen.Turn) error {
			return s.setRule(ctx, till.OwnSaleSetting, ownSales[at], do)
		})})
	alarms := Row{ID: "alarms", Name: screen.Say("settings.alarms"), Explain: screen.Say("settings.alarms.explain"), Opens: true, act: s.openRow("alarms")}
	return append(rows, s.idleRow(), alarms)
}

// idleRow is after how many minutes an untouched till locks.
func (s *Screen) idleRow() Row {
	name, explain := screen.Say("settings.idle"), screen.Say("settings.idle.explain")
	minutes := int64(till.IdleLock(s.facts.set).Minutes())
	row := Row{ID: "idle", Name: name, Explain: explain, Value: screen.Say("settings.idle.value", minutes)}
	if minutes == 0 {
		row.Value, row.Mood = screen.Say("settings.idle.never"), screen.Look
	}
	row.act = s.askNumber(name, explain, minutes, 0, func(ctx context.Context, n int64, do *screen.Turn) error {
		return s.setRule(ctx, till.IdleSetting, strconv.FormatInt(n, 10), do)
	})
	return row
}

func (s *Screen) setRule(ctx context.Context, key, value string, do *screen.Turn) error {
	if err := s.till.Set(ctx, key, value, do.Who()); err != nil {
		return err
	}
	s.saved(ctx, nil, do)
	return nil
}

// limitRows are what a role may do alone.
func (s *Screen) limitRows(role pos.Role) (rows []Row) {
	s.state.Title = screen.Say("role." + string(role))
	limits := till.ReadLimits(s.facts.set)
	for _, what := range till.AllLimits {
		n := limits.Of(role, what)
		name, explain := screen.Say("settings.limit."+string(what)), screen.Say("settings.limit.explain")
		row := Row{ID: string(what), Name: name, Value: limitValue(what, n), Explain: explain}
		if n == till.Unlimited {
			row.Mood = screen.Look
		}
		row.act = s.askLimit(name, explain, till.LimitKey(role, what), n, limitDecimals(what))
		rows = append(rows, row)
	}
	return rows
}

// askLimit asks for a number of which empty is that there is none.
func (s *Screen) askLimit(name, explain screen.Sentence, key string, n int64, decimals int) func(context.Context, *screen.Turn) {
	text := ""
	if n != till.Unlimited {
		text = screen.WriteDecimal(s.facts.language, n, decimals)
	}
	return s.askText(name, explain, text, screen.AmountText, func(ctx context.Context, text string, do *screen.Turn) error {
		n, ok := int64(till.Unlimited), true
		if strings.TrimSpace(text) != "" {
			n, ok = screen.ReadScaled(text, decimals)
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

func limitValue(what till.Limit, n int64) screen.Sentence {
	switch {
	case n == till.Unlimited:
		return screen.Say("settings.limit.none")
	case n == 0:
		return screen.Say("settings.limit.manager")
	case what == till.DiscountLimit:
		return screen.Say("value", screen.Rate(n))
	case what == till.RefundLimit:
		return screen.Say("value", pos.Money(n))
	}
	return screen.Say("value", screen.Points(n))
}

// alarmRows are from how much on something looks like somebody helping
// themselves.
func (s *Screen) alarmRows() (rows []Row) {
	s.state.Title = screen.Say("settings.alarms")
	rules := till.AlarmRules(s.facts.set)
	for _, name := range till.AlarmSettings {
		n, decimals := till.AlarmNumber(rules, name), 0
		word, explain := screen.Say("settings.alarm."+name), screen.Say("settings.alarm."+name+".explain")
		row := Row{ID: name, Name: word, Explain: explain, Value: screen.Say("value", n)}
		switch name {
		case "card_share_bp", "card_times_bp":
			row.Value, decimals = screen.Say("value", screen.Rate(n)), 2
		case "gift_points":
			row.Value = screen.Say("value", screen.Points(n))
		}
		if n == 0 {
			row.Value, row.Mood = screen.Say("settings.alarm.off"), screen.Look
		}
		row.act = s.askNumber(word, explain, n, decimals, func(ctx context.Context, n int64, do *screen.Turn) error {
			return s.setRule(ctx, till.AlarmKey(name), strconv.FormatInt(n, 10), do)
		})
		rows = append(rows, row)
	}
	return rows
}
