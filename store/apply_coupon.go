package store

import (
	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/pos/journal"
	"bonuskasse/pos/journal/journalpb"
)

// couponsMade adds coupons to a batch, which the first event of it makes.
func (f *fold) couponsMade(e *journal.Event, body *journalpb.Body, w *journalpb.CouponsMade) error {
	at := e.Clock.Millis()
	fresh, err := f.uncovered(w.Coupons)
	if err != nil {
		return err
	}
	no, err := f.couponBatch(w, int64(len(fresh)), at, body)
	if err != nil {
		return err
	}
	values := make([]any, 0, 10*len(fresh))
	for _, c := range fresh {
		values = append(values, c.Code, no, w.Points, w.ValidUntil, string(pos.FreeCoupon), at, at, "", "", bit(w.Printed))
	}
	err = f.s.insert("INSERT INTO coupon (code, batch, points, valid_until, state, made, changed, way, reason, prints)", 10, values)
	if breaks(err) {
		return pos.Refuse(pos.AlreadyThere)
	}
	return err
}

// uncovered are those coupons that were not pulled since.
func (f *fold) uncovered(list []*journalpb.NewCoupon) (fresh []*journalpb.NewCoupon, err error) {
	if f.replay == nil {
		return list, nil
	}
	for _, c := range list {
		covered, err := f.covers(chain.Coupon, c.Code)
		if err != nil {
			return nil, err
		}
		if !covered {
			fresh = append(fresh, c)
		}
	}
	return fresh, nil
}

// couponBatch makes the batch, or counts so many coupons more in it.
func (f *fold) couponBatch(w *journalpb.CouponsMade, count, at int64, body *journalpb.Body) (no int64, err error) {
	known, err := f.s.get("SELECT no FROM coupon_batch WHERE id = ?", args(notNil(w.Batch)), &no)
	if err != nil {
		return 0, err
	}
	f.numbered("coupon_batch", no)
	if !known {
		if no, err = f.newNo("coupon_batch", chain.Coupon, w.Batch); err != nil {
			return 0, err
		}
		err = f.s.exec("INSERT INTO coupon_batch (no, id, title, points, valid_until, count, made, sale, person) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
			no, notNil(w.Batch), w.Title, w.Points, w.ValidUntil, count, at, bytesOrNull(w.Sale), bytesOrNull(body.By))
		if breaks(err) {
			err = pos.Refuse(pos.AlreadyThere)
		}
		return no, err
	}
	found, err := f.s.get(`UPDATE coupon_batch SET count = count + ?, made = min(made, ?)
		WHERE no = ? AND points = ? AND valid_until = ? AND (sale IS NULL OR ?) RETURNING no`,
		args(count, at, no, w.Points, w.ValidUntil, bit(f.pulling || f.replay != nil)), &no)
	if err == nil && !found {
		err = pos.Refuse(pos.AlreadyThere)
	}
	return no, err
}

// couponRegistered counts a coupon. One that this till has never heard of comes
// with what its signature says.
func (f *fold) couponRegistered(e *journal.Event, body *journalpb.Body, w *journalpb.CouponRegistered) error {
	a, err := f.account(pos.IDFromBytes(w.Member))
	if err != nil {
		return err
	}
	if covered, err := f.covers(chain.Coupon, w.Code); err != nil || covered {
		return err
	}
	at := e.Clock.Millis()
	known, err := f.freeCoupon(w.Code)
	if err != nil {
		return err
	}
	if known {
		return f.s.exec("UPDATE coupon SET state = ?, changed = ?, member = ?, way = ?, person = ? WHERE code = ?",
			string(pos.RegisteredCoupon), at, a.no, w.Way, bytesOrNull(body.By), w.Code)
	}
	if w.Points <= 0 {
		return pos.Refuse(pos.UnknownCoupon, w.Code)
	}
	return f.s.exec(`INSERT INTO coupon (code, points, valid_until, state, made, changed, member, way, person, reason, prints)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, '', 0)`, w.Code, w.Points, w.ValidUntil, string(pos.RegisteredCoupon), at, at, a.no, w.Way, bytesOrNull(body.By))
}

// freeCoupon refuses a coupon that was counted or made void.
func (f *fold) freeCoupon(code string) (known bool, err error) {
	var state string
	known, err = f.s.get("SELECT state FROM coupon WHERE code = ?", args(code), &state)
	switch {
	case err != nil || !known:
	case state == string(pos.RegisteredCoupon):
		err = pos.Refuse(pos.CouponUsed, code)
	case state == string(pos.VoidCoupon):
		err = pos.Refuse(pos.CouponVoid, code)
	}
	return known, err
}

func (f *fold) couponVoided(e *journal.Event, body *journalpb.Body, w *journalpb.CouponVoided) error {
	if covered, err := f.covers(chain.Coupon, w.Code); err != nil || covered {
		return err
	}
	known, err := f.freeCoupon(w.Code)
	if err != nil {
		return err
	}
	if !known {
		return pos.Refuse(pos.UnknownCoupon, w.Code)
	}
	return f.s.exec("UPDATE coupon SET state = ?, changed = ?, person = ?, reason = ? WHERE code = ?",
		string(pos.VoidCoupon), e.Clock.Millis(), bytesOrNull(body.By), body.Reason, w.Code)
}

func (f *fold) couponsReprinted(w *journalpb.CouponsReprinted) error {
	codes := w.Codes
	if w.Code != "" {
		codes = []string{w.Code}
	}
	for _, code := range codes {
		if err := f.s.exec("UPDATE coupon SET prints = prints + 1 WHERE code = ?", code); err != nil {
			return err
		}
	}
	if len(codes) > 0 {
		return nil
	}
	return f.s.exec("UPDATE coupon SET prints = prints + 1 WHERE batch = (SELECT no FROM coupon_batch WHERE id = ?) AND state = ?",
		notNil(w.Batch), string(pos.FreeCoupon))
}
