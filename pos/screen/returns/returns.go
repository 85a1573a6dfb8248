package returns

import (
	"context"
	"strings"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/till"
)

// Till is what a return needs of the till.
type Till interface {
	Receipt(ctx context.Context, number string) (till.ReceiptFacts, error)
	QuoteRefund(ctx context.Context, req till.Return, who till.Who) (till.RefundQuote, error)
	Refund(ctx context.Context, req till.Return, who till.Who) (till.Refunded, error)
	People(ctx context.Context) ([]pos.Person, error)
	SignIn(ctx context.Context, id pos.ID, pin string) (pos.Person, error)
	Zone() *time.Location
}

// State is a return on its way: which receipt, how much of which line,
// and what that would give back.
type State struct {
	Number  string // what stands in the field: a receipt's number, or a quantity
	Receipt string // the sale it is about; "" asks for one
	Sold    pos.Millis
	Cashier string
	Member  string
	Lines   []Row
	Chosen  int
	// Quote is what would come back; nil until a line is chosen.
	Quote *till.RefundQuote
	// Backs are the ways the money may go back, Back the one that is chosen.
	Backs  []pos.TenderKind
	Back   pos.TenderKind
	Kroner bool // points and money are one: show the money
	// Done is a return that was made; the screen then says what to hand over.
	Done *till.Refunded
	Zone *time.Location
}

// Row is a line of the sale.
type Row struct {
	Line      int // place in the sale
	Name      string
	UnitPrice pos.Money
	Net       pos.Money
	SoldMilli int64
	LeftMilli int64 // that has not come back yet
	BackMilli int64 // that comes back now
}

// Keys are the keys of a return.
var Keys = []screen.KeyUse{
	{Key: screen.KeyUp, Also: screen.KeyDown, Do: "walk", Word: "help.returns.walk"},
	{Key: "+", Do: "more", Word: "help.returns.more"},
	{Key: "-", Do: "less", Word: "help.returns.less"},
	{Key: "*", Do: "quantity", Word: "help.returns.quantity"},
	{Key: "Ctrl+A", Do: "all", Word: "help.returns.all"},
	{Key: "/", Do: "back_as", Word: "help.returns.back_as"},
	{Key: screen.KeyEnter, Do: "go", Word: "help.returns.go"},
	{Key: screen.KeyEscape, Do: "leave", Word: "help.returns.leave"},
}

// Screen is the presenter of a return.
type Screen struct {
	till    Till
	devices screen.Devices
	from    screen.Place
	state   State
}

// New makes it, for a till and its devices.
func New(t Till, d screen.Devices) *Screen {
	r := &Screen{till: t, devices: d, from: screen.SalePlace}
	r.clear()
	return r
}

func (r *Screen) clear() { r.state = State{Chosen: -1, Zone: r.till.Zone()} }

// State is a State, for the view.
func (r *Screen) State() any { return r.state }

// Keys is what Help shows.
func (r *Screen) Keys() []screen.KeyUse { return Keys }

// Handle is part of screen.Screen.
func (r *Screen) Handle(ctx context.Context, e screen.Event, do *screen.Turn) bool {
	switch e := e.(type) {
	case screen.Entered:
		r.entered(ctx, e, do)
	case screen.Typed:
		r.state.Number = e.Text
	case screen.Picked:
		if e.At >= 0 && e.At < len(r.state.Lines) {
			if e.At == r.state.Chosen {
				return r.act(ctx, "more", do)
			}
			r.state.Chosen = e.At
		}
	case screen.Tap:
		if e.At > 0 && e.At <= len(r.state.Lines) && (e.Do == "more" || e.Do == "less") {
			r.state.Chosen = e.At - 1
		}
		return r.act(ctx, e.Do, do)
	case screen.Rune:
		act := screen.KeyFor(Keys, screen.KeyName(e.Rune))
		return act != "" && r.state.Receipt != "" && r.act(ctx, act, do)
	case screen.Key:
		return r.key(ctx, e.Name, do)
	case screen.Scanned:
		return r.scanned(ctx, e, do)
	default:
		return false
	}
	return true
}

func (r *Screen) entered(ctx context.Context, e screen.Entered, do *screen.Turn) {
	if e.From != screen.HelpPlace && e.From != screen.LockPlace {
		r.from = e.From
		r.clear()
	}
	if take, ok := e.With.(screen.Take); ok {
		r.clear()
		r.find(ctx, take.Sale.Receipt, do)
	}
}

