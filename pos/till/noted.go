package till

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"time"

	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/ledger"
)

// NewNotedDraft is an empty list with an id of its own. The id is what makes
// giving it safe to repeat: it is kept with the list before the first try.
func (t *Till) NewNotedDraft() (pos.NotedDraft, error) {
	id, err := t.newID()
	return pos.NotedDraft{ID: id, Opened: pos.At(t.now())}, err
}

// NotedDrafts are the lists that are not given yet, the newest first.
func (t *Till) NotedDrafts(ctx context.Context) (list []pos.NotedDraft, err error) {
	err = t.store.View(ctx, func(r Reader) error {
		list, err = r.NotedDrafts()
		return err
	})
	return list, err
}

// SaveNotedDraft keeps a list across restarts; one with no rows is forgotten,
// and so is the number of a payment card.
func (t *Till) SaveNotedDraft(ctx context.Context, d pos.NotedDraft) error {
	pan, err := t.panFinder(ctx)
	if err != nil {
		return err
	}
	d.Rows = slices.Clone(d.Rows)
	for i := range d.Rows {
		for _, cell := range []*string{&d.Rows[i].Who, &d.Rows[i].Points, &d.Rows[i].Note} {
			if pan(*cell) {
				*cell = ""
			}
		}
	}
	d.Rows = slices.DeleteFunc(d.Rows, pos.NotedRow.Empty)
	return t.store.SaveNotedDraft(ctx, d)
}

// NotedID is the id of a list by what its rows say: the same rows are the same
// list, whatever file they came in.
func NotedID(rows []pos.NotedRow) (id pos.ID) {
	h := sha256.New()
	for _, r := range rows {
		for _, field := range []string{r.Who, r.Points, r.Note} {
			h.Write(binary.BigEndian.AppendUint64(nil, uint64(len(field))))
			h.Write([]byte(field))
		}
	}
	copy(id[:], h.Sum(nil))
	return id
}

// NotedGiven is what became of a list.
type NotedGiven struct {
	NotedList
	// Already says that the list had been given before: this try gave nothing.
	Already bool
	// Sheet is what is known of the rows, where they were asked about.
	Sheet NotedSheet
}

// CommitNoted gives a list: all of its rows in one transaction, or none where
// one is bad (ListNotGood, and the sheet says which). It takes a clerk; what is
// above the clerk's limit takes a manager's approval. A list that was given
// already gives nothing again and is a success: that is how a try whose outcome
// is not known is repeated.
func (t *Till) CommitNoted(ctx context.Context, d pos.NotedDraft, who Who) (g NotedGiven, err error) {
	if err := who.needs(pos.Clerk); err != nil {
		return g, err
	}
	d.Rows = slices.DeleteFunc(slices.Clone(d.Rows), pos.NotedRow.Empty)
	rules, err := t.notedRules(ctx, who)
	if err != nil {
		return g, err
	}
	err = t.store.Do(ctx, func(tx Tx) error {
		g, err = t.commitNoted(tx, d, rules)
		return err
	})
	return g, err
}

func (t *Till) commitNoted(tx Tx, d pos.NotedDraft, rules notedRules) (g NotedGiven, err error) {
	g.NotedList, err = tx.NotedList(d.ID)
	if err == nil {
		g.Already = true
		return g, tx.DropNotedDraft(d.ID)
	}
	if pos.CodeOf(err) != pos.UnknownList {
		return g, err
	}
	if g.Sheet, err = checkNoted(tx, d.Rows, rules); err != nil {
		return g, err
	}
	switch {
	case g.Sheet.Rows == 0:
		return g, pos.Refuse(pos.EmptyList)
	case g.Sheet.Bad() > 0:
		return g, pos.Refuse(pos.ListNotGood, g.Sheet.Bad())
	case g.Sheet.Code != "":
		return g, pos.Refuse(g.Sheet.Code, g.Sheet.Detail)
	}
	done := &journalpb.NotedCommitted{List: d.ID[:], Title: d.Title}
	for i, c := range g.Sheet.Checks {
		_, err := t.give(tx, c.Member.ID, gift{
			Origin: ledger.FromNoted, Points: c.Points, Source: d.ID, Row: int64(i + 1), Note: d.Rows[i].Note,
		}, rules.who)
		if err != nil {
			return g, err
		}
		done.Rows = append(done.Rows, &journalpb.NotedRow{Member: c.Member.ID[:], Points: c.Points})
	}
	body := rules.who.body()
	body.What = &journalpb.Body_NotedCommitted{NotedCommitted: done}
	if _, err := tx.Append(t.now(), body, pos.ID{}, 0); err != nil {
		return g, err
	}
	if err := tx.DropNotedDraft(d.ID); err != nil {
		return g, err
	}
	g.NotedList, err = tx.NotedList(d.ID)
	return g, err
}

