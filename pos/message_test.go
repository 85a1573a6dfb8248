package pos

import (
	"strings"
	"testing"
)

// TestMessageTemplates: what a manager may write, and what they are told.
func TestMessageTemplates(t *testing.T) {
	for _, c := range []struct {
		name   string
		kind   MessageKind
		text   string
		code   Code
		detail string
	}{
		{"words alone", WelcomeMessage, "Hello", "", ""},
		{"variables", ExpiringMessage, "{name}: {points} until {expires}, {balance} at {shop}", "", ""},
		{"one of another kind", WelcomeMessage, "until {expires}", UnknownVariable, "expires"},
		{"one there is not", WelcomeMessage, "Dear {nmae}", UnknownVariable, "nmae"},
		{"nothing in the braces", WelcomeMessage, "Dear {}", UnknownVariable, ""},
		{"not closed", WelcomeMessage, "Dear {name", BadBrace, "{name"},
		{"closed by the next one", WelcomeMessage, "Dear {name {shop}", BadBrace, "{name {shop}"},
		{"never opened", WelcomeMessage, "Dear name}", BadBrace, "}"},
		{"on two lines", WelcomeMessage, "Dear {na\nme}", BadBrace, "{na\nme}"},
		{"nothing", WelcomeMessage, " \n", BadTemplate, ""},
		{"a book", WelcomeMessage, strings.Repeat("å", maxMessageText+1), BadTemplate, ""},
		{"a long letter", WelcomeMessage, strings.Repeat("å", maxMessageText), "", ""},
	} {
		err := MessageText{"Subject", c.text}.Check(c.kind)
		if CodeOf(err) != c.code {
			t.Errorf("%s: %v, want %q", c.name, err, c.code)
		} else if c.detail != "" && !strings.HasSuffix(err.Error(), ": "+c.detail) {
			t.Errorf("%s: %v, want it to name %q", c.name, err, c.detail)
		}
	}
	if err := (MessageText{"Two\nlines", "Text"}).Check(WelcomeMessage); CodeOf(err) != BadTemplate {
		t.Errorf("a subject of two lines: %v", err)
	}
	if err := (MessageText{"{points", "Text"}).Check(WelcomeMessage); CodeOf(err) != BadBrace {
		t.Errorf("a subject with an open brace: %v", err)
	}
	// What a customer is called is no template.
	if got := (MessageText{"{shop}", "{name}, {name}"}).Fill(map[string]string{"name": "{shop}", "shop": "Te"}); got != (MessageText{"Te", "{shop}, {shop}"}) {
		t.Errorf("filled: %+v", got)
	}
}
