package paper

import (
	"strconv"

	"bonuskasse/assets"
	"bonuskasse/hardware"
	"bonuskasse/pos/till"
)

// Noted is the paper of a list of noted points: what each row gave, for the
// folder that the slips are kept in.
func (Papers) Noted(f till.NotedFacts) hardware.Document {
	w := newWriter(f.Language, f.Shop.Currency, f.Zone, f.Made)
	w.doc.Title = w.t("noted")
	w.header(f.Shop, f.Settings)
	w.add(hardware.TextLine(w.t("noted")).Centre().Tall().Strong(), hardware.Feed(1))
	w.add(hardware.TextLine(w.moment(f.Made)))
	if f.Title != "" {
		w.add(hardware.TextLine(f.Title))
	}
	if f.By != "" {
		w.add(hardware.TextLine(w.t("noted.by", f.By)))
	}
	if f.Undone != 0 {
		w.add(hardware.TextLine(w.t("noted.undone", w.moment(f.Undone))).Strong())
	}
	w.add(hardware.Rule())
	for _, l := range f.Lines {
		name := l.Name
		if name == "" {
			name = w.t("noted.erased")
		}
		w.add(hardware.Row(strconv.FormatInt(l.Row, 10)+" "+name, w.points(l.Points)))
		if l.Note != "" {
			w.add(hardware.TextLine("  " + l.Note))
		}
	}
	w.add(hardware.Rule(),
		hardware.Row(w.t("noted.sum"), w.points(f.Points)).Tall().Strong(),
		hardware.TextLine(assets.N(w.lang, "paper.noted.rows", f.Rows)),
		hardware.Feed(1),
		hardware.TextLine(w.t("noted.list", f.ID.String()[:12])).Centre())
	return w.end(f.Shop)
}
