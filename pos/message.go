package pos

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// MessageKind is what a message to a member is about.
type MessageKind string

// The kinds of messages.
const (
	PointsAddedMessage    MessageKind = "points_added"    // by a coupon, a list, a review ...; of a purchase the receipt tells
	PointsAdjustedMessage MessageKind = "points_adjusted" // put right by hand
	ExpiringMessage       MessageKind = "expiring"
	WelcomeMessage        MessageKind = "welcome"
	InvitationMessage     MessageKind = "invitation"
	GiftCardMessage       MessageKind = "gift_card"
	LevelMessage          MessageKind = "level_reached"
)

// MessageKinds are all of them, in the order of lists.
var MessageKinds = []MessageKind{
	WelcomeMessage, InvitationMessage, PointsAddedMessage, PointsAdjustedMessage, ExpiringMessage, LevelMessage, GiftCardMessage,
}

// Asked reports whether the customer asked for the message: it goes without
// their consent to news.
func (k MessageKind) Asked() bool { return k == InvitationMessage || k == GiftCardMessage }

// Variables are the names that a template of the kind may have in braces.
func (k MessageKind) Variables() []string {
	list := []string{"name", "username", "shop", "balance", "tier"}
	switch k {
	case PointsAddedMessage, ExpiringMessage:
		list = append(list, "points", "expires")
	case PointsAdjustedMessage:
		list = append(list, "points", "reason")
	case WelcomeMessage:
		list = append(list, "points")
	case GiftCardMessage:
		list = append(list, "code", "amount", "expires")
	case LevelMessage:
		list = append(list, "level")
	}
	return list
}

// MessageState is what became of a message.
type MessageState string

// The states of a message: it waits until there is a line.
const (
	MessageWaiting MessageState = "waiting"
	MessageSent    MessageState = "sent"
	MessageFailed  MessageState = "failed"
	MessageDropped MessageState = "dropped" // they were erased, or took their consent back
	// MessageWithdrawn ones a person took back.
	MessageWithdrawn MessageState = "withdrawn"
)

// MessageText is what a message says, or a template of it: variables stand in
// braces, {name}. A phone gets the text alone.
type MessageText struct {
	Subject string `json:"subject"`
	Text    string `json:"text"`
}

// The longest that a template may be, in characters.
const (
	maxMessageSubject = 150
	maxMessageText    = 2000
)

// Check refuses a template that says nothing or too much, has a brace that is
// not closed, or a variable that the kind has not.
func (m MessageText) Check(k MessageKind) error {
	subject, text := strings.TrimSpace(m.Subject), strings.TrimSpace(m.Text)
	if subject == "" || text == "" || strings.ContainsAny(subject, "\r\n") ||
		utf8.RuneCountInString(subject) > maxMessageSubject || utf8.RuneCountInString(text) > maxMessageText {
		return Refuse(BadTemplate)
	}
	for _, part := range []string{m.Subject, m.Text} {
		if _, err := fillTemplate(part, func(name string) (string, error) {
			if !slices.Contains(k.Variables(), name) {
				return "", Refuse(UnknownVariable, name)
			}
			return "", nil
		}); err != nil {
			return err
		}
	}
	return nil
}

// Fill puts values in the place of the variables. It is for a template that
// Check took; a variable without a value becomes nothing.
func (m MessageText) Fill(values map[string]string) MessageText {
	value := func(name string) (string, error) { return values[name], nil }
	subject, _ := fillTemplate(m.Subject, value)
	text, _ := fillTemplate(m.Text, value)
	return MessageText{subject, text}
}

func fillTemplate(text string, value func(name string) (string, error)) (string, error) {
	var out strings.Builder
	for {
		before, rest, open := strings.Cut(text, "{")
		out.WriteString(before)
		if strings.Contains(before, "}") {
			return "", Refuse(BadBrace, startOf(before[strings.Index(before, "}"):]))
		}
		if !open {
			return out.String(), nil
		}
		name, after, closed := strings.Cut(rest, "}")
		if !closed || strings.ContainsAny(name, "{\n") {
			return "", Refuse(BadBrace, startOf("{"+rest))
		}
		v, err := value(name)
		if err != nil {
			return "", err
		}
		out.WriteString(v)
		text = after
	}
}

// startOf is the start of a text, enough to find it by.
func startOf(text string) string {
	const enough = 20
	if r := []rune(text); len(r) > enough {
		return string(r[:enough]) + "…"
	}
	return text
}
