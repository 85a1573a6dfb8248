package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"

	"bonuskasse/pos"
	"bonuskasse/pos/loyalty"
)

type quoteCmd struct {
	File string `arg:"" help:"File with one case or an array of them, or - for standard input."`
}

// Run prints an array for an array, an object for an object. One case that a
// rule refuses exits with 1; in an array each case says for itself.
func (c *quoteCmd) Run(a *app) error {
	data, err := a.readFile(c.File)
	if err != nil {
		return err
	}
	data = bytes.TrimSpace(bytes.TrimPrefix(data, []byte("\ufeff")))
	if !bytes.HasPrefix(data, []byte("[")) {
		one, err := readCase(data)
		if err != nil {
			return usage("%s is no case: %s", c.File, jsonFault(err))
		}
		out := one.Run()
		if err := a.print(out, nil); err != nil {
			return err
		}
		if out.Refused != nil {
			a.refusedWords(out.Refused)
			return errReported
		}
		return nil
	}
	var raw []json.RawMessage
	if err := json.Unmarshal(data, &raw); err != nil {
		return usage("%s holds no cases: %s", c.File, jsonFault(err))
	}
	out := make([]loyalty.Outcome, len(raw))
	for i := range raw {
		one, err := readCase(raw[i])
		if err != nil {
			return usage("%s: case %d: %s", c.File, i+1, jsonFault(err))
		}
		out[i] = one.Run()
	}
	return a.print(out, nil)
}

// readCase reads one case, which is an object and nothing else.
func readCase(data []byte) (loyalty.Case, error) {
	var one loyalty.Case
	if bytes.Equal(data, []byte("null")) {
		return one, &json.UnmarshalTypeError{Value: "null", Type: reflect.TypeFor[loyalty.Case]()}
	}
	err := json.Unmarshal(data, &one)
	return one, err
}

// jsonFault says what is wrong with a file of JSON in its own terms, not in
// those of this program's types.
func jsonFault(err error) string {
	var wrong *json.UnmarshalTypeError
	if !errors.As(err, &wrong) {
		return err.Error()
	}
	name := wrong.Field
	if name == "" {
		name = "it"
	}
	return fmt.Sprintf("%s should be %s, not %s", name, jsonName(wrong.Type), wrong.Value)
}

func jsonName(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Int, reflect.Int64:
		return "a whole number that fits 64 bits"
	case reflect.Bool:
		return "true or false"
	case reflect.String:
		return "a string"
	case reflect.Slice:
		return "an array"
	default:
		return "an object"
	}
}

// refusedWords says to a person and to a script why a rule refused.
func (a *app) refusedWords(err error) {
	var r *pos.Refusal
	if !errors.As(err, &r) {
		return
	}
	a.sentence(err)
	fmt.Fprintln(a.stderr, r.Code)
}
