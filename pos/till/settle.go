package till

import "bonuskasse/pos"

// before is what pays before money: bonus, and gift cards.
func before(o Offer) (list []pos.Tender) {
	for _, t := range []pos.Tender{
		{Kind: pos.BonusTender, Amount: pos.Money(o.BonusValue)},
		{Kind: pos.PromoGiftCard, Amount: pos.Money(o.PromoGiftCard)},
		{Kind: pos.PaidGiftCard, Amount: pos.Money(o.Quotation.GiftCard)},
	} {
		if t.Amount > 0 {
			list = append(list, t)
		}
	}
	return list
}

// cashOverDue stops a barcode typed as an amount from becoming cash: nobody
// hands over this much more than is due (10,000.00).
const cashOverDue pos.Money = 10_000_00

// rest is what the other amounts leave of what is due; an Exact one among them
// takes nothing beforehand.
func rest(due pos.Money, others ...pos.Money) pos.Money {
	for _, o := range others {
		due -= max(o, 0)
	}
	return max(due, 0)
}

// settle pays what is due in money: card and mobile first, cash last, rounded
// to the coin, change from cash only. An Exact card pays what the customer's
// cash leaves, so that no cash is handed back for it.
func settle(due pos.Money, p Payment, coin pos.Money) (tenders []pos.Tender, rounding, change pos.Money, err error) {
	if p.BankCard == Exact {
		p.BankCard = rest(due, p.Mobile, p.Cash)
	}
	if p.Mobile == Exact {
		p.Mobile = rest(due, p.BankCard, p.Cash)
	}
	left := due
	for _, in := range []pos.Tender{{Kind: pos.BankCard, Amount: p.BankCard}, {Kind: pos.Mobile, Amount: p.Mobile}} {
		switch {
		case in.Amount < 0:
			return nil, 0, 0, pos.Refuse(pos.BadAmount)
		case in.Amount > left:
			return nil, 0, 0, pos.Refuse(pos.TenderTooLarge, int64(left))
		case in.Amount > 0:
			tenders = append(tenders, in)
			left -= in.Amount
		}
	}
	if p.Cash == 0 {
		if left > 0 {
			return nil, 0, 0, pos.Refuse(pos.TenderTooSmall, int64(left))
		}
		return tenders, 0, 0, nil
	}
	rounded := pos.RoundCash(left, coin)
	cash := p.Cash
	if cash == Exact {
		cash = rounded
	}
	switch {
	case cash < 0:
		return nil, 0, 0, pos.Refuse(pos.BadAmount)
	case cash < rounded:
		return nil, 0, 0, pos.Refuse(pos.TenderTooSmall, int64(rounded-cash))
	case cash > rounded+cashOverDue:
		return nil, 0, 0, pos.Refuse(pos.AmountTooLarge)
	}
	change = cash - rounded
	if cash > 0 {
		tenders = append(tenders, pos.Tender{Kind: pos.Cash, Amount: cash, Change: change})
	}
	return tenders, rounded - left, change, nil
}

// CashDue is what a sum comes to in coins.
func (o Offer) CashDue() pos.Money {
	return pos.RoundCash(o.Due(), pos.Money(o.Program.CashRounding))
}
