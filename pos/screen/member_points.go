package screen

import (
	"context"
	"strconv"
	"strings"

	"bonuskasse/pos"
	"bonuskasse/pos/ledger"
	"bonuskasse/pos/till"
)

// Adjustment is what the form of a correction begins with: the points, plus or
// minus, and the description that the member sees.
type Adjustment struct {
	Points int64
	Note   string
}

// Rows is how many rows the open tab has that can be chosen.
func (s MemberState) Rows() int {
	switch {
	case s.Open == nil:
		return 0
	case s.Tab == HistoryTab:
		return len(s.Open.History)
	case s.Tab == LotsTab:
		return len(s.Open.Lots) + len(s.Open.Pending)
	case s.Tab == CardsTab:
		return len(s.Open.Cards)
	}
	return 0
}

// walk chooses in the list of members while one is looked for, and in the open
// one's rows after that.
func (m *Member) walk(by int) {
	if m.st.Open == nil || m.st.Entry != "" {
		m.st.Chosen = min(max(m.st.Chosen+by, 0), max(len(m.st.Hits)-1, 0))
		return
	}
	if n := m.st.Rows(); n > 0 {
		m.st.Row = min(max(m.st.Row+by, 0), n-1)
	}
}

func (m *Member) tab(to MemberTab) { m.st.Tab, m.st.Row = to, -1 }

func (m *Member) tapped(ctx context.Context, e Tap, do *Turn) bool {
	switch e.Do {
	case "tab":
		m.tab(MemberTab(min(max(e.At, 0), int(memberTabs)-1)))
	case "row":
		m.st.Row = min(max(e.At, -1), m.st.Rows()-1)
	default:
		return m.tap(ctx, e.Do, do)
	}
	return true
}

// why says where the chosen row comes from, a lot's or a purchase's; else what
// makes the balance of the open member.
func (m *Member) why(ctx context.Context, do *Turn) {
	c, row := m.st.Open, m.st.Row
	var w till.Why
	var err error
	switch {
	case m.st.Tab == LotsTab && row >= 0 && row < len(c.Lots):
		w, err = m.till.ExplainLot(ctx, till.LotID{Username: c.Member.Username, Ref: c.Lots[row].ID, Part: c.Lots[row].Part})
	case m.st.Tab == HistoryTab && row >= 0 && c.History[row].Receipt != "":
		w, err = m.till.ExplainSale(ctx, c.History[row].Receipt)
	default:
		w, err = m.till.ExplainMember(ctx, m.open)
	}
	if !do.Refuse(err) {
		TellWhy(m.till, w, do)
	}
}

// askAdjust asks how many points are given or taken by hand, and then why.
func (m *Member) askAdjust(a Adjustment, do *Turn) {
	c, text := m.st.Open, ""
	if a.Points != 0 {
		text = strconv.FormatInt(a.Points, 10)
	}
	do.Ask(Question{
		Title: Say("member.adjust.title", c.Member.Name), Text: Say("member.adjust.text", Points(c.Points)),
		Field:   &Field{Label: Say("member.adjust.points"), Text: text, Hint: Say("member.adjust.hint")},
		Choices: []Choice{Yes("ok", "action.next"), No()},
		Then: func(ctx context.Context, r Reply, do *Turn) error {
			if r.Do == Cancel {
				return nil
			}
			n, ok := readSigned(r.Text)
			if !ok || n == 0 {
				return pos.Refuse("adjust_points")
			}
			return m.askAdjustWhy(ctx, n, a.Note, do)
		},
	})
}

// askAdjustWhy asks for the description and puts the points right: at once by a
// manager, or with one; a clerk's wait where the programme lets them.
func (m *Member) askAdjustWhy(ctx context.Context, n int64, note string, do *Turn) error {
	p, err := m.till.Program(ctx)
	if err != nil {
		return err
	}
	c := m.st.Open
	title, after := Say("member.adjust.give", Points(n), Worth(p, n)), Say("member.adjust.after", c.Member.Name, Points(c.Points+n))
	if n < 0 {
		title = Say("member.adjust.take", Points(-n), Worth(p, -n))
		if c.Points+n < 0 {
			after = Say("member.adjust.below", c.Member.Name, Points(c.Points+n))
		}
	}
	do.Ask(Question{
		Title: title, Text: after,
		Field:   &Field{Label: Say("member.adjust.note"), Text: note, Hint: Say("member.adjust.note.hint")},
		Choices: []Choice{{Do: "ok", Word: Say("member.adjust.do"), Mood: Go}, No()},
		Then: func(ctx context.Context, r Reply, do *Turn) error {
			if r.Do == Cancel {
				return nil
			}
			who := do.Who()
			who.Reason = strings.TrimSpace(r.Text)
			return WithManager(ctx, m.till, do, who, Say("manager.why", title, after), func(ctx context.Context, who till.Who, do *Turn) error {
				done, err := m.till.Adjust(ctx, c.Member.ID, n, who)
				switch {
				case err != nil:
					return err
				case done.Waits != nil:
					m.done(ctx, c.Member.ID, do, "member.adjust.waits", Points(n))
				default:
					m.done(ctx, c.Member.ID, do, "member.adjusted", Points(done.Account.Balance(ledger.Millis(do.Now.UnixMilli()))))
				}
				return nil
			})
		},
	})
	return nil
}

// readSigned reads a whole number with its sign, as people type it.
func readSigned(text string) (int64, bool) {
	text = strings.NewReplacer("\u2212", "-", "\u2013", "-").Replace(strings.TrimSpace(text))
	rest, minus := strings.CutPrefix(text, "-")
	n, ok := ReadScaled(strings.TrimPrefix(rest, "+"), 0)
	if minus {
		n = -n
	}
	return n, ok
}
