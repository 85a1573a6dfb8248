package coupons

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/till"
)

// Till is what F5 needs of the till.
type Till interface {
	screen.Approvers
	MakeCoupons(ctx context.Context, in till.NewCoupons, who till.Who) (till.MadeCoupons, error)
	RegisterCoupon(ctx context.Context, text string, member pos.ID, way string, who till.Who) (till.Counted, error)
	GiveCoupon(ctx context.Context, points int64, member pos.ID, who till.Who) (till.Counted, error)
	VoidCoupon(ctx context.Context, text string, who till.Who) (till.CouponRow, error)
	PrintCoupon(ctx context.Context, text string, who till.Who) (till.CouponRow, error)
	CouponBy(ctx context.Context, text string) (till.CouponDetails, error)
	FindCoupons(ctx context.Context, q till.CouponQuery) ([]till.CouponRow, bool, error)
	CouponBatch(ctx context.Context, ref string) (till.CouponBatch, error)
	SheetOf(ctx context.Context, code string) (till.CouponSheet, error)
	PrintBatch(ctx context.Context, in till.BatchPaper, who till.Who) (till.CouponPaper, error)
	MemberByCard(ctx context.Context, number string) (pos.Card, till.Standing, error)
	FindMembers(ctx context.Context, text string, limit int) ([]pos.Member, error)
	EndOfDay(day string) (pos.Millis, error)
	Zone() *time.Location
}

// Sheets draws A4 sheets of coupons as a PDF that a person prints; path is where
// they are once they are kept, and told hears how many sheets are done.
type Sheets interface {
	screen.Handover
	DrawSheets(ctx context.Context, name string, p till.CouponPaper, told func(done, of int)) (path string, drawn till.DrawnSheets, err error)
}

// State is F5 as it is drawn.
type State struct {
	Entry  string
	Marked int             // grows when the next key is to replace Entry
	Filter pos.CouponState // what is listed; "" is all
	Found  screen.Sentence // what Entry was understood as; zero: nothing was typed
	Rows   []till.CouponRow
	More   bool // there are others behind the last
	Chosen int  // of Rows, -1 is none
	Open   *till.CouponDetails
	Busy   *Busy
	Zone   *time.Location
}

// Allowed is what may be done to a coupon.
type Allowed struct{ Register, Print, Void bool }

// Can is what may be done to the coupon that is open, or else to the chosen one.
func (s State) Can() Allowed {
	switch d := s.Open; {
	case d != nil:
		free := d.State == pos.FreeCoupon
		return Allowed{Register: free, Print: free || d.BatchNo != 0, Void: d.NoVoid() == nil} // its sheet may be wanted
	case s.Chosen >= 0 && s.Chosen < len(s.Rows):
		row := s.Rows[s.Chosen]
		free := row.State == pos.FreeCoupon
		return Allowed{Register: free, Print: free || row.BatchNo != 0, Void: free || row.State == pos.ExpiredCoupon}
	}
	return Allowed{}
}

// Busy is sheets that are drawn, and how many are done.
type Busy struct {
	What     screen.Sentence
	Done, Of int64
}

// page is how many coupons are read at a time.
const page = 200

// Keys are the keys of F5.
var Keys = []screen.KeyUse{
	{Key: screen.KeyEnter, Do: "open", Word: "help.coupons.open"},
	{Key: "Ctrl+N", Do: "make", Word: "help.coupons.make"},
	{Key: "Ctrl+A", Do: "batch", Word: "help.coupons.batch"},
	{Key: "Ctrl+K", Do: "give", Word: "help.coupons.give"},
	{Key: "Ctrl+R", Do: "register", Word: "help.coupons.register"},
	{Key: "Ctrl+P", Do: "print", Word: "help.coupons.print"},
	{Key: "Ctrl+D", Do: "void", Word: "help.coupons.void"},
	{Key: "Ctrl+L", Do: "next_state", Word: "help.coupons.state"},
	{Key: screen.KeyUp, Also: screen.KeyDown, Do: "walk", Word: "help.coupons.walk"},
	{Key: screen.KeyPageUp, Also: screen.KeyPageDown, Do: "page", Word: "help.coupons.page"},
	{Key: screen.KeyEscape, Do: "back", Word: "help.coupons.back"},
}

