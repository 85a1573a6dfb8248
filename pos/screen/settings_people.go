package screen

import (
	"context"
	"slices"
	"strings"

	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// roles in the order a person is asked in.
var roles = []pos.Role{pos.Cashier, pos.Clerk, pos.Manager}

// peopleRows are those who work here, or one of them.
func (s *Settings) peopleRows(do *Turn) []SettingRow {
	if id, ok := strings.CutPrefix(s.open, "person:"); ok {
		for _, p := range s.facts.people {
			if p.ID.String() == id {
				return s.personDetail(p)
			}
		}
		s.open = ""
	}
	if role, ok := strings.CutPrefix(s.open, "limits:"); ok {
		return s.limitRows(pos.Role(role))
	}
	if s.open == "alarms" {
		return s.alarmRows()
	}
	var rows []SettingRow
	for _, p := range s.facts.people {
		row := SettingRow{ID: "person:" + p.ID.String(), Name: Name(p.Name), Value: Say("role." + string(p.Role)),
			Explain: Say("settings.person.role.explain." + string(p.Role)), Opens: true}
		if !p.Active {
			row.Value, row.Mood = Say("settings.person.gone"), Look
		}
		row.act = s.openRow(row.ID)
		rows = append(rows, row)
	}
	rows = append(rows, SettingRow{ID: "new", Name: Say("settings.person.new"), Explain: Say("settings.person.new.explain"), Do: true,
		act: s.newPerson()})
	return append(append(rows, s.ownPIN(do)...), s.ruleRows()...)
}

// ownPIN is a person's own PIN, which they change without a manager.
func (s *Settings) ownPIN(do *Turn) []SettingRow {
	me := do.Person
	if me.ID.IsZero() || me.PINHash == "" {
		return nil
	}
	title := Say("settings.pin.own")
	return []SettingRow{{ID: "own_pin", Name: title, Value: Name(me.Name), Explain: Say("settings.pin.own.explain"), Do: true, anybody: true,
		act: s.askText(title, Say("settings.pin.old"), "", SecretText, func(_ context.Context, old string, do *Turn) error {
			s.askPIN(title, Say("settings.pin.new"), func(ctx context.Context, pin string) (func(context.Context, *Turn), error) {
				err := s.till.SetPIN(ctx, me.ID, old, pin)
				return func(ctx context.Context, do *Turn) { s.saved(ctx, nil, do) }, err
			})(context.Background(), do)
			return nil
		})}}
}

// newPerson asks for the name, the role and the PIN, one after another.
func (s *Settings) newPerson() func(context.Context, *Turn) {
	title := Say("settings.person.new")
	return s.askText(Say("settings.person.name"), title, "", AnyText, func(_ context.Context, name string, do *Turn) error {
		clean, err := pos.CleanName(name)
		if err != nil {
			return err
		}
		s.askOne(Say("settings.person.role"), title, roleRows(), -1, func(_ context.Context, at int, do *Turn) error {
			p := pos.Person{Name: clean, Role: roles[at], Active: true}
			s.pinOf(p, Say("settings.person.new.pin", clean), do.Who())(context.Background(), do)
			return nil
		})(context.Background(), do)
		return nil
	})
}

func roleRows() (rows []Row) {
	for _, r := range roles {
		rows = append(rows, Row{Head: Say("role." + string(r)), Sub: Say("settings.person.role.explain." + string(r))})
	}
	return rows
}

// pinOf asks for a person's PIN, and keeps the person with it.
func (s *Settings) pinOf(p pos.Person, explain Sentence, who till.Who) func(context.Context, *Turn) {
	return s.askPIN(Say("settings.person.pin"), explain, func(ctx context.Context, pin string) (func(context.Context, *Turn), error) {
		if pin == "" {
			return nil, pos.Refuse(pos.BadPIN)
		}
		saved, err := s.till.SetPerson(ctx, p, pin, who)
		return func(ctx context.Context, do *Turn) { s.personSet(ctx, p, saved, do) }, err
	})
}

func (s *Settings) personDetail(p pos.Person) []SettingRow {
	s.state.Title = Name(p.Name)
	name := SettingRow{ID: "name", Name: Say("settings.person.name"), Value: Name(p.Name), Explain: Say("settings.person.name.explain"),
		act: s.askText(Say("settings.person.name"), Say("settings.person.name.explain"), p.Name, AnyText,
			func(ctx context.Context, text string, do *Turn) error {
				changed := p
				changed.Name = text
				return s.setPerson(ctx, changed, do)
			})}
	role := SettingRow{ID: "role", Name: Say("settings.person.role"), Value: Say("role." + string(p.Role)),
		Explain: Say("settings.person.role.explain." + string(p.Role)),
		act: s.askOne(Say("settings.person.role"), Name(p.Name), roleRows(), slices.Index(roles, p.Role),
			func(ctx context.Context, at int, do *Turn) error {
				changed := p
				changed.Role = roles[at]
				return s.setPerson(ctx, changed, do)
			})}
	pin := SettingRow{ID: "pin", Name: Say("settings.person.pin"), Value: Name("••••"), Explain: Say("settings.person.pin.explain"),
		act: func(ctx context.Context, do *Turn) { s.pinOf(p, Say("settings.person.pin.explain"), do.Who())(ctx, do) }}
	own := SettingRow{ID: "member", Name: Say("settings.person.member"), Value: Say("settings.person.member.none"),
		Explain: Say("settings.person.member.explain"), act: s.askMember(p)}
	if !p.Member.IsZero() {
		own.Value = Name(s.facts.own[p.ID])
	}
	active := SettingRow{ID: "active", Name: Say("settings.person.active"), Value: Say("action.yes"), Mood: Go,
		Explain: Say("settings.person.active.explain"), Do: true}
	if !p.Active {
		active.Value, active.Mood = Say("action.no"), Look
	}
	active.act = func(ctx context.Context, do *Turn) {
		changed := p
		changed.Active = !p.Active
		do.Refuse(s.setPerson(ctx, changed, do))
	}
	return []SettingRow{name, role, pin, own, active}
}

// askMember asks for a person's own account, by anything a member is found by.
func (s *Settings) askMember(p pos.Person) func(context.Context, *Turn) {
	title := Say("settings.person.member")
	return s.askText(title, Say("settings.person.member.ask"), "", AnyText, func(ctx context.Context, text string, do *Turn) error {
		if strings.TrimSpace(text) == "" {
			p.Member = pos.ID{}
			return s.setPerson(ctx, p, do)
		}
		found, err := s.till.FindMembers(ctx, text, 9)
		switch {
		case err != nil:
			return err
		case len(found) == 0:
			return pos.Refuse(pos.UnknownMember, text)
		case len(found) == 1:
			p.Member = found[0].ID
			return s.setPerson(ctx, p, do)
		}
		rows := make([]Row, len(found))
		for i, m := range found {
			rows[i] = Row{Head: Name(m.Name), Sub: Name(m.Username)}
		}
		s.askOne(title, Sentence{}, rows, -1, func(ctx context.Context, at int, do *Turn) error {
			p.Member = found[at].ID
			return s.setPerson(ctx, p, do)
		})(ctx, do)
		return nil
	})
}

func (s *Settings) setPerson(ctx context.Context, p pos.Person, do *Turn) error {
	saved, err := s.till.SetPerson(ctx, p, "", do.Who())
	if err == nil {
		s.personSet(ctx, p, saved, do)
	}
	return err
}

// personSet shows what was kept of a person.
func (s *Settings) personSet(ctx context.Context, p, saved pos.Person, do *Turn) {
	if p.ID.IsZero() {
		s.open, s.state.Chosen = "person:"+saved.ID.String(), 0
	}
	switch {
	case saved.ID != do.Person.ID:
	case saved.Active:
		do.SignIn(saved) // what they are from now on
	default:
		do.Go(LockPlace, nil)
	}
	do.Tell(Changed{What: "people"})
	s.saved(ctx, nil, do)
}

// ownAccounts are the names of the accounts that people have as members.
func (s *Settings) ownAccounts(ctx context.Context, people []pos.Person) (map[pos.ID]string, error) {
	own := map[pos.ID]string{}
	for _, p := range people {
		if p.Member.IsZero() {
			continue
		}
		m, err := s.till.Standing(ctx, p.Member)
		if err != nil && pos.CodeOf(err) != pos.UnknownMember {
			return nil, err
		}
		own[p.ID] = m.Member.Name
	}
	return own, nil
}
