package chain

import (
	"encoding/binary"
	"slices"

	"bonuskasse/pos"
	"bonuskasse/pos/journal/journalpb"
)

// Kind is a kind of thing that every till of a chain must know the state of.
// The numbers are stored and sent: never change one. A till takes what it pulls
// in the order of the numbers, so that a thing comes after what it leans on.
type Kind int32

// The kinds.
const (
	Organisation Kind = 10
	Tier         Kind = 11
	Program      Kind = 12
	Person       Kind = 13
	Category     Kind = 14
	Product      Kind = 15
	Reward       Kind = 16
	CardDesign   Kind = 17
	Template     Kind = 18 // of messages: a kind's words in a language
	Member       Kind = 30
	MemberTier   Kind = 31
	Merged       Kind = 32
	Erased       Kind = 33
	Photo        Kind = 34
	CardBatch    Kind = 40
	Card         Kind = 41
	Coupon       Kind = 50
	GiftCard     Kind = 60
	// Booking is how an appointment was made, and Appointment what became of it;
	// Proposal and Decision likewise of points that wait for a manager.
	Booking     Kind = 64
	Appointment Kind = 65
	Proposal    Kind = 66
	Decision    Kind = 67
	Account     Kind = 70 // points: folded, see Fold
)

// Owned reports whether the head office alone sets such things once a till has
// joined: goods, programme, tiers, people, words.
func (k Kind) Owned() bool { return slices.Contains(OwnedKinds, k) }

// OwnedKinds are those kinds, in their order.
var OwnedKinds = []Kind{Tier, Program, Person, Category, Product, Reward, CardDesign, Template}

// Fact is what an event says of one thing, as a body of its own. Of all facts of
// one kind and key, the one whose event comes last (EventKey) holds; for coupons
// and gift cards see Coupon and GiftCard state at the head office.
type Fact struct {
	Kind   Kind
	Key    string // bytes: an id, a number, a name
	Member pos.ID // whose personal key opens the body; zero: nothing is sealed
	Body   *journalpb.Body
	// First says that the fact counts only where there is none of its kind and key:
	// the tier of a new member, which later edits of the member only repeat.
	First bool
	// Firm goes before the order of events: of two facts the firmer one holds,
	// whichever came last.
	Firm Firmness
}

// Firmness is how much a fact of one thing counts beside another of it.
type Firmness int

// The firmnesses. That an appointment gave its points counts more than when it
// ends, and what a person says became of it more than both.
const (
	AsSaid  Firmness = iota
	AsGiven          // points
	AsEnded          // a person has said what became of it
)