// NotedUndo is what taking a list back means.
type NotedUndo struct {
	NotedList
	// Debt is how many of its points are spent already: they become debt, which
	// later points repay. Debtors is whose they are, counted.
	Debt    int64
	Debtors int
}

// NotedUndoOf tells what UndoNoted would do, as of now.
func (t *Till) NotedUndoOf(ctx context.Context, list pos.ID) (u NotedUndo, err error) {
	err = t.store.View(ctx, func(r Reader) error {
		u, _, err = notedUndo(r, list, millis(t.now()))
		return err
	})
	return u, err
}

// UndoNoted takes a list back: every row's points, as a list of its own in the
// journal. It takes a manager and a reason; a list is taken back once.
func (t *Till) UndoNoted(ctx context.Context, list pos.ID, who Who) (u NotedUndo, err error) {
	if err := who.needs(pos.Manager); err != nil {
		return u, err
	}
	if who.Reason == "" {
		return u, pos.Refuse(pos.NoReason)
	}
	err = t.store.Do(ctx, func(tx Tx) error {
		var rows []NotedListRow
		if u, rows, err = notedUndo(tx, list, millis(t.now())); err != nil {
			return err
		}
		if u.Undone != 0 {
			return pos.Refuse(pos.AlreadyThere)
		}
		for _, row := range rows {
			holder, err := holderNow(tx, row.Account)
			if err != nil {
				return err
			}
			g := gift{Origin: ledger.FromNoted, Points: row.Points, Source: list, Row: row.Row}
			if _, err := t.takeFrom(tx, holder, nil, g, who); err != nil {
				return err
			}
		}
		body := who.body()
		body.What = &journalpb.Body_NotedUndone{NotedUndone: &journalpb.NotedUndone{List: list[:]}}
		if _, err := tx.Append(t.now(), body, pos.ID{}, 0); err != nil {
			return err
		}
		u.NotedList, err = tx.NotedList(list)
		return err
	})
	return u, err
}

func notedUndo(r Reader, list pos.ID, at ledger.Millis) (u NotedUndo, rows []NotedListRow, err error) {
	if u.NotedList, err = r.NotedList(list); err != nil {
		return u, nil, err
	}
	if rows, err = r.NotedRows(list); err != nil || u.Undone != 0 {
		return u, rows, err
	}
	takes := map[pos.ID]int64{}
	for _, row := range rows {
		holder, err := holderNow(r, row.Account)
		if err != nil {
			return u, rows, err
		}
		takes[holder] += row.Points
	}
	for holder, points := range takes {
		account, _, err := r.Account(holder)
		if err != nil {
			return u, rows, err
		}
		if short := points - account.Usable(at); short > 0 {
			u.Debt += short
			u.Debtors++
		}
	}
	return u, rows, nil
}

// holderNow is whose account the points of an account are on today: a pool's
// stay where they are, those of a member who was merged went along.
func holderNow(r Reader, account pos.ID) (pos.ID, error) {
	s, err := standingOf(r, account)
	if pos.CodeOf(err) == pos.UnknownMember || err == nil && s.Member.ID == account { // a pool's, or their own
		return account, nil
	}
	return s.Holder, err
}

// NotedLists are the lists that were given, the newest first.
func (t *Till) NotedLists(ctx context.Context, limit int) (list []NotedList, err error) {
	err = t.store.View(ctx, func(r Reader) error {
		list, err = r.NotedLists(limit)
		return err
	})
	return list, err
}

// NotedFacts are what a list is shown and printed from.
type NotedFacts struct {
	NotedList
	Lines    []NotedListRow
	Shop     Shop
	Settings map[string]string
	Zone     *time.Location
	Language string
}

// Noted is a list that was given, with its rows.
func (t *Till) Noted(ctx context.Context, list pos.ID) (f NotedFacts, err error) {
	err = t.store.View(ctx, func(r Reader) error {
		f, err = t.notedFacts(r, list)
		return err
	})
	return f, err
}

func (t *Till) notedFacts(r Reader, list pos.ID) (f NotedFacts, err error) {
	f.Zone = t.zone
	if f.NotedList, err = r.NotedList(list); err != nil {
		return f, err
	}
	if f.Lines, err = r.NotedRows(list); err != nil {
		return f, err
	}
	if f.Shop, err = r.Shop(); err != nil {
		return f, err
	}
	if f.Settings, err = r.Settings(); err != nil {
		return f, err
	}
	f.Language = f.Shop.Language
	return f, nil
}

// NotedDocument is the paper of a list.
func (t *Till) NotedDocument(f NotedFacts) hardware.Document { return t.papers.Noted(f) }

// PrintNoted queues the paper of a list in a language; "" is the shop's.
func (t *Till) PrintNoted(ctx context.Context, list pos.ID, language string) (job pos.ID, err error) {
	f, err := t.Noted(ctx, list)
	if err != nil {
		return job, err
	}
	if language != "" {
		f.Language = language
	}
	return t.PrintPaper(ctx, t.papers.Noted(f))
}
