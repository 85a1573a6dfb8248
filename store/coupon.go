package store

import (
	"cmp"
	"crypto/ed25519"
	"database/sql"
	"slices"
	"strconv"
	"strings"

	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

const couponColumns = `SELECT c.code, c.points, c.valid_until, c.state, c.made, c.changed, c.way, c.prints, c.person, c.reason,
	b.id, b.no, b.title, b.person, b.sale, a.id
	FROM coupon c `

const couponJoins = ` LEFT JOIN coupon_batch b ON b.no = c.batch LEFT JOIN account a ON a.no = c.member `

func scanCoupon(r *row) (c till.CouponRow, err error) {
	var by, batch, madeBy, sale, member []byte
	var no sql.NullInt64
	var title sql.NullString
	err = r.Scan(&c.Code, &c.Points, &c.ValidUntil, &c.State, &c.Made, &c.Changed, &c.Way, &c.Prints, &by, &c.Reason,
		&batch, &no, &title, &madeBy, &sale, &member)
	c.By, c.Batch, c.MadeBy, c.Sale, c.Member = pos.IDFromBytes(by), pos.IDFromBytes(batch), pos.IDFromBytes(madeBy), pos.IDFromBytes(sale), pos.IDFromBytes(member)
	c.BatchNo, c.Title = no.Int64, title.String
	return c, err
}

func (r *reader) coupon(where string, what any) (c till.CouponRow, found bool, err error) {
	err = r.s.each(couponColumns+couponJoins+where, args(what), func(rows *row) error {
		found = true
		c, err = scanCoupon(rows)
		return err
	})
	return c, found, err
}

// Coupon is a coupon by its code.
func (r *reader) Coupon(code string) (till.CouponRow, error) {
	c, found, err := r.coupon("WHERE c.code = ?", code)
	if err == nil && !found {
		err = pos.Refuse(pos.UnknownCoupon, pos.GroupCouponCode(code))
	}
	return c, err
}

// CouponOfSale is the one that a receipt carries.
func (r *reader) CouponOfSale(sale pos.ID) (till.CouponRow, error) {
	c, found, err := r.coupon("WHERE c.batch = (SELECT no FROM coupon_batch WHERE sale = ?)", sale[:])
	if err == nil && !found {
		err = pos.Refuse(pos.UnknownCoupon)
	}
	return c, err
}

// CouponBatch is a batch by its number, or by its id in hex.
func (r *reader) CouponBatch(ref string) (b till.CouponBatch, err error) {
	where, key := "no = ?", any(int64(0))
	if id, err := pos.ParseID(ref); err == nil {
		where, key = "id = ?", id[:]
	} else if n, err := strconv.ParseInt(strings.TrimPrefix(ref, "#"), 10, 64); err == nil {
		key = n
	}
	var id, madeBy, sale []byte
	found, err := r.s.get("SELECT id, no, title, points, valid_until, count, made, person, sale FROM coupon_batch WHERE "+where, args(key),
		&id, &b.No, &b.Title, &b.Points, &b.ValidUntil, &b.Count, &b.Made, &madeBy, &sale)
	if err == nil && !found {
		err = pos.Refuse(pos.UnknownBatch, ref)
	}
	b.ID, b.MadeBy, b.Sale = pos.IDFromBytes(id), pos.IDFromBytes(madeBy), pos.IDFromBytes(sale)
	return b, err
}

// MakerKey finds the incarnation of this till that a signed coupon names.
func (r *reader) MakerKey(maker pos.CouponMaker) (incarnation pos.ID, key ed25519.PublicKey, err error) {
	err = r.s.each("SELECT id, public_key FROM incarnation ORDER BY ordinal DESC", nil, func(rows *row) error {
		var id, public []byte
		if err := rows.Scan(&id, &public); err != nil {
			return err
		}
		if inc := pos.IDFromBytes(id); pos.MakerOf(inc) == maker {
			incarnation, key = inc, slices.Clone(public)
			return errStop
		}
		return nil
	})
	if err == nil && key == nil {
		err = pos.Refuse(pos.CouponForeign)
	}
	return incarnation, key, err
}

// SignCoupon signs what a coupon's QR says, by the key of this incarnation.
func (t *tx) SignCoupon(c pos.SignedCoupon) (pos.SignedCoupon, error) {
	c.Maker = pos.MakerOf(t.head.inc.id)
	c.Signature = [ed25519.SignatureSize]byte(ed25519.Sign(t.store.key, c.Message()))
	return c, nil
}

// Coupons are found by the narrowest of what is asked for: code, member, batch,
// points, state. Each has an index in the order of the list, which says where
// to go on; what else is asked for is looked at on the way.
func (r *reader) Coupons(q till.CouponQuery) (list []till.CouponRow, err error) {
	if q.Limit <= 0 {
		return nil, nil
	}
	leads := leadsOf(q)
	for _, l := range leads {
		query, a := couponQuery(q, l.index, l.where, l.args)
		err := r.s.each(query, a, func(rows *row) error {
			c, err := scanCoupon(rows)
			list = append(list, c)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	if len(leads) > 1 {
		slices.SortFunc(list, func(a, b till.CouponRow) int {
			return cmp.Or(cmp.Compare(b.Changed, a.Changed), cmp.Compare(b.Code, a.Code))
		})
	}
	return list[:min(len(list), q.Limit)], nil
}

// couponLead is the index that a search reads, and its beginning there.
type couponLead struct {
	index, where string
	args         []any
}

// leadsOf are the leads of a search: one, or one a state where everything is
// asked for, to be merged.
func leadsOf(q till.CouponQuery) []couponLead {
	byState := func(s pos.CouponState) couponLead {
		return couponLead{"coupon_state", "c.state = ?", args(stored(s))}
	}
	switch {
	case q.Code != "":
		return []couponLead{{"", "c.code >= ? AND c.code < ?", args(q.Code, q.Code+"~")}}
	case !q.Member.IsZero():
		return []couponLead{{"coupon_member", "c.member = (SELECT no FROM account WHERE id = ?)", args(q.Member[:])}}
	case !q.Batch.IsZero():
		return []couponLead{{"coupon_batch_code", "c.batch = (SELECT no FROM coupon_batch WHERE id = ?)", args(q.Batch[:])}}
	case q.Points != 0:
		return []couponLead{{"coupon_points", "c.points = ?", args(q.Points)}}
	case q.State != "":
		return []couponLead{byState(q.State)}
	}
	return []couponLead{byState(pos.FreeCoupon), byState(pos.RegisteredCoupon), byState(pos.VoidCoupon)}
}

// stored is how a state is kept: an expired coupon is a free one.
func stored(s pos.CouponState) string {
	if s == pos.ExpiredCoupon {
		s = pos.FreeCoupon
	}
	return string(s)
}

// couponQuery puts the statement together. There are few of them, and each is
// prepared once.
func couponQuery(q till.CouponQuery, index, lead string, a []any) (string, []any) {
	// The codes first, from the index alone: what is skipped costs no coupon.
	var b strings.Builder
	b.WriteString("SELECT c.code FROM coupon c ")
	if index != "" {
		b.WriteString("INDEXED BY " + index)
	}
	b.WriteString(" WHERE " + lead)
	and := func(text string, values ...any) {
		b.WriteString(" AND " + text)
		a = append(a, values...)
	}
	if q.From != 0 {
		and("c.changed >= ?", int64(q.From))
	}
	if q.To != 0 {
		and("c.changed <= ?", int64(q.To))
	}
	if q.State != "" && index != "coupon_state" {
		and("c.state = ?", stored(q.State))
	}
	switch q.State {
	case pos.FreeCoupon:
		and("(c.valid_until = 0 OR c.valid_until >= ?)", int64(q.Now))
	case pos.ExpiredCoupon:
		and("c.valid_until > 0 AND c.valid_until < ?", int64(q.Now))
	}
	if q.Points != 0 && index != "coupon_points" {
		and("c.points = ?", q.Points)
	}
	if !q.Batch.IsZero() && index != "coupon_batch_code" {
		and("c.batch = (SELECT no FROM coupon_batch WHERE id = ?)", q.Batch[:])
	}
	if !q.Member.IsZero() && index != "coupon_member" {
		and("c.member = (SELECT no FROM account WHERE id = ?)", q.Member[:])
	}
	order := "c.changed DESC, c.code DESC"
	switch {
	case q.After.Code == "":
	case q.Code != "":
		and("c.code > ?", q.After.Code)
	default:
		and("(c.changed, c.code) < (?, ?)", int64(q.After.Changed), q.After.Code)
	}
	if q.Code != "" {
		order = "c.code"
	}
	b.WriteString(" ORDER BY " + order + " LIMIT ?")
	return couponColumns + couponJoins + "WHERE c.code IN (" + b.String() + ") ORDER BY " + order, append(a, int64(q.Limit))
}
