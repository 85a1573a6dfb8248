package paper

import (
	"bonuskasse/hardware"
	"bonuskasse/pos/till"
)

// drawer is the money in the drawer of a shift, and what was counted. A shop that
// takes no cash has none.
func (w *writer) drawer(d *till.Drawer) {
	if d == nil || d.Empty() {
		return
	}
	w.add(hardware.Rule(), hardware.TextLine(w.t("drawer")).Strong())
	w.row("drawer.float", d.Float())
	w.add(hardware.Row(w.t("drawer.cash"), w.amount(d.Cash)))
	for _, m := range d.Moves {
		if m.Kind != till.CashFloat {
			w.add(hardware.Row(w.t("drawer."+string(m.Kind), m.Reason), w.amount(m.Signed())))
		}
	}
	w.add(hardware.Row(w.t("drawer.expected"), w.amount(d.Expected)))
	c := d.Count
	if c == nil {
		w.add(hardware.TextLine(w.t("drawer.uncounted")))
		return
	}
	w.add(hardware.Row(w.t("drawer.counted"), w.amount(c.Counted)), hardware.Row(w.t("drawer.difference"), w.amount(c.Difference)).Strong())
	if c.Reason != "" {
		w.add(hardware.TextLine(c.Reason))
	}
	w.add(hardware.Row(w.t("drawer.taken"), w.amount(c.Taken)), hardware.Row(w.t("drawer.left"), w.amount(c.Left)))
}
