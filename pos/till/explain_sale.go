package till

import (
	"context"
	"math/big"

	"bonuskasse/pos"
	"bonuskasse/pos/ledger"
	"bonuskasse/pos/loyalty"
)

// SaleWhy is where the numbers of a sale, or of a return, come from.
type SaleWhy struct {
	Receipt     string     `json:"receipt"`
	ReturnOf    string     `json:"return_of,omitempty"` // the receipt that goods came back of
	Completed   pos.Millis `json:"completed"`
	Program     int64      `json:"program"` // the version that was in force
	ProgramFrom pos.Millis `json:"program_from"`
	Mended      []SaleMend `json:"mended,omitempty"` // what was said since of whose it was
	Username    string     `json:"username,omitempty"`
	Name        string     `json:"-"`
	// Tier is the member's as it was that day, and CardKind what their card gives
	// of it; empty where the sale had no card.
	Tier     pos.Tier     `json:"tier"`
	CardKind pos.CardKind `json:"card_kind,omitempty"`
	// Certain says that the rules give the sale's own figures again. Where they do
	// not, the tier's rate of that day is not known here: the figures are those of
	// the sale, and no rate is named.
	Certain bool      `json:"certain"`
	Lines   []LineWhy `json:"lines"`
	// RatedBase is what the rate counts, of all lines; RatedMilli what it gives, in
	// thousandths of a point (cut off), and Rated that rounded down, once.
	RatedBase       pos.Money   `json:"rated_base"`
	RatedMilli      int64       `json:"rated_milli"`
	Rated           int64       `json:"rated"`
	PointsEarned    int64       `json:"points_earned"`
	PointsScheduled int64       `json:"points_scheduled"`
	Before          int64       `json:"balance_before"`
	After           int64       `json:"balance_after"`
	Cap             loyalty.Cap `json:"cap"`
	PointsUsed      int64       `json:"points_used"`
	BonusValue      pos.Money   `json:"bonus_value"`
	Lots            []LotUse    `json:"lots"` // that were used
	HeldBack        pos.Money   `json:"held_back,omitempty"`
	rules           Program
}

// SaleMend is that the sale was said to be another's.
type SaleMend struct {
	pos.SaleMend
	Name string `json:"-"` // who said so
	From string `json:"-"` // whose it was; empty is a guest's
}

// Rules is the version of the programme that was in force.
func (s SaleWhy) Rules() Program { return s.rules }

// LineWhy is what one line earned, and why.
type LineWhy struct {
	loyalty.Earning
	Name       string    `json:"name"`
	QtyMilli   int64     `json:"qty_milli"`
	Net        pos.Money `json:"net"`
	BonusValue pos.Money `json:"bonus_value"`     // paid with bonus: earns nothing
	Promo      pos.Money `json:"promo_gift_card"` // with a gift card that points bought
	VATBp      int64     `json:"vat_bp"`
	// Category is named where the category says what holds for the line.
	Category  string `json:"category,omitempty"`
	Earned    int64  `json:"points_earned"`
	Scheduled int64  `json:"points_scheduled"`
	Used      int64  `json:"points_used"`
	Returned  int64  `json:"returned_milli"`
}

// ExplainSale explains a sale or a return by the number on its paper. It is
// computed again, by the version and the tier that were in force.
func (t *Till) ExplainSale(ctx context.Context, receipt string) (Why, error) {
	return t.explain(ctx, func(r Reader, w *Why) error {
		s, err := r.SaleByReceipt(receipt)
		if err != nil {
			return err
		}
		if w.Program, err = r.Program(s.Program); err != nil {
			return err
		}
		w.Sale, err = explainSale(r, s, w.Program)
		return err
	})
}

