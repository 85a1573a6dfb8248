package till

import (
	"context"
	"fmt"
	"slices"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/journal/journalpb"
)

// news is what a member is to be told. Cause names what it is about, so that
// they hear of it once.
type news struct {
	Kind      pos.MessageKind
	Cause     string
	Points    int64
	ExpiresAt pos.Millis
	About     string // a gift card's code, a level
}

// tell puts a message in the outbox, in the transaction of what it is about: to
// those who said yes to hearing from the shop, and where they asked for it to
// everybody. What it says is made of the member as they are when it is sent:
// nothing that names them stands in the event.
func (t *Till) tell(tx Tx, m pos.Member, n news, who Who) error {
	if !n.Kind.Asked() && m.ConsentAt == 0 {
		return nil
	}
	if off, err := messageOff(tx, n.Kind); err != nil || off {
		return err
	}
	channel := "email"
	switch {
	case m.Email != "":
	case m.Phone != "":
		channel = "phone"
	default:
		return nil // there is no way to them
	}
	id, err := t.newID()
	if err != nil {
		return err
	}
	body := who.body()
	body.Reason = "" // it is the cause's
	body.What = &journalpb.Body_MessageQueued{MessageQueued: &journalpb.MessageQueued{
		Message: id[:], Member: m.ID[:], Kind: string(n.Kind), Channel: channel,
		Cause: n.Cause, Points: n.Points, ExpiresAt: int64(n.ExpiresAt), About: n.About,
	}}
	_, err = tx.Append(t.now(), body, m.ID, 0)
	return err
}

// because is the cause of what one event brings about.
func because(a Appended) string { return fmt.Sprint("event ", int64(a.Ref)) }

// tellAwarded tells who came for a service that its points are theirs; a pool's
// are nobody's news.
func (t *Till) tellAwarded(tx Tx, d DuePoints, end pos.Millis, a Appended) error {
	s, err := standingOf(tx, d.Member)
	if err != nil {
		if pos.CodeOf(err) == pos.UnknownMember {
			return nil
		}
		return err
	}
	return t.tell(tx, s.Member, news{Kind: pos.PointsAddedMessage, Cause: because(a), Points: d.Points, ExpiresAt: end}, Who{})
}

const (
	// remindDays is how long before their end members hear of points.
	remindDays  = 30
	remindBatch = 100
)

// toRemind are those who may be told of points that end in a span.
type toRemind struct {
	day      int64 // that is worked through then
	from, to pos.Millis

	found   chan struct{} // closed when the rest is there
	off     bool
	members []int64
	err     error
}

func (r *toRemind) wait() { <-r.found }

// findToRemind looks for them beside whoever calls it: at the end of a day there
// are other points to take, and neither waits for the other. A day that was worked
// through is not looked at again.
func (t *Till) findToRemind(ctx context.Context, at time.Time) *toRemind {
	day := at.In(t.zone)
	r := &toRemind{day: int64(day.Year()*1000 + day.YearDay()), from: pos.At(at), to: pos.At(day.AddDate(0, 0, remindDays)), found: make(chan struct{})}
	if t.remindedOf.Load() == r.day {
		r.off = true
		close(r.found)
		return r
	}
	go func() {
		defer close(r.found)
		r.err = t.store.View(ctx, func(q Reader) (err error) {
			if r.off, err = messageOff(q, pos.ExpiringMessage); err != nil || r.off {
				return err
			}
			r.members, err = q.ToRemind(r.from, r.to)
			return err
		})
	}()
	return r
}

// remind tells members of points that end within thirty days, once for all that
// end together. What ends of theirs is read as it stands in the transaction that
// tells them.
func (t *Till) remind(ctx context.Context, r *toRemind) (told int, err error) {
	r.wait()
	if r.err != nil || r.off { // a shop that lets it be sent again today is heard
		return 0, r.err
	}
	for some := range slices.Chunk(r.members, remindBatch) {
		if err := ctx.Err(); err != nil {
			return told, err
		}
		n, err := t.remindSome(ctx, some, r.from, r.to)
		if err != nil {
			return told, err
		}
		told += n
	}
	t.remindedOf.Store(r.day)
	return told, nil
}

