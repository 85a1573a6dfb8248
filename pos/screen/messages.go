package screen

import (
	"context"
	"strings"

	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// MessagesPlace is what waits to be sent to members, and what became of it; a
// manager comes here from Reports.
const MessagesPlace Place = "messages"

// MessagesTill is what Messages needs of the till.
type MessagesTill interface {
	MessageList(ctx context.Context, state pos.MessageState, kind pos.MessageKind, who till.Who) ([]till.MessageShown, error)
	WithdrawMessage(ctx context.Context, id pos.ID, who till.Who) error
}

// MessagesKeys are the keys of the outbox.
var MessagesKeys = []KeyUse{
	{Key: KeyUp, Also: KeyDown, Do: "walk", Word: "help.messages.walk"},
	{Key: KeyRight, Also: KeyLeft, Do: "state", Word: "help.messages.state"},
	{Key: "K", Do: "kind", Word: "help.messages.kind"},
	{Key: KeyDelete, Do: "withdraw", Word: "help.messages.withdraw"},
	{Key: KeyEnter, Also: "T", Do: "templates", Word: "help.messages.templates"},
	{Key: "Ctrl+M", Do: "member", Word: "help.messages.member"},
	{Key: KeyEscape, Do: "close", Word: "help.messages.close"},
}

// messageStates are the lists, those that wait first; "" is all.
var messageStates = []pos.MessageState{
	pos.MessageWaiting, pos.MessageSent, pos.MessageFailed, pos.MessageDropped, pos.MessageWithdrawn, "",
}

// messageKinds are what a list may be narrowed to; "" is all.
var messageKinds = append([]pos.MessageKind{""}, pos.MessageKinds...)

// Messages is the presenter of the outbox.
type Messages struct {
	Browsing
	till  MessagesTill
	state pos.MessageState
	kind  pos.MessageKind
	list  []till.MessageShown
}

// NewMessages makes it.
func NewMessages(t MessagesTill) *Messages {
	m := &Messages{till: t, state: pos.MessageWaiting}
	m.Empty()
	return m
}

// State is a BrowseState.
func (m *Messages) State() any { return m.List }

// Keys is what Help shows.
func (m *Messages) Keys() []KeyUse { return MessagesKeys }

type messagesLoaded struct {
	list []till.MessageShown
	err  error
}

// Handle is part of Screen.
func (m *Messages) Handle(_ context.Context, e Event, do *Turn) bool {
	if m.Walked(e) {
		m.off()
		return true
	}
	if what, ok := Asked(e, MessagesKeys); ok {
		return m.act(what, do)
	}
	switch e := e.(type) {
	case Entered:
		if e.From == ReportsPlace {
			m.state, m.kind = pos.MessageWaiting, ""
		}
		m.load(do)
	case SignedIn:
		m.list = nil
		m.Empty()
	case messagesLoaded:
		m.loaded(e, do)
	case Picked: // the one that is chosen, again: it is all there beside it
	default:
		return false
	}
	return true
}

func (m *Messages) act(what string, do *Turn) bool {
	switch what {
	case "state":
		m.turn(1, do)
	case Earlier:
		m.turn(-1, do)
	case "kind":
		m.kind, m.List.Chosen = NextOf(messageKinds, m.kind, 1), -1
		m.load(do)
	case "withdraw":
		m.askWithdraw(do)
	case "templates":
		do.Go(TemplatesPlace, nil)
	case "member":
		if at := m.List.Chosen; at >= 0 && m.list[at].To.Status != pos.Erased {
			do.Go(MemberPlace, OpenMember{ID: m.list[at].To.ID})
		}
	case "close":
		do.Go(ReportsPlace, nil)
	default:
		return false
	}
	return true
}

func (m *Messages) turn(by int, do *Turn) {
	m.state, m.List.Chosen = NextOf(messageStates, m.state, by), -1
	m.load(do)
}

// or is a word for "all" where nothing is chosen.
func or[S ~string](s S, all string) string {
	if s == "" {
		return all
	}
	return string(s)
}

func (m *Messages) load(do *Turn) {
	who, state, kind := do.Who(), m.state, m.kind
	m.List.Loading = true
	m.List.Filters = []Sentence{Say("messages.filter." + or(state, "all")), Say("messages.all_kinds")}
	if kind != "" {
		m.List.Filters[1] = Say("paper.message." + string(kind))
	}
	do.Run(func(ctx context.Context) Event {
		list, err := m.till.MessageList(ctx, state, kind, who)
		return messagesLoaded{list, err}
	})
}

func (m *Messages) loaded(e messagesLoaded, do *Turn) {
	m.list = e.list
	var rows []BrowseRow
	for _, x := range e.list {
		rows = append(rows, messageRow(x))
	}
	m.Fill(rows)
	m.List.Sum = Sentence{}
	if n := int64(len(rows)); n > 0 {
		m.List.Sum = Say("messages.count", n)
	}
	if do.Refuse(e.err) {
		m.Empty()
	}
	m.off()
}

func (m *Messages) off() {
	m.List.Off = nil
	at := m.List.Chosen
	if at < 0 || m.list[at].State != pos.MessageWaiting {
		m.List.Off = append(m.List.Off, "withdraw")
	}
	if at < 0 || m.list[at].To.Status == pos.Erased {
		m.List.Off = append(m.List.Off, "member")
	}
}

// messageMoods are what states mean; they are said in words too.
var messageMoods = map[pos.MessageState]Mood{pos.MessageWaiting: Look, pos.MessageSent: Go, pos.MessageFailed: Stop}

func messageRow(x till.MessageShown) BrowseRow {
	to, way := Name(x.To.Name), x.To.Email
	if x.Channel == "phone" {
		way = x.To.Phone
	}
	if x.To.Status == pos.Erased {
		to, way = Say("approvals.erased"), ""
	}
	kind, state := Say("paper.message."+string(x.Kind)), Say("messages.state."+string(x.State))
	row := BrowseRow{
		Head: to,
		Cells: []BrowseCell{
			{Text: to, Second: Name(x.Subject), Strong: true},
			{Text: kind, Second: Name(way)},
			{Text: state, Second: Say("value", x.At), Mood: messageMoods[x.State]},
		},
		Facts: []Figure{
			{Say("messages.fact.kind"), kind},
			{Say("messages.fact.way"), Name(way)},
			{Say("messages.fact.since"), Say("value", Moment(x.At))},
			{Say("messages.fact.state"), state},
		},
	}
	if x.Subject != "" {
		row.Text = append([]Sentence{Name(x.Subject)}, linesOf(x.Text)...)
	}
	return row
}

// linesOf are the paragraphs of a text.
func linesOf(text string) (list []Sentence) {
	for _, line := range strings.Split(text, "\n") {
		if strings.TrimSpace(line) != "" {
			list = append(list, Name(line))
		}
	}
	return list
}

func (m *Messages) askWithdraw(do *Turn) {
	at := m.List.Chosen
	if at < 0 {
		return
	}
	x := m.list[at]
	if x.State != pos.MessageWaiting {
		do.Refuse(pos.Refuse(pos.MessageNotWaiting))
		return
	}
	do.Ask(Question{
		Title: Say("messages.withdraw.title"), Text: Say("messages.withdraw.text", Say("paper.message."+string(x.Kind)), m.List.Rows[at].Head),
		Choices: []Choice{{Do: "withdraw", Word: Say("messages.withdraw"), Mood: Stop}, No()},
		Then: func(ctx context.Context, r Reply, do *Turn) error {
			if r.Do == Cancel {
				return nil
			}
			if err := m.till.WithdrawMessage(ctx, x.ID, do.Who()); err != nil {
				return err
			}
			m.load(do)
			do.Say(Go, "messages.withdrawn")
			return nil
		},
	})
}
