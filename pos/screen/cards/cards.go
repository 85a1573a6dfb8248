package cards

import (
	"context"
	"image"
	"strings"

	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/till"
)

// Till is what the screen of cards needs of the till.
type Till interface {
	screen.Approvers
	screen.Goods
	Cards(ctx context.Context, q till.CardQuery) ([]till.CardRow, error)
	Card(ctx context.Context, number string) (till.CardRow, error)
	BatchOf(ctx context.Context, number string) (pos.CardBatch, error)
	CardPicture(ctx context.Context, number string, words till.CardWords) (hardware.CardJob, error)
	SampleCards(ctx context.Context, in till.NewCards) (hardware.CardJob, error)
	NextCards(ctx context.Context, count int64) (int64, error)
	MakeCards(ctx context.Context, in till.NewCards, draw till.Draw, who till.Who) (pos.CardBatch, error)
	CardsAgain(ctx context.Context, in till.Again, draw till.Draw, who till.Who) (first, last int64, err error)
	IssueCard(ctx context.Context, member pos.ID, number string, kind pos.CardKind, who till.Who) error
	ReplaceCard(ctx context.Context, number, with string, who till.Who) (pos.Card, error)
	BlockCard(ctx context.Context, number string, who till.Who) error
	MemberByCard(ctx context.Context, number string) (pos.Card, till.Standing, error)
	Photo(ctx context.Context, member pos.ID) ([]byte, error)
	FindMembers(ctx context.Context, text string, limit int) ([]pos.Member, error)
	CardFees(ctx context.Context) ([]pos.Product, error)
	CardDesigns(ctx context.Context) ([]string, error)
	CardDesign(ctx context.Context, name string) (hardware.CardDesign, error)
	SetCardDesign(ctx context.Context, d hardware.CardDesign, who till.Who) error
	DropCardDesign(ctx context.Context, name string, who till.Who) error
}

// Press draws cards, and writes their files. It belongs to the program: a
// screen knows no paper.
type Press interface {
	screen.Folders
	screen.Handover
	// Words are what cards say in a language.
	Words(language string) till.CardWords
	// Folder is where files go if nobody chose; it need not be there yet.
	Folder() string
	// Write draws a job as a PDF, whole or not at all; list is the file for a
	// printing house, or "". told hears how many cards are done.
	Write(ctx context.Context, pdf, list string, job hardware.CardJob, told func(done, of int)) error
	// Picture is the first card of a job, so many dots wide.
	Picture(job hardware.CardJob, back bool, width int) (image.Image, error)
	// ReadPicture is the bytes of a file with a picture.
	ReadPicture(path string) ([]byte, error)
}

// Filters are the states to choose among; empty is all cards.
var Filters = []pos.CardState{"", pos.Printed, pos.Issued, pos.Replaced, pos.CardBarred}

// page is how many cards are read at a time, and dots how wide a card
// is drawn for the screen.
const (
	page = 200
	dots = 760
)

// State is the list of cards with one of them open; or a form in their
// place; or work that goes on.
type State struct {
	Entry  string
	Marked int // grows when the next key is to replace Entry
	Filter int
	Rows   []till.CardRow
	More   bool // there are more behind the last
	Chosen int  // row, -1 is none
	Open   *Card
	Form   *Form
	Busy   *Busy
}

// Card is the one that is open, and how it looks. Front is nil of one that was not
// printed here.
type Card struct {
	till.CardRow
	InBatch     bool
	Of          pos.CardBatch
	Front, Back image.Image
}

// Form is a batch to be made, or a design: rows to change, and a card as it
// will be printed.
type Form struct {
	Title       screen.Sentence
	Design      bool // it is a design
	Rows        []FormRow
	Chosen      int
	Front, Back image.Image
	Wrong       screen.Sentence // why there is no picture; may be zero
}

// FormRow is one thing to change.
type FormRow struct {
	Do      string
	Name    screen.Sentence
	Value   screen.Sentence
	Explain screen.Sentence
}

// Busy is how far the drawing has come.
type Busy struct{ Done, Of int64 }

// Screen is the presenter of F6.
type Screen struct {
	till    Till
	press   Press
	st      State
	batch   batchForm
	look    hardware.CardDesign // of the design that is open
	lang    string
	drawing screen.Drawing
}

// New makes it.
func New(t Till, p Press) *Screen {
	c := &Screen{till: t, press: p, st: State{Chosen: -1}}
	c.batch = batchForm{NewCards: till.NewCards{Count: 100, Kind: pos.BothCard, Symbology: pos.CardCode128, Layout: hardware.CardsA4}, folder: p.Folder()}
	return c
}

// State is a State, for the view.
func (c *Screen) State() any { return c.st }

