// Package verbs is the commands that tillctl and headoffice have in common: what
// is set of goods, programme, tiers and people, at a till that is alone and for a
// whole chain. A program gives them a Desk:
//
//	k, err := parser.Parse(args)
//	k.BindTo(desk, (*verbs.Desk)(nil))
//	err = k.Run()
package verbs

import (
	"context"
	"fmt"
	"io"
	"strings"

	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/till"
)

// Desk is what a command works with: a till, somebody who sits there, and where
// the answer goes.
type Desk interface {
	// Open gives the till to work that only looks.
	Open(work func(ctx context.Context, t *till.Till) error) error
	// Act gives it to work that somebody does.
	Act(work func(ctx context.Context, t *till.Till, who till.Who) error) error
	// Print writes the outcome: as JSON, or, where that was not asked for and text
	// is not nil, as text.
	Print(v any, text func(io.Writer)) error
	// Read is a file's bytes, or those of the standard input for "-".
	Read(name string) ([]byte, error)
	// Say is a screen's sentence in the language of the command.
	Say(s screen.Sentence) string
	// Lang and Currency are known once the till is open.
	Lang() string
	Currency() pos.Currency
}

// UsageError is an error of how the command was called.
type UsageError struct{ Text string }

func (e UsageError) Error() string { return e.Text }

// Usage makes one.
func Usage(format string, args ...any) error { return UsageError{fmt.Sprintf(format, args...)} }

// Reported says that the outcome is printed already, and was refused.
type Reported struct{ Code pos.Code }

func (r *Reported) Error() string { return string(r.Code) }

// Pairs splits KEY=VALUE arguments.
func Pairs(args []string) (map[string]string, error) {
	set := map[string]string{}
	for _, arg := range args {
		k, v, ok := strings.Cut(arg, "=")
		if !ok || k == "" {
			return nil, Usage("%q is not KEY=VALUE", arg)
		}
		set[k] = v
	}
	return set, nil
}

// EmptyNotNull makes an empty list print as [].
func EmptyNotNull[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