func (r *Screen) scanned(ctx context.Context, e screen.Scanned, do *screen.Turn) bool {
	if r.state.Done != nil {
		return false
	}
	if r.state.Receipt == "" {
		return e.Scan.Text != "" && r.find(ctx, e.Scan.Text, do)
	}
	return false
}

func (r *Screen) key(ctx context.Context, k screen.KeyName, do *screen.Turn) bool {
	switch k {
	case screen.KeyUp:
		r.walk(-1)
	case screen.KeyDown:
		r.walk(1)
	default:
		act := screen.KeyFor(Keys, k)
		return act != "" && r.act(ctx, act, do)
	}
	return true
}

func (r *Screen) walk(by int) {
	if n := len(r.state.Lines); n > 0 {
		r.state.Chosen = min(max(r.state.Chosen+by, 0), n-1)
	}
}

func (r *Screen) act(ctx context.Context, what string, do *screen.Turn) bool {
	switch {
	case what == "leave":
		r.leave(do)
		return true
	case r.state.Done != nil:
		if what == "go" {
			r.leave(do)
		}
		return true
	case r.state.Receipt == "":
		if what == "go" && strings.TrimSpace(r.state.Number) != "" {
			r.find(ctx, strings.TrimSpace(r.state.Number), do)
		}
		return true
	}
	switch what {
	case "more":
		r.step(ctx, 1000, do)
	case "less":
		r.step(ctx, -1000, do)
	case "quantity":
		r.quantity(ctx, do)
	case "all":
		r.state.Lines = append([]Row(nil), r.state.Lines...)
		for i := range r.state.Lines {
			r.state.Lines[i].BackMilli = r.state.Lines[i].LeftMilli
		}
		r.quote(ctx, do)
	case "back_as":
		r.turnBack(ctx, do)
	case "go":
		if r.state.Number != "" {
			r.quantity(ctx, do)
			return true
		}
		r.confirm(do)
	default:
		return false
	}
	return true
}

// leave goes back where the return was asked for; what was chosen is forgotten,
// nothing was done yet.
func (r *Screen) leave(do *screen.Turn) {
	r.clear()
	do.Go(r.from, nil)
}

func (r *Screen) find(ctx context.Context, number string, do *screen.Turn) bool {
	f, err := r.till.Receipt(ctx, number)
	if err == nil && !f.Sale.RefundOf.IsZero() {
		err = pos.Refuse("receipt_is_refund", number)
	}
	if do.Refuse(err) {
		return false
	}
	r.clear()
	r.state.Receipt, r.state.Sold, r.state.Cashier = f.Sale.Receipt, f.Sale.Completed, f.Cashier
	if f.Standing != nil {
		r.state.Member = f.Standing.Member.Name
	}
	for i, l := range f.Sale.Lines {
		if l.Voided {
			continue
		}
		r.state.Lines = append(r.state.Lines, Row{
			Line: i, Name: l.Name, UnitPrice: l.UnitPrice, Net: l.Net,
			SoldMilli: l.QtyMilli, LeftMilli: l.QtyMilli - l.ReturnedMilli,
		})
	}
	r.state.Kroner = screen.InKroner(f.Program)
	r.state.Backs = backsOf(f.Sale)
	r.state.Back = r.state.Backs[0]
	if len(r.state.Lines) > 0 {
		r.state.Chosen = 0
	}
	// A receipt of one thing: that is what comes back.
	if len(r.state.Lines) == 1 && r.state.Lines[0].LeftMilli > 0 {
		r.state.Lines[0].BackMilli = min(r.state.Lines[0].LeftMilli, max(1000, r.state.Lines[0].LeftMilli%1000))
		r.quote(ctx, do)
	}
	return true
}

// backsOf are the ways that money may go back: as it came, else in cash.
func backsOf(s pos.Sale) []pos.TenderKind {
	var list []pos.TenderKind
	for _, t := range s.Tenders {
		switch t.Kind {
		case pos.Cash:
			list = append([]pos.TenderKind{pos.Cash}, list...)
		case pos.BankCard, pos.Mobile:
			list = append(list, t.Kind)
		}
	}
	if len(list) == 0 || list[0] != pos.Cash {
		list = append(list, pos.Cash)
	}
	return list
}