// Screen is the presenter of F5.
type Screen struct {
	till    Till
	devices screen.Devices
	sheets  Sheets
	st      State
	scanned string       // what a reader read of the open coupon
	listed  string       // what was typed when the list was made
	several []pos.Member // whom it may have meant, where that is more than one
	meant   pos.Member   // the one of them that was chosen
	drawing screen.Drawing
}

// New is a search that has found nothing yet.
func New(t Till, d screen.Devices, s Sheets) *Screen {
	return &Screen{till: t, devices: d, sheets: s, st: State{Chosen: -1, Zone: t.Zone()}}
}

// State is a State, for the view.
func (c *Screen) State() any { return c.st }

// Keys is what Help shows.
func (c *Screen) Keys() []screen.KeyUse { return Keys }

// Filters are what the list can be held to, in the order of the tabs; ""
// is all.
func Filters() []pos.CouponState {
	return append([]pos.CouponState{""}, pos.CouponStates()...)
}

type searchNow struct{ text string }

// Handle is part of screen.Screen.
func (c *Screen) Handle(ctx context.Context, e screen.Event, do *screen.Turn) bool {
	switch e := e.(type) {
	case screen.Entered, screen.Changed:
		c.refresh(ctx, do)
	case tick:
		c.tick(do)
	case result:
		c.made(ctx, e, do)
	case redrawn:
		c.printedAgain(ctx, e, do)
	case screen.HandedOver:
		e.Tell(do)
	case screen.Typed:
		c.st.Entry, c.meant = e.Text, pos.Member{}
		do.Later(screen.SearchWait, searchNow{e.Text})
	case screen.Spoiled:
		c.st.Entry = ""
	case searchNow:
		if e.text == c.st.Entry {
			do.Clear() // what was said of another search
			c.search(ctx, do)
			c.closeOther()
		}
	case screen.Scanned:
		return c.scan(ctx, e.Scan, do)
	case screen.Walked:
		c.walk(ctx, e.By, do)
	case screen.Picked:
		c.pick(ctx, e.At, do)
	case screen.Tap:
		return c.tap(ctx, e, do)
	case screen.Key:
		return c.key(ctx, e.Name, do)
	default:
		return false
	}
	return true
}

func (c *Screen) key(ctx context.Context, k screen.KeyName, do *screen.Turn) bool {
	switch k {
	case screen.KeyUp:
		c.walk(ctx, -1, do)
	case screen.KeyDown:
		c.walk(ctx, 1, do)
	case screen.KeyPageUp, screen.KeyPageDown:
		return false // the view knows how long a page is, and gives Walked
	default:
		act := screen.KeyFor(Keys, k)
		return act != "" && c.act(ctx, act, do)
	}
	return true
}

func (c *Screen) tap(ctx context.Context, e screen.Tap, do *screen.Turn) bool {
	if e.Do == "state" {
		if all := Filters(); e.At >= 0 && e.At < len(all) {
			c.st.Filter = all[e.At]
			c.search(ctx, do)
		}
		return true
	}
	return c.act(ctx, e.Do, do)
}

func (c *Screen) act(ctx context.Context, what string, do *screen.Turn) bool {
	if c.st.Busy != nil { // there is only giving up
		if what == "back" {
			c.drawing.Stop()
		}
		return true
	}
	switch what {
	case "open":
		c.enter(ctx, do)
	case "make":
		c.askMake(1, do)
	case "batch":
		c.askBatch(do)
	case "give":
		c.askGive(do)
	case "register":
		c.onOpen(ctx, do, c.askRegister)
	case "print":
		c.onOpen(ctx, do, c.askPrint)
	case "void":
		c.onOpen(ctx, do, c.askVoid)
	case "next_state":
		all := Filters()
		c.st.Filter = all[(slices.Index(all, c.st.Filter)+1)%len(all)]
		c.search(ctx, do)
	case "back":
		c.back(ctx, do)
	default:
		return false
	}
	return true
}

