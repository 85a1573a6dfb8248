package screen

import (
	"context"
	"strings"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// Take is handed to RefundPlace: the sale whose goods come back. Without it the
// screen asks for the receipt.
type Take struct{ Sale pos.Sale }

// ReturnsTill is what Returns needs of the till.
type ReturnsTill interface {
	Receipt(ctx context.Context, number string) (till.ReceiptFacts, error)
	QuoteRefund(ctx context.Context, req till.Return, who till.Who) (till.RefundQuote, error)
	Refund(ctx context.Context, req till.Return, who till.Who) (till.Refunded, error)
	People(ctx context.Context) ([]pos.Person, error)
	SignIn(ctx context.Context, id pos.ID, pin string) (pos.Person, error)
	Zone() *time.Location
}

// ReturnsState is a return on its way: which receipt, how much of which line,
// and what that would give back.
type ReturnsState struct {
	Number  string // what stands in the field: a receipt's number, or a quantity
	Receipt string // the sale it is about; "" asks for one
	Sold    pos.Millis
	Cashier string
	Member  string
	Lines   []ReturnRow
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

// ReturnRow is a line of the sale.
type ReturnRow struct {
	Line      int // place in the sale
	Name      string
	UnitPrice pos.Money
	Net       pos.Money
	SoldMilli int64
	LeftMilli int64 // that has not come back yet
	BackMilli int64 // that comes back now
}

// ReturnsKeys are the keys of Returns.
var ReturnsKeys = []KeyUse{
	{Key: KeyUp, Also: KeyDown, Do: "walk", Word: "help.returns.walk"},
	{Key: "+", Do: "more", Word: "help.returns.more"},
	{Key: "-", Do: "less", Word: "help.returns.less"},
	{Key: "*", Do: "quantity", Word: "help.returns.quantity"},
	{Key: "Ctrl+A", Do: "all", Word: "help.returns.all"},
	{Key: "/", Do: "back_as", Word: "help.returns.back_as"},
	{Key: KeyEnter, Do: "go", Word: "help.returns.go"},
	{Key: KeyEscape, Do: "leave", Word: "help.returns.leave"},
}

// Returns is the presenter of a return.
type Returns struct {
	till    ReturnsTill
	devices Devices
	from    Place
	state   ReturnsState
}

// NewReturns makes it.
func NewReturns(t ReturnsTill, d Devices) *Returns {
	r := &Returns{till: t, devices: d, from: SalePlace}
	r.clear()
	return r
}

func (r *Returns) clear() { r.state = ReturnsState{Chosen: -1, Zone: r.till.Zone()} }

// State is a ReturnsState.
func (r *Returns) State() any { return r.state }

// Keys is what Help shows.
func (r *Returns) Keys() []KeyUse { return ReturnsKeys }

// Handle is part of Screen.
func (r *Returns) Handle(ctx context.Context, e Event, do *Turn) bool {
	switch e := e.(type) {
	case Entered:
		r.entered(ctx, e, do)
	case Typed:
		r.state.Number = e.Text
	case Picked:
		if e.At >= 0 && e.At < len(r.state.Lines) {
			if e.At == r.state.Chosen {
				return r.act(ctx, "more", do)
			}
			r.state.Chosen = e.At
		}
	case Tap:
		if e.At > 0 && e.At <= len(r.state.Lines) && (e.Do == "more" || e.Do == "less") {
			r.state.Chosen = e.At - 1
		}
		return r.act(ctx, e.Do, do)
	case Rune:
		act := KeyFor(ReturnsKeys, KeyName(e.Rune))
		return act != "" && r.state.Receipt != "" && r.act(ctx, act, do)
	case Key:
		return r.key(ctx, e.Name, do)
	case Scanned:
		return r.scanned(ctx, e, do)
	default:
		return false
	}
	return true
}

func (r *Returns) entered(ctx context.Context, e Entered, do *Turn) {
	if e.From != HelpPlace && e.From != LockPlace {
		r.from = e.From
		r.clear()
	}
	if take, ok := e.With.(Take); ok {
		r.clear()
		r.find(ctx, take.Sale.Receipt, do)
	}
}

func (r *Returns) scanned(ctx context.Context, e Scanned, do *Turn) bool {
	if r.state.Done != nil {
		return false
	}
	if r.state.Receipt == "" {
		return e.Scan.Text != "" && r.find(ctx, e.Scan.Text, do)
	}
	return false
}

func (r *Returns) key(ctx context.Context, k KeyName, do *Turn) bool {
	switch k {
	case KeyUp:
		r.walk(-1)
	case KeyDown:
		r.walk(1)
	default:
		act := KeyFor(ReturnsKeys, k)
		return act != "" && r.act(ctx, act, do)
	}
	return true
}

func (r *Returns) walk(by int) {
	if n := len(r.state.Lines); n > 0 {
		r.state.Chosen = min(max(r.state.Chosen+by, 0), n-1)
	}
}

func (r *Returns) act(ctx context.Context, what string, do *Turn) bool {
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
		r.state.Lines = append([]ReturnRow(nil), r.state.Lines...)
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
func (r *Returns) leave(do *Turn) {
	r.clear()
	do.Go(r.from, nil)
}

func (r *Returns) find(ctx context.Context, number string, do *Turn) bool {
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
		r.state.Lines = append(r.state.Lines, ReturnRow{
			Line: i, Name: l.Name, UnitPrice: l.UnitPrice, Net: l.Net,
			SoldMilli: l.QtyMilli, LeftMilli: l.QtyMilli - l.ReturnedMilli,
		})
	}
	r.state.Kroner = inKroner(f.Program)
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

func (r *Returns) turnBack(ctx context.Context, do *Turn) {
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
func (r *Returns) step(ctx context.Context, by int64, do *Turn) {
	row := r.row()
	if row == nil {
		return
	}
	if row.SoldMilli%1000 != 0 {
		by *= row.LeftMilli
	}
	to := min(max(row.BackMilli+by, 0), row.LeftMilli)
	if to == row.BackMilli {
		do.Sound(RefusedSound)
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
func (r *Returns) quantity(ctx context.Context, do *Turn) {
	row := r.row()
	text := r.state.Number
	r.state.Number = ""
	if row == nil || text == "" {
		return
	}
	milli, ok := readQuantity(text)
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

func (r *Returns) row() *ReturnRow {
	if r.state.Chosen < 0 || r.state.Chosen >= len(r.state.Lines) {
		return nil
	}
	// The state was handed out: a change goes to a copy.
	r.state.Lines = append([]ReturnRow(nil), r.state.Lines...)
	return &r.state.Lines[r.state.Chosen]
}

func (r *Returns) request() till.Return {
	req := till.Return{Receipt: r.state.Receipt, Back: r.state.Back}
	for _, l := range r.state.Lines {
		if l.BackMilli > 0 {
			req.Lines = append(req.Lines, till.ReturnLine{Line: l.Line, QtyMilli: l.BackMilli})
		}
	}
	return req
}

func (r *Returns) quote(ctx context.Context, do *Turn) {
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

func (r *Returns) confirm(do *Turn) {
	q := r.state.Quote
	if q == nil {
		do.Say(Look, "returns.choose_first")
		do.Sound(RefusedSound)
		return
	}
	var back, reversed any = Points(q.PointsBack), Points(q.PointsReversed)
	if r.state.Kroner {
		back, reversed = pos.Money(q.PointsBack), pos.Money(q.PointsReversed)
	}
	do.Ask(Question{
		Title:   Say("returns.ask", r.state.Receipt),
		Text:    Say("returns.ask.text", q.MoneyBack, Say("paper.tender."+string(q.Back)), back, reversed),
		Choices: []Choice{Yes("return", "returns.do"), No()},
		Then: func(ctx context.Context, reply Reply, do *Turn) error {
			if reply.Do == "return" {
				r.refund(ctx, do)
			}
			return nil
		},
	})
}

// refund does it; where the till asks for a manager, one is asked.
func (r *Returns) refund(ctx context.Context, do *Turn) {
	what := Say("returns.approve", r.state.Quote.MoneyBack)
	do.Refuse(WithManager(ctx, r.till, do, do.Who(), what, func(ctx context.Context, who till.Who, do *Turn) error {
		done, err := r.till.Refund(ctx, r.request(), who)
		if err == nil {
			r.made(done, do)
		}
		return err
	}))
}

func (r *Returns) made(done till.Refunded, do *Turn) {
	r.devices.Wake()
	r.state.Done = &done
	r.state.Lines = append([]ReturnRow(nil), r.state.Lines...)
	for i := range r.state.Lines {
		r.state.Lines[i].LeftMilli -= r.state.Lines[i].BackMilli
	}
	do.Sound(GoodSound)
	do.Clear()
}
