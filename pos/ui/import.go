package ui

import (
	"slices"
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"bonuskasse/assets"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/till"
	"bonuskasse/pos/ui/theme"
	"bonuskasse/pos/ui/widget"
)

// importer is the import of members: a file, what would come of it, how far it
// is, and what came of it, one after another in the same place.
type importer struct {
	front  *Front
	page   *widget.Page
	says   *says
	body   *fyne.Container
	st     screen.ImportState
	choose importChoose
	look   importLook
	run    importRun
	shown  fyne.CanvasObject
}

type importChoose struct {
	entry *widget.Entry
	dir   *widget.Text
	list  *widget.List
	all   fyne.CanvasObject
}

type importLook struct {
	head, sum *widget.Text
	tabs      *widget.Rail
	list      *widget.List
	tab       screen.ImportTab
	file      string
	start     *widget.Button
	all       fyne.CanvasObject
}

type importRun struct {
	head, count *widget.Text
	note        *widget.Para
	bar         *widget.Bar
	cancel      *widget.Button
	again       *widget.Button
	members     *widget.Button
	buttons     *fyne.Container
	all         fyne.CanvasObject
}

// NewImport makes the view of the import.
func NewImport(f *Front) View {
	v := &importer{front: f, body: container.NewStack(), says: newSays(f.T("import.calm"))}
	v.makeChoose()
	v.makeLook()
	v.makeRun()
	v.shown = v.choose.all
	v.body.Objects = []fyne.CanvasObject{v.shown} // the home field has to be there to be given the focus
	v.page = &widget.Page{Content: container.NewBorder(v.says, nil, nil, nil, container.New(pad{}, v.body)), Home: v.choose.entry, Key: v.key}
	return v
}

func (v *importer) makeChoose() {
	f, c := v.front, &v.choose
	c.entry = f.Kit.Free(f.T("import.path.hint"))
	c.entry.OnChanged = func(text string) { f.Send(screen.Typed{Text: text}) }
	c.dir = widget.NewSmall("")
	c.dir.Cut = true
	c.list = f.Kit.List(widget.Heading{Text: f.T("import.file.name"), Grow: 1}, widget.Heading{Text: f.T("import.file.changed"), Width: 208},
		widget.Heading{Text: f.T("import.file.size"), Width: 120, Align: fyne.TextAlignTrailing})
	c.list.At, c.list.Empty = v.file, f.T("import.file.none")
	c.list.OnChoose = func(row int) { f.Send(screen.Picked{At: row}) }
	c.list.OnOpen = c.list.OnChoose
	back := f.Kit.Button(f.T("action.back"), f.Tap("back")).WithIcon("back").WithKey("Esc")
	open := f.Kit.Button(f.T("import.open"), f.Tap("open")).As(widget.Go).WithIcon("open").WithKey("Enter")
	c.all = container.NewBorder(widget.Column(c.entry, c.dir), widget.Grid(2, back, open), nil, nil, container.New(pad{}, widget.NewPanelTight(c.list)))
}

func (v *importer) makeLook() {
	f, c := v.front, &v.look
	c.head = widget.NewHead("")
	c.head.TextSize, c.head.Cut = 24, true
	c.sum = widget.NewText("")
	c.sum.Cut = true
	c.tabs = f.Kit.Rail(nil, func(i int) { f.Send(screen.Tap{Do: "tab", At: i}) })
	c.list = f.Kit.List(widget.Heading{Grow: 1})
	c.list.At = v.cell
	c.list.OnChoose = func(row int) { f.Send(screen.Picked{At: row}) }
	c.list.OnOpen = c.list.OnChoose
	c.tab = -1
	back := f.Kit.Button(f.T("import.other"), f.Tap("back")).WithIcon("back").WithKey("Esc")
	c.start = f.Kit.Button(f.T("import.do"), f.Tap("import")).As(widget.Go).WithIcon("people").WithKey("Ctrl+S")
	c.all = container.NewBorder(widget.Column(c.head, c.sum, c.tabs), widget.Grid(2, back, c.start), nil, nil,
		container.New(pad{}, widget.NewPanelTight(c.list)))
}

func (v *importer) makeRun() {
	f, c := v.front, &v.run
	c.head, c.count, c.note, c.bar = widget.NewHead(""), widget.NewText(""), widget.NewPara(""), widget.NewBar()
	c.head.Cut = true
	c.cancel = f.Kit.Button(f.T("action.cancel"), f.Tap("cancel")).WithIcon("cancel").WithKey("Esc")
	c.again = f.Kit.Button(f.T("import.again"), f.Tap("again")).WithIcon("open").WithKey("Enter")
	c.members = f.Kit.Button(f.T("action.back"), f.Tap("back")).As(widget.Go).WithIcon("back").WithKey("Esc")
	c.buttons = container.NewStack()
	c.all = widget.NewPanel(container.NewBorder(widget.Column(c.head, c.count, c.bar, c.note), c.buttons, nil, nil))
}

