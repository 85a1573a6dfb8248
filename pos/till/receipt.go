package till

import (
	"context"
	"fmt"
	"time"

	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/journal/journalpb"
)

// Papers make documents of facts, in the customer's language.
type Papers interface {
	Receipt(ReceiptFacts) hardware.Document
	XReport(XReport) hardware.Document
	Noted(NotedFacts) hardware.Document
	// Consent is what a customer agrees to who says yes to marketing, where the
	// shop has no words of its own.
	Consent(shop, language string) string
	// MessageText is what a kind of messages says where the shop has no words of
	// its own, and MessageValues the variables of one, as its language writes them.
	MessageText(kind pos.MessageKind, language string) pos.MessageText
	MessageValues(MessageFacts) map[string]string
	Coupons(CouponPaper) []hardware.Document
	GiftCard(GiftCardPaper) hardware.Document
	// Why is an explanation, in the language of the person who asks.
	Why(Why) hardware.Document
	// GiftCardName is what the line is called that sells one.
	GiftCardName(language string) string
}

// ReceiptFacts are what a receipt is printed from.
type ReceiptFacts struct {
	Shop     Shop
	Settings map[string]string
	Sale     pos.Sale
	Program  Program   // the version the sale was computed with
	Standing *Standing // as of now; nil for a guest
	Pool     string    // the organisation whose bonus it is; empty where it is the member's own
	// Next is the level of the ladder that comes next, and Reached the tier that
	// the sale has brought the member to.
	Next     *NextLevel
	Reached  string
	Asked    bool // the customer was asked first: the drawer was opened before
	Cashier  string
	Copy     bool
	Zone     *time.Location
	Language string
	Kick     hardware.KickReason // opens the drawer; empty does not
	// Coupon is what a guest's receipt carries, or nil.
	Coupon *PaperCoupon
	// GiftCards are those that the sale sold: the receipt carries them.
	GiftCards []GiftCardRow
}

// Receipt is the facts of a sale's receipt by its number.
func (t *Till) Receipt(ctx context.Context, number string) (f ReceiptFacts, err error) {
	err = t.store.View(ctx, func(r Reader) error {
		s, err := r.SaleByReceipt(number)
		if err != nil {
			return err
		}
		if f, err = t.facts(r, ReceiptFacts{Sale: s}); err != nil {
			return err
		}
		f.Coupon, err = showCoupon(r, s, f.Settings)
		return err
	})
	return f, err
}

// Document is the paper of a receipt's facts.
func (t *Till) Document(f ReceiptFacts) hardware.Document { return t.papers.Receipt(f) }

// facts fills in what the caller has not read already: a sale is waiting.
func (t *Till) facts(r Reader, f ReceiptFacts) (_ ReceiptFacts, err error) {
	f.Zone = t.zone
	s := f.Sale
	if f.Shop.Name == "" {
		if f.Shop, err = r.Shop(); err != nil {
			return f, err
		}
	}
	if f.Settings == nil {
		if f.Settings, err = r.Settings(); err != nil {
			return f, err
		}
	}
	if f.Program.Version != s.Program {
		if f.Program, err = r.Program(s.Program); err != nil {
			return f, err
		}
	}
	if !s.Member.IsZero() && f.Standing == nil {
		now, err := accountOfSale(r, s)
		if err != nil {
			return f, err
		}
		f.Standing = &now
		if !f.Copy {
			if f.Next, err = nextLevel(r, f.Program, now, t.now()); err != nil {
				return f, err
			}
		}
	}
	if !s.Account.IsZero() {
		o, err := r.Organisation(s.Account)
		if err != nil {
			return f, err
		}
		f.Pool = o.Name
	}
	if !s.Person.IsZero() && f.Cashier == "" {
		p, err := r.Person(s.Person)
		if err != nil && pos.CodeOf(err) != pos.UnknownPerson {
			return f, err
		}
		f.Cashier = p.Name
	}
	for _, l := range s.Lines {
		if l.GiftCard == "" || l.Voided || !s.RefundOf.IsZero() {
			continue
		}
		g, err := r.GiftCard(l.GiftCard)
		if err != nil {
			return f, err
		}
		f.GiftCards = append(f.GiftCards, g)
	}
	f.Language = f.Shop.Language
	if l := f.Settings[PaperSetting]; l != "" {
		f.Language = l
	}
	if f.Standing != nil && f.Standing.Member.Language != "" {
		f.Language = f.Standing.Member.Language
	}
	return f, nil
}

