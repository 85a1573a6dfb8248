package store

import (
	"database/sql"
	"slices"

	"google.golang.org/protobuf/proto"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/pos/journal/journalpb"
)

func (f *fold) memberSet(w *journalpb.MemberSet) error {
	a, err := f.account(pos.IDFromBytes(w.Member))
	if err != nil {
		return err
	}
	if covered, err := f.covers(chain.Member, string(w.Member)); err != nil || covered {
		return err
	}
	if since, err := f.goneSince(a, w.Member); err != nil || since == pos.Erased {
		return err
	} else if since == pos.Merged {
		w = proto.Clone(w).(*journalpb.MemberSet)
		w.Status = string(since)
	}
	var before []wordRow
	if !a.fresh {
		if before, err = f.wordsOf(a.no); err != nil {
			return err
		}
	}
	save := f.saveMember
	if chained, err := f.inChain(); err != nil {
		return err
	} else if chained {
		save = f.saveInChain
	}
	if err := save(a, w); err != nil {
		return err
	}
	if w.ConsentAt == 0 && !a.fresh {
		if err := f.consentGone(a); err != nil {
			return err
		}
	}
	a.fresh = false
	return f.index(a, before)
}

// goneSince tells, in a replay, that the member of an event was merged or erased
// since, as others said: what was pulled of that is folded before the event, and stays.
func (f *fold) goneSince(a *account, member []byte) (pos.MemberStatus, error) {
	if f.replay == nil || f.pulling {
		return "", nil
	}
	var status string
	if _, err := f.s.get("SELECT status FROM member WHERE no = ?", args(a.no), &status); err != nil {
		return "", err
	}
	kind, gone := map[string]chain.Kind{string(pos.Merged): chain.Merged, string(pos.Erased): chain.Erased}[status]
	if !gone {
		return "", nil
	}
	covered, err := f.covers(kind, string(member))
	if !covered {
		status = ""
	}
	return pos.MemberStatus(status), err
}

func (f *fold) saveMember(a *account, w *journalpb.MemberSet) error {
	p := personalOf(w)
	referrer, err := f.memberNo(w.ReferredBy)
	if err != nil {
		return err
	}
	err = f.s.exec(`INSERT INTO member (no, username, name, phone, email, language, tier, status, joined, notes,
			birthday, organisation, consent_at, consent_text, referred_by)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (no) DO UPDATE SET username = excluded.username, name = excluded.name, phone = excluded.phone,
			email = excluded.email, language = excluded.language, status = excluded.status,
			joined = excluded.joined, notes = excluded.notes, birthday = excluded.birthday,
			organisation = excluded.organisation, consent_at = excluded.consent_at, consent_text = excluded.consent_text,
			referred_by = excluded.referred_by`,
		a.no, textOrNull(p.Username), p.Name, p.Phone, p.Email, w.Language, w.Tier, w.Status, w.Joined, p.Notes,
		p.Birthday, bytesOrNull(w.Organisation), w.ConsentAt, p.ConsentText, referrer)
	if breaks(err) {
		return pos.Refuse(pos.UsernameTaken, p.Username)
	}
	return err
}

// wordsOf are the rows that a member should be found by, as the tables stand.
func (f *fold) wordsOf(no int64) ([]wordRow, error) {
	var m searchable
	if _, err := f.s.get("SELECT coalesce(username, ''), name, phone, email FROM member WHERE no = ?", args(no),
		&m.username, &m.name, &m.phone, &m.email); err != nil {
		return nil, err
	}
	cards, err := f.cardsOf(no)
	return m.rows(cards), err
}

// index replaces the rows that a member was found by with those of now.
func (f *fold) index(a *account, before []wordRow) error {
	now, err := f.wordsOf(a.no)
	if err != nil {
		return err
	}
	for _, row := range before {
		if slices.Contains(now, row) {
			continue
		}
		if err := f.s.exec("DELETE FROM member_word WHERE word = ? AND member = ?", row.word, a.no); err != nil {
			return err
		}
	}
	var fresh []wordRow
	for _, row := range now {
		if !slices.Contains(before, row) {
			fresh = append(fresh, row)
		}
	}
	return f.insertWords(a.no, fresh)
}

func (f *fold) insertWords(no int64, rows []wordRow) error {
	values := make([]any, 0, 3*len(rows))
	for _, row := range rows {
		values = append(values, row.word, no, row.beside)
	}
	return f.s.insert("INSERT INTO member_word (word, member, beside)", 3, values)
}

func (f *fold) cardsOf(no int64) (numbers []string, err error) {
	err = f.s.each("SELECT number FROM card WHERE member = ?", args(no), func(r *row) error {
		var n string
		err := r.Scan(&n)
		numbers = append(numbers, n)
		return err
	})
	return numbers, err
}

func (f *fold) memberTierSet(w *journalpb.MemberTierSet) error {
	a, err := f.account(pos.IDFromBytes(w.Member))
	if err != nil {
		return err
	}
	if covered, err := f.covers(chain.MemberTier, string(w.Member)); err != nil || covered {
		return err
	}
	if since, err := f.goneSince(a, w.Member); err != nil {
		return err
	} else if since != "" {
		w = proto.Clone(w).(*journalpb.MemberTierSet)
		w.ReviewAt = 0
	}
	return f.s.exec("UPDATE member SET tier = ?, pinned = ?, review_at = ? WHERE no = ?", w.Tier, bit(w.Pinned), w.ReviewAt, a.no)
}

// cardSet makes or changes a card. A member is found by the card that was
// theirs last, blocked or not.
func (f *fold) cardSet(w *journalpb.CardSet) error {
	if covered, err := f.covers(chain.Card, w.Number); err != nil || covered {
		return err
	}
	var owners []*account
	var before [][]wordRow
	watch := func(a *account) error {
		rows, err := f.wordsOf(a.no)
		owners, before = append(owners, a), append(before, rows)
		return err
	}
	var old sql.NullInt64
	if _, err := f.s.get("SELECT member FROM card WHERE number = ?", args(w.Number), &old); err != nil {
		return err
	}
	if old.Valid {
		if err := watch(&account{no: old.Int64}); err != nil {
			return err
		}
	}
	var no any
	if id := pos.IDFromBytes(w.Member); !id.IsZero() {
		a, err := f.account(id)
		if err != nil {
			return err
		}
		a.fresh, no = false, a.no
		if !old.Valid || old.Int64 != a.no {
			if err := watch(a); err != nil {
				return err
			}
		}
	}
	if err := f.saveCard(w, no); err != nil {
		return err
	}
	for i, a := range owners {
		if err := f.index(a, before[i]); err != nil {
			return err
		}
	}
	return nil
}

const upsertCard = `INSERT INTO card (number, kind, state, member, issued, replaced_by, batch) VALUES (?, ?, ?, ?, ?, ?, ?)
	ON CONFLICT (number) DO UPDATE SET kind = excluded.kind, state = excluded.state, member = excluded.member, issued = excluded.issued,
		replaced_by = excluded.replaced_by, batch = excluded.batch`

func (f *fold) saveCard(w *journalpb.CardSet, no any) error {
	return f.s.exec(upsertCard, w.Number, w.Kind, w.State, no, w.Issued, w.ReplacedBy, bytesOrNull(w.Batch))
}

func textOrNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}
