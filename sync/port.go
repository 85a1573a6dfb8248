package sync

import (
	"context"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/pos/journal"
)

// Till is what the agent needs of the till's store.
type Till interface {
	// Identity is who the till is, and up to where its journal goes.
	Identity(ctx context.Context) (Identity, error)
	// Link is how the head office is reached; ErrAlone where there is none.
	Link(ctx context.Context) (Link, error)
	// Join keeps the link and appends ChainJoined: from here on the head office
	// holds the rights that no till has.
	Join(ctx context.Context, l Link) error

	// Unsent is the oldest run of events that is not acknowledged, of one
	// incarnation, at most so many events and bytes; empty where there is none.
	Unsent(ctx context.Context, events, bytes int) (b chain.Batch, prev journal.Hash, err error)
	// Acked notes what the head office has taken up. It never goes back.
	Acked(ctx context.Context, a chain.Ack) error

	// Cursor is up to where changes were taken.
	Cursor(ctx context.Context) (chain.Cursor, error)
	// Take makes pulled changes the till's, the cursor with the last of them, and
	// accepts the leases granted. What an event of the till's own that is not
	// yet in them touches is left as it is: it comes again once that is sent.
	Take(ctx context.Context, c chain.Changes) error

	// Release appends RightsReleased for what the till does not keep: rights over
	// the limit of the programme, and what others wait for; but not of accounts
	// that are held, because a sale is being paid from them. It does so much at the
	// most that no sale waits for it; more says that there is more.
	Release(ctx context.Context, recalls []chain.Recall, held func(pos.ID) bool) (released int, more bool, err error)

	// Ask stores a lease that is about to be asked for, and is given its id.
	Ask(ctx context.Context, account pos.ID, want int64) (chain.Lease, error)
	// Asks are those that were stored and not settled.
	Asks(ctx context.Context) ([]chain.Lease, error)
	// Accept takes up a lease by an event of the till, or, where nothing was
	// granted, forgets it. Twice is once.
	Accept(ctx context.Context, l chain.Lease) error

	// ToSettle is the mark of the things to settle that the till keeps, and when it
	// was told them.
	ToSettle(ctx context.Context) (mark int64, at pos.Millis, err error)
	// TakeToSettle keeps what is to be settled, in place of what was, so that a
	// person can look at it without a line.
	TakeToSettle(ctx context.Context, s ToSettle) error

	// CardNumbersLeft is how many of them are in no batch.
	CardNumbersLeft(ctx context.Context) (int64, error)
	// TakeCardBlock keeps numbers of cards that are the till's own.
	TakeCardBlock(ctx context.Context, b chain.CardBlock) error
}

// Identity is who a till is.
type Identity struct {
	Till     pos.ID
	Currency string
	Chain    pos.ID       // that the till is of already, where it enrols; else zero
	Lives    []chain.Life // of its own journal: Applied and Head are where it ends here
	Unsent   int64
	Sign     func(message []byte) []byte // by the till's key
}

// Link is how a till reaches its head office.
type Link struct {
	URL           string
	Fingerprint   string // SHA-256 of the head office's certificate, in hexadecimal; "" trusts the system's authorities
	Token         string
	Chain         pos.ID
	ChainName     string
	TillName      string
	HeadOfficeKey []byte // Ed25519
}
