package screen

import (
	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// Strip is the line that is always at the bottom.
type Strip struct {
	Person pos.Person
	TillNo int64
	// Till is what the chain calls this till; "" where it is alone.
	Till     string
	Shop     string
	Training bool
	// Since is when this person came on: the shift.
	Since  pos.Millis
	Line   Line
	Unsent int64
	// ToSettle is how many things wait for a person to settle them.
	ToSettle int64
	// ToApprove is how many points wait until a manager approves; a manager sees
	// it.
	ToApprove int64
	// Printer is the receipt printer; Waiting papers are on disk, Unconfirmed
	// ones wait for a person to look.
	Printer     hardware.State
	Waiting     int
	Unconfirmed int
	Readers     []Reader
	// BackupLate says that today's copy of the shop could not be made.
	BackupLate bool
	// Closed is why the till may not sell now; zero: it may.
	Closed Sentence
}

// Line is what is known of the head office.
type Line struct {
	Alone  bool // there is no head office: this till is the chain
	Online bool
	Since  pos.Millis // of the state it is in
	Clock  Sentence   // that the till's clock is off; zero: it is right
}

// Reader is a reader's name and state.
type Reader struct {
	Name  string
	State hardware.State
}

// Basket is what the customer may see of a sale.
type Basket struct {
	Lines    []BasketLine
	Total    pos.Money // before bonus
	Bonus    pos.Money // what bonus pays
	ToPay    pos.Money
	Member   string // the first name, or nothing
	Earns    int64  // points this sale earns
	Points   int64  // points of the member now
	Worth    pos.Money
	Kroner   bool   // points and money are one: show the money
	Language string // the member's, or nothing
	// Next is the level of the ladder that the member comes to next; nil is none.
	Next *till.NextLevel
	// Thanks is set when the sale is done.
	Thanks *Thanks
}

// BasketLine is a line as the customer sees it.
type BasketLine struct {
	Name     string
	QtyMilli int64
	Price    pos.Money
	Discount pos.Money
	Club     bool
	Net      pos.Money
}

// Thanks is what a completed sale leaves on the screen.
type Thanks struct {
	Receipt   string
	Paid      pos.Money // in money and from gift cards; bonus is not
	Cards     []pos.GiftCardUse
	Change    pos.Money
	Earned    int64
	Scheduled int64 // points that come later
	Used      int64
	Balance   int64
	Worth     pos.Money // of the balance
	Member    string
	// Next is the level that comes next, and Reached the one that the sale has
	// brought the member to.
	Next    *till.NextLevel
	Reached string
	// Ask says that the customer is asked whether they want the receipt.
	Ask bool
	// Coupon is the points of a coupon that the guest may want; 0 offers none.
	Coupon int64
	Sale   pos.ID
}
