package main

import (
	"path/filepath"
	"time"

	"fyne.io/fyne/v2"

	"bonuskasse/assets"
	"bonuskasse/cmd/internal/cardpress"
	"bonuskasse/cmd/internal/diary"
	"bonuskasse/cmd/internal/dossier"
	"bonuskasse/cmd/internal/reportsheet"
	"bonuskasse/hardware"
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
	x.shell.Add(screen.RefundPlace, returns.New(t, d))
	x.shell.Add(screen.NotedPlace, noted.New(noted.Options{
		Till: t, Store: x.store, Devices: d, Clipboard: func() string { return fyne.CurrentApp().Clipboard().Content() }, Files: lists{},
	}))
	x.shell.Add(screen.NotedListsPlace, noted.NewLists(t, d))
	x.shell.Add(screen.MemberPlace, screen.NewMembers(t, dossier.Files{}))
	x.shell.Add(screen.AppointmentsPlace, appointments.New(t, diary.Files{}))
	x.shell.Add(screen.JoinPlace, screen.NewJoin(t))
	x.shell.Add(screen.ImportPlace, screen.NewImport(t, lists{}, t.Zone()))
	x.shell.Add(screen.CardsPlace, cards.New(t, cardpress.Press{To: x.cardFolder()}))
	x.shell.Add(screen.CouponsPlace, coupons.New(t, d, sheetFolder{dir: filepath.Join(x.Shop, "papers")}))
	x.shell.Add(screen.GiftsPlace, gifts.New(t, d))
	x.shell.Add(screen.ReportsPlace, reports.New(t, d))
	x.shell.Add(screen.AlarmsPlace, screen.NewAlarms(t))
	x.shell.Add(screen.ApprovalsPlace, screen.NewApprovals(t))
	sheets := reportsheet.Files{Currency: string(x.shell.State().Currency), Zone: t.Zone()}
	x.shell.Add(reports.PointsPlace, reports.NewPoints(t, sheets))
	x.shell.Add(reports.SalesPlace, reports.NewSales(t, sheets))
	for place, report := range reports.Club(t, sheets) {
		x.shell.Add(place, report)
	}
	x.shell.Add(screen.MessagesPlace, screen.NewMessages(t))
	x.shell.Add(screen.TemplatesPlace, screen.NewTemplates(t))
	x.shell.Add(screen.EditTemplatePlace, screen.NewEditTemplate(t))
	x.shell.Add(screen.ReviewsPlace, screen.NewReviews(t, lists{}))
	x.shell.Add(screen.OfficePlace, screen.NewOffice(t, x))
	x.shell.Add(screen.SettingsPlace, settings.New(t, d, x, x.shell.SetLook).Backs(x).Brings(lists{}))
	x.shell.Add(screen.HelpPlace, screen.NewHelp(screen.HelpOptions{
		Till: t, Devices: d, Screen: x.shell.Screen, Questions: len(assets.FAQ("en")),
		Paper: func(lang string, made time.Time) hardware.Document {
			return paper.FAQ(x.shell.State().Strip.Shop, lang, made)
		},
		Customer: func() string { return x.shell.State().Basket.Language },
		Language: func() string { return x.shell.State().Language },
	}))
	x.shell.Add(screen.LockPlace, screen.NewLock(t, hints))
	x.shell.Add(screen.PapersPlace, screen.NewPapers(t, d))
}

func (x *wired) addViews() {
	for place, view := range map[screen.Place]ui.Maker{
		screen.SalePlace: ui.NewSale, screen.PaymentPlace: ui.NewPayment, screen.RefundPlace: ui.NewReturns,
		screen.MemberPlace: ui.NewMember, screen.ReportsPlace: ui.NewReports, screen.SettingsPlace: ui.NewSettings,
		screen.AppointmentsPlace: ui.NewAppointments,
		screen.NotedPlace:        ui.NewNoted, screen.NotedListsPlace: ui.NewNotedLists,
		screen.JoinPlace: ui.NewJoin, screen.ImportPlace: ui.NewImport, screen.CardsPlace: ui.NewCards,
		screen.GiftsPlace: ui.NewGifts, screen.AlarmsPlace: ui.NewAlarms, screen.ApprovalsPlace: ui.NewApprovals, reports.PointsPlace: ui.NewPointsReport, reports.SalesPlace: ui.NewSalesReport,
		screen.MessagesPlace:  ui.NewMessages,
		screen.TemplatesPlace: ui.NewTemplates, screen.EditTemplatePlace: ui.NewEditTemplate, screen.ReviewsPlace: ui.NewReviews, screen.OfficePlace: ui.NewOffice,
		screen.HelpPlace: ui.NewHelp, screen.LockPlace: ui.NewLock, screen.CouponsPlace: ui.NewCoupons,
	} {
		x.front.Add(place, view)
	}
	for place, view := range ui.ClubReports() {
		x.front.Add(place, view)
	}
}

// cardFolder is where cards go if nobody chose: to the papers of the person who
// runs the till; a demo leaves nothing there.
func (x *wired) cardFolder() string {
	if x.demo != nil {
		return filepath.Join(x.Shop, "cards")
	}
	return cardpress.HomeFolder()
}
