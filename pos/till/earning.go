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

// birthdays gives every member whose birthday it is what the programme has for
// it, once a year. A day that was worked through is not looked at again.
func (t *Till) birthdays(ctx context.Context, at time.Time) (given int, err error) {
	day := at.In(t.zone)
	key := int64(day.Year()*1000 + day.YearDay())
	if t.birthdaysOf.Load() == key {
		return 0, nil
	}
	var p Program
	err = t.store.View(ctx, func(r Reader) error {
		p, err = r.ProgramAt(pos.At(at))
		return err
	})
	if err != nil || p.BirthdayPoints == 0 {
		return 0, err
	}
	for after := int64(0); ; {
		if err := ctx.Err(); err != nil {
			return given, err
		}
		var list []Birthday
		err := t.store.Do(ctx, func(tx Tx) (err error) {
			if list, err = tx.Birthdays(pos.BirthdaysOn(day), int64(day.Year()), after, birthdayBatch); err != nil {
				return err
			}
			for _, b := range list {
				g := gift{Origin: ledger.FromBirthday, Points: p.BirthdayPoints, Row: int64(day.Year())}
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
			t.birthdaysOf.Store(key)
			return given, nil
		}
		after = list[len(list)-1].No
	}
}
