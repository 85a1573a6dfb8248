package till

import (
	"context"

	"bonuskasse/pos"
	"bonuskasse/pos/journal/journalpb"
)

// People are those who work at the till.
func (t *Till) People(ctx context.Context) (list []pos.Person, err error) {
	err = t.store.View(ctx, func(r Reader) error {
		list, err = r.People()
		return err
	})
	return list, err
}

// SetPerson makes or changes a person. An empty pin keeps the old one; a new
// person needs one, and a new PIN is not waited for. The last active manager
// cannot be demoted or removed.
func (t *Till) SetPerson(ctx context.Context, p pos.Person, pin string, who Who) (pos.Person, error) {
	if err := who.needs(pos.Manager); err != nil {
		return p, err
	}
	name, err := pos.CleanName(p.Name)
	if err != nil {
		return p, err
	}
	p.Name = name
	if p.Role.Rank() == 0 {
		return p, pos.Refuse(pos.BadSetting, "role")
	}
	if p.ID.IsZero() {
		if p.ID, err = t.newID(); err != nil {
			return p, err
		}
		p.Active = true
	}
	if pin != "" {
		if p.PINHash, err = HashPIN(pin, t.random); err != nil {
			return p, err
		}
	}
	return p, t.store.Do(ctx, func(tx Tx) error {
		if err := keepAManager(tx, &p); err != nil {
			return err
		}
		if !p.Member.IsZero() {
			own, err := standingOf(tx, p.Member)
			if err != nil {
				return err
			}
			p.Member = own.Member.ID
		}
		if pin != "" {
			if err := tx.SetPINTries(p.ID, PINTries{}); err != nil {
				return err
			}
		}
		return t.personSet(tx, p, who)
	})
}

// SetPIN gives a person another PIN, who knows the old one.
func (t *Till) SetPIN(ctx context.Context, id pos.ID, old, pin string) error {
	hash, err := HashPIN(pin, t.random)
	if err != nil {
		return err
	}
	if _, err := t.SignIn(ctx, id, old); err != nil {
		return err
	}
	return t.store.Do(ctx, func(tx Tx) error {
		p, err := tx.Person(id)
		if err != nil {
			return err
		}
		p.PINHash = hash
		return t.personSet(tx, p, By(p))
	})
}

func (t *Till) personSet(tx Tx, p pos.Person, who Who) error {
	body := who.body()
	body.What = personSet(p)
	_, err := tx.Append(t.now(), body, pos.ID{}, 0)
	return err
}

func personSet(p pos.Person) *journalpb.Body_PersonSet {
	return &journalpb.Body_PersonSet{PersonSet: &journalpb.PersonSet{
		Person: p.ID[:], Name: p.Name, Role: string(p.Role), PinHash: p.PINHash, Active: p.Active, Member: idOrNil(p.Member),
	}}
}

// keepAManager refuses a change that would leave the shop without a manager,
// and keeps the old PIN where no new one was given.
func keepAManager(r Reader, p *pos.Person) error {
	people, err := r.People()
	if err != nil {
		return err
	}
	others, was := 0, false
	for _, o := range people {
		manager := o.Active && o.Role == pos.Manager
		if o.ID == p.ID {
			was = manager
			if p.PINHash == "" {
				p.PINHash = o.PINHash
			}
		} else if manager {
			others++
		}
	}
	if p.PINHash == "" {
		return pos.Refuse(pos.BadPIN)
	}
	if was && others == 0 && (!p.Active || p.Role != pos.Manager) {
		return pos.Refuse(pos.LastManager)
	}
	return nil
}
