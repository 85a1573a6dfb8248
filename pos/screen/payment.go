package screen

import (
	"context"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/loyalty"
	"bonuskasse/pos/till"
)

// Paying is what the payment needs of the till.
type Paying interface {
	Approvers
	Explains
	MayComplete(ctx context.Context, d pos.Draft, p till.Payment) error
	Quote(ctx context.Context, d pos.Draft, bonus int64, giftCards ...string) (till.Offer, error)
	QuotePayment(ctx context.Context, d pos.Draft, p till.Payment) (till.Offer, error)
	OverCap(ctx context.Context, d pos.Draft, p till.Payment, b *till.Borrowed) error
	Complete(ctx context.Context, d pos.Draft, p till.Payment) (till.Done, error)
	Borrow(ctx context.Context, d pos.Draft, p till.Payment) (till.Borrowed, error)
	GiftCard(ctx context.Context, text string, who till.Who) (till.GiftCardDetails, error)
	SaleByID(ctx context.Context, id pos.ID) (pos.Sale, error)
	Standing(ctx context.Context, id pos.ID) (till.Standing, error)
	PrintReceipt(ctx context.Context, sale pos.ID) (pos.ID, error)
	GuestCoupon(ctx context.Context, sale pos.ID, who till.Who) (till.CouponRow, error)
}

// Safe makes the store safe to sell with again after a commit whose outcome is
// unknown.
type Safe interface {
	Reopen(ctx context.Context) error
}

// Pay is handed to the payment: the sale to be paid.
type Pay struct{ Draft pos.Draft }

// Payment is the presenter of the payment.
type Payment struct {
	till    Paying
	safe    Safe
	devices Devices
	st      PaymentState
	draft   pos.Draft
	offer   till.Offer
	paid    []TenderRow
	// approved is the manager who stands by this payment, and why one was asked.
	approved *pos.Person
	reason   string
	// override says that this manager lets the bonus use what the till may not
	// spend alone.
	override bool
	borrowed *till.Borrowed // nil: not asked, or not answered yet
	open     bool
	now      time.Time

	language string // what is filled in is written in it
}

// NewPayment is a payment with nothing to pay.
func NewPayment(t Paying, s Safe, d Devices) *Payment {
	return &Payment{till: t, safe: s, devices: d}
}

// Open tells whether a sale is being paid: F2 then leads here.
func (p *Payment) Open() bool { return p.open }

// Held tells whether something was paid, or is being saved: the sale must not
// change now.
func (p *Payment) Held() bool { return p.open && (len(p.paid) > 0 || p.st.Busy || p.st.Unknown) }

// Close gives the payment up; the sale is as it was.
func (p *Payment) Close() { p.open = false }

// State is part of Screen.
func (p *Payment) State() any { return p.view() }

// What comes back from the disk.
type (
	completed struct {
		done till.Done
		err  error
	}
	settled struct {
		sale     *pos.Sale
		standing *till.Standing
		err      error
	}
)

// Handle is part of Screen.
func (p *Payment) Handle(ctx context.Context, e Event, do *Turn) bool {
	p.now, p.language = do.Now, do.Language
	switch e := e.(type) {
	case drawerOpened:
		do.Refuse(e.err)
		return true
	case completed:
		p.completed(ctx, e, do)
		return true
	case settled:
		p.settled(e, do)
		return true
	case Entered:
		if with, ok := e.With.(Pay); ok {
			p.begin(ctx, with.Draft, do)
		}
		return true
	case rightsCame:
		p.rightsCame(ctx, e, do)
		return true
	case Changed:
		if p.open {
			p.requote(ctx, p.points(), do)
		}
		return true
	}
	switch {
	case p.st.Busy:
		return p.busy(e, do)
	case p.st.Thanks != nil:
		return p.thanks(ctx, e, do)
	case p.st.Unknown:
		return p.unknown(e, do)
	}
	switch e := e.(type) {
	case Typed:
		p.st.Entry = e.Text
	case Spoiled:
		p.st.Entry = ""
	case Scanned:
		text := e.Scan.Value + e.Scan.Text
		if _, err := pos.ReadGiftCardCode(text); err != nil {
			return false
		}
		p.gift(ctx, text, do)
	case Rune:
		return p.rune(ctx, e.Rune, do)
	case Key:
		return p.key(ctx, e.Name, do)
	case Tap:
		return p.tap(ctx, e, do)
	default:
		return false
	}
	return true
}

