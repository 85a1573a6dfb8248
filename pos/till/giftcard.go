package till

import (
	"context"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/journal/journalpb"
)

// GiftCardDetails is a gift card with its story.
type GiftCardDetails struct {
	GiftCardRow
	State   pos.GiftCardState
	Entries []GiftCardEntry
	Holder  *pos.Member // who bought it or was given it; it may be anyone's since
	Receipt string      // of the sale that sold it
}

// GiftCard is a gift card by its code, as it was scanned or typed. Wrong codes
// are counted: from the fifth on each makes the next one wait (GiftCardWait),
// and every fifth raises an alarm.
func (t *Till) GiftCard(ctx context.Context, text string, who Who) (d GiftCardDetails, err error) {
	if err := t.refusePAN(ctx, text); err != nil {
		return d, err
	}
	row, err := t.knownGiftCard(ctx, text, who)
	if err != nil {
		return d, err
	}
	err = t.store.View(ctx, func(r Reader) error {
		d, err = t.giftCardDetails(r, row)
		return err
	})
	return d, err
}

func (t *Till) giftCardDetails(r Reader, row GiftCardRow) (d GiftCardDetails, err error) {
	d.GiftCardRow, d.State = row, row.StateAt(pos.At(t.now()))
	if d.Entries, err = r.GiftCardEntries(row.Code); err != nil {
		return d, err
	}
	if !row.Member.IsZero() {
		m, err := r.Member(row.Member)
		if err != nil && pos.CodeOf(err) != pos.UnknownMember {
			return d, err
		}
		d.Holder = &m
	}
	if !row.Sale.IsZero() {
		s, err := r.Sale(row.Sale)
		if err != nil && pos.CodeOf(err) != pos.UnknownReceipt { // another till sold it, and has the receipt
			return d, err
		}
		d.Receipt = s.Receipt
	}
	return d, nil
}

// giftCardTries is whose wrong codes they are: the till's, under a name that no
// person has. They are counted beside the PINs.
var giftCardTries = pos.ID([]byte("gift card codes\x00"))

// knownGiftCard looks a card up, and counts a code that is none. Who is asked
// only for the alarm.
func (t *Till) knownGiftCard(ctx context.Context, text string, who Who) (row GiftCardRow, err error) {
	var tries PINTries
	look := func(r Reader) error {
		if tries, err = r.PINTries(giftCardTries); err != nil {
			return err
		}
		if w := tries.wait(t.now()); w > 0 {
			return pos.Refuse(pos.GiftCardWait, int64((w+time.Second-1)/time.Second))
		}
		row, err = readGiftCard(r, text)
		return err
	}
	err = t.store.View(ctx, look)
	wrong := wrongGiftCard(err)
	if !wrong && (err != nil || tries == PINTries{}) {
		return row, err
	}
	var refused error
	err = t.store.Do(ctx, func(tx Tx) error {
		switch refused = look(tx); {
		case refused == nil:
			return tx.SetPINTries(giftCardTries, PINTries{})
		case !wrongGiftCard(refused):
			return refused
		}
		tries = tries.again(t.now())
		if err := tx.SetPINTries(giftCardTries, tries); err != nil || tries.Wrong%pinFreeTries != 0 {
			return err
		}
		body := who.body()
		body.What = &journalpb.Body_GiftCardGuessed{GiftCardGuessed: &journalpb.GiftCardGuessed{Wrong: tries.Wrong}}
		_, err := tx.Append(t.now(), body, pos.ID{}, 0)
		return err
	})
	if err == nil {
		err = refused
	}
	return row, err
}

func wrongGiftCard(err error) bool {
	code := pos.CodeOf(err)
	return code == pos.BadGiftCard || code == pos.UnknownGiftCard
}

func readGiftCard(r Reader, text string) (GiftCardRow, error) {
	code, err := pos.ReadGiftCardCode(text)
	if err != nil {
		return GiftCardRow{}, err
	}
	return r.GiftCard(code)
}

// knowGiftCards counts the codes among them that are none, before the sale.
func (t *Till) knowGiftCards(ctx context.Context, codes []string, who Who) error {
	for _, c := range codes {
		if _, err := t.knownGiftCard(ctx, c, who); err != nil {
			return err
		}
	}
	return nil
}

// GiftCardsOf are the gift cards that a member bought or was given.
func (t *Till) GiftCardsOf(ctx context.Context, member pos.ID) (list []GiftCardRow, err error) {
	err = t.store.View(ctx, func(r Reader) error {
		list, err = r.GiftCardsOfMember(member, 100)
		return err
	})
	return list, err
}

// GiveGiftCard makes a promotional card that nobody paid for: a manager's to
// do, with a reason. The member may be nobody. It is printed at once.
func (t *Till) GiveGiftCard(ctx context.Context, amount pos.Money, member pos.ID, who Who) (d GiftCardDetails, err error) {
	if err := who.needs(pos.Manager); err != nil {
		return d, err
	}
	if who.Reason == "" {
		return d, pos.Refuse(pos.NoReason)
	}
	err = t.store.Do(ctx, func(tx Tx) error {
		if !member.IsZero() {
			s, err := standingOf(tx, member)
			if err != nil {
				return err
			}
			if err := mayBeGiven(tx, s, who); err != nil {
				return err
			}
			member = s.Member.ID
		}
		p, err := tx.ProgramAt(pos.At(t.now()))
		if err != nil {
			return err
		}
		code, err := pos.NewGiftCardCode(t.random)
		if err != nil {
			return err
		}
		if err := goodGiftCard(amount); err != nil {
			return err
		}
		row, err := t.makeGiftCard(tx, p, newGiftCard{Code: code, Kind: pos.PromotionalCard, Amount: amount, Member: member}, who)
		if err != nil {
			return err
		}
		if d, err = t.giftCardDetails(tx, row); err != nil {
			return err
		}
		return t.queueGiftCard(tx, row, false)
	})
	return d, err
}

