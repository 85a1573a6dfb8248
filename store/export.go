package store

import (
	"bufio"
	"context"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"io"

	"google.golang.org/protobuf/encoding/protojson"

	"bonuskasse/pos"
	"bonuskasse/pos/journal"
	"bonuskasse/pos/ledger"
)

// exported is a line of an export. payload says what payload_b64 says, in
// words; the bytes are what the hash is over.
type exported struct {
	Till        pos.ID          `json:"till"`
	Incarnation pos.ID          `json:"incarnation"`
	Seq         int64           `json:"seq"`
	Clock       int64           `json:"clock"`
	Type        string          `json:"type"`
	Version     int64           `json:"version"`
	Member      pos.ID          `json:"member"`
	RightsDelta int64           `json:"rights_delta"`
	By          pos.ID          `json:"by"`          // zero is the system
	ApprovedBy  pos.ID          `json:"approved_by"` // zero: nobody was asked
	Reason      string          `json:"reason"`
	Payload     json.RawMessage `json:"payload"`
	PayloadB64  string          `json:"payload_b64"`
	Prev        string          `json:"prev"`
	Hash        string          `json:"hash"`
	Signature   string          `json:"signature"`
}

// Export writes the journal, as of one moment, as one JSON object a line in the
// order of the events: ids, prev and hash in hexadecimal, payload and signature
// in base 64.
func (s *Store) Export(ctx context.Context, w io.Writer) error {
	out := bufio.NewWriterSize(w, 1<<16)
	err := s.readers.use(ctx, func(r *session) error {
		if err := r.exec("BEGIN"); err != nil {
			return err
		}
		defer r.exec("ROLLBACK")
		return eachEvent(ctx, s, r, func(_ ledger.Ref, e *journal.Event) error { return exportEvent(out, e) })
	})
	if err != nil {
		return err
	}
	return trouble(out.Flush())
}

func exportEvent(w io.Writer, e *journal.Event) error {
	body, err := e.Body()
	if err != nil {
		return damaged(err)
	}
	payload, err := protojson.MarshalOptions{UseProtoNames: true}.Marshal(body)
	if err != nil {
		return damaged(err)
	}
	line, err := json.Marshal(exported{
		Till: e.Till, Incarnation: e.Incarnation, Seq: e.Seq, Clock: int64(e.Clock), Type: e.Type, Version: e.Version,
		Member: e.Member, RightsDelta: e.RightsDelta, Payload: payload,
		By: pos.IDFromBytes(body.By), ApprovedBy: pos.IDFromBytes(body.ApprovedBy), Reason: body.Reason,
		PayloadB64: base64.StdEncoding.EncodeToString(e.Payload),
		Prev:       hex.EncodeToString(e.Prev[:]), Hash: hex.EncodeToString(e.Hash[:]),
		Signature: base64.StdEncoding.EncodeToString(e.Signature),
	})
	if err != nil {
		return trouble(err)
	}
	_, err = w.Write(append(line, '\n'))
	return trouble(err)
}

// eachEvent reads the journal in order.
func eachEvent(ctx context.Context, s *Store, r *session, do func(ledger.Ref, *journal.Event) error) error {
	return eventsFrom(r, s, 0, func(ref ledger.Ref, e *journal.Event) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		return do(ref, e)
	})
}

// eventsFrom is eachEvent from one on.
func eventsFrom(r *session, s *Store, from ledger.Ref, do func(ledger.Ref, *journal.Event) error) error {
	var tillID []byte
	if _, err := r.get("SELECT till FROM shop", nil, &tillID); err != nil {
		return err
	}
	return r.each("SELECT id, clock, type, version, member, rights_delta, payload, prev, hash, signature FROM event WHERE id >= ? ORDER BY id", args(int64(from)), func(rows *row) error {
		e := &journal.Event{Till: pos.IDFromBytes(tillID)}
		var id int64
		var member, prev, hash []byte
		if err := rows.Scan(&id, &e.Clock, &e.Type, &e.Version, &member, &e.RightsDelta, &e.Payload, &prev, &hash, &e.Signature); err != nil {
			return err
		}
		ref := ledger.Ref(id)
		inc, err := s.incarnation(r, ordinalOf(ref))
		if err != nil {
			return err
		}
		e.Incarnation, e.Seq, e.Member = inc.id, seqOf(ref), pos.IDFromBytes(member)
		e.Prev, e.Hash = fixed(prev), fixed(hash)
		if len(member)%16 != 0 || len(member) > 16 || len(prev) != 32 || len(hash) != 32 {
			return damaged(errLengths(ref))
		}
		return do(ref, e)
	})
}
