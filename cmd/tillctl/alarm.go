package main

import (
	"context"
	"fmt"
	"io"

	"bonuskasse/assets"
	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

type alarmCmd struct {
	List   alarmListCmd   `cmd:"" help:"List what looks like somebody helping themselves."`
	Settle alarmSettleCmd `cmd:"" help:"Say that a manager has looked at one; --reason says what came of it."`
}

// alarmJSON is the form that scripts rely on.
type alarmJSON struct {
	Alarm  string        `json:"alarm"`
	Kind   pos.AlarmKind `json:"kind"`
	Member string        `json:"member"` // username
	Person string        `json:"person,omitempty"`
	Count  int64         `json:"count"`
	Of     int64         `json:"of,omitempty"`
	Points int64         `json:"points,omitempty"`
	First  pos.Millis    `json:"first"`
	Last   pos.Millis    `json:"last"`
}

type alarmListCmd struct{}

func (alarmListCmd) Run(a *app) error {
	return a.act(func(ctx context.Context, t *till.Till, who till.Who) error {
		list, err := t.Alarms(ctx, who)
		if err != nil {
			return err
		}
		out := []alarmJSON{}
		for _, x := range list {
			out = append(out, alarmJSON{
				Alarm: x.Name, Kind: x.Alarm.Kind, Member: x.Member.Username, Person: x.Person.Name, Count: x.Alarm.Count,
				Of: x.Alarm.Of, Points: x.Alarm.Points, First: x.Alarm.First, Last: x.Alarm.Last,
			})
		}
		return a.print(out, func(w io.Writer) {
			for _, x := range list {
				fmt.Fprintf(w, "%s  %s\n    %s\n", assets.Date(a.Language, x.Alarm.Last.Time(t.Zone())), a.why(x), x.Name)
			}
		})
	})
}

// why is an alarm in a sentence.
func (a *app) why(x till.Alarm) string {
	n := func(n int64) string { return assets.Number(a.Language, n) }
	return assets.T(a.Language, "alarm.why."+string(x.Alarm.Kind), x.Member.Name, x.Person.Name, n(x.Alarm.Count), n(x.Alarm.Of), n(x.Alarm.Points))
}

type alarmSettleCmd struct {
	Alarm string `arg:"" help:"Its name, as alarm list has it."`
}

func (c *alarmSettleCmd) Run(a *app) error {
	return a.act(func(ctx context.Context, t *till.Till, who till.Who) error {
		if err := t.SettleAlarm(ctx, c.Alarm, who); err != nil {
			return err
		}
		return a.print(map[string]string{"alarm": c.Alarm}, func(w io.Writer) { fmt.Fprintln(w, c.Alarm) })
	})
}
