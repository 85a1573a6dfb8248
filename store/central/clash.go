package central

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/pos/journal"
	"bonuskasse/pos/journal/journalpb"
)

// Check says what of a till's own things the chain has already, otherwise. Nothing
// is changed, and the code is good as before. Refusals: BadCode, and Clash of a
// currency that is not the chain's.
func (s *Store) Check(ctx context.Context, q chain.Check) (j chain.Joining, err error) {
	err = s.db.read(ctx, func(t *tx) error {
		j = chain.Joining{Chain: s.office.Name}
		var until int64
		var used []byte
		found, err := t.one("SELECT till_name, until, used FROM code WHERE hash = ?", args(q.CodeHash[:]), &j.Till, &until, &used)
		if err != nil {
			return err
		}
		if !found || len(used) > 0 || int64(q.At) > until {
			return chain.Refuse(chain.BadCode)
		}
		var other string
		if differs, err := t.one("SELECT currency FROM till WHERE currency <> ? AND revoked = 0 AND id <> ? LIMIT 1", args(q.Currency, q.Till[:]), &other); err != nil {
			return err
		} else if differs {
			return chain.Refuse(chain.Clash, other)
		}
		if err := t.tills("WHERE revoked = 0 AND desk = 0", nil, func(tillRow) error { j.Tills++; return nil }); err != nil {
			return err
		}
		var n int64
		some, err := t.one("SELECT at FROM change LIMIT 1", nil, &n)
		if j.Empty = !some; err != nil || !some {
			return err
		}
		var one int64
		if ours, err := t.one("SELECT 1 FROM till WHERE id = ?", args(q.Till[:]), &one); err != nil || ours { // what it has it has from here
			return err
		}
		c := &clashes{tx: t, check: q, of: map[ownKey]int{}}
		for i, o := range q.Things {
			key := o.Key
			if o.Kind.Personal() {
				key = string(o.Mark)
			}
			if o.Kind == chain.OwnPerson {
				key = strings.ToLower(o.Name)
			}
			c.of[ownKey{o.Kind, key}] = i
		}
		err = c.find()
		j.Clashes = c.list
		return err
	})
	return j, err
}

// clashes gathers what the chain has of a till's own.
type clashes struct {
	*tx
	check chain.Check
	of    map[ownKey]int
	list  []chain.Clashing
}

type ownKey struct {
	kind chain.OwnKind
	key  string
}

