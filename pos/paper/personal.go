package paper

import (
	"cmp"
	"time"

	"bonuskasse/assets"
	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// Consent is what a customer agrees to who says yes to marketing, where the
// shop has no words of its own.
func (Papers) Consent(shop, language string) string { return assets.T(language, "paper.consent", shop) }

// blocksAPaper keeps each part of a long paper below hardware.MaxBlocks.
const blocksAPaper = hardware.MaxBlocks / 2

// PersonalData is all that is known of a person, to be read: one document, or
// several that follow one another where there is much.
func PersonalData(p till.PersonalData, lang string) []hardware.Document {
	zone, err := time.LoadLocation(p.Zone)
	if err != nil {
		zone = time.UTC
	}
	d := &dossier{w: newWriter(lang, p.Currency, zone, p.Made)}
	d.w.doc.Title = d.w.t("personal.title", p.Member.Name)
	d.w.add(hardware.TextLine(d.w.doc.Title).Double().Strong(), hardware.TextLine(d.w.t("personal.made", p.Shop, d.w.moment(p.Made))))
	d.person(p)
	d.points(p)
	d.sales(p)
	d.rest(p)
	return append(d.done, d.w.doc)
}

// dossier is a paper in parts.
type dossier struct {
	w    *writer
	done []hardware.Document
}

func (d *dossier) turn() {
	if len(d.w.doc.Body) < blocksAPaper {
		return
	}
	d.done = append(d.done, d.w.doc)
	d.w.doc.Body = nil
}

func (d *dossier) head(key string) {
	d.turn()
	d.w.add(hardware.Feed(1), hardware.TextLine(d.w.t("personal."+key)).Strong(), hardware.Rule())
}

// fact leaves out what is not known.
func (d *dossier) fact(label, value string) {
	if value != "" {
		d.turn()
		d.w.add(hardware.Row(label, value))
	}
}

func (d *dossier) none(n int) {
	if n == 0 {
		d.w.add(hardware.TextLine(d.w.t("personal.none")))
	}
}

func (d *dossier) person(p till.PersonalData) {
	m, w := p.Member, d.w
	word := func(key string) string { return assets.T(w.lang, "member."+key) }
	d.head("person")
	d.fact(word("name"), m.Name)
	d.fact(word("username"), m.Username)
	d.fact(word("phone"), m.Phone)
	d.fact(word("email"), m.Email)
	if at, err := time.Parse(time.DateOnly, m.Birthday); err == nil {
		d.fact(word("birthday"), assets.Date(w.lang, at))
	}
	d.fact(word("language"), m.Language)
	d.fact(word("tier"), m.Tier)
	d.fact(word("joined"), w.moment(m.Joined))
	d.fact(w.t("personal.status"), word(string(m.Status)))
	if p.Organisation != nil {
		d.fact(word("organisation"), p.Organisation.Name)
	}
	d.fact(word("notes"), m.Notes)
	if m.ConsentAt != 0 {
		d.fact(word("consent"), w.moment(m.ConsentAt))
		w.add(hardware.TextLine(m.ConsentText))
	} else {
		d.fact(word("consent"), assets.T(w.lang, "action.no"))
	}
	if len(p.Photo) > 0 {
		d.fact(w.t("personal.photo"), w.t("personal.photo.there"))
	}
	for _, a := range p.Aliases {
		d.fact(w.t("personal.alias"), a.Name+", "+a.Username)
	}
	d.head("cards")
	for _, c := range p.Cards {
		d.fact(c.Number+" · "+assets.T(w.lang, "card.kind."+string(c.Kind)), assets.T(w.lang, "card.state."+string(c.State)))
	}
	d.none(len(p.Cards))
}

func (d *dossier) points(p till.PersonalData) {
	w := d.w
	d.head("points")
	d.fact(w.t("personal.balance"), w.points(p.Balance))
	if p.Pending > 0 {
		d.fact(assets.T(w.lang, "member.pending"), w.points(p.Pending))
	}
	for _, l := range p.Lots {
		until := assets.T(w.lang, "member.lot.never")
		if l.ExpiresAt != 0 {
			until = assets.Date(w.lang, pos.Millis(l.ExpiresAt).Time(w.zone))
		}
		d.fact(assets.Date(w.lang, pos.Millis(l.AccruedAt).Time(w.zone))+" – "+until, w.points(l.Left))
	}
	d.head("history")
	for _, h := range p.History {
		what := w.happened(h.Type, h.Origin)
		if h.Receipt != "" {
			what += " · " + h.Receipt
		}
		d.turn()
		w.add(hardware.Row(w.moment(h.At)+"  "+what, w.points(h.Points)))
	}
	d.none(len(p.History))
	for _, g := range p.Given {
		if g.Note != "" {
			d.fact(w.moment(g.At)+"  "+g.Note, w.points(g.Points))
		}
	}
}

func (d *dossier) sales(p till.PersonalData) {
	w := d.w
	d.head("sales")
	for _, s := range p.Sales {
		d.turn()
		w.add(hardware.Row(s.Receipt+"  "+w.moment(s.Completed), w.money(s.ToPay)).Strong())
		for _, l := range s.Lines {
			if !l.Voided {
				w.add(hardware.Row3("  "+l.Name, assets.Quantity(w.lang, l.QtyMilli)+" x "+w.amount(l.UnitPrice), w.amount(l.Net)))
			}
		}
		if s.PointsEarned != 0 || s.PointsUsed != 0 {
			w.add(hardware.TextLine("  " + w.t("personal.sale.points", s.PointsEarned, s.PointsUsed)))
		}
	}
	d.none(len(p.Sales))
}

func (d *dossier) rest(p till.PersonalData) {
	w := d.w
	if len(p.Coupons) > 0 {
		d.head("coupons")
		for _, c := range p.Coupons {
			d.fact(w.moment(c.At)+"  "+c.Code, w.points(c.Points))
		}
	}
	if len(p.GiftCards) > 0 {
		d.head("gift_cards")
		for _, g := range p.GiftCards {
			d.fact(w.moment(g.Made)+"  "+pos.GroupCouponCode(g.Code)+" · "+assets.T(w.lang, "gift_card.kind."+string(g.Kind)), w.money(g.Balance))
		}
	}
	if len(p.Purchases) > 0 {
		d.head("rewards")
		for _, b := range p.Purchases {
			d.fact(w.moment(b.At)+"  "+b.Name, w.points(-b.Points))
		}
	}
	if len(p.Appointments) > 0 {
		d.head("appointments")
		for _, a := range p.Appointments {
			d.fact(w.moment(a.EndsAt)+"  "+cmp.Or(a.Service, a.SKU)+" · "+assets.T(w.lang, "appointment.state."+string(a.State)), w.points(a.Points))
		}
	}
	if len(p.Proposals) > 0 {
		d.head("proposals")
		for _, x := range p.Proposals {
			d.fact(w.moment(x.At)+"  "+cmp.Or(x.Note, assets.T(w.lang, "approval.kind."+string(x.Kind)))+" · "+assets.T(w.lang, "approval.state."+string(x.State)), w.points(x.Points))
		}
	}
	if p.Works != nil {
		d.head("works")
		d.fact(p.Works.Name, assets.T(w.lang, "role."+string(p.Works.Role)))
	}
	d.head("messages")
	for _, m := range p.Messages {
		d.fact(w.moment(m.At)+"  "+w.t("message."+string(m.Kind)), w.t("message.state."+string(m.State)))
	}
	d.none(len(p.Messages))
}
