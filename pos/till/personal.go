package till

import (
	"context"
	"encoding/json"
	"math"
	"slices"
	"strings"

	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/ledger"
)

// PersonalData is all that is known of a person (GDPR, article 15). Amounts are
// minor units, moments milliseconds since 1970 UTC.
type PersonalData struct {
	Shop         string            `json:"shop"`
	Currency     pos.Currency      `json:"currency"`
	Made         pos.Millis        `json:"made"`
	Member       pos.Member        `json:"member"`
	Organisation *pos.Organisation `json:"organisation,omitempty"`
	Photo        []byte            `json:"photo_jpeg,omitempty"`
	// Aliases are members who were merged into this one; what they did stands
	// among the rest.
	Aliases  []pos.Member `json:"aliases"`
	Cards    []pos.Card   `json:"cards"`
	Balance  int64        `json:"balance_points"`
	Debt     int64        `json:"debt_points"`
	Lots     []ledger.Lot `json:"lots"`
	Pending  int64        `json:"pending_points"`
	Sales    []pos.Sale   `json:"sales"`
	History  []HistoryRow `json:"history"` // of the points
	Given    []GivenRow   `json:"given"`   // points that no sale earned
	Coupons  []CouponUse  `json:"coupons"`
	Messages []MessageRow `json:"messages"`
	// GiftCards were bought by them or given to them; who holds one now is not known.
	GiftCards    []GiftCardRow         `json:"gift_cards"`
	Purchases    []PurchaseRow         `json:"rewards"` // bought with points
	Appointments []PersonalAppointment `json:"appointments"`
	Proposals    []PersonalProposal    `json:"proposals"` // points that waited or wait for approval
	// Works is who they are at the till, where they work there.
	Works *pos.Person `json:"works_at_the_till,omitempty"`
	Zone  string      `json:"time_zone"`
}

// PersonalAppointment is a service that the person came for, or will.
type PersonalAppointment struct {
	EndsAt  pos.Millis           `json:"ends_at"`
	SKU     string               `json:"sku"`
	Service string               `json:"service,omitempty"`
	Points  int64                `json:"points"`
	State   pos.AppointmentState `json:"state"`
}

// PersonalProposal is points that somebody had to approve.
type PersonalProposal struct {
	At     pos.Millis        `json:"at"`
	Kind   pos.ProposalKind  `json:"kind"`
	Points int64             `json:"points"`
	Note   string            `json:"note,omitempty"`
	State  pos.ProposalState `json:"state"`
}

// allOfThem bounds lists that an export takes whole.
const allOfThem = math.MaxInt32

// GivenRow is points that no sale earned; taken ones are below zero.
type GivenRow struct {
	At     pos.Millis    `json:"at"`
	Origin ledger.Origin `json:"origin"`
	Points int64         `json:"points"`
	Code   string        `json:"code,omitempty"`
	Note   string        `json:"note,omitempty"`
}

// CouponUse is a coupon that was registered to a member.
type CouponUse struct {
	At     pos.Millis `json:"at"`
	Code   string     `json:"code"`
	Points int64      `json:"points"`
	State  string     `json:"state"`
}

// ExportMember is all that is known of a person, for them to take along. That
// it was asked for is an event of its own.
func (t *Till) ExportMember(ctx context.Context, member pos.ID, who Who) (p PersonalData, err error) {
	if err := who.needs(pos.Manager); err != nil {
		return p, err
	}
	err = t.store.Do(ctx, func(tx Tx) error {
		m, err := knownMember(tx, member)
		if err != nil {
			return err
		}
		body := who.body()
		body.What = &journalpb.Body_PersonalDataExported{PersonalDataExported: &journalpb.PersonalDataExported{Member: m.ID[:]}}
		if _, err := tx.Append(t.now(), body, m.ID, 0); err != nil {
			return err
		}
		p, err = t.personalData(tx, m)
		return err
	})
	return p, err
}

func (t *Till) personalData(r Reader, m pos.Member) (p PersonalData, err error) {
	now := t.now()
	p = PersonalData{Shop: t.shop.Name, Currency: t.shop.Currency, Made: pos.At(now), Member: m, Zone: t.shop.TimeZone}
	if p.Aliases, err = r.Aliases(m.ID); err != nil {
		return p, err
	}
	if p.Photo, err = r.Photo(m.ID); err != nil {
		return p, err
	}
	if !m.Organisation.IsZero() {
		o, err := r.Organisation(m.Organisation)
		if err != nil {
			return p, err
		}
		p.Organisation = &o
	}
	s, err := r.Standing(m.ID)
	if err != nil {
		return p, err
	}
	p.Cards = s.Cards
	own, _, err := r.Account(m.ID)
	if err != nil {
		return p, err
	}
	p.Balance, p.Debt, p.Lots, p.Pending = own.Balance(millis(now)), own.Debt, own.Lots, own.PendingPoints()
	for _, who := range append([]pos.Member{m}, p.Aliases...) {
		if err := p.gather(r, who.ID); err != nil {
			return p, err
		}
	}
	return p, p.gatherWaiting(r, m)
}