func (t *Till) remindSome(ctx context.Context, members []int64, from, to pos.Millis) (told int, err error) {
	err = t.store.Do(ctx, func(tx Tx) error {
		list, err := tx.Expiring(members, from, to)
		if err != nil {
			return err
		}
		for _, x := range list {
			m, err := tx.Member(x.Member)
			if err != nil {
				return err
			}
			n := news{Kind: pos.ExpiringMessage, Cause: fmt.Sprint("end ", int64(x.ExpiresAt)), Points: x.Points, ExpiresAt: x.ExpiresAt}
			if err := t.tell(tx, m, n, Who{}); err != nil {
				return err
			}
		}
		told = len(list)
		return nil
	})
	return told, err
}

// MessageShown is a message with whom it goes to, and what it would say now.
type MessageShown struct {
	MessageRow
	To pos.Member
	pos.MessageText
}

// messagesShown bounds a list of messages.
const messagesShown = 500

// MessageList are the messages of a state and a kind (empty: all), the newest
// first. A manager asks.
func (t *Till) MessageList(ctx context.Context, state pos.MessageState, kind pos.MessageKind, who Who) (list []MessageShown, err error) {
	if err := who.needs(pos.Manager); err != nil {
		return nil, err
	}
	err = t.store.View(ctx, func(r Reader) error {
		rows, err := r.MessagesIn(state, kind, messagesShown)
		if err != nil {
			return err
		}
		list = nil
		for _, row := range rows {
			x := MessageShown{MessageRow: row}
			if x.To, err = r.Member(row.Member); err != nil {
				return err
			}
			if x.To.Status != pos.Erased {
				if x.MessageText, err = t.say(r, x.To, row, nil); err != nil {
					return err
				}
			}
			list = append(list, x)
		}
		return nil
	})
	return list, err
}

// WithdrawMessage takes back a message that waits: it is never sent.
// MessageNotWaiting is one that was sent, dropped or withdrawn before. A
// manager's to do.
func (t *Till) WithdrawMessage(ctx context.Context, id pos.ID, who Who) error {
	if err := who.needs(pos.Manager); err != nil {
		return err
	}
	return t.store.Do(ctx, func(tx Tx) error {
		m, err := tx.Message(id)
		if err != nil {
			return err
		}
		if m.State != pos.MessageWaiting {
			return pos.Refuse(pos.MessageNotWaiting)
		}
		body := who.body()
		body.What = &journalpb.Body_MessageWithdrawn{MessageWithdrawn: &journalpb.MessageWithdrawn{Message: id[:]}}
		_, err = tx.Append(t.now(), body, m.Member, 0)
		return err
	})
}

// MessageFacts are what a message is filled with.
type MessageFacts struct {
	Shop      Shop
	Language  string
	Zone      *time.Location
	Member    pos.Member
	Tier      string
	Balance   int64
	Points    int64
	ExpiresAt pos.Millis // 0 is never
	Code      string     // of a gift card
	Amount    pos.Money  // that is on it
	Level     string
	Reason    string // that points were put right for
	Preview   bool   // of nothing that happened: what is not known is made up
}

// say is what a message says to a member, by a template or by that of its kind.
func (t *Till) say(r Reader, m pos.Member, row MessageRow, own *pos.MessageText) (text pos.MessageText, err error) {
	if t.papers == nil {
		return text, nil
	}
	s, err := standingOf(r, m.ID)
	if err != nil {
		return text, err
	}
	f := MessageFacts{
		Shop: t.shop, Language: m.Language, Zone: t.zone, Member: m, Tier: s.Tier.Name, Balance: s.Account.Balance(millis(t.now())),
		Points: row.Points, ExpiresAt: row.ExpiresAt, Level: row.About,
		Preview: row.ID.IsZero(),
	}
	if row.Kind == pos.PointsAdjustedMessage && !row.ID.IsZero() {
		if f.Reason, err = r.NoteOf(row.ID); err != nil {
			return text, err
		}
	}
	if f.Language == "" {
		f.Language = t.shop.Language
	}
	if row.Kind == pos.GiftCardMessage && row.About != "" {
		card, err := r.GiftCard(row.About)
		if err != nil {
			return text, err
		}
		f.Code, f.Amount, f.ExpiresAt = card.Code, card.Amount, card.ValidUntil
	}
	if own == nil {
		known, _, err := t.template(r, row.Kind, f.Language)
		if err != nil {
			return text, err
		}
		own = &known
	}
	return own.Fill(t.papers.MessageValues(f)), nil
}
