package wire

import (
	"fmt"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/pos/chain/chainpb"
	"bonuskasse/pos/journal"
	"bonuskasse/sync/syncpb"
)

// Batch is a batch as it is sent.
func Batch(b chain.Batch, prev journal.Hash) *syncpb.PushEventsRequest {
	p := &syncpb.PushEventsRequest{Incarnation: b.Incarnation[:], Prev: prev[:]}
	for i := range b.Events {
		e := &b.Events[i]
		w := &syncpb.Event{Seq: e.Seq, Clock: int64(e.Clock), Type: e.Type, Version: e.Version, RightsDelta: e.RightsDelta, Payload: e.Payload, Signature: e.Signature}
		if !e.Member.IsZero() {
			w.Member = e.Member[:]
		}
		p.Events = append(p.Events, w)
	}
	for _, k := range b.Keys {
		p.Keys = append(p.Keys, &chainpb.PersonalKey{Member: k.Member[:], Key: k.Key[:]})
	}
	return p
}

// ReadBatch is the other way: the events are chained from prev, and each body
// decoded. Hashes are computed here, so they are what the bytes say; whose they
// are, the signatures say.
func ReadBatch(till pos.ID, p *syncpb.PushEventsRequest) (b chain.Batch, prev journal.Hash, err error) {
	b = chain.Batch{Till: till, Incarnation: pos.IDFromBytes(p.Incarnation)}
	if b.Incarnation.IsZero() || len(p.Prev) != len(prev) || len(p.Events) == 0 {
		return b, prev, chain.Refuse(chain.BadBatch, "a head or an incarnation is missing")
	}
	copy(prev[:], p.Prev)
	at := prev
	for i, w := range p.Events {
		if i > 0 && w.Seq != p.Events[i-1].Seq+1 || w.Seq < 1 || len(w.Member) != 0 && len(w.Member) != 16 {
			return b, prev, chain.Refuse(chain.BadBatch, fmt.Sprintf("event %d does not follow", w.Seq))
		}
		e := chain.Event{Event: journal.Event{Till: till, Incarnation: b.Incarnation, Seq: w.Seq, Clock: journal.Clock(w.Clock), Type: w.Type, Version: w.Version,
			Member: pos.IDFromBytes(w.Member), RightsDelta: w.RightsDelta, Payload: w.Payload, Signature: w.Signature}}
		e.Chain(at)
		at = e.Hash
		if e.Body, err = e.Event.Body(); err != nil {
			return b, prev, chain.Refuse(chain.BadBatch, fmt.Sprintf("event %d: %v", w.Seq, err))
		}
		b.Events = append(b.Events, e)
	}
	for _, k := range p.Keys {
		key := chain.PersonalKey{Member: pos.IDFromBytes(k.Member)}
		if key.Member.IsZero() || len(k.Key) != len(key.Key) {
			return b, prev, chain.Refuse(chain.BadBatch, "a personal key has the wrong length")
		}
		copy(key.Key[:], k.Key)
		b.Keys = append(b.Keys, key)
	}
	return b, prev, nil
}

// Lives are incarnations as they are sent.
func Lives(list []chain.Life) (out []*syncpb.Life) {
	for _, l := range list {
		out = append(out, &syncpb.Life{Incarnation: l.Incarnation[:], Ordinal: l.Ordinal, PublicKey: l.PublicKey, Seq: l.Applied, Head: l.Head[:], Fenced: l.Fenced})
	}
	return out
}

// ReadLives is the other way.
func ReadLives(till pos.ID, list []*syncpb.Life) (out []chain.Life) {
	for _, p := range list {
		l := chain.Life{Till: till, Incarnation: pos.IDFromBytes(p.Incarnation), Ordinal: p.Ordinal, PublicKey: p.PublicKey, Applied: p.Seq, Fenced: p.Fenced}
		copy(l.Head[:], p.Head)
		out = append(out, l)
	}
	return out
}

// Changes are pulled changes as they are sent.
func Changes(c chain.Changes) *syncpb.PullChangesResponse {
	p := &syncpb.PullChangesResponse{Next: int64(c.Next), More: c.More, Applied: Lives(c.Applied), ToSettle: c.ToSettle}
	for _, x := range c.List {
		p.Changes = append(p.Changes, x.ToProto())
	}
	for _, r := range c.Recalls {
		p.Recalls = append(p.Recalls, &syncpb.Recall{Account: r.Account[:], Points: r.Points})
	}
	for _, l := range c.Leases {
		p.Grants = append(p.Grants, &syncpb.Grant{Lease: l.ID[:], Account: l.Account[:], Points: l.Granted})
	}
	return p
}

// ReadChanges is the other way, for one incarnation of a till.
func ReadChanges(till, incarnation pos.ID, p *syncpb.PullChangesResponse) (c chain.Changes, err error) {
	c = chain.Changes{Next: chain.Cursor(p.Next), More: p.More, Applied: ReadLives(till, p.Applied), ToSettle: p.ToSettle}
	for _, x := range p.Changes {
		change, err := chain.ChangeFromProto(x)
		if err != nil {
			return c, err
		}
		c.List = append(c.List, change)
	}
	for _, r := range p.Recalls {
		c.Recalls = append(c.Recalls, chain.Recall{Account: pos.IDFromBytes(r.Account), Points: r.Points})
	}
	for _, g := range p.Grants {
		c.Leases = append(c.Leases, chain.Lease{ID: pos.IDFromBytes(g.Lease), Account: pos.IDFromBytes(g.Account), Till: till, Incarnation: incarnation, Want: g.Points, Granted: g.Points})
	}
	return c, nil
}
