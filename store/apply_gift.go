package store

import (
	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/pos/journal"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/ledger"
)

func (f *fold) rewardSet(w *journalpb.RewardSet) error {
	return f.s.exec(`INSERT INTO reward (sku, name, kind, points, amount, stock, active) VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (sku) DO UPDATE SET name = excluded.name, kind = excluded.kind, points = excluded.points, amount = excluded.amount,
			stock = excluded.stock, active = excluded.active`,
		w.Sku, w.Name, w.Kind, w.Points, w.Amount, numberOrNull(w.Stock), bit(w.Active))
}

// rewardBought takes the points, and one from the shelf.
func (f *fold) rewardBought(w *journalpb.RewardBought) error {
	member, err := f.memberNo(w.Member)
	if err != nil {
		return err
	}
	err = f.s.exec("INSERT INTO purchase (event, id, member, sku, points, at, gift_card, handed) VALUES (?, ?, ?, ?, ?, ?, ?, 0)",
		int64(f.ref), notNil(w.Purchase), member, w.Sku, w.Points, w.At, w.GiftCard)
	if breaks(err) {
		return pos.Refuse(pos.AlreadyThere)
	}
	if err != nil {
		return err
	}
	var there int64
	known, err := f.s.get("SELECT 1 FROM reward WHERE sku = ?", args(w.Sku), &there)
	if err != nil {
		return err
	}
	covered, err := f.covers(chain.Reward, w.Sku)
	if err != nil {
		return err
	}
	if !known && !covered {
		return pos.Refuse(pos.UnknownReward, w.Sku)
	}
	err = f.s.exec("UPDATE reward SET stock = stock - 1 WHERE sku = ? AND stock IS NOT NULL", w.Sku)
	if breaks(err) {
		return pos.Refuse(pos.OutOfStock, w.Sku)
	}
	if err != nil {
		return err
	}
	a, err := f.account(chain.Holder(w.Account, w.Member))
	if err != nil {
		return err
	}
	if err := f.spentBeyond(a, w.BeyondPoints, 0); err != nil {
		return err
	}
	return f.redeem(a, w.Points, ledger.Millis(w.At))
}

func (f *fold) rewardHandedOut(e *journal.Event, w *journalpb.RewardHandedOut) error {
	var handed int64
	known, err := f.s.get("SELECT handed FROM purchase WHERE id = ?", args(notNil(w.Purchase)), &handed)
	switch {
	case err != nil:
		return err
	case !known:
		return pos.Refuse(pos.UnknownReward)
	case handed != 0:
		return pos.Refuse(pos.AlreadyThere)
	}
	return f.s.exec("UPDATE purchase SET handed = ? WHERE id = ?", e.Clock.Millis(), w.Purchase)
}

func (f *fold) giftCardMade(e *journal.Event, body *journalpb.Body, w *journalpb.GiftCardMade) error {
	member, err := f.memberNo(w.Member)
	if err != nil {
		return err
	}
	if covered, err := f.covers(chain.GiftCard, w.Code); err != nil {
		return err
	} else if covered {
		return f.giftCardEntry(w.Code, 0, w.Amount, nil)
	}
	err = f.s.exec(`INSERT INTO gift_card (code, kind, amount, balance, valid_until, payable_until, blocked, made, member, sale, purchase, person)
		VALUES (?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?)`, w.Code, w.Kind, w.Amount, w.Amount, w.ValidUntil, w.PayableUntil, e.Clock.Millis(),
		member, bytesOrNull(w.Sale), bytesOrNull(w.Purchase), bytesOrNull(body.By))
	if breaks(err) {
		return pos.Refuse(pos.AlreadyThere)
	}
	if err != nil {
		return err
	}
	return f.giftCardEntry(w.Code, 0, w.Amount, nil)
}

func (f *fold) giftCardEntry(code string, n int, amount int64, sale []byte) error {
	return f.s.exec("INSERT INTO gift_card_entry (code, event, n, amount, sale) VALUES (?, ?, ?, ?, ?)", code, int64(f.ref), int64(n), amount, bytesOrNull(sale))
}

// giftCardsUsed moves what gift cards paid of a sale (sign -1), or got back of
// a refund (+1).
func (f *fold) giftCardsUsed(sale []byte, uses []*journalpb.GiftCardUse, sign int64) error {
	for i, u := range uses {
		if err := f.giftCardMoved(u.Code, i, sign*u.Amount, sale); err != nil {
			return err
		}
	}
	return nil
}

// giftCardMoved changes a balance. It never goes below zero.
func (f *fold) giftCardMoved(code string, n int, amount int64, sale []byte) error {
	if covered, err := f.covers(chain.GiftCard, code); err != nil {
		return err
	} else if covered {
		return f.giftCardEntry(code, n, amount, sale)
	}
	var balance int64
	known, err := f.s.get("SELECT balance FROM gift_card WHERE code = ?", args(code), &balance)
	switch {
	case err != nil:
		return err
	case !known:
		return pos.Refuse(pos.UnknownGiftCard)
	case balance+amount < 0:
		return pos.Refuse(pos.GiftCardShort, balance)
	}
	if err := f.s.exec("UPDATE gift_card SET balance = ? WHERE code = ?", balance+amount, code); err != nil {
		return err
	}
	return f.giftCardEntry(code, n, amount, sale)
}

func (f *fold) giftCardCorrected(w *journalpb.GiftCardCorrected) error {
	covered, err := f.covers(chain.GiftCard, w.Code)
	if err != nil {
		return err
	}
	if !covered {
		if err := f.s.exec("UPDATE gift_card SET blocked = ? WHERE code = ?", bit(w.Blocked), w.Code); err != nil {
			return err
		}
	}
	if w.Amount == 0 {
		return nil
	}
	return f.giftCardMoved(w.Code, 0, w.Amount, nil)
}
