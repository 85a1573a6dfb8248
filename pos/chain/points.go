package chain

import (
	"slices"

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
	saleLine       protowire.Number = 9
	saleUsed       protowire.Number = 12
	saleEarned     protowire.Number = 19
	saleScheduled  protowire.Number = 20
	saleExpires    protowire.Number = 21
	saleDue        protowire.Number = 22
	saleAccount    protowire.Number = 25
	saleLadderBase protowire.Number = 27
	lineScheduled  protowire.Number = 22
)

// BodyForPoints decodes an event's body as far as Fold asks for it: of a sale
// whose lines schedule nothing, what is earned and spent alone.
func BodyForPoints(payload []byte) (*journalpb.Body, error) {
	for rest := payload; len(rest) > 0; {
		number, kind, n := protowire.ConsumeTag(rest)
		if n < 0 {
			break
		}
		rest = rest[n:]
		if number == bodySale && kind == protowire.BytesType {
			sale, n := protowire.ConsumeBytes(rest)
			if s := saleForPoints(sale); n == len(rest) && s != nil { // and nothing behind it
				return &journalpb.Body{What: &journalpb.Body_SaleCompleted{SaleCompleted: s}}, nil
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

// saleForPoints is nil where the whole sale has to be read.
func saleForPoints(b []byte) *journalpb.SaleCompleted {
	s := new(journalpb.SaleCompleted)
	for len(b) > 0 {
		number, kind, n := protowire.ConsumeTag(b)
		if n < 0 {
			return nil
		}
		b = b[n:]
		switch kind {
		case protowire.VarintType:
			v, n := protowire.ConsumeVarint(b)
			if n < 0 {
				return nil
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
				return nil
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
				return nil
			}
			b = b[n:]
			switch number {
			case saleID:
				s.Sale = slices.Clone(v)
			case saleMember:
				s.Member = slices.Clone(v)
			case saleAccount:
				s.Account = slices.Clone(v)
			case saleLine:
				if schedules(v) {
					return nil
				}
			}
		default: // a sale has no such field
			return nil
		}
	}
	return s
}

// schedules tells whether a line has points that come later. A line that cannot
// be read is one too: whoever decodes it says so.
func schedules(line []byte) bool {
	for len(line) > 0 {
		number, kind, n := protowire.ConsumeTag(line)
		if n < 0 || number == lineScheduled {
			return true
		}
		line = line[n:]
		if n = protowire.ConsumeFieldValue(number, kind, line); n < 0 {
			return true
		}
		line = line[n:]
	}
	return false
}
