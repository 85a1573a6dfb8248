package screen

import (
	"context"
	"strings"

	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

func (m *Member) tap(ctx context.Context, what string, do *Turn) bool {
	switch what {
	case "join":
		m.join(Joins, do)
		return true
	case "more":
		m.askMore(do)
		return true
	case "appointments":
		do.Go(AppointmentsPlace, OpenAppointments{Member: m.open})
		return true
	}
	if m.st.Open == nil {
		return false
	}
	switch what {
	case "use":
		do.Go(SalePlace, UseMember{ID: m.open})
	case "issue":
		m.askCard(do)
	case "block":
		m.askBlock(do)
	case "why":
		m.why(ctx, do)
	case "adjust":
		m.askAdjust(Adjustment{}, do)
	case "tier":
		m.askTier(do)
	case "close":
		m.st.Open, m.open = nil, pos.ID{}
	default:
		return false
	}
	return true
}

// join opens the form, with what was typed to find somebody who is not here.
func (m *Member) join(mode JoinMode, do *Turn) {
	with := OpenJoin{Mode: mode}
	if text := strings.TrimSpace(m.st.Entry); m.st.Open == nil && !m.left {
		switch {
		case strings.ContainsRune(text, '@'):
			with.Email = text
		case strings.Trim(text, "0123456789+-()./ ") == "":
			with.Phone = text
		default:
			with.Name = text
		}
	}
	m.st.Entry = ""
	do.Go(JoinPlace, with)
}

// newCard offers to join with a card that is nobody's yet.
func newCard(number string, sale bool) Question {
	return Question{
		Title:   Say("join.card.title", Plain(number)),
		Text:    Say("join.card.ask"),
		Choices: []Choice{Yes("join", "join.card.yes"), No()},
		Then: func(_ context.Context, r Reply, do *Turn) error {
			if r.Do == "join" {
				do.Go(JoinPlace, OpenJoin{Card: number, Sale: sale})
			}
			return nil
		},
	}
}

// askCard issues a card: scanned or typed beside the member.
func (m *Member) askCard(do *Turn) {
	id := m.open
	issue := func(ctx context.Context, number string, do *Turn) error {
		if err := m.till.IssueCard(ctx, id, number, pos.BothCard, do.Who()); err != nil {
			return err
		}
		m.show(ctx, id, do)
		do.Say(Go, "member.card_issued", Plain(number))
		return nil
	}
	do.Ask(ForCard(m.till, Question{
		Title:   Say("member.issue.title"),
		Text:    Say("member.issue.text", m.st.Open.Member.Name),
		Choices: []Choice{Yes("ok", "action.issue"), No()},
	}, issue))
}

// askBlock stops a lost card.
func (m *Member) askBlock(do *Turn) {
	id := m.open
	var cards []pos.Card
	q := Question{
		Title:   Say("member.block.title"),
		Text:    Say("member.block.text"),
		Choices: []Choice{{Do: "ok", Word: Say("action.block"), Mood: Stop}, No()},
	}
	for _, c := range m.st.Open.Cards {
		if c.State == pos.Issued {
			cards = append(cards, c)
			q.Rows = append(q.Rows, Row{Head: Name(c.Number), Sub: Say("card.kind." + string(c.Kind))})
		}
	}
	if len(cards) == 0 {
		do.Say(Look, "member.no_card")
		do.Sound(RefusedSound)
		return
	}
	q.Then = func(ctx context.Context, r Reply, do *Turn) error {
		if r.Do == Cancel || r.Row < 0 {
			return nil
		}
		if err := m.till.BlockCard(ctx, cards[r.Row].Number, do.Who()); err != nil {
			return err
		}
		m.show(ctx, id, do)
		return nil
	}
	do.Ask(q)
}

// askTier moves the member to a tier by hand; it takes a manager.
func (m *Member) askTier(do *Turn) {
	id := m.open
	tiers, err := m.till.Tiers(context.Background())
	if do.Refuse(err) {
		return
	}
	q := Question{
		Title:   Say("member.tier.title"),
		Text:    Say("member.tier.text"),
		Choices: []Choice{Yes("ok", "action.choose"), {Do: "pin", Word: Say("member.pin"), Key: "Ctrl+P"}, No()},
		Then: func(ctx context.Context, r Reply, do *Turn) error {
			if r.Do == Cancel || r.Row < 0 {
				return nil
			}
			pin := r.Do == "pin" // chosen without it, the ladder moves them again
			if err := m.till.PlaceMember(ctx, id, till.Place{Tier: tiers[r.Row].Name, Pin: &pin}, do.Who()); err != nil {
				return err
			}
			m.show(ctx, id, do)
			return nil
		},
	}
	for i, t := range tiers {
		row := Row{Head: TierWord(t.Name), Sub: Say("member.tier.row", Rate(t.RateBp), Rate(t.DiscountBp))}
		if m.st.Open != nil && m.st.Open.Tier.Name == t.Name {
			q.Start, row.Right = i, Say("settings.now")
			if m.st.Open.Pinned {
				row.Right = Say("member.pinned")
			}
		}
		q.Rows = append(q.Rows, row)
	}
	do.Ask(q)
}
