package main

import (
	"context"
	"image"
	"maps"
	"sync"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/test"

	"bonuskasse/assets"
	"bonuskasse/cmd/internal/cardpress"
	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/paper"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/screen/appointments"
	"bonuskasse/pos/screen/cards"
	"bonuskasse/pos/screen/coupons"
	"bonuskasse/pos/screen/gifts"
	"bonuskasse/pos/screen/noted"
	"bonuskasse/pos/screen/reports"
	"bonuskasse/pos/screen/returns"
	"bonuskasse/pos/screen/settings"
	"bonuskasse/pos/till"
	"bonuskasse/pos/ui"
	"bonuskasse/pos/ui/theme"
	"bonuskasse/pos/ui/widget"
)

// stage is the cashier's window without a window: the same frame, screens and
// views as the till's, on a canvas that draws into memory.
type stage struct {
	ctx    context.Context
	shop   *shop
	canvas fyne.Canvas
	shell  *screen.Shell
	front  *ui.Front
	copied string // the clipboard
	held   bool   // what runs beside the window is still at it
}

// take takes the picture of a shot.
func (s *shop) take(ctx context.Context, sh shot, lang string, mode theme.Mode, size fyne.Size) (image.Image, error) {
	c, err := s.pose(ctx, sh, lang, mode, size)
	if err != nil {
		return nil, err
	}
	return c.Capture(), nil
}

// pose sets the stage and lets a shot drive it; the canvas is as it is then.
func (s *shop) pose(ctx context.Context, sh shot, lang string, mode theme.Mode, size fyne.Size) (drawnCanvas, error) {
	if err := s.clear(ctx); err != nil {
		return nil, err
	}
	for key, value := range map[string]string{till.LanguageSetting: lang, till.ThemeSetting: mode.String()} {
		if err := s.till.Set(ctx, key, value, till.By(s.bo)); err != nil {
			return nil, err
		}
	}
	g, c := s.stage(ctx, lang, mode, size)
	if err := sh.drive(g); err != nil {
		return nil, err
	}
	if sh.customer {
		return g.customer(mode, size), nil
	}
	g.front.Draw()
	layOut(c, size)
	return c, nil
}

// layOut does what a window does by itself with what has grown; a canvas alone does
// so when its size changes.
func layOut(c drawnCanvas, size fyne.Size) {
	c.Resize(size.AddWidthHeight(1, 1))
	c.Resize(size)
}

type drawnCanvas interface {
	fyne.Canvas
	Resize(fyne.Size)
}

// studio is the one app of all pictures: with each new one Fyne reads its fonts
// again, and lets go of none.
var studio = sync.OnceValue(test.NewApp)

func newCanvas(mode theme.Mode, size fyne.Size) drawnCanvas {
	theme.Wear(studio(), mode)
	c := software.NewCanvas()
	c.SetPadded(false)
	c.Resize(size)
	// Fyne's caches go by a clock that only a drawing sets: what is made a minute
	// after the last one would be taken for old when it is drawn, and thrown away.
	c.Capture()
	return c
}

func (s *shop) stage(ctx context.Context, lang string, mode theme.Mode, size fyne.Size) (*stage, drawnCanvas) {
	c := newCanvas(mode, size)
	g := &stage{ctx: ctx, shop: s, canvas: c, copied: pasted}
	g.shell = screen.NewShell(screen.Options{
		Now: s.clock, Language: lang, Theme: mode.String(), Currency: pos.DKK, Zone: s.till.Zone(),
		Draw: func() {
			if g.front != nil {
				g.front.Draw()
			}
		},
		Run: func(work func(context.Context) func()) {
			if came := work(ctx); !g.held {
				came()
			}
		},
	})
	g.add()
	// Timers never fire: what is shown is what stands there at once.
	g.front = ui.NewFront(ctx, c, g.shell, widget.Options{
		Now:   s.clock,
		After: func(time.Duration, func()) func() { return func() {} },
	})
	g.views()
	g.shell.SetLocks(true)
	g.shell.Handle(ctx, screen.Status{News: func(st *screen.Strip) {
		st.TillNo, st.Shop, st.Line = 2, "Ribe Te & Kaffe", screen.Line{Since: pos.At(s.now.Add(-25 * time.Minute))}
		st.Unsent, st.Printer, st.Readers = 14, hardware.State{Status: hardware.Ready}, counter{}.Readers()[:1]
	}})
	g.shell.SignIn(ctx, s.bo)
	g.shell.Start(ctx, screen.SalePlace)
	g.front.Draw()
	return g, c
}

