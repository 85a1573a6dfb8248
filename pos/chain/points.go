package chain

import (
	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"

	"bonuskasse/pos/journal/journalpb"
)

// Most of a journal is sales, and most of a sale is goods, prices and tenders,
// which move no point. BodyForPoints reads past them.

// The fields of a sale's event that its points follow from (event.proto).
const (
	bodySale       protowire.Number = 30
	saleID         protowire.Number = 1
	saleCompleted  protowire.Number = 3
	saleMember     protowire.Number = 4
	saleUsed       protowire.Number = 12
	saleEarned     protowire.Number = 19
	saleScheduled  protowire.Number = 20
	saleExpires    protowire.Number = 21
	saleDue        protowire.Number = 22
	saleAccount    protowire.Number = 25
	saleLadderBase protowire.Number = 27
)

// PointsReader reads bodies one after another into one piece of memory: a member may
// have thousands of sales.
type PointsReader struct {
	body journalpb.Body
	what journalpb.Body_SaleCompleted
	sale journalpb.SaleCompleted
}

// BodyForPoints decodes an event's body as far as Fold asks for it: of a sale
// that schedules nothing, what is earned and spent alone. It keeps parts of
// the payload, which must not change after it.
func BodyForPoints(payload []byte) (*journalpb.Body, error) {
	return new(PointsReader).Next(payload)
}

// Next is BodyForPoints; the body holds until the next one.
func (r *PointsReader) Next(payload []byte) (*journalpb.Body, error) {
	for rest := payload; len(rest) > 0; {
		number, kind, n := protowire.ConsumeTag(rest)
		if n < 0 {
			break
		}
		rest = rest[n:]
		if number == bodySale && kind == protowire.BytesType {
			sale, n := protowire.ConsumeBytes(rest)
			r.sale.Reset()
			if n == len(rest) && saleForPoints(sale, &r.sale) { // and nothing behind it
				r.what.SaleCompleted = &r.sale
				r.body.What = &r.what
				return &r.body, nil
			}
			break
		}
		if n = protowire.ConsumeFieldValue(number, kind, rest); n < 0 {
			break
		}
		rest = rest[n:]
	}
	body := new(journalpb.Body)
	return body, proto.Unmarshal(payload, body)
}

// saleForPoints fills in a sale; false where the whole of it has to be read.
func saleForPoints(b []byte, s *journalpb.SaleCompleted) bool {
	for len(b) > 0 {
		number, kind, n := protowire.ConsumeTag(b)
		if n < 0 {
			return false
		}
		b = b[n:]
		switch kind {
		case protowire.VarintType:
			v, n := protowire.ConsumeVarint(b)
			if n < 0 {
				return false
			}
			b = b[n:]
			switch number {
			case saleCompleted:
				s.Completed = int64(v)
			case saleUsed:
				s.PointsUsed = int64(v)
			case saleEarned:
				s.PointsEarned = int64(v)
			case saleScheduled:
				return false
			case saleExpires:
				s.ExpiresAt = int64(v)
			case saleDue:
				s.ScheduledDueAt = int64(v)
			case saleLadderBase:
				s.LadderBase = int64(v)
			}
		case protowire.BytesType:
			v, n := protowire.ConsumeBytes(b)
			if n < 0 {
				return false
			}
			b = b[n:]
			switch number {
			case saleID:
				s.Sale = v
			case saleMember:
				s.Member = v
			case saleAccount:
				s.Account = v
			}
		default: // a sale has no such field
			return false
		}
	}
	return true
}
