package till

import (
	"context"
	"strings"

	"bonuskasse/pos"
	"bonuskasse/pos/journal/journalpb"
)

// SetOrganisation makes or changes a corporate client; a zero id makes one.
// A pool that has bonus in it cannot be given up: nobody would own it.
func (t *Till) SetOrganisation(ctx context.Context, o pos.Organisation, who Who) (pos.Organisation, error) {
	if err := who.needs(pos.Manager); err != nil {
		return o, err
	}
	var err error
	if o.Name, err = pos.CleanName(o.Name); err != nil {
		return o, err
	}
	if o.Number = strings.TrimSpace(o.Number); len(o.Number) > 40 {
		return o, pos.Refuse(pos.BadSetting, "number")
	}
	fresh := o.ID.IsZero()
	if fresh {
		if o.ID, err = t.newID(); err != nil {
			return o, err
		}
		o.Active = true
	}
	return o, t.store.Do(ctx, func(tx Tx) error {
		if !fresh {
			if err := mayChangePool(tx, o); err != nil {
				return err
			}
		}
		body := who.body()
		body.What = &journalpb.Body_OrganisationSet{OrganisationSet: &journalpb.OrganisationSet{
			Organisation: o.ID[:], Name: o.Name, Number: o.Number, Pooled: o.Pooled, Active: o.Active,
		}}
		_, err := tx.Append(t.now(), body, pos.ID{}, 0)
		return err
	})
}

func mayChangePool(r Reader, o pos.Organisation) error {
	was, err := r.Organisation(o.ID)
	if err != nil || !was.Pooled || o.Pooled {
		return err
	}
	pool, _, err := r.Account(o.ID)
	if err != nil {
		return err
	}
	if pool.Holding() != 0 || pool.Debt != 0 || len(pool.Pending) > 0 {
		return pos.Refuse(pos.PoolNotEmpty, was.Name)
	}
	return nil
}

// Organisations are the corporate clients, in the order they were made.
func (t *Till) Organisations(ctx context.Context) (list []pos.Organisation, err error) {
	err = t.store.View(ctx, func(r Reader) error {
		list, err = r.Organisations()
		return err
	})
	return list, err
}

// Organisation is one of them by its name or its number, whatever the case.
func (t *Till) Organisation(ctx context.Context, name string) (pos.Organisation, error) {
	list, err := t.Organisations(ctx)
	if err != nil {
		return pos.Organisation{}, err
	}
	want := pos.SearchWord(name)
	for _, o := range list {
		if want != "" && (pos.SearchWord(o.Name) == want || pos.SearchWord(o.Number) == want) {
			return o, nil
		}
	}
	return pos.Organisation{}, pos.Refuse(pos.UnknownOrganisation, name)
}

// Employees are the members of an organisation, by name.
func (t *Till) Employees(ctx context.Context, organisation pos.ID, limit int) (list []pos.Member, err error) {
	err = t.store.View(ctx, func(r Reader) error {
		list, err = r.Employees(organisation, limit)
		return err
	})
	return list, err
}

// Pool is what an organisation's employees have together.
func (t *Till) Pool(ctx context.Context, organisation pos.ID) (points int64, err error) {
	err = t.store.View(ctx, func(r Reader) error {
		pool, _, err := r.Account(organisation)
		points = pool.Balance(millis(t.now()))
		return err
	})
	return points, err
}
