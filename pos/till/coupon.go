package till

import (
	"context"
	"fmt"
	"slices"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/ledger"
)

// Bounds on coupons that are made together.
const (
	MaxCouponBatch = 10_000
	// couponsAnEvent keeps an event of the journal small: 15 KB.
	couponsAnEvent = 1000
	// MaxCouponStrip is how many coupons a receipt printer is given at once:
	// more belong on sheets.
	MaxCouponStrip = 50
)

// The ways in which a coupon is counted, as the journal names them.
const (
	CouponTyped   = "typed"
	CouponScanned = "scanned"
	CouponGiven   = "given" // made and registered in one step
)

// CouponOutput is what coupons are put on as they are made.
type CouponOutput uint8

// The outputs.
const (
	NoCouponPaper CouponOutput = iota // the codes are all that is wanted
	OnReceipts                        // receipt paper, one paper each
	OnSheets                          // A4, by MadeCoupons.Paper
)

// NewCoupons is what coupons are to be made.
type NewCoupons struct {
	Count      int
	Points     int64      // of each
	ValidUntil pos.Millis // the last moment (EndOfDay); 0 is for ever
	Title      string     // what people call the batch; may be empty
	Output     CouponOutput
	// Draw draws the sheets of OnSheets before there are any coupons, so that
	// what goes wrong or is given up there leaves none; nil draws none.
	Draw DrawSheets
}

// MadeCoupons are coupons that are durable before this is returned.
type MadeCoupons struct {
	CouponBatch
	Codes []string
	Paper CouponPaper // OnSheets: what the sheets are drawn from
}

// MakeCoupons makes a batch. Where it is made and its sheets, which were drawn,
// cannot be kept after all, it comes with the error: PrintBatch draws them again.
// One coupon is made within the person's CouponLimit;
// several take a manager: they are worth money to whoever holds them.
func (t *Till) MakeCoupons(ctx context.Context, in NewCoupons, who Who) (made MadeCoupons, err error) {
	if in.Count > 1 {
		if err := who.needs(pos.Manager); err != nil {
			return made, err
		}
	}
	if err := t.refusePAN(ctx, in.Title); err != nil {
		return made, err
	}
	if in.Title != "" {
		if in.Title, err = pos.CleanName(in.Title); err != nil {
			return made, err
		}
	}
	switch {
	case in.Count < 1:
		return made, pos.Refuse(pos.BadQuantity)
	case in.Count > MaxCouponBatch:
		return made, pos.Refuse(pos.TooMany, MaxCouponBatch)
	case in.Output == OnReceipts && in.Count > MaxCouponStrip:
		return made, pos.Refuse(pos.TooMany, MaxCouponStrip)
	}
	// Two batches that draw one code are a matter of chance, of one in 10^11:
	// the second is drawn again.
	for range 3 {
		if in.Draw != nil && in.Output == OnSheets {
			made, err = t.makeDrawn(ctx, in, who)
		} else {
			err = t.store.Do(ctx, func(tx Tx) error {
				if err := within(tx, who, CouponLimit, in.Points); err != nil {
					return err
				}
				if made, err = t.makeCoupons(tx, in, pos.ID{}, who); err != nil {
					return err
				}
				return t.outCoupons(tx, in.Output, &made)
			})
		}
		if pos.CodeOf(err) != pos.AlreadyThere {
			break
		}
	}
	if err != nil && len(made.Codes) == 0 {
		return MadeCoupons{}, err
	}
	return made, err
}

// makeCoupons appends a batch; sale is the one whose receipt carries it.
func (t *Till) makeCoupons(tx Tx, in NewCoupons, sale pos.ID, who Who) (made MadeCoupons, err error) {
	if made.ID, err = t.newID(); err != nil {
		return made, err
	}
	if in.Count >= 1 {
		if made.Codes, err = t.drawCodes(in.Count); err != nil {
			return made, err
		}
	}
	return t.appendCoupons(tx, in, made.ID, made.Codes, sale, who)
}

