package store

import (
	"context"
	"fmt"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
)

// Own are the things of this till that a chain may have already, otherwise: what is
// asked before it joins. What names a person keeps its key here; see chain.OwnMark.
func (s *Store) Own(ctx context.Context) (list []chain.Own, err error) {
	err = s.readers.use(ctx, func(q *session) error {
		list = nil
		add := func(o chain.Own) error { list = append(list, o); return nil }
		texts := func(kind chain.OwnKind, query string) error {
			return q.each(query, nil, func(r *row) error {
				o := chain.Own{Kind: kind}
				if err := r.Scan(&o.Key, &o.Name, &o.Price, &o.Count); err != nil {
					return err
				}
				return add(o)
			})
		}
		for _, x := range []struct {
			kind  chain.OwnKind
			query string
		}{
			{chain.OwnGoods, "SELECT sku, name, price, 0 FROM product ORDER BY sku"},
			{chain.OwnBarcode, "SELECT b.code, p.sku, 0, 0 FROM barcode b JOIN product p ON p.no = b.product ORDER BY b.code"},
			{chain.OwnReward, "SELECT sku, name, points, 0 FROM reward ORDER BY sku"},
			{chain.OwnCard, "SELECT number, '', 0, 0 FROM card WHERE member IS NOT NULL AND state = 'issued' ORDER BY number"},
			{chain.OwnCards, "SELECT '', '', first, count FROM card_batch ORDER BY first"},
			{chain.OwnCoupon, "SELECT code, '', 0, 0 FROM coupon ORDER BY code"},
			{chain.OwnGiftCard, "SELECT code, '', 0, 0 FROM gift_card ORDER BY code"},
			{chain.OwnUsername, "SELECT username, '', 0, 0 FROM member WHERE username <> '' AND alias_of IS NULL ORDER BY username"},
			{chain.OwnPhone, "SELECT phone, '', 0, 0 FROM member WHERE phone <> '' AND alias_of IS NULL ORDER BY phone"},
			{chain.OwnEmail, "SELECT email, '', 0, 0 FROM member WHERE email <> '' AND alias_of IS NULL ORDER BY email"},
		} {
			if err := texts(x.kind, x.query); err != nil {
				return err
			}
		}
		r := &reader{store: s, s: q}
		tiers, err := r.Tiers()
		if err != nil {
			return err
		}
		for _, t := range tiers {
			list = append(list, chain.Own{Kind: chain.OwnTier, Key: t.Name, Name: fmt.Sprintf("%d %d %d", t.RateBp, t.DiscountBp, t.Threshold), Price: t.RateBp})
		}
		people, err := r.People()
		if err != nil {
			return err
		}
		for _, p := range people {
			if p.Active {
				list = append(list, chain.Own{Kind: chain.OwnPerson, Key: p.ID.String(), Name: p.Name})
			}
		}
		var data []byte
		if _, err := q.get("SELECT json FROM "+s.holding()+" WHERE valid_from <= ? ORDER BY valid_from DESC, version DESC LIMIT 1", args(int64(pos.At(s.opt.Now()))), &data); err != nil {
			return err
		}
		return add(chain.Own{Kind: chain.OwnProgramme, Name: string(data)})
	})
	return list, err
}
