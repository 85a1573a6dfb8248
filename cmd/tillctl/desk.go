package main

import (
	"context"
	"io"

	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/till"
	"bonuskasse/store"
)

// desk is the shop as the commands that headoffice has too see it (verbs.Desk).
type desk struct{ a *app }

func (d desk) Open(work func(ctx context.Context, t *till.Till) error) error {
	return d.a.open(func(ctx context.Context, t *till.Till, _ *store.Store) error { return work(ctx, t) })
}

func (d desk) Act(work func(ctx context.Context, t *till.Till, who till.Who) error) error {
	return d.a.act(work)
}

func (d desk) Print(v any, text func(io.Writer)) error { return d.a.print(v, text) }
func (d desk) Read(name string) ([]byte, error)        { return d.a.readFile(name) }
func (d desk) Say(s screen.Sentence) string            { return d.a.say(s) }
func (d desk) Lang() string                            { return d.a.Language }
func (d desk) Currency() pos.Currency                  { return d.a.currency }
