package pos

// Role is what a person at the till may do.
type Role string

// The roles, from the least to the most.
const (
	Cashier Role = "cashier" // sells and redeems within limits
	Clerk   Role = "clerk"   // registers coupons and lists
	Manager Role = "manager" // cards, adjustments, programme, reports
)

// Rank orders the roles; an unknown role has none of their rights.
func (r Role) Rank() int {
	switch r {
	case Cashier:
		return 1
	case Clerk:
		return 2
	case Manager:
		return 3
	}
	return 0
}

// May reports whether a person of this role may do what needs the other.
func (r Role) May(needs Role) bool { return r.Rank() >= needs.Rank() && needs.Rank() > 0 }

// A PIN has so many digits at least and at most.
const (
	MinPIN = 4
	MaxPIN = 8
)

// Person is someone who works at the till.
type Person struct {
	ID     ID     `json:"id"`
	Name   string `json:"name"`
	Role   Role   `json:"role"`
	Active bool   `json:"active"`
	Member ID     `json:"member,omitzero"` // their own account: nobody gives to it
	// PINHash is argon2id in PHC string form; empty is no PIN yet.
	PINHash string `json:"-"`
}

// System is who acts where no person signed in: a script, a timer.
var System = Person{Name: "System", Role: Manager, Active: true}
