package verbs

import (
	"context"
	"errors"
	"fmt"
	"io"

	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/till"
)

// Template is which words of a message are meant.
type Template struct {
	Kind string `arg:"" help:"welcome, invitation, points_added, points_adjusted, expiring, level_reached or gift_card."`
	In   string `name:"language" help:"da, en or fr; the shop's where none is named." placeholder:"LANG"`
}

// Of reads it.
func (c Template) Of(ctx context.Context, t *till.Till) (pos.MessageKind, string, error) {
	if c.In != "" {
		return pos.MessageKind(c.Kind), c.In, nil
	}
	shop, err := t.Shop(ctx)
	return pos.MessageKind(c.Kind), shop.Language, err
}

// templateJSON is the form that scripts rely on.
type templateJSON struct {
	till.Template
	Variables []string `json:"variables"`
}

func templateText(w io.Writer, x till.Template) {
	fmt.Fprintf(w, "%s (%s): %s\n", x.Kind, x.Language, x.Subject)
}

// TemplateList lists what messages say, in each language.
type TemplateList struct{}

// Run is for kong.
func (TemplateList) Run(d Desk) error {
	return d.Open(func(ctx context.Context, t *till.Till) error {
		list, err := t.Templates(ctx)
		if err != nil {
			return err
		}
		return d.Print(EmptyNotNull(list), func(w io.Writer) {
			for _, x := range list {
				templateText(w, x)
			}
		})
	})
}

// TemplateShow shows one of them.
type TemplateShow struct {
	Template `embed:""`
}

// Run is for kong.
func (c *TemplateShow) Run(d Desk) error {
	return d.Open(func(ctx context.Context, t *till.Till) error {
		kind, language, err := c.Of(ctx, t)
		if err != nil {
			return err
		}
		return showTemplate(ctx, d, t, kind, language)
	})
}

func showTemplate(ctx context.Context, d Desk, t *till.Till, kind pos.MessageKind, language string) error {
	x, err := t.Template(ctx, kind, language)
	if err != nil {
		return err
	}
	return d.Print(templateJSON{x, kind.Variables()}, func(w io.Writer) {
		templateText(w, x)
		fmt.Fprintln(w, x.Text)
	})
}

// TemplateSet sets the shop's own words, or a chain's; with neither subject nor text
// the till's are back.
type TemplateSet struct {
	Template `embed:""`
	Subject  string `help:"One line."`
	Text     string `help:"With variables in braces, {name}; - reads it from standard input."`
}

// Run is for kong.
func (c *TemplateSet) Run(d Desk) error {
	return d.Act(func(ctx context.Context, t *till.Till, who till.Who) error {
		kind, language, err := c.Of(ctx, t)
		if err != nil {
			return err
		}
		text, err := MessageText(d, c.Subject, c.Text)
		if err != nil {
			return err
		}
		if err := t.SetTemplate(ctx, kind, language, text, who); pos.CodeOf(err) == pos.UnknownVariable {
			return &UnknownVariable{d.Say(screen.WordsOfTemplate(kind, err)), err}
		} else if err != nil {
			return err
		}
		return showTemplate(ctx, d, t, kind, language)
	})
}

// UnknownVariable is a refusal that says which variables there are.
type UnknownVariable struct {
	Words string
	Err   error
}

func (e *UnknownVariable) Error() string { return e.Words }

// Unwrap gives the refusal.
func (e *UnknownVariable) Unwrap() error { return e.Err }

// Told is what a refusal says beyond its code; "" is nothing.
func Told(err error) string {
	var v *UnknownVariable
	if errors.As(err, &v) {
		return v.Words
	}
	return ""
}

// MessageText reads the words of a message.
func MessageText(d Desk, subject, text string) (pos.MessageText, error) {
	if text == "-" {
		data, err := d.Read(text)
		return pos.MessageText{Subject: subject, Text: string(data)}, err
	}
	return pos.MessageText{Subject: subject, Text: text}, nil
}
