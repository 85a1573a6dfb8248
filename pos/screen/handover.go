package screen

import (
	"context"

	"bonuskasse/pos"
)

// Handover gives a finished file to the machine's own programs. Its methods but
// CanShow may take seconds.
type Handover interface {
	// Printers are the queues of the machine's printing, the usual one first; none
	// where it has no printing.
	Printers(ctx context.Context) []string
	// PrintFile puts a PDF into a queue in its own size.
	PrintFile(ctx context.Context, printer, path string, bothSides bool) error
	// CanShow tells whether the machine has a program that shows a PDF.
	CanShow() bool
	ShowFile(ctx context.Context, path string) error
}

// Finished is a file that was just written, and the printers that there are.
type Finished struct {
	Path      string
	BothSides bool
	Printers  []string
}

// HandedOver is an event: what came of giving a file away. The screen that made the
// file lets it Tell.
type HandedOver struct {
	printer string // "" where it is shown
	err     error
}

// Offer asks what is to be done with a file. Where the machine can do nothing with
// it, it is for later, or somebody is at something else by now, place says where it
// is.
func Offer(h Handover, title, place Sentence, f Finished, do *Turn) {
	later := Notice{Text: place, Mood: Go}
	q := Question{Title: title, Text: Say("handover.text", Plain(f.Path)), Choices: []Choice{Yes("ok", "action.choose"), {Do: Cancel, Word: Say("action.later")}}}
	var acts []func(context.Context) Event
	for _, p := range f.Printers {
		row := Row{Head: Say("handover.print", Plain(p))}
		if f.BothSides {
			row.Sub = Say("handover.both_sides")
		}
		q.Rows = append(q.Rows, row)
		acts = append(acts, func(ctx context.Context) Event {
			return HandedOver{p, h.PrintFile(ctx, p, f.Path, f.BothSides)}
		})
	}
	if h.CanShow() {
		q.Rows = append(q.Rows, Row{Head: Say("handover.show")})
		acts = append(acts, func(ctx context.Context) Event { return HandedOver{"", h.ShowFile(ctx, f.Path)} })
	}
	if len(acts) == 0 || !do.shown {
		do.notice = &later
		return
	}
	q.Then = func(_ context.Context, r Reply, do *Turn) error {
		if r.Do == Cancel || r.Row < 0 || r.Row >= len(acts) {
			do.notice = &later
			return nil
		}
		do.Run(acts[r.Row])
		return nil
	}
	do.Ask(q)
}

// Tell says what came of it.
func (e HandedOver) Tell(do *Turn) {
	switch {
	case e.err != nil && e.printer != "":
		do.Refuse(&pos.Trouble{Code: "not_printed", Err: e.err})
	case e.err != nil:
		do.Refuse(&pos.Trouble{Code: "not_shown", Err: e.err})
	case e.printer != "":
		do.Say(Go, "handover.sent", Plain(e.printer))
	}
}
