package screen

import (
	"context"
	"path/filepath"
	"strings"

	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// PictureEndings are of the files that are shown; any other can be typed.
var PictureEndings = []string{".jpg", ".jpeg", ".png"}

// askPhoto takes a picture from a file.
func (m *Member) askPhoto(do *Turn) {
	c := m.st.Open
	a := PathAsk{
		Title: Say("member.photo.title", c.Member.Name), Text: Say("member.photo.text"), Label: Say("member.photo.file"),
		Take: "member.photo.take", Endings: PictureEndings,
		Then: func(ctx context.Context, path, choice string, do *Turn) (err error) {
			var jpeg []byte
			if choice == "ok" {
				if jpeg, err = m.files.Photo(path); err != nil {
					return err
				}
			}
			if err := m.till.SetPhoto(ctx, c.Member.ID, jpeg, do.Who()); err != nil {
				return err
			}
			m.show(ctx, c.Member.ID, do)
			return nil
		},
	}
	if len(c.Photo) > 0 {
		a.More = []Choice{{Do: "remove", Word: Say("member.photo.remove")}}
	}
	AskPath(m.files, m.files.Home(), a, do)
}

// askExport writes all that is known of a person to a file for them.
func (m *Member) askExport(do *Turn) {
	c := m.st.Open
	place := m.files.Place(c.Member)
	AskPath(m.files, filepath.Dir(place), PathAsk{
		Title: Say("member.export.title", c.Member.Name), Text: Say("member.export.text"), Label: Say("member.export.file"),
		Take: "member.export.do", Name: filepath.Base(place),
		Then: func(ctx context.Context, path, _ string, do *Turn) error {
			language := firstOf(c.Member.Language, do.Language)
			return m.allowed(ctx, Say("member.more.export"), do, func(ctx context.Context, who till.Who, do *Turn) error {
				p, err := m.till.ExportMember(ctx, c.Member.ID, who)
				if err == nil {
					err = m.files.Save(path, p, language)
				}
				if err == nil {
					do.Say(Go, "member.exported", Plain(path))
				}
				return err
			})
		},
	}, do)
}

// askErase forgets a person; there is no way back, and so it is asked twice.
func (m *Member) askErase(do *Turn) {
	c := m.st.Open
	erase := func(_ context.Context, who till.Who, do *Turn) error {
		// What is not allowed is said in the question, before anything is begun.
		if !who.Person.Role.May(pos.Manager) && who.Approved == nil {
			return pos.Refuse(pos.NotAllowed, string(pos.Manager))
		}
		m.erase(c.Member, who, do)
		return nil
	}
	do.Ask(Question{
		Title: Say("member.erase.title", c.Member.Name), Text: Say("member.erase.text"),
		Field:   &Field{Label: Say("member.erase.field", Plain(c.Member.Username))},
		Choices: []Choice{{Do: "ok", Word: Say("member.erase.do"), Mood: Stop}, No()},
		Then: func(ctx context.Context, r Reply, do *Turn) error {
			if r.Do == Cancel {
				return nil
			}
			if !strings.EqualFold(strings.TrimSpace(r.Text), c.Member.Username) {
				return pos.Refuse("erase_not_typed", c.Member.Username)
			}
			return m.allowed(ctx, Say("member.more.erase"), do, erase)
		},
	})
}

// memberErased is what came of erasing a person.
type memberErased struct {
	id  pos.ID
	err error
}

// erase forgets a person beside the window: the log is emptied of them when nobody
// reads it, and that may take seconds.
func (m *Member) erase(p pos.Member, who till.Who, do *Turn) {
	m.st.Open, m.open, m.st.Entry = nil, pos.ID{}, ""
	m.st.Erasing++
	do.Say(Calm, "member.erasing", p.Name)
	do.Run(func(ctx context.Context) Event {
		return memberErased{p.ID, m.till.EraseMember(ctx, p.ID, who)}
	})
}

func (m *Member) erased(ctx context.Context, e memberErased, do *Turn) {
	m.st.Erasing--
	if pos.TroubleOf(e.err) == pos.DatabaseBusy { // they are erased; the last copy in the log goes when nobody reads
		e.err = nil
	}
	if m.open == e.id && e.err == nil { // somebody looked at them meanwhile
		m.st.Open, m.open = nil, pos.ID{}
	}
	if !do.Refuse(e.err) && m.search(ctx, do) {
		do.Sound(GoodSound)
		do.Say(Go, "member.erased.done")
	}
}

// askOrganisations lists the corporate clients; the first line makes one.
func (m *Member) askOrganisations(do *Turn) {
	ctx := context.Background()
	list, err := m.till.Organisations(ctx)
	if do.Refuse(err) {
		return
	}
	q := Question{
		Title: Say("organisation.title"), Choices: []Choice{Yes("ok", "action.choose"), No()}, Start: min(1, len(list)),
		Rows: []Row{{Head: Say("organisation.new")}},
		Then: func(_ context.Context, r Reply, do *Turn) error {
			switch {
			case r.Do == Cancel || r.Row < 0:
			case r.Row == 0:
				m.askOrganisationName(pos.Organisation{Pooled: true, Active: true}, do)
			default:
				m.askOrganisation(list[r.Row-1], do)
			}
			return nil
		},
	}
	for _, o := range list {
		sub := Say("organisation.own", Plain(o.Number))
		if o.Pooled {
			points, err := m.till.Pool(ctx, o.ID)
			if do.Refuse(err) {
				return
			}
			sub = Say("organisation.pool", Plain(o.Number), Points(points))
		}
		q.Rows = append(q.Rows, Row{Head: Name(o.Name), Sub: sub})
	}
	do.Ask(q)
}

// mostEmployees is as many as are listed.
const mostEmployees = 200

// askOrganisation shows an organisation with its employees; a line opens the
// member.
func (m *Member) askOrganisation(o pos.Organisation, do *Turn) {
	list, err := m.till.Employees(context.Background(), o.ID, mostEmployees)
	if do.Refuse(err) {
		return
	}
	pool := "organisation.make_pool"
	if o.Pooled {
		pool = "organisation.end_pool"
	}
	text := Say("organisation.employees", int64(len(list)))
	if len(list) == 0 {
		text = Say("organisation.empty")
	}
	q := Question{
		Title: Name(o.Name), Text: text,
		Rows:    []Row{{Head: Say("organisation.rename")}, {Head: Say(pool)}},
		Choices: []Choice{Yes("ok", "action.choose"), No()},
		Then: func(ctx context.Context, r Reply, do *Turn) error {
			switch {
			case r.Do == Cancel || r.Row < 0:
			case r.Row == 0:
				m.askOrganisationName(o, do)
			case r.Row == 1:
				o.Pooled = !o.Pooled
				return m.setOrganisation(ctx, o, do)
			default:
				do.Go(MemberPlace, OpenMember{ID: list[r.Row-2].ID})
			}
			return nil
		},
	}
	for _, x := range list {
		q.Rows = append(q.Rows, Row{Head: Name(x.Name), Sub: Name(firstOf(x.Phone, x.Email, x.Username))})
	}
	do.Ask(q)
}

func (m *Member) askOrganisationName(o pos.Organisation, do *Turn) {
	ask := func(key, text string, do *Turn, then func(ctx context.Context, text string, do *Turn) error) {
		do.Ask(Question{
			Title: Say("organisation.title"), Field: &Field{Label: Say("organisation." + key), Text: text},
			Choices: []Choice{Yes("ok", "action.next"), No()},
			Then: func(ctx context.Context, r Reply, do *Turn) error {
				if r.Do == Cancel {
					return nil
				}
				return then(ctx, r.Text, do)
			},
		})
	}
	ask("name", o.Name, do, func(_ context.Context, name string, do *Turn) error {
		if _, err := pos.CleanName(name); err != nil {
			return err
		}
		o.Name = name
		ask("number", o.Number, do, func(ctx context.Context, number string, do *Turn) error {
			o.Number = number
			return m.setOrganisation(ctx, o, do)
		})
		return nil
	})
}

func (m *Member) setOrganisation(ctx context.Context, o pos.Organisation, do *Turn) error {
	return m.allowed(ctx, Say("member.more.organisations"), do, func(ctx context.Context, who till.Who, do *Turn) error {
		set, err := m.till.SetOrganisation(ctx, o, who)
		if err == nil {
			do.Say(Go, "organisation.saved", set.Name)
		}
		return err
	})
}
