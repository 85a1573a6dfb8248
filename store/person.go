package store

import (
	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// A person's own account is the one it was merged into, if it was.
const personColumns = `SELECT p.id, p.name, p.role, p.pin_hash, p.active,
	CASE WHEN p.member IS NOT NULL THEN (
		WITH RECURSIVE up (no, depth) AS (
			SELECT no, 0 FROM account WHERE id = p.member
			UNION ALL
			SELECT m.alias_of, depth + 1 FROM up JOIN member m ON m.no = up.no WHERE m.alias_of IS NOT NULL AND depth < 16)
		SELECT a.id FROM up JOIN account a ON a.no = up.no ORDER BY depth DESC LIMIT 1) END
	FROM person p `

func scanPerson(rows *row) (p pos.Person, err error) {
	var id, member []byte
	err = rows.Scan(&id, &p.Name, &p.Role, &p.PINHash, &p.Active, &member)
	p.ID, p.Member = pos.IDFromBytes(id), pos.IDFromBytes(member)
	return p, err
}

// People are all who ever worked at the till, in the order they came.
func (r *reader) People() (list []pos.Person, err error) {
	err = r.s.each(personColumns+"ORDER BY p.no", nil, func(rows *row) error {
		p, err := scanPerson(rows)
		list = append(list, p)
		return err
	})
	return list, err
}

// Person is one of them.
func (r *reader) Person(id pos.ID) (p pos.Person, err error) {
	found := false
	err = r.s.each(personColumns+"WHERE p.id = ?", args(id[:]), func(rows *row) error {
		found = true
		p, err = scanPerson(rows)
		return err
	})
	if err == nil && !found {
		err = pos.Refuse(pos.UnknownPerson)
	}
	return p, err
}

// PINTries are a person's wrong PINs since the last right one.
func (r *reader) PINTries(person pos.ID) (t till.PINTries, err error) {
	_, err = r.s.get("SELECT wrong, until FROM pin_try WHERE person = ?", args(person[:]), &t.Wrong, &t.Until)
	return t, err
}

// SetPINTries keeps them, outside the journal; none are forgotten.
func (t *tx) SetPINTries(person pos.ID, n till.PINTries) error {
	if n == (till.PINTries{}) {
		return t.s.exec("DELETE FROM pin_try WHERE person = ?", person[:])
	}
	return t.s.exec("INSERT OR REPLACE INTO pin_try (person, wrong, until, checksum) VALUES (?, ?, ?, ?)",
		person[:], n.Wrong, int64(n.Until), pinSum(person[:], n.Wrong, int64(n.Until)))
}

func pinSum(person []byte, wrong, until int64) []byte {
	return checksum(person, number(wrong), number(until))
}
