package store

import (
	"cmp"
	"slices"

	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// customer is what a member bought, without what they are called.
type customer struct {
	no       int64
	tier     string // one string for all members of a tier
	joined   pos.Millis
	sales    int64
	turnover pos.Money
	earned   int64
	used     int64
	last     pos.Millis
}

// Customers reads all sales before the end once: no index leads from a member to
// their sales, which would cost every sale a page. They are added up and sorted
// here, in a tenth of the time that SQLite takes to do so on disk. A sale that was
// mended is whose it is now, a return whose its sale is, and what a merged member
// bought the other's.
func (r *reader) Customers(from, to pos.Millis, named int, each func(till.CustomerRow) error) error {
	list, err := r.customersJoined(to)
	if err != nil {
		return err
	}
	if err := r.addBought(list, from, to); err != nil {
		return err
	}
	slices.SortFunc(list, func(a, b customer) int {
		return cmp.Or(cmp.Compare(b.turnover, a.turnover), cmp.Compare(b.last, a.last), cmp.Compare(a.no, b.no))
	})
	for i, x := range list {
		c := till.CustomerRow{Tier: x.tier, Joined: x.joined, Sales: x.sales, Turnover: x.turnover, Earned: x.earned, Used: x.used, Last: x.last,
			New: x.joined >= from, Active: x.sales > 0}
		if i < named {
			var id []byte
			if _, err := r.s.get("SELECT a.id, coalesce(m.username, ''), m.name FROM member m JOIN account a ON a.no = m.no WHERE m.no = ?",
				args(x.no), &id, &c.Username, &c.Name); err != nil {
				return err
			}
			c.Member = pos.IDFromBytes(id)
		}
		if err := each(c); err != nil {
			return err
		}
	}
	return nil
}

// customersJoined are those who joined before a moment and are somebody still, in
// the order of their places.
func (r *reader) customersJoined(to pos.Millis) (list []customer, err error) {
	tiers := map[string]string{}
	err = r.s.each("SELECT no, tier, joined FROM member WHERE alias_of IS NULL AND status <> ? AND joined < ? ORDER BY no",
		args(string(pos.Erased), int64(to)), func(rows *row) error {
			var c customer
			var tier string
			var joined int64
			err := rows.Scan(&c.no, &tier, &joined)
			known, ok := tiers[tier]
			if !ok {
				known, tiers[tier] = tier, tier
			}
			c.tier, c.joined = known, pos.Millis(joined)
			list = append(list, c)
			return err
		})
	return list, err
}

// addBought adds to each who bought what in a span, and when last before its end.
func (r *reader) addBought(list []customer, from, to pos.Millis) error {
	owner, err := r.ownersOfSales()
	if err != nil {
		return err
	}
	return r.s.each(`SELECT id, coalesce(member, 0), completed, coalesce(refund_of, 0), points_earned, points_used,
			iif(completed >= ?1, (SELECT coalesce(sum(l.net), 0) FROM sale_line l
				WHERE l.sale = event AND l.flags & ?3 = 0 AND l.kind <> 'gift_card'), 0)
		FROM sale WHERE completed < ?2`, args(int64(from), int64(to), int64(lineVoided)), func(rows *row) error {
		var member, completed, refundOf, earned, used, turnover int64
		var id []byte
		if err := rows.Scan(&id, &member, &completed, &refundOf, &earned, &used, &turnover); err != nil {
			return err
		}
		no, err := owner(member, pos.IDFromBytes(id), refundOf)
		if err != nil {
			return err
		}
		at, found := slices.BinarySearchFunc(list, no, func(c customer, no int64) int { return cmp.Compare(c.no, no) })
		if !found {
			return nil
		}
		c := &list[at]
		if refundOf == 0 {
			c.last = max(c.last, pos.Millis(completed))
		}
		if pos.Millis(completed) >= from {
			c.turnover, c.earned, c.used = c.turnover+pos.Money(turnover), c.earned+earned, c.used+used
			if refundOf == 0 {
				c.sales++
			}
		}
		return nil
	})
}

// ownersOfSales tells whose a sale is now, by the member it was sold to; 0 is
// nobody's.
func (r *reader) ownersOfSales() (func(member int64, sale pos.ID, refundOf int64) (int64, error), error) {
	aliases, mended := map[int64]int64{}, map[pos.ID]int64{}
	err := r.s.each("SELECT no, alias_of FROM member WHERE alias_of IS NOT NULL", nil, func(rows *row) error {
		var no, of int64
		err := rows.Scan(&no, &of)
		aliases[no] = of
		return err
	})
	if err != nil {
		return nil, err
	}
	err = r.s.each("SELECT sale, coalesce(member, 0) FROM sale_mended ORDER BY event", nil, func(rows *row) error {
		var sale []byte
		var no int64
		err := rows.Scan(&sale, &no)
		mended[pos.IDFromBytes(sale)] = no
		return err
	})
	return func(member int64, sale pos.ID, refundOf int64) (int64, error) {
		if len(mended) > 0 {
			if refundOf != 0 {
				var id []byte
				if _, err := r.s.get("SELECT id FROM sale WHERE event = ?", args(refundOf), &id); err != nil {
					return 0, err
				}
				sale = pos.IDFromBytes(id)
			}
			if no, is := mended[sale]; is {
				member = no
			}
		}
		for range 16 { // merges of merges
			of, is := aliases[member]
			if !is {
				break
			}
			member = of
		}
		return member, nil
	}, err
}
