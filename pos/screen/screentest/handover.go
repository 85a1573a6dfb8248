package screentest

import (
	"context"
	"fmt"
)

// Handover is a machine with some printers, as screen.Handover.
type Handover struct {
	Queues  []string // its printers
	Shows   bool     // it has a program that shows a PDF
	Out     []string // what was given to it
	Refuses error    // what it answers
}

func (h *Handover) Printers(context.Context) []string { return h.Queues }
func (h *Handover) CanShow() bool                     { return h.Shows }
func (h *Handover) PrintFile(_ context.Context, printer, path string, bothSides bool) error {
	h.Out = append(h.Out, fmt.Sprint(printer, " ", path, " ", bothSides))
	return h.Refuses
}
func (h *Handover) ShowFile(_ context.Context, path string) error {
	h.Out = append(h.Out, "shown "+path)
	return h.Refuses
}
