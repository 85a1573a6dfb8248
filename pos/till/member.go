package till

import (
	"cmp"
	"context"

	"bonuskasse/pos"
	"bonuskasse/pos/journal"
	"bonuskasse/pos/journal/journalpb"
)

// NewMember is what a person says who joins. Card and Tier may be empty.
type NewMember struct {
	Username string
	Name     string
	Phone    string
	Email    string
	Language string
	Tier     string
	Card     string
	CardKind pos.CardKind
}

// AddMember makes a member, and issues the card where one is named.
func (t *Till) AddMember(ctx context.Context, in NewMember, who Who) (m pos.Member, err error) {
	if err := t.refusePAN(ctx, in.Card, in.Username, in.Name, in.Email); err != nil {
		return m, err
	}
	m, card, err := t.newMember(in)
	if err != nil {
		return m, err
	}
	err = t.store.Do(ctx, func(tx Tx) error {
		if err := checkNewMember(tx, &m, card); err != nil {
			return err
		}
		now := t.now()
		body := who.body()
		body.What = &journalpb.Body_MemberSet{MemberSet: journal.FromMember(m)}
		if _, err := tx.Append(now, body, m.ID, 0); err != nil {
			return err
		}
		if card == nil {
			return nil
		}
		_, err := issueCard(tx, now, card.Number, card.Kind, m.ID, who)
		return err
	})
	return m, err
}

func (t *Till) newMember(in NewMember) (pos.Member, *pos.Card, error) {
	m := pos.Member{
		Phone: in.Phone, Email: in.Email, Language: in.Language, Tier: in.Tier,
		Status: pos.Active, Joined: pos.At(t.now()),
	}
	var err error
	if m.Name, err = pos.CleanName(in.Name); err != nil {
		return m, nil, err
	}
	if m.Username, err = pos.CleanUsername(in.Username); err != nil {
		return m, nil, err
	}
	if m.ID, err = t.newID(); err != nil {
		return m, nil, err
	}
	if in.Card == "" {
		return m, nil, nil
	}
	card := pos.Card{Kind: in.CardKind, State: pos.Issued, Member: m.ID, Issued: m.Joined}
	if card.Kind == "" {
		card.Kind = pos.BothCard
	}
	card.Number, err = pos.CleanCardNumber(in.Card)
	return m, &card, err
}

// checkNewMember refuses a username or card that is taken, and fills the tier.
func checkNewMember(r Reader, m *pos.Member, card *pos.Card) error {
	_, err := r.MemberByUsername(m.Username)
	if err == nil {
		return pos.Refuse(pos.UsernameTaken, m.Username)
	}
	if pos.CodeOf(err) != pos.UnknownMember {
		return err
	}
	if m.Tier == "" {
		m.Tier, err = defaultTier(r)
	} else {
		_, err = r.Tier(m.Tier)
	}
	if err != nil || card == nil {
		return err
	}
	return cardFree(r, card.Number)
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

// Standing is a member with tier, account and cards.
func (t *Till) Standing(ctx context.Context, id pos.ID) (s Standing, err error) {
	err = t.store.View(ctx, func(r Reader) error {
		s, err = r.Standing(id)
		return err
	})
	return s, err
}

// MemberByUsername is a member's standing by username.
func (t *Till) MemberByUsername(ctx context.Context, username string) (s Standing, err error) {
	u, err := pos.CleanUsername(username)
	if err != nil {
		return s, pos.Refuse(pos.UnknownMember, username)
	}
	err = t.store.View(ctx, func(r Reader) error {
		m, err := r.MemberByUsername(u)
		if err != nil {
			return err
		}
		s, err = standingOf(r, m.ID)
		return err
	})
	return s, err
}

// standingOf is a member's standing; of one who was merged into another, the
// other's.
func standingOf(r Reader, id pos.ID) (s Standing, err error) {
	for range 16 { // merges of merges; a ring would be a fault of the journal
		if s, err = r.Standing(id); err != nil || s.Member.AliasOf.IsZero() {
			return s, err
		}
		id = s.Member.AliasOf
	}
	return s, pos.Refuse(pos.UnknownMember)
}

// FindMembers finds by anything: card, username, phone, e-mail, name.
func (t *Till) FindMembers(ctx context.Context, text string, limit int) (list []pos.Member, err error) {
	if err := t.refusePAN(ctx, text); err != nil {
		return nil, err
	}
	err = t.store.View(ctx, func(r Reader) error {
		list, err = r.FindMembers(text, limit)
		return err
	})
	return list, err
}

// Usable is what of a member's points this till may spend now, and why not all.
func (t *Till) Usable(ctx context.Context, s Standing) (points int64, why pos.Code, err error) {
	now := t.now()
	err = t.store.View(ctx, func(r Reader) error {
		shop, err := r.Shop()
		if err != nil {
			return err
		}
		p, err := r.ProgramAt(pos.At(now))
		points, why = usable(shop, p, s, s.Account.Available(millis(now)))
		return err
	})
	return points, why, err
}

// History is what happened to a member's points, the newest first.
func (t *Till) History(ctx context.Context, member pos.ID, limit int) (list []HistoryRow, err error) {
	err = t.store.View(ctx, func(r Reader) error {
		list, err = r.History(member, limit)
		return err
	})
	return list, err
}

// SetMemberTier moves a member to a tier by hand. It counts from the next sale.
// Nobody moves themselves.
func (t *Till) SetMemberTier(ctx context.Context, member pos.ID, tier string, who Who) error {
	if err := who.needs(pos.Manager); err != nil {
		return err
	}
	return t.store.Do(ctx, func(tx Tx) error {
		s, err := standingOf(tx, member)
		if err != nil {
			return err
		}
		if own, err := isOwn(tx, who.Person, s); err != nil || own {
			return cmp.Or(err, pos.Refuse(pos.OwnAccount))
		}
		if _, err := tx.Tier(tier); err != nil {
			return err
		}
		body := who.body()
		body.What = &journalpb.Body_MemberTierSet{MemberTierSet: &journalpb.MemberTierSet{Member: member[:], Tier: tier}}
		_, err = tx.Append(t.now(), body, member, 0)
		return err
	})
}
