package hardware

import "context"

// KickReason is why a cash drawer opens. It goes into the journal; a drawer
// without a reason stays shut.
type KickReason string

const (
	KickSale   KickReason = "sale"    // cash is taken, or change given
	KickRefund KickReason = "refund"  // money goes back to a customer
	KickFloat  KickReason = "float"   // change put in, money taken to the safe
	KickCount  KickReason = "count"   // counting at the end of a shift
	KickNoSale KickReason = "no_sale" // opened by hand, by someone allowed to
	KickTest   KickReason = "test"    // the test in Settings
)

// Known tells whether the reason is one of the above.
func (k KickReason) Known() bool {
	switch k {
	case KickSale, KickRefund, KickFloat, KickCount, KickNoSale, KickTest:
		return true
	}
	return false
}

// KickReasons lists every reason, for screens and for the test that each has a
// sentence in each language.
func KickReasons() []KickReason {
	return []KickReason{KickSale, KickRefund, KickFloat, KickCount, KickNoSale, KickTest}
}

// CashDrawer is the device; the money in it is a Drawer elsewhere. Most
// drawers hang on a printer: PrinterDrawer.
type CashDrawer interface {
	Device
	Kick(ctx context.Context, why KickReason) error
}

// PrinterDrawer is the drawer on a printer's cable.
type PrinterDrawer struct{ Printer }

// Kick opens it.
func (d PrinterDrawer) Kick(ctx context.Context, why KickReason) error {
	return d.Printer.Kick(ctx, why)
}

var _ CashDrawer = PrinterDrawer{}