// onOpen does something to the coupon that is open, or to the chosen one.
func (c *Screen) onOpen(ctx context.Context, do *screen.Turn, act func(context.Context, *screen.Turn)) {
	if c.st.Open == nil && c.st.Chosen >= 0 && c.st.Chosen < len(c.st.Rows) {
		c.open(ctx, c.st.Rows[c.st.Chosen].Code, do)
	}
	if c.st.Open == nil {
		do.Say(screen.Look, "coupons.choose_first")
		do.Sound(screen.RefusedSound)
		return
	}
	act(ctx, do)
}

// refresh reads the list and the open coupon as they are now.
func (c *Screen) refresh(ctx context.Context, do *screen.Turn) {
	chosen := c.st.Chosen
	c.search(ctx, do)
	if chosen >= 0 && chosen < len(c.st.Rows) {
		c.st.Chosen = chosen
	}
	if c.st.Open != nil {
		c.open(ctx, c.text(), do)
	}
}

// text is how the open coupon is asked for: by what a reader read of it, which
// tells of one that this till does not know.
func (c *Screen) text() string {
	if c.scanned != "" {
		return c.scanned
	}
	return c.st.Open.Code
}

func (c *Screen) search(ctx context.Context, do *screen.Turn) {
	c.listed, c.several = c.st.Entry, nil
	q, found, err := c.query(ctx)
	if err != nil {
		c.st.Rows, c.st.More, c.st.Chosen, c.st.Found = nil, false, -1, screen.SentenceOf(err)
		return
	}
	rows, more, err := c.till.FindCoupons(ctx, q)
	if do.Refuse(err) {
		return
	}
	c.st.Rows, c.st.More, c.st.Found, c.st.Chosen = rows, more, found, min(0, len(rows)-1)
}

// query understands what was typed: a batch (#12), points (=50), a day, a code
// or its beginning, or else a member.
func (c *Screen) query(ctx context.Context) (q till.CouponQuery, found screen.Sentence, err error) {
	q = till.CouponQuery{State: c.st.Filter, Limit: page}
	text := strings.TrimSpace(c.st.Entry)
	if text == "" {
		return q, found, nil
	}
	if ref, ok := strings.CutPrefix(text, "#"); ok {
		b, err := c.till.CouponBatch(ctx, ref)
		q.Batch = b.ID
		return q, screen.Say("coupons.by.batch", screen.Plain(strconv.FormatInt(b.No, 10)), b.Count), err
	}
	if points, ok := strings.CutPrefix(text, "="); ok {
		if q.Points, _ = screen.ReadNumber(strings.TrimSpace(points)); q.Points <= 0 {
			return q, found, pos.Refuse(pos.BadPoints)
		}
		return q, screen.Say("coupons.by.points", screen.Points(q.Points)), nil
	}
	if day, ok := pos.ReadDay(text, c.till.Zone()); ok {
		q.From, q.To = pos.At(day), pos.At(pos.EndOfDay(day))
		return q, screen.Say("coupons.by.day", q.From), nil
	}
	if begin := pos.CouponCodeBegin(text); len(begin) >= 3 {
		q.Code = begin
		if rows, _, err := c.till.FindCoupons(ctx, q); err != nil || len(rows) > 0 {
			return q, screen.Say("coupons.by.code", begin), err
		}
		q.Code = ""
	}
	return c.queryMember(ctx, q, text)
}