func explainSale(r Reader, s pos.Sale, p Program) (*SaleWhy, error) {
	w := &SaleWhy{
		Receipt: s.Receipt, ReturnOf: s.RefundReceipt, Completed: s.Completed, Program: p.Version, ProgramFrom: p.ValidFrom, rules: p,
		PointsEarned: s.PointsEarned, PointsScheduled: s.PointsScheduled, PointsUsed: s.PointsUsed, BonusValue: s.BonusValue,
		Before: s.BalanceAfter + s.PointsUsed - s.PointsEarned, After: s.BalanceAfter, HeldBack: s.HeldBack,
	}
	if !s.Member.IsZero() {
		m, err := standingOf(r, s.Member)
		if err != nil {
			return nil, err
		}
		w.Username, w.Name = m.Member.Username, m.Member.Name
	}
	if s.Card != "" {
		c, err := r.Card(s.Card)
		if err != nil && pos.CodeOf(err) != pos.UnknownCard {
			return nil, err
		}
		w.CardKind = c.Kind
	}
	if err := w.mendings(r, s); err != nil {
		return nil, err
	}
	if s.RefundOf.IsZero() {
		if err := w.again(r, s); err != nil {
			return nil, err
		}
	} else {
		w.back(s)
	}
	sold := s
	if !s.RefundOf.IsZero() {
		var err error
		if sold, err = r.Sale(s.RefundOf); err != nil {
			return nil, err
		}
	}
	uses, err := usesOf(r, sold)
	for _, u := range uses {
		w.Lots = append(w.Lots, LotUse{AccruedAt: pos.Millis(u.AccruedAt), ExpiresAt: pos.Millis(u.ExpiresAt), Paid: u.Paid, Points: u.Points, Restored: u.Restored})
	}
	return w, err
}

func (w *SaleWhy) mendings(r Reader, s pos.Sale) error {
	list, err := r.Mendings(s.ID)
	if err != nil {
		return err
	}
	for _, m := range list {
		x := SaleMend{SaleMend: m}
		if x.Name, err = nameOf(r, m.By); err != nil {
			return err
		}
		if !m.Was.IsZero() {
			was, err := standingOf(r, m.Was)
			if err != nil {
				return err
			}
			x.From = was.Member.Name
		}
		w.Mended = append(w.Mended, x)
	}
	return nil
}

// again computes the sale once more, by the rules. What the tier gave that day is
// what it gives now, or what the journal says of it before.
func (w *SaleWhy) again(r Reader, s pos.Sale) error {
	if s.Mended != nil {
		return w.againMended(r, s)
	}
	tiers := []pos.Tier{{Name: s.Tier}}
	if s.Tier != "" {
		now, err := r.Tier(s.Tier)
		if err != nil && pos.CodeOf(err) != pos.UnknownTier {
			return err
		}
		tiers = []pos.Tier{now}
	}
	q, lines, ok := w.quote(s, tiers)
	if !ok && s.Tier != "" {
		said, err := r.TierSaid(s.Tier)
		if err != nil {
			return err
		}
		q, lines, ok = w.quote(s, said)
	}
	if w.Certain = ok; !ok {
		w.Tier = pos.Tier{Name: s.Tier}
	}
	available := max(w.Before, 0)
	if w.CardKind == pos.DiscountCard {
		available = 0
	}
	w.Cap = w.rules.Cap(q.Subtotal, q.Eligible, available)
	return w.explainLines(r, s, lines, q)
}

// againMended computes what a sale earns at the member whose it was said to be.
func (w *SaleWhy) againMended(r Reader, s pos.Sale) error {
	lines, sold := rulesOf(pos.Draft{Member: s.Member, Lines: s.Lines}), asSold(s)
	tiers := []pos.Tier{{Name: s.Tier, RateBp: s.Mended.RateBp}}
	if s.Mended.RateBp == 0 { // none, or what the tier gave on the day it was sold
		said, err := r.TierSaid(s.Tier)
		if err != nil {
			return err
		}
		tiers = append(tiers, said...)
	}
	for _, w.Tier = range tiers {
		q := w.rules.Reaccrue(byCard(w.CardKind, loyalty.Tier{RateBp: w.Tier.RateBp}), lines, sold.Lines)
		if w.Certain = q.PointsEarned+q.PointsScheduled == s.PointsEarned; w.Certain {
			break
		}
	}
	return w.explainLines(r, s, lines, sold)
}

// quote finds the tier that gives the sale's figures.
func (w *SaleWhy) quote(s pos.Sale, tiers []pos.Tier) (q loyalty.Quotation, lines []loyalty.Line, ok bool) {
	lines = rulesOf(pos.Draft{Member: s.Member, Lines: s.Lines})
	tender := loyalty.Tender{Bonus: s.PointsUsed}
	for _, x := range s.Tenders {
		switch x.Kind {
		case pos.PromoGiftCard:
			tender.PromoGiftCard += int64(x.Amount)
		case pos.PaidGiftCard:
			tender.GiftCard += int64(x.Amount)
		}
	}
	for _, w.Tier = range tiers {
		given := byCard(w.CardKind, loyalty.Tier{RateBp: w.Tier.RateBp, DiscountBp: w.Tier.DiscountBp})
		var err error
		if q, err = loyalty.Quote(w.rules.Program, given, max(w.Before, s.PointsUsed), lines, tender); err == nil && sameFigures(s, q) {
			return q, lines, true
		}
	}
	return asSold(s), lines, false
}

