package screen

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"bonuskasse/pos/till"
)

// importTicks is how often an import that runs says how far it is.
const importTicks = 200 * time.Millisecond

// ask asks before the members are made: an import is not taken back.
func (m *Import) ask(do *Turn) {
	f := m.st.Found
	switch {
	case m.st.Step != ImportLook:
		return
	case f.Good == 0:
		do.Say(Look, "import.nothing_good")
		do.Sound(RefusedSound)
		return
	}
	q := Question{
		Title: Say("import.ask.title", Say("count.members", int64(f.Good))), Text: Say("import.ask.text"),
		Choices: []Choice{Yes("import", "import.ask.do"), No()},
		Then: func(_ context.Context, r Reply, do *Turn) error {
			if r.Do != Cancel {
				m.start(len(f.Bad) > 0, do)
			}
			return nil
		},
	}
	if len(f.Bad) > 0 {
		q.Text = Say("import.ask.bad", Say("count.rows", int64(len(f.Bad))))
		q.Choices = []Choice{Yes("import", "import.ask.good_only"), No()}
	}
	do.Ask(q)
}

// start runs the import beside the window.
func (m *Import) start(goodOnly bool, do *Turn) {
	m.run++
	ctx, cancel := context.WithCancel(context.Background())
	done := new(atomic.Int64)
	m.stop, m.done = cancel, done
	m.st.Step, m.st.Done, m.st.Total, m.st.Stopping = ImportRun, 0, m.st.Found.Good, false
	run, sheet, who := m.run, m.sheet, do.Who()
	how := till.MemberImport{Map: m.said, GoodOnly: goodOnly, Progress: func(n, _ int) { done.Store(int64(n)) }}
	do.Clear()
	do.Later(importTicks, importTick{run})
	do.Run(func(window context.Context) Event {
		defer cancel()
		defer context.AfterFunc(window, cancel)() // the window is closed: the import ends
		found, err := m.till.ImportMembers(ctx, sheet, how, who)
		return importEnded{run, found, err}
	})
}

func (m *Import) ticked(e importTick, do *Turn) {
	if e.run == m.run && m.st.Step == ImportRun {
		m.st.Done = int(m.done.Load())
		do.Later(importTicks, e)
	}
}

func (m *Import) ended(e importEnded, do *Turn) {
	if e.run != m.run {
		return
	}
	m.st.Step = ImportLook
	if errors.Is(e.err, context.Canceled) {
		do.Say(Look, "import.cancelled")
		return
	}
	if do.Refuse(e.err) {
		return
	}
	m.st.Found = e.found
	if !e.found.Committed { // the shop has changed since the list was checked
		do.Say(Look, "import.done.none", int64(len(e.found.Bad)), int64(e.found.Rows))
		do.Sound(RefusedSound)
		m.tab(ImportBad)
		return
	}
	m.st.Step = ImportDone
	do.Clear()
	do.Sound(GoodSound)
}
