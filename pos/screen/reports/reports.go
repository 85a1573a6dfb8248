package reports

import (
	"context"
	"strings"
	"time"

	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/till"
)

// Till is what Reports needs of the till.
type Till interface {
	screen.AlarmsTill
	screen.Explains
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

// State is the X report of the day so far and the last sales, with one
// receipt opened in place of the report.
type State struct {
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

// Keys are the keys of Reports.
var Keys = []screen.KeyUse{
	{Key: screen.KeyEnter, Do: "open", Word: "help.reports.open"},
	{Key: screen.KeyEscape, Do: "close", Word: "help.reports.close"},
	{Key: screen.KeyUp, Also: screen.KeyDown, Do: "walk", Word: "help.reports.walk"},
	{Key: screen.KeyPageUp, Also: screen.KeyPageDown, Do: "page", Word: "help.reports.page"},
	{Key: "Ctrl+P", Do: "reprint", Word: "help.reports.reprint"},
	{Key: "Ctrl+R", Do: "return", Word: "help.reports.return"},
	{Key: screen.WhyKey, Do: "why", Word: "help.reports.why"},
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

// Screen is the presenter of F8: the day, its sales, and the way to the other reports.
type Screen struct {
	till    Till
	devices screen.Devices
	state   State
	shown   bool
}

// New makes it, for a till and its devices.
func New(t Till, d screen.Devices) *Screen {
	return &Screen{till: t, devices: d, state: State{Chosen: -1, Zone: t.Zone()}}
}

// State is a State, for the view.
func (r *Screen) State() any { return r.state }

// Keys is what Help shows.
func (r *Screen) Keys() []screen.KeyUse { return Keys }

// Handle is part of screen.Screen.
func (r *Screen) Handle(ctx context.Context, e screen.Event, do *screen.Turn) bool {
	switch e := e.(type) {
	case screen.Entered:
		r.shown = true
		r.load(do)
	case screen.Left:
		r.shown = false
		return false
	case screen.SignedIn: // who is not looking reads it when they come
		if r.shown {
			r.load(do)
		}
	case reportsLoaded:
		r.loaded(e, do)
	case screen.Typed:
		do.Clear() // what was said of another number
		r.typed(e.Text)
	case screen.Walked:
		r.walk(e.By)
	case screen.Picked:
		if e.At == r.state.Chosen {
			r.act(ctx, "open", do)
		} else {
			r.choose(e.At)
		}
	case screen.Tap:
		return r.act(ctx, e.Do, do)
	case screen.Rune:
		if act := screen.KeyFor(Keys, screen.KeyName(strings.ToUpper(string(e.Rune)))); act != "" {
			return r.act(ctx, act, do)
		}
		return false
	case screen.Key:
		return r.key(ctx, e.Name, do)
	case screen.Scanned:
		// A receipt's number as a code: nothing else has a use here.
		if e.Scan.Text == "" {
			return false
		}
		if _, err := r.till.Receipt(ctx, e.Scan.Text); err != nil {
			return false
		}
		r.open(ctx, e.Scan.Text, do)
	case screen.Changed:
		if r.state.Opened != "" {
			r.open(ctx, r.state.Opened, do)
		}
	default:
		return false
	}
	return true
}

func (r *Screen) key(ctx context.Context, k screen.KeyName, do *screen.Turn) bool {
	switch k {
	case screen.KeyUp:
		r.walk(-1)
	case screen.KeyDown:
		r.walk(1)
	case screen.KeyPageUp, screen.KeyPageDown:
		return false // the view knows how long a page is, and gives Picked
	default:
		act := screen.KeyFor(Keys, k)
		return act != "" && r.act(ctx, act, do)
	}
	return true
}

func (r *Screen) act(ctx context.Context, what string, do *screen.Turn) bool {
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
	to   screen.Place
	role pos.Role
}{
	"alarms":    {screen.AlarmsPlace, pos.Manager},
	"approvals": {screen.ApprovalsPlace, pos.Manager},
	"reviews":   {screen.ReviewsPlace, pos.Clerk},
	"messages":  {screen.MessagesPlace, pos.Manager},
	"points":    {PointsPlace, pos.Manager},
	"sales":     {SalesPlace, pos.Manager},
	"customers": {CustomersPlace, pos.Manager},
	"cards":     {CardsPlace, pos.Manager},
	"coupons":   {CouponsPlace, pos.Manager},
	"liability": {LiabilityPlace, pos.Manager},
}

func (r *Screen) lead(what string, do *screen.Turn) bool {
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
func (r *Screen) number() string {
	switch {
	case r.state.Opened != "":
		return r.state.Opened
	case r.state.Chosen >= 0 && r.state.Chosen < len(r.state.Sales):
		return r.state.Sales[r.state.Chosen].Receipt
	}
	return r.state.Number
}

func (r *Screen) load(do *screen.Turn) {
	who := do.Who()
	r.state.Loading, r.state.Watches = true, who.Person.Role.May(pos.Manager)
	do.Run(func(ctx context.Context) screen.Event {
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
		n, err := screen.AlarmCount(ctx, r.till, who)
		return reportsLoaded{x: x, sales: sales, alarm: n, waits: waits, err: err}
	})
}

func (r *Screen) loaded(e reportsLoaded, do *screen.Turn) {
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
func (r *Screen) typed(text string) {
	text = strings.TrimSpace(text)
	r.state.Number = text
	if text == "" {
		if r.state.Chosen < 0 { // nothing was found: the newest again
			r.state.Chosen = min(0, len(r.state.Sales)-1)
		}
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

func (r *Screen) choose(at int) {
	if at >= 0 && at < len(r.state.Sales) {
		r.state.Chosen = at
		r.state.Number = ""
	}
}

// walk moves the choice; a receipt that is open follows it.
func (r *Screen) walk(by int) {
	if len(r.state.Sales) == 0 {
		return
	}
	r.choose(min(max(r.state.Chosen+by, 0), len(r.state.Sales)-1))
	r.state.Opened, r.state.Paper = "", hardware.Document{}
}

func (r *Screen) open(ctx context.Context, number string, do *screen.Turn) {
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
func (r *Screen) giveBack(ctx context.Context, do *screen.Turn) {
	number := r.number()
	if number == "" {
		do.Go(screen.RefundPlace, nil)
		return
	}
	f, err := r.till.Receipt(ctx, number)
	if err == nil && !f.Sale.RefundOf.IsZero() {
		err = pos.Refuse(pos.ReceiptIsRefund, f.Sale.Receipt)
	}
	if !do.Refuse(err) {
		do.Go(screen.RefundPlace, screen.Take{Sale: f.Sale})
	}
}

// why says where the numbers of the receipt come from that keys are about.
func (r *Screen) why(ctx context.Context, do *screen.Turn) {
	number := r.number()
	if number == "" {
		do.Say(screen.Look, "reports.choose_first")
		return
	}
	if w, err := r.till.ExplainSale(ctx, number); !do.Refuse(err) {
		screen.TellWhy(r.till, w, do)
	}
}

func (r *Screen) reprint(ctx context.Context, do *screen.Turn) {
	number := r.number()
	if number == "" {
		do.Say(screen.Look, "reports.choose_first")
		return
	}
	if _, err := r.till.Reprint(ctx, number, do.Who()); do.Refuse(err) {
		return
	}
	r.devices.Wake()
	do.Printing("reports.copy_printing", number)
	r.load(do) // the report counts copies
}
