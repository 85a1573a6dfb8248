package till

import (
	"context"
	"iter"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/journal"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/ledger"
	"bonuskasse/pos/loyalty"
)

// Store is what the till needs of the thing that keeps its facts. Every fact
// is an event: Append journals it and brings the tables up to date, both in
// the transaction that Do runs.
//
// Errors of the store are *pos.Trouble with a code a screen can translate.
// An error from Do's commit is pos.OutcomeUnknown: ask Sale by its id.
type Store interface {
	// Do runs work in one write transaction; an error from work undoes it all.
	Do(ctx context.Context, work func(Tx) error) error
	// DoMany is Do for lists of many new rows, which it writes faster.
	DoMany(ctx context.Context, work func(Tx) error) error
	// View runs work on one consistent state, beside writers.
	View(ctx context.Context, work func(Reader) error) error
	// StandingByCard is Reader's Card and Standing in one, of one state and as
	// fast as can be: a customer waits. The Standing is empty where the card is
	// nobody's.
	StandingByCard(ctx context.Context, number string) (pos.Card, Standing, error)

	// SaveDraft keeps a sale that is not completed, outside the journal.
	SaveDraft(ctx context.Context, d pos.Draft) error
	// SaveNotedDraft keeps a list of points that is not given yet likewise;
	// one without rows is forgotten.
	SaveNotedDraft(ctx context.Context, d pos.NotedDraft) error
	// Jobs of the printers, kept on disk until they are done or dropped; then
	// they are gone.
	Jobs(ctx context.Context, states ...JobState) ([]Job, error)
	// Spool is the first job that waits, nil where none does, and how many wait
	// and how many are unconfirmed.
	Spool(ctx context.Context) (next *Job, waiting, unconfirmed int, err error)
	SetJob(ctx context.Context, id pos.ID, state JobState, why string) error
	AddJob(ctx context.Context, j Job) error

	// Scrub writes the log back and empties it, so that no copy is left of what
	// was deleted. It is pos.DatabaseBusy while another program reads.
	Scrub(ctx context.Context) error

	Close() error
}

// Tx is a write transaction: a Reader that sees its own writes.
type Tx interface {
	Reader
	// Append journals an event and applies it. now is the machine's time.
	Append(now time.Time, body *journalpb.Body, member pos.ID, rightsDelta int64) (Appended, error)
	// AppendMany is Append for each of many events that are about no account in
	// their envelope; after hears of each. The next is taken from bodies, on another
	// goroutine, and made ready while one is written. It ends with the context.
	AppendMany(ctx context.Context, now time.Time, bodies iter.Seq[*journalpb.Body], after func(*journalpb.Body)) error
	// Settle writes what Append has kept back to write it at once: words of many
	// members. Without it the commit does; here it is heard how far it has come,
	// and it ends with the context. tell may be nil.
	Settle(ctx context.Context, tell func(done, of int)) error
	// PointsPast are what is past its day of the holders at these places, in their
	// order; those who have nothing of it, any more, are left out.
	PointsPast(holders []int64, at pos.Millis) ([]PastPoints, error)
	// Ahead lets the accounts of holders be read beside this transaction, for
	// PointsPast of the next one. This one changes none of them.
	Ahead(holders []int64)
	// NextReceipt is the number of the next receipt; it is taken only if the
	// transaction appends the sale that carries it.
	NextReceipt() (string, error)
	// NextShift is the number that the next closing of a shift gets.
	NextShift() (string, error)
	// DropDraft forgets a draft that has become a sale, or was voided.
	DropDraft(id pos.ID) error
	// DropNotedDraft forgets a list that was given.
	DropNotedDraft(id pos.ID) error
	// AddJob queues a paper in the same transaction as what it is about.
	AddJob(j Job) error
	// SetPINTries keeps how often a person's PIN was wrong, outside the journal.
	SetPINTries(person pos.ID, tries PINTries) error
	// SaveDraft keeps a draft as Store.SaveDraft does.
	SaveDraft(d pos.Draft) error
	// DropJobs forgets the papers that match.
	DropJobs(match func(Job) (bool, error)) error
	// SignCoupon fills in maker and signature, by this till's key.
	SignCoupon(c pos.SignedCoupon) (pos.SignedCoupon, error)
}