// Keys are the keys of this screen. A test presses each of them.
var Keys = []screen.KeyUse{
	{Key: screen.KeyEnter, Do: "enter", Word: "help.cards.enter"},
	{Key: screen.KeyUp, Also: screen.KeyDown, Do: "walk", Word: "help.cards.walk"},
	{Key: "Ctrl+L", Do: "filter", Word: "help.cards.filter"},
	{Key: "Ctrl+N", Do: "batch", Word: "help.cards.batch"},
	{Key: screen.KeyEnd, Also: "Ctrl+S", Do: "make", Word: "help.cards.make"},
	{Key: "Ctrl+K", Do: "issue", Word: "help.cards.issue"},
	{Key: "Ctrl+R", Do: "replace", Word: "help.cards.replace"},
	{Key: "Ctrl+D", Do: "block", Word: "help.cards.block"},
	{Key: "Ctrl+P", Do: "again", Word: "help.cards.again"},
	{Key: "Ctrl+T", Do: "designs", Word: "help.cards.designs"},
	{Key: screen.KeyEscape, Do: "back", Word: "help.cards.back"},
}

// Keys is what Help shows.
func (c *Screen) Keys() []screen.KeyUse { return Keys }

// Handle is part of screen.Screen.
func (c *Screen) Handle(ctx context.Context, e screen.Event, do *screen.Turn) bool {
	c.lang = do.Language
	switch e := e.(type) {
	case screen.Entered, screen.Changed:
		c.load(ctx, do)
		c.reopen(ctx, do)
		c.redraw(ctx)
	case screen.Typed:
		c.st.Entry = strings.TrimSpace(e.Text)
	case screen.Spoiled:
		c.st.Entry = ""
	case screen.Scanned:
		return c.scanned(ctx, e.Scan, do)
	case screen.Walked:
		c.walk(ctx, e.By, do)
	case screen.Picked:
		c.picked(ctx, e.At, do)
	case screen.Tap:
		if e.Do == "filter" {
			c.filter(ctx, e.At, do)
			return true
		}
		return c.act(ctx, e.Do, do)
	case screen.Key:
		return c.key(ctx, e.Name, do)
	case tick:
		c.tick(do)
	case drawn:
		c.drawn(ctx, e, do)
	case screen.HandedOver:
		e.Tell(do)
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
		return false // the view knows how long a page is
	case "Ctrl+L":
		c.filter(ctx, (c.st.Filter+1)%len(Filters), do)
	default:
		act := screen.KeyFor(Keys, k)
		return act != "" && c.act(ctx, act, do)
	}
	return true
}

// act does what a key or a button says. While cards are drawn there is only
// giving up.
func (c *Screen) act(ctx context.Context, what string, do *screen.Turn) bool {
	switch {
	case c.st.Busy != nil:
		if what == "back" {
			c.drawing.Stop()
		}
		return true
	case c.st.Form != nil:
		return c.formAct(ctx, what, do)
	}
	switch what {
	case "enter":
		c.enter(ctx, do)
	case "batch":
		c.openBatch(ctx, do)
	case "designs":
		c.askDesigns(ctx, do)
	case "issue":
		c.need(do, func() { c.askHolder(c.st.Open.Number, do) })
	case "replace":
		c.need(do, func() { c.askReplace(c.st.Open.CardRow, do) })
	case "block":
		c.need(do, func() { c.askBlock(c.st.Open.Number, do) })
	case "again":
		c.need(do, func() { c.askAgain(do) })
	case "member":
		if c.st.Open != nil && !c.st.Open.Member.IsZero() {
			do.Go(screen.MemberPlace, screen.OpenMember{ID: c.st.Open.Member})
		}
	case "back":
		c.back(do)
	default:
		return false
	}
	return true
}

// need does a thing to the open card, or says that one must be opened first.
func (c *Screen) need(do *screen.Turn, work func()) {
	if c.st.Open == nil {
		do.Say(screen.Look, "cards.open_first")
		do.Sound(screen.RefusedSound)
		return
	}
	work()
}

func (c *Screen) back(do *screen.Turn) {
	do.Clear()
	switch {
	case c.st.Entry != "":
		c.st.Entry = ""
	case c.st.Open != nil:
		c.st.Open = nil
	default:
		do.Go(screen.SalePlace, nil)
	}
}

func (c *Screen) query() till.CardQuery {
	return till.CardQuery{State: Filters[c.st.Filter], Limit: page + 1}
}

// load reads the list anew, as far as it was read before.
func (c *Screen) load(ctx context.Context, do *screen.Turn) {
	q := c.query()
	q.Limit = max(len(c.st.Rows), page) + 1
	list, err := c.till.Cards(ctx, q)
	if do.Refuse(err) {
		return
	}
	c.st.More = len(list) == q.Limit
	c.st.Rows = list[:min(len(list), q.Limit-1)]
	c.st.Chosen = min(c.st.Chosen, len(c.st.Rows)-1)
	if c.st.Chosen < 0 && len(c.st.Rows) > 0 {
		c.st.Chosen = 0
	}
}