// Facts are what an event's body says of the things that all tills must know,
// but for accounts (Movements). Personal data stays sealed.
func Facts(body *journalpb.Body) (facts []Fact) {
	one := func(k Kind, key string, member []byte) {
		facts = []Fact{{Kind: k, Key: key, Member: pos.IDFromBytes(member), Body: body}}
	}
	as := func(k Kind, key string, member []byte, what *journalpb.Body) {
		what.By, what.Reason, what.ApprovedBy = body.By, body.Reason, body.ApprovedBy
		facts = append(facts, Fact{Kind: k, Key: key, Member: pos.IDFromBytes(member), Body: what})
	}
	switch w := body.GetWhat().(type) {
	case *journalpb.Body_OrganisationSet:
		one(Organisation, string(w.OrganisationSet.Organisation), nil)
	case *journalpb.Body_TierSet:
		one(Tier, w.TierSet.Name, nil)
	case *journalpb.Body_ProgramSet:
		one(Program, number(w.ProgramSet.Version), nil)
	case *journalpb.Body_PersonSet:
		one(Person, string(w.PersonSet.Person), nil)
	case *journalpb.Body_CategorySet:
		one(Category, w.CategorySet.Category, nil)
	case *journalpb.Body_RewardSet:
		one(Reward, w.RewardSet.Sku, nil)
	case *journalpb.Body_CardDesignSet:
		one(CardDesign, w.CardDesignSet.Name, nil)
	case *journalpb.Body_ProductsSet:
		for _, p := range w.ProductsSet.Products {
			as(Product, p.Sku, nil, &journalpb.Body{What: &journalpb.Body_ProductsSet{ProductsSet: &journalpb.ProductsSet{Products: []*journalpb.Product{p}}}})
		}
	case *journalpb.Body_MessageTemplateSet:
		one(Template, w.MessageTemplateSet.Kind+" "+w.MessageTemplateSet.Language, nil)
	case *journalpb.Body_AppointmentSet, *journalpb.Body_ServiceAwarded:
		facts = appointmentFacts(body)
	case *journalpb.Body_ProposalMade:
		facts = []Fact{{Kind: Proposal, Key: string(w.ProposalMade.Proposal), Member: pos.IDFromBytes(w.ProposalMade.Member), Body: body, First: true}}
	case *journalpb.Body_ProposalDecided:
		facts = []Fact{{Kind: Decision, Key: string(w.ProposalDecided.Proposal), Body: body, Firm: firmIf(w.ProposalDecided.Approved)}}
	case *journalpb.Body_MemberSet:
		one(Member, string(w.MemberSet.Member), w.MemberSet.Member)
		facts = append(facts, firstTier(w.MemberSet, body))
	case *journalpb.Body_MemberTierSet:
		one(MemberTier, string(w.MemberTierSet.Member), nil)
	case *journalpb.Body_MemberMerged:
		one(Merged, string(w.MemberMerged.Alias), nil)
	case *journalpb.Body_MemberErased:
		one(Erased, string(w.MemberErased.Member), nil)
	case *journalpb.Body_PhotoSet:
		one(Photo, string(w.PhotoSet.Member), w.PhotoSet.Member)
	case *journalpb.Body_CardSet:
		one(Card, w.CardSet.Number, nil)
	case *journalpb.Body_CardsMade:
		one(CardBatch, string(w.CardsMade.Batch), nil)
	case *journalpb.Body_CardsUnmade:
		one(CardBatch, string(w.CardsUnmade.Batch), nil)
	case *journalpb.Body_MembersImported:
		for _, n := range w.MembersImported.Members {
			as(Member, string(n.Member.GetMember()), n.Member.GetMember(), &journalpb.Body{What: &journalpb.Body_MemberSet{MemberSet: n.Member}})
			facts = append(facts, firstTier(n.Member, body))
			for _, c := range n.Cards {
				as(Card, c.Number, nil, &journalpb.Body{What: &journalpb.Body_CardSet{CardSet: c}})
			}
		}
	case *journalpb.Body_CouponsMade:
		for _, c := range w.CouponsMade.Coupons {
			m := w.CouponsMade
			as(Coupon, c.Code, nil, &journalpb.Body{What: &journalpb.Body_CouponsMade{CouponsMade: &journalpb.CouponsMade{
				Batch: m.Batch, Points: m.Points, ValidUntil: m.ValidUntil, Coupons: []*journalpb.NewCoupon{c}, Sale: m.Sale, Title: m.Title, Printed: m.Printed}}})
		}
	case *journalpb.Body_CouponRegistered:
		one(Coupon, w.CouponRegistered.Code, nil)
	case *journalpb.Body_CouponVoided:
		one(Coupon, w.CouponVoided.Code, nil)
	case *journalpb.Body_GiftCardMade:
		one(GiftCard, w.GiftCardMade.Code, nil)
	case *journalpb.Body_GiftCardCorrected:
		one(GiftCard, w.GiftCardCorrected.Code, nil)
	case *journalpb.Body_SaleCompleted:
		for _, u := range w.SaleCompleted.GiftCards {
			facts = append(facts, Fact{Kind: GiftCard, Key: u.Code, Body: body})
		}
	case *journalpb.Body_SaleRefunded:
		for _, u := range w.SaleRefunded.GiftCards {
			facts = append(facts, Fact{Kind: GiftCard, Key: u.Code, Body: body})
		}
	}
	return facts
}

// firstTier is the tier that a member begins with.
func firstTier(m *journalpb.MemberSet, of *journalpb.Body) Fact {
	return Fact{Kind: MemberTier, Key: string(m.GetMember()), First: true, Body: &journalpb.Body{By: of.By, What: &journalpb.Body_MemberTierSet{
		MemberTierSet: &journalpb.MemberTierSet{Member: m.GetMember(), Tier: m.GetTier()}}}}
}

func number(n int64) string { return string(binary.BigEndian.AppendUint64(nil, uint64(n))) }

// appointmentFacts are how an appointment was made, where nobody has said so
// before, and what became of it.
func appointmentFacts(body *journalpb.Body) []Fact {
	var id []byte
	firm := AsSaid
	switch w := body.GetWhat().(type) {
	case *journalpb.Body_AppointmentSet:
		id = w.AppointmentSet.Appointment
		switch s := pos.AppointmentState(w.AppointmentSet.State); {
		case s.Ended():
			firm = AsEnded
		case s == pos.AppointmentAwarded:
			firm = AsGiven
		}
	case *journalpb.Body_ServiceAwarded:
		if id, firm = w.ServiceAwarded.Appointment, AsGiven; len(id) == 0 { // a sale's own
			return nil
		}
	}
	became := Fact{Kind: Appointment, Key: string(id), Body: body, Firm: firm}
	if body.GetAppointmentSet() == nil {
		return []Fact{became}
	}
	return []Fact{{Kind: Booking, Key: string(id), Body: body, First: true}, became}
}

// firmIf is that of a decision: points that were given are given.
func firmIf(given bool) Firmness {
	if given {
		return AsGiven
	}
	return AsSaid
}
