package ui

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"bonuskasse/assets"
	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/screen/reports"
	"bonuskasse/pos/ui/theme"
	"bonuskasse/pos/ui/widget"
)

// paperWide is the width of the part at the right of Reports: a receipt's
// line of 42 letters fits.
const paperWide = 408

// reportsView is the last sales, and beside them the day's report or a receipt.
type reportsView struct {
	front   *Front
	page    *widget.Page
	entry   *widget.Entry
	list    *widget.List
	head    *widget.Text
	figures *fyne.Container
	scroll  *sheet
	paper   *paper
	says    *says
	again   *widget.Button
	back    *widget.Button
	why     *widget.Button
	mend    *widget.Button
	add     *widget.Button
	look    *widget.Button
	close   *widget.Button
	printX  *widget.Button
	printZ  *widget.Button
	leads   *fyne.Container // where one goes from here
	lead    map[string]*widget.Button
	st      reports.State
	drawn   string
}

// reportsLeads are the places that Reports leads to; what has no word is told
// with its number.
var reportsLeads = []struct {
	do, word, icon, key string
	anybody             bool // also who is no manager
}{
	{"alarms", "", "people", "A", false},
	{"approvals", "", "pending", "W", false},
	{"reviews", "reports.reviews", "edit", "V", true},
	{"messages", "reports.messages", "mail", "B", false},
	{"sales", "reports.sales", "report", "S", false},
	{"more", "reports.more", "excel", "R", false},
}

// NewReports makes the view of Reports.
func NewReports(f *Front) View {
	v := &reportsView{front: f, paper: newPaper(), figures: widget.Column()}
	v.entry = f.Entry(f.T("reports.find.hint"), "")
	v.says = newSays(f.T("reports.calm"))
	v.list = f.Kit.List(
		widget.Heading{Text: f.T("reports.column.time")},
		widget.Heading{Text: f.T("paper.receipt")},
		widget.Heading{Text: f.T("sale.customer"), Grow: 1},
		widget.Heading{Text: f.T("sale.column.amount"), Align: fyne.TextAlignTrailing},
	)
	v.list.Empty = f.T("reports.empty")
	v.list.At = v.cell
	v.list.OnChoose = func(row int) { f.Send(screen.Picked{At: row}) }
	v.list.OnOpen = v.list.OnChoose
	v.head = widget.NewHead("")
	v.head.TextSize, v.head.Cut = 24, true
	v.scroll = newSheet(v.figures)
	v.again = f.Kit.Button(f.T("action.copy"), f.Tap("reprint")).WithIcon("receipt").WithKey("Ctrl+P")
	v.back = f.Kit.Button(f.T("sale.return"), f.Tap("return")).WithIcon("return").WithKey("Ctrl+R")
	v.why = f.Kit.Button(f.T("action.why"), f.Tap("why")).WithIcon("help").WithKey("Ctrl+W")
	v.mend = f.Kit.Button(f.T("reports.mend"), f.Tap("mend")).WithIcon("member").WithKey("Ctrl+E")
	v.add = f.Kit.Button(f.T("reports.add_more"), f.Tap("add_more")).WithIcon("bonus").WithKey("Ctrl+J")
	v.look = f.Kit.Button(f.T("reports.look"), f.Tap("open")).WithIcon("search").WithKey("Enter")
	v.close = f.Kit.Button(f.T("reports.close"), f.Tap("close")).WithIcon("back").WithKey("Esc")
	v.printX = f.Kit.Button(f.T("reports.print_x.short"), f.Tap("print_x")).WithIcon("printer").WithKey("X")
	v.printZ = f.Kit.Button(f.T("reports.print_z"), f.Tap("close_shift")).WithIcon("lock").WithKey("Z")
	v.leads, v.lead = widget.Grid(2), map[string]*widget.Button{}
	for _, a := range reportsLeads {
		v.lead[a.do] = f.Kit.Button("", f.Tap(a.do)).WithIcon(a.icon).WithKey(a.key)
	}
	main := container.NewBorder(widget.Column(v.entry, v.says), widget.Grid(2, v.look, v.again, v.back, v.why, v.mend, v.add), nil, nil,
		container.New(pad{}, widget.NewPanelTight(v.list)))
	side := widget.NewPanel(container.NewBorder(widget.Column(v.head, widget.NewLine()), widget.Column(v.leads, container.NewStack(widget.Grid(2, v.printX, v.printZ), v.close)), nil, nil,
		container.New(pad{}, container.NewStack(v.scroll, v.paper.sheet))))
	v.page = &widget.Page{Content: widget.Sides(paperWide, main, side), Home: v.entry, Key: v.key}
	return v
}

