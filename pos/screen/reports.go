package screen

import (
	"context"
	"strings"
	"time"

	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// ReportsTill is what Reports needs of the till.
type ReportsTill interface {
	AlarmsTill
	Explains
	MendsSales
	ToApprove(ctx context.Context) (int64, error)
	X(ctx context.Context) (till.XReport, error)
	PrintX(ctx context.Context, x till.XReport) (pos.ID, error)
	ShiftsTill
	LastSales(ctx context.Context, limit int) ([]till.SaleRow, error)
	Receipt(ctx context.Context, number string) (till.ReceiptFacts, error)
	Document(f till.ReceiptFacts) hardware.Document
	Reprint(ctx context.Context, number string, who till.Who) (pos.ID, error)
}

// salesShown is how many of the last sales the list holds: a good day of one
// till. Older ones are opened by their number.
const salesShown = 500

// ReportsState is the X report of the day so far and the last sales, with one
// receipt opened in place of the report.
type ReportsState struct {
	Loading bool
	X       till.XReport
	Sales   []till.SaleRow
	Chosen  int    // row of Sales, -1 is none
	Number  string // what stands in the field: the start of a receipt's number
	// Opened is the number of the receipt that is shown, and Paper what it
	// looks like; Refund says that it is a return itself.
	Opened string
	Paper  hardware.Document
	Refund bool
	Zone   *time.Location
	// Watches says that the person may see the alarms, and Alarms how many there
	// are.
	Watches bool
	Alarms  int64
	// ToApprove is how many points wait until a manager approves.
	ToApprove int64
}

// reportsLoaded is what the till answered.
type reportsLoaded struct {
	x     till.XReport
	sales []till.SaleRow
	alarm int64
	waits int64
	err   error
}

// ReportsKeys are the keys of Reports.
var ReportsKeys = []KeyUse{
	{Key: KeyEnter, Do: "open", Word: "help.reports.open"},
	{Key: KeyEscape, Do: "close", Word: "help.reports.close"},
	{Key: KeyUp, Also: KeyDown, Do: "walk", Word: "help.reports.walk"},
	{Key: KeyPageUp, Also: KeyPageDown, Do: "page", Word: "help.reports.page"},
	{Key: "Ctrl+P", Do: "reprint", Word: "help.reports.reprint"},
	{Key: "Ctrl+R", Do: "return", Word: "help.reports.return"},
	{Key: WhyKey, Do: "why", Word: "help.reports.why"},
	{Key: "Ctrl+E", Do: "mend", Word: "help.reports.mend"},
	{Key: "Ctrl+J", Do: "add_more", Word: "help.reports.add_more"},
	{Key: "X", Do: "print_x", Word: "help.reports.print_x"},
	{Key: "Z", Do: "close_shift", Word: "help.reports.close_shift"},
	{Key: "P", Do: "points", Word: "help.reports.points"},
	{Key: "S", Do: "sales", Word: "help.reports.sales"},
	{Key: "R", Do: "more", Word: "help.reports.more"},
	{Key: "A", Do: "alarms", Word: "help.reports.alarms"},
	{Key: "W", Do: "approvals", Word: "help.reports.approvals"},
	{Key: "V", Do: "reviews", Word: "help.reports.reviews"},
	{Key: "B", Do: "messages", Word: "help.reports.messages"},
}

// Reports is the presenter of F8.
type Reports struct {
	till    ReportsTill
	devices Devices
	state   ReportsState
	shown   bool
}

// NewReports makes it.
func NewReports(t ReportsTill, d Devices) *Reports {
	return &Reports{till: t, devices: d, state: ReportsState{Chosen: -1, Zone: t.Zone()}}
}

// State is a ReportsState.
func (r *Reports) State() any { return r.state }

// Keys is what Help shows.
func (r *Reports) Keys() []KeyUse { return ReportsKeys }

// Handle is part of Screen.
func (r *Reports) Handle(ctx context.Context, e Event, do *Turn) bool {
	switch e := e.(type) {
	case Entered:
		r.shown = true
		r.load(do)
	case Left:
		r.shown = false
		return false
	case SignedIn: // who is not looking reads it when they come
		if r.shown {
			r.load(do)
		}
	case reportsLoaded:
		r.loaded(e, do)
	case Typed:
		r.typed(e.Text)
	case Walked:
		r.walk(e.By)
	case Picked:
		if e.At == r.state.Chosen {
			r.act(ctx, "open", do)
		} else {
			r.choose(e.At)
		}
	case Tap:
		return r.act(ctx, e.Do, do)
	case Rune:
		if act := KeyFor(ReportsKeys, KeyName(strings.ToUpper(string(e.Rune)))); act != "" {
			return r.act(ctx, act, do)
		}
		return false
	case Key:
		return r.key(ctx, e.Name, do)
	case Scanned:
		// A receipt's number as a code: nothing else has a use here.
		if e.Scan.Text == "" {
			return false
		}
		if _, err := r.till.Receipt(ctx, e.Scan.Text); err != nil {
			return false
		}
		r.open(ctx, e.Scan.Text, do)
	case Changed:
		if r.state.Opened != "" {
			r.open(ctx, r.state.Opened, do)
		}
	default:
		return false
	}
	return true
}

func (r *Reports) key(ctx context.Context, k KeyName, do *Turn) bool {
	switch k {
	case KeyUp:
		r.walk(-1)
	case KeyDown:
		r.walk(1)
	case KeyPageUp, KeyPageDown:
		return false // the view knows how long a page is, and gives Picked
	default:
		act := KeyFor(ReportsKeys, k)
		return act != "" && r.act(ctx, act, do)
	}
	return true
}

func (r *Reports) act(ctx context.Context, what string, do *Turn) bool {
	switch what {
	case "open":
		if number := r.number(); number != "" {
			r.open(ctx, number, do)
		}
	case "close":
		if r.state.Opened == "" && r.state.Number == "" {
			return false
		}
		r.state.Opened, r.state.Paper, r.state.Number = "", hardware.Document{}, ""
	case "reprint":
		r.reprint(ctx, do)
	case "return":
		r.giveBack(ctx, do)
	case "mend":
		r.askMend(ctx, do)
	case "add_more":
		r.addMore(ctx, do)
	case "why":
		r.why(ctx, do)
	case "print_x":
		if _, err := r.till.PrintX(ctx, r.state.X); !do.Refuse(err) {
			r.devices.Wake()
			do.Printing("reports.x.printing")
		}
	case "close_shift":
		r.askShift(ctx, do)
	case "more":
		r.askReport(do)
	case "refresh":
		r.load(do)
	default:
		return r.lead(what, do)
	}
	return true
}

// reportsLead is where Reports leads to, and who may go there.
var reportsLead = map[string]struct {
	to   Place
	role pos.Role
}{
	"alarms":    {AlarmsPlace, pos.Manager},
	"approvals": {ApprovalsPlace, pos.Manager},
	"reviews":   {ReviewsPlace, pos.Clerk},
	"messages":  {MessagesPlace, pos.Manager},
	"points":    {PointsPlace, pos.Manager},
	"sales":     {SalesPlace, pos.Manager},
	"customers": {CustomersPlace, pos.Manager},
	"cards":     {CardsReportPlace, pos.Manager},
	"coupons":   {CouponReportPlace, pos.Manager},
	"liability": {LiabilityPlace, pos.Manager},
}

func (r *Reports) lead(what string, do *Turn) bool {
	way, known := reportsLead[what]
	switch {
	case !known:
		return false
	case !do.Person.Role.May(way.role):
		do.Refuse(pos.Refuse(pos.NotAllowed, string(way.role)))
	default:
		do.Go(way.to, nil)
	}
	return true
}

// number is the receipt that keys are about: the one that is open, the one
// that was typed, or the chosen row's.
func (r *Reports) number() string {
	switch {
	case r.state.Opened != "":
		return r.state.Opened
	case r.state.Chosen >= 0 && r.state.Chosen < len(r.state.Sales):
		return r.state.Sales[r.state.Chosen].Receipt
	}
	return r.state.Number
}

func (r *Reports) load(do *Turn) {
	who := do.Who()
	r.state.Loading, r.state.Watches = true, who.Person.Role.May(pos.Manager)
	do.Run(func(ctx context.Context) Event {
		x, err := r.till.X(ctx)
		if err != nil {
			return reportsLoaded{err: err}
		}
		sales, err := r.till.LastSales(ctx, salesShown)
		if err != nil {
			return reportsLoaded{err: err}
		}
		waits, err := r.till.ToApprove(ctx)
		if err != nil {
			return reportsLoaded{err: err}
		}
		n, err := AlarmCount(ctx, r.till, who)
		return reportsLoaded{x: x, sales: sales, alarm: n, waits: waits, err: err}
	})
}

func (r *Reports) loaded(e reportsLoaded, do *Turn) {
	r.state.Loading = false
	if do.Refuse(e.err) {
		return
	}
	r.state.X, r.state.Sales, r.state.Alarms = e.x, e.sales, e.alarm
	r.state.ToApprove = e.waits
	if r.state.Chosen >= len(e.sales) || r.state.Chosen < 0 {
		r.state.Chosen = min(0, len(e.sales)-1)
	}
}

// typed finds the newest sale whose number begins, or ends, with what was
// typed: people read the last figures of a number.
func (r *Reports) typed(text string) {
	text = strings.TrimSpace(text)
	r.state.Number = text
	if text == "" {
		return
	}
	r.state.Opened, r.state.Paper = "", hardware.Document{}
	r.state.Chosen = -1
	for i, s := range r.state.Sales {
		if s.Receipt == text {
			r.state.Chosen = i
			return
		}
		if r.state.Chosen < 0 && (strings.HasPrefix(s.Receipt, text) || strings.HasSuffix(s.Receipt, text)) {
			r.state.Chosen = i
		}
	}
}

func (r *Reports) choose(at int) {
	if at >= 0 && at < len(r.state.Sales) {
		r.state.Chosen = at
		r.state.Number = ""
	}
}

// walk moves the choice; a receipt that is open follows it.
func (r *Reports) walk(by int) {
	if len(r.state.Sales) == 0 {
		return
	}
	r.choose(min(max(r.state.Chosen+by, 0), len(r.state.Sales)-1))
	r.state.Opened, r.state.Paper = "", hardware.Document{}
}

func (r *Reports) open(ctx context.Context, number string, do *Turn) {
	f, err := r.till.Receipt(ctx, number)
	if do.Refuse(err) {
		return
	}
	f.Kick = "" // it is looked at, not printed
	r.state.Opened, r.state.Paper, r.state.Refund = f.Sale.Receipt, r.till.Document(f), !f.Sale.RefundOf.IsZero()
	r.state.Number = ""
	for i, s := range r.state.Sales {
		if s.Receipt == f.Sale.Receipt {
			r.state.Chosen = i
		}
	}
}

// giveBack opens the return of the receipt that keys are about.
func (r *Reports) giveBack(ctx context.Context, do *Turn) {
	number := r.number()
	if number == "" {
		do.Go(RefundPlace, nil)
		return
	}
	f, err := r.till.Receipt(ctx, number)
	if err == nil && !f.Sale.RefundOf.IsZero() {
		err = pos.Refuse(pos.ReceiptIsRefund, f.Sale.Receipt)
	}
	if !do.Refuse(err) {
		do.Go(RefundPlace, Take{Sale: f.Sale})
	}
}

// why says where the numbers of the receipt come from that keys are about.
func (r *Reports) why(ctx context.Context, do *Turn) {
	number := r.number()
	if number == "" {
		do.Say(Look, "reports.choose_first")
		return
	}
	if w, err := r.till.ExplainSale(ctx, number); !do.Refuse(err) {
		TellWhy(r.till, w, do)
	}
}

func (r *Reports) reprint(ctx context.Context, do *Turn) {
	number := r.number()
	if number == "" {
		do.Say(Look, "reports.choose_first")
		return
	}
	if _, err := r.till.Reprint(ctx, number, do.Who()); do.Refuse(err) {
		return
	}
	r.devices.Wake()
	do.Printing("reports.copy_printing", number)
	r.load(do) // the report counts copies
}
