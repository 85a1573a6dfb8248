package screen

import (
	"context"
	"slices"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// Selling is what the sale needs of the till.
type Selling interface {
	CountsCoupons
	NewSale(ctx context.Context, who pos.Person) (pos.Draft, error)
	Find(ctx context.Context, number string) (till.Found, error)
	Product(ctx context.Context, code string) (pos.Product, error)
	FindProducts(ctx context.Context, text string, limit int) ([]pos.Product, error)
	FindMembers(ctx context.Context, text string, limit int) ([]pos.Member, error)
	AddProduct(ctx context.Context, d *pos.Draft, p pos.Product, qtyMilli int64) error
	SellCard(ctx context.Context, d *pos.Draft, number, sku string) error
	SellGiftCard(ctx context.Context, d *pos.Draft, amount pos.Money) error
	GiftCard(ctx context.Context, text string, who till.Who) (till.GiftCardDetails, error)
	CardFees(ctx context.Context) ([]pos.Product, error)
	SetQuantity(ctx context.Context, d *pos.Draft, line int, qtyMilli int64) error
	SetDiscount(ctx context.Context, d *pos.Draft, line int, bp int64, who till.Who) error
	VoidLine(ctx context.Context, d *pos.Draft, line int) error
	AttachCard(ctx context.Context, d *pos.Draft, number string, typed bool) (till.Standing, error)
	AttachMember(ctx context.Context, d *pos.Draft, id pos.ID) (till.Standing, error)
	DetachMember(ctx context.Context, d *pos.Draft)
	Quote(ctx context.Context, d pos.Draft, bonus int64, giftCards ...string) (till.Offer, error)
	Suspend(ctx context.Context, d pos.Draft, label string) error
	Suspended(ctx context.Context) ([]pos.Draft, error)
	Resume(ctx context.Context, id pos.ID) (pos.Draft, error)
	VoidSale(ctx context.Context, d pos.Draft, who till.Who) error
	SaleByReceipt(ctx context.Context, number string) (pos.Sale, error)
	LastSales(ctx context.Context, limit int) ([]till.SaleRow, error)
	Reprint(ctx context.Context, number string, who till.Who) (pos.ID, error)
	OpenDrawer(ctx context.Context, who till.Who) error
	MoveCash(ctx context.Context, kind till.CashKind, amount pos.Money, who till.Who) error
	Photo(ctx context.Context, member pos.ID) ([]byte, error)
}

// Devices is what the sale does with what stands on the counter.
type Devices interface {
	// Wake tells the spooler that there is a paper.
	Wake()
	// Kick opens the drawer; the journal has it already.
	Kick(ctx context.Context) error
}

// SaleState is the sale as it is drawn.
type SaleState struct {
	Entry     string
	Marked    int   // grows when the next key is to replace Entry
	Qty       int64 // thousandths waiting for the next article; 0 is none
	Lines     []SaleLine
	Chosen    int // of Lines; -1 is none
	Items     int64
	Total     pos.Money
	Discounts pos.Money
	Member    *MemberPanel
	BonusMax  pos.Money // what bonus may pay
	PointsMax int64
	Kroner    bool // points and money are one: show the money
	Suspended int  // sales put aside
	NoGoods   bool // the shop has none yet
}

// SaleLine is a live line of the sale.
type SaleLine struct {
	At       int // its place in the draft
	Name     string
	Qty      int64
	Price    pos.Money // of one
	Gross    pos.Money
	Discount pos.Money
	Rate     int64 // of the discount
	Club     bool
	Net      pos.Money
	SKU      string
}

// UseMember is handed to the sale by a screen that found a member for it.
type UseMember struct{ ID pos.ID }

// NextSale is handed to the sale when the one before is done; Entry is what
// was typed already.
type NextSale struct{ Entry string }

// SaleDone tells that a draft has become a sale: whatever is shown next, it is
// not on the screen any more.
type SaleDone struct{ id pos.ID }

// ResumeSale is handed to the sale to put a draft back on the screen.
type ResumeSale struct{ Draft pos.Draft }

// Sale is the presenter of the sale.
type Sale struct {
	till    Selling
	devices Devices
	draft   pos.Draft
	offer   till.Offer
	entry   string
	refused bool // entry was, and stands to be mended or replaced
	marked  int
	qty     int64
	chosen  int
	aside   int
	stocked bool // the shop has goods
	asked   bool // about sales that a crash left
	now     time.Time
	photo   []byte
	photoOf pos.ID
}

// NewSale is an empty sale.
func NewSale(t Selling, d Devices) *Sale { return &Sale{till: t, devices: d, chosen: -1} }

// State is part of Screen.
func (s *Sale) State() any { return s.view() }

// Handle is part of Screen.
func (s *Sale) Handle(ctx context.Context, e Event, do *Turn) bool {
	s.now = do.Now
	switch e := e.(type) {
	case Entered:
		s.entered(ctx, e, do)
		s.lookGoods(ctx)
	case SignedIn:
		s.draft.Person = e.Person.ID
	case SaleDone:
		if s.draft.ID == e.id {
			s.draft, s.offer, s.entry, s.qty, s.chosen = pos.Draft{}, till.Offer{}, "", 0, -1
		}
	case Changed:
		s.lookGoods(ctx)
		if !s.draft.ID.IsZero() {
			s.requote(ctx, do)
		}
	case Typed:
		s.entry, s.refused = e.Text, false
	case Spoiled:
		s.entry = ""
	case Rune:
		return s.rune(ctx, e.Rune, do)
	case Key:
		return s.key(ctx, e.Name, do)
	case Scanned:
		return s.scanned(ctx, e.Scan, do)
	case Picked:
		s.chosen = e.At
	case Tap:
		return s.tap(ctx, e.Do, do)
	case kicked:
		do.Refuse(e.err)
	default:
		return false
	}
	return true
}

func (s *Sale) entered(ctx context.Context, e Entered, do *Turn) {
	switch with := e.With.(type) {
	case NextSale:
		s.fresh(ctx, do)
		s.entry = with.Entry
		return
	case ResumeSale:
		s.draft = with.Draft
	case UseMember:
		s.need(ctx, do)
		s.change(ctx, do, func() error {
			_, err := s.till.AttachMember(ctx, &s.draft, with.ID)
			return err
		})
		return
	case SellCard:
		s.sellCard(ctx, with.Number, do)
		return
	case SellGift:
		s.sellGift(ctx, with.Amount, do)
		return
	}
	if s.need(ctx, do) {
		s.requote(ctx, do)
	}
	s.lookAside(ctx)
	if !s.asked {
		s.asked = true
		s.offerLeft(ctx, do)
	}
}

// lookGoods sees whether there is anything to sell: a shop that was opened just
// now is told where goods come from. Once there are some it looks no more.
func (s *Sale) lookGoods(ctx context.Context) {
	if s.stocked {
		return
	}
	list, err := s.till.FindProducts(ctx, "", 1)
	s.stocked = err != nil || len(list) > 0 // what cannot be read says so elsewhere
}

// need makes sure that there is a sale to add to.
func (s *Sale) need(ctx context.Context, do *Turn) bool {
	if !s.draft.ID.IsZero() {
		return true
	}
	return s.fresh(ctx, do)
}

func (s *Sale) fresh(ctx context.Context, do *Turn) bool {
	d, err := s.till.NewSale(ctx, do.Person)
	if do.Refuse(err) {
		return false
	}
	s.draft, s.offer, s.entry, s.refused, s.qty, s.chosen = d, till.Offer{}, "", false, 0, -1
	s.requote(ctx, do)
	s.lookAside(ctx)
	return true
}

// change does something to the draft and quotes it anew. What cannot be quoted
// is undone: a refusal leaves the sale as it was.
func (s *Sale) change(ctx context.Context, do *Turn, act func() error) bool {
	if !s.need(ctx, do) {
		return false
	}
	before, offer := s.draft, s.offer
	s.draft.Lines = slices.Clone(s.draft.Lines)
	err := act()
	if err == nil {
		s.offer, err = s.till.Quote(ctx, s.draft, 0)
	}
	if err != nil {
		s.draft, s.offer = before, offer
		do.Refuse(err)
		return false
	}
	s.lookAtMember(ctx)
	s.clampChosen()
	if s.refused {
		s.entry, s.refused = "", false // what was done since is in its place
	}
	do.Clear()
	do.Show(s.basket())
	return true
}

func (s *Sale) requote(ctx context.Context, do *Turn) {
	offer, err := s.till.Quote(ctx, s.draft, 0)
	if do.Refuse(err) {
		return
	}
	s.offer = offer
	s.lookAtMember(ctx)
	s.clampChosen()
	do.Show(s.basket())
}

func (s *Sale) clampChosen() {
	live, _ := s.draft.Live()
	s.chosen = min(s.chosen, len(live)-1)
}

// line is the place in the draft of the chosen line, or of the last one.
func (s *Sale) line() (int, bool) {
	_, at := s.draft.Live()
	switch {
	case len(at) == 0:
		return 0, false
	case s.chosen >= 0:
		return at[s.chosen], true
	}
	return at[len(at)-1], true
}

func (s *Sale) rune(ctx context.Context, r rune, do *Turn) bool {
	switch {
	case r == '*':
		s.times(do)
	case r == '+' && (s.entry == "" || s.refused):
		s.pay(do)
	case r == '%':
		s.percent(ctx, do)
	default:
		return false
	}
	return true
}

// times makes what was typed the quantity of the next article.
func (s *Sale) times(do *Turn) {
	q, ok := ReadQuantity(s.entry)
	if !ok || q <= 0 || q > pos.MaxQtyMilli {
		do.Refuse(pos.Refuse(pos.BadQuantity))
		s.mark()
		return
	}
	s.qty, s.entry = q, ""
	do.Clear()
}

func (s *Sale) key(ctx context.Context, k KeyName, do *Turn) bool {
	empty := s.entry == ""
	switch {
	case k == KeyEnter:
		s.enter(ctx, do)
	case k == KeyEscape && (!empty || s.qty != 0 || s.chosen >= 0):
		s.entry, s.qty, s.chosen = "", 0, -1
		do.Clear()
	case k == KeyEscape:
		s.askVoid(ctx, do)
	case k == KeyUp:
		s.walk(-1)
	case k == KeyDown:
		s.walk(1)
	case k == KeyEnd && empty:
		s.pay(do)
	case k == KeyDelete && empty:
		s.voidLine(ctx, do)
	case k == "Ctrl+Z":
		s.voidLast(ctx, do)
	case k == KeyF11:
		s.suspend(ctx, do)
	case k == "Ctrl+R":
		s.askReturn(do)
	case k == "Ctrl+P":
		s.reprint(ctx, do)
	case k == "Ctrl+D":
		s.askDrawer(do)
	case k == "Ctrl+M":
		s.removeMember(ctx, do)
	default:
		return false
	}
	return true
}

func (s *Sale) tap(ctx context.Context, what string, do *Turn) bool {
	switch what {
	case "pay":
		s.pay(do)
	case "void_last":
		s.voidLast(ctx, do)
	case "void_line":
		s.voidLine(ctx, do)
	case "discount":
		s.percent(ctx, do)
	case "suspend":
		s.suspend(ctx, do)
	case "return":
		s.askReturn(do)
	case "reprint":
		s.reprint(ctx, do)
	case "drawer":
		s.askDrawer(do)
	case "member_remove":
		s.removeMember(ctx, do)
	case "member_change":
		do.Go(MemberPlace, nil)
	case "member_open":
		do.Go(MemberPlace, OpenMember{ID: s.draft.Member})
	case "enter":
		s.enter(ctx, do)
	default:
		return false
	}
	return true
}

func (s *Sale) walk(by int) {
	live, _ := s.draft.Live()
	switch n := len(live); {
	case n == 0:
	case s.chosen < 0 && by < 0:
		s.chosen = n - 1
	case s.chosen < 0:
		s.chosen = 0
	case s.chosen+by >= n:
		s.chosen = -1 // past the last line is back at the entry
	default:
		s.chosen = max(s.chosen+by, 0)
	}
}

func (s *Sale) pay(do *Turn) {
	if live, _ := s.draft.Live(); len(live) == 0 {
		do.Refuse(pos.Refuse(pos.EmptySale))
		return
	}
	s.entry, s.qty, s.chosen = "", 0, -1
	do.Clear()
	do.Go(PaymentPlace, Pay{Draft: s.draft})
}

func (s *Sale) voidLine(ctx context.Context, do *Turn) {
	if at, ok := s.line(); ok {
		s.change(ctx, do, func() error { return s.till.VoidLine(ctx, &s.draft, at) })
		return
	}
	do.Refuse(pos.Refuse(pos.EmptySale))
}

func (s *Sale) voidLast(ctx context.Context, do *Turn) {
	s.chosen = -1
	s.voidLine(ctx, do)
}

func (s *Sale) removeMember(ctx context.Context, do *Turn) {
	if s.draft.Member.IsZero() {
		do.Refuse(pos.Refuse(pos.NoMember))
		return
	}
	s.change(ctx, do, func() error { s.till.DetachMember(ctx, &s.draft); return nil })
}
