package ui

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"bonuskasse/assets"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/ui/theme"
	"bonuskasse/pos/ui/widget"
)

// help is the keys of the screen one came from, and the customers' questions
// with the answer that is read aloud or printed.
type help struct {
	front  *Front
	page   *widget.Page
	keys   *fyne.Container
	sheet  *sheet
	langs  []*widget.Button
	list   *widget.List
	ask    *widget.Para
	answer *widget.Para
	print  *widget.Button
	title  *widget.Text
	st     screen.HelpState
	drawn  string
}

// NewHelp makes the view of Help.
func NewHelp(f *Front) View {
	v := &help{front: f, keys: container.New(paperLayout{})}
	v.title = widget.NewHead(f.T("help.questions"))
	v.title.TextSize, v.title.Cut = 24, true
	row := widget.Row()
	for i, l := range screen.Languages {
		// Each language by its own name: who needs it knows it by that.
		b := f.Kit.Button(assets.T(l, "language.self"), func() { f.Send(screen.Tap{Do: "language", At: i}) })
		v.langs = append(v.langs, b)
		row.Add(b)
	}
	v.list = f.Kit.List(widget.Heading{Width: 40, Align: fyne.TextAlignTrailing}, widget.Heading{Grow: 1})
	v.list.NoHeader = true
	v.list.At = v.cell
	v.list.OnChoose = func(at int) { f.Send(screen.Picked{At: at}) }
	v.ask, v.answer = widget.NewPara(""), widget.NewPara("")
	v.ask.Bold = true
	v.print = f.Kit.Button("", f.Tap("print")).WithIcon("printer").WithKey("Ctrl+P")
	close := f.Kit.Button(f.T("action.back"), f.Tap("close")).WithIcon("back").WithKey("Esc")
	answer := widget.NewPanel(container.New(atLeast{176}, widget.Column(v.ask, v.answer))).As(widget.Go)
	main := container.NewBorder(widget.Column(v.title, row), widget.Column(answer, widget.Spread([]int{0}, v.print, close)), nil, nil,
		container.New(pad{}, widget.NewPanelTight(v.list)))
	v.sheet = newSheet(v.keys)
	keys := widget.NewPanel(v.sheet)
	v.page = &widget.Page{Content: container.New(lefted{336}, keys, main), Key: v.key}
	return v
}

// Page is part of View.
func (v *help) Page() *widget.Page { return v.page }

// key turns the pages of the keys, which are more than the window is high.
func (v *help) key(ev *fyne.KeyEvent) bool {
	return v.sheet.turns(ev) || v.front.sideKey(ev, nil)
}

func (v *help) cell(row, column int) widget.Cell {
	list := assets.FAQ(v.st.Language)
	if row >= len(list) {
		return widget.Cell{}
	}
	if column == 0 {
		return widget.Cell{Text: fmt.Sprint(row + 1), Ink: theme.Muted}
	}
	return widget.Cell{Text: list[row].Question}
}

// Render is part of View.
func (v *help) Render(state any) {
	st, ok := state.(screen.HelpState)
	if !ok {
		return
	}
	drawn := fmt.Sprint(st)
	if drawn == v.drawn {
		return
	}
	v.drawn, v.st = drawn, st
	v.showKeys(st)
	for i, b := range v.langs {
		b.Icon = ""
		if screen.Languages[i] == st.Language {
			b.Icon = "ok"
		}
		b.Refresh()
	}
	v.list.Rows = st.Questions
	v.list.Choose(st.Chosen)
	if list := assets.FAQ(st.Language); st.Chosen < len(list) {
		v.ask.Set(list[st.Chosen].Question)
		v.answer.Set(list[st.Chosen].Answer)
	}
	v.print.SetText(v.front.T("help.print", assets.T(st.Language, "language.self")))
	v.page.Content.Refresh()
}

func (v *help) showKeys(st screen.HelpState) {
	f := v.front
	v.keys.RemoveAll()
	head := func(text string) {
		t := widget.NewText(text)
		t.Bold, t.Cut = true, true
		v.keys.Add(t)
	}
	list := func(uses []screen.KeyUse) {
		for _, u := range uses {
			key := widget.NewText(f.keyWords(u))
			key.TextSize, key.Bold, key.Ink = theme.Small, true, theme.AccentText
			words := widget.NewPara(f.T(u.Word))
			words.TextSize = theme.Small
			v.keys.Add(container.New(keyLine{136}, key, words))
		}
	}
	if len(st.Keys) > 0 {
		head(f.T("help.keys.of", f.T("place."+string(st.From))))
		list(st.Keys)
		v.keys.Add(widget.NewLine())
	}
	head(f.T("help.keys.everywhere"))
	list(st.Everywhere)
	v.keys.Refresh()
	v.sheet.Top()
}

// keyWords names a key as it stands on the keyboard.
func (f *Front) keyWords(u screen.KeyUse) string {
	words := []string{f.keyWord(u.Key)}
	if u.Also != "" {
		words = append(words, f.keyWord(u.Also))
	}
	return strings.Join(words, " · ")
}

func (f *Front) keyWord(k screen.KeyName) string {
	if k == screen.KeyEscape {
		return "Esc"
	}
	if key := "key." + strings.ToLower(string(k)); assets.Has(f.Kit.Lang, key) {
		return f.T(key)
	}
	return string(k)
}

// keyLine gives the key a column and its words the rest, wrapped.
type keyLine struct{ wide float32 }

// Layout is part of fyne.Layout.
func (k keyLine) Layout(o []fyne.CanvasObject, size fyne.Size) {
	o[0].Resize(fyne.NewSize(k.wide, o[0].MinSize().Height))
	o[1].Move(fyne.NewPos(k.wide+theme.Gap, 0))
	o[1].Resize(fyne.NewSize(size.Width-k.wide-theme.Gap, size.Height))
}

// MinSize is part of fyne.Layout.
func (k keyLine) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(k.wide+theme.Gap+o[1].MinSize().Width, max(o[0].MinSize().Height, o[1].MinSize().Height)+theme.Half)
}
