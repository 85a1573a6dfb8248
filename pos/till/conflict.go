package till

import (
	"context"
	"slices"

	"bonuskasse/pos"
	"bonuskasse/pos/journal/journalpb"
)

// OfficeReader reads what the till knows of its head office. It needs no line.
type OfficeReader interface {
	Office() (Office, error)
	// Conflicts are the things to settle as the head office told them last, without
	// those that were settled here; the oldest first.
	Conflicts() ([]pos.Conflict, error)
	// BeyondRights is what was spent so in this offline period.
	BeyondRights() (BeyondRights, error)
}

// Office is what a till knows of its head office.
type Office struct {
	Joined   bool
	TillName string     // the till's in the chain
	Told     pos.Millis // when the head office told last what is to be settled; 0 is never
	Tills    int64      // of the chain, as it was told; 0 is not known
	// RightsPoints are this till's rights, of so many members: what bonus works
	// with while there is no line.
	RightsMembers, RightsPoints int64
	CardNumbers                 int64 // that were leased to the till, used or not
}

// ToSettle is a conflict with the names in it. A member whom the till does not
// know, or not any more, has none.
type ToSettle struct {
	pos.Conflict
	Who, Other pos.Member
}

// Settling is the head office as the till knows it, with or without a line.
type Settling struct {
	Office
	List []ToSettle
}

// Office is what the till knows of its head office.
func (t *Till) Office(ctx context.Context) (o Office, err error) {
	err = t.store.View(ctx, func(r Reader) error {
		o, err = r.Office()
		return err
	})
	return o, err
}

// ToSettle are the things that a person should look at.
func (t *Till) ToSettle(ctx context.Context) (s Settling, err error) {
	err = t.store.View(ctx, func(r Reader) error {
		s.List = nil
		if s.Office, err = r.Office(); err != nil || !s.Joined {
			return err
		}
		list, err := r.Conflicts()
		if err != nil {
			return err
		}
		s.List, err = withNames(r, list)
		return err
	})
	return s, err
}

// Named puts the names to conflicts that the head office told.
func (t *Till) Named(ctx context.Context, list []pos.Conflict) (named []ToSettle, err error) {
	err = t.store.View(ctx, func(r Reader) error {
		named, err = withNames(r, list)
		return err
	})
	return named, err
}

func withNames(r Reader, list []pos.Conflict) (named []ToSettle, err error) {
	for _, c := range list {
		x := ToSettle{Conflict: c}
		if x.Who, err = shownOf(r, c.Member); err != nil {
			return nil, err
		}
		if x.Other, err = shownOf(r, x.OtherMember()); err != nil {
			return nil, err
		}
		named = append(named, x)
	}
	return named, nil
}

// OtherMember is the second member of a conflict, where there is one.
func (c ToSettle) OtherMember() (id pos.ID) {
	switch c.Kind {
	case pos.UsernameTwice:
		id, _ = pos.ParseID(c.Subject)
	case pos.CardTwice:
		id, _ = pos.ParseID(c.Note)
	}
	return id
}

func shownOf(r Reader, id pos.ID) (m pos.Member, err error) {
	if id.IsZero() {
		return m, nil
	}
	m, err = r.Member(id)
	if pos.CodeOf(err) == pos.UnknownMember {
		return pos.Member{}, nil
	}
	return m, err
}

// SettleConflict says that a manager has looked at a thing to settle, and what was
// done about it: the reason. The head office hears of it with the journal.
func (t *Till) SettleConflict(ctx context.Context, id pos.ID, who Who) error {
	if err := who.needs(pos.Manager); err != nil {
		return err
	}
	if who.Reason == "" {
		return pos.Refuse(pos.NoReason)
	}
	return t.store.Do(ctx, func(tx Tx) error {
		list, err := tx.Conflicts()
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(list, func(c pos.Conflict) bool { return c.ID == id }) {
			return pos.Refuse(pos.NothingToSettle)
		}
		body := who.body()
		body.What = &journalpb.Body_ConflictSettled{ConflictSettled: &journalpb.ConflictSettled{Conflict: id[:], Note: who.Reason}}
		_, err = tx.Append(t.now(), body, pos.ID{}, 0)
		return err
	})
}
