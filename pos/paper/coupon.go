package paper

import (
	"bonuskasse/assets"
	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// Coupons are the papers of coupons, one each: what it is worth and for how
// long, its QR code, its code for typing, the rules in two lines.
func (Papers) Coupons(p till.CouponPaper) []hardware.Document {
	docs := make([]hardware.Document, 0, len(p.Coupons))
	for _, c := range p.Coupons {
		w := newWriter(p.Language, p.Shop.Currency, p.Zone, p.Made)
		w.inMoney = p.Program.InMoney()
		w.doc.Title = w.t("coupon") + " " + pos.GroupCouponCode(c.Code)
		w.header(p.Shop, p.Settings)
		w.coupon(c, p.Program)
		w.rules()
		doc := w.end(p.Shop)
		if c.Copy {
			doc = doc.AsCopy()
		}
		docs = append(docs, doc)
	}
	return docs
}

// coupon is the coupon itself, on a paper of its own or on a receipt.
func (w *writer) coupon(c till.PaperCoupon, p till.Program) {
	w.add(hardware.TextLine(w.t("coupon")).Centre().Strong(), hardware.TextLine(w.worth(c.Points)).Centre().Double().Strong())
	if !w.inMoney && p.Points > 0 {
		w.add(hardware.TextLine(w.t("coupon.worth", w.money(pos.Money(p.Value(c.Points))))).Centre())
	}
	w.add(hardware.QR(c.QR), hardware.TextLine(pos.GroupCouponCode(c.Code)).Centre().Tall().Strong(),
		hardware.TextLine(w.until(c.ValidUntil)).Centre())
}

// worth is points with their name, or the money that they are counted in.
func (w *writer) worth(points int64) string {
	if w.inMoney {
		return w.money(pos.Money(points))
	}
	return assets.N(w.lang, "count.points", points)
}

func (w *writer) until(at pos.Millis) string {
	if at == 0 {
		return w.t("coupon.ever")
	}
	return w.t("coupon.until", assets.Date(w.lang, at.Time(w.zone)))
}

func (w *writer) rules() {
	w.add(hardware.Rule(), hardware.TextLine(w.t("coupon.rule.once")).Centre(), hardware.TextLine(w.t("coupon.rule.how")).Centre())
}

// CouponSheets are coupons on A4, with the code, the worth and the end of each.
func CouponSheets(p till.CouponPaper) hardware.Sheets {
	w := newWriter(p.Language, p.Shop.Currency, p.Zone, p.Made)
	w.inMoney = p.Program.InMoney()
	s := hardware.Sheets{Title: w.t("coupons"), Lang: p.Language, Made: p.Made.Time(w.zone)}
	for _, c := range p.Coupons {
		t := hardware.Ticket{
			QR: c.QR, Head: p.Shop.Name, Big: w.worth(c.Points), Code: pos.GroupCouponCode(c.Code),
			Small: []string{w.until(c.ValidUntil)}, Foot: []string{w.t("coupon.rule.once"), w.t("coupon.rule.how")},
		}
		if !w.inMoney && p.Program.Points > 0 {
			t.Small = append([]string{w.t("coupon.worth", w.money(pos.Money(p.Program.Value(c.Points))))}, t.Small...)
		}
		t.Corner = w.t("coupon")
		if c.Batch != 0 {
			t.Corner += " · " + w.t("coupon.batch", c.Batch)
		}
		if c.Sheet != 0 {
			t.Corner += " · " + w.t("coupon.sheet", c.Sheet)
		}
		switch {
		case p.Shop.Training:
			t.Banner = hardware.TrainingWord(p.Language)
		case c.Copy:
			t.Banner = hardware.CopyWord(p.Language)
		}
		s.Tickets = append(s.Tickets, t)
	}
	return s
}
