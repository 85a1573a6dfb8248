package store

import (
	"bonuskasse/pos"
	"bonuskasse/pos/journal"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/ledger"
)

// fold brings the tables up to date with one event after another. It is the
// one way facts come into the tables: Append uses it, and so does the replay
// of verify. It reads no clock, no randomness, and nothing but the tables.
type fold struct {
	s        *session
	ref      ledger.Ref
	accounts map[pos.ID]*account // known in this transaction
	touched  []*account          // by this event
	postings []any               // of this event
	pulling  bool                // what is folded was pulled, and is no event of the till's
	replay   *replay             // of a verification; nil while a till works
	words    heldWords           // of members imported, not written yet
	aside    string              // an index of theirs, as SQL, that is made at the end
}

// apply projects one event. An event of an unknown type counts its rights, and
// is otherwise kept as it came.
func (f *fold) apply(ref ledger.Ref, e *journal.Event, body *journalpb.Body) error {
	f.begin(ref)
	if !asImported(e) {
		if err := f.writeWords(); err != nil { // what follows may change them
			return err
		}
	}
	if !e.Member.IsZero() {
		a, err := f.account(e.Member)
		if err != nil {
			return err
		}
		a.gain(ordinalOf(ref), e.RightsDelta)
	}
	if err := f.project(e, body); err != nil {
		return err
	}
	if err := f.hear(e, body); err != nil {
		return err
	}
	if err := f.savePostings(); err != nil {
		return err
	}
	return f.saveAccounts()
}

func (f *fold) project(e *journal.Event, body *journalpb.Body) error {
	switch w := body.GetWhat().(type) {
	case *journalpb.Body_ShopOpened:
		return f.shopOpened(e, w.ShopOpened)
	case *journalpb.Body_IncarnationStarted:
		return f.incarnationStarted(e, w.IncarnationStarted)
	case *journalpb.Body_IncarnationAdopted:
		return f.s.exec("UPDATE incarnation SET adopted = 1 WHERE ordinal = ?", ordinalOf(f.ref))
	case *journalpb.Body_SettingSet:
		return f.settingSet(w.SettingSet)
	case *journalpb.Body_ProgramSet:
		return f.programSet(w.ProgramSet)
	case *journalpb.Body_TierSet:
		return f.tierSet(w.TierSet)
	case *journalpb.Body_PersonSet:
		return f.personSet(w.PersonSet)
	case *journalpb.Body_ProductsSet:
		return f.productsSet(w.ProductsSet)
	case *journalpb.Body_MemberSet:
		return f.memberSet(w.MemberSet)
	case *journalpb.Body_MemberTierSet:
		return f.memberTierSet(w.MemberTierSet)
	case *journalpb.Body_CardSet:
		return f.cardSet(w.CardSet)
	case *journalpb.Body_MembersImported:
		return f.membersImported(w.MembersImported)
	case *journalpb.Body_SaleCompleted:
		return f.saleCompleted(w.SaleCompleted)
	case *journalpb.Body_SaleRefunded:
		return f.saleRefunded(w.SaleRefunded)
	case *journalpb.Body_SaleVoided:
		return f.act(e, w.SaleVoided.Sale)
	case *journalpb.Body_ReceiptCopied:
		return f.act(e, w.ReceiptCopied.Sale)
	case *journalpb.Body_DrawerOpened:
		return f.act(e, w.DrawerOpened.Sale)
	case *journalpb.Body_ShiftClosed:
		return f.shiftClosed(e, body, w.ShiftClosed)
	case *journalpb.Body_CashMoved:
		return f.cashMoved(e, body, w.CashMoved)
	case *journalpb.Body_ServiceAwarded:
		return f.serviceAwarded(w.ServiceAwarded)
	case *journalpb.Body_LotsExpired:
		return f.lotsExpired(w.LotsExpired)
	case *journalpb.Body_PointsGiven:
		return f.pointsGiven(e, body, w.PointsGiven)
	case *journalpb.Body_PointsTaken:
		return f.pointsTaken(e, body, w.PointsTaken)
	}
	return f.projectClub(e, body)
}

