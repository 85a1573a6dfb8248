package headoffice

import (
	"context"
	"io"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/pos/journal"
)

// Store is what the head office needs of its database. SQLite and PostgreSQL
// fulfil it alike: one conformance suite holds both to identical states.
//
// Several head offices may have one database open. Every method is one
// transaction and may be called again after an error: nothing counts twice.
// Refusals are *chain.RefusedError.
type Store interface {
	// Chain is the chain's identity, made at the first start.
	Chain(ctx context.Context) (Chain, error)

	// AddCode keeps a one-time code of enrolment by its hash.
	AddCode(ctx context.Context, c Code) error
	// Check says what of a till's own the chain has already, otherwise; nothing is
	// changed. Refusals: BadCode, and Clash of a currency.
	Check(ctx context.Context, q chain.Check) (chain.Joining, error)
	// Enrol makes a till of the chain: the code is used up, the key of each life
	// pinned. The same till may enrol again with a new code. Refusals: BadCode, and
	// Clash of a key, or of a currency that is not the chain's (the detail).
	Enrol(ctx context.Context, e Enrolment) (chain.Till, error)
	// TillByToken is the till that a token's hash is of.
	TillByToken(ctx context.Context, hash [32]byte) (chain.Till, error)
	// Tills are all, by name, with their lives.
	Tills(ctx context.Context) ([]chain.Till, error)
	// Revoke shuts a till out: its token is good no more. With lost, its lives are
	// fenced, what they held is free, and what may have been spent unheard is a
	// conflict.
	Revoke(ctx context.Context, till pos.ID, lost bool, at pos.Millis) error
	// AddShop names a shop of the chain, and Shops are all by name.
	AddShop(ctx context.Context, name string) error
	Shops(ctx context.Context) ([]string, error)
	// PlaceTill gives a till its name and its shop.
	PlaceTill(ctx context.Context, till pos.ID, name, shop string) error
	// Seen notes that a till was heard of.
	Seen(ctx context.Context, till pos.ID, at pos.Millis) error

	// Push takes up a batch whose hashes and signatures were checked against the
	// life's head: what is applied already is passed over, the rest is applied in
	// one transaction with balances, rights and changes. A first event that starts
	// a new life fences those before it.
	//
	// Refusals: Gap, Fork, Fenced, UnknownTill, Revoked.
	Push(ctx context.Context, b chain.Batch, at pos.Millis) (chain.Life, error)
	// Pull is what changed since a cursor, in the order of commits, of one state;
	// what only that incarnation has ever moved is left out.
	Pull(ctx context.Context, till, incarnation pos.ID, since chain.Cursor, limit int, at pos.Millis) (chain.Changes, error)
	// Now is the newest cursor: a till that has it need not pull.
	Now(ctx context.Context) (chain.Cursor, error)

	// Lease grants rights out of what is free, once for an id. What is missing is
	// recalled from those who keep it.
	Lease(ctx context.Context, l chain.Lease, at pos.Millis) (chain.Lease, error)
	// CardBlock gives out numbers of cards, once for an id.
	CardBlock(ctx context.Context, till, incarnation pos.ID, b chain.CardBlock) (chain.CardBlock, error)

	// Expire takes the lots whose day is over, out of what is free, and recalls
	// what is not; it is done in parts, and again is nothing.
	Expire(ctx context.Context, at pos.Millis, limit int) (accounts int, err error)

	// Conflicts are what is to be settled, the oldest first; with settled, all.
	Conflicts(ctx context.Context, settled bool) (list []chain.Conflict, mark int64, err error)
	// Settle notes that a person has looked at a conflict.
	Settle(ctx context.Context, id pos.ID, note string, at pos.Millis) error

	// Fact is the newest state of one thing.
	Fact(ctx context.Context, k chain.Kind, key string) (chain.Change, error)
	// Facts are all things of a kind, by key.
	Facts(ctx context.Context, k chain.Kind) ([]chain.Change, error)
	// AccountOf is an account, folded now, with who holds rights of it.
	AccountOf(ctx context.Context, id pos.ID) (Holdings, error)

	// Events calls work for each event of a life, in order, from a sequence on.
	Events(ctx context.Context, till, incarnation pos.ID, from int64, work func(*journal.Event) error) error
	// StateHash is a digest of all that is folded, alike on every engine.
	StateHash(ctx context.Context) ([32]byte, error)
	// Verify recomputes what is folded from the events and names the first
	// difference; "" is none.
	Verify(ctx context.Context) (difference string, err error)

	// Backup writes a copy that can be opened, where the engine is a file's.
	Backup(ctx context.Context, to io.Writer) error
	Close() error
}

// The nouns of a store are the chain's: a store does not know this room.
type (
	Chain     = chain.Office
	Code      = chain.Code
	Enrolment = chain.Enrolment
	Holdings  = chain.Holdings
)

// Clock is the head office's.
type Clock func() time.Time
