package store

import (
	"bonuskasse/pos"
)

const organisationColumns = "SELECT id, name, number, pooled, active FROM organisation "

// Organisations are in the order they were made.
func (r *reader) Organisations() (list []pos.Organisation, err error) {
	return r.organisations("ORDER BY no", nil)
}

// Organisation is a corporate client by its id.
func (r *reader) Organisation(id pos.ID) (pos.Organisation, error) {
	list, err := r.organisations("WHERE id = ?", args(id[:]))
	if err == nil && len(list) == 0 {
		err = pos.Refuse(pos.UnknownOrganisation)
	}
	if err != nil {
		return pos.Organisation{}, err
	}
	return list[0], nil
}

func (r *reader) organisations(where string, a []any) (list []pos.Organisation, err error) {
	err = r.s.each(organisationColumns+where, a, func(rows *row) error {
		var o pos.Organisation
		var id []byte
		err := rows.Scan(&id, &o.Name, &o.Number, &o.Pooled, &o.Active)
		o.ID = pos.IDFromBytes(id)
		list = append(list, o)
		return err
	})
	return list, err
}

// Employees are the members of an organisation, by name.
func (r *reader) Employees(organisation pos.ID, limit int) (list []pos.Member, err error) {
	err = r.s.each(memberColumns+"WHERE m.organisation = ? AND m.alias_of IS NULL ORDER BY m.name, m.no LIMIT ?",
		args(organisation[:], int64(limit)), func(rows *row) error {
			var m memberRow
			err := rows.Scan(m.dest()...)
			m.settle()
			list = append(list, m.Member)
			return err
		})
	return list, err
}
