package ui_test

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"bonuskasse/pos/screen"
	"bonuskasse/pos/till"
	"bonuskasse/pos/ui"
)

// TestNoAlarmsIsSaid: where there is nothing to settle a sentence stands, and no
// button that does nothing.
func TestNoAlarmsIsSaid(t *testing.T) {
	w := newWindow(t)
	e := &ear{state: screen.AlarmsState{Chosen: -1}}
	w.shell.Add(screen.AlarmsPlace, e)
	w.front.Add(screen.AlarmsPlace, ui.NewAlarms)
	w.shell.Start(t.Context(), screen.AlarmsPlace)
	shown := func() string { return strings.Join(strings.Fields(test.RenderToMarkup(w.canvas)), " ") }
	says := func(key string) bool { return strings.Contains(shown(), w.front.T(key)) }
	if !says("alarms.quiet") || says("alarms.settle") || !says("alarms.empty") {
		t.Errorf("with no alarm: %s", shown())
	}
	e.state = screen.AlarmsState{Zone: time.UTC, Rows: []screen.AlarmRow{{Kind: screen.Name("?"), Alarm: till.Alarm{}}}}
	w.front.Draw()
	if says("alarms.quiet") || !says("alarms.settle") {
		t.Errorf("with an alarm: %s", shown())
	}
}

// TestALongAlarmIsReadWhole: its heading goes on in a second line, as in French.
func TestALongAlarmIsReadWhole(t *testing.T) {
	const kind = "Un client, surtout servi par une personne"
	w := newWindow(t)
	e := &ear{state: screen.AlarmsState{Zone: time.UTC, Rows: []screen.AlarmRow{{Kind: screen.Name(kind), Alarm: till.Alarm{}}}}}
	w.shell.Add(screen.AlarmsPlace, e)
	w.front.Add(screen.AlarmsPlace, ui.NewAlarms)
	w.shell.Start(t.Context(), screen.AlarmsPlace)
	head := ""
	for _, line := range strings.Split(test.RenderToMarkup(w.canvas), "\n") {
		if strings.Contains(line, `textSize="24"`) {
			line, _, _ = strings.Cut(line[strings.Index(line, ">")+1:], "<")
			head += " " + line
		}
	}
	if head != " "+kind {
		t.Errorf("the heading reads %q", head)
	}
}
