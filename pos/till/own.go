package till

import "bonuskasse/pos"

// OwnSaleSetting says what happens when a person rings up their own purchase
// on their own account, or takes it back: OwnSaleManager, which is what holds
// where nothing is set, OwnSaleNever or OwnSaleAlone.
const OwnSaleSetting = "people.own_sale"

// What may become of one's own purchase.
const (
	OwnSaleManager = "manager" // another person, a manager, approves
	OwnSaleNever   = "never"
	OwnSaleAlone   = "alone"
)

// isOwn reports whether an account is the person's: their own, or a pool that
// they are one of.
func isOwn(r Reader, p pos.Person, s Standing) (bool, error) {
	switch {
	case p.Member.IsZero():
		return false, nil
	case p.Member == s.Member.ID, p.Member == s.Holder:
		return true, nil
	case s.Holder == s.Member.ID:
		return false, nil
	}
	m, err := r.Member(p.Member)
	return m.Organisation == s.Holder, err
}

// mayRingUp refuses a person's own purchase as the shop has it.
func mayRingUp(r Reader, who Who, s Standing) error {
	own, err := isOwn(r, who.Person, s)
	if err != nil || !own {
		return err
	}
	set, err := r.Settings()
	if err != nil {
		return err
	}
	switch set[OwnSaleSetting] {
	case OwnSaleAlone:
		return nil
	case OwnSaleNever:
		return pos.Refuse(pos.OwnAccount)
	}
	// Two pairs of eyes are two people, and neither of them gains.
	if a := who.Approved; a != nil && a.Role.May(pos.Manager) && a.ID != who.Person.ID {
		theirs, err := isOwn(r, *a, s)
		if err != nil || !theirs {
			return err
		}
	}
	return pos.Refuse(pos.OwnSale)
}
