package central

import (
	"maps"
	"slices"

	"google.golang.org/protobuf/proto"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/mutant"
)

// couponAct is what an event says of a coupon: it was made, registered, made
// void, or its points were given.
type couponAct struct {
	code string
	life *lifeRow
	at   chain.EventKey
	body *journalpb.Body
}

// couponRow is a coupon as it is kept.
type couponRow struct {
	made, madeBody   []byte
	place, placeBody []byte
	life             int64 // that registered it
	moved            bool
}

// writeCoupons goes through the acts as they came. The first registration that
// is received stands, wherever it was; one that comes second is reversed as soon
// as its points are heard of. (A till registers a coupon, then gives its points.)
func (w *work) writeCoupons() error {
	if len(w.coupons) == 0 {
		return nil
	}
	codes := map[string]bool{}
	for _, a := range w.coupons {
		codes[a.code] = true
	}
	keys := make([][]byte, 0, len(codes))
	for _, code := range slices.Sorted(maps.Keys(codes)) {
		keys = append(keys, []byte(code))
	}
	rows, err := w.lockCoupons(keys)
	if err != nil {
		return err
	}
	late, err := w.lateCoupons(keys)
	if err != nil {
		return err
	}
	for _, a := range w.coupons {
		if err := w.coupon(a, rows[a.code], late); err != nil {
			return err
		}
	}
	var moved, made, madeBody, places, bodies [][]byte
	var lives []int64
	for _, key := range keys {
		if r := rows[string(key)]; r.moved {
			moved, made, madeBody = append(moved, key), append(made, r.made), append(madeBody, r.madeBody)
			places, bodies, lives = append(places, r.place), append(bodies, r.placeBody), append(lives, r.life)
		}
	}
	if len(moved) == 0 {
		return nil
	}
	return w.do.insert("INSERT INTO coupon (code, made, made_body, place, place_body, life)", `ON CONFLICT (code) DO UPDATE SET made = excluded.made,
		made_body = excluded.made_body, place = excluded.place, place_body = excluded.place_body, life = excluded.life`,
		[]any{moved, made, madeBody, places, bodies, lives}, nil, nil)
}

func (w *work) lockCoupons(keys [][]byte) (map[string]*couponRow, error) {
	none, zero := make([][]byte, len(keys)), make([]int64, len(keys))
	if err := w.do.insert("INSERT INTO coupon (code, made, made_body, place, place_body, life)", "ON CONFLICT (code) DO NOTHING",
		[]any{keys, none, none, none, none, zero}, nil, nil); err != nil {
		return nil, err
	}
	rows := map[string]*couponRow{}
	var r couponRow
	var code []byte
	err := w.do.eachIn("SELECT code, made, made_body, place, place_body, life FROM coupon WHERE code IN (keys) ORDER BY code FOR UPDATE", nil, keys,
		[]any{&code, &r.made, &r.madeBody, &r.place, &r.placeBody, &r.life}, func() error {
			row := r
			rows[string(code)] = &row
			return nil
		})
	return rows, err
}

// lateKey is a registration that came second, by a life.
type lateKey struct {
	code string
	life int64
}

func (w *work) lateCoupons(keys [][]byte) (map[lateKey]bool, error) {
	late := map[lateKey]bool{}
	var code []byte
	var life, reversed int64
	err := w.do.eachIn("SELECT code, life, reversed FROM coupon_late WHERE code IN (keys)", nil, keys, []any{&code, &life, &reversed}, func() error {
		late[lateKey{string(code), life}] = reversed != 0
		return nil
	})
	return late, err
}

