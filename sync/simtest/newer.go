package simtest

import (
	"context"

	"google.golang.org/protobuf/encoding/protowire"

	"bonuskasse/pos"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/till"
)

// A till may run a program of next year, which spends points in a way that nobody else
// knows yet. What it says of that is kept and counts its rights; the points stay on the
// account, where no rights are to them, until a program knows what to fold.

// nextYears is the field that a program of next year has added to what an event may say.
const nextYears protowire.Number = 12_345

// spendNextYears spends points that the till has rights to.
func (w *world) spendNextYears(ctx context.Context, d *desk) error {
	account, err := d.accountOf(ctx, w.anybody())
	if w.refused(err) {
		return nil
	}
	if err != nil {
		return err
	}
	_, rights, err := d.has(ctx, account)
	if err != nil || rights <= 0 {
		return err
	}
	points := 1 + w.chance.Int64N(rights)
	body := &journalpb.Body{}
	body.ProtoReflect().SetUnknown(protowire.AppendVarint(protowire.AppendTag(nil, nextYears, protowire.VarintType), uint64(points)))
	err = d.store.Do(ctx, func(tx till.Tx) error {
		_, err := tx.Append(w.now, body, w.members[account], -points)
		return err
	})
	if err != nil {
		return err
	}
	w.note("  account %d: %d points, as programs of next year do", account, points)
	return w.book.add(ctx, d, entry{member: account, points: -points, unread: points})
}

// unread are the points of a person that were spent so, as the head office has heard.
func (w *world) unread(member int, applied map[pos.ID]int64) (points int64) {
	for _, x := range w.person(member) {
		for _, e := range w.book.entries {
			if e.member == x && e.seq <= applied[e.incarnation] {
				points += e.unread
			}
		}
	}
	return points
}
