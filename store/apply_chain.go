package store

import (
	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/pos/journal"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/mutant"
)

// projectChain is project for what a till says of its head office. The rights
// themselves are the envelope's, and counted by apply.
func (f *fold) projectChain(body *journalpb.Body) error {
	switch w := body.GetWhat().(type) {
	case *journalpb.Body_ConflictSettled:
		return f.conflictSettled(body, w.ConflictSettled)
	case *journalpb.Body_ChainJoined:
		return f.s.exec("INSERT INTO joined (one, event, chain, name, head_office_key) VALUES (1, ?, ?, ?, ?)",
			int64(f.ref), notNil(w.ChainJoined.Chain), w.ChainJoined.Name, notNil(w.ChainJoined.HeadOfficeKey))
	case *journalpb.Body_LeaseAccepted:
		a, err := f.account(pos.IDFromBytes(w.LeaseAccepted.Member))
		if err != nil {
			return err
		}
		err = f.s.exec("INSERT INTO lease_taken (lease, event, member, points) VALUES (?, ?, ?, ?)",
			notNil(w.LeaseAccepted.Lease), int64(f.ref), a.no, w.LeaseAccepted.Points)
		switch {
		case breaks(err) && mutant.LeaseTakenTwice:
			return nil
		case breaks(err):
			return pos.Refuse(pos.AlreadyThere)
		}
		return err
	case *journalpb.Body_OfflineEnded:
		return f.offlineEnded(w.OfflineEnded)
	case *journalpb.Body_CardBlockTaken:
		b := w.CardBlockTaken
		err := f.s.exec("INSERT INTO card_block (block, event, first, count) VALUES (?, ?, ?, ?)", notNil(b.Block), int64(f.ref), b.First, b.Count)
		if breaks(err) {
			return pos.Refuse(pos.AlreadyThere)
		}
		return err
	}
	return nil
}

// hear notes, in a replay, what an event did to accounts whose state was pulled
// since.
func (f *fold) hear(e *journal.Event, body *journalpb.Body) error {
	if f.replay == nil {
		return nil
	}
	for _, m := range chain.Movements(e, body) {
		if m.Points == 0 {
			continue
		}
		a, err := f.account(m.Account)
		if err != nil {
			return err
		}
		if !f.over(a) {
			continue
		}
		if err := f.s.exec("INSERT INTO heard (member, event, points) VALUES (?, ?, ?)", a.no, int64(f.ref), m.Points); err != nil {
			return err
		}
	}
	return nil
}

// over tells that the pulled state of an account has taken in this event.
func (f *fold) over(a *account) bool { return a.covered >= f.ref }
