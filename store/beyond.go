package store

import (
	"bonuskasse/pos"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/ledger"
	"bonuskasse/pos/till"
)

// BeyondRights is what this till has spent beyond its rights since the head office
// last knew of all of it.
func (r *reader) BeyondRights() (b till.BeyondRights, err error) {
	_, err = r.s.get("SELECT coalesce(sum(points), 0), coalesce(sum(overridden), 0) FROM beyond WHERE event > (SELECT coalesce(max(known), 0) FROM offline_ended)",
		nil, &b.Points, &b.Overridden)
	return b, err
}

// spentBeyond keeps what an event says that it has spent beyond the rights.
func (f *fold) spentBeyond(a *account, points, overridden int64) error {
	if points == 0 && overridden == 0 {
		return nil
	}
	return f.s.exec("INSERT INTO beyond (event, member, points, overridden) VALUES (?, ?, ?, ?)", int64(f.ref), a.no, points, overridden)
}

// endOffline ends the offline period where the head office has acknowledged the
// journal up to the last event that has spent beyond the rights. A part of them is
// not enough: what it does not know yet may be any of them.
func (t *tx) endOffline(acked ledger.Ref) error {
	var last int64
	if _, err := t.s.get("SELECT coalesce(max(event), 0) FROM beyond WHERE event > (SELECT coalesce(max(known), 0) FROM offline_ended)", nil, &last); err != nil {
		return err
	}
	if last == 0 || ledger.Ref(last) > acked {
		return nil
	}
	inc, err := t.store.incarnation(t.s, ordinalOf(acked))
	if err != nil {
		return err
	}
	body := &journalpb.Body{By: pos.System.ID[:], What: &journalpb.Body_OfflineEnded{OfflineEnded: &journalpb.OfflineEnded{Incarnation: inc.id[:], Seq: seqOf(acked)}}}
	_, err = t.Append(t.store.opt.Now(), body, pos.ID{}, 0)
	return err
}

// offlineEnded begins a new offline period. It never goes back, and never ahead of
// the journal.
func (f *fold) offlineEnded(w *journalpb.OfflineEnded) error {
	var ordinal int64
	found, err := f.s.get("SELECT ordinal FROM incarnation WHERE id = ?", args(notNil(w.Incarnation)), &ordinal)
	if err != nil {
		return err
	}
	known := refOf(ordinal, w.Seq)
	if !found || known >= f.ref {
		return pos.Refuse(pos.BadSetting, "offline_ended")
	}
	return f.s.exec(`INSERT INTO offline_ended (one, event, known) VALUES (1, ?, ?)
		ON CONFLICT (one) DO UPDATE SET event = excluded.event, known = max(known, excluded.known)`, int64(f.ref), int64(known))
}