// Page is part of View.
func (v *reportsView) Page() *widget.Page { return v.page }

// Notice is part of Noticer.
func (v *reportsView) Notice(kind widget.Kind, text string) { v.says.Say(kind, text) }

// key turns pages: of the receipt while one is open, or of the list, and behind its
// end those of the figures.
func (v *reportsView) key(ev *fyne.KeyEvent) bool {
	var turned bool
	switch {
	case v.st.Opened != "":
		turned = v.paper.turns(ev)
	case keyNames[ev.Name] == screen.KeyPageDown && v.st.Chosen >= len(v.st.Sales)-1, keyNames[ev.Name] == screen.KeyPageUp && v.scroll.offset > 0:
		turned = v.scroll.turns(ev)
	default:
		turned = v.front.turns(v.list, ev)
	}
	return turned || v.front.key(ev, v.entry)
}

func (v *reportsView) cell(row, column int) widget.Cell {
	if row >= len(v.st.Sales) {
		return widget.Cell{}
	}
	s, f := v.st.Sales[row], v.front
	switch column {
	case 0:
		at := s.Completed.Time(v.st.Zone)
		text := assets.Clock(f.Kit.Lang, at)
		if s.Completed < v.st.X.From {
			text = assets.Day(f.Kit.Lang, at) // the hour stands on the receipt
		}
		return widget.Cell{Text: text, Ink: theme.Muted}
	case 1:
		return widget.Cell{Text: s.Receipt}
	case 2:
		return widget.Cell{Text: s.Member}
	}
	if s.Refund {
		return widget.Cell{Text: f.Amount(s.ToPay), Icon: "return", Ink: theme.LookText, Bold: true}
	}
	return widget.Cell{Text: f.Amount(s.ToPay), Bold: true}
}

// Render is part of View.
func (v *reportsView) Render(state any) {
	st, ok := state.(reports.State)
	if !ok {
		return
	}
	before := v.st
	v.st = st
	SetEntry(v.entry, st.Number)
	if v.list.Rows != len(st.Sales) || v.list.Chosen() != st.Chosen || before.X.Made != st.X.Made {
		v.list.Rows = len(st.Sales)
		v.list.Fit(0, 1, 3) // names have the rest
		v.list.Choose(st.Chosen)
	}
	some := st.Opened != "" || st.Chosen >= 0
	v.again.SetEnabled(some)
	v.why.SetEnabled(some)
	v.add.SetEnabled(some && !st.Refund)
	v.look.SetEnabled(some && st.Opened == "")
	v.mend.SetEnabled(some && !st.Refund || st.Opened == "" && (some || st.Number != ""))
	v.back.SetEnabled(some && !st.Refund || st.Opened == "")
	v.side(st)
}

