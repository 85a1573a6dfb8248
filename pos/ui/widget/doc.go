// Package widget is the till's own kit of controls. Every control that can
// have the focus is made here and asks one router before it takes a key,
// because Fyne gives a key to the focused widget and to nobody else: with a
// stock button focused, a scanner's keys vanish. So screens use no focusable
// control of Fyne's; a test reads their source and says so.
//
// First use:
//
//	desk := widget.NewDesk(window.Canvas(), widget.Options{Post: fyne.Do, Burst: wedge})
//	kit := widget.NewKit(desk, "da")
//	entry := kit.Entry(kit.T("sale.entry.hint"))
//	pay := kit.Button(kit.T("sale.pay"), goToPayment).As(widget.Go).WithIcon("forward").WithKey("+")
//	desk.SetPage(&widget.Page{
//		Content: container.NewBorder(entry, pay, nil, nil, list),
//		Home:    entry,
//		Rune:    func(r rune) bool { ... },  // '+' and '*', say
//		Scan:    func(scan any) bool { ... }, // false: this page has no use for it
//	})
//	kit.Ask(widget.Question{Title: ..., Yes: widget.Answer{...}, No: widget.Answer{...}})
//
// A key goes this way: the scanner's burst (is it a scan?), the top question
// or else the page and then the keys that hold everywhere, the focused
// control. Everything here runs on the window's goroutine; what comes from
// elsewhere crosses by Desk.Post.
package widget
