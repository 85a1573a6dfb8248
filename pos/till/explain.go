package till

import (
	"context"
	"strconv"
	"strings"
	"time"

	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/ledger"
	"bonuskasse/pos/loyalty"
)

// Why says where the numbers of a thing come from: of a sale, a member, a lot,
// or of what bonus may pay of the sale on the screen. One of the four is there.
type Why struct {
	Language string // of the person who asks
	Shop     Shop
	Zone     *time.Location
	Program  Program // whose worth of a point is shown
	Sale     *SaleWhy
	Member   *MemberWhy
	Lot      *LotWhy
	Offer    *OfferWhy
}

// WhyDocument is an explanation in words.
func (t *Till) WhyDocument(w Why) hardware.Document {
	if w.Zone = t.zone; w.Language == "" {
		w.Language = t.shop.Language
	}
	return t.papers.Why(w)
}

// explain reads an explanation of one state.
func (t *Till) explain(ctx context.Context, read func(Reader, *Why) error) (w Why, err error) {
	err = t.store.View(ctx, func(r Reader) error {
		if w.Shop, err = r.Shop(); err != nil {
			return err
		}
		if w.Program, err = r.ProgramAt(pos.At(t.now())); err != nil {
			return err
		}
		return read(r, &w)
	})
	return w, err
}

// OfferWhy is how the most that bonus may pay of a sale on the screen came about.
type OfferWhy struct {
	Cap     loyalty.Cap `json:"cap"`
	Balance int64       `json:"balance"`       // the member's, of which Cap.Available may be used here
	Why     pos.Code    `json:"why,omitempty"` // why not all of it
	Lots    []LotUse    `json:"lots"`          // that Cap.Points would be taken from
}

// LotUse is what of a lot is used, or would be.
type LotUse struct {
	AccruedAt pos.Millis    `json:"accrued_at"`
	ExpiresAt pos.Millis    `json:"expires_at"` // 0 is never
	Origin    ledger.Origin `json:"origin,omitempty"`
	Paid      bool          `json:"paid"`
	Points    int64         `json:"points"`
	Restored  int64         `json:"restored,omitempty"` // that came back with goods
}

// ExplainOffer explains an offer as it stands. That of a guest has nothing.
func (t *Till) ExplainOffer(o Offer) Why {
	w := Why{Shop: o.Shop, Program: o.Program, Offer: &OfferWhy{Why: o.Why}}
	w.Offer.Cap = o.Program.Cap(o.Subtotal, o.Eligible, o.Usable)
	if o.Standing == nil {
		return w
	}
	at := millis(t.now())
	w.Offer.Balance = o.Standing.Account.Balance(at)
	left := w.Offer.Cap.Points
	for _, l := range o.Standing.Account.Lots { // in the order of redemption
		if left == 0 || !l.Good(at) {
			continue
		}
		n := min(left, l.Left)
		left -= n
		w.Offer.Lots = append(w.Offer.Lots, LotUse{AccruedAt: pos.Millis(l.AccruedAt), ExpiresAt: pos.Millis(l.ExpiresAt), Origin: l.Origin, Paid: l.Paid, Points: n})
	}
	return w
}

// LotID names a lot of a member: the username, a stroke, the event that made the
// lot and, where it made several, which.
type LotID struct {
	Username string
	Ref      ledger.Ref
	Part     int
}

// String is the form that scripts use: "soren/e14jbd5n" or "soren/e14jbd5n.2".
func (id LotID) String() string {
	text := id.Username + "/" + strconv.FormatInt(int64(id.Ref), 36)
	if id.Part > 0 {
		text += "." + strconv.Itoa(id.Part)
	}
	return text
}

// ReadLotID reads it; what is none is UnknownLot.
func ReadLotID(text string) (id LotID, err error) {
	at := strings.LastIndexByte(text, '/')
	if at < 0 {
		return id, pos.Refuse(pos.UnknownLot, text)
	}
	event, part, parts := strings.Cut(text[at+1:], ".")
	ref, err := strconv.ParseInt(event, 36, 64)
	if err == nil && parts {
		id.Part, err = strconv.Atoi(part)
	}
	if err != nil || id.Part < 0 {
		return id, pos.Refuse(pos.UnknownLot, text)
	}
	id.Username, id.Ref = text[:at], ledger.Ref(ref)
	return id, nil
}
