package main

import (
	"bonuskasse/pos/screen"
	"bonuskasse/pos/ui"
)

func (x *wired) addScreens() {
	t, d := x.till, x.devices
	var hints map[string]string
	if x.demo != nil {
		hints = demoPINs
	}
	x.shell.Add(screen.SalePlace, screen.NewSale(t, d))
	x.shell.Add(screen.PaymentPlace, screen.NewPayment(t, x.store, d))
	x.shell.Add(screen.LockPlace, screen.NewLock(t, hints))
}

func (x *wired) addViews() {
	f := x.front
	f.Add(screen.SalePlace, ui.NewSale)
	f.Add(screen.PaymentPlace, ui.NewPayment)
	f.Add(screen.LockPlace, ui.NewLock)
}