// appendCoupons is makeCoupons with the codes that were drawn.
func (t *Till) appendCoupons(tx Tx, in NewCoupons, id pos.ID, codes []string, sale pos.ID, who Who) (made MadeCoupons, err error) {
	if in.Points <= 0 || in.Points > maxGift {
		return made, pos.Refuse(pos.BadPoints)
	}
	now := t.now()
	if in.ValidUntil != 0 && in.ValidUntil < pos.At(now) {
		return made, pos.Refuse(pos.BadDate)
	}
	made.Codes = codes
	for from := 0; from < in.Count; from += couponsAnEvent {
		e := &journalpb.CouponsMade{
			Batch: id[:], Points: in.Points, ValidUntil: int64(in.ValidUntil), Sale: idOrNil(sale), Title: in.Title, Printed: in.Output != NoCouponPaper,
		}
		for _, code := range made.Codes[from:min(from+couponsAnEvent, in.Count)] {
			e.Coupons = append(e.Coupons, &journalpb.NewCoupon{Code: code})
		}
		body := who.body()
		body.What = &journalpb.Body_CouponsMade{CouponsMade: e}
		if _, err := tx.Append(now, body, pos.ID{}, 0); err != nil {
			return made, err
		}
	}
	made.CouponBatch, err = tx.CouponBatch(id.String())
	return made, err
}

func (t *Till) drawCodes(n int) ([]string, error) {
	codes, seen := make([]string, 0, n), make(map[string]bool, n)
	for len(codes) < n {
		code, err := pos.NewCouponCode(t.random)
		if err != nil {
			return nil, err
		}
		if !seen[code] {
			seen[code] = true
			codes = append(codes, code)
		}
	}
	slices.Sort(codes) // as they lie on the sheets, so that one is found there
	return codes, nil
}

// Counted is a coupon that was counted to a member.
type Counted struct {
	Coupon   CouponRow
	Points   int64    // what the member got
	Standing Standing // after it
}

// RegisterCoupon counts a coupon to a member, once. text is what a reader read
// or a person typed; way is CouponScanned or CouponTyped. A coupon that this
// till has never heard of is counted where its signature is good.
func (t *Till) RegisterCoupon(ctx context.Context, text string, member pos.ID, way string, who Who) (c Counted, err error) {
	err = t.store.Do(ctx, func(tx Tx) error {
		found, err := t.findCoupon(tx, text)
		if err != nil {
			return err
		}
		if err := t.mayBeCounted(tx, found.CouponRow); err != nil {
			return err // before anybody is asked for a manager
		}
		if err := within(tx, who, CouponLimit, found.Points); err != nil {
			return err
		}
		c, err = t.countCoupon(tx, found, member, way, who)
		return err
	})
	if err != nil {
		return Counted{}, err
	}
	return c, nil
}

// GiveCoupon makes a coupon and registers it, in one step.
func (t *Till) GiveCoupon(ctx context.Context, points int64, member pos.ID, who Who) (c Counted, err error) {
	err = t.store.Do(ctx, func(tx Tx) error {
		if err := within(tx, who, CouponLimit, points); err != nil {
			return err
		}
		made, err := t.makeCoupons(tx, NewCoupons{Count: 1, Points: points}, pos.ID{}, who)
		if err != nil {
			return err
		}
		row, err := tx.Coupon(made.Codes[0])
		if err != nil {
			return err
		}
		c, err = t.countCoupon(tx, foundCoupon{CouponRow: row, known: true}, member, CouponGiven, who)
		return err
	})
	if err != nil {
		return Counted{}, err
	}
	return c, nil
}

// foundCoupon is a coupon as a table or a signature tells of it.
type foundCoupon struct {
	CouponRow
	known bool
	maker pos.ID // of one that is not known
}

// findCoupon reads what was scanned or typed, and looks the coupon up.
func (t *Till) findCoupon(r Reader, text string) (c foundCoupon, err error) {
	settings, err := r.Settings()
	if err != nil {
		return c, err
	}
	devices, _ := ReadDevices(settings)
	code, signed, err := pos.ReadCoupon(text, devices.Numbers.CouponPrefix)
	if err != nil {
		return c, err
	}
	c.CouponRow, err = r.Coupon(code)
	switch {
	case err == nil:
		c.known = true
		return c, nil // what the till itself has written down counts
	case pos.CodeOf(err) != pos.UnknownCoupon || signed == nil:
		return c, err
	}
	maker, key, err := r.MakerKey(signed.Maker)
	if err != nil {
		return c, err
	}
	if !signed.Good(key) {
		return c, pos.Refuse(pos.CouponForged)
	}
	c.maker = maker
	c.Coupon = pos.Coupon{Code: code, Points: signed.Points, ValidUntil: signed.ValidUntil, State: pos.FreeCoupon}
	return c, nil
}

