package store

import (
	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/pos/journal/journalpb"
)

// memberMerged makes a member an alias. Their history stays under their own
// account; the points went over by events of their own.
func (f *fold) memberMerged(w *journalpb.MemberMerged) error {
	alias, err := f.account(pos.IDFromBytes(w.Alias))
	if err != nil {
		return err
	}
	keep, err := f.account(pos.IDFromBytes(w.Keep))
	if err != nil {
		return err
	}
	if err := mergeSpend(keep, alias, w.Spend, f.over); err != nil {
		return err
	}
	if covered, err := f.covers(chain.Merged, string(w.Alias)); err != nil || covered {
		return err
	}
	return f.s.exec("UPDATE member SET status = ?, alias_of = ?, review_at = 0 WHERE no = ?", string(pos.Merged), keep.no, alias.no)
}

// mergeSpend counts for the ladder what both have bought.
func mergeSpend(keep, alias *account, moved []byte, over func(*account) bool) error {
	s, err := pos.ParseSpend(keep.spend)
	if err != nil {
		return damaged(err)
	}
	other, err := pos.ParseSpend(moved)
	if err != nil {
		return damaged(err)
	}
	s.Merge(other)
	if !over(keep) {
		keep.spend, keep.changed = s.Bytes(), true
	}
	if !over(alias) {
		alias.spend, alias.changed = nil, true
	}
	return nil
}

// memberErased forgets a person: what names them in the tables, and the key to
// what names them in the journal. The account, its lots and its postings stay.
func (f *fold) memberErased(w *journalpb.MemberErased) error {
	a, err := f.account(pos.IDFromBytes(w.Member))
	if err != nil {
		return err
	}
	if err := f.forgetInDrafts(a); err != nil {
		return err
	}
	for _, query := range []string{
		"DELETE FROM member_word WHERE member = ?",
		"DELETE FROM photo WHERE member = ?",
		"UPDATE given SET note = '' WHERE member = ?",
		"UPDATE given SET note = '' WHERE whom = ?",
		"UPDATE proposal SET note = '', state = CASE state WHEN 'open' THEN 'refused' ELSE state END WHERE member = ?",
		"UPDATE message SET state = 'dropped' WHERE member = ? AND state = 'waiting'",
		`UPDATE member SET username = NULL, name = '', phone = '', email = '', notes = '', birthday = '', organisation = NULL,
			consent_at = 0, consent_text = '', status = 'erased', review_at = 0 WHERE no = ?`,
	} {
		if err := f.s.exec(query, a.no); err != nil {
			return err
		}
	}
	return f.s.exec("DELETE FROM personal_key WHERE member = ?", w.Member)
}

func (f *fold) photoSet(w *journalpb.PhotoSet) error {
	a, err := f.account(pos.IDFromBytes(w.Member))
	if err != nil {
		return err
	}
	if covered, err := f.covers(chain.Photo, string(w.Member)); err != nil || covered {
		return err
	}
	if len(w.Jpeg) == 0 { // taken away, or of a person who was erased since
		return f.s.exec("DELETE FROM photo WHERE member = ?", a.no)
	}
	return f.s.exec("INSERT INTO photo (member, jpeg) VALUES (?, ?) ON CONFLICT (member) DO UPDATE SET jpeg = excluded.jpeg", a.no, w.Jpeg)
}

// organisationSet makes its account too: its pool's, where it has one.
func (f *fold) organisationSet(w *journalpb.OrganisationSet) error {
	if _, err := f.account(pos.IDFromBytes(w.Organisation)); err != nil {
		return err
	}
	var no int64
	known, err := f.s.get("SELECT no FROM organisation WHERE id = ?", args(notNil(w.Organisation)), &no)
	if err != nil {
		return err
	}
	f.numbered("organisation", no)
	if covered, err := f.covers(chain.Organisation, string(w.Organisation)); err != nil || covered {
		return err
	}
	if !known {
		if no, err = f.newNo("organisation", chain.Organisation, w.Organisation); err != nil {
			return err
		}
	}
	return f.s.exec(`INSERT INTO organisation (no, id, name, number, pooled, active) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET name = excluded.name, number = excluded.number, pooled = excluded.pooled, active = excluded.active`,
		no, notNil(w.Organisation), w.Name, w.Number, bit(w.Pooled), bit(w.Active))
}

func (f *fold) alarmSettled(body *journalpb.Body, w *journalpb.AlarmSettled) error {
	return f.s.exec(`INSERT INTO alarm_settled (alarm, until, person) VALUES (?, ?, ?)
		ON CONFLICT (alarm) DO UPDATE SET until = excluded.until, person = excluded.person`, w.Alarm, w.Until, bytesOrNull(body.By))
}
