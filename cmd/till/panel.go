package main

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"bonuskasse/hardware/fake"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/ui/widget"
)

// panel is the demo's simulated devices: a scanner that reads what one taps,
// and a printer that can be told to misbehave. Ctrl+E shows and hides it, in a
// window of its own.
type panel struct {
	x     *wired
	app   fyne.App
	win   fyne.Window
	desk  *widget.Desk
	lang  string
	theme string
	shown bool
}

// panelKey shows and hides the panel.
const panelKey screen.KeyName = "Ctrl+E"

func newPanel(x *wired, a fyne.App) *panel {
	return &panel{x: x, app: a}
}

// toggle shows or hides the panel.
func (p *panel) toggle() {
	if p.shown {
		p.win.Hide()
		p.shown = false
		return
	}
	if p.win == nil {
		p.win = p.app.NewWindow("Bonuskasse demo")
		p.win.SetPadded(false)
		p.win.SetCloseIntercept(p.toggle)
		p.desk = widget.NewDesk(p.win.Canvas(), widget.Options{Post: p.x.rest.post})
		p.win.Resize(fyne.NewSize(520, 680))
	}
	p.lang = ""
	p.shown = true
	p.follow(p.x.shell.State())
	p.win.Show()
}

// follow speaks the language of the cashier's window.
func (p *panel) follow(st screen.ShellState) {
	if !p.shown || p.lang == st.Language && p.theme == st.Theme {
		return
	}
	p.lang, p.theme = st.Language, st.Theme
	k := widget.NewKit(p.desk, st.Language)
	p.desk.SetPage(&widget.Page{Content: container.NewPadded(widget.NewPanel(p.content(k)))})
}

func (p *panel) content(k *widget.Kit) fyne.CanvasObject {
	scan := func(name, code string) *widget.Button {
		return k.Button(name, func() { p.x.demo.scan(code) }).WithIcon("scanner")
	}
	var goods, cards []fyne.CanvasObject
	for _, g := range demoGoods[:8] {
		goods = append(goods, scan(g.name, g.gtin))
	}
	for i, m := range demoMembers[:4] {
		cards = append(cards, scan(m.name, fmt.Sprint(10001+i)))
	}
	// A test number of a bank card, printed in many manuals: the till refuses it.
	cards = append(cards, scan(k.T("demo.bank_card"), "4111111111111111"), scan(k.T("demo.unknown"), "5709999999993"))
	condition := func(key string, set func(*fake.Condition, bool)) *widget.Check {
		return k.Check(k.T("demo."+key), func(on bool) { p.x.demo.printer.Set(func(c *fake.Condition) { set(c, on) }) })
	}
	note := widget.NewSmall(k.T("demo.papers", p.x.demo.dir+"/papers"))
	note.Cut = true
	return widget.Column(
		widget.NewHead(k.T("demo.title")),
		widget.NewSmall(k.T("demo.goods")), widget.Grid(2, goods...),
		widget.NewSmall(k.T("demo.cards")), widget.Grid(2, cards...),
		widget.NewSmall(k.T("device.printer")),
		widget.Grid(2,
			condition("paper_out", func(c *fake.Condition, on bool) { c.PaperOut = on }),
			condition("paper_low", func(c *fake.Condition, on bool) { c.PaperLow = on }),
			condition("cover_open", func(c *fake.Condition, on bool) { c.CoverOpen = on }),
			condition("silent", func(c *fake.Condition, on bool) { c.Silent = on })),
		widget.NewLine(), note, widget.NewPara(k.T("demo.pins")),
	)
}
