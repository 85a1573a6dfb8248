package till

import (
	"context"

	"bonuskasse/pos"
	"bonuskasse/pos/journal"
	"bonuskasse/pos/journal/journalpb"
)

// NewMember is what a person says who joins. All but the name may be empty.
type NewMember struct {
	Username string // empty takes the first proposal (ProposeUsernames)
	Name     string
	Phone    string
	Email    string
	Language string // da, en, fr; empty is the shop's
	Birthday string // as people say it, see pos.CleanBirthday
	Tier     string
	Card     string
	CardKind pos.CardKind
	// Consent: they have read, or been told, the words on marketing
	// (Till.ConsentText) in their language, and said yes.
	Consent      bool
	Organisation pos.ID
	ReferredBy   pos.ID // the member who brought them; zero is nobody
	// Invited is the invited member who joins now; zero looks for one by the
	// username.
	Invited pos.ID
}

// AddMember makes a member, and issues the card where one is named. One who was
// invited becomes active, and keeps what they were given meanwhile.
func (t *Till) AddMember(ctx context.Context, in NewMember, who Who) (m pos.Member, err error) {
	if err := who.needs(pos.Cashier); err != nil {
		return m, err
	}
	if err := t.refusePAN(ctx, in.Card, in.Username, in.Name, in.Phone, in.Email); err != nil {
		return m, err
	}
	m, card, err := t.newMember(in)
	if err != nil {
		return m, err
	}
	err = t.store.Do(ctx, func(tx Tx) error {
		if err := t.becomes(tx, in, &m); err != nil {
			return err
		}
		if err := t.consent(tx, in, &m); err != nil {
			return err
		}
		if m.ReferredBy, err = referrer(tx, firstID(in.ReferredBy, m.ReferredBy), m, who); err != nil {
			return err
		}
		if err := t.appendMember(tx, m, who); err != nil {
			return err
		}
		if err := t.welcome(tx, m); err != nil || card == "" {
			return err
		}
		_, err := issueCard(tx, t.now(), card, in.CardKind, m.ID, who)
		return err
	})
	return m, err
}

// InviteMember makes a member who is known by e-mail or phone, and queues the
// invitation: it waits in the outbox until there is a line. They may be given
// bonus at once, and become active when they join.
func (t *Till) InviteMember(ctx context.Context, in NewMember, who Who) (m pos.Member, err error) {
	if err := who.needs(pos.Cashier); err != nil {
		return m, err
	}
	in.Card, in.Consent, in.Invited = "", false, pos.ID{} // who is not here takes no card and says no yes
	if err := t.refusePAN(ctx, in.Username, in.Name, in.Phone, in.Email); err != nil {
		return m, err
	}
	if in.Name == "" {
		in.Name = firstOf(in.Username, in.Email, in.Phone)
	}
	if m, _, err = t.newMember(in); err != nil {
		return m, err
	}
	m.Status = pos.Invited
	if m.Email == "" && m.Phone == "" {
		return m, pos.Refuse(pos.NoReach)
	}
	err = t.store.Do(ctx, func(tx Tx) error {
		if err := t.newcomer(tx, &m); err != nil {
			return err
		}
		if m.ReferredBy, err = referrer(tx, in.ReferredBy, m, who); err != nil {
			return err
		}
		if err := t.appendMember(tx, m, who); err != nil {
			return err
		}
		return t.tell(tx, m, news{Kind: pos.InvitationMessage, Cause: "invited"}, who)
	})
	return m, err
}

func (t *Till) appendMember(tx Tx, m pos.Member, who Who) error {
	body := who.body()
	body.What = &journalpb.Body_MemberSet{MemberSet: journal.FromMember(m)}
	_, err := tx.Append(t.now(), body, m.ID, 0)
	return err
}

// newMember checks what can be checked without the shop.
func (t *Till) newMember(in NewMember) (m pos.Member, card string, err error) {
	m = pos.Member{
		Username: in.Username, Name: in.Name, Phone: in.Phone, Email: in.Email, Language: in.Language, Birthday: in.Birthday,
		Tier: in.Tier, Organisation: in.Organisation, Status: pos.Active, Joined: pos.At(t.now()),
	}
	if err := t.cleanMember(&m); err != nil {
		return m, "", err
	}
	if m.ID, err = t.newID(); err != nil {
		return m, "", err
	}
	if in.Card != "" {
		card, err = pos.CleanCardNumber(in.Card)
	}
	return m, card, err
}