// Page is part of View.
func (v *importer) Page() *widget.Page { return v.page }

// Notice is part of Noticer.
func (v *importer) Notice(kind widget.Kind, text string) { v.says.Say(kind, text) }

// key sends the arrows to the sides where there are tabs.
func (v *importer) key(ev *fyne.KeyEvent) bool {
	list := v.choose.list
	if v.st.Step == screen.ImportLook {
		list = v.look.list
	}
	return v.front.turns(list, ev) || v.front.sideKey(ev, v.choose.entry)
}

func (v *importer) file(row, column int) widget.Cell {
	if row >= len(v.st.Files) {
		return widget.Cell{}
	}
	x, f := v.st.Files[row], v.front
	switch {
	case column == 0 && x.Name == "..":
		return widget.Cell{Text: f.T("import.file.up"), Icon: "up"}
	case column == 0 && x.Folder:
		return widget.Cell{Text: x.Name, Icon: "open"}
	case column == 0:
		return widget.Cell{Text: x.Name, Icon: "excel", Bold: true}
	case x.Name == "..":
		return widget.Cell{}
	case column == 1:
		return widget.Cell{Text: f.Moment(x.Changed), Ink: theme.Muted}
	case x.Folder:
		return widget.Cell{}
	}
	return widget.Cell{Text: assets.Number(f.Kit.Lang, (x.Bytes+1023)/1024) + " kB", Ink: theme.Muted}
}

// headings of the list, by the tab.
func (v *importer) headings(tab screen.ImportTab) []widget.Heading {
	f := v.front
	switch tab {
	case screen.ImportColumns:
		return []widget.Heading{{Text: f.T("import.head.field"), Grow: 1}, {Text: f.T("import.head.column"), Grow: 1}, {Text: f.T("import.head.first"), Grow: 1}}
	case screen.ImportBad:
		return []widget.Heading{{Text: f.T("import.head.line"), Width: 96, Align: fyne.TextAlignTrailing}, {Text: f.T("import.head.why"), Grow: 1}}
	}
	return []widget.Heading{{Text: f.T("import.field.name"), Grow: 3}, {Text: f.T("import.field.username"), Grow: 2}, {Text: f.T("import.field.phone"), Grow: 2},
		{Text: f.T("import.field.card"), Width: 120}, {Text: f.T("import.field.points"), Width: 104, Align: fyne.TextAlignTrailing}}
}

func (v *importer) cell(row, column int) widget.Cell {
	switch v.st.Tab {
	case screen.ImportColumns:
		return v.columnCell(row, column)
	case screen.ImportBad:
		return v.badCell(row, column)
	}
	if row >= len(v.st.Found.Preview) {
		return widget.Cell{}
	}
	p, f := v.st.Found.Preview[row], v.front
	switch column {
	case 0:
		return widget.Cell{Text: p.Name, Second: p.Email, Bold: true}
	case 1:
		if p.Proposed {
			return widget.Cell{Text: p.Username, Second: f.T("import.proposed")}
		}
		return widget.Cell{Text: p.Username}
	case 2:
		return widget.Cell{Text: p.Phone, Second: v.birthday(p.Birthday)}
	case 3:
		return widget.Cell{Text: p.Card, Second: f.tierName(p.Tier)}
	}
	return widget.Cell{Text: assets.Number(f.Kit.Lang, p.Points), Bold: p.Points > 0}
}

func (v *importer) birthday(iso string) string {
	day, err := time.Parse(time.DateOnly, iso)
	if err != nil {
		return ""
	}
	return assets.Date(v.front.Kit.Lang, day)
}

func (v *importer) columnCell(row, column int) widget.Cell {
	f, field := v.front, till.MemberFields[min(row, len(till.MemberFields)-1)]
	heading := v.st.ColumnOf(field)
	switch {
	case column == 0:
		return widget.Cell{Text: f.T("import.field." + string(field))}
	case heading == "":
		if column == 1 {
			return widget.Cell{Text: f.T("import.column.none"), Ink: theme.Muted}
		}
		return widget.Cell{}
	case column == 1:
		return widget.Cell{Text: heading, Bold: true, Icon: "ok", Ink: theme.AccentText}
	}
	return widget.Cell{Text: v.st.First[heading], Ink: theme.Muted}
}