func (r *Screen) turnBack(ctx context.Context, do *screen.Turn) {
	for i, b := range r.state.Backs {
		if b == r.state.Back {
			r.state.Back = r.state.Backs[(i+1)%len(r.state.Backs)]
			break
		}
	}
	r.quote(ctx, do)
}

// step takes one more, or one fewer, of the chosen line. What is weighed comes
// back whole.
func (r *Screen) step(ctx context.Context, by int64, do *screen.Turn) {
	row := r.row()
	if row == nil {
		return
	}
	if row.SoldMilli%1000 != 0 {
		by *= row.LeftMilli
	}
	to := min(max(row.BackMilli+by, 0), row.LeftMilli)
	if to == row.BackMilli {
		do.Sound(screen.RefusedSound)
		if by > 0 {
			do.Refuse(pos.Refuse(pos.ReturnOverSold))
		}
		return
	}
	do.Clear()
	row.BackMilli = to
	r.quote(ctx, do)
}

// quantity sets the chosen line to what was typed.
func (r *Screen) quantity(ctx context.Context, do *screen.Turn) {
	row := r.row()
	text := r.state.Number
	r.state.Number = ""
	if row == nil || text == "" {
		return
	}
	milli, ok := screen.ReadQuantity(text)
	switch {
	case !ok:
		do.Refuse(pos.Refuse(pos.BadQuantity))
		return
	case milli > row.LeftMilli:
		do.Refuse(pos.Refuse(pos.ReturnOverSold))
		return
	}
	row.BackMilli = milli
	r.quote(ctx, do)
}

func (r *Screen) row() *Row {
	if r.state.Chosen < 0 || r.state.Chosen >= len(r.state.Lines) {
		return nil
	}
	// The state was handed out: a change goes to a copy.
	r.state.Lines = append([]Row(nil), r.state.Lines...)
	return &r.state.Lines[r.state.Chosen]
}

func (r *Screen) request() till.Return {
	req := till.Return{Receipt: r.state.Receipt, Back: r.state.Back}
	for _, l := range r.state.Lines {
		if l.BackMilli > 0 {
			req.Lines = append(req.Lines, till.ReturnLine{Line: l.Line, QtyMilli: l.BackMilli})
		}
	}
	return req
}

func (r *Screen) quote(ctx context.Context, do *screen.Turn) {
	r.state.Quote = nil
	req := r.request()
	if len(req.Lines) == 0 {
		return
	}
	q, err := r.till.QuoteRefund(ctx, req, do.Who())
	if do.Refuse(err) {
		return
	}
	r.state.Quote = &q
}

func (r *Screen) confirm(do *screen.Turn) {
	q := r.state.Quote
	if q == nil {
		do.Say(screen.Look, "returns.choose_first")
		do.Sound(screen.RefusedSound)
		return
	}
	var back, reversed any = screen.Points(q.PointsBack), screen.Points(q.PointsReversed)
	if r.state.Kroner {
		back, reversed = pos.Money(q.PointsBack), pos.Money(q.PointsReversed)
	}
	do.Ask(screen.Question{
		Title:   screen.Say("returns.ask", r.state.Receipt),
		Text:    screen.Say("returns.ask.text", q.MoneyBack, screen.Say("paper.tender."+string(q.Back)), back, reversed),
		Choices: []screen.Choice{screen.Yes("return", "returns.do"), screen.No()},
		Then: func(ctx context.Context, reply screen.Reply, do *screen.Turn) error {
			if reply.Do == "return" {
				r.refund(ctx, do)
			}
			return nil
		},
	})
}

// refund does it; where the till asks for a manager, one is asked.
func (r *Screen) refund(ctx context.Context, do *screen.Turn) {
	what := screen.Say("returns.approve", r.state.Quote.MoneyBack)
	do.Refuse(screen.WithManager(ctx, r.till, do, do.Who(), what, func(ctx context.Context, who till.Who, do *screen.Turn) error {
		done, err := r.till.Refund(ctx, r.request(), who)
		if err == nil {
			r.made(done, do)
		}
		return err
	}))
}

func (r *Screen) made(done till.Refunded, do *screen.Turn) {
	r.devices.Wake()
	r.state.Done = &done
	r.state.Lines = append([]Row(nil), r.state.Lines...)
	for i := range r.state.Lines {
		r.state.Lines[i].LeftMilli -= r.state.Lines[i].BackMilli
	}
	do.Sound(screen.GoodSound)
	do.Clear()
}
