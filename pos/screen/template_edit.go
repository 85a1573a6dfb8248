package screen

import (
	"context"
	"strings"

	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// EditTemplatePlace is where the words of a message are written.
const EditTemplatePlace Place = "template_edit"

// editTemplate is handed to the editor: which template, and whom its preview is
// for.
type editTemplate struct {
	template till.Template
	member   pos.Member
}

// EditTemplateState is a template that is being written, and beside it what it
// would say.
type EditTemplateState struct {
	Kind     pos.MessageKind
	Language string
	Subject  string
	Text     string
	Own      bool // the shop's own words, not the till's
	Changed  bool // and not saved
	Known    []string
	// Wrong says what is wrong with it, as it stands now; zero: nothing.
	Wrong Sentence
	// Member is whom the preview is for; empty: nobody yet.
	Member  string
	Preview pos.MessageText
}

// EditTemplateKeys are the keys of the editor.
var EditTemplateKeys = []KeyUse{
	{Key: KeyTab, Do: "next", Word: "help.template_edit.next"}, // the window walks on by itself
	{Key: "Ctrl+S", Do: "save", Word: "help.template_edit.save"},
	{Key: "Ctrl+M", Do: "preview", Word: "help.template_edit.preview"},
	{Key: "Ctrl+D", Do: "builtin", Word: "help.template_edit.builtin"},
	{Key: KeyEscape, Do: "close", Word: "help.template_edit.close"},
}

// SubjectField is the field of the subject; the text has the home field.
const SubjectField = "subject"

// EditTemplate is the presenter of the editor.
type EditTemplate struct {
	till   TemplatesTill
	st     EditTemplateState
	was    till.Template
	member pos.Member
}

// NewEditTemplate makes it.
func NewEditTemplate(t TemplatesTill) *EditTemplate { return &EditTemplate{till: t} }

// State is an EditTemplateState.
func (x *EditTemplate) State() any { return x.st }

// Keys is what Help shows.
func (x *EditTemplate) Keys() []KeyUse { return EditTemplateKeys }

// Handle is part of Screen.
func (x *EditTemplate) Handle(ctx context.Context, e Event, do *Turn) bool {
	switch e := e.(type) {
	case Entered:
		if w, ok := e.With.(editTemplate); ok {
			x.was, x.member = w.template, w.member
			x.st = EditTemplateState{Kind: w.template.Kind, Language: w.template.Language, Subject: w.template.Subject, Text: w.template.Text,
				Own: w.template.Own, Known: w.template.Kind.Variables()}
		}
		x.look(ctx, do)
	case Typed:
		if e.Field == SubjectField {
			x.st.Subject = e.Text
		} else {
			x.st.Text = e.Text
		}
		x.look(ctx, do)
	case Scanned:
		_, s, err := x.till.MemberByCard(ctx, e.Scan.Value+e.Scan.Text)
		if err != nil {
			return false
		}
		x.member = s.Member
		x.look(ctx, do)
		do.Sound(GoodSound)
	case Key:
		return x.act(ctx, KeyFor(EditTemplateKeys, e.Name), do)
	case Tap:
		return x.act(ctx, e.Do, do)
	default:
		return false
	}
	return true
}

func (x *EditTemplate) act(ctx context.Context, what string, do *Turn) bool {
	switch what {
	case "save":
		x.save(ctx, do)
	case "preview":
		q := Question{Title: Say("templates.preview.title"), Text: Say("templates.preview.text"), Choices: []Choice{Yes("ok", "action.find"), No()}}
		AskMember(x.till, q, do, func(ctx context.Context, m pos.Member, _ string, do *Turn) error {
			x.member = m
			x.look(ctx, do)
			return nil
		})
	case "builtin":
		if !x.was.Own {
			do.Say(Look, "templates.builtin.already")
			return true
		}
		do.Ask(askBuiltIn(x.till, x.was, func(_ context.Context, do *Turn) {
			do.Go(TemplatesPlace, Say("templates.builtin.done"))
		}))
	case "close":
		x.close(do)
	default:
		return false
	}
	return true
}

func (x *EditTemplate) text() pos.MessageText {
	return pos.MessageText{Subject: x.st.Subject, Text: x.st.Text}
}

// look says what is wrong with the words as they stand, or shows what they would
// say to the member.
func (x *EditTemplate) look(ctx context.Context, do *Turn) {
	now := x.text()
	x.st.Changed = now != x.was.MessageText
	x.st.Member, x.st.Wrong = x.member.Name, Sentence{}
	if err := now.Check(x.st.Kind); err != nil {
		x.st.Wrong = WordsOfTemplate(x.st.Kind, err)
		return // the preview stays as it was while a word is typed
	}
	if x.member.ID.IsZero() {
		return
	}
	said, err := x.till.PreviewMessage(ctx, x.st.Kind, x.st.Language, &now, x.member.ID)
	if !do.Refuse(err) {
		x.st.Preview = said
	}
}

// WordsOfTemplate says what is wrong with a template; of a variable that it does
// not know, which ones it knows. For the window and the terminal.
func WordsOfTemplate(kind pos.MessageKind, err error) Sentence {
	if pos.CodeOf(err) == pos.UnknownVariable {
		return Say("templates.unknown_variable", Plain(detailOf(err)), Plain("{"+strings.Join(kind.Variables(), "}, {")+"}"))
	}
	return SentenceOf(err)
}

func (x *EditTemplate) save(ctx context.Context, do *Turn) {
	if !x.st.Changed {
		do.Go(TemplatesPlace, nil)
		return
	}
	err := x.till.SetTemplate(ctx, x.st.Kind, x.st.Language, x.text(), do.Who())
	if pos.CodeOf(err) == pos.UnknownVariable {
		do.Log(err)
		s := WordsOfTemplate(x.st.Kind, err)
		do.Say(Look, s.Key, s.Args...)
		do.Sound(RefusedSound)
		return
	}
	if do.Refuse(err) {
		return
	}
	x.was.MessageText = x.text()
	do.Go(TemplatesPlace, Say("templates.saved"))
}

// close goes back; words that are not saved are not lost without a question.
func (x *EditTemplate) close(do *Turn) {
	if !x.st.Changed {
		do.Go(TemplatesPlace, nil)
		return
	}
	do.Ask(Question{
		Title: Say("templates.leave.title"), Text: Say("templates.leave.text"),
		Choices: []Choice{Yes("save", "action.save"), {Do: "leave", Word: Say("templates.leave"), Mood: Stop}, No()},
		Then: func(ctx context.Context, r Reply, do *Turn) error {
			switch r.Do {
			case "save":
				x.save(ctx, do)
			case "leave":
				do.Go(TemplatesPlace, nil)
			}
			return nil
		},
	})
}
