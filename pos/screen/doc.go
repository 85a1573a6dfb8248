// Package screen is what each screen knows and does, with no window: a
// presenter takes an Event and has a State; a view elsewhere draws the state
// and sends the events. So a table of events is a test.
//
//	shell := screen.NewShell(screen.Options{Now: time.Now, Language: "da"})
//	shell.Add(screen.SalePlace, screen.NewSale(t))  // t is a *till.Till
//	shell.Start(ctx, screen.SalePlace)
//	shell.Handle(ctx, screen.Scanned{Scan: scan})   // from any reader
//	shell.Handle(ctx, screen.Key{Name: screen.KeyF3})
//	state := shell.State()                          // draw this
//
// A presenter decides nothing about the frame around it. What it wants (to go
// elsewhere, to ask, to say, to sound, to wait, to work in the background) it
// writes on the Turn it is given; the shell does it afterwards. All words are
// Sentences: keys and arguments that pos/ui translates.
//
// The rooms beside this one are built on it, and it knows none of them:
// pos/screen/noted is F4, pos/screen/coupons F5, pos/screen/cards F6,
// pos/screen/gifts F7, pos/screen/reports F8, pos/screen/settings F10,
// pos/screen/returns the goods that come back, pos/screen/appointments what
// members come for. What they share is here: Turn, Question, Event, Sentence,
// Browsing, Drawing, Handover.
//
// Everything here runs on one goroutine, the window's.
package screen
