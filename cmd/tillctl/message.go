package main

import (
	"context"
	"fmt"
	"io"

	"bonuskasse/assets"
	"bonuskasse/cmd/internal/verbs"
	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

type messageCmd struct {
	Template templateCmd    `cmd:"" help:"What messages say, in each language."`
	List     messageListCmd `cmd:"" help:"What is to be sent to members, the newest first, and what it would say now."`
	Withdraw withdrawCmd    `cmd:"" help:"Take back a message that waits."`
}

type templateCmd struct {
	List    verbs.TemplateList `cmd:"" help:"All kinds and languages."`
	Show    verbs.TemplateShow `cmd:"" help:"One of them, with the variables it may have."`
	On      templateOnCmd      `cmd:"" help:"Send messages of a kind again."`
	Off     templateOffCmd     `cmd:"" help:"Send none of a kind any more; what waits stays."`
	Set     verbs.TemplateSet  `cmd:"" help:"Say it in the shop's own words; with neither subject nor text the till's words are back."`
	Preview templatePreviewCmd `cmd:"" help:"What it would say to a member; also words that are not set yet."`
}

type templatePreviewCmd struct {
	verbs.Template `embed:""`
	Member         string `required:"" help:"Username."`
	Subject        string `help:"Words that are not set yet."`
	Text           string `help:"Likewise; - reads it from standard input."`
}

func (c *templatePreviewCmd) Run(a *app) error {
	return a.act(func(ctx context.Context, t *till.Till, _ till.Who) error {
		kind, language, err := c.Of(ctx, t)
		if err != nil {
			return err
		}
		s, err := t.MemberByUsername(ctx, c.Member)
		if err != nil {
			return err
		}
		var own *pos.MessageText
		if c.Subject != "" || c.Text != "" {
			text, err := verbs.MessageText(desk{a}, c.Subject, c.Text)
			if err != nil {
				return err
			}
			own = &text
		}
		out, err := t.PreviewMessage(ctx, kind, language, own, s.Member.ID)
		if err != nil {
			return err
		}
		return a.print(out, func(w io.Writer) { fmt.Fprintf(w, "%s\n\n%s\n", out.Subject, out.Text) })
	})
}

type messageListCmd struct {
	State string `help:"waiting, sent, failed, dropped, withdrawn or all." enum:"waiting,sent,failed,dropped,withdrawn,all" default:"waiting"`
	Kind  string `help:"Only of this kind." placeholder:"KIND"`
}

// messageJSON is the form that scripts rely on.
type messageJSON struct {
	till.MessageRow
	To string `json:"member"` // username; empty of one who was erased
	pos.MessageText
}

func (c *messageListCmd) Run(a *app) error {
	return a.act(func(ctx context.Context, t *till.Till, who till.Who) error {
		list, err := t.MessageList(ctx, stateOf[pos.MessageState](c.State), pos.MessageKind(c.Kind), who)
		if err != nil {
			return err
		}
		return printList(a, list, messageOut, a.messageLine, "")
	})
}

func messageOut(x till.MessageShown) messageJSON {
	return messageJSON{x.MessageRow, x.To.Username, x.MessageText}
}

func (a *app) messageLine(w io.Writer, x till.MessageShown) {
	fmt.Fprintf(w, "%s  %-20s %s, %s: %s\n", assets.Moment(a.Language, x.At.Time(a.zone)), x.To.Username,
		assets.T(a.Language, "paper.message."+string(x.Kind)), assets.T(a.Language, "paper.message.state."+string(x.State)), x.Subject)
}

type withdrawCmd struct {
	ID string `arg:""`
}

func (c *withdrawCmd) Run(a *app) error {
	return a.act(func(ctx context.Context, t *till.Till, who till.Who) error {
		id, err := pos.ParseID(c.ID)
		if err != nil {
			return pos.Refuse(pos.UnknownMessage)
		}
		return t.WithdrawMessage(ctx, id, who)
	})
}

type templateOnCmd struct {
	Kind string `arg:""`
}

func (c *templateOnCmd) Run(a *app) error { return a.messageOn(c.Kind, true) }

type templateOffCmd struct {
	Kind string `arg:""`
}

func (c *templateOffCmd) Run(a *app) error { return a.messageOn(c.Kind, false) }

func (a *app) messageOn(kind string, on bool) error {
	return a.act(func(ctx context.Context, t *till.Till, who till.Who) error {
		return t.SetMessageOn(ctx, pos.MessageKind(kind), on, who)
	})
}
