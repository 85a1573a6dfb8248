package reports

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"strings"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/screen"
)

// Period is a span of days that reports are about, by its name.
type Period string

// The periods, in the order that they are turned through.
const (
	PeriodToday     Period = "today"
	PeriodWeek      Period = "week" // the last seven days
	PeriodMonth     Period = "month"
	PeriodLastMonth Period = "last_month"
	PeriodYear      Period = "year"
	PeriodLastYear  Period = "last_year"
	PeriodDays      Period = "days" // that were typed
)

var periods = []Period{PeriodToday, PeriodWeek, PeriodMonth, PeriodLastMonth, PeriodYear}

// Span is a period's first moment and the one after its last, in the shop's time.
func (p Period) Span(now time.Time) (from, to pos.Millis) {
	y, m, d := now.Date()
	day := func(y int, m time.Month, d int) pos.Millis {
		return pos.At(time.Date(y, m, d, 0, 0, 0, 0, now.Location()))
	}
	to = day(y, m, d+1)
	switch p {
	case PeriodWeek:
		return day(y, m, d-6), to
	case PeriodMonth:
		return day(y, m, 1), to
	case PeriodLastMonth:
		return day(y, m-1, 1), day(y, m, 1)
	case PeriodLastYear:
		return day(y-1, 1, 1), day(y, 1, 1)
	case PeriodYear:
		return day(y, 1, 1), to
	}
	return day(y, m, d), to
}

// turn is the period after it, or before it; from days that were typed it is the
// month.
func (p Period) turn(by int) Period { return p.turnIn(periods, PeriodMonth, by) }

func (p Period) turnIn(list []Period, first Period, by int) Period {
	if p == PeriodDays {
		return first
	}
	return screen.NextOf(list, p, by)
}

// words are the period's name, or the days that were typed.
func (p Period) words(from, to pos.Millis) screen.Sentence {
	if p == PeriodDays {
		return screen.Say("points_report.span", from, to-1)
	}
	return screen.Say("points_report.period." + string(p))
}

// askDays asks for a first and a last day.
func askDays(zone *time.Location, do *screen.Turn, then func(from, to pos.Millis, do *screen.Turn)) {
	do.Ask(screen.Question{
		Title: screen.Say("points_report.days.title"), Text: screen.Say("points_report.days.text"), Field: &screen.Field{Label: screen.Say("points_report.days")},
		Choices: []screen.Choice{screen.Yes("ok", "action.ok"), screen.No()},
		Then: func(_ context.Context, r screen.Reply, do *screen.Turn) error {
			if r.Do == screen.Cancel {
				return nil
			}
			words := strings.Fields(strings.ReplaceAll(r.Text, " - ", " "))
			if len(words) == 1 {
				words = append(words, words[0])
			}
			if len(words) != 2 {
				return pos.Refuse(pos.BadSetting, "day")
			}
			from, ok := pos.ReadDay(words[0], zone)
			last, ok2 := pos.ReadDay(words[1], zone)
			if !ok || !ok2 || last.Before(from) {
				return pos.Refuse(pos.BadSetting, "day")
			}
			then(pos.At(from), pos.At(last.AddDate(0, 0, 1)), do)
			return nil
		},
	})
}

// reportSaved is what became of a report that was to be saved.
type reportSaved struct {
	path string
	err  error
}

// askExport saves a report, as a workbook or CSV, where a person says. The file
// that it proposes is called after the report and a day of its.
func askExport(files Files, what string, day pos.Millis, zone *time.Location, sheet Sheet, do *screen.Turn) {
	if len(sheet.Rows) == 0 {
		do.Say(screen.Look, "points_report.nothing")
		return
	}
	screen.AskPath(files, files.Home(), screen.PathAsk{
		Title: screen.Say("points_report.export.title", sheet.Name), Text: screen.Say("points_report.export.text"), Label: screen.Say("points_report.export.file"),
		Take: "points_report.export.do", Name: what + "-" + day.Time(zone).Format(time.DateOnly) + ".xlsx",
		Then: func(_ context.Context, path, _ string, do *screen.Turn) error {
			language := do.Language
			do.Run(func(context.Context) screen.Event { return reportSaved{path, files.Save(path, sheet, language)} })
			return nil
		},
	}, do)
}

func (e reportSaved) say(do *screen.Turn) {
	if e.err != nil {
		if errors.Is(e.err, fs.ErrPermission) || errors.Is(e.err, fs.ErrNotExist) {
			e.err = screen.NoFile(e.err, filepath.Base(e.path))
		}
		do.Refuse(e.err)
		return
	}
	do.Say(screen.Go, "points_report.saved", screen.Plain(e.path))
	do.Sound(screen.GoodSound)
}
