package screen

import (
	"context"
	"slices"
	"strings"
	"unicode"

	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

func (j *Join) key(ctx context.Context, k KeyName, do *Turn) bool {
	switch k {
	case KeyEnter:
		if j.st.At == len(j.st.Rows)-1 {
			j.save(ctx, do)
			return true
		}
		j.walk(1)
	case KeyTab:
		j.walk(1)
	case KeyUp, KeyBackTab:
		j.walk(-1)
	case KeyDown:
		j.walk(1)
	case KeyLeft, KeyRight:
		return j.choose(ctx, k == KeyRight, do)
	case KeyEscape:
		j.leave(do)
	default:
		return j.tap(ctx, Tap{Do: KeyFor(JoinKeys, k)}, do)
	}
	return true
}

// leave gives the form up; a walk to another screen does not.
func (j *Join) leave(do *Turn) {
	j.text, j.typed = map[JoinField]string{}, j.typed+1
	do.Go(MemberPlace, nil)
}

func (j *Join) walk(by int) { j.st.At = min(max(j.st.At+by, 0), len(j.st.Rows)-1) }

func (j *Join) tap(ctx context.Context, e Tap, do *Turn) bool {
	switch e.Do {
	case "save":
		j.save(ctx, do)
	case "same":
		j.askSame(do)
	case "choose":
		j.choose(ctx, true, do)
	case "back":
		j.leave(do)
	default:
		return false
	}
	return true
}

// rune is a character on a choice: the space goes on, y and n answer, a letter
// goes to the next that begins with it.
func (j *Join) rune(ctx context.Context, r rune, do *Turn) bool {
	row := j.st.Active()
	if !row.Choice {
		return false
	}
	r = unicode.ToLower(r)
	switch {
	case r == ' ':
		j.choose(ctx, true, do)
	case row.Field == JoinConsent:
		switch r {
		case 'y', 'j', 'o':
			j.consent, j.said = true, true
		case 'n':
			j.consent, j.said = false, true
		}
	case row.Field == JoinOrganisation:
		for i := 1; i <= len(j.offices); i++ {
			at := (j.office + i) % len(j.offices)
			if name := pos.SearchWord(j.offices[at].Name); name != "" && []rune(name)[0] == []rune(pos.SearchWord(string(r)) + " ")[0] {
				j.office = at
				break
			}
		}
	}
	j.rows()
	return true
}

// choose walks in what a row can be.
func (j *Join) choose(ctx context.Context, on bool, do *Turn) bool {
	step := func(at, n int) int {
		if on {
			return (at + 1) % n
		}
		return (at + n - 1) % n
	}
	switch row := j.st.Active(); {
	case row.Field == JoinConsent:
		j.consent, j.said = !j.consent, true
	case row.Field == JoinLanguage:
		all := []string{"da", "en", "fr"}
		j.lang = all[step(max(0, slices.Index(all, firstOf(j.lang, j.own))), len(all))]
		j.readConsent(ctx, do)
	case row.Field == JoinOrganisation:
		j.office = step(j.office, len(j.offices))
	case row.Field == JoinUsername && row.Value == "" && len(j.st.Usernames) > 1:
		u := j.st.Usernames
		if on {
			j.st.Usernames = append(u[1:], u[0])
		} else {
			j.st.Usernames = append(u[len(u)-1:], u[:len(u)-1]...)
		}
		j.picked = j.st.Usernames[0]
	default:
		return row.Choice
	}
	j.rows()
	return true
}

// save does what the form is for. A member who has the same phone or e-mail is
// asked about first: two accounts of one person split the bonus.
func (j *Join) save(ctx context.Context, do *Turn) {
	if len(j.offices) == 0 || j.st.Busy {
		return
	}
	if j.st.Mode != Changes {
		j.look(ctx, do)
		for _, d := range j.st.Duplicates {
			if d.Why != till.NearName {
				j.askTwice(d, do)
				return
			}
		}
	}
	do.Refuse(j.do(ctx, do))
}

func (j *Join) do(ctx context.Context, do *Turn) error {
	in := j.in()
	if in.Username == "" && len(j.st.Usernames) > 0 && j.invited.IsZero() { // who was invited has one
		in.Username = j.st.Usernames[0]
	}
	var m pos.Member
	var err error
	switch j.st.Mode {
	case Invites:
		m, err = j.till.InviteMember(ctx, in, do.Who())
	case Changes:
		m, err = j.till.ChangeMember(ctx, j.with.Member, j.change(in), do.Who())
	default:
		if in.Phone == "" && in.Email == "" && in.Card == "" {
			return pos.Refuse("join_needs_reach")
		}
		m, err = j.till.AddMember(ctx, in, do.Who())
	}
	if err != nil {
		j.fault(err)
		return err
	}
	j.text, j.typed = map[JoinField]string{}, j.typed+1
	if j.with.Sale && j.st.Mode == Joins {
		do.Go(SalePlace, UseMember{ID: m.ID})
		return nil
	}
	do.Go(MemberPlace, OpenMember{ID: m.ID, Say: map[JoinMode]string{Joins: "join.done", Invites: "join.invited", Changes: "join.changed"}[j.st.Mode]})
	return nil
}

func (j *Join) change(in till.NewMember) till.MemberChange {
	notes := j.text[JoinNotes]
	c := till.MemberChange{
		Username: &in.Username, Name: &in.Name, Phone: &in.Phone, Email: &in.Email, Language: &in.Language, Birthday: &in.Birthday,
		Notes: &notes, Organisation: &in.Organisation,
	}
	if j.said {
		c.Consent = &in.Consent
	}
	return c
}

// fault goes to the row that was refused.
func (j *Join) fault(err error) {
	if pos.CodeOf(err) == pos.PaymentCard { // no figure of it stays in sight
		for f, text := range j.text {
			if strings.ContainsAny(text, "0123456789") {
				j.text[f] = ""
			}
		}
		j.rows()
		return
	}
	field := map[pos.Code]JoinField{
		pos.BadName: JoinName, pos.BadPhone: JoinPhone, pos.BadEmail: JoinEmail, pos.BadBirthday: JoinBirthday,
		pos.BadUsername: JoinUsername, pos.UsernameTaken: JoinUsername, pos.BadCardNumber: JoinCard, pos.CardTaken: JoinCard,
	}[pos.CodeOf(err)]
	for i, row := range j.st.Rows {
		if row.Field == field {
			j.st.At = i
		}
	}
}

// askTwice: the same phone or e-mail is somebody's already.
func (j *Join) askTwice(d till.Duplicate, do *Turn) {
	choices := []Choice{Yes("open", "join.twice.open"), {Do: "both", Word: Say("join.twice.both")}, No()}
	if d.Member.Status == pos.Invited && j.st.Mode == Joins {
		choices = []Choice{Yes("invited", "join.twice.invited"), {Do: "both", Word: Say("join.twice.both")}, No()}
	}
	do.Ask(Question{
		Title: Say("join.twice.title"), Text: Say("join.twice."+string(d.Why), d.Member.Name, d.Member.Username), Choices: choices,
		Then: func(ctx context.Context, r Reply, do *Turn) error {
			switch r.Do {
			case "open":
				do.Go(MemberPlace, OpenMember{ID: d.Member.ID})
			case "invited":
				j.invited, j.st.Invited = d.Member.ID, d.Member.Name
				return j.do(ctx, do)
			case "both":
				return j.do(ctx, do)
			}
			return nil
		},
	})
}

// askSame goes to one of those whom the form may be about.
func (j *Join) askSame(do *Turn) {
	list := j.st.Duplicates
	if len(list) == 0 {
		do.Say(Calm, "join.nobody_like")
		return
	}
	q := Question{
		Title: Say("join.same.title"), Choices: []Choice{Yes("open", "action.choose"), No()},
		Then: func(_ context.Context, r Reply, do *Turn) error {
			if r.Do == Cancel || r.Row < 0 {
				return nil
			}
			m := list[r.Row].Member
			if m.Status == pos.Invited && j.st.Mode == Joins {
				j.invited, j.st.Invited = m.ID, m.Name
				do.Say(Go, "join.is_invited", m.Name)
				return nil
			}
			do.Go(MemberPlace, OpenMember{ID: m.ID})
			return nil
		},
	}
	for _, d := range list {
		q.Rows = append(q.Rows, Row{Head: Name(d.Member.Name), Sub: Say("join.like."+string(d.Why), firstOf(d.Member.Phone, d.Member.Email, d.Member.Username))})
	}
	do.Ask(q)
}
