package ui

import (
	"fmt"
	"reflect"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"bonuskasse/pos/screen"
	"bonuskasse/pos/ui/theme"
	"bonuskasse/pos/ui/widget"
)

// join is the form of a member. One field moves from row to row, so that it
// has the focus always, and a scan comes whatever is being written.
type join struct {
	front *Front
	page  *widget.Page
	entry *widget.Entry
	says  *says
	head  *widget.Text
	list  *widget.List
	form  *fyne.Container
	over  *formLayout
	save  *widget.Button
	same  *widget.Button
	side  *fyne.Container
	st    screen.JoinState
	drawn bool
}

// NewJoin makes the view of the form.
func NewJoin(f *Front) View {
	v := &join{front: f, side: widget.Column()}
	v.entry = f.Kit.Free("")
	v.entry.OnChanged = func(text string) { f.Send(screen.Typed{Text: text}) }
	v.says = newSays("")
	v.head = widget.NewHead("")
	v.head.TextSize = 24
	v.list = f.Kit.List(widget.Heading{Width: formLabel}, widget.Heading{Grow: 1})
	v.list.NoHeader, v.list.At = true, v.cell
	v.list.OnChoose = func(row int) { f.Send(screen.Picked{At: row}) }
	v.list.OnOpen = func(int) { f.Send(screen.Tap{Do: "choose"}) }
	v.over = &formLayout{list: v.list}
	v.form = container.New(v.over, widget.NewPanelTight(v.list), v.entry)
	v.save = f.Kit.Button("", f.Tap("save")).As(widget.Go).WithIcon("ok").WithKey("Ctrl+S")
	v.same = f.Kit.Button(f.T("join.known.key"), f.Tap("same")).WithIcon("member").WithKey("Ctrl+D")
	back := f.Kit.Button(f.T("action.back"), f.Tap("back")).WithIcon("back").WithKey("Esc")
	main := container.NewBorder(widget.Column(v.head, v.says), widget.Spread([]int{1}, back, v.save), nil, nil, container.New(pad{}, v.form))
	right := container.NewBorder(nil, v.same, nil, nil, container.New(pad{bottom: true}, widget.NewPanel(v.side)))
	v.page = &widget.Page{Content: widget.Sides(formSide, main, right), Home: v.entry, Key: v.key}
	return v
}

// key gives Tab to the presenter: it walks in the form, and with Shift back.
func (v *join) key(ev *fyne.KeyEvent) bool {
	if ev.Name == fyne.KeyTab {
		return v.front.tab()
	}
	return v.front.key(ev, v.entry)
}

// Page is part of View.
func (v *join) Page() *widget.Page { return v.page }

// Notice is part of Noticer.
func (v *join) Notice(kind widget.Kind, text string) { v.says.Say(kind, text) }

func (v *join) cell(row, column int) widget.Cell {
	if row >= len(v.st.Rows) {
		return widget.Cell{}
	}
	r := v.st.Rows[row]
	return v.front.formCell(column, row == v.st.At, formRow{v.front.T("join.field." + string(r.Field)), r.Value, r.Words, r.Choice})
}

// Render is part of View.
func (v *join) Render(state any) {
	st, ok := state.(screen.JoinState)
	if !ok {
		return
	}
	before := v.st
	v.st = st
	row, f := st.Active(), v.front
	if row.Choice {
		SetEntry(v.entry, "")
	} else {
		SetEntry(v.entry, row.Value)
	}
	// While somebody types, the field shows it, and nothing else is drawn: a
	// window that is busy drawing tells a scan badly from typing.
	if v.drawn && reflect.DeepEqual(still(before), still(st)) {
		return
	}
	v.drawn = true
	mode := fmt.Sprint(st.Mode)
	v.head.Set(f.T("join.title." + mode))
	v.says.calm = f.T("join.calm." + mode)
	v.save.SetText(f.T("join.save." + mode))
	v.entry.Literal = !row.Choice
	v.entry.SetPlaceHolder(v.hint(row))
	v.list.Rows, v.list.MinRows = len(st.Rows), len(st.Rows)
	v.list.Choose(st.At)
	v.over.at, v.over.hide = st.At, row.Choice
	v.form.Refresh()
	v.over.Layout(v.form.Objects, v.form.Size())
	v.showSide()
}

// still is the form without what is being typed.
func still(st screen.JoinState) screen.JoinState {
	st.Rows = slices.Clone(st.Rows)
	if st.At < len(st.Rows) {
		st.Rows[st.At].Value = ""
	}
	return st
}

func (v *join) hint(row screen.JoinRow) string {
	if !row.Words.IsZero() && !row.Choice {
		return v.front.Say(row.Words)
	}
	switch row.Field {
	case screen.JoinCard, screen.JoinBirthday:
		return v.front.T("join.hint." + string(row.Field))
	}
	return ""
}

// showSide is whom we know already, what they are asked to agree to, and the
// usernames that are free.
func (v *join) showSide() {
	f, st := v.front, v.st
	box := []fyne.CanvasObject{}
	switch {
	case st.Active().Field == screen.JoinConsent && st.Consent != "":
		box = append(box, widget.NewSmall(f.T("join.consent.words")), widget.NewPara(st.Consent))
	case st.Active().Field == screen.JoinUsername && len(st.Usernames) > 0:
		box = append(box, widget.NewSmall(f.T("join.usernames")))
		for _, u := range st.Usernames {
			box = append(box, widget.NewText(u))
		}
	case len(st.Duplicates) > 0:
		box = append(box, widget.NewText(f.T("join.known")))
		for _, d := range st.Duplicates {
			name := widget.NewText(d.Member.Name)
			name.Cut = true
			reach := d.Member.Phone
			if reach == "" {
				reach = d.Member.Email
			}
			if reach == "" {
				reach = d.Member.Username
			}
			why := widget.NewPara(f.T("join.like."+string(d.Why), reach))
			why.TextSize, why.Ink = theme.Small, theme.LookText
			if d.Member.Status != "active" {
				why.Text = f.T("member."+string(d.Member.Status)) + " · " + why.Text
			}
			box = append(box, widget.NewLine(), name, why)
		}
	default:
		box = append(box, widget.NewSmall(f.T("join.known.none")))
	}
	show(v.same, len(st.Duplicates) > 0)
	v.side.Objects = box
	v.side.Refresh()
}
