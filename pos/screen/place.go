package screen

import "bonuskasse/pos"

// Place is where one can be: the name of a screen. Going somewhere is a value
// (To), so that a test can look at it.
type Place string

// The places. Those without a presenter yet are not shown.
const (
	SalePlace     Place = "sale"
	PaymentPlace  Place = "payment"
	MemberPlace   Place = "member"
	NotedPlace    Place = "noted"
	CouponsPlace  Place = "coupons"
	CardsPlace    Place = "cards"
	GiftsPlace    Place = "gifts"
	ReportsPlace  Place = "reports"
	OfficePlace   Place = "office"
	SettingsPlace Place = "settings"
	HelpPlace     Place = "help"
	LockPlace     Place = "lock"
	RefundPlace   Place = "refund"
	// NotedListsPlace is the lists that were given.
	NotedListsPlace Place = "noted_lists"
	// JoinPlace is the form of a member: a new one, one to invite, one to change.
	JoinPlace Place = "join"
	// ImportPlace is the import of members, which Settings leads to.
	ImportPlace Place = "import"
	// AppointmentsPlace is what members come for; Member leads there.
	AppointmentsPlace Place = "appointments"
)

// OpenSection is handed to Settings to show one of its sections, by its name.
type OpenSection struct{ Section string }

// Take is handed to RefundPlace: the sale whose goods come back. Without it the
// screen asks for the receipt.
type Take struct{ Sale pos.Sale }

// OpenAppointments is handed to AppointmentsPlace to show those of a member.
type OpenAppointments struct{ Member pos.ID }

// Tabs are the places of the top bar with their keys, in their order. The word
// is "place." and the place, the icon "place"'s.
var Tabs = []Tab{
	{HelpPlace, KeyF1},
	{SalePlace, KeyF2},
	{MemberPlace, KeyF3},
	{NotedPlace, KeyF4},
	{CouponsPlace, KeyF5},
	{CardsPlace, KeyF6},
	{GiftsPlace, KeyF7},
	{ReportsPlace, KeyF8},
	{OfficePlace, KeyF9},
	{SettingsPlace, KeyF10},
}

// Tab is a place and its key.
type Tab struct {
	Place Place
	Key   KeyName
}

// To is where to go, and what to hand over.
type To struct {
	Place Place
	With  any
}