// PrintReceipt prints the receipt of a sale of today whose customer was asked,
// and wants it. It is the receipt, and no copy.
func (t *Till) PrintReceipt(ctx context.Context, sale pos.ID) (job pos.ID, err error) {
	err = t.store.Do(ctx, func(tx Tx) error {
		s, err := tx.Sale(sale)
		if err != nil {
			return err
		}
		p, err := tx.Program(s.Program)
		if err != nil {
			return err
		}
		today := pos.At(pos.EndOfDay(s.Completed.Time(t.zone)))
		if !p.AskFirst || !s.RefundOf.IsZero() || today < pos.At(t.now()) {
			return pos.Refuse(pos.UnknownReceipt, s.Receipt)
		}
		job, err = t.queueReceipt(tx, ReceiptFacts{Sale: s, Asked: true})
		return err
	})
	return job, err
}

// queueReceipt puts the paper on disk in the same transaction as the sale.
func (t *Till) queueReceipt(tx Tx, f ReceiptFacts) (pos.ID, error) {
	if t.papers == nil {
		return pos.ID{}, nil
	}
	f, err := t.facts(tx, f)
	if err != nil {
		return pos.ID{}, err
	}
	if !f.Copy && !f.Asked {
		f.Kick = kickFor(f.Sale)
	}
	return t.queue(tx, t.papers.Receipt(f), f.Sale.ID)
}

// kickFor opens the drawer where coins go in or out.
func kickFor(s pos.Sale) hardware.KickReason {
	for _, t := range s.Tenders {
		if t.Kind == pos.Cash {
			if s.RefundOf.IsZero() {
				return hardware.KickSale
			}
			return hardware.KickRefund
		}
	}
	return ""
}

func (t *Till) queue(tx Tx, doc hardware.Document, sale pos.ID) (pos.ID, error) {
	data, err := doc.MarshalJSON() // json.Marshal would read it all once more
	if err != nil {
		return pos.ID{}, fmt.Errorf("encode paper: %w", err)
	}
	id, err := t.newID()
	if err != nil {
		return id, err
	}
	return id, tx.AddJob(Job{ID: id, Made: pos.At(t.now()), Sale: sale, Title: doc.Title, Document: data, State: JobWaiting})
}

// Reprint queues a receipt again, marked as a copy; the journal notes it.
// Every person at the till may.
func (t *Till) Reprint(ctx context.Context, number string, who Who) (job pos.ID, err error) {
	if err := who.needs(pos.Cashier); err != nil {
		return job, err
	}
	err = t.store.Do(ctx, func(tx Tx) error {
		s, err := tx.SaleByReceipt(number)
		if err != nil {
			return err
		}
		body := who.body()
		body.What = &journalpb.Body_ReceiptCopied{ReceiptCopied: &journalpb.ReceiptCopied{Sale: s.ID[:]}}
		if _, err := tx.Append(t.now(), body, pos.ID{}, 0); err != nil {
			return err
		}
		coupon, err := t.copyCoupon(tx, s, who)
		if err != nil {
			return err
		}
		job, err = t.queueReceipt(tx, ReceiptFacts{Sale: s, Copy: true, Coupon: coupon})
		return err
	})
	return job, err
}

// OpenDrawer notes in the journal that the drawer is opened without a sale,
// and why. A clerk may, and a cashier with a manager: nobody is at the counter
// who would see it. The caller opens it only when this has succeeded.
func (t *Till) OpenDrawer(ctx context.Context, who Who) error {
	if err := who.needs(pos.Clerk); err != nil {
		return err
	}
	if who.Reason == "" {
		return pos.Refuse(pos.NoReason)
	}
	return t.store.Do(ctx, func(tx Tx) error {
		body := who.body()
		body.What = &journalpb.Body_DrawerOpened{DrawerOpened: &journalpb.DrawerOpened{}}
		_, err := tx.Append(t.now(), body, pos.ID{}, 0)
		return err
	})
}

// LastSales are the newest sales and refunds.
func (t *Till) LastSales(ctx context.Context, limit int) (list []SaleRow, err error) {
	err = t.store.View(ctx, func(r Reader) error {
		list, err = r.LastSales(limit)
		return err
	})
	return list, err
}

// SaleByID is what became of a sale whose outcome was unknown: the sale, or
// the refusal UnknownReceipt if it was never recorded.
func (t *Till) SaleByID(ctx context.Context, id pos.ID) (s pos.Sale, err error) {
	err = t.store.View(ctx, func(r Reader) error {
		s, err = r.Sale(id)
		return err
	})
	return s, err
}

// SaleByReceipt is a sale by the number on its paper.
func (t *Till) SaleByReceipt(ctx context.Context, number string) (s pos.Sale, err error) {
	err = t.store.View(ctx, func(r Reader) error {
		s, err = r.SaleByReceipt(number)
		return err
	})
	return s, err
}