func (w *work) coupon(a couponAct, r *couponRow, late map[lateKey]bool) error {
	body, err := proto.MarshalOptions{Deterministic: true}.Marshal(a.body)
	if err != nil {
		return err
	}
	switch b := a.body.GetWhat().(type) {
	case *journalpb.Body_CouponsMade:
		if p := place(a.at, asSaid); len(r.made) == 0 || slices.Compare(p, r.made) < 0 {
			r.made, r.madeBody = p, body
		}
	case *journalpb.Body_CouponVoided:
		if r.life != 0 { // it was counted before anybody heard of this
			return w.voidUsed(a, r.made, r.madeBody, r.placeBody, a.at.Till, placeKey(r.place).Till)
		}
		r.place, r.placeBody = place(a.at, asSaid), body
	case *journalpb.Body_CouponRegistered:
		if r.life != 0 && !mutant.CouponTwice {
			return w.lateCoupon(a, r, b.CouponRegistered, late)
		}
		if len(r.place) > 0 && r.life == 0 { // made void before anybody heard of this
			if err := w.voidUsed(a, r.made, r.madeBody, body, placeKey(r.place).Till, a.at.Till); err != nil {
				return err
			}
		}
		r.life, r.place, r.placeBody = a.life.no, place(a.at, asSaid), body
	case *journalpb.Body_PointsGiven:
		return w.couponPoints(a, b.PointsGiven, late)
	}
	r.moved = true
	w.touch(chain.Coupon, a.code, a.life.no)
	return nil
}

// voidUsed is told of a coupon that one till made void and another, which had not
// heard of it, counted: the customer has the points, and whoever made it void had a
// reason.
func (w *work) voidUsed(a couponAct, made, madeBody, registered []byte, voider, counter pos.ID) error {
	said, err := decode(registered)
	if err != nil {
		return err
	}
	c := chain.Conflict{Kind: chain.CouponVoidUsed, Till: counter, TillTwo: voider, Member: pos.IDFromBytes(said.GetCouponRegistered().GetMember()), Subject: a.code}
	if len(made) > 0 {
		of, err := decode(madeBody)
		if err != nil {
			return err
		}
		c.Points = of.GetCouponsMade().GetPoints()
	}
	w.conflict(c, place(a.at, asSaid))
	return nil
}

func (w *work) lateCoupon(a couponAct, r *couponRow, b *journalpb.CouponRegistered, late map[lateKey]bool) error {
	if key := (lateKey{a.code, a.life.no}); !late[key] {
		late[key] = false
	}
	w.touch(chain.Coupon, a.code, 0) // the till believes that it counted
	first := placeKey(r.place)
	w.conflict(chain.Conflict{Kind: chain.CouponTwice, Till: a.at.Till, TillTwo: first.Till, Member: pos.IDFromBytes(b.Member), Subject: a.code}, place(a.at, asSaid))
	_, err := w.exec("INSERT INTO coupon_late (code, life, reversed) VALUES (?, ?, 0) ON CONFLICT (code, life) DO NOTHING", []byte(a.code), a.life.no)
	return err
}

// couponPoints takes back what a registration gave that came second.
func (w *work) couponPoints(a couponAct, g *journalpb.PointsGiven, late map[lateKey]bool) error {
	key := lateKey{a.code, a.life.no}
	if reversed, there := late[key]; !there || reversed {
		return nil
	}
	late[key] = true
	var points int64
	for _, l := range g.Lots {
		points += l.Points
	}
	account := pos.IDFromBytes(g.Member)
	if err := w.act(&journalpb.Body{What: &journalpb.Body_CouponReversed{CouponReversed: &journalpb.CouponReversed{
		Code: a.code, Member: g.Member, Points: points, Till: a.at.Till[:]}}}, account); err != nil {
		return err
	}
	for i := range w.conflicts {
		if c := &w.conflicts[i]; c.Kind == chain.CouponTwice && c.Subject == a.code && c.Till == a.at.Till {
			c.Points = points
		}
	}
	moved, err := w.exec("UPDATE conflict SET points = ? WHERE kind = ? AND subject = ? AND till = ? AND points = 0", points, string(chain.CouponTwice), a.code, a.at.Till[:])
	if err != nil {
		return err
	}
	w.toSettle = w.toSettle || moved > 0
	_, err = w.exec("UPDATE coupon_late SET reversed = 1 WHERE code = ? AND life = ?", []byte(a.code), a.life.no)
	return err
}
