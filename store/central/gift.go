package central

import (
	"bytes"
	"fmt"
	"maps"
	"slices"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/mutant"
)

// giftDelta is what is added to a gift card.
type giftDelta struct {
	amount         int64
	made, madeBody []byte
	corrected      []byte // place of the newest correction
	blocked        bool
	by             pos.ID
	use            []byte // place of the last sale or refund
}

// gift gathers what an event does to a gift card. Its balance is a sum; of its
// corrections the newest says whether it is blocked.
func (w *work) gift(l *lifeRow, at chain.EventKey, e *chain.Event, f chain.Fact) error {
	g := w.gifts[f.Key]
	if g == nil {
		g = &giftDelta{}
		w.gifts[f.Key] = g
	}
	g.by = l.Till
	g.add(at, e, f)
	w.touch(chain.GiftCard, f.Key, l.no)
	return nil
}

// add is what an event does to a gift card.
func (g *giftDelta) add(at chain.EventKey, e *chain.Event, f chain.Fact) {
	p := place(at, asSaid)
	switch b := f.Body.GetWhat().(type) {
	case *journalpb.Body_GiftCardMade:
		if bytes.Compare(p, g.made) > 0 {
			g.made, g.madeBody = p, e.Payload
		}
		g.amount += b.GiftCardMade.Amount
	case *journalpb.Body_GiftCardCorrected:
		g.amount += b.GiftCardCorrected.Amount
		if bytes.Compare(p, g.corrected) > 0 {
			g.corrected, g.blocked = p, b.GiftCardCorrected.Blocked
		}
	case *journalpb.Body_SaleCompleted:
		if !bytes.Equal(g.use, p) { // a fact for each use, and all uses in each
			g.amount -= used(b.SaleCompleted.GiftCards, f.Key)
		}
		g.use = p
	case *journalpb.Body_SaleRefunded:
		if !bytes.Equal(g.use, p) {
			g.amount += used(b.SaleRefunded.GiftCards, f.Key)
		}
		g.use = p
	}
}

// used is what a sale or refund moves of a card.
func used(uses []*journalpb.GiftCardUse, code string) (n int64) {
	for _, u := range uses {
		if u.Code == code {
			n += u.Amount
		}
	}
	return n
}

func (w *work) writeGifts() error {
	if len(w.gifts) == 0 {
		return nil
	}
	var codes, made, bodies, corrected [][]byte
	var amounts, blocked []int64
	for _, code := range slices.Sorted(maps.Keys(w.gifts)) {
		g := w.gifts[code]
		codes, made, bodies, corrected = append(codes, []byte(code)), append(made, g.made), append(bodies, g.madeBody), append(corrected, g.corrected)
		amounts, blocked = append(amounts, g.amount), append(blocked, bit(g.blocked))
	}
	var code, known []byte
	var balance int64
	return w.do.insert("INSERT INTO gift_card (code, made, made_body, balance, blocked, corrected)", `ON CONFLICT (code) DO UPDATE SET
		made = CASE WHEN excluded.made > gift_card.made THEN excluded.made ELSE gift_card.made END,
		made_body = CASE WHEN excluded.made > gift_card.made THEN excluded.made_body ELSE gift_card.made_body END,
		balance = gift_card.balance + excluded.balance,
		blocked = CASE WHEN excluded.corrected > gift_card.corrected THEN excluded.blocked ELSE gift_card.blocked END,
		corrected = CASE WHEN excluded.corrected > gift_card.corrected THEN excluded.corrected ELSE gift_card.corrected END
		RETURNING code, made, balance`, []any{codes, made, bodies, amounts, blocked, corrected}, []any{&code, &known, &balance}, func() error {
		g := w.gifts[string(code)]
		// A card whose making nobody has sent yet may only seem short. One that is short
		// already, and of which another till had not heard, is short of more.
		if len(known) > 0 && balance < 0 && g.amount < 0 && !mutant.GiftUntold {
			w.conflict(chain.Conflict{Kind: chain.GiftOverspent, Till: g.by, Subject: string(code), Points: min(-balance, -g.amount)}, g.use)
		}
		return nil
	})
}

// String says what a card has.
func (g *giftDelta) String() string {
	if g == nil {
		return "nothing"
	}
	return fmt.Sprintf("%d, blocked %d", g.amount, bit(g.blocked))
}
