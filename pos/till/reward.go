package till

import (
	"context"
	"strings"

	"bonuskasse/pos"
	"bonuskasse/pos/journal/journalpb"
)

// RewardOffer is a reward as a member may have it now.
type RewardOffer struct {
	pos.Reward
	// Missing is how many points the member lacks; 0 is none.
	Missing int64 `json:"missing"`
	// Why is what is in the way: PointsMissing, OutOfStock, or why points may not
	// be spent here; "" is nothing.
	Why pos.Code `json:"why,omitempty"`
	// Asks says that only rights are in the way, and that BuyReward asks the head
	// office for them.
	Asks bool `json:"-"`
}

// BoughtReward is a reward that is durable before this is returned.
type BoughtReward struct {
	PurchaseRow
	Card     *GiftCardDetails // of a gift card
	Standing Standing         // after it
}

// SetReward makes or changes a line of the catalogue. A manager's to do.
func (t *Till) SetReward(ctx context.Context, w pos.Reward, who Who) (err error) {
	if err := who.needs(pos.Manager); err != nil {
		return err
	}
	if w.SKU = strings.TrimSpace(w.SKU); w.SKU == "" || len(w.SKU) > 64 {
		return pos.Refuse(pos.BadSetting, "sku")
	}
	if w.Name, err = pos.CleanName(w.Name); err != nil {
		return err
	}
	switch {
	case w.Points <= 0 || w.Points > maxGift:
		return pos.Refuse(pos.BadPoints)
	case w.Stock != nil && (*w.Stock < 0 || *w.Stock > 1_000_000):
		return pos.Refuse(pos.BadQuantity)
	}
	switch w.Kind {
	case pos.GiftCardReward:
		if err := goodGiftCard(w.Amount); err != nil {
			return err
		}
	case pos.ThingReward:
		w.Amount = 0
	default:
		return pos.Refuse(pos.BadSetting, "kind")
	}
	return t.store.Do(ctx, func(tx Tx) error {
		body := who.body()
		body.What = &journalpb.Body_RewardSet{RewardSet: &journalpb.RewardSet{
			Sku: w.SKU, Name: w.Name, Kind: string(w.Kind), Points: w.Points, Amount: int64(w.Amount), Stock: w.Stock, Active: w.Active,
		}}
		_, err := tx.Append(t.now(), body, pos.ID{}, 0)
		return err
	})
}

// Reward is a line of the catalogue.
func (t *Till) Reward(ctx context.Context, sku string) (w pos.Reward, err error) {
	err = t.store.View(ctx, func(r Reader) error {
		w, err = r.Reward(sku)
		return err
	})
	return w, err
}

// Rewards is the catalogue, with what is in the way of a member; of nobody,
// with what is out of stock.
func (t *Till) Rewards(ctx context.Context, member pos.ID) (list []RewardOffer, err error) {
	err = t.store.View(ctx, func(r Reader) error {
		all, err := r.Rewards()
		if err != nil {
			return err
		}
		var w wallet
		if !member.IsZero() {
			if w, err = t.wallet(r, member); err != nil {
				return err
			}
		}
		list = nil
		for _, one := range all {
			o := RewardOffer{Reward: one}
			if !member.IsZero() {
				o.Missing, o.Why = w.inTheWay(one)
				o.Asks = o.Why == pos.BonusNotOwned && t.mayAsk(w.shop)
			} else if one.Stock != nil && *one.Stock == 0 {
				o.Why = pos.OutOfStock
			}
			list = append(list, o)
		}
		return nil
	})
	return list, err
}

// wallet is what a member may spend.
type wallet struct {
	Standing
	shop    Shop
	balance int64 // below zero where returns took more than there was
	may     spendable
}

func (t *Till) wallet(r Reader, member pos.ID) (w wallet, err error) {
	if w.Standing, err = standingOf(r, member); err != nil {
		return w, err
	}
	if err := maySell(w.Member); err != nil {
		return w, err
	}
	now := t.now()
	p, err := r.ProgramAt(pos.At(now))
	if err != nil {
		return w, err
	}
	shop, err := r.Shop()
	if err != nil {
		return w, err
	}
	w.shop, w.balance = shop, w.Account.Balance(millis(now))
	w.may, err = maySpend(r, shop, p, w.Standing, max(w.balance, 0))
	return w, err
}

// inTheWay says why the member may not have a reward now. Who owes points lacks
// those as well: what they earn pays the debt first.
func (w wallet) inTheWay(one pos.Reward) (missing int64, why pos.Code) {
	switch {
	case one.Points > w.balance:
		return one.Points - w.balance, pos.PointsMissing
	case one.Stock != nil && *one.Stock == 0:
		return 0, pos.OutOfStock
	case one.Points > w.may.Points:
		return 0, w.may.Why
	}
	return 0, ""
}

