package store

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"

	"bonuskasse/pos"
)

// checksum is over the fields of a row that no journal stands behind, each
// with its length before it.
func checksum(fields ...[]byte) []byte {
	h := sha256.New()
	for _, f := range fields {
		var n [8]byte
		binary.BigEndian.PutUint64(n[:], uint64(len(f)))
		h.Write(n[:])
		h.Write(f)
	}
	return h.Sum(nil)[:8]
}

func number(n int64) []byte { return binary.BigEndian.AppendUint64(nil, uint64(n)) }

// SaveDraft keeps a sale that is not completed, outside the journal.
func (s *Store) SaveDraft(ctx context.Context, d pos.Draft) error {
	return s.write(ctx, func(w *session) (func(), error) {
		return func() { s.foresee(w, d) }, saveDraft(w, d)
	})
}

// foresee reads what completing a draft will read, and the pages that it will
// write on: between a scan and the payment there is time for that, and after it a
// customer waits. What cannot be read now says so when it is needed.
func (s *Store) foresee(w *session, d pos.Draft) {
	var n int64
	_, _ = w.get("SELECT 1 FROM sale WHERE id = ?", args(d.ID[:]), &n)
	if d.Member.IsZero() {
		return
	}
	_, a, err := (&reader{store: s, s: w}).standing(standingByID, d.Member[:])
	if err != nil {
		return
	}
	_, _ = a.load(w)
	_, _ = w.get("SELECT n FROM posting WHERE member = ? ORDER BY event DESC, n DESC LIMIT 1", args(a.no), &n)
}

// SaveDraft keeps a draft in the same transaction as what it is about.
func (t *tx) SaveDraft(d pos.Draft) error { return saveDraft(t.s, d) }

func saveDraft(w *session, d pos.Draft) error {
	data, err := json.Marshal(d)
	if err != nil {
		return trouble(err)
	}
	return w.exec(`INSERT INTO draft (id, opened, json, checksum) VALUES (?, ?, ?, ?)
		ON CONFLICT DO UPDATE SET opened = excluded.opened, json = excluded.json, checksum = excluded.checksum`,
		d.ID[:], int64(d.Opened), data, draftSum(d.ID[:], int64(d.Opened), data))
}

func draftSum(id []byte, opened int64, data []byte) []byte { return checksum(id, number(opened), data) }

// DropDraft forgets a draft; one that is not there is forgotten already.
func (t *tx) DropDraft(id pos.ID) error { return t.s.exec("DELETE FROM draft WHERE id = ?", id[:]) }

// Drafts are the sales that are not completed, the oldest first.
func (r *reader) Drafts() (list []pos.Draft, err error) {
	err = r.s.each("SELECT json FROM draft ORDER BY opened, id", nil, func(rows *row) error {
		var data []byte
		if err := rows.Scan(&data); err != nil {
			return err
		}
		var d pos.Draft
		if err := json.Unmarshal(data, &d); err != nil {
			return damaged(err)
		}
		list = append(list, d)
		return nil
	})
	return list, err
}
