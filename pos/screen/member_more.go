package screen

import (
	"context"

	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// action is a line of what can be done with a member.
type action struct {
	word string
	do   func(do *Turn)
	off  Sentence
}

// askMore lists what is done too seldom for a key of its own; each line has its
// figure.
func (m *Member) askMore(do *Turn) {
	var all []action
	if c := m.st.Open; c != nil {
		lost := Sentence{}
		if _, rows := issued(c.Cards); len(rows) == 0 {
			lost = Say("member.no_card")
		}
		block := "member.more.block"
		if c.Member.Status == pos.Blocked {
			block = "member.more.unblock"
		}
		all = []action{
			{word: "member.issue.title", do: m.askCard},
			{word: "member.tier.title", do: m.askTier},
			{word: "member.more.change", do: func(do *Turn) { do.Go(JoinPlace, OpenJoin{Mode: Changes, Member: c.Member.ID}) }},
			{word: "member.more.photo", do: m.askPhoto},
			{word: "member.more.replace", do: m.askReplace, off: lost},
			{word: "member.more.mend", do: m.askMend, off: lost},
			{word: block, do: m.askBlockMember},
			{word: "member.more.merge", do: m.askMerge},
			{word: "member.more.export", do: m.askExport},
			{word: "member.more.erase", do: m.askErase},
			{word: "member.block.title", do: m.askBlock, off: lost},
		}
	} else {
		all = []action{
			{word: "member.more.join", do: func(do *Turn) { m.join(Joins, do) }},
			{word: "member.more.invite", do: func(do *Turn) { m.join(Invites, do) }},
			{word: "member.more.organisations", do: m.askOrganisations},
		}
	}
	q := Question{
		Title: Say("member.more.title"), Choices: []Choice{Yes("ok", "action.choose"), No()},
		Then: func(_ context.Context, r Reply, do *Turn) error {
			if r.Do != Cancel && r.Row >= 0 {
				all[r.Row].do(do)
			}
			return nil
		},
	}
	for _, a := range all {
		q.Rows = append(q.Rows, Row{Head: Say(a.word), Off: a.off})
	}
	do.Ask(q)
}

// allowed does a verb, and asks a manager where the person may not do it alone.
func (m *Member) allowed(ctx context.Context, what Sentence, do *Turn, verb func(ctx context.Context, who till.Who, do *Turn) error) error {
	err := verb(ctx, do.Who(), do)
	if pos.CodeOf(err) != pos.NotAllowed {
		return err
	}
	by := do.Person
	AskManager(ctx, m.till, do, what, func(ctx context.Context, boss pos.Person, do *Turn) {
		do.Refuse(verb(ctx, till.Who{Person: by, Approved: &boss}, do))
	})
	return nil
}

// done shows the member again and says what happened.
func (m *Member) done(ctx context.Context, id pos.ID, do *Turn, key string, args ...any) {
	m.show(ctx, id, do)
	do.Say(Go, key, args...)
}

func issued(cards []pos.Card) (list []pos.Card, rows []Row) {
	for _, c := range cards {
		if c.State == pos.Issued {
			list = append(list, c)
			rows = append(rows, Row{Head: Name(c.Number), Sub: Say("card.kind." + string(c.Kind))})
		}
	}
	return list, rows
}

// askWhich asks which of the member's cards is meant; of one it asks nothing.
func (m *Member) askWhich(title string, do *Turn, then func(card pos.Card, do *Turn)) {
	cards, rows := issued(m.st.Open.Cards)
	if len(cards) == 1 {
		then(cards[0], do)
		return
	}
	do.Ask(Question{
		Title: Say(title), Rows: rows, Choices: []Choice{Yes("ok", "action.choose"), No()},
		Then: func(_ context.Context, r Reply, do *Turn) error {
			if r.Do != Cancel && r.Row >= 0 {
				then(cards[r.Row], do)
			}
			return nil
		},
	})
}

// askReplace gives another card for one that is lost.
func (m *Member) askReplace(do *Turn) {
	id := m.open
	m.askWhich("member.replace.which", do, func(card pos.Card, do *Turn) {
		replace := func(ctx context.Context, number string, do *Turn) error {
			fresh, err := m.till.ReplaceCard(ctx, card.Number, number, do.Who())
			if err == nil {
				m.done(ctx, id, do, "member.replaced", Plain(card.Number), Plain(fresh.Number))
			}
			return err
		}
		do.Ask(ForCard(m.till, Question{
			Title: Say("member.more.replace"), Text: Say("member.replace_card.text", Plain(card.Number)),
			Choices: []Choice{Yes("ok", "action.replace_card"), No()},
		}, replace))
	})
}

// askWhom asks for another member, by anything that finds one; then is called
// with the one that was meant.
func (m *Member) askWhom(title, text Sentence, do *Turn, then func(ctx context.Context, other pos.Member, do *Turn) error) {
	do.Ask(Question{
		Title: title, Text: text,
		Field:   &Field{Label: Say("member.find.hint")},
		Choices: []Choice{Yes("ok", "action.find"), No()},
		Scan: func(ctx context.Context, e Scanned, do *Turn) error {
			_, s, err := m.till.MemberByCard(ctx, e.Scan.Value+e.Scan.Text)
			if err != nil {
				return err
			}
			return then(ctx, s.Member, do)
		},
		Then: func(ctx context.Context, r Reply, do *Turn) error {
			if r.Do == Cancel {
				return nil
			}
			list, err := m.till.FindMembers(ctx, r.Text, MostMembers)
			switch {
			case err != nil:
				return err
			case len(list) == 0:
				return pos.Refuse(pos.UnknownMember, Short(r.Text))
			case len(list) == 1:
				return then(ctx, list[0], do)
			}
			do.Ask(WhichMember(title, list, then))
			return nil
		},
	})
}

// askMend gives a card that was issued to the wrong member to the right one. The
// reason is one of a list: a journal must not say a name.
func (m *Member) askMend(do *Turn) {
	from := m.st.Open.Member
	m.askWhich("member.mend.which", do, func(card pos.Card, do *Turn) {
		m.askWhom(Say("member.more.mend"), Say("member.mend.text", Plain(card.Number)), do, func(_ context.Context, to pos.Member, do *Turn) error {
			reasons := []string{"wrong_member", "wrong_card", "other"}
			q := Question{
				Title: Say("member.mend.title", Plain(card.Number), to.Name), Text: Say("member.mend.bonus", from.Name),
				Choices: []Choice{Yes("ok", "member.mend.do"), No()},
				Then: func(ctx context.Context, r Reply, do *Turn) error {
					if r.Do == Cancel || r.Row < 0 {
						return nil
					}
					return m.allowed(ctx, Say("member.more.mend"), do, func(ctx context.Context, who till.Who, do *Turn) error {
						who.Reason = reasons[r.Row]
						err := m.till.MoveCard(ctx, card.Number, to.ID, who)
						if err == nil {
							m.done(ctx, to.ID, do, "member.mended", Plain(card.Number), to.Name)
						}
						return err
					})
				},
			}
			for _, r := range reasons {
				q.Rows = append(q.Rows, Row{Head: Say("member.mend.reason." + r)})
			}
			do.Ask(q)
			return nil
		})
	})
}

// askBlockMember stops a member, or lets them in again.
func (m *Member) askBlockMember(do *Turn) {
	c := m.st.Open
	block, word := c.Member.Status != pos.Blocked, "block"
	if !block {
		word = "unblock"
	}
	do.Ask(Question{
		Title: Say("member."+word+".ask", c.Member.Name), Text: Say("member." + word + ".what"),
		Choices: []Choice{{Do: "ok", Word: Say("member.more." + word), Mood: map[bool]Mood{true: Stop, false: Go}[block]}, No()},
		Then: func(ctx context.Context, r Reply, do *Turn) error {
			if r.Do == Cancel {
				return nil
			}
			return m.allowed(ctx, Say("member.more."+word), do, func(ctx context.Context, who till.Who, do *Turn) error {
				err := m.till.BlockMember(ctx, c.Member.ID, block, who)
				if err == nil {
					m.done(ctx, c.Member.ID, do, "member."+word+".done", c.Member.Name)
				}
				return err
			})
		},
	})
}

// askMerge makes another member an alias of this one.
func (m *Member) askMerge(do *Turn) {
	keep := m.st.Open.Member
	m.askWhom(Say("member.more.merge"), Say("member.merge.text", keep.Name), do, func(_ context.Context, alias pos.Member, do *Turn) error {
		if alias.ID == keep.ID {
			return pos.Refuse(pos.SameMember, keep.Name)
		}
		do.Ask(Question{
			Title: Say("member.merge.question", keep.Name, alias.Name), Text: Say("member.merge.what", keep.Name, alias.Name, keep.Username),
			Choices: []Choice{{Do: "ok", Word: Say("action.merge"), Mood: Stop}, No()},
			Then: func(ctx context.Context, r Reply, do *Turn) error {
				if r.Do == Cancel {
					return nil
				}
				return m.allowed(ctx, Say("member.more.merge"), do, func(ctx context.Context, who till.Who, do *Turn) error {
					_, err := m.till.MergeMembers(ctx, keep.ID, alias.ID, who)
					if err == nil {
						m.unlist(alias.ID)
						m.done(ctx, keep.ID, do, "member.merged.done", alias.Name, keep.Name)
					}
					return err
				})
			},
		})
		return nil
	})
}
