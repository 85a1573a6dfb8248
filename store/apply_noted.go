package store

import (
	"bonuskasse/pos"
	"bonuskasse/pos/journal"
	"bonuskasse/pos/journal/journalpb"
)

// notedCommitted notes a list that was worked off. Its id is given before the
// first try: a repeat finds it and gives nothing again.
func (f *fold) notedCommitted(e *journal.Event, body *journalpb.Body, w *journalpb.NotedCommitted) error {
	var points int64
	for _, r := range w.Rows {
		points += r.Points
	}
	var list int64
	_, err := f.s.get("INSERT INTO noted_list (id, title, rows, points, made, person, undone) VALUES (?, ?, ?, ?, ?, ?, 0) RETURNING no",
		args(notNil(w.List), w.Title, int64(len(w.Rows)), points, e.Clock.Millis(), bytesOrNull(body.By)), &list)
	if breaks(err) {
		return pos.Refuse(pos.AlreadyThere)
	}
	if err != nil {
		return err
	}
	var values []any
	for i, r := range w.Rows {
		no, err := f.memberNo(r.Member)
		if err != nil {
			return err
		}
		values = append(values, list, int64(i+1), no, r.Points)
	}
	return f.s.insert("INSERT INTO noted_row (list, place, member, points)", 4, values)
}

func (f *fold) notedUndone(e *journal.Event, w *journalpb.NotedUndone) error {
	var undone int64
	found, err := f.s.get("SELECT undone FROM noted_list WHERE id = ?", args(notNil(w.List)), &undone)
	switch {
	case err != nil:
		return err
	case !found:
		return pos.Refuse(pos.UnknownList)
	case undone != 0:
		return pos.Refuse(pos.AlreadyThere)
	}
	return f.s.exec("UPDATE noted_list SET undone = ? WHERE id = ?", e.Clock.Millis(), w.List)
}