// walk moves the choice; behind the last row that was read it reads on.
func (c *Screen) walk(ctx context.Context, by int, do *screen.Turn) {
	to := c.st.Chosen + by
	if to >= len(c.st.Rows) && c.st.More {
		q, _, err := c.query(ctx)
		if do.Refuse(err) {
			return
		}
		q.After = c.st.Rows[len(c.st.Rows)-1].After()
		rows, more, err := c.till.FindCoupons(ctx, q)
		if do.Refuse(err) {
			return
		}
		c.st.Rows, c.st.More = append(slices.Clip(c.st.Rows), rows...), more
	}
	if len(c.st.Rows) > 0 {
		c.st.Chosen = min(max(to, 0), len(c.st.Rows)-1)
		if c.st.Open != nil {
			c.open(ctx, c.st.Rows[c.st.Chosen].Code, do)
		}
	}
}

func (c *Screen) pick(ctx context.Context, at int, do *screen.Turn) {
	if at < 0 || at >= len(c.st.Rows) {
		return
	}
	c.st.Chosen = at
	c.open(ctx, c.st.Rows[at].Code, do)
	if at == len(c.st.Rows)-1 && c.st.More {
		c.walk(ctx, 1, do)
		c.st.Chosen = at
	}
}

// enter opens the chosen coupon; a whole code that was typed opens that one.
func (c *Screen) enter(ctx context.Context, do *screen.Turn) {
	c.st.Marked++ // it is open, or it is to be mended: what comes next is another
	if _, err := pos.ReadCouponCode(c.st.Entry); err == nil {
		c.st.Open = nil // what is done next is meant for this one
		c.open(ctx, c.st.Entry, do)
		return
	}
	do.Clear()
	if c.listed != c.st.Entry || c.st.Chosen < 0 { // else the row that was walked to
		c.search(ctx, do)
	}
	switch {
	case len(c.several) > 1 && c.st.Chosen < 1: // else a row of the likeliest's was walked to
		c.askWhich(do)
		return
	case c.st.Chosen < 0:
		c.closeOther()
		c.sayNone(do)
		return
	}
	c.open(ctx, c.st.Rows[c.st.Chosen].Code, do)
}

func (c *Screen) open(ctx context.Context, text string, do *screen.Turn) {
	d, err := c.till.CouponBy(ctx, text)
	if do.Refuse(err) {
		return
	}
	c.st.Open, c.scanned = &d, ""
	if text != d.Code {
		c.scanned = text
	}
	for i, r := range c.st.Rows {
		if r.Code == d.Code {
			c.st.Chosen = i
		}
	}
	do.Clear()
}

func (c *Screen) back(ctx context.Context, do *screen.Turn) {
	do.Clear()
	switch {
	case c.st.Open != nil:
		c.st.Open = nil
	case c.st.Entry != "" || c.st.Filter != "":
		c.st.Entry, c.st.Filter = "", ""
		c.search(ctx, do)
	default:
		do.Go(screen.SalePlace, nil)
	}
}

// scan opens a coupon; a club card lists the member's coupons, or has the open
// one counted to the member.
func (c *Screen) scan(ctx context.Context, sc hardware.Scan, do *screen.Turn) bool {
	text := sc.Value + sc.Text
	_, err := c.till.CouponBy(ctx, text)
	if err == nil {
		do.Sound(screen.GoodSound)
		c.open(ctx, text, do)
		return true
	}
	if sc.Kind == hardware.KindProduct || sc.Kind != hardware.KindCoupon && screen.IsSlip(sc) {
		return false
	}
	if sc.Kind == hardware.KindCoupon {
		do.Refuse(err)
		return true
	}
	card, s, cardErr := c.till.MemberByCard(ctx, text)
	if cardErr != nil {
		if code := pos.CodeOf(err); code == pos.BadCoupon {
			err = cardErr
		}
		do.Refuse(err)
		return true
	}
	do.Sound(screen.GoodSound)
	if c.st.Open != nil && c.st.Open.State == pos.FreeCoupon {
		do.Ask(c.registerQuestion(s.Member, do))
		return true
	}
	do.Clear()
	c.st.Entry, c.st.Open = card.Number, nil
	c.st.Marked++
	c.search(ctx, do)
	return true
}
