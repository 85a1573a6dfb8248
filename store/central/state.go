package central

import (
	"cmp"
	"slices"

	"google.golang.org/protobuf/proto"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/pos/journal"
	"bonuskasse/pos/journal/journalpb"
)

func decode(payload []byte) (*journalpb.Body, error) {
	b := new(journalpb.Body)
	return b, proto.Unmarshal(payload, b)
}

// history reads events once, however many accounts they are of: a list of
// members is one event.
type history struct {
	*tx
	lives  map[int64]*lifeRow
	events map[int64]chain.Event
}

// accounts are folded, each from its events.
func (t *tx) accounts(ids []pos.ID) (map[pos.ID]*chain.AccountPoints, error) {
	h := &history{tx: t, lives: map[int64]*lifeRow{}, events: map[int64]chain.Event{}}
	states := map[pos.ID]*chain.AccountPoints{}
	lists, err := h.of(ids)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		events := lists[id]
		states[id] = &chain.AccountPoints{State: chain.Fold(id, events), Home: chain.Home(events)}
	}
	var key []byte
	var a accountRow
	err = t.do.eachIn("SELECT id, points, held, unread FROM account WHERE id IN (keys)", nil, idKeys(ids), []any{&key, &a.points, &a.held, &a.unread}, func() error {
		s := states[pos.IDFromBytes(key)]
		s.Free, s.Unread = a.free(), a.unread
		return nil
	})
	return states, err
}

func idKeys(ids []pos.ID) [][]byte {
	keys := make([][]byte, len(ids))
	for i := range ids {
		keys[i] = ids[i][:]
	}
	return keys
}

// of are the events of accounts.
func (h *history) of(ids []pos.ID) (map[pos.ID][]chain.Event, error) {
	type link struct {
		account pos.ID
		event   int64
	}
	var links []link
	var missing []int64
	var account []byte
	var event int64
	err := h.do.eachIn("SELECT account, event FROM account_event WHERE account IN (keys)", nil, idKeys(ids), []any{&account, &event}, func() error {
		links = append(links, link{pos.IDFromBytes(account), event})
		if _, have := h.events[event]; !have {
			missing = append(missing, event)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	slices.Sort(missing)
	if err := h.load(slices.Compact(missing)); err != nil {
		return nil, err
	}
	slices.SortFunc(links, func(a, b link) int { return cmp.Compare(a.event, b.event) })
	lists := map[pos.ID][]chain.Event{}
	seen := map[link]bool{}
	for _, l := range links {
		if !seen[l] {
			lists[l.account] = append(lists[l.account], h.events[l.event])
		}
		seen[l] = true
	}
	return lists, nil
}

func (h *history) load(ids []int64) error {
	if len(ids) == 0 {
		return nil
	}
	var rows []eventRow
	var r eventRow
	if err := h.do.eachIn(eventSelect+"WHERE id IN (keys)", nil, ids, r.dest(), func() error {
		rows = append(rows, r)
		return nil
	}); err != nil {
		return err
	}
	for i := range rows {
		l, err := h.lifeOf(lifeOf(rows[i].id))
		if err != nil {
			return err
		}
		e, err := rows[i].event(l)
		if err != nil {
			return err
		}
		if h.events[rows[i].id], err = withBody(e); err != nil {
			return err
		}
	}
	return nil
}

func withBody(e journal.Event) (chain.Event, error) {
	body, err := e.Body()
	return chain.Event{Event: e, Body: body}, err
}

func (h *history) lifeOf(no int64) (*lifeRow, error) {
	if l := h.lives[no]; l != nil {
		return l, nil
	}
	err := h.tx.lives("WHERE no = ?", args(no), func(l lifeRow) error {
		h.lives[no] = &l
		return nil
	})
	return h.lives[no], err
}
