package store

import (
	"database/sql"

	"bonuskasse/pos"
	"bonuskasse/pos/journal/journalpb"
)

func (f *fold) memberSet(w *journalpb.MemberSet) error {
	a, err := f.account(pos.IDFromBytes(w.Member))
	if err != nil {
		return err
	}
	var old searchable
	had, err := f.s.get("SELECT coalesce(username, ''), name, phone, email FROM member WHERE no = ?", args(a.no),
		&old.username, &old.name, &old.phone, &old.email)
	if err != nil {
		return err
	}
	err = f.s.exec(`INSERT INTO member (no, username, name, phone, email, language, tier, status, joined, notes)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (no) DO UPDATE SET username = excluded.username, name = excluded.name, phone = excluded.phone,
			email = excluded.email, language = excluded.language, tier = excluded.tier, status = excluded.status,
			joined = excluded.joined, notes = excluded.notes`,
		a.no, textOrNull(w.Username), w.Name, w.Phone, w.Email, w.Language, w.Tier, w.Status, w.Joined, w.Notes)
	if breaks(err) {
		return pos.Refuse(pos.UsernameTaken, w.Username)
	}
	if err != nil {
		return err
	}
	fresh := searchable{username: w.Username, name: w.Name, phone: w.Phone, email: w.Email}
	if had && fresh == old {
		return nil
	}
	return f.index(a.no, had, old, fresh)
}

// index replaces the words that a member is found by.
func (f *fold) index(no int64, had bool, old, fresh searchable) error {
	cards, err := f.cardsOf(no)
	if err != nil {
		return err
	}
	if had {
		for _, w := range append(old.words(), cardWords(cards)...) {
			if err := f.s.exec("DELETE FROM member_word WHERE word = ? AND member = ?", w, no); err != nil {
				return err
			}
		}
	}
	mask := fresh.mask()
	for _, w := range append(fresh.words(), cardWords(cards)...) {
		if err := f.addWord(w, no, mask); err != nil {
			return err
		}
	}
	return nil
}

func (f *fold) addWord(word string, no, mask int64) error {
	return f.s.exec("INSERT INTO member_word (word, member, mask) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET mask = excluded.mask", word, no, mask)
}

func (f *fold) cardsOf(no int64) (numbers []string, err error) {
	err = f.s.each("SELECT number FROM card WHERE member = ?", args(no), func(r *sql.Rows) error {
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
	return f.s.exec("UPDATE member SET tier = ? WHERE no = ?", w.Tier, a.no)
}

func (f *fold) membersImported(w *journalpb.MembersImported) error {
	for _, n := range w.Members {
		if n.Member != nil {
			if err := f.memberSet(n.Member); err != nil {
				return err
			}
		}
		for _, c := range n.Cards {
			if err := f.cardSet(c); err != nil {
				return err
			}
		}
	}
	return nil
}

// cardSet makes or changes a card. A member is found by the card that was
// theirs last, blocked or not.
func (f *fold) cardSet(w *journalpb.CardSet) error {
	no, err := f.memberNo(w.Member)
	if err != nil {
		return err
	}
	var before sql.NullInt64
	if _, err := f.s.get("SELECT member FROM card WHERE number = ?", args(w.Number), &before); err != nil {
		return err
	}
	err = f.s.exec(`INSERT INTO card (number, kind, state, member, issued) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (number) DO UPDATE SET kind = excluded.kind, state = excluded.state, member = excluded.member, issued = excluded.issued`,
		w.Number, w.Kind, w.State, no, w.Issued)
	if err != nil {
		return err
	}
	word := pos.SearchWord(w.Number)
	if before.Valid && before.Int64 != no {
		if err := f.reindex(before.Int64, word); err != nil {
			return err
		}
	}
	now, ok := no.(int64)
	if !ok {
		return nil
	}
	var m searchable
	if _, err := f.s.get("SELECT coalesce(username, ''), name, phone, email FROM member WHERE no = ?", args(now),
		&m.username, &m.name, &m.phone, &m.email); err != nil {
		return err
	}
	return f.addWord(word, now, m.mask())
}

// reindex takes the word of a card from a member who has it no more, unless
// they are found by the same word for another reason.
func (f *fold) reindex(no int64, gone string) error {
	var m searchable
	if _, err := f.s.get("SELECT coalesce(username, ''), name, phone, email FROM member WHERE no = ?", args(no),
		&m.username, &m.name, &m.phone, &m.email); err != nil {
		return err
	}
	cards, err := f.cardsOf(no)
	if err != nil {
		return err
	}
	for _, w := range append(m.words(), cardWords(cards)...) {
		if w == gone {
			return nil
		}
	}
	return f.s.exec("DELETE FROM member_word WHERE word = ? AND member = ?", gone, no)
}

func textOrNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}
