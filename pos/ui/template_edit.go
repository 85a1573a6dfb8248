package ui

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"bonuskasse/pos/screen"
	"bonuskasse/pos/ui/theme"
	"bonuskasse/pos/ui/widget"
)

// templateEdit is the words of a message, and beside them its variables and what
// it would say to a member.
type templateEdit struct {
	front   *Front
	page    *widget.Page
	says    *says
	title   *widget.Text
	subject *widget.Entry
	text    *widget.Entry
	builtIn *widget.Button
	save    *widget.Button
	known   *fyne.Container
	head    *widget.Text
	preview *fyne.Container
	drawn   string
}

// NewEditTemplate makes the view of the editor.
func NewEditTemplate(f *Front) View {
	v := &templateEdit{front: f, known: widget.Column(), preview: widget.Column()}
	v.says = newSays(f.T("template_edit.calm"))
	v.title = widget.NewHead("")
	v.title.TextSize, v.title.Cut = 24, true
	v.subject = f.Kit.Free(f.T("template_edit.subject"))
	v.subject.OnChanged = func(text string) { f.Send(screen.Typed{Field: screen.SubjectField, Text: text}) }
	v.text = f.Kit.Free(f.T("template_edit.text")).SetMany(8)
	v.text.OnChanged = func(text string) { f.Send(screen.Typed{Text: text}) }
	v.head = widget.NewHead("")
	v.head.TextSize, v.head.Cut = theme.Normal, true
	back := f.Kit.Button(f.T("action.back"), f.Tap("close")).WithIcon("back").WithKey("Esc")
	v.builtIn = f.Kit.Button(f.T("templates.builtin"), f.Tap("builtin")).WithIcon("refresh").WithKey("Ctrl+D")
	v.save = f.Kit.Button(f.T("action.save"), f.Tap("save")).As(widget.Go).WithIcon("save").WithKey("Ctrl+S").Large()
	choose := f.Kit.Button(f.T("templates.preview"), f.Tap("preview")).WithIcon("member").WithKey("Ctrl+M")
	main := container.NewBorder(widget.Column(v.says, v.title, v.subject), widget.Column(v.builtIn, back), nil, nil, container.New(pad{}, v.text))
	right := container.NewBorder(nil, widget.Column(choose, v.save), nil, nil, container.New(pad{bottom: true},
		widget.NewPanel(container.NewBorder(widget.Column(v.known, widget.NewLine(), v.head), nil, nil, nil, container.New(pad{}, newSheet(v.preview))))))
	v.page = &widget.Page{Content: widget.Sides(paperWide, main, right), Home: v.text}
	return v
}

// Page is part of View.
func (v *templateEdit) Page() *widget.Page { return v.page }

// Notice is part of Noticer.
func (v *templateEdit) Notice(kind widget.Kind, text string) { v.says.Say(kind, text) }

// Render is part of View.
func (v *templateEdit) Render(state any) {
	st, ok := state.(screen.EditTemplateState)
	if !ok {
		return
	}
	f := v.front
	if v.subject.Text != st.Subject {
		SetEntry(v.subject, st.Subject)
	}
	if v.text.Text != st.Text {
		v.text.SetText(st.Text)
	}
	v.save.SetEnabled(st.Wrong.IsZero())
	v.builtIn.SetEnabled(st.Own)
	switch {
	case !st.Wrong.IsZero():
		v.says.Say(widget.Look, f.Say(st.Wrong))
	default:
		v.says.Say(widget.Plain, "")
	}
	drawn := fmt.Sprint(st.Kind, st.Language, st.Member, st.Preview)
	if drawn == v.drawn {
		return
	}
	v.drawn = drawn
	v.title.Set(f.T("paper.message."+string(st.Kind)) + " · " + f.T("language."+st.Language))
	v.known.RemoveAll()
	for _, name := range st.Known {
		v.known.Add(figureRow{label: f.T("template_edit.variable." + name), value: "{" + name + "}"}.draw())
	}
	v.preview.RemoveAll()
	v.head.Set(f.T("template_edit.nobody"))
	if st.Member != "" {
		v.head.Set(f.T("template_edit.to", st.Member))
		bold := widget.NewPara(st.Preview.Subject)
		bold.Bold = true
		v.preview.Add(bold)
		text := widget.NewPara(st.Preview.Text)
		text.TextSize = theme.Small
		v.preview.Add(text)
	}
	v.page.Content.Refresh()
}