func (t *Till) countCoupon(tx Tx, c foundCoupon, member pos.ID, way string, who Who) (out Counted, err error) {
	worth, err := couponWorth(tx, c.CouponRow)
	if err != nil {
		return out, err
	}
	s, err := standingOf(tx, member)
	if err != nil {
		return out, err
	}
	e := &journalpb.CouponRegistered{Code: c.Code, Member: s.Member.ID[:], Way: way}
	if !c.known {
		e.Points, e.ValidUntil, e.Maker = c.Points, int64(c.ValidUntil), c.maker[:]
	}
	body := who.body()
	body.What = &journalpb.Body_CouponRegistered{CouponRegistered: e}
	if _, err := tx.Append(t.now(), body, s.Member.ID, 0); err != nil {
		return out, err
	}
	if _, err := t.give(tx, s.Member.ID, gift{Origin: ledger.FromCoupon, Points: worth, Source: c.Batch, Code: c.Code}, who); err != nil {
		return out, err
	}
	out.Points = worth
	if out.Coupon, err = tx.Coupon(c.Code); err != nil {
		return out, err
	}
	out.Standing, err = tx.Standing(s.Member.ID)
	return out, err
}

// mayBeCounted refuses a coupon that is not free, and says what became of it.
func (t *Till) mayBeCounted(r Reader, c CouponRow) error {
	switch c.StateAt(pos.At(t.now())) {
	case pos.RegisteredCoupon:
		return t.couponUsed(r, c)
	case pos.VoidCoupon:
		return pos.Refuse(pos.CouponVoid)
	case pos.ExpiredCoupon:
		return pos.Refuse(pos.CouponExpired, int64(c.ValidUntil))
	}
	return nil
}

// CouponUsed is the refusal of a second try: where and when the coupon was
// counted, and by whom.
type CouponUsed struct {
	At     pos.Millis
	Zone   *time.Location
	TillNo int64
	By     string // a person's name; empty is the system
}

func (e *CouponUsed) Error() string { return e.Unwrap().Error() }

// Unwrap is the refusal, with the moment and the till for scripts.
func (e *CouponUsed) Unwrap() error {
	return pos.Refuse(pos.CouponUsed, fmt.Sprintf("%s till %d", e.At.Time(e.Zone).Format(time.RFC3339), e.TillNo))
}

func (t *Till) couponUsed(r Reader, c CouponRow) error {
	shop, err := r.Shop()
	if err != nil {
		return err
	}
	by, err := nameOf(r, c.By)
	if err != nil {
		return err
	}
	return &CouponUsed{At: c.Changed, Zone: t.zone, TillNo: shop.TillNo, By: by}
}

// nameOf is a person's name; nobody's is empty.
func nameOf(r Reader, person pos.ID) (string, error) {
	if person.IsZero() {
		return "", nil
	}
	p, err := r.Person(person)
	if pos.CodeOf(err) == pos.UnknownPerson {
		err = nil
	}
	return p.Name, err
}

// VoidCoupon makes a free coupon worthless. It takes a manager and a reason.
func (t *Till) VoidCoupon(ctx context.Context, text string, who Who) (c CouponRow, err error) {
	if err := who.needs(pos.Manager); err != nil {
		return c, err
	}
	if who.Reason == "" {
		return c, pos.Refuse(pos.NoReason)
	}
	err = t.store.Do(ctx, func(tx Tx) error {
		found, err := t.findCoupon(tx, text)
		if err != nil {
			return err
		}
		if !found.known {
			return pos.Refuse(pos.UnknownCoupon, pos.GroupCouponCode(found.Code))
		}
		if err := noVoid(t.mayBeCounted(tx, found.CouponRow)); err != nil {
			return err
		}
		body := who.body()
		body.What = &journalpb.Body_CouponVoided{CouponVoided: &journalpb.CouponVoided{Code: found.Code}}
		if _, err := tx.Append(t.now(), body, pos.ID{}, 0); err != nil {
			return err
		}
		c, err = tx.Coupon(found.Code)
		return err
	})
	return c, err
}

// EndOfDay is the last moment of a day as people write it (pos.ReadDay), shop
// time; empty is no end. A day that is over, or is none, is refused.
func (t *Till) EndOfDay(day string) (pos.Millis, error) {
	if day == "" {
		return 0, nil
	}
	at, ok := pos.ReadDay(day, t.zone)
	if !ok {
		return 0, pos.Refuse(pos.BadDate, day)
	}
	end := pos.At(pos.EndOfDay(at))
	if last := time.Date(9999, 12, 31, 0, 0, 0, 0, t.zone); end < pos.At(t.now()) || at.After(last) {
		return 0, pos.Refuse(pos.BadDate, day)
	}
	return end, nil
}
