package ui

import (
	"fyne.io/fyne/v2"

	"bonuskasse/pos/screen"
	"bonuskasse/pos/screen/reports"
	"bonuskasse/pos/ui/widget"
)

// tableColumn is a heading of a report that is a table.
type tableColumn struct {
	word string
	grow int
}

// ClubReports makes the views of the reports about the club, by their places.
func ClubReports() map[screen.Place]Maker {
	day := browseAct{do: "days", word: "points_report.days.short", icon: "calendar", key: "D"}
	export := browseAct{do: "export", word: "points_report.export", icon: "excel", key: "E", kind: widget.Go, large: true}
	view := browseAct{do: "view", word: "customers_report.view.all", icon: "people", key: "K"}
	member := browseAct{do: "member", word: "alarms.member", icon: "member", key: "Enter"}
	batch := tableColumn{"cards_report.column.batch", 3}
	return map[screen.Place]Maker{
		reports.CustomersPlace: tableView("customers_report", view, []browseAct{day, member, export},
			tableColumn{"customers_report.column.member", 3}, tableColumn{"customers_report.column.sales", 2}, tableColumn{"paper.x.net", 3}),
		reports.CardsPlace: tableView("cards_report", day, []browseAct{export},
			batch, tableColumn{"cards_report.column.drawer", 2}, tableColumn{"card.state.issued", 2}),
		reports.CouponsPlace: tableView("coupons_report", day, []browseAct{export},
			batch, tableColumn{"coupons_report.column.made", 2}, tableColumn{"coupons_report.column.registered", 2}),
		reports.LiabilityPlace: tableView("liability_report", day, []browseAct{export},
			tableColumn{"liability_report.column.month", 3}, tableColumn{"points_report.column.points", 2}, tableColumn{"liability_report.column.value", 3}),
	}
}

// tableView is such a report: the period, and beside it what second does.
func tableView(name string, second browseAct, acts []browseAct, columns ...tableColumn) Maker {
	return func(f *Front) View {
		look := browseLook{name: name, acts: acts, flat: true, filters: []browseAct{
			{do: "period", word: "points_report.period.month", icon: "calendar", key: "→"}, second,
		}}
		for i, c := range columns {
			h := widget.Heading{Text: f.T(c.word), Grow: c.grow}
			if i > 0 {
				h.Align = fyne.TextAlignTrailing
			}
			look.columns = append(look.columns, h)
		}
		return newBrowser(f, look)
	}
}