func (c *clashes) find() error {
	for _, step := range []func() error{c.goods, c.tiers, c.rewards, c.people, c.programme, c.cards, c.batches, c.coupons, c.gifts, c.members} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

func (c *clashes) has(kind chain.OwnKind) bool {
	for k := range c.of {
		if k.kind == kind {
			return true
		}
	}
	return false
}

func (c *clashes) own(kind chain.OwnKind, key string) (int, bool) {
	i, there := c.of[ownKey{kind, key}]
	return i, there
}

func (c *clashes) add(i int, name string, price int64) {
	c.list = append(c.list, chain.Clashing{Own: i, Name: name, Price: price})
}

// facts are what others have said of a kind.
func (c *clashes) facts(kind chain.Kind, work func(key string, b *journalpb.Body) error) error {
	var key, at, body []byte
	return c.do.each("SELECT key, place, body FROM fact WHERE kind = ? ORDER BY key", args(int64(kind)), []any{&key, &at, &body}, func() error {
		if placeKey(at).Till == c.check.Till {
			return nil
		}
		b, err := decode(body)
		if err != nil {
			return err
		}
		return work(string(key), b)
	})
}

func (c *clashes) goods() error {
	if !c.has(chain.OwnGoods) && !c.has(chain.OwnBarcode) {
		return nil
	}
	return c.facts(chain.Product, func(_ string, b *journalpb.Body) error {
		for _, p := range b.GetProductsSet().GetProducts() {
			if i, there := c.own(chain.OwnGoods, p.Sku); there && (c.check.Things[i].Name != p.Name || c.check.Things[i].Price != p.Price) {
				c.add(i, p.Name, p.Price)
			}
			for _, code := range p.Barcodes {
				if i, there := c.own(chain.OwnBarcode, code); there && c.check.Things[i].Name != p.Sku {
					c.add(i, p.Name, p.Price)
				}
			}
		}
		return nil
	})
}

func (c *clashes) tiers() error {
	return c.facts(chain.Tier, func(key string, b *journalpb.Body) error {
		w := b.GetTierSet()
		if i, there := c.own(chain.OwnTier, key); there && c.check.Things[i].Name != TierWords(w.GetRateBp(), w.GetDiscountBp(), w.GetThreshold()) {
			c.add(i, "", w.GetRateBp())
		}
		return nil
	})
}

// TierWords are what of a tier two chains may set otherwise, to be compared.
func TierWords(rateBp, discountBp, threshold int64) string {
	return fmt.Sprintf("%d %d %d", rateBp, discountBp, threshold)
}

func (c *clashes) rewards() error {
	return c.facts(chain.Reward, func(key string, b *journalpb.Body) error {
		w := b.GetRewardSet()
		if i, there := c.own(chain.OwnReward, key); there && (c.check.Things[i].Name != w.GetName() || c.check.Things[i].Price != w.GetPoints()) {
			c.add(i, w.GetName(), w.GetPoints())
		}
		return nil
	})
}

func (c *clashes) people() error {
	return c.facts(chain.Person, func(key string, b *journalpb.Body) error {
		w := b.GetPersonSet()
		if i, there := c.own(chain.OwnPerson, strings.ToLower(w.GetName())); there && c.check.Things[i].Key != pos.IDFromBytes([]byte(key)).String() && w.GetActive() {
			c.add(i, w.GetName(), 0)
		}
		return nil
	})
}

// programme is the version that holds now; what is said of its parts is for who
// shows it.
func (c *clashes) programme() error {
	i, there := c.own(chain.OwnProgramme, "")
	if !there {
		return nil
	}
	var best *journalpb.ProgramSet
	err := c.facts(chain.Program, func(_ string, b *journalpb.Body) error {
		if w := b.GetProgramSet(); pos.Millis(w.GetValidFrom()) <= c.check.At && (best == nil || w.ValidFrom > best.ValidFrom || w.ValidFrom == best.ValidFrom && w.Version > best.Version) {
			best = w
		}
		return nil
	})
	if err == nil && best != nil && string(best.ProgramJson) != c.check.Things[i].Name {
		c.add(i, string(best.ProgramJson), 0)
	}
	return err
}

// keys are those of a kind of the till's own.
func (c *clashes) keys(kind chain.OwnKind) (keys [][]byte) {
	for _, o := range c.check.Things {
		if o.Kind == kind {
			keys = append(keys, []byte(o.Key))
		}
	}
	return keys
}

// cards are those of which the chain says anything but that they were printed: one that
// is blocked there would stop the till's own, which somebody carries.
func (c *clashes) cards() error {
	keys := c.keys(chain.OwnCard)
	if len(keys) == 0 {
		return nil
	}
	var key, at, body []byte
	return c.do.eachIn("SELECT key, place, body FROM fact WHERE kind = ? AND key IN (keys)", args(int64(chain.Card)), keys, []any{&key, &at, &body}, func() error {
		b, err := decode(body)
		if err != nil || placeKey(at).Till == c.check.Till || b.GetCardSet().GetState() == string(pos.Printed) {
			return err
		}
		i, _ := c.own(chain.OwnCard, string(key))
		c.add(i, "", 0)
		return nil
	})
}

// batches are numbers that two shops have printed.
func (c *clashes) batches() error {
	return c.facts(chain.CardBatch, func(_ string, b *journalpb.Body) error {
		w := b.GetCardsMade()
		for i, o := range c.check.Things {
			if o.Kind == chain.OwnCards && w != nil && o.Price < w.First+w.Count && w.First < o.Price+o.Count {
				c.add(i, strconv.FormatInt(w.First+w.Count-1, 10), w.First)
			}
		}
		return nil
	})
}

func (c *clashes) coupons() error {
	return c.codes(chain.OwnCoupon, "SELECT code, made FROM coupon WHERE code IN (keys)")
}

func (c *clashes) gifts() error {
	return c.codes(chain.OwnGiftCard, "SELECT code, made FROM gift_card WHERE code IN (keys)")
}

func (c *clashes) codes(kind chain.OwnKind, query string) error {
	keys := c.keys(kind)
	if len(keys) == 0 {
		return nil
	}
	var code, made []byte
	return c.do.eachIn(query, nil, keys, []any{&code, &made}, func() error {
		if i, there := c.own(kind, string(code)); there && (len(made) == 0 || placeKey(made).Till != c.check.Till) {
			c.add(i, "", 0)
		}
		return nil
	})
}

// members opens what is sealed, one by one, and keeps nothing of it: a shop that
// joins is rare.
func (c *clashes) members() error {
	if !c.has(chain.OwnUsername) && !c.has(chain.OwnPhone) && !c.has(chain.OwnEmail) {
		return nil
	}
	var at, body, key []byte
	return c.do.each("SELECT f.place, f.body, k.key FROM fact f JOIN personal_key k ON k.member = f.opens WHERE f.kind = ? ORDER BY f.key", args(int64(chain.Member)),
		[]any{&at, &body, &key}, func() error {
			b, err := decode(body)
			if err != nil || placeKey(at).Till == c.check.Till {
				return err
			}
			err = journal.OpenPersonal(b, func(pos.ID) (k journal.PersonalKey, known bool, err error) {
				copy(k[:], key)
				return k, true, nil
			})
			if err != nil { // a key that does not fit opens nothing, and hides nothing
				return nil //nolint:nilerr
			}
			p := b.GetMemberSet().GetPersonal()
			for _, x := range []struct {
				kind  chain.OwnKind
				value string
			}{{chain.OwnUsername, p.GetUsername()}, {chain.OwnPhone, p.GetPhone()}, {chain.OwnEmail, p.GetEmail()}} {
				if x.value == "" {
					continue
				}
				if i, there := c.own(x.kind, string(chain.OwnMark(c.check.CodeHash, x.kind, x.value))); there {
					c.add(i, "", 0)
				}
			}
			return nil
		})
}