// gatherWaiting adds what is asked of the member with their aliases at once.
func (p *PersonalData) gatherWaiting(r Reader, m pos.Member) error {
	// Not of a pool that they are one of: the others' visits are there too.
	visits, err := r.AppointmentsOf(Standing{Member: m, Holder: m.ID}, allOfThem)
	if err != nil {
		return err
	}
	for _, a := range slices.Backward(visits) {
		p.Appointments = append(p.Appointments, PersonalAppointment{EndsAt: a.EndsAt, SKU: a.SKU, Service: a.Service, Points: a.Points, State: a.State})
	}
	proposals, err := r.ProposalsOf(m.ID)
	if err != nil {
		return err
	}
	for _, x := range proposals {
		p.Proposals = append(p.Proposals, PersonalProposal{At: x.Made, Kind: x.Kind, Points: x.Points, Note: x.Note, State: x.State})
	}
	people, err := r.People()
	if err != nil {
		return err
	}
	for i := range people {
		if people[i].Member == m.ID {
			p.Works = &people[i]
		}
	}
	return nil
}

// gather adds what one account, the member's or an alias's, did.
func (p *PersonalData) gather(r Reader, id pos.ID) error {
	sales, err := r.SalesOf(id)
	if err != nil {
		return err
	}
	p.Sales = append(p.Sales, sales...)
	history, err := r.OwnHistory(id)
	if err != nil {
		return err
	}
	p.History = append(p.History, history...)
	given, err := r.GivenTo(id)
	if err != nil {
		return err
	}
	p.Given = append(p.Given, given...)
	coupons, err := r.CouponsOf(id)
	if err != nil {
		return err
	}
	p.Coupons = append(p.Coupons, coupons...)
	messages, err := r.Messages(id)
	if err != nil {
		return err
	}
	p.Messages = append(p.Messages, messages...)
	cards, err := r.GiftCardsOfMember(id, allOfThem)
	if err != nil {
		return err
	}
	slices.Reverse(cards) // the oldest first
	p.GiftCards = append(p.GiftCards, cards...)
	bought, err := r.Purchases(id, allOfThem)
	slices.Reverse(bought)
	p.Purchases = append(p.Purchases, bought...)
	return err
}

// EraseMember forgets a person, and those merged into them: their cards are
// blocked, papers that wait and name them are dropped, sales put aside lose
// their name, and the key of what the journal says of them is gone. The
// postings of their account stay: they are the shop's books.
func (t *Till) EraseMember(ctx context.Context, member pos.ID, who Who) error {
	if err := who.needs(pos.Manager); err != nil {
		return err
	}
	t.Saved() // a draft that is being saved is on disk, and found
	err := t.store.Do(ctx, func(tx Tx) error {
		m, err := knownMember(tx, member)
		if err != nil {
			return err
		}
		aliases, err := tx.Aliases(m.ID)
		if err != nil {
			return err
		}
		for _, m := range append(aliases, m) {
			if err := t.erase(tx, m, who); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return t.store.Scrub(ctx)
}

func (t *Till) erase(tx Tx, m pos.Member, who Who) error {
	s, err := tx.Standing(m.ID)
	if err != nil {
		return err
	}
	for _, c := range s.Cards {
		card, err := tx.Card(c.Number)
		if err != nil {
			return err
		}
		if card.State != pos.Issued {
			continue
		}
		card.State = pos.CardBarred
		if err := appendCard(tx, t.now(), card, who); err != nil {
			return err
		}
	}
	if err := t.forgetDrafts(tx, m); err != nil {
		return err
	}
	if err := tx.DropJobs(func(j Job) (bool, error) { return names(tx, j, m) }); err != nil {
		return err
	}
	body := who.body()
	body.What = &journalpb.Body_MemberErased{MemberErased: &journalpb.MemberErased{Member: m.ID[:]}}
	_, err = tx.Append(t.now(), body, m.ID, 0)
	return err
}

// forgetDrafts makes sales that are not completed a guest's: the goods on them
// are still to be paid.
func (t *Till) forgetDrafts(tx Tx, m pos.Member) error {
	drafts, err := tx.Drafts()
	if err != nil {
		return err
	}
	for _, d := range drafts {
		if d.Member != m.ID {
			continue
		}
		t.drafts.forget(d.ID)
		d.Member, d.Card, d.CardTyped, d.Label = pos.ID{}, "", false, ""
		if err := tx.SaveDraft(d); err != nil {
			return err
		}
	}
	return nil
}

// names reports whether a paper is about a member, or says their name.
func names(r Reader, j Job, m pos.Member) (bool, error) {
	if !j.Sale.IsZero() {
		s, err := r.Sale(j.Sale)
		if err != nil && pos.CodeOf(err) != pos.UnknownReceipt {
			return false, err
		}
		if err == nil && s.Member == m.ID {
			return true, nil
		}
	}
	var doc hardware.Document
	if err := json.Unmarshal(j.Document, &doc); err != nil {
		return false, nil // no paper that a printer could read
	}
	for _, b := range doc.Body {
		for _, text := range []string{b.Text, b.Mid, b.Right} {
			for _, word := range []string{m.Name, m.Username, m.Phone, m.Email} {
				if len(word) > 3 && strings.Contains(text, word) {
					return true, nil
				}
			}
		}
	}
	return false, nil
}
