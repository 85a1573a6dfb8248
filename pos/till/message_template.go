package till

import (
	"context"
	"slices"
	"strings"

	"bonuskasse/pos"
	"bonuskasse/pos/journal/journalpb"
)

// Template is what a kind of messages says in a language.
type Template struct {
	Kind     pos.MessageKind `json:"kind"`
	Language string          `json:"language"`
	pos.MessageText
	Own bool `json:"own"`           // the shop's own words, not the till's
	Off bool `json:"off,omitempty"` // the shop sends none of the kind
}

// MessageSetting is the setting that switches a kind of messages off ("off"), or
// on again ("on", or nothing).
func MessageSetting(kind pos.MessageKind) string { return messagePrefix + string(kind) }

const messagePrefix = "message."

// messageOff reports whether the shop sends none of a kind.
func messageOff(r Reader, kind pos.MessageKind) (bool, error) {
	set, err := r.Settings()
	return set[MessageSetting(kind)] == "off", err
}

// SetMessageOn has messages of a kind sent, or not any more: what waits already
// stays. A manager's to do.
func (t *Till) SetMessageOn(ctx context.Context, kind pos.MessageKind, on bool, who Who) error {
	if err := who.needs(pos.Manager); err != nil {
		return err
	}
	if err := knownTemplate(kind, languages[0]); err != nil {
		return err
	}
	value := "off"
	if on {
		value = "on"
	}
	return t.Set(ctx, MessageSetting(kind), value, who)
}

// languages are those that messages are written in.
var languages = []string{"da", "en", "fr"}

func (t *Till) template(r Reader, kind pos.MessageKind, language string) (text pos.MessageText, own bool, err error) {
	if text, own, err = r.MessageTemplate(kind, language); err != nil || own || t.papers == nil {
		return text, own, err
	}
	return t.papers.MessageText(kind, language), false, nil
}

func knownTemplate(kind pos.MessageKind, language string) error {
	if !slices.Contains(pos.MessageKinds, kind) {
		return pos.Refuse(pos.BadSetting, "kind")
	}
	if !slices.Contains(languages, language) {
		return pos.Refuse(pos.BadSetting, "language")
	}
	return nil
}

// Templates are all of them: each kind in each language.
func (t *Till) Templates(ctx context.Context) (list []Template, err error) {
	err = t.store.View(ctx, func(r Reader) error {
		list = nil
		for _, kind := range pos.MessageKinds {
			off, err := messageOff(r, kind)
			if err != nil {
				return err
			}
			for _, language := range languages {
				text, own, err := t.template(r, kind, language)
				if err != nil {
					return err
				}
				list = append(list, Template{kind, language, text, own, off})
			}
		}
		return nil
	})
	return list, err
}

// Template is what a kind says in a language.
func (t *Till) Template(ctx context.Context, kind pos.MessageKind, language string) (x Template, err error) {
	if err := knownTemplate(kind, language); err != nil {
		return x, err
	}
	err = t.store.View(ctx, func(r Reader) error {
		text, own, err := t.template(r, kind, language)
		if err != nil {
			return err
		}
		off, err := messageOff(r, kind)
		x = Template{kind, language, text, own, off}
		return err
	})
	return x, err
}

// SetTemplate makes what a kind says in a language the shop's own; nothing at
// all takes the till's words back. Refused are BadTemplate, BadBrace and
// UnknownVariable, which name what is wrong. A manager's to do.
func (t *Till) SetTemplate(ctx context.Context, kind pos.MessageKind, language string, text pos.MessageText, who Who) error {
	if err := who.needs(pos.Manager); err != nil {
		return err
	}
	if err := knownTemplate(kind, language); err != nil {
		return err
	}
	text = pos.MessageText{Subject: strings.TrimSpace(text.Subject), Text: strings.TrimSpace(text.Text)}
	if text != (pos.MessageText{}) {
		if err := text.Check(kind); err != nil {
			return err
		}
	}
	if err := t.refusePAN(ctx, text.Subject, text.Text); err != nil {
		return err
	}
	return t.store.Do(ctx, func(tx Tx) error {
		body := who.body()
		body.What = &journalpb.Body_MessageTemplateSet{MessageTemplateSet: &journalpb.MessageTemplateSet{
			Kind: string(kind), Language: language, Subject: text.Subject, Text: text.Text,
		}}
		_, err := tx.Append(t.now(), body, pos.ID{}, 0)
		return err
	})
}

// PreviewMessage is what a template would say to a member: the shop's where own
// is nil, or one that is being written. Of what has not happened it makes
// something up: all their points, good to the next end or for thirty days.
func (t *Till) PreviewMessage(ctx context.Context, kind pos.MessageKind, language string, own *pos.MessageText, member pos.ID) (text pos.MessageText, err error) {
	if err := knownTemplate(kind, language); err != nil {
		return text, err
	}
	if own != nil {
		if err := own.Check(kind); err != nil {
			return text, err
		}
	}
	err = t.store.View(ctx, func(r Reader) error {
		s, err := standingOf(r, member)
		if err != nil {
			return err
		}
		row := MessageRow{Kind: kind, Points: max(s.Account.Balance(millis(t.now())), 100), ExpiresAt: pos.At(t.now().AddDate(0, 0, remindDays))}
		if lots := s.Account.Lots; len(lots) > 0 && lots[0].ExpiresAt > 0 {
			row.ExpiresAt = pos.Millis(lots[0].ExpiresAt)
		}
		if kind == pos.LevelMessage {
			row.About = s.Tier.Name
		}
		s.Member.Language = language
		text, err = t.say(r, s.Member, row, own)
		return err
	})
	return text, err
}
