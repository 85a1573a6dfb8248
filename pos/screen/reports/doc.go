// Package reports is the screen of F8 and what it leads to: the X and Z reports,
// the last sales with their receipts, and a manager's reports of a period, which
// are lists here, sheets in a file, and the same sheets at the terminal.
//
//	shell.Add(screen.ReportsPlace, reports.New(t, devices))
//	shell.Add(reports.PointsPlace, reports.NewPoints(t, files))
//	for place, report := range reports.Club(t, files) {
//		shell.Add(place, report)
//	}
//
// It stands on the vocabulary of pos/screen, on pos and pos/till; pos/screen knows
// nothing of it but its place. Each presenter says in an interface of its own
// (Till, SalesTill, ...) what it needs of the till.
//
// A report is a Sheet before it is anything else: Table shows some of its columns,
// a file gets all of them. So the window, the workbook and tillctl cannot differ.
package reports
