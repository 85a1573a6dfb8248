package main

import (
	"fyne.io/fyne/v2"

	"bonuskasse/pos/screen"
	"bonuskasse/pos/till"
	"bonuskasse/pos/ui"
)

// secondWindow opens the window for the customer, and makes it follow the
// cashier's.
func (x *wired) secondWindow(a fyne.App, shop till.Shop) {
	var customer *ui.Customer
	if x.Customer {
		w := a.NewWindow(shop.Name)
		w.SetPadded(false)
		customer = ui.NewCustomer()
		w.SetContent(customer.Content())
		w.Resize(fyne.NewSize(800, 600))
		if x.Fullscreen {
			w.SetFullScreen(true)
		}
		w.Show()
	}
	if x.demo != nil {
		x.panel = newPanel(x, a)
	}
	x.front.OnDraw(func(st screen.ShellState) {
		if customer != nil {
			customer.Render(screen.CustomerOf(st))
		}
		if x.panel != nil {
			x.panel.follow(st)
		}
	})
}
