package store

import (
	"strings"

	"bonuskasse/pos"
	"bonuskasse/pos/journal"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/till"
)

func (f *fold) messageQueued(e *journal.Event, w *journalpb.MessageQueued) error {
	a, err := f.account(pos.IDFromBytes(w.Member))
	if err != nil {
		return err
	}
	err = f.s.exec("INSERT INTO message (id, member, kind, channel, state, made, cause, points, expires_at, about) VALUES (?, ?, ?, ?, 'waiting', ?, ?, ?, ?, ?)",
		notNil(w.Message), a.no, w.Kind, w.Channel, e.Clock.Millis(), w.Cause, w.Points, w.ExpiresAt, w.About)
	if breaks(err) { // they are told once of what it is about
		err = pos.Refuse(pos.AlreadyThere, w.Kind)
	}
	return err
}

// messageWithdrawn takes back what waits; what was sent or dropped stays so.
func (f *fold) messageWithdrawn(w *journalpb.MessageWithdrawn) error {
	return f.s.exec("UPDATE message SET state = ? WHERE id = ? AND state = 'waiting'", string(pos.MessageWithdrawn), notNil(w.Message))
}

// messageTemplateSet is the shop's own words; without any it is the till's again.
func (f *fold) messageTemplateSet(w *journalpb.MessageTemplateSet) error {
	if w.Subject == "" && w.Text == "" {
		return f.s.exec("DELETE FROM message_template WHERE kind = ? AND language = ?", w.Kind, w.Language)
	}
	return f.s.exec(`INSERT INTO message_template (kind, language, subject, text) VALUES (?, ?, ?, ?)
		ON CONFLICT (kind, language) DO UPDATE SET subject = excluded.subject, text = excluded.text`, w.Kind, w.Language, w.Subject, w.Text)
}

// consentGone drops what waits for one who wants no news any more.
func (f *fold) consentGone(a *account) error {
	return f.s.exec("UPDATE message SET state = 'dropped' WHERE member = ? AND state = 'waiting' AND kind NOT IN (?, ?)",
		a.no, string(pos.InvitationMessage), string(pos.GiftCardMessage))
}

const messageColumns = "SELECT x.id, x.made, x.kind, x.channel, x.state, a.id, x.points, x.expires_at, x.about FROM message x JOIN account a ON a.no = x.member "

func (r *reader) messages(where string, a []any) (list []till.MessageRow, err error) {
	err = r.s.each(messageColumns+where, a, func(rows *row) error {
		var m till.MessageRow
		var id, member []byte
		err := rows.Scan(&id, &m.At, &m.Kind, &m.Channel, &m.State, &member, &m.Points, &m.ExpiresAt, &m.About)
		m.ID, m.Member = pos.IDFromBytes(id), pos.IDFromBytes(member)
		list = append(list, m)
		return err
	})
	return list, err
}

// Messages are what was to be sent to a member.
func (r *reader) Messages(member pos.ID) ([]till.MessageRow, error) {
	return r.messages("WHERE a.id = ? ORDER BY x.made, x.id", args(member[:]))
}

// Message is one by its id.
func (r *reader) Message(id pos.ID) (m till.MessageRow, err error) {
	list, err := r.messages("WHERE x.id = ?", args(id[:]))
	if err == nil && len(list) == 0 {
		err = pos.Refuse(pos.UnknownMessage)
	}
	if err != nil {
		return m, err
	}
	return list[0], nil
}

// MessagesIn are those of a state, by its index.
func (r *reader) MessagesIn(state pos.MessageState, kind pos.MessageKind, limit int) ([]till.MessageRow, error) {
	where, a := "WHERE (? = '' OR x.kind = ?) ", args(string(kind), string(kind))
	if state != "" {
		where, a = where+"AND x.state = ? ", append(a, string(state))
	}
	return r.messages(where+"ORDER BY x.made DESC, x.id LIMIT ?", append(a, int64(limit)))
}

// MessageTemplate is the shop's own.
func (r *reader) MessageTemplate(kind pos.MessageKind, language string) (text pos.MessageText, own bool, err error) {
	own, err = r.s.get("SELECT subject, text FROM message_template WHERE kind = ? AND language = ?", args(string(kind), language), &text.Subject, &text.Text)
	return text, own, err
}

// NoteOf finds the gift by the event that the message's cause names.
func (r *reader) NoteOf(message pos.ID) (note string, err error) {
	_, err = r.s.get("SELECT g.note FROM message x JOIN given g ON g.event = CAST(substr(x.cause, length('event ') + 1) AS INTEGER) WHERE x.id = ? AND x.cause LIKE 'event %'",
		args(message[:]), &note)
	return note, err
}

// toRemind are the lots that end in a span, of those who want to hear and did
// not: with the arguments of remindArgs.
const toRemind = ` WHERE l.expires_at >= ? AND l.expires_at < ? AND l.expires_at > 0 AND m.consent_at > 0 AND m.status = ? AND (m.email <> '' OR m.phone <> '')
		AND NOT EXISTS (SELECT 1 FROM message x WHERE x.member = l.member AND x.kind = ? AND x.cause = 'end ' || l.expires_at AND x.cause <> '')`

func remindArgs(from, to pos.Millis) []any {
	return args(int64(from), int64(to), string(pos.Active), string(pos.ExpiringMessage))
}

// ToRemind finds the lots of the span by the index of their ends.
func (r *reader) ToRemind(from, to pos.Millis) (members []int64, err error) {
	err = r.s.each("SELECT DISTINCT l.member FROM lot l JOIN member m ON m.no = l.member"+toRemind+" ORDER BY l.member", remindArgs(from, to), func(rows *row) error {
		var no int64
		err := rows.Scan(&no)
		members = append(members, no)
		return err
	})
	return members, err
}

// Expiring goes from the members to their lots, whichever of the two SQLite takes
// for fewer: hence CROSS JOIN.
func (r *reader) Expiring(members []int64, from, to pos.Millis) (list []till.ExpiringPoints, err error) {
	if len(members) == 0 {
		return nil, nil
	}
	a := remindArgs(from, to)
	for _, no := range members {
		a = append(a, no)
	}
	err = r.s.each("SELECT (SELECT id FROM account WHERE no = m.no), sum(l.left_over), l.expires_at FROM member m CROSS JOIN lot l ON l.member = m.no"+toRemind+
		" AND m.no IN (?"+strings.Repeat(", ?", len(members)-1)+") GROUP BY l.expires_at, l.member ORDER BY l.expires_at, l.member", a, func(rows *row) error {
		var x till.ExpiringPoints
		var id []byte
		err := rows.Scan(&id, &x.Points, &x.ExpiresAt)
		x.Member = pos.IDFromBytes(id)
		list = append(list, x)
		return err
	})
	return list, err
}
