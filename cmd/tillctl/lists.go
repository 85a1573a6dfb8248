package main

import (
	"fmt"
	"io"

	"bonuskasse/assets"
	"bonuskasse/cmd/internal/verbs"
	"bonuskasse/pos"
)

// printList prints a list: one JSON array, or a line each; of an empty one the
// sentence of a key, where it has one.
func printList[T, J any](a *app, list []T, out func(T) J, line func(io.Writer, T), none string) error {
	all := make([]J, 0, len(list))
	for _, x := range list {
		all = append(all, out(x))
	}
	return a.print(all, func(w io.Writer) {
		for _, x := range list {
			line(w, x)
		}
		if len(list) == 0 && none != "" {
			fmt.Fprintln(w, assets.T(a.Language, none))
		}
	})
}

// stateOf is the state that a list is asked for; "all" is any.
func stateOf[S ~string](asked string) S {
	if asked == "all" {
		return ""
	}
	return S(asked)
}

// badLineJSON is a line of a list that was not taken, as scripts rely on it.
type badLineJSON struct {
	Line int    `json:"line"`
	Code string `json:"code"`
	Why  string `json:"why"`
}

// printTaken prints what became of a list: its bad lines, by the sentence of a
// key, and then the sum. Bad lines make it a refusal.
func (a *app) printTaken(out any, bad []badLineJSON, badRow, sum string) error {
	err := a.print(out, func(w io.Writer) {
		for _, b := range bad {
			fmt.Fprintln(w, assets.T(a.Language, badRow, b.Line, b.Why))
		}
		fmt.Fprintln(w, sum)
	})
	if err == nil && len(bad) > 0 {
		err = &verbs.Reported{Code: pos.BadFile}
	}
	return err
}
