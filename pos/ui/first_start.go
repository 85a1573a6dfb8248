package ui

import (
	"path/filepath"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"bonuskasse/pos/screen"
	"bonuskasse/pos/ui/theme"
	"bonuskasse/pos/ui/widget"
)

// firstStart is the form of a new shop. One field moves from row to row, as in join.
type firstStart struct {
	front *Front
	page  *widget.Page
	entry *widget.Entry
	says  *says
	list  *widget.List
	form  *fyne.Container
	over  *formLayout
	save  *widget.Button
	about *widget.Para
	where *widget.Para
	st    screen.FirstStartState
	drawn bool
}

// NewFirstStart makes the view of a machine without a shop.
func NewFirstStart(f *Front) View {
	v := &firstStart{front: f}
	v.entry = f.Kit.Free("")
	v.entry.OnChanged = func(text string) { f.Send(screen.Typed{Text: text}) }
	v.says = newSays(f.T("first_start.calm"))
	v.list = f.Kit.List(widget.Heading{Width: formLabel}, widget.Heading{Grow: 1})
	v.list.NoHeader, v.list.At = true, v.cell
	v.list.OnChoose = func(row int) { f.Send(screen.Picked{At: row}) }
	v.over = &formLayout{list: v.list}
	v.form = container.New(v.over, widget.NewPanelTight(v.list), v.entry)
	v.save = f.Kit.Button(f.T("first_start.save"), f.Tap("save")).As(widget.Go).WithIcon("ok").WithKey("Ctrl+S")
	v.about, v.where = widget.NewPara(""), widget.NewPara("")
	v.where.TextSize = theme.Small

	title := widget.NewHead(f.T("first_start.title"))
	title.TextSize = theme.Money
	main := container.NewBorder(widget.Column(title, v.says), v.save, nil, nil, container.New(pad{}, v.form))
	small := func(key string) *widget.Para {
		p := widget.NewPara(f.T(key))
		p.TextSize, p.Ink = theme.Small, theme.Muted
		return p
	}
	foot := widget.Column(widget.NewSmall(f.T("first_start.where")), v.where, widget.NewLine(), small("first_start.backup"), small("first_start.chain"))
	side := widget.NewPanel(container.NewBorder(v.about, foot, nil, nil))
	v.page = &widget.Page{Content: container.New(margin{}, widget.Sides(formSide, main, side)), Home: v.entry, Key: v.key}
	return v
}

// Whole is part of Whole.
func (v *firstStart) Whole() {}

// Page is part of View.
func (v *firstStart) Page() *widget.Page { return v.page }

// Notice is part of Noticer.
func (v *firstStart) Notice(kind widget.Kind, text string) { v.says.Say(kind, text) }

// key gives Tab to the presenter: it walks in the form, and with Shift back.
func (v *firstStart) key(ev *fyne.KeyEvent) bool {
	if ev.Name == fyne.KeyTab {
		return v.front.tab()
	}
	return v.front.key(ev, v.entry)
}

func (v *firstStart) cell(row, column int) widget.Cell {
	if row >= len(v.st.Rows) {
		return widget.Cell{}
	}
	r := v.st.Rows[row]
	value := r.Value
	if r.Secret {
		value = strings.Repeat("•", utf8.RuneCountInString(value))
	}
	return v.front.formCell(column, row == v.st.At, formRow{v.front.T("first_start.field." + string(r.Field)), value, r.Words, r.Choice})
}

// Render is part of View.
func (v *firstStart) Render(state any) {
	st, ok := state.(screen.FirstStartState)
	if !ok {
		return
	}
	before := v.st
	v.st = st
	row := st.Active()
	if v.entry.Password != row.Secret {
		v.entry.Password = row.Secret
		v.entry.Refresh()
	}
	if row.Choice {
		SetEntry(v.entry, "")
	} else {
		SetEntry(v.entry, row.Value)
	}
	if v.drawn && before.At == st.At && before.Busy == st.Busy && !row.Choice {
		return // the field shows what is typed
	}
	v.drawn = true
	v.entry.Literal = !row.Choice
	v.about.Set(v.front.T("first_start.about." + string(row.Field)))
	v.where.Set(folded(st.Where))
	v.save.SetEnabled(!st.Busy)
	if st.Busy {
		v.says.Say(widget.Plain, v.front.T("first_start.busy"))
	}
	v.list.Rows, v.list.MinRows = len(st.Rows), len(st.Rows)
	v.list.Choose(st.At)
	v.over.at, v.over.hide = st.At, row.Choice
	v.form.Refresh()
	v.over.Layout(v.form.Objects, v.form.Size())
}

// pathLine is what of a path fits on one small line at the side.
const pathLine = 38

// folded breaks a path after a separator, where it is too long for a line.
func folded(path string) string {
	var lines []string
	line := ""
	for part := range strings.SplitAfterSeq(path, string(filepath.Separator)) {
		if line != "" && utf8.RuneCountInString(line+part) > pathLine {
			lines, line = append(lines, line), ""
		}
		line += part
	}
	return strings.Join(append(lines, line), "\n")
}