func (g *stage) add() {
	t, d, look := g.shop.till, counter{}, g.shell.SetLook
	g.shell.Add(screen.SalePlace, screen.NewSale(t, d))
	g.shell.Add(screen.PaymentPlace, screen.NewPayment(t, g.shop.store, d))
	g.shell.Add(screen.LockPlace, screen.NewLock(t, nil))
	g.shell.Add(screen.NotedPlace, noted.New(noted.Options{
		Till: t, Store: g.shop.store, Devices: d, Clipboard: func() string { return g.copied }, Files: reviewFiles{},
	}))
	g.shell.Add(screen.AlarmsPlace, screen.NewAlarms(t))
	g.shell.Add(screen.ApprovalsPlace, screen.NewApprovals(t))
	g.shell.Add(reports.PointsPlace, reports.NewPoints(t, reviewFiles{}))
	g.shell.Add(reports.SalesPlace, reports.NewSales(t, reviewFiles{}))
	for place, report := range reports.Club(t, reviewFiles{}) {
		g.shell.Add(place, report)
	}
	g.shell.Add(screen.MessagesPlace, screen.NewMessages(t))
	g.shell.Add(screen.TemplatesPlace, screen.NewTemplates(t))
	g.shell.Add(screen.EditTemplatePlace, screen.NewEditTemplate(t))
	g.shell.Add(screen.ReviewsPlace, screen.NewReviews(t, reviewFiles{}))
	g.shell.Add(screen.NotedListsPlace, noted.NewLists(t, d))
	g.shell.Add(screen.MemberPlace, screen.NewMembers(t, d))
	g.shell.Add(screen.AppointmentsPlace, appointments.New(t, salon{}))
	g.shell.Add(screen.JoinPlace, screen.NewJoin(t))
	g.shell.Add(screen.FirstStartPlace, screen.NewFirstStart(founding{}, g.shell.State().Language, "/home/bo/.local/share/bonuskasse/shop"))
	g.shell.Add(screen.ImportPlace, screen.NewImport(&broughtTill{t, g}, brought{g.shop.now}, t.Zone()))
	g.shell.Add(screen.CardsPlace, cards.New(t, cardpress.Press{To: "/home/bo/Bonuskasse"}))
	g.shell.Add(screen.CouponsPlace, coupons.New(t, d, d))
	g.shell.Add(screen.GiftsPlace, gifts.New(t, d))
	g.shell.Add(screen.ReportsPlace, reports.New(t, d))
	g.shell.Add(screen.RefundPlace, returns.New(t, d))
	g.shell.Add(screen.SettingsPlace, settings.New(apart{t, nil}, d, apart{t, nil}, look).Backs(stick{g.shop.now}).Brings(reviewFiles{}))
	g.shell.Add(screen.HelpPlace, screen.NewHelp(screen.HelpOptions{
		Till: t, Devices: d, Screen: g.shell.Screen, Questions: len(assets.FAQ("en")),
		Paper: func(lang string, made time.Time) hardware.Document {
			return paper.FAQ("Ribe Te & Kaffe", lang, made)
		},
		Customer: func() string { return g.shell.State().Basket.Language },
		Language: func() string { return g.shell.State().Language },
	}))
}

func (g *stage) views() {
	for place, view := range makers() {
		g.front.Add(place, view)
	}
}

// makers make the view of each place.
func makers() map[screen.Place]ui.Maker {
	all := ui.ClubReports()
	maps.Copy(all, map[screen.Place]ui.Maker{
		screen.SalePlace: ui.NewSale, screen.PaymentPlace: ui.NewPayment, screen.LockPlace: ui.NewLock,
		screen.MemberPlace: ui.NewMember, screen.NotedPlace: ui.NewNoted, screen.NotedListsPlace: ui.NewNotedLists,
		screen.AppointmentsPlace: ui.NewAppointments, screen.FirstStartPlace: ui.NewFirstStart,
		screen.JoinPlace: ui.NewJoin, screen.ImportPlace: ui.NewImport, screen.CardsPlace: ui.NewCards,
		screen.GiftsPlace: ui.NewGifts, screen.AlarmsPlace: ui.NewAlarms, screen.ApprovalsPlace: ui.NewApprovals, reports.PointsPlace: ui.NewPointsReport, reports.SalesPlace: ui.NewSalesReport,
		screen.MessagesPlace:  ui.NewMessages,
		screen.TemplatesPlace: ui.NewTemplates, screen.EditTemplatePlace: ui.NewEditTemplate, screen.ReviewsPlace: ui.NewReviews,
		screen.ReportsPlace: ui.NewReports, screen.RefundPlace: ui.NewReturns,
		screen.SettingsPlace: ui.NewSettings, screen.HelpPlace: ui.NewHelp, screen.CouponsPlace: ui.NewCoupons,
	})
	return all
}

// stick has a copy of this morning's.
type stick struct{ now time.Time }

func (stick) BackUp(_ context.Context, folder string) (string, error) {
	return folder + "/bonuskasse-2026-11-24-140512.db", nil
}
func (s stick) LastBackup(string) pos.Millis { return pos.At(s.now.Add(-5 * time.Hour)) }

// founding makes no shop.
type founding struct{}

func (founding) Found(context.Context, screen.NewShop) error { return nil }
func (founding) Speak(context.Context, string)               {}
func (founding) Open()                                       {}

// customer is the customer's window as it follows this one.
func (g *stage) customer(mode theme.Mode, size fyne.Size) drawnCanvas {
	c := newCanvas(mode, size)
	w := ui.NewCustomer()
	c.SetContent(w.Content())
	c.Resize(size)
	w.Render(screen.CustomerOf(g.shell.State()))
	layOut(c, size)
	return c
}

// What a person does, for the shots.

func (g *stage) send(e screen.Event) { g.shell.Handle(g.ctx, e) }

func (g *stage) keys(names ...screen.KeyName) {
	for _, k := range names {
		g.send(screen.Key{Name: k})
	}
}

func (g *stage) typed(text string) { g.send(screen.Typed{Text: text}) }

func (g *stage) runes(text string) {
	for _, r := range text {
		g.send(screen.Rune{Rune: r})
	}
}

func (g *stage) answer(do string, row int, text string) {
	g.send(screen.Answered{Reply: screen.Reply{Do: do, Row: row, Text: text}})
}

func (g *stage) scan(kind hardware.Kind, value string) {
	g.send(screen.Scanned{Scan: hardware.Scan{Kind: kind, Value: value, Source: hardware.SerialBarcode, Reader: "Zebra DS2208", At: g.shop.now}})
}

func (g *stage) buy(items ...int) {
	for _, i := range items {
		g.scan(hardware.KindProduct, stock[i].sku)
	}
}