// side shows the receipt that is open, or else the report.
func (v *reportsView) side(st reports.State) {
	f := v.front
	drawn := fmt.Sprint(st.Opened, "/", st.X.Made, st.Watches, st.Alarms, st.ToApprove)
	if v.drawn == drawn {
		return
	}
	v.drawn = drawn
	open := st.Opened != ""
	show(v.scroll, !open)
	show(v.printX, !open)
	show(v.printZ, !open)
	v.lead["alarms"].Icon = "people"
	if st.Alarms > 0 {
		v.lead["alarms"].Icon = "look"
	}
	v.lead["alarms"].SetText(f.N("reports.alarms", st.Alarms))
	v.lead["approvals"].SetText(f.N("reports.approvals", st.ToApprove))
	v.leads.RemoveAll()
	for _, a := range reportsLeads {
		if a.word != "" {
			v.lead[a.do].SetText(f.T(a.word))
		}
		if !open && (a.anybody || st.Watches) {
			v.leads.Add(v.lead[a.do])
		}
	}
	show(v.paper.sheet, open)
	show(v.close, open)
	if open {
		v.head.Set(f.T("paper.receipt") + " " + st.Opened)
		v.paper.Set(st.Paper)
	} else {
		v.head.Set(f.T("reports.x.since", f.Clock(st.X.Made)))
		v.report(st)
	}
	v.page.Content.Refresh()
}

func show(o fyne.CanvasObject, on bool) {
	if on {
		o.Show()
	} else {
		o.Hide()
	}
}

// report puts the figures of the day so far below each other, what belongs
// together between two lines.
func (v *reportsView) report(st reports.State) {
	f, x := v.front, st.X
	v.figures.RemoveAll()
	var rows []figureRow
	line := func() { rows = append(rows, figureRow{}) }
	money := func(key string, m pos.Money) {
		rows = append(rows, figureRow{label: f.T(key), value: f.Amount(m)})
	}
	count := func(key string, n int64) {
		rows = append(rows, figureRow{label: f.T(key), value: assets.Number(f.Kit.Lang, n)})
	}
	count("paper.x.sales", x.Sales)
	count("paper.x.refunds", x.Refunds)
	line()
	money("paper.x.gross", x.Gross)
	money("paper.x.discounts", -x.Discounts)
	money("paper.x.returned", -x.Returned)
	rows = append(rows, figureRow{label: f.T("paper.x.net") + ", " + f.Unit(), value: f.Amount(x.Net - x.Returned), bold: true})
	for _, vat := range x.VAT {
		rows = append(rows, figureRow{label: f.T("paper.vat", assets.Percent(f.Kit.Lang, vat.Bp), f.Amount(vat.Net)), value: f.Amount(vat.VAT)})
	}
	line()
	for _, kind := range tenderOrder {
		if m, ok := x.Tenders[kind]; ok {
			money("paper.tender."+string(kind), m)
		}
	}
	if _, ok := x.Tenders[pos.BonusTender]; !ok {
		money("paper.x.bonus", x.BonusValue)
	}
	money("paper.rounding", x.Rounding)
	line()
	count("reports.points_earned", x.PointsEarned)
	count("reports.points_used", x.PointsUsed)
	line()
	count("paper.x.voids", x.Voids)
	count("paper.x.copies", x.Copies)
	count("paper.x.drawer", x.DrawerOpens)
	for _, r := range rows {
		v.figures.Add(r.draw())
	}
	v.figures.Layout = paperLayout{}
	v.figures.Refresh()
}

// tenderOrder is the order in which ways to pay are told everywhere.
var tenderOrder = []pos.TenderKind{pos.Cash, pos.BankCard, pos.Mobile, pos.PaidGiftCard, pos.PromoGiftCard, pos.BonusTender}

// figureRow is a label and its figure; the zero row is a line.
type figureRow struct {
	label, value string
	bold         bool
}

func (r figureRow) draw() fyne.CanvasObject {
	if r.label == "" {
		return widget.NewLine()
	}
	label, value := widget.NewSmall(r.label), widget.NewText(r.value)
	label.Cut = true
	value.TextSize, value.Align, value.Bold, label.Bold = theme.Small, fyne.TextAlignTrailing, r.bold, r.bold
	if r.bold {
		label.Ink = theme.Text
	}
	return container.New(leftRight{}, label, value)
}
