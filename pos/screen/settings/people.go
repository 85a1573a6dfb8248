package settings

import (
	"context"
	"slices"
	"strings"

	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/till"
)

// roles in the order a person is asked in.
var roles = []pos.Role{pos.Cashier, pos.Clerk, pos.Manager}

// peopleRows are those who work here, or one of them.
func (s *Screen) peopleRows(do *screen.Turn) []Row {
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
	var rows []Row
	for _, p := range s.facts.people {
		row := Row{ID: "person:" + p.ID.String(), Name: screen.Name(p.Name), Value: screen.Say("role." + string(p.Role)),
			Explain: screen.Say("settings.person.role.explain." + string(p.Role)), Opens: true}
		if !p.Active {
			row.Value, row.Mood = screen.Say("settings.person.gone"), screen.Look
		}
		row.act = s.openRow(row.ID)
		rows = append(rows, row)
	}
	rows = append(rows, Row{ID: "new", Name: screen.Say("settings.person.new"), Explain: screen.Say("settings.person.new.explain"), Do: true,
		act: s.newPerson()})
	return append(append(rows, s.ownPIN(do)...), s.ruleRows()...)
}

// ownPIN is a person's own PIN, which they change without a manager.
func (s *Screen) ownPIN(do *screen.Turn) []Row {
	me := do.Person
	if me.ID.IsZero() || me.PINHash == "" {
		return nil
	}
	title := screen.Say("settings.pin.own")
	return []Row{{ID: "own_pin", Name: title, Value: screen.Name(me.Name), Explain: screen.Say("settings.pin.own.explain"), Do: true, anybody: true,
		act: s.askText(title, screen.Say("settings.pin.old"), "", screen.SecretText, func(_ context.Context, old string, do *screen.Turn) error {
			s.askPIN(title, screen.Say("settings.pin.new"), func(ctx context.Context, pin string) (func(context.Context, *screen.Turn), error) {
				err := s.till.SetPIN(ctx, me.ID, old, pin)
				return func(ctx context.Context, do *screen.Turn) { s.saved(ctx, nil, do) }, err
			})(context.Background(), do)
			return nil
		})}}
}

// newPerson asks for the name, the role and the PIN, one after another.
func (s *Screen) newPerson() func(context.Context, *screen.Turn) {
	title := screen.Say("settings.person.new")
	return s.askText(screen.Say("settings.person.name"), title, "", screen.AnyText, func(_ context.Context, name string, do *screen.Turn) error {
		clean, err := pos.CleanName(name)
		if err != nil {
			return err
		}
		s.askOne(screen.Say("settings.person.role"), title, roleRows(), -1, func(_ context.Context, at int, do *screen.Turn) error {
			p := pos.Person{Name: clean, Role: roles[at], Active: true}
			s.pinOf(p, screen.Say("settings.person.new.pin", clean), do.Who())(context.Background(), do)
			return nil
		})(context.Background(), do)
		return nil
	})
}

func roleRows() (rows []screen.Row) {
	for _, r := range roles {
		rows = append(rows, screen.Row{Head: screen.Say("role." + string(r)), Sub: screen.Say("settings.person.role.explain." + string(r))})
	}
	return rows
}

// pinOf asks for a person's PIN, and keeps the person with it.
func (s *Screen) pinOf(p pos.Person, explain screen.Sentence, who till.Who) func(context.Context, *screen.Turn) {
	return s.askPIN(screen.Say("settings.person.pin"), explain, func(ctx context.Context, pin string) (func(context.Context, *screen.Turn), error) {
		if pin == "" {
			return nil, pos.Refuse(pos.BadPIN)
		}
		saved, err := s.till.SetPerson(ctx, p, pin, who)
		return func(ctx context.Context, do *screen.Turn) { s.personSet(ctx, p, saved, do) }, err
	})
}