// BuyReward takes a member's points for a reward, in one transaction with the
// gift card that it may be. Rights that this till lacks are borrowed before, as for
// a payment. Where points are missing the refusal is PointsMissing, with how many;
// where rights are, BonusNotOwned, or RightsElsewhere with who has them.
func (t *Till) BuyReward(ctx context.Context, member pos.ID, sku string, who Who) (b BoughtReward, err error) {
	lent, letGo, err := t.borrowForReward(ctx, member, sku)
	if err != nil {
		return b, err
	}
	defer letGo()
	err = t.store.Do(ctx, func(tx Tx) error {
		b, err = t.buyReward(tx, member, sku, who)
		return err
	})
	if pos.CodeOf(err) == pos.BonusNotOwned && len(lent.Keepers) > 0 {
		var names []string
		for _, k := range lent.Keepers {
			names = append(names, k.Name)
		}
		err = pos.Refuse(pos.RightsElsewhere, strings.Join(names, ", "))
	}
	if err != nil {
		return BoughtReward{}, err
	}
	return b, nil
}

// mayAsk says that there is a head office to ask for rights.
func (t *Till) mayAsk(shop Shop) bool { return t.lender != nil && shop.Enrolled && shop.MaySpend }

// borrowForReward gets the rights that a reward needs and this till lacks, as far
// as they can be had now; letGo ends what is held for it. Whether the member may
// have it at all is buyReward's to say.
func (t *Till) borrowForReward(ctx context.Context, member pos.ID, sku string) (b Borrowed, letGo func(), err error) {
	letGo = func() {}
	var holder pos.ID
	var missing int64
	err = t.store.View(ctx, func(r Reader) error {
		one, err := r.Reward(sku)
		if err != nil || !one.Active {
			return err
		}
		w, err := t.wallet(r, member)
		if err != nil || !t.mayAsk(w.shop) || one.Points > w.balance {
			return err
		}
		holder, missing = w.Holder, one.Points-max(w.Rights, 0)
		return nil
	})
	if err != nil || missing <= 0 {
		return b, letGo, err
	}
	return t.borrow(ctx, holder, missing), func() { t.lender.LetGo(holder) }, nil
}

func (t *Till) buyReward(tx Tx, member pos.ID, sku string, who Who) (b BoughtReward, err error) {
	one, err := tx.Reward(sku)
	if err != nil {
		return b, err
	}
	if !one.Active {
		return b, pos.Refuse(pos.UnknownReward, sku)
	}
	w, err := t.wallet(tx, member)
	if err != nil {
		return b, err
	}
	if err := mayRingUp(tx, who, w.Standing); err != nil {
		return b, err
	}
	switch missing, why := w.inTheWay(one); why {
	case "":
	case pos.PointsMissing:
		return b, pos.Refuse(why, missing)
	case pos.OutOfStock:
		return b, pos.Refuse(why, one.Name)
	default:
		return b, pos.Refuse(why)
	}
	if err := within(tx, who, RedeemLimit, one.Points); err != nil {
		return b, err
	}
	now := t.now()
	id, err := t.newID()
	if err != nil {
		return b, err
	}
	e := &journalpb.RewardBought{Purchase: id[:], Member: w.Member.ID[:], Sku: one.SKU, Points: one.Points, At: now.UnixMilli()}
	e.BeyondPoints, _ = w.may.split(w.Rights, one.Points)
	if w.Holder != w.Member.ID {
		e.Account = w.Holder[:]
	}
	if one.Kind == pos.GiftCardReward {
		if e.GiftCard, err = pos.NewGiftCardCode(t.random); err != nil {
			return b, err
		}
	}
	body := who.body()
	body.What = &journalpb.Body_RewardBought{RewardBought: e}
	if _, err := tx.Append(now, body, w.Holder, -one.Points); err != nil {
		return b, err
	}
	if e.GiftCard != "" {
		if b.Card, err = t.cardOfReward(tx, one, e.GiftCard, w.Member.ID, id, who); err != nil {
			return b, err
		}
	}
	if b.PurchaseRow, err = tx.Purchase(id); err != nil {
		return b, err
	}
	b.Standing, err = tx.Standing(w.Member.ID)
	return b, err
}

func (t *Till) cardOfReward(tx Tx, one pos.Reward, code string, member, purchase pos.ID, who Who) (*GiftCardDetails, error) {
	p, err := tx.ProgramAt(pos.At(t.now()))
	if err != nil {
		return nil, err
	}
	row, err := t.makeGiftCard(tx, p, newGiftCard{Code: code, Kind: pos.PromotionalCard, Amount: one.Amount, Member: member, Purchase: purchase}, who)
	if err != nil {
		return nil, err
	}
	d, err := t.giftCardDetails(tx, row)
	if err != nil {
		return nil, err
	}
	return &d, t.queueGiftCard(tx, row, false)
}

// HandOut says that a reward is in the customer's hand.
func (t *Till) HandOut(ctx context.Context, purchase pos.ID, who Who) (p PurchaseRow, err error) {
	err = t.store.Do(ctx, func(tx Tx) error {
		body := who.body()
		body.What = &journalpb.Body_RewardHandedOut{RewardHandedOut: &journalpb.RewardHandedOut{Purchase: purchase[:]}}
		if _, err := tx.Append(t.now(), body, pos.ID{}, 0); err != nil {
			return err
		}
		p, err = tx.Purchase(purchase)
		return err
	})
	return p, err
}

// Purchases are the rewards that a member bought; of nobody, those of
// everybody that wait to be handed out.
func (t *Till) Purchases(ctx context.Context, member pos.ID) (list []PurchaseRow, err error) {
	err = t.store.View(ctx, func(r Reader) error {
		list, err = r.Purchases(member, 100)
		return err
	})
	return list, err
}
