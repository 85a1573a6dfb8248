package store

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"bonuskasse/pos"
	"bonuskasse/pos/journal"
	"bonuskasse/pos/ledger"
)

// receiptAt is the newest receipt number as of an event: as long as the journal
// ends there, no other program has taken one.
type receiptAt struct {
	head ledger.Ref
	n    int64
}

// NextReceipt is the prefix of the incarnation and the number after the last
// receipt's.
func (t *tx) NextReceipt() (string, error) {
	prefix, at := t.head.inc.prefix, refOf(t.head.inc.ordinal, t.head.seq)
	if t.receipt.head == at && at != 0 {
		return receiptNumber(prefix, t.receipt.n+1), nil
	}
	var last string
	var event, n int64
	found, err := t.s.get("SELECT event, receipt FROM sale ORDER BY event DESC LIMIT 1", nil, &event, &last)
	if err != nil {
		return "", err
	}
	if found && ordinalOf(ledger.Ref(event)) == t.head.inc.ordinal {
		if n, err = receiptNo(prefix, last); err != nil {
			return "", err
		}
	}
	t.receipt = receiptAt{at, n}
	return receiptNumber(prefix, n+1), nil
}

func receiptNumber(prefix string, n int64) string { return fmt.Sprintf("%s%06d", prefix, n) }

func receiptNo(prefix, receipt string) (int64, error) {
	digits, ok := strings.CutPrefix(receipt, prefix)
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || !ok {
		return 0, damaged(fmt.Errorf("the last receipt is %q, which does not begin with %q", receipt, prefix))
	}
	return n, nil
}

// receiptPrefix is what the receipt numbers of an incarnation begin with: the
// till's number, and for a later incarnation two letters out of its random
// name, so that no two papers have one number.
func receiptPrefix(tillNo, ordinal int64, id pos.ID, taken func(string) (bool, error)) (string, error) {
	prefix := fmt.Sprintf("%d-", tillNo)
	if ordinal == 1 {
		return prefix, nil
	}
	hash := journal.Hash{}
	copy(hash[:], id[:])
	letters := hash.Code() // 40 bits in base 32: XXXX-XXXX
	letters = letters[:4] + letters[5:]
	for i := range len(letters) - 1 {
		prefix = fmt.Sprintf("%d%s-", tillNo, letters[i:i+2])
		if is, err := taken(prefix); err != nil || !is {
			return prefix, err
		}
	}
	// Seven pairs, all taken by earlier lives of this till: the ordinal tells
	// them apart.
	return fmt.Sprintf("%d%s%d-", tillNo, letters[:2], ordinal), nil
}

// ReceiptByCode is the number of the receipt at whose foot a code stands, by the
// hashes of the journal; UnknownReceipt where there is none.
func (s *Store) ReceiptByCode(ctx context.Context, bits [5]byte) (number string, err error) {
	err = s.readers.use(ctx, func(q *session) error {
		found, err := q.get("SELECT s.receipt FROM sale s JOIN event e ON e.id = s.event WHERE substr(e.hash, 1, 5) = ?", args(bits[:]), &number)
		if err == nil && !found {
			err = pos.Refuse(pos.UnknownReceipt)
		}
		return err
	})
	return number, err
}
