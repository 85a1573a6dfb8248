package store

import (
	"bonuskasse/pos/journal/journalpb"
)

// categorySet is what holds for a category; with nothing set it is gone.
func (f *fold) categorySet(w *journalpb.CategorySet) error {
	if w.Discountable == nil && w.Earns == nil && w.BonusPayable == nil && w.FixedPoints == nil {
		return f.s.exec("DELETE FROM category WHERE name = ?", w.Category)
	}
	return f.s.exec(`INSERT INTO category (name, discountable, earns, bonus_payable, fixed_points) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (name) DO UPDATE SET discountable = excluded.discountable, earns = excluded.earns,
			bonus_payable = excluded.bonus_payable, fixed_points = excluded.fixed_points`,
		w.Category, bitOrNull(w.Discountable), bitOrNull(w.Earns), bitOrNull(w.BonusPayable), numberOrNull(w.FixedPoints))
}

func bitOrNull(b *bool) any {
	if b == nil {
		return nil
	}
	return bit(*b)
}

// saleMended keeps the sale as it was sold: who reads it lays what was mended over
// it (reader.mended). Points go by events of their own; here goes what the ladder
// counts.
func (f *fold) saleMended(body *journalpb.Body, w *journalpb.SaleMended) error {
	if _, err := f.saleRef(w.Sale); err != nil {
		return err
	}
	member, err := f.memberNo(w.Member)
	if err != nil {
		return err
	}
	if err := f.spent(w.WasMember, w.Completed, -w.LadderBase); err != nil {
		return err
	}
	if err := f.spent(w.Member, w.Completed, w.LadderBase); err != nil {
		return err
	}
	return f.s.exec("INSERT INTO sale_mended (event, sale, member, person, reason) VALUES (?, ?, ?, ?, ?)",
		int64(f.ref), w.Sale, member, bytesOrNull(body.By), body.Reason)
}