// Appended is where an event came to stand.
type Appended struct {
	Ref  ledger.Ref
	Hash journal.Hash
}

// Shop is what a shop's store says about itself.
type Shop struct {
	ID          pos.ID       `json:"shop"`
	Name        string       `json:"name"`
	Currency    pos.Currency `json:"currency"`
	Language    string       `json:"language"`
	Training    bool         `json:"training"`
	Till        pos.ID       `json:"till"`
	TillNo      int64        `json:"till_no"`
	TimeZone    string       `json:"time_zone"`
	Incarnation pos.ID       `json:"incarnation"`
	// MaySpend is false for a till that found itself restored from a backup
	// and has not been told that it is the only one.
	MaySpend bool `json:"may_spend"`
	// Enrolled is true where a head office is known.
	Enrolled bool `json:"enrolled"`
	// Events and Unsent count this incarnation's journal.
	Events int64 `json:"events"`
	Unsent int64 `json:"unsent"`
}

// Program is one version of the programme.
type Program struct {
	Version   int64      `json:"version"`
	ValidFrom pos.Millis `json:"valid_from"`
	loyalty.Program
}

// ServiceDelay is how long after a service its fixed points are awarded.
func (p Program) ServiceDelay() time.Duration {
	return time.Duration(p.ServiceDelayMinutes) * time.Minute
}

// Standing is a member with everything a sale needs of them, read at once.
type Standing struct {
	Member pos.Member
	// Holder is whose account it is: the member's own, or that of a pool.
	Holder pos.ID
	Tier   pos.Tier
	// Spend is what the ladder counts; Pinned says that it leaves the tier alone,
	// and ReviewAt when it looks again (0: never).
	Spend    pos.Spend
	Pinned   bool
	ReviewAt pos.Millis
	Account  ledger.Account
	Rights   int64 // what this till may spend of them while alone
	Cards    []pos.Card
}

// SaleRow is a line of a list of sales.
type SaleRow struct {
	ID        pos.ID     `json:"id"`
	Receipt   string     `json:"receipt"`
	Completed pos.Millis `json:"completed"`
	ToPay     pos.Money  `json:"to_pay"`
	Member    string     `json:"member"` // name, or empty
	Refund    bool       `json:"refund"`
	Lines     int64      `json:"lines"`
}

// Totals is what an X report adds up, over a span of time.
type Totals struct {
	Sales     int64     `json:"sales"`
	Refunds   int64     `json:"refunds"`
	Gross     pos.Money `json:"gross"`
	Discounts pos.Money `json:"discounts"`
	Net       pos.Money `json:"net"`
	Returned  pos.Money `json:"returned"`
	// GiftCardsSold is what came in for gift cards, less what went back. It is no
	// turnover: no line of VAT has it, nor Gross, Net or Returned.
	GiftCardsSold pos.Money                    `json:"gift_cards_sold"`
	BonusValue    pos.Money                    `json:"bonus_value"`
	Rounding      pos.Money                    `json:"rounding"`
	Tenders       map[pos.TenderKind]pos.Money `json:"tenders"` // of cash: what stayed in the drawer
	VAT           []VATTotal                   `json:"vat"`
	PointsEarned  int64                        `json:"points_earned"`
	PointsUsed    int64                        `json:"points_used"`
	Voids         int64                        `json:"voids"`
	Copies        int64                        `json:"copies"`
	DrawerOpens   int64                        `json:"drawer_opens"`
}

// VATTotal is what was sold at one rate.
type VATTotal struct {
	Bp  int64     `json:"vat_bp"`
	Net pos.Money `json:"net"` // with VAT, after discounts, less bonus and returns
	VAT pos.Money `json:"vat"`
}

