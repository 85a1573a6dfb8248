package central

import (
	"slices"

	"google.golang.org/protobuf/proto"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/pos/journal/journalpb"
)

// take gathers what an event of a till does.
func (w *work) take(l *lifeRow, e *chain.Event) error {
	id := eventID(l.no, e.Seq)
	w.events.add(id, &e.Event)
	for _, account := range chain.Accounts(&e.Event, e.Body) {
		w.index = append(w.index, indexKey{account, id})
		w.touch(chain.Account, string(account[:]), l.no)
		w.account(account)
	}
	if err := w.move(chain.Movements(&e.Event, e.Body), l.no); err != nil {
		return err
	}
	w.ends(e.Body)
	w.passCards(e.Body)
	at := chain.KeyOf(&e.Event)
	for _, f := range chain.Facts(e.Body) {
		if err := w.fact(l, at, e, f); err != nil {
			return err
		}
	}
	if o, ok := chain.OnceOf(e.Body); ok {
		w.once = append(w.once, onceAct{o, l, at})
	}
	switch b := e.Body.GetWhat().(type) {
	case *journalpb.Body_MemberErased:
		w.erased[pos.IDFromBytes(b.MemberErased.Member)] = true
	case *journalpb.Body_AppointmentSet:
		if !pos.AppointmentState(b.AppointmentSet.State).Ended() {
			w.booked = append(w.booked, b.AppointmentSet.Appointment)
		}
	case *journalpb.Body_MemberMerged:
		w.merged = append(w.merged, pos.IDFromBytes(b.MemberMerged.Alias))
	case *journalpb.Body_LeaseAccepted:
		w.accepted = append(w.accepted, b.LeaseAccepted.Lease)
	case *journalpb.Body_RightsReleased:
		w.released[e.Member] = true
	case *journalpb.Body_ConflictSettled:
		w.settled = append(w.settled, settlement{pos.IDFromBytes(b.ConflictSettled.Conflict), b.ConflictSettled.Note})
	case *journalpb.Body_PointsGiven:
		if b.PointsGiven.Code != "" {
			w.coupons = append(w.coupons, couponAct{code: b.PointsGiven.Code, life: l, at: at, body: e.Body})
		}
	}
	return nil
}

func (w *work) fact(l *lifeRow, at chain.EventKey, e *chain.Event, f chain.Fact) error {
	switch f.Kind {
	case chain.Coupon:
		w.coupons = append(w.coupons, couponAct{code: f.Key, life: l, at: at, body: f.Body})
		return nil
	case chain.GiftCard:
		return w.gift(l, at, e, f)
	}
	by, counts, err := w.weigh(l.Till, f)
	if err != nil || !counts {
		return err
	}
	row := factRow{place: place(at, by), opens: f.Member}
	id := thing{f.Kind, f.Key}
	w.touch(f.Kind, f.Key, l.no)
	if was, there := w.facts[id]; there && slices.Compare(was.place, row.place) > 0 {
		return nil
	}
	row.body, err = bodyBytes(e, f.Body)
	w.facts[id] = row
	return err
}

// bodyBytes are a fact's: the event's own, where it says nothing else.
func bodyBytes(e *chain.Event, body *journalpb.Body) ([]byte, error) {
	if body == e.Body {
		return e.Payload, nil
	}
	return proto.MarshalOptions{Deterministic: true}.Marshal(body)
}

// ends notes when Expire has to look at an account: at once where an event may
// come before what was expired unheard of it (astray), and else at the earliest
// end of the lots that it brings.
func (w *work) ends(body *journalpb.Body) {
	note := func(account pos.ID, end int64) {
		if a := w.account(account); end != 0 && end < a.expires {
			a.expires = end
		}
	}
	lots := func(account pos.ID, list []*journalpb.GivenLot) {
		for _, l := range list {
			note(account, l.ExpiresAt)
		}
	}
	switch b := body.GetWhat().(type) {
	case *journalpb.Body_SaleCompleted:
		if b.SaleCompleted.PointsUsed > 0 || b.SaleCompleted.PointsEarned > 0 {
			note(chain.Holder(b.SaleCompleted.Account, b.SaleCompleted.Member), 1)
		}
	case *journalpb.Body_SaleRefunded:
		if b.SaleRefunded.PointsBack > 0 || b.SaleRefunded.PointsReversed > 0 { // lots come back with the end they had, which may be past
			note(chain.Holder(b.SaleRefunded.Account, b.SaleRefunded.Member), 1)
		}
	case *journalpb.Body_ServiceAwarded:
		note(pos.IDFromBytes(b.ServiceAwarded.Member), 1)
	case *journalpb.Body_PointsTaken:
		note(pos.IDFromBytes(b.PointsTaken.Member), 1)
	case *journalpb.Body_RewardBought:
		note(pos.IDFromBytes(b.RewardBought.Member), 1)
	case *journalpb.Body_PointsGiven:
		note(pos.IDFromBytes(b.PointsGiven.Member), 1)
	case *journalpb.Body_MembersImported:
		for _, n := range b.MembersImported.Members {
			lots(pos.IDFromBytes(n.Member.GetMember()), n.Lots)
		}
	}
}

// writeFacts keeps what comes later than what is there, whatever came first.
func (w *work) writeFacts() error {
	if len(w.facts) == 0 {
		return nil
	}
	var kinds []int64
	var keys, places, bodies, opens [][]byte
	facts := w.facts
	w.facts = map[thing]factRow{}
	for _, id := range sortedThings(facts) {
		f := facts[id]
		kinds, keys = append(kinds, int64(id.kind)), append(keys, []byte(id.key))
		places, bodies, opens = append(places, f.place), append(bodies, f.body), append(opens, idBytes(f.opens))
	}
	return w.do.insert("INSERT INTO fact (kind, key, place, body, opens)", `ON CONFLICT (kind, key) DO UPDATE SET place = excluded.place,
		body = excluded.body, opens = excluded.opens WHERE excluded.place > fact.place`, []any{kinds, keys, places, bodies, opens}, nil, nil)
}

// writeKeys keeps what opens personal data, but of who is erased: a till that has
// not heard of it may still send it.
func (w *work) writeKeys() error {
	for m := range w.erased {
		delete(w.keys, m)
		for _, table := range []string{"personal_key", "username"} {
			if _, err := w.exec("DELETE FROM "+table+" WHERE member = ?", m[:]); err != nil {
				return err
			}
		}
	}
	if len(w.keys) == 0 {
		return nil
	}
	var members, keys [][]byte
	for _, m := range sortedIDs(w.keys) {
		k := w.keys[m]
		members, keys = append(members, m[:]), append(keys, k[:])
	}
	var gone []byte
	erased := map[pos.ID]bool{}
	err := w.do.eachIn("SELECT key FROM fact WHERE kind = ? AND key IN (keys)", args(int64(chain.Erased)), members, []any{&gone}, func() error {
		m := pos.IDFromBytes(gone)
		erased[m] = true
		delete(w.keys, m)
		return nil
	})
	if err != nil {
		return err
	}
	if len(erased) > 0 {
		kept, k := members[:0], keys[:0]
		for i, m := range members {
			if !erased[pos.IDFromBytes(m)] {
				kept, k = append(kept, m), append(k, keys[i])
			}
		}
		if members, keys = kept, k; len(members) == 0 {
			return nil
		}
	}
	return w.do.insert("INSERT INTO personal_key (member, key)", "ON CONFLICT (member) DO NOTHING", []any{members, keys}, nil, nil)
}
