package store

import (
	"strconv"

	"bonuskasse/pos"
	"bonuskasse/pos/journal"
	"bonuskasse/pos/journal/journalpb"
)

// cardsMade numbers a batch. A number that is taken refuses the whole.
func (f *fold) cardsMade(e *journal.Event, body *journalpb.Body, w *journalpb.CardsMade) error {
	err := f.s.exec(`INSERT INTO card_batch (id, first, count, kind, symbology, design, layout, made, person) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		notNil(w.Batch), w.First, w.Count, w.Kind, w.Symbology, w.Design, w.Layout, e.Clock.Millis(), bytesOrNull(body.By))
	if breaks(err) {
		return pos.Refuse(pos.AlreadyThere)
	}
	if err != nil {
		return err
	}
	values := make([]any, 0, 6*w.Count)
	for n := w.First; n < w.First+w.Count; n++ {
		values = append(values, strconv.FormatInt(n, 10), w.Kind, string(pos.Printed), int64(0), "", notNil(w.Batch))
	}
	err = f.s.insert("INSERT INTO card (number, kind, state, issued, replaced_by, batch)", 6, values)
	if breaks(err) {
		return pos.Refuse(pos.CardTaken, w.First)
	}
	return err
}

// cardsUnmade takes a batch back whose cards are all still in the drawer.
func (f *fold) cardsUnmade(w *journalpb.CardsUnmade) error {
	var first, count, used int64
	found, err := f.s.get("SELECT first, count FROM card_batch WHERE id = ?", args(notNil(w.Batch)), &first, &count)
	if err != nil {
		return err
	}
	if !found {
		return pos.Refuse(pos.UnknownBatch)
	}
	for n := first; n < first+count; n++ {
		number := strconv.FormatInt(n, 10)
		if _, err := f.s.get("SELECT 1 FROM card WHERE number = ? AND state <> 'printed'", args(number), &used); err != nil {
			return err
		}
		if used != 0 {
			return pos.Refuse(pos.BatchInUse, number)
		}
		if err := f.s.exec("DELETE FROM card WHERE number = ?", number); err != nil {
			return err
		}
	}
	return f.s.exec("DELETE FROM card_batch WHERE id = ?", w.Batch)
}

func (f *fold) cardReprinted(e *journal.Event, body *journalpb.Body, w *journalpb.CardReprinted) error {
	return f.s.exec("INSERT INTO card_reprint (event, number, count, at, reason) VALUES (?, ?, ?, ?, ?)",
		int64(f.ref), w.Number, max(w.Count, 1), e.Clock.Millis(), body.Reason)
}

func (f *fold) cardDesignSet(w *journalpb.CardDesignSet) error {
	if len(w.DesignJson) == 0 {
		return f.s.exec("DELETE FROM card_design WHERE name = ?", w.Name)
	}
	return f.s.exec("INSERT INTO card_design (name, json) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET json = excluded.json", w.Name, w.DesignJson)
}