func (p *Payment) begin(ctx context.Context, d pos.Draft, do *Turn) {
	p.draft, p.paid, p.open = d, nil, true
	p.approved, p.reason, p.override, p.borrowed = nil, "", false, nil
	p.st = PaymentState{}
	if !p.requote(ctx, 0, do) {
		p.open = false
		do.Go(SalePlace, nil)
		return
	}
	if !d.Member.IsZero() {
		// What a manager must approve is asked before anybody has paid.
		do.Refuse(p.withManager(ctx, do, func(ctx context.Context, do *Turn) error {
			return p.till.MayComplete(ctx, p.draft, p.payment())
		}))
	}
	if o := p.offer; o.Shop.Enrolled && o.Usable < o.Available {
		do.Run(func(ctx context.Context) Event {
			b, err := p.till.Borrow(ctx, d, till.Payment{Bonus: loyalty.MaxBonus})
			return rightsCame{sale: d.ID, borrowed: b, err: err}
		})
	}
}

func (p *Payment) requote(ctx context.Context, points int64, do *Turn) bool {
	o, err := p.till.QuotePayment(ctx, p.draft, till.Payment{Bonus: points, GiftCards: p.codes(), Override: p.override})
	if do.Refuse(err) {
		return false
	}
	p.offer = o
	p.st.OverrideMax = Worth(o.Program, p.mostOverridden(ctx))
	p.spread()
	do.Show(basketOf(p.draft, o, p.now))
	return true
}

func (p *Payment) points() int64 {
	for _, t := range p.paid {
		if t.Method == ByBonus {
			return t.Points
		}
	}
	return 0
}

func (p *Payment) paidBy(m Method) (sum pos.Money) {
	for _, t := range p.paid {
		if t.Method == m {
			sum += t.Amount
		}
	}
	return sum
}

// left is what money still has to pay: exactly, and in coins.
func (p *Payment) left() (exact, coins pos.Money) {
	due := p.offer.Due() - p.paidBy(ByBankCard) - p.paidBy(ByMobile)
	cash := p.paidBy(ByCash)
	return due - cash, pos.RoundCash(due, pos.Money(p.offer.Program.CashRounding)) - cash
}

// covered tells whether nothing is left to pay.
func (p *Payment) covered() bool {
	exact, coins := p.left()
	return exact <= 0 || p.paidBy(ByCash) > 0 && coins <= 0
}

func (p *Payment) rune(ctx context.Context, r rune, do *Turn) bool {
	if p.st.Method == NoMethod {
		if m, ok := methodKeys[r]; ok {
			p.choose(ctx, m, do)
			return true
		}
		return r != ' ' // nothing is typed before a way to pay is chosen
	}
	if p.st.Method == ByBonus && (r == 'p' || r == 'P' || r == 'k' || r == 'K') {
		p.unit(r == 'p' || r == 'P')
		return true
	}
	return r == '*' || r == '+' || r == '%'
}

func (p *Payment) key(ctx context.Context, k KeyName, do *Turn) bool {
	switch k {
	case KeyEnter:
		p.enter(ctx, do)
	case KeyEscape:
		p.back(ctx, do)
	case WhyKey:
		return p.tap(ctx, Tap{Do: "why"}, do)
	case KeyUp, KeyDown:
		if p.st.Method == ByBonus {
			p.unit(!p.st.InPoints)
		}
	default:
		return false
	}
	return true
}

func (p *Payment) tap(ctx context.Context, e Tap, do *Turn) bool {
	switch e.Do {
	case string(ByCash), string(ByBankCard), string(ByBonus), string(ByGiftCard), string(ByMobile):
		p.choose(ctx, Method(e.Do), do)
	case "note":
		notes := p.notes()
		if e.At < 0 || e.At >= len(notes) {
			return false
		}
		p.st.Method = ByCash
		p.take(ctx, notes[e.At], do)
	case "unit":
		p.unit(!p.st.InPoints)
	case "why":
		p.why(do)
	case "enter":
		p.enter(ctx, do)
	case "back":
		p.back(ctx, do)
	default:
		return false
	}
	return true
}