// cleanMember brings what a person typed into its form, or refuses it. An empty
// username stays empty.
func (t *Till) cleanMember(m *pos.Member) (err error) {
	for _, clean := range []func() error{
		func() error { m.Name, err = pos.CleanName(m.Name); return err },
		func() error {
			if m.Username == "" {
				return nil
			}
			m.Username, err = pos.CleanUsername(m.Username)
			return err
		},
		func() error { m.Phone, err = pos.CleanPhone(m.Phone); return err },
		func() error { m.Email, err = pos.CleanEmail(m.Email); return err },
		func() error { m.Birthday, err = pos.CleanBirthday(m.Birthday, t.now().In(t.zone)); return err },
		func() error {
			switch m.Language {
			case "", "da", "en", "fr":
				return nil
			}
			return pos.Refuse(pos.BadSetting, "language")
		},
	} {
		if err := clean(); err != nil {
			return err
		}
	}
	return nil
}

// becomes makes m the member who joins: a newcomer, or one who was invited.
func (t *Till) becomes(r Reader, in NewMember, m *pos.Member) error {
	was, found, err := invited(r, in, *m)
	if err != nil {
		return err
	}
	if !found {
		return t.newcomer(r, m)
	}
	m.ID, m.Notes, m.ReferredBy = was.ID, was.Notes, was.ReferredBy
	for _, f := range []struct{ to, from *string }{
		{&m.Phone, &was.Phone}, {&m.Email, &was.Email}, {&m.Language, &was.Language}, {&m.Birthday, &was.Birthday}, {&m.Tier, &was.Tier},
	} {
		if *f.to == "" {
			*f.to = *f.from
		}
	}
	if m.Organisation.IsZero() {
		m.Organisation = was.Organisation
	}
	switch m.Username {
	case "":
		m.Username = was.Username
	case was.Username:
	default:
		if err := usernameFree(r, m.Username); err != nil {
			return err
		}
	}
	return checkTier(r, m)
}

// invited is the member who was invited and joins now. By username alone it is
// only one whose phone and e-mail do not say otherwise.
func invited(r Reader, in NewMember, m pos.Member) (was pos.Member, found bool, err error) {
	if !in.Invited.IsZero() {
		if was, err = r.Member(in.Invited); err != nil {
			return was, false, err
		}
		return was, was.Status == pos.Invited, nil
	}
	if m.Username == "" {
		return was, false, nil
	}
	was, err = r.MemberByUsername(m.Username)
	if pos.CodeOf(err) == pos.UnknownMember {
		return was, false, nil
	}
	if err != nil || was.Status != pos.Invited {
		return was, false, err
	}
	other := func(a, b string, same func(a, b string) bool) bool { return a != "" && b != "" && !same(a, b) }
	return was, !other(m.Phone, was.Phone, samePhone) && !other(m.Email, was.Email, sameEmail), nil
}

// newcomer refuses a username that is taken, or proposes one, and fills the tier.
func (t *Till) newcomer(r Reader, m *pos.Member) error {
	if m.Username == "" {
		free, err := t.proposals(r, *m, 1)
		if err != nil {
			return err
		}
		if len(free) == 0 {
			return pos.Refuse(pos.BadUsername)
		}
		m.Username = free[0]
	} else if err := usernameFree(r, m.Username); err != nil {
		return err
	}
	return checkTier(r, m)
}

func usernameFree(r Reader, username string) error {
	_, err := r.MemberByUsername(username)
	if err == nil {
		return pos.Refuse(pos.UsernameTaken, username)
	}
	if pos.CodeOf(err) == pos.UnknownMember {
		return nil
	}
	return err
}

// checkTier fills in the default tier, and refuses a tier or an organisation
// that there is not.
func checkTier(r Reader, m *pos.Member) (err error) {
	if !m.Organisation.IsZero() {
		if _, err := r.Organisation(m.Organisation); err != nil {
			return err
		}
	}
	if m.Tier == "" {
		m.Tier, err = defaultTier(r)
		return err
	}
	_, err = r.Tier(m.Tier)
	return err
}

func firstID(a, b pos.ID) pos.ID {
	if a.IsZero() {
		return b
	}
	return a
}

func firstOf(list ...string) string {
	for _, s := range list {
		if s != "" {
			return s
		}
	}
	return ""
}

func defaultTier(r Reader) (string, error) {
	tiers, err := r.Tiers()
	if err != nil {
		return "", err
	}
	for _, t := range tiers {
		if t.Default {
			return t.Name, nil
		}
	}
	return pos.NoBonusTier, nil
}
