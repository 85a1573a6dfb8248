package store

import (
	"bonuskasse/pos"
	"bonuskasse/pos/journal"
	"bonuskasse/pos/journal/journalpb"
)

// The states of a coupon as they are stored. Expired is no state: it is a free
// one whose day is over.
const (
	couponFree       = "free"
	couponRegistered = "registered"
	couponVoid       = "void"
)

func (f *fold) couponsMade(e *journal.Event, body *journalpb.Body, w *journalpb.CouponsMade) error {
	at := e.Clock.Millis()
	var no int64
	_, err := f.s.get(`INSERT INTO coupon_batch (id, title, points, valid_until, count, made, sale, person) VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING no`,
		args(notNil(w.Batch), w.Title, w.Points, w.ValidUntil, int64(len(w.Coupons)), at, bytesOrNull(w.Sale), bytesOrNull(body.By)), &no)
	if breaks(err) {
		return pos.Refuse(pos.AlreadyThere)
	}
	if err != nil {
		return err
	}
	values := make([]any, 0, 9*len(w.Coupons))
	for _, c := range w.Coupons {
		values = append(values, c.Code, no, w.Points, w.ValidUntil, couponFree, at, at, "", int64(0))
	}
	err = f.s.insert("INSERT INTO coupon (code, batch, points, valid_until, state, made, changed, way, reprints)", 9, values)
	if breaks(err) {
		return pos.Refuse(pos.AlreadyThere)
	}
	return err
}

// couponRegistered counts a coupon. One that this till has never heard of comes
// with what its signature says.
func (f *fold) couponRegistered(e *journal.Event, body *journalpb.Body, w *journalpb.CouponRegistered) error {
	a, err := f.account(pos.IDFromBytes(w.Member))
	if err != nil {
		return err
	}
	at := e.Clock.Millis()
	known, err := f.freeCoupon(w.Code)
	if err != nil {
		return err
	}
	if known {
		return f.s.exec("UPDATE coupon SET state = ?, changed = ?, member = ?, way = ?, person = ? WHERE code = ?",
			couponRegistered, at, a.no, w.Way, bytesOrNull(body.By), w.Code)
	}
	if w.Points <= 0 {
		return pos.Refuse(pos.UnknownCoupon, w.Code)
	}
	return f.s.exec(`INSERT INTO coupon (code, points, valid_until, state, made, changed, member, way, person, reprints)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0)`, w.Code, w.Points, w.ValidUntil, couponRegistered, at, at, a.no, w.Way, bytesOrNull(body.By))
}

// freeCoupon refuses a coupon that was counted or made void.
func (f *fold) freeCoupon(code string) (known bool, err error) {
	var state string
	known, err = f.s.get("SELECT state FROM coupon WHERE code = ?", args(code), &state)
	switch {
	case err != nil || !known:
	case state == couponRegistered:
		err = pos.Refuse(pos.CouponUsed, code)
	case state == couponVoid:
		err = pos.Refuse(pos.CouponVoid, code)
	}
	return known, err
}

func (f *fold) couponVoided(e *journal.Event, body *journalpb.Body, w *journalpb.CouponVoided) error {
	known, err := f.freeCoupon(w.Code)
	if err != nil {
		return err
	}
	if !known {
		return pos.Refuse(pos.UnknownCoupon, w.Code)
	}
	return f.s.exec("UPDATE coupon SET state = ?, changed = ?, person = ? WHERE code = ?", couponVoid, e.Clock.Millis(), bytesOrNull(body.By), w.Code)
}

func (f *fold) couponsReprinted(w *journalpb.CouponsReprinted) error {
	if w.Code != "" {
		return f.s.exec("UPDATE coupon SET reprints = reprints + 1 WHERE code = ?", w.Code)
	}
	return f.s.exec("UPDATE coupon SET reprints = reprints + 1 WHERE batch = (SELECT no FROM coupon_batch WHERE id = ?)", notNil(w.Batch))
}
