package till

import (
	"context"
	"encoding/json"
	"fmt"

	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/journal/journalpb"
)

// designOf reads a design; the one without a name is the first one, in the
// shop's name.
func designOf(r Reader, shop, name string) (d hardware.CardDesign, err error) {
	if name == "" {
		return hardware.FirstCardDesign(shop), nil
	}
	data, err := r.CardDesign(name)
	if err != nil {
		return d, err
	}
	if err := json.Unmarshal(data, &d); err != nil {
		return d, fmt.Errorf("card design: %w", err)
	}
	d.Name = name
	return d, nil
}

// CardDesign is a design by its name; empty is the first one.
func (t *Till) CardDesign(ctx context.Context, name string) (d hardware.CardDesign, err error) {
	err = t.store.View(ctx, func(r Reader) error {
		d, err = designOf(r, t.shop.Name, name)
		return err
	})
	return d, err
}

// CardDesigns are the names of the designs. The first one, which is always
// there, has no name and is not among them.
func (t *Till) CardDesigns(ctx context.Context) (names []string, err error) {
	err = t.store.View(ctx, func(r Reader) error {
		names, err = r.CardDesigns()
		return err
	})
	return names, err
}

// SetCardDesign keeps a design under its name, or changes it. Its logo is a
// PNG or JPEG of any size, which is made small enough for a card first.
func (t *Till) SetCardDesign(ctx context.Context, d hardware.CardDesign, who Who) error {
	if err := who.needs(pos.Manager); err != nil {
		return err
	}
	name, err := pos.CleanName(d.Name)
	if err != nil {
		return err
	}
	d.Name = name
	if err := d.Check(); err != nil {
		return pos.Refuse(pos.BadSetting, "design")
	}
	if len(d.Logo) > 0 {
		if d.Logo, err = hardware.SmallPicture(d.Logo, hardware.LogoPixels); err != nil {
			return pos.Refuse(pos.BadPicture)
		}
	}
	data, err := json.Marshal(d)
	if err != nil {
		return fmt.Errorf("card design: %w", err)
	}
	return t.setDesign(ctx, name, data, who)
}

// DropCardDesign forgets a design. Batches that were made with it are drawn
// again only after it is there again.
func (t *Till) DropCardDesign(ctx context.Context, name string, who Who) error {
	if err := who.needs(pos.Manager); err != nil {
		return err
	}
	if _, err := t.CardDesign(ctx, name); err != nil || name == "" {
		return err
	}
	return t.setDesign(ctx, name, nil, who)
}

func (t *Till) setDesign(ctx context.Context, name string, data []byte, who Who) error {
	return t.store.Do(ctx, func(tx Tx) error {
		body := who.body()
		body.What = &journalpb.Body_CardDesignSet{CardDesignSet: &journalpb.CardDesignSet{Name: name, DesignJson: data}}
		_, err := tx.Append(t.now(), body, pos.ID{}, 0)
		return err
	})
}
