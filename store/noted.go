package store

import (
	"context"
	"encoding/json"
	"slices"

	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

const notedColumns = `SELECT l.id, l.title, l.rows, l.points, l.made, coalesce(p.name, ''), l.undone
	FROM noted_list l LEFT JOIN person p ON p.id = l.person `

func scanNoted(rows *row) (l till.NotedList, err error) {
	var id []byte
	err = rows.Scan(&id, &l.Title, &l.Rows, &l.Points, &l.Made, &l.By, &l.Undone)
	l.ID = pos.IDFromBytes(id)
	return l, err
}

// NotedList is a list of noted points that was given, by its id.
func (r *reader) NotedList(id pos.ID) (l till.NotedList, err error) {
	found := false
	err = r.s.each(notedColumns+"WHERE l.id = ?", args(id[:]), func(rows *row) error {
		found = true
		l, err = scanNoted(rows)
		return err
	})
	if err == nil && !found {
		err = pos.Refuse(pos.UnknownList, id)
	}
	return l, err
}

// NotedLists are the newest lists first.
func (r *reader) NotedLists(limit int) (list []till.NotedList, err error) {
	err = r.s.each(notedColumns+"ORDER BY l.no DESC LIMIT ?", args(int64(limit)), func(rows *row) error {
		l, err := scanNoted(rows)
		list = append(list, l)
		return err
	})
	return list, err
}

// NotedRows are a list's rows in their order. What a row gave stands in given,
// under the account that got it.
func (r *reader) NotedRows(id pos.ID) (list []till.NotedListRow, err error) {
	err = r.s.each(`SELECT w.place, a.id, coalesce(m.username, ''), m.name, w.points, coalesce(g.note, ''), coalesce(h.id, a.id)
		FROM noted_list l JOIN noted_row w ON w.list = l.no JOIN account a ON a.no = w.member JOIN member m ON m.no = w.member
		LEFT JOIN given g ON g.source = l.id AND g.place = w.place AND g.points > 0
		LEFT JOIN account h ON h.no = g.member
		WHERE l.id = ? ORDER BY w.place`, args(id[:]), func(rows *row) error {
		var w till.NotedListRow
		var member, account []byte
		err := rows.Scan(&w.Row, &member, &w.Username, &w.Name, &w.Points, &w.Note, &account)
		w.Member, w.Account = pos.IDFromBytes(member), pos.IDFromBytes(account)
		list = append(list, w)
		return err
	})
	return list, err
}

// SaveNotedDraft keeps a list that is not given yet, outside the journal; one
// without rows is forgotten. Rows of a person who was erased meanwhile are not
// written again.
func (s *Store) SaveNotedDraft(ctx context.Context, d pos.NotedDraft) error {
	return s.write(ctx, func(w *session) (func(), error) {
		kept := d
		kept.Rows = nil
		if done, err := given(w, d.ID); err != nil || done {
			return nil, err
		}
		for _, row := range d.Rows {
			gone, err := erased(w, row.Member)
			if err != nil {
				return nil, err
			}
			if !gone {
				kept.Rows = append(kept.Rows, row)
			}
		}
		return nil, saveNotedDraft(w, kept)
	})
}

func erased(s *session, member pos.ID) (gone bool, err error) {
	if member.IsZero() {
		return false, nil
	}
	_, err = s.get("SELECT m.status = 'erased' FROM account a JOIN member m ON m.no = a.no WHERE a.id = ?", args(member[:]), &gone)
	return gone, err
}

// given tells whether a list was given: a window that is late with its draft
// brings it back no more.
func given(s *session, list pos.ID) (bool, error) {
	var one int64
	return s.get("SELECT 1 FROM noted_list WHERE id = ?", args(list[:]), &one)
}

func saveNotedDraft(s *session, d pos.NotedDraft) error {
	if len(d.Rows) == 0 {
		return s.exec("DELETE FROM noted_draft WHERE id = ?", d.ID[:])
	}
	data, err := json.Marshal(d)
	if err != nil {
		return trouble(err)
	}
	return s.exec(`INSERT INTO noted_draft (id, opened, json, checksum) VALUES (?, ?, ?, ?)
		ON CONFLICT DO UPDATE SET opened = excluded.opened, json = excluded.json, checksum = excluded.checksum`,
		d.ID[:], int64(d.Opened), data, draftSum(d.ID[:], int64(d.Opened), data))
}

// DropNotedDraft forgets a list that was given.
func (t *tx) DropNotedDraft(id pos.ID) error {
	return t.s.exec("DELETE FROM noted_draft WHERE id = ?", id[:])
}

// NotedDrafts are the lists that are not given yet, the newest first.
func (r *reader) NotedDrafts() ([]pos.NotedDraft, error) { return notedDrafts(r.s) }

func notedDrafts(s *session) (list []pos.NotedDraft, err error) {
	err = s.each("SELECT json FROM noted_draft ORDER BY opened DESC, id DESC", nil, func(rows *row) error {
		var data []byte
		if err := rows.Scan(&data); err != nil {
			return err
		}
		var d pos.NotedDraft
		if err := json.Unmarshal(data, &d); err != nil {
			return damaged(err)
		}
		list = append(list, d)
		return nil
	})
	return list, err
}

// forgetInDrafts takes a person who is erased out of the lists that are not
// given yet: their rows, and rows that mean nobody yet and say a word that the
// person was found by. A replay has no drafts and does nothing.
func (f *fold) forgetInDrafts(a *account) error {
	drafts, err := notedDrafts(f.s)
	if err != nil || len(drafts) == 0 {
		return err
	}
	rows, err := f.wordsOf(a.no)
	if err != nil {
		return err
	}
	var words []string
	for _, r := range rows {
		words = append(words, r.word)
	}
	for _, d := range drafts {
		kept := slices.DeleteFunc(slices.Clone(d.Rows), func(r pos.NotedRow) bool {
			if !r.Member.IsZero() {
				return r.Member == a.id
			}
			return slices.ContainsFunc(pos.SearchWords(r.Who+" "+r.Note), func(w string) bool { return slices.Contains(words, w) })
		})
		if len(kept) == len(d.Rows) {
			continue
		}
		d.Rows = kept
		if err := saveNotedDraft(f.s, d); err != nil {
			return err
		}
	}
	return nil
}