// choose picks a way to pay. The amount that it would be stands there already,
// except for cash, where an empty line is the exact amount.
func (p *Payment) choose(ctx context.Context, m Method, do *Turn) {
	if p.covered() && m != ByBonus {
		p.complete(do)
		return
	}
	p.st.Method, p.st.Entry = m, ""
	do.Clear()
	if m == ByGiftCard && !p.mayGift(do) {
		p.st.Method = NoMethod
	}
	if m != ByBonus {
		return
	}
	switch {
	case p.offer.Standing == nil:
		p.st.Method = NoMethod
		do.Refuse(pos.Refuse(pos.NoMember))
	case p.mostPoints(ctx) == 0 && p.mostOverridden(ctx) > 0:
	case p.mostPoints(ctx) == 0:
		p.st.Method = NoMethod
		p.noBonus(do)
	default:
		p.fillBonus(ctx)
	}
}

// back goes one step back. No line is ever lost by it.
func (p *Payment) back(ctx context.Context, do *Turn) {
	do.Clear()
	switch n := len(p.paid); {
	case p.st.Method != NoMethod:
		p.st.Method, p.st.Entry = NoMethod, ""
	case n > 0:
		p.paid = p.paid[:n-1]
		p.requote(ctx, p.points(), do)
	default:
		p.open = false
		do.Go(SalePlace, nil)
	}
}

// enter takes the amount that was typed; where nothing is left to pay it
// completes.
func (p *Payment) enter(ctx context.Context, do *Turn) {
	switch p.st.Method {
	case NoMethod:
		if p.covered() {
			p.complete(do)
			return
		}
		p.choose(ctx, ByCash, do)
		return
	case ByBonus:
		p.enterBonus(ctx, do)
		return
	case ByGiftCard:
		p.gift(ctx, p.st.Entry, do)
		return
	}
	exact, coins := p.left()
	m := exact
	if p.st.Method == ByCash {
		m = coins
	}
	if p.st.Entry != "" {
		typed, ok := ReadAmount(p.st.Entry)
		if !ok || typed <= 0 {
			do.Refuse(pos.Refuse(pos.BadAmount))
			return
		}
		m = typed
	}
	p.take(ctx, m, do)
}

// take notes a part that was paid in money, and completes when that was all.
func (p *Payment) take(_ context.Context, m pos.Money, do *Turn) {
	exact, coins := p.left()
	switch {
	case p.st.Method != ByCash && m > exact:
		do.Refuse(pos.Refuse(pos.TenderTooLarge, int64(exact)))
		return
	case p.st.Method == ByCash && m > coins+mostChange:
		do.Refuse(pos.Refuse(pos.AmountTooLarge))
		return
	}
	p.paid = append(p.paid, TenderRow{Method: p.st.Method, Amount: m})
	p.st.Method, p.st.Entry = NoMethod, ""
	do.Clear()
	if p.covered() {
		p.complete(do)
	}
}

// mostChange stops a barcode scanned into the amount from becoming cash; the
// till's own limit is the same.
const mostChange pos.Money = 10_000_00

func (p *Payment) payment() till.Payment {
	return till.Payment{
		Bonus: p.points(), BankCard: p.paidBy(ByBankCard), Mobile: p.paidBy(ByMobile), Cash: p.paidBy(ByCash),
		GiftCards: p.codes(), Approved: p.approved, Reason: p.reason, Override: p.override,
	}
}

// complete hands the sale to the disk, beside the window.
func (p *Payment) complete(do *Turn) {
	pay, d := p.payment(), p.draft
	p.st.Busy, p.st.Method, p.st.Entry = true, NoMethod, ""
	do.Clear()
	do.Run(func(ctx context.Context) Event {
		done, err := p.till.Complete(ctx, d, pay)
		return completed{done, err}
	})
}

func (p *Payment) completed(ctx context.Context, e completed, do *Turn) {
	p.st.Busy = false
	switch {
	case e.err == nil:
		p.finish(e.done, do)
	case pos.TroubleOf(e.err) == pos.OutcomeUnknown:
		p.st.Unknown = true
		do.Refuse(e.err)
		do.Strip(func(s *Strip) { s.Closed = Say("error." + string(pos.OutcomeUnknown)) })
	case pos.NeedsManager(e.err) && p.approved == nil:
		p.approve(ctx, do, e.err, func(_ context.Context, do *Turn) error { p.complete(do); return nil })
	default:
		// A rule or the disk said no, and nothing was recorded. The parts stay:
		// Enter tries again, Escape takes the last one back.
		do.Refuse(e.err)
	}
}
