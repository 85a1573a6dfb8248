package store

import (
	"bonuskasse/pos"
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

func (f *fold) proposalMade(body *journalpb.Body, w *journalpb.ProposalMade) error {
	a, err := f.account(pos.IDFromBytes(w.Member))
	if err != nil {
		return err
	}
	err = f.s.exec("INSERT INTO proposal (event, id, member, kind, points, subject, note, state, person) VALUES (?, ?, ?, ?, ?, ?, ?, 'open', ?)",
		int64(f.ref), notNil(w.Proposal), a.no, w.Kind, w.Points, w.Subject, w.Note, bytesOrNull(body.By))
	if breaks(err) { // it counts once for what it is for
		return pos.Refuse(pos.AlreadyThere, w.Subject)
	}
	return err
}

func (f *fold) proposalDecided(body *journalpb.Body, w *journalpb.ProposalDecided) error {
	var state string
	found, err := f.s.get("SELECT state FROM proposal WHERE id = ?", args(notNil(w.Proposal)), &state)
	switch {
	case err != nil:
		return err
	case !found:
		return pos.Refuse(pos.UnknownProposal)
	case state != "open":
		return pos.Refuse(pos.ProposalDecided)
	}
	state = "refused"
	if w.Approved {
		state = "approved"
	}
	return f.s.exec("UPDATE proposal SET state = ?, decided = ? WHERE id = ?", state, bytesOrNull(body.By), w.Proposal)
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