// newGiftCard is what a gift card is made from.
type newGiftCard struct {
	Code                   string
	Kind                   pos.GiftCardKind
	Amount                 pos.Money
	Member, Sale, Purchase pos.ID
}

func goodGiftCard(amount pos.Money) error {
	switch {
	case amount <= 0:
		return pos.Refuse(pos.BadAmount)
	case amount > pos.MaxUnitPrice:
		return pos.Refuse(pos.AmountTooLarge)
	}
	return nil
}

// makeGiftCard makes a card that is valid as long as the programme says.
func (t *Till) makeGiftCard(tx Tx, p Program, in newGiftCard, who Who) (GiftCardRow, error) {
	now := t.now()
	e := &journalpb.GiftCardMade{
		Code: in.Code, Kind: string(in.Kind), Amount: int64(in.Amount),
		Member: idOrNil(in.Member), Sale: idOrNil(in.Sale), Purchase: idOrNil(in.Purchase),
	}
	if p.GiftCardMonths > 0 {
		day := now.In(t.zone)
		e.ValidUntil = pos.AddMonths(day, int(p.GiftCardMonths)).UnixMilli()
		e.PayableUntil = pos.AddMonths(day, int(p.GiftCardMonths+p.GiftCardGraceMonths)).UnixMilli()
	}
	body := who.body()
	body.What = &journalpb.Body_GiftCardMade{GiftCardMade: e}
	if _, err := tx.Append(now, body, pos.ID{}, 0); err != nil {
		return GiftCardRow{}, err
	}
	if !in.Member.IsZero() {
		m, err := tx.Member(in.Member)
		if err != nil {
			return GiftCardRow{}, err
		}
		if err := t.tell(tx, m, news{Kind: pos.GiftCardMessage, Cause: "card " + in.Code, About: in.Code}, who); err != nil {
			return GiftCardRow{}, err
		}
	}
	return tx.GiftCard(in.Code)
}

// BlockGiftCard makes a card worthless until it is unblocked: lost, stolen. It
// takes a manager and a reason.
func (t *Till) BlockGiftCard(ctx context.Context, text string, block bool, who Who) (d GiftCardDetails, err error) {
	if err := who.needs(pos.Manager); err != nil {
		return d, err
	}
	if who.Reason == "" {
		return d, pos.Refuse(pos.NoReason)
	}
	if _, err := t.knownGiftCard(ctx, text, who); err != nil {
		return d, err
	}
	err = t.store.Do(ctx, func(tx Tx) error {
		row, err := readGiftCard(tx, text)
		if err != nil {
			return err
		}
		if err := t.correctGiftCard(tx, row.Code, 0, block, who); err != nil {
			return err
		}
		if row, err = tx.GiftCard(row.Code); err != nil {
			return err
		}
		d, err = t.giftCardDetails(tx, row)
		return err
	})
	return d, err
}

func (t *Till) correctGiftCard(tx Tx, code string, amount pos.Money, blocked bool, who Who) error {
	body := who.body()
	body.What = &journalpb.Body_GiftCardCorrected{GiftCardCorrected: &journalpb.GiftCardCorrected{Code: code, Amount: int64(amount), Blocked: blocked}}
	_, err := tx.Append(t.now(), body, pos.ID{}, 0)
	return err
}

// GiftCardPaper is what a gift card is printed from.
type GiftCardPaper struct {
	Shop     Shop
	Settings map[string]string
	Zone     *time.Location
	Language string
	Made     pos.Millis
	Card     GiftCardRow
	Copy     bool
}

// PrintGiftCard puts a card that still pays onto receipt paper again, marked as
// a copy: however many papers there are, the balance is one. The paper is as
// good as money to whoever holds it, so that it takes a clerk, and stands in the
// card's story.
func (t *Till) PrintGiftCard(ctx context.Context, text string, who Who) (d GiftCardDetails, err error) {
	if err := who.needs(pos.Clerk); err != nil {
		return d, err
	}
	if _, err := t.knownGiftCard(ctx, text, who); err != nil {
		return d, err
	}
	err = t.store.Do(ctx, func(tx Tx) error {
		row, err := readGiftCard(tx, text)
		if err != nil {
			return err
		}
		if err := row.MayPay(pos.At(t.now())); err != nil {
			return err
		}
		body := who.body()
		body.What = &journalpb.Body_GiftCardReprinted{GiftCardReprinted: &journalpb.GiftCardReprinted{Code: row.Code}}
		if _, err := tx.Append(t.now(), body, pos.ID{}, 0); err != nil {
			return err
		}
		if d, err = t.giftCardDetails(tx, row); err != nil {
			return err
		}
		return t.queueGiftCard(tx, row, true)
	})
	return d, err
}

func (t *Till) queueGiftCard(tx Tx, row GiftCardRow, again bool) error {
	if t.papers == nil {
		return nil
	}
	p := GiftCardPaper{Zone: t.zone, Made: pos.At(t.now()), Card: row, Copy: again}
	var err error
	if p.Shop, err = tx.Shop(); err != nil {
		return err
	}
	if p.Settings, err = tx.Settings(); err != nil {
		return err
	}
	p.Language = p.Shop.Language
	if l := p.Settings[PaperSetting]; l != "" {
		p.Language = l
	}
	if !row.Member.IsZero() {
		m, err := tx.Member(row.Member)
		if err != nil && pos.CodeOf(err) != pos.UnknownMember {
			return err
		}
		if m.Language != "" {
			p.Language = m.Language
		}
	}
	_, err = t.queue(tx, t.papers.GiftCard(p), pos.ID{})
	return err
}
