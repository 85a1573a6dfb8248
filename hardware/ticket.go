package hardware

import "time"

// Sheets are tickets to be cut out of A4 paper: coupons, say. They are what a
// Document is to receipt paper, before it is known how a page is made.
type Sheets struct {
	Title   string
	Lang    string
	Made    time.Time // a file is dated so, and by nothing else
	Tickets []Ticket
}

// TicketsASheet is how many tickets an A4 sheet holds.
const TicketsASheet = 12

// Ticket is one field of a sheet: a QR code at the left, words beside it.
type Ticket struct {
	QR     string
	Corner string   // small, in the upper corner
	Head   string   // who it is from
	Big    string   // what it is worth
	Small  []string // about that
	Code   string   // for typing, where no reader is
	Foot   []string // across the bottom
	Banner string   // white on black: a copy, practice; empty is none
}