// projectClub is project for what is not about selling.
func (f *fold) projectClub(e *journal.Event, body *journalpb.Body) error {
	switch w := body.GetWhat().(type) {
	case *journalpb.Body_MemberMerged:
		return f.memberMerged(w.MemberMerged)
	case *journalpb.Body_MemberErased:
		return f.memberErased(w.MemberErased)
	case *journalpb.Body_PhotoSet:
		return f.photoSet(w.PhotoSet)
	case *journalpb.Body_OrganisationSet:
		return f.organisationSet(w.OrganisationSet)
	case *journalpb.Body_PersonalDataExported:
		return f.act(e, nil)
	case *journalpb.Body_MessageQueued:
		return f.messageQueued(e, w.MessageQueued)
	case *journalpb.Body_MessageWithdrawn:
		return f.messageWithdrawn(w.MessageWithdrawn)
	case *journalpb.Body_MessageTemplateSet:
		return f.messageTemplateSet(w.MessageTemplateSet)
	case *journalpb.Body_CardsMade:
		return f.cardsMade(e, body, w.CardsMade)
	case *journalpb.Body_CardsUnmade:
		return f.cardsUnmade(w.CardsUnmade)
	case *journalpb.Body_CardReprinted:
		return f.cardReprinted(e, body, w.CardReprinted)
	case *journalpb.Body_CardDesignSet:
		return f.cardDesignSet(w.CardDesignSet)
	case *journalpb.Body_CouponsMade:
		return f.couponsMade(e, body, w.CouponsMade)
	case *journalpb.Body_CouponRegistered:
		return f.couponRegistered(e, body, w.CouponRegistered)
	case *journalpb.Body_CouponVoided:
		return f.couponVoided(e, body, w.CouponVoided)
	case *journalpb.Body_CouponsReprinted:
		return f.couponsReprinted(w.CouponsReprinted)
	case *journalpb.Body_NotedCommitted:
		return f.notedCommitted(e, body, w.NotedCommitted)
	case *journalpb.Body_NotedUndone:
		return f.notedUndone(e, w.NotedUndone)
	case *journalpb.Body_AlarmSettled:
		return f.alarmSettled(body, w.AlarmSettled)
	}
	return f.projectProgramme(e, body)
}

// projectProgramme is project for the programme beyond the sale.
func (f *fold) projectProgramme(e *journal.Event, body *journalpb.Body) error {
	switch w := body.GetWhat().(type) {
	case *journalpb.Body_CategorySet:
		return f.categorySet(w.CategorySet)
	case *journalpb.Body_AppointmentSet:
		return f.appointmentSet(w.AppointmentSet)
	case *journalpb.Body_RewardSet:
		return f.rewardSet(w.RewardSet)
	case *journalpb.Body_RewardBought:
		return f.rewardBought(w.RewardBought)
	case *journalpb.Body_RewardHandedOut:
		return f.rewardHandedOut(e, w.RewardHandedOut)
	case *journalpb.Body_GiftCardMade:
		return f.giftCardMade(e, body, w.GiftCardMade)
	case *journalpb.Body_GiftCardCorrected:
		return f.giftCardCorrected(w.GiftCardCorrected)
	case *journalpb.Body_GiftCardReprinted:
		return f.giftCardEntry(w.GiftCardReprinted.Code, 0, 0, nil)
	case *journalpb.Body_GiftCardGuessed:
		return f.act(e, nil)
	case *journalpb.Body_ProposalMade:
		return f.proposalMade(e, body, w.ProposalMade)
	case *journalpb.Body_ProposalDecided:
		return f.proposalDecided(body, w.ProposalDecided)
	case *journalpb.Body_SaleMended:
		return f.saleMended(body, w.SaleMended)
	}
	return f.projectChain(body)
}

// act notes what happened beside sales.
func (f *fold) act(e *journal.Event, sale []byte) error {
	return f.s.exec("INSERT INTO act (event, type, at, sale) VALUES (?, ?, ?, ?)", int64(f.ref), e.Type, e.Clock.Millis(), bytesOrNull(sale))
}

// memberNo is the row of a member's account, made where the member is new; nil
// is nobody.
func (f *fold) memberNo(id []byte) (any, error) {
	m := pos.IDFromBytes(id)
	if m.IsZero() {
		return nil, nil
	}
	a, err := f.account(m)
	if err != nil {
		return nil, err
	}
	return a.no, nil
}