// asSold is the sale's own figures in the form of the rules.
func asSold(s pos.Sale) loyalty.Quotation {
	q := loyalty.Quotation{Subtotal: int64(s.Subtotal), PointsUsed: s.PointsUsed, PointsEarned: s.PointsEarned}
	for _, l := range s.Lines {
		if l.Voided {
			continue
		}
		q.Lines = append(q.Lines, quotedLine(l))
		if l.BonusPayable {
			q.Eligible += int64(l.Net)
		}
	}
	return q
}

func quotedLine(l pos.LineItem) loyalty.QuotedLine {
	return loyalty.QuotedLine{
		QtyMilli: l.QtyMilli, Gross: int64(l.Gross), Discount: int64(l.Discount), Club: l.Club, Net: int64(l.Net), BonusValue: int64(l.BonusValue),
		PointsUsed: l.PointsUsed, PromoGiftCard: int64(l.PromoGiftCard), PointsEarned: l.PointsEarned, PointsScheduled: l.PointsScheduled,
	}
}

func sameFigures(s pos.Sale, q loyalty.Quotation) bool {
	sold := asSold(s)
	if len(sold.Lines) != len(q.Lines) || sold.Subtotal != q.Subtotal || s.PointsEarned != q.PointsEarned || s.PointsScheduled != q.PointsScheduled ||
		int64(s.BonusValue) != q.BonusValue || int64(s.AccrualBase) != q.AccrualBase {
		return false
	}
	for i := range q.Lines {
		if q.Lines[i] != sold.Lines[i] {
			return false
		}
	}
	return true
}

func (w *SaleWhy) explainLines(r Reader, s pos.Sale, lines []loyalty.Line, q loyalty.Quotation) error {
	var rated int64
	live, _ := (&pos.Draft{Lines: s.Lines}).Live()
	for i, l := range live {
		x := lineWhy(l)
		x.Earning = w.rules.Earning(lines[i], q.Lines[i], q.PointsUsed > 0)
		if x.How == loyalty.ByRate {
			rated += x.Base
			w.Rated += l.PointsEarned
		}
		var err error
		if x.Category, err = categoryOf(r, l, x.How); err != nil {
			return err
		}
		w.Lines = append(w.Lines, x)
	}
	w.RatedBase = pos.Money(rated)
	if w.Certain {
		num, den := w.rules.RatedPoints(byCard(w.CardKind, loyalty.Tier{RateBp: w.Tier.RateBp}), rated)
		w.RatedMilli = pos.FloorRatio(num.Mul(num, big.NewInt(1000)), den)
	}
	return nil
}

func lineWhy(l pos.LineItem) LineWhy {
	return LineWhy{
		Name: l.Name, QtyMilli: l.QtyMilli, Net: l.Net, BonusValue: l.BonusValue, Promo: l.PromoGiftCard, VATBp: l.VATBp,
		Earned: l.PointsEarned, Scheduled: l.PointsScheduled, Used: l.PointsUsed, Returned: l.ReturnedMilli,
	}
}

// categoryOf is the category that says what a line earns, as the line has it. A
// line keeps what held when it was sold, and not who had said it: a category
// that says something else now is not named.
func categoryOf(r Reader, l pos.LineItem, how loyalty.Earns) (string, error) {
	if l.SKU == "" {
		return "", nil
	}
	p, err := r.ProductBySKU(l.SKU)
	if pos.CodeOf(err) != "" || err == nil && p.Category == "" {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	c, err := r.Category(p.Category)
	if err != nil {
		return "", err
	}
	switch how {
	case loyalty.NotEarning:
		if c.Earns != nil && !*c.Earns && p.Own&pos.SwitchEarns == 0 {
			return c.Name, nil
		}
	case loyalty.ByFixed, loyalty.ByService:
		if samePoints(c.FixedPoints, l.FixedPoints) && p.Own&pos.SwitchFixedPoints == 0 {
			return c.Name, nil
		}
	}
	return "", nil
}

// back explains what came back: each line its part of what it was sold with.
func (w *SaleWhy) back(s pos.Sale) {
	w.Certain, w.Tier.Name = true, s.Tier
	for _, l := range s.Lines {
		w.Lines = append(w.Lines, lineWhy(l))
	}
}

// LotRow is a lot with the name that an explanation knows it by.
type LotRow struct {
	ID string `json:"id"`
	ledger.Lot
}
