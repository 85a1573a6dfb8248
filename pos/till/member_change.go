package till

import (
	"context"
	"strings"

	"bonuskasse/pos"
)

// MemberChange is what is to be different about a member; nil stays as it is.
type MemberChange struct {
	Username, Name, Phone, Email, Language, Birthday, Notes *string
	Consent                                                 *bool // to marketing, in the words of now
	Organisation                                            *pos.ID
}

// maxNotes is the longest note on a member, in bytes.
const maxNotes = 4000

// ChangeMember mends what is known of a member. Whoever goes to an organisation
// with a pool, or leaves one, keeps on their own account what was on it.
func (t *Till) ChangeMember(ctx context.Context, member pos.ID, c MemberChange, who Who) (m pos.Member, err error) {
	if err := who.needs(pos.Cashier); err != nil {
		return m, err
	}
	for _, text := range []*string{c.Username, c.Name, c.Phone, c.Email, c.Notes} {
		if text != nil {
			if err := t.refusePAN(ctx, *text); err != nil {
				return m, err
			}
		}
	}
	err = t.store.Do(ctx, func(tx Tx) error {
		if m, err = knownMember(tx, member); err != nil {
			return err
		}
		before := m
		if err := t.change(tx, &m, c); err != nil {
			return err
		}
		if m == before {
			return nil
		}
		return t.appendMember(tx, m, who)
	})
	return m, err
}

// knownMember is a member, or whom they were merged into; never one who is
// erased.
func knownMember(r Reader, id pos.ID) (pos.Member, error) {
	s, err := standingOf(r, id)
	if err == nil && s.Member.Status == pos.Erased {
		err = pos.Refuse(pos.UnknownMember)
	}
	return s.Member, err
}

func (t *Till) change(r Reader, m *pos.Member, c MemberChange) error {
	was := m.Username
	for _, f := range []struct{ to, from *string }{
		{&m.Username, c.Username}, {&m.Name, c.Name}, {&m.Phone, c.Phone}, {&m.Email, c.Email},
		{&m.Language, c.Language}, {&m.Birthday, c.Birthday}, {&m.Notes, c.Notes},
	} {
		if f.from != nil {
			*f.to = *f.from
		}
	}
	if m.Username == "" {
		m.Username = was
	}
	if err := t.cleanMember(m); err != nil {
		return err
	}
	if m.Notes = strings.TrimSpace(m.Notes); len(m.Notes) > maxNotes {
		return pos.Refuse(pos.BadSetting, "notes")
	}
	if m.Status == pos.Invited && m.Phone == "" && m.Email == "" {
		return pos.Refuse(pos.NoReach)
	}
	if m.Username != was {
		if err := usernameFree(r, m.Username); err != nil {
			return err
		}
	}
	if c.Organisation != nil {
		if m.Organisation = *c.Organisation; !m.Organisation.IsZero() {
			if _, err := r.Organisation(m.Organisation); err != nil {
				return err
			}
		}
	}
	if c.Consent == nil {
		return nil
	}
	m.ConsentAt, m.ConsentText = 0, ""
	return t.consent(r, NewMember{Consent: *c.Consent}, m)
}

// BlockMember stops a member: no sale, no bonus, until they are let in again.
// What they have stays.
func (t *Till) BlockMember(ctx context.Context, member pos.ID, blocked bool, who Who) error {
	if err := who.needs(pos.Clerk); err != nil {
		return err
	}
	return t.store.Do(ctx, func(tx Tx) error {
		m, err := knownMember(tx, member)
		if err != nil {
			return err
		}
		status := pos.Active
		if blocked {
			status = pos.Blocked
		}
		if m.Status == status || !blocked && m.Status != pos.Blocked {
			return nil
		}
		m.Status = status
		return t.appendMember(tx, m, who)
	})
}