func (v *importer) badCell(row, column int) widget.Cell {
	if row >= len(v.st.Found.Bad) {
		return widget.Cell{}
	}
	b, f := v.st.Found.Bad[row], v.front
	if column == 0 {
		return widget.Cell{Text: strconv.Itoa(b.Row), Ink: theme.Muted}
	}
	field := f.T("import.whole_line")
	if b.Field != "" {
		field = f.T("import.field." + string(b.Field))
	}
	return widget.Cell{Text: field, Second: f.T("import.why."+string(b.Code), b.Value, b.Other), Icon: "look", Ink: theme.LookText}
}

// Render is part of View.
func (v *importer) Render(state any) {
	st, ok := state.(screen.ImportState)
	if !ok {
		return
	}
	v.st = st
	show, calm := v.run.all, "import.calm.run"
	switch st.Step {
	case screen.ImportChoose:
		v.renderChoose()
		show, calm = v.choose.all, "import.calm"
	case screen.ImportLook:
		v.renderLook()
		show, calm = v.look.all, "import.calm.look"
	case screen.ImportDone:
		calm = "import.calm.done"
		v.renderRun()
	default:
		v.renderRun()
	}
	v.says.Calm(v.front.T(calm))
	if v.shown != show {
		v.shown = show
		v.body.Objects = []fyne.CanvasObject{show}
		v.body.Refresh()
		if st.Step == screen.ImportChoose {
			v.front.desk.Home()
		}
	}
}

func (v *importer) renderChoose() {
	c := &v.choose
	SetEntry(c.entry, v.st.Text)
	c.dir.Set(v.st.Dir)
	c.list.Rows = len(v.st.Files)
	c.list.Choose(v.st.Chosen)
}

func (v *importer) renderLook() {
	f, c, st := v.front, &v.look, v.st
	c.head.Set(st.File)
	n := func(i int) string { return assets.Number(f.Kit.Lang, int64(i)) }
	sum := f.T("import.sum", n(st.Found.Rows), n(st.Found.Good), n(len(st.Found.Bad)))
	if st.Found.Points > 0 {
		sum += " · " + f.T("import.sum.points", f.Points(st.Found.Points))
	}
	c.sum.Set(sum)
	tabs := []widget.Place{
		{Icon: "member", Text: f.T("import.tab.rows", n(st.Found.Good))}, {Icon: "excel", Text: f.T("import.tab.columns", n(len(st.Found.Map)))},
		{Icon: "look", Text: f.T("import.tab.bad", n(len(st.Found.Bad)))},
	}
	if !slices.Equal(c.tabs.Places, tabs) {
		c.tabs.Places = tabs
		c.tabs.Refresh()
	}
	c.tabs.Choose(int(st.Tab))
	if c.tab != st.Tab || c.file != st.File {
		c.tab, c.file = st.Tab, st.File
		c.list.Headings = v.headings(st.Tab)
		c.list.Tall = st.Tab != screen.ImportColumns
		c.list.Empty = f.T("import.rows.none")
		if st.Tab == screen.ImportBad {
			c.list.Empty = f.T("import.bad.none")
		}
		c.list.Reveal(0)
	}
	c.list.Rows = st.Length()
	c.list.Choose(st.Chosen)
	c.start.SetEnabled(st.Found.Good > 0)
}

func (v *importer) renderRun() {
	f, c, st := v.front, &v.run, v.st
	n := func(i int) string { return assets.Number(f.Kit.Lang, int64(i)) }
	var buttons fyne.CanvasObject
	c.bar.Show()
	switch st.Step {
	case screen.ImportRead:
		c.head.Set(f.T("import.reading", st.File))
		c.count.Set("")
		c.note.Set("")
		c.bar.Hide()
		buttons = c.cancel
	case screen.ImportRun:
		c.head.Set(f.T("import.running.head", st.File))
		c.count.Set(f.T("import.count", n(st.Done), n(st.Total)))
		if st.Done == st.Total {
			c.count.Set(f.T("import.finishing"))
		}
		c.note.Set(f.T("import.running.note"))
		c.bar.Set(st.Done, st.Total)
		buttons = c.cancel
	default:
		c.head.Set(f.T("import.done.all", f.N("count.members", int64(st.Found.Imported))))
		c.count.Set("")
		if left := len(st.Found.Bad); left > 0 {
			c.count.Set(f.T("import.left_out", f.N("count.rows", int64(left))))
		}
		c.note.Set(f.T("import.done.note"))
		c.bar.Hide()
		buttons = widget.Grid(2, c.again, c.members)
	}
	c.cancel.SetEnabled(!st.Stopping)
	if st.Step == screen.ImportDone && len(c.buttons.Objects) > 0 && c.buttons.Objects[0] != c.cancel {
		return
	}
	c.buttons.Objects = []fyne.CanvasObject{buttons}
	c.buttons.Refresh()
}
