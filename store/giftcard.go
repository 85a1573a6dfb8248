package store

import (
	"google.golang.org/protobuf/proto"

	"bonuskasse/pos"
	"bonuskasse/pos/journal"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/till"
)

const giftCardColumns = `SELECT g.code, g.kind, g.amount, g.balance, g.valid_until, g.payable_until, g.blocked, g.made, a.id, g.sale, g.purchase, g.person
	FROM gift_card g LEFT JOIN account a ON a.no = g.member `

func scanGiftCard(rows *row) (g till.GiftCardRow, err error) {
	var member, sale, purchase, by []byte
	err = rows.Scan(&g.Code, &g.Kind, &g.Amount, &g.Balance, &g.ValidUntil, &g.PayableUntil, &g.Blocked, &g.Made, &member, &sale, &purchase, &by)
	g.Member, g.Sale, g.Purchase, g.By = pos.IDFromBytes(member), pos.IDFromBytes(sale), pos.IDFromBytes(purchase), pos.IDFromBytes(by)
	return g, err
}

// GiftCard is a card by its code.
func (r *reader) GiftCard(code string) (g till.GiftCardRow, err error) {
	found := false
	err = r.s.each(giftCardColumns+"WHERE g.code = ?", args(code), func(rows *row) error {
		found = true
		g, err = scanGiftCard(rows)
		return err
	})
	if err == nil && !found {
		err = pos.Refuse(pos.UnknownGiftCard)
	}
	return g, err
}

// GiftCardsOfMember are those that a member bought or was given.
func (r *reader) GiftCardsOfMember(member pos.ID, limit int) (list []till.GiftCardRow, err error) {
	err = r.s.each(giftCardColumns+"WHERE g.member = (SELECT no FROM account WHERE id = ?) ORDER BY g.made DESC, g.code LIMIT ?",
		args(member[:], int64(limit)), func(rows *row) error {
			g, err := scanGiftCard(rows)
			list = append(list, g)
			return err
		})
	return list, err
}

// GiftCardEntries are what changed a card's balance.
func (r *reader) GiftCardEntries(code string) (list []till.GiftCardEntry, err error) {
	var left pos.Money
	err = r.s.each(`SELECT e.clock, e.type, e.payload, x.amount, coalesce(s.receipt, '')
		FROM gift_card_entry x JOIN event e ON e.id = x.event LEFT JOIN sale s ON s.event = x.event
		WHERE x.code = ? ORDER BY x.event, x.n`, args(code), func(rows *row) error {
		var g till.GiftCardEntry
		var clock int64
		var payload []byte
		if err := rows.Scan(&clock, &g.Type, &payload, &g.Amount, &g.Receipt); err != nil {
			return err
		}
		body := new(journalpb.Body)
		if err := proto.Unmarshal(payload, body); err != nil {
			return damaged(err)
		}
		left += g.Amount
		g.At, g.Left, g.Reason = pos.Millis(journal.Clock(clock).Millis()), left, body.Reason
		list = append(list, g)
		return nil
	})
	return list, err
}

// GiftCardsPaid are what cards paid of a sale and have not got back.
func (r *reader) GiftCardsPaid(sale pos.ID) (list []pos.GiftCardUse, err error) {
	err = r.s.each(`SELECT x.code, g.kind, -sum(x.amount), g.balance FROM gift_card_entry x JOIN gift_card g ON g.code = x.code
		WHERE x.sale = ? GROUP BY x.code ORDER BY min(x.event), min(x.n)`, args(sale[:]), func(rows *row) error {
		var u pos.GiftCardUse
		err := rows.Scan(&u.Code, &u.Kind, &u.Amount, &u.Left)
		list = append(list, u)
		return err
	})
	return list, err
}

// giftCardsAt are the cards that one event moved for a sale: the sale itself,
// or a refund of it. What was left is as of then.
func (r *reader) giftCardsAt(sale pos.ID, event int64) (list []pos.GiftCardUse, err error) {
	err = r.s.each(`SELECT x.code, g.kind, abs(x.amount),
			(SELECT sum(amount) FROM gift_card_entry b WHERE b.code = x.code AND b.event <= x.event)
		FROM gift_card_entry x JOIN gift_card g ON g.code = x.code
		WHERE x.sale = ? AND x.event = ? ORDER BY x.n`, args(sale[:], event), func(rows *row) error {
		var u pos.GiftCardUse
		err := rows.Scan(&u.Code, &u.Kind, &u.Amount, &u.Left)
		list = append(list, u)
		return err
	})
	return list, err
}

// GiftCardGuesses are the alarms about wrong codes since a moment.
func (r *reader) GiftCardGuesses(since pos.Millis) (count int64, first, last pos.Millis, err error) {
	_, err = r.s.get("SELECT count(*), coalesce(min(at), 0), coalesce(max(at), 0) FROM act WHERE at >= ? AND type = 'gift_card_guessed'",
		args(int64(since)), &count, &first, &last)
	return count, first, last, err
}

const rewardColumns = "SELECT sku, name, kind, points, amount, stock, active FROM reward "

func scanReward(rows *row) (w pos.Reward, err error) {
	err = rows.Scan(&w.SKU, &w.Name, &w.Kind, &w.Points, &w.Amount, &w.Stock, &w.Active)
	return w, err
}

// Rewards are the catalogue.
func (r *reader) Rewards() (list []pos.Reward, err error) {
	err = r.s.each(rewardColumns+"ORDER BY no", nil, func(rows *row) error {
		w, err := scanReward(rows)
		list = append(list, w)
		return err
	})
	return list, err
}

// Reward is a line of the catalogue.
func (r *reader) Reward(sku string) (w pos.Reward, err error) {
	found := false
	err = r.s.each(rewardColumns+"WHERE sku = ?", args(sku), func(rows *row) error {
		found = true
		w, err = scanReward(rows)
		return err
	})
	if err == nil && !found {
		err = pos.Refuse(pos.UnknownReward, sku)
	}
	return w, err
}

const purchaseColumns = `SELECT p.id, a.id, p.sku, w.name, w.kind, p.points, p.at, p.gift_card, p.handed
	FROM purchase p JOIN account a ON a.no = p.member JOIN reward w ON w.sku = p.sku `

func (r *reader) purchases(where string, with ...any) (list []till.PurchaseRow, err error) {
	err = r.s.each(purchaseColumns+where, with, func(rows *row) error {
		var p till.PurchaseRow
		var id, member []byte
		err := rows.Scan(&id, &member, &p.SKU, &p.Name, &p.Kind, &p.Points, &p.At, &p.GiftCard, &p.Handed)
		p.ID, p.Member = pos.IDFromBytes(id), pos.IDFromBytes(member)
		list = append(list, p)
		return err
	})
	return list, err
}

// Purchase is a reward that was bought.
func (r *reader) Purchase(id pos.ID) (till.PurchaseRow, error) {
	list, err := r.purchases("WHERE p.id = ?", id[:])
	if err == nil && len(list) == 0 {
		err = pos.Refuse(pos.UnknownReward)
	}
	if err != nil {
		return till.PurchaseRow{}, err
	}
	return list[0], nil
}

// Purchases are a member's; of nobody, the things that wait for everybody.
func (r *reader) Purchases(member pos.ID, limit int) ([]till.PurchaseRow, error) {
	if member.IsZero() {
		return r.purchases("WHERE p.handed = 0 AND p.gift_card = '' ORDER BY p.event LIMIT ?", int64(limit))
	}
	return r.purchases("WHERE p.member = (SELECT no FROM account WHERE id = ?) ORDER BY p.event DESC LIMIT ?", member[:], int64(limit))
}
