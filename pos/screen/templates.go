package screen

import (
	"context"

	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// TemplatesPlace is what messages say, by their kind and language.
const TemplatesPlace Place = "templates"

// TemplatesTill is what Templates needs of the till.
type TemplatesTill interface {
	Finds
	Templates(ctx context.Context) ([]till.Template, error)
	SetTemplate(ctx context.Context, kind pos.MessageKind, language string, text pos.MessageText, who till.Who) error
	SetMessageOn(ctx context.Context, kind pos.MessageKind, on bool, who till.Who) error
	PreviewMessage(ctx context.Context, kind pos.MessageKind, language string, own *pos.MessageText, member pos.ID) (pos.MessageText, error)
}

// TemplatesKeys are the keys of the templates.
var TemplatesKeys = []KeyUse{
	{Key: KeyUp, Also: KeyDown, Do: "walk", Word: "help.templates.walk"},
	{Key: KeyEnter, Do: "edit", Word: "help.templates.edit"},
	{Key: KeyRight, Also: KeyLeft, Do: "language", Word: "help.templates.language"},
	{Key: "M", Also: "Ctrl+M", Do: "preview", Word: "help.templates.preview"},
	{Key: "+", Do: "on", Word: "help.templates.on"},
	{Key: KeyDelete, Do: "builtin", Word: "help.templates.builtin"},
	{Key: KeyEscape, Do: "close", Word: "help.templates.close"},
}

// Templates is the presenter of what messages say.
type Templates struct {
	Browsing
	till     TemplatesTill
	language string
	all      []till.Template
	list     []till.Template // of the language
	member   pos.Member      // whom the preview is for; zero: nobody yet
}

// NewTemplates makes it.
func NewTemplates(t TemplatesTill) *Templates {
	x := &Templates{till: t}
	x.Empty()
	return x
}

// State is a BrowseState.
func (x *Templates) State() any { return x.List }

// Keys is what Help shows.
func (x *Templates) Keys() []KeyUse { return TemplatesKeys }

// Handle is part of Screen.
func (x *Templates) Handle(ctx context.Context, e Event, do *Turn) bool {
	if x.Walked(e) {
		x.explain(ctx, do)
		return true
	}
	if what, ok := Asked(e, TemplatesKeys); ok {
		return x.act(ctx, what, do)
	}
	switch e := e.(type) {
	case Entered:
		if e.From == MessagesPlace || x.language == "" {
			x.language = do.Language
		}
		x.load(ctx, do)
		if said, ok := e.With.(Sentence); ok { // what the editor did
			do.Say(Go, said.Key, said.Args...)
		}
	case Picked:
		return x.act(ctx, "edit", do)
	case Scanned: // a member's card: the preview is for them
		return x.scanned(ctx, e, do)
	default:
		return false
	}
	return true
}

func (x *Templates) act(ctx context.Context, what string, do *Turn) bool {
	at := x.List.Chosen
	switch what {
	case "language":
		x.turn(ctx, 1, do)
	case Earlier:
		x.turn(ctx, -1, do)
	case "preview":
		x.askMember(do)
	case "close":
		do.Go(MessagesPlace, nil)
	case "edit", "on", "builtin":
		switch {
		case at < 0:
		case !do.Person.Role.May(pos.Manager):
			do.Refuse(pos.Refuse(pos.NotAllowed, string(pos.Manager)))
		case what == "edit":
			do.Go(EditTemplatePlace, editTemplate{x.list[at], x.member})
		case what == "on":
			x.switchOn(ctx, x.list[at], do)
		default:
			x.askBuiltIn(x.list[at], do)
		}
	default:
		return false
	}
	return true
}

func (x *Templates) turn(ctx context.Context, by int, do *Turn) {
	x.language = NextOf(Languages, x.language, by)
	x.load(ctx, do)
}

func (x *Templates) load(ctx context.Context, do *Turn) {
	list, err := x.till.Templates(ctx)
	if do.Refuse(err) {
		return
	}
	x.all, x.list = list, nil
	var rows []BrowseRow
	for _, t := range list {
		if t.Language == x.language {
			x.list = append(x.list, t)
			rows = append(rows, templateRow(t))
		}
	}
	x.List.Filters = []Sentence{Say("language." + x.language)}
	x.Fill(rows)
	x.explain(ctx, do)
}

func templateRow(t till.Template) BrowseRow {
	kind := Say("paper.message." + string(t.Kind))
	words := BrowseCell{Text: Say("templates.till"), Second: Say("templates.is_on")}
	if t.Own {
		words.Text, words.Strong = Say("templates.own"), true
	}
	if t.Off {
		words.Second, words.Mood = Say("templates.is_off"), Look
	}
	when := Say("templates.when." + string(t.Kind))
	return BrowseRow{Head: kind, Cells: []BrowseCell{{Text: kind, Second: Name(t.Subject), Strong: true}, words}, Text: []Sentence{when}}
}

// explain shows beside the list what the chosen one says: to the member of the
// preview, or with its variables as they are written.
func (x *Templates) explain(ctx context.Context, do *Turn) {
	at := x.List.Chosen
	x.List.Off = nil
	if at < 0 {
		x.List.Off = []string{"edit", "on", "builtin"}
		return
	}
	t := x.list[at]
	if !t.Own {
		x.List.Off = []string{"builtin"}
	}
	text, sum := t.MessageText, Say("templates.sum.none")
	if !x.member.ID.IsZero() {
		said, err := x.till.PreviewMessage(ctx, t.Kind, t.Language, nil, x.member.ID)
		if do.Refuse(err) {
			return
		}
		text, sum = said, Say("templates.sum", x.member.Name)
	}
	x.List.Sum = sum
	row := templateRow(t)
	row.Facts = nil
	row.Text = append(append([]Sentence{row.Text[0]}, Name(text.Subject)), linesOf(text.Text)...)
	rows := append([]BrowseRow(nil), x.List.Rows...)
	rows[at] = row
	x.List.Rows = rows
}

func (x *Templates) scanned(ctx context.Context, e Scanned, do *Turn) bool {
	_, s, err := x.till.MemberByCard(ctx, e.Scan.Value+e.Scan.Text)
	if err != nil {
		return false
	}
	x.member = s.Member
	x.explain(ctx, do)
	do.Sound(GoodSound)
	return true
}

func (x *Templates) askMember(do *Turn) {
	q := Question{Title: Say("templates.preview.title"), Text: Say("templates.preview.text"), Choices: []Choice{Yes("ok", "action.find"), No()}}
	AskMember(x.till, q, do, func(ctx context.Context, m pos.Member, _ string, do *Turn) error {
		x.member = m
		x.explain(ctx, do)
		return nil
	})
}

func (x *Templates) switchOn(ctx context.Context, t till.Template, do *Turn) {
	if do.Refuse(x.till.SetMessageOn(ctx, t.Kind, t.Off, do.Who())) {
		return
	}
	x.load(ctx, do)
	word := "templates.switched_off"
	if t.Off {
		word = "templates.switched_on"
	}
	do.Say(Go, word, Say("paper.message."+string(t.Kind)))
}

// askBuiltIn takes the till's own words back.
func (x *Templates) askBuiltIn(t till.Template, do *Turn) {
	if !t.Own {
		do.Say(Look, "templates.builtin.already")
		return
	}
	do.Ask(askBuiltIn(x.till, t, func(ctx context.Context, do *Turn) {
		x.load(ctx, do)
		do.Say(Go, "templates.builtin.done")
	}))
}

func askBuiltIn(t TemplatesTill, which till.Template, then func(context.Context, *Turn)) Question {
	return Question{
		Title: Say("templates.builtin.title"), Text: Say("templates.builtin.text", Say("paper.message."+string(which.Kind)), Say("language."+which.Language)),
		Choices: []Choice{{Do: "builtin", Word: Say("templates.builtin"), Mood: Stop}, No()},
		Then: func(ctx context.Context, r Reply, do *Turn) error {
			if r.Do == Cancel {
				return nil
			}
			if err := t.SetTemplate(ctx, which.Kind, which.Language, pos.MessageText{}, do.Who()); err != nil {
				return err
			}
			then(ctx, do)
			return nil
		},
	}
}