// more reads the next page when the choice has come to the end.
func (c *Screen) more(ctx context.Context, do *screen.Turn) {
	if !c.st.More || c.st.Chosen < len(c.st.Rows)-1 {
		return
	}
	q := c.query()
	q.After = c.st.Rows[len(c.st.Rows)-1].Number
	list, err := c.till.Cards(ctx, q)
	if do.Refuse(err) {
		return
	}
	c.st.More = len(list) > page
	c.st.Rows = append(c.st.Rows[:len(c.st.Rows):len(c.st.Rows)], list[:min(len(list), page)]...)
}

func (c *Screen) filter(ctx context.Context, at int, do *screen.Turn) {
	if at < 0 || at >= len(Filters) || c.st.Busy != nil || c.st.Form != nil {
		return
	}
	c.st.Filter, c.st.Rows, c.st.Chosen, c.st.Open = at, nil, -1, nil
	c.load(ctx, do)
}

func (c *Screen) walk(ctx context.Context, by int, do *screen.Turn) {
	if f := c.st.Form; f != nil {
		form := *f
		form.Chosen = min(max(f.Chosen+by, 0), len(f.Rows)-1)
		c.st.Form = &form
		return
	}
	if len(c.st.Rows) == 0 {
		return
	}
	do.Clear() // what was said was of another card
	c.st.Chosen = min(max(c.st.Chosen+by, 0), len(c.st.Rows)-1)
	c.more(ctx, do)
	c.open(ctx, c.st.Rows[c.st.Chosen].Number, do)
}

func (c *Screen) picked(ctx context.Context, at int, do *screen.Turn) {
	if f := c.st.Form; f != nil {
		if at >= 0 && at < len(f.Rows) {
			form := *f
			form.Chosen = at
			c.st.Form = &form
			c.formAct(ctx, "enter", do)
		}
		return
	}
	if at >= 0 && at < len(c.st.Rows) {
		c.st.Chosen = at
		c.open(ctx, c.st.Rows[at].Number, do)
	}
}

// enter opens the card whose number was typed, or else the chosen one.
func (c *Screen) enter(ctx context.Context, do *screen.Turn) {
	switch {
	case c.st.Entry != "":
		if c.open(ctx, c.st.Entry, do) {
			c.st.Entry = ""
		} else {
			c.st.Marked++
			c.unknown()
		}
	case c.st.Chosen >= 0 && c.st.Chosen < len(c.st.Rows):
		c.open(ctx, c.st.Rows[c.st.Chosen].Number, do)
	}
}

// unknown closes the card that is open: what is done next was meant for the one
// that was not found.
func (c *Screen) unknown() { c.st.Open, c.st.Chosen = nil, -1 }

// open shows a card, and chooses it where it is in the list.
func (c *Screen) open(ctx context.Context, number string, do *screen.Turn) bool {
	row, err := c.till.Card(ctx, number)
	if do.Refuse(err) {
		return false
	}
	o := &Card{CardRow: row}
	if !row.Batch.IsZero() {
		if o.Of, err = c.till.BatchOf(ctx, row.Number); err == nil {
			o.InBatch = true
			if job, err := c.till.CardPicture(ctx, row.Number, c.words()); err == nil {
				o.Front, o.Back, _ = c.pictures(job)
			}
		}
	}
	c.st.Open, c.st.Chosen = o, -1 // it may be far behind what the list was read to
	for i, r := range c.st.Rows {
		if r.Number == row.Number {
			c.st.Chosen = i
		}
	}
	return true
}

// reopen reads the open card as it is now.
func (c *Screen) reopen(ctx context.Context, do *screen.Turn) {
	if c.st.Open != nil && !c.open(ctx, c.st.Open.Number, do) {
		c.st.Open = nil
	}
}

// pictures are both sides of a job's first card; a job without a back has one.
func (c *Screen) pictures(job hardware.CardJob) (front, back image.Image, err error) {
	if front, err = c.press.Picture(job, false, dots); err != nil || !job.Design.Back {
		return front, nil, err
	}
	back, err = c.press.Picture(job, true, dots)
	return front, back, err
}

func (c *Screen) words() till.CardWords { return c.press.Words(c.lang) }

// scanned opens a card; one that lies in the drawer still is to be issued.
func (c *Screen) scanned(ctx context.Context, sc hardware.Scan, do *screen.Turn) bool {
	if c.st.Form != nil || c.st.Busy != nil || screen.IsSlip(sc) {
		return false
	}
	number := sc.Value
	switch sc.Kind {
	case hardware.KindUnknown:
		number = sc.Text
	case hardware.KindClubCard:
	default:
		return false
	}
	if !c.open(ctx, number, do) {
		c.unknown()
		return true
	}
	do.Sound(screen.GoodSound)
	if c.st.Open.State == pos.Printed {
		c.askHolder(c.st.Open.Number, do)
	}
	return true
}