func (s *Screen) personDetail(p pos.Person) []Row {
	s.state.Title = screen.Name(p.Name)
	name := Row{ID: "name", Name: screen.Say("settings.person.name"), Value: screen.Name(p.Name), Explain: screen.Say("settings.person.name.explain"),
		act: s.askText(screen.Say("settings.person.name"), screen.Say("settings.person.name.explain"), p.Name, screen.AnyText,
			func(ctx context.Context, text string, do *screen.Turn) error {
				changed := p
				changed.Name = text
				return s.setPerson(ctx, changed, do)
			})}
	role := Row{ID: "role", Name: screen.Say("settings.person.role"), Value: screen.Say("role." + string(p.Role)),
		Explain: screen.Say("settings.person.role.explain." + string(p.Role)),
		act: s.askOne(screen.Say("settings.person.role"), screen.Name(p.Name), roleRows(), slices.Index(roles, p.Role),
			func(ctx context.Context, at int, do *screen.Turn) error {
				changed := p
				changed.Role = roles[at]
				return s.setPerson(ctx, changed, do)
			})}
	pin := Row{ID: "pin", Name: screen.Say("settings.person.pin"), Value: screen.Name("••••"), Explain: screen.Say("settings.person.pin.explain"),
		act: func(ctx context.Context, do *screen.Turn) {
			s.pinOf(p, screen.Say("settings.person.pin.explain"), do.Who())(ctx, do)
		}}
	own := Row{ID: "member", Name: screen.Say("settings.person.member"), Value: screen.Say("settings.person.member.none"),
		Explain: screen.Say("settings.person.member.explain"), act: s.askMember(p)}
	if !p.Member.IsZero() {
		own.Value = screen.Name(s.facts.own[p.ID])
	}
	active := Row{ID: "active", Name: screen.Say("settings.person.active"), Value: screen.Say("action.yes"), Mood: screen.Go,
		Explain: screen.Say("settings.person.active.explain"), Do: true}
	if !p.Active {
		active.Value, active.Mood = screen.Say("action.no"), screen.Look
	}
	active.act = func(ctx context.Context, do *screen.Turn) {
		changed := p
		changed.Active = !p.Active
		do.Refuse(s.setPerson(ctx, changed, do))
	}
	return []Row{name, role, pin, own, active}
}

// askMember asks for a person's own account, by anything a member is found by.
func (s *Screen) askMember(p pos.Person) func(context.Context, *screen.Turn) {
	title := screen.Say("settings.person.member")
	return s.askText(title, screen.Say("settings.person.member.ask"), "", screen.AnyText, func(ctx context.Context, text string, do *screen.Turn) error {
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
		rows := make([]screen.Row, len(found))
		for i, m := range found {
			rows[i] = screen.Row{Head: screen.Name(m.Name), Sub: screen.Name(m.Username)}
		}
		s.askOne(title, screen.Sentence{}, rows, -1, func(ctx context.Context, at int, do *screen.Turn) error {
			p.Member = found[at].ID
			return s.setPerson(ctx, p, do)
		})(ctx, do)
		return nil
	})
}

func (s *Screen) setPerson(ctx context.Context, p pos.Person, do *screen.Turn) error {
	saved, err := s.till.SetPerson(ctx, p, "", do.Who())
	if err == nil {
		s.personSet(ctx, p, saved, do)
	}
	return err
}

// personSet shows what was kept of a person.
func (s *Screen) personSet(ctx context.Context, p, saved pos.Person, do *screen.Turn) {
	if p.ID.IsZero() {
		s.open, s.state.Chosen = "person:"+saved.ID.String(), 0
	}
	switch {
	case saved.ID != do.Person.ID:
	case saved.Active:
		do.SignIn(saved) // what they are from now on
	default:
		do.Go(screen.LockPlace, nil)
	}
	do.Tell(screen.Changed{What: "people"})
	s.saved(ctx, nil, do)
}

// ownAccounts are the names of the accounts that people have as members.
func (s *Screen) ownAccounts(ctx context.Context, people []pos.Person) (map[pos.ID]string, error) {
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
