package screen

import (
	"context"
	"image"
	"strings"

	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// CardsTill is what the Cards screen needs of the till.
type CardsTill interface {
	Approvers
	Goods
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

// CardPress draws cards, and writes their files. It belongs to the program: a
// screen knows no paper.
type CardPress interface {
	Folders
	Handover
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

// CardFilters are the states to choose among; empty is all cards.
var CardFilters = []pos.CardState{"", pos.Printed, pos.Issued, pos.Replaced, pos.CardBarred}

// cardsPage is how many cards are read at a time, and cardDots how wide a card
// is drawn for the screen.
const (
	cardsPage = 200
	cardDots  = 760
)

// CardsState is the list of cards with one of them open; or a form in their
// place; or work that goes on.
type CardsState struct {
	Entry  string
	Marked int // grows when the next key is to replace Entry
	Filter int
	Rows   []till.CardRow
	More   bool // there are more behind the last
	Chosen int  // row, -1 is none
	Open   *OpenCard
	Form   *CardForm
	Busy   *CardsBusy
}

// OpenCard is one card and how it looks. Front is nil of one that was not
// printed here.
type OpenCard struct {
	till.CardRow
	InBatch     bool
	Of          pos.CardBatch
	Front, Back image.Image
}

// CardForm is a batch to be made, or a design: rows to change, and a card as it
// will be printed.
type CardForm struct {
	Title       Sentence
	Design      bool // it is a design
	Rows        []CardFormRow
	Chosen      int
	Front, Back image.Image
	Wrong       Sentence // why there is no picture; may be zero
}

// CardFormRow is one thing to change.
type CardFormRow struct {
	Do      string
	Name    Sentence
	Value   Sentence
	Explain Sentence
}

// CardsBusy is how far the drawing has come.
type CardsBusy struct{ Done, Of int64 }

// Cards is the presenter of F6.
type Cards struct {
	till  CardsTill
	press CardPress
	st    CardsState
	batch batchForm
	look  hardware.CardDesign // of the design that is open
	lang  string
	drawing
}

// NewCards makes it.
func NewCards(t CardsTill, p CardPress) *Cards {
	c := &Cards{till: t, press: p, st: CardsState{Chosen: -1}}
	c.batch = batchForm{NewCards: till.NewCards{Count: 100, Kind: pos.BothCard, Symbology: pos.CardCode128, Layout: hardware.CardsA4}, folder: p.Folder()}
	return c
}

// State is part of Screen.
func (c *Cards) State() any { return c.st }

// CardsKeys are the keys of Cards. A test presses each of them.
var CardsKeys = []KeyUse{
	{Key: KeyEnter, Do: "enter", Word: "help.cards.enter"},
	{Key: KeyUp, Also: KeyDown, Do: "walk", Word: "help.cards.walk"},
	{Key: "Ctrl+L", Do: "filter", Word: "help.cards.filter"},
	{Key: "Ctrl+N", Do: "batch", Word: "help.cards.batch"},
	{Key: KeyEnd, Also: "Ctrl+S", Do: "make", Word: "help.cards.make"},
	{Key: "Ctrl+K", Do: "issue", Word: "help.cards.issue"},
	{Key: "Ctrl+R", Do: "replace", Word: "help.cards.replace"},
	{Key: "Ctrl+D", Do: "block", Word: "help.cards.block"},
	{Key: "Ctrl+P", Do: "again", Word: "help.cards.again"},
	{Key: "Ctrl+T", Do: "designs", Word: "help.cards.designs"},
	{Key: KeyEscape, Do: "back", Word: "help.cards.back"},
}

// Keys is what Help shows.
func (c *Cards) Keys() []KeyUse { return CardsKeys }

// Handle is part of Screen.
func (c *Cards) Handle(ctx context.Context, e Event, do *Turn) bool {
	c.lang = do.Language
	switch e := e.(type) {
	case Entered, Changed:
		c.load(ctx, do)
		c.reopen(ctx, do)
		c.redraw(ctx)
	case Typed:
		c.st.Entry = strings.TrimSpace(e.Text)
	case Spoiled:
		c.st.Entry = ""
	case Scanned:
		return c.scanned(ctx, e.Scan, do)
	case Walked:
		c.walk(ctx, e.By, do)
	case Picked:
		c.picked(ctx, e.At, do)
	case Tap:
		if e.Do == "filter" {
			c.filter(ctx, e.At, do)
			return true
		}
		return c.act(ctx, e.Do, do)
	case Key:
		return c.key(ctx, e.Name, do)
	case cardsTick:
		c.tick(do)
	case cardsDrawn:
		c.drawn(ctx, e, do)
	case handedOver:
		e.told(do)
	default:
		return false
	}
	return true
}

func (c *Cards) key(ctx context.Context, k KeyName, do *Turn) bool {
	switch k {
	case KeyUp:
		c.walk(ctx, -1, do)
	case KeyDown:
		c.walk(ctx, 1, do)
	case KeyPageUp, KeyPageDown:
		return false // the view knows how long a page is
	case "Ctrl+L":
		c.filter(ctx, (c.st.Filter+1)%len(CardFilters), do)
	default:
		act := KeyFor(CardsKeys, k)
		return act != "" && c.act(ctx, act, do)
	}
	return true
}

// act does what a key or a button says. While cards are drawn there is only
// giving up.
func (c *Cards) act(ctx context.Context, what string, do *Turn) bool {
	switch {
	case c.st.Busy != nil:
		if what == "back" {
			c.drawing.stop()
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
			do.Go(MemberPlace, OpenMember{ID: c.st.Open.Member})
		}
	case "back":
		c.back(do)
	default:
		return false
	}
	return true
}

// need does a thing to the open card, or says that one must be opened first.
func (c *Cards) need(do *Turn, work func()) {
	if c.st.Open == nil {
		do.Say(Look, "cards.open_first")
		do.Sound(RefusedSound)
		return
	}
	work()
}

func (c *Cards) back(do *Turn) {
	do.Clear()
	switch {
	case c.st.Entry != "":
		c.st.Entry = ""
	case c.st.Open != nil:
		c.st.Open = nil
	default:
		do.Go(SalePlace, nil)
	}
}

func (c *Cards) query() till.CardQuery {
	return till.CardQuery{State: CardFilters[c.st.Filter], Limit: cardsPage + 1}
}

// load reads the list anew, as far as it was read before.
func (c *Cards) load(ctx context.Context, do *Turn) {
	q := c.query()
	q.Limit = max(len(c.st.Rows), cardsPage) + 1
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
func (c *Cards) more(ctx context.Context, do *Turn) {
	if !c.st.More || c.st.Chosen < len(c.st.Rows)-1 {
		return
	}
	q := c.query()
	q.After = c.st.Rows[len(c.st.Rows)-1].Number
	list, err := c.till.Cards(ctx, q)
	if do.Refuse(err) {
		return
	}
	c.st.More = len(list) > cardsPage
	c.st.Rows = append(c.st.Rows[:len(c.st.Rows):len(c.st.Rows)], list[:min(len(list), cardsPage)]...)
}

func (c *Cards) filter(ctx context.Context, at int, do *Turn) {
	if at < 0 || at >= len(CardFilters) || c.st.Busy != nil || c.st.Form != nil {
		return
	}
	c.st.Filter, c.st.Rows, c.st.Chosen, c.st.Open = at, nil, -1, nil
	c.load(ctx, do)
}

func (c *Cards) walk(ctx context.Context, by int, do *Turn) {
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

func (c *Cards) picked(ctx context.Context, at int, do *Turn) {
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
func (c *Cards) enter(ctx context.Context, do *Turn) {
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
func (c *Cards) unknown() { c.st.Open, c.st.Chosen = nil, -1 }

// open shows a card, and chooses it where it is in the list.
func (c *Cards) open(ctx context.Context, number string, do *Turn) bool {
	row, err := c.till.Card(ctx, number)
	if do.Refuse(err) {
		return false
	}
	o := &OpenCard{CardRow: row}
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
func (c *Cards) reopen(ctx context.Context, do *Turn) {
	if c.st.Open != nil && !c.open(ctx, c.st.Open.Number, do) {
		c.st.Open = nil
	}
}

// pictures are both sides of a job's first card; a job without a back has one.
func (c *Cards) pictures(job hardware.CardJob) (front, back image.Image, err error) {
	if front, err = c.press.Picture(job, false, cardDots); err != nil || !job.Design.Back {
		return front, nil, err
	}
	back, err = c.press.Picture(job, true, cardDots)
	return front, back, err
}

func (c *Cards) words() till.CardWords { return c.press.Words(c.lang) }

// scanned opens a card; one that lies in the drawer still is to be issued.
func (c *Cards) scanned(ctx context.Context, sc hardware.Scan, do *Turn) bool {
	if c.st.Form != nil || c.st.Busy != nil || IsSlip(sc) {
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
	do.Sound(GoodSound)
	if c.st.Open.State == pos.Printed {
		c.askHolder(c.st.Open.Number, do)
	}
	return true
}
