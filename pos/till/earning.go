package till

import (
	"context"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/ledger"
)

// What the programme itself gives is nobody's doing: it names no person, and
// the rule of one's own account is about persons.

// welcome gives a new member the programme's welcome, and says it.
func (t *Till) welcome(tx Tx, m pos.Member) error {
	p, err := tx.ProgramAt(pos.At(t.now()))
	if err != nil {
		return err
	}
	if p.WelcomePoints > 0 {
		if _, err := t.give(tx, m.ID, gift{Origin: ledger.FromWelcome, Points: p.WelcomePoints}, Who{}); err != nil {
			return err
		}
	}
	return t.tell(tx, m, news{Kind: pos.WelcomeMessage, Cause: "joined", Points: p.WelcomePoints}, Who{})
}

// referrer is the member who brought another, as they are to be kept: not the
// person at the till, who would give to themselves.
func referrer(r Reader, id pos.ID, m pos.Member, who Who) (pos.ID, error) {
	if id.IsZero() {
		return id, nil
	}
	s, err := standingOf(r, id)
	if err != nil {
		return id, err
	}
	if s.Member.ID == m.ID {
		return id, pos.Refuse(pos.SameMember)
	}
	return s.Member.ID, mayBeGiven(r, s, who)
}

// referred gives a member who was brought, and who brought them, what the
// programme has for it: at the first sale that they pay for. Who has bought
// before costs a sale nothing.
func (t *Till) referred(tx Tx, p Program, s Standing, sale pos.Sale) error {
	by := s.Member.ReferredBy
	if by.IsZero() || s.Spend.Total != 0 || p.ReferralPoints == 0 && p.ReferrerPoints == 0 || sale.AccrualBase <= 0 && sale.ToPay <= 0 {
		return nil
	}
	if b, err := standingOf(tx, by); err == nil && b.Member.ID == s.Member.ID { // nobody brings themselves: the two were merged
		return nil
	}
	// They may have brought back all that they had bought.
	given, err := tx.ReferralGiven(s.Member.ID, by)
	if err != nil || given {
		return err
	}
	if p.ReferralPoints > 0 {
		if _, err := t.give(tx, s.Member.ID, gift{Origin: ledger.FromReferral, Points: p.ReferralPoints, Source: by}, Who{}); err != nil {
			return err
		}
	}
	if p.ReferrerPoints == 0 {
		return nil
	}
	_, err = t.give(tx, by, gift{Origin: ledger.FromReferrer, Points: p.ReferrerPoints, Source: s.Member.ID}, Who{})
	if pos.CodeOf(err) != "" { // they are blocked, or no member any more: the sale goes on
		return nil
	}
	return err
}

// birthdayBatch is how many birthdays one transaction looks at.
const birthdayBatch = 100

// birthdays gives every member whose birthday it is, or was while the till was off,
// what the programme had for it on that day, once a year. A day that was worked
// through is not looked at again.
func (t *Till) birthdays(ctx context.Context, at time.Time) (given int, err error) {
	today := at.In(t.zone)
	key := int64(today.Year()*1000 + today.YearDay())
	if t.birthdaysOf.Load() == key {
		return 0, nil
	}
	points := int64(0)
	for _, feast := range pos.FeastsUpTo(today) {
		err := t.store.View(ctx, func(r Reader) error {
			p, err := r.ProgramAt(pos.At(feast.Until))
			points = p.BirthdayPoints
			return err
		})
		if err != nil {
			return given, err
		}
		if points == 0 {
			continue
		}
		n, err := t.celebrate(ctx, feast, points)
		if given += n; err != nil {
			return given, err
		}
	}
	if points > 0 { // else the programme may have something for it before the day is over
		t.birthdaysOf.Store(key)
	}
	return given, nil
}

// celebrate gives for the birthdays of one day.
func (t *Till) celebrate(ctx context.Context, feast pos.Feast, points int64) (given int, err error) {
	for after := int64(0); ; {
		if err := ctx.Err(); err != nil {
			return given, err
		}
		var list []Birthday
		look := func(r Reader) (err error) {
			list, err = r.Birthdays(feast, after, birthdayBatch)
			return err
		}
		if err := t.store.View(ctx, look); err != nil || len(list) == 0 {
			return given, err
		}
		err := t.store.Do(ctx, func(tx Tx) error {
			if err := look(tx); err != nil {
				return err
			}
			for _, b := range list {
				g := gift{Origin: ledger.FromBirthday, Points: points, Row: int64(feast.Day.Year()), Day: feast.Day.Format(time.DateOnly)}
				if _, err := t.give(tx, b.Member, g, Who{}); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return given, err
		}
		given += len(list)
		if len(list) < birthdayBatch {
			return given, nil
		}
		after = list[len(list)-1].No
	}
}