// HistoryRow is one thing that happened to a member's points.
type HistoryRow struct {
	Ref     ledger.Ref `json:"ref"`
	At      pos.Millis `json:"at"`
	Type    string     `json:"type"`
	Points  int64      `json:"points"` // what the balance gained or lost
	Receipt string     `json:"receipt,omitempty"`
	Reason  string     `json:"reason,omitempty"`
	// Origin is where points that no sale earned came from, or whose they were
	// that were taken; Note is what was written beside them, for the member to see.
	Origin ledger.Origin `json:"origin,omitempty"`
	Note   string        `json:"note,omitempty"`
	// Of is the name of whose doing it was, where it was another's: an
	// employee's of the same pool, or one's who was merged into the member.
	Of string `json:"of,omitempty"`
	// Pool marks what happened to the pool, and not to the member's own account.
	Pool bool `json:"pool,omitempty"`
}

// Reader reads the tables. What is not there is a pos.Refusal with the code of
// the thing (UnknownCard, UnknownMember, UnknownBarcode, UnknownReceipt ...).
type Reader interface {
	AlarmReader
	OfficeReader
	NotedReader
	CouponReader
	LadderReader
	GiftCardReader
	EarningReader
	WhyReader
	AppointmentReader
	ProposalReader
	MessageReader

	Shop() (Shop, error)
	Settings() (map[string]string, error)

	ProgramAt(at pos.Millis) (Program, error)
	Program(version int64) (Program, error)
	Programs() ([]Program, error)
	Tiers() ([]pos.Tier, error)
	Tier(name string) (pos.Tier, error)

	// People are those who work, or worked, at the till. Of one whose own account
	// was merged into another, Member is the other.
	People() ([]pos.Person, error)
	Person(id pos.ID) (pos.Person, error)
	PINTries(person pos.ID) (PINTries, error)

	ProductByBarcode(code string) (pos.Product, error)
	ProductBySKU(sku string) (pos.Product, error)
	// FindProducts searches name, SKU and barcode; empty text lists all.
	FindProducts(text string, limit int) ([]pos.Product, error)

	CardReader
	MemberByUsername(username string) (pos.Member, error)
	Member(id pos.ID) (pos.Member, error)
	Standing(id pos.ID) (Standing, error)
	// Account is what a holder has: a member, or an organisation with a pool;
	// and the rights that this till holds over it.
	Account(holder pos.ID) (account ledger.Account, rights int64, err error)
	// FindMembers finds by anything: card, username, phone, e-mail, name.
	FindMembers(text string, limit int) ([]pos.Member, error)
	History(member pos.ID, limit int) ([]HistoryRow, error)
	// Uses are the lots that a sale's redemption took from.
	Uses(sale pos.ID) ([]ledger.Use, error)
	// PendingDue are scheduled points whose wait is over.
	PendingDue(at pos.Millis, limit int) ([]DuePoints, error)

	// Sale is a completed sale, or a refund: a sale of negative quantities and
	// amounts, whose lines are what came back.
	Sale(id pos.ID) (pos.Sale, error)
	SaleByReceipt(receipt string) (pos.Sale, error)
	LastSales(limit int) ([]SaleRow, error)
	Totals(from, to pos.Millis) (Totals, error)
	ReportReader
	// OpenShift is the shift that no event has closed, and Shifts those that were,
	// the newest first; ShiftTotals adds one up.
	OpenShift() (Shift, error)
	Shifts(limit int) ([]Shift, error)
	ShiftTotals(s Shift) (Totals, error)
	// Drawer is the money in the drawer over a shift.
	Drawer(s Shift) (Drawer, error)
	Drafts() ([]pos.Draft, error)

	// LastClock is the clock of the journal's newest event.
	LastClock() (journal.Clock, error)

	MemberReader
	ImportReader
}

// DuePoints are pending points, with the moment that they become due: of a line
// of a sale, or of an appointment. Of another till's sale no more is known.
type DuePoints struct {
	Member      pos.ID // whose account they wait in
	Sale        pos.ID
	Line        int64
	Appointment pos.ID
	Points      int64
	DueAt       pos.Millis
}
