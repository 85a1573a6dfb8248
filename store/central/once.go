package central

import (
	"cmp"
	"maps"
	"slices"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/ledger"
	"bonuskasse/pos/mutant"
)

// onceAct is what an event says of points that count once: that it gives them, or
// that they are not to be given.
type onceAct struct {
	chain.Once
	life *lifeRow
	at   chain.EventKey
}

// onceRow is what is known of them.
type onceRow struct {
	given   []byte // place
	account pos.ID
	points  int64
	ended   []byte // place
	moved   bool
}

// writeOnce goes through the acts as they came. The first gift that is received
// stands, wherever it was; what comes second is taken back, and so is what was
// given of an appointment that a person has ended.
func (w *work) writeOnce() error {
	if len(w.once) == 0 {
		return nil
	}
	of := map[string]bool{}
	for _, a := range w.once {
		of[a.Key()] = true
	}
	keys := make([][]byte, 0, len(of))
	for _, key := range slices.Sorted(maps.Keys(of)) {
		keys = append(keys, []byte(key))
	}
	rows, err := w.lockOnce(keys)
	if err != nil {
		return err
	}
	for _, a := range w.once {
		if err := w.takeOnce(a, rows[a.Key()]); err != nil {
			return err
		}
	}
	if err := w.writeBrought(); err != nil {
		return err
	}
	var moved, given, accounts, ended [][]byte
	var points []int64
	for _, key := range keys {
		if r := rows[string(key)]; r.moved {
			moved, given, accounts = append(moved, key), append(given, r.given), append(accounts, idBytes(r.account))
			points, ended = append(points, r.points), append(ended, r.ended)
		}
	}
	if len(moved) == 0 {
		return nil
	}
	return w.do.insert("INSERT INTO once (key, given, account, points, ended)", `ON CONFLICT (key) DO UPDATE SET given = excluded.given,
		account = excluded.account, points = excluded.points, ended = excluded.ended`, []any{moved, given, accounts, points, ended}, nil, nil)
}

func (w *work) lockOnce(keys [][]byte) (map[string]*onceRow, error) {
	none, zero := make([][]byte, len(keys)), make([]int64, len(keys))
	if err := w.do.insert("INSERT INTO once (key, given, account, points, ended)", "ON CONFLICT (key) DO NOTHING",
		[]any{keys, none, none, zero, none}, nil, nil); err != nil {
		return nil, err
	}
	rows := map[string]*onceRow{}
	var r onceRow
	var key, account []byte
	err := w.do.eachIn("SELECT key, given, account, points, ended FROM once WHERE key IN (keys) ORDER BY key FOR UPDATE", nil, keys,
		[]any{&key, &r.given, &account, &r.points, &r.ended}, func() error {
			row := r
			row.account = pos.IDFromBytes(account)
			rows[string(key)] = &row
			return nil
		})
	return rows, err
}

func (w *work) takeOnce(a onceAct, r *onceRow) error {
	here := place(a.at, asSaid)
	switch {
	case a.Ends && len(r.ended) > 0: // rung up twice is two sales, and each has its own points
		return nil
	case a.Ends && len(r.given) > 0:
		first := placeKey(r.given)
		if err := w.reverse(a.Once, r.account, r.points, first.Till); err != nil {
			return err
		}
		if err := w.givenTwice(a, r.account, r.points, first.Till, a.at.Till); err != nil {
			return err
		}
		r.ended = here
	case a.Ends:
		r.ended = here
	case len(r.given) == 0 && len(r.ended) == 0 || letTwice(a.Origin):
		r.given, r.account, r.points = here, a.Account, a.Points
	default:
		before := placeKey(r.given)
		if len(r.ended) > 0 {
			before = placeKey(r.ended)
		}
		if err := w.reverse(a.Once, a.Account, a.Points, a.at.Till); err != nil {
			return err
		}
		return w.givenTwice(a, a.Account, a.Points, a.at.Till, before.Till)
	}
	r.moved = true
	return nil
}

// letTwice is false but for a mutant.
func letTwice(o ledger.Origin) bool {
	switch o {
	case ledger.FromService:
		return mutant.GivenTwice
	case ledger.FromWelcome:
		return mutant.WelcomedTwice
	case ledger.FromReferral, ledger.FromReferrer:
		return mutant.BroughtTwice
	}
	return false
}

// reverse takes back what a till gave.
func (w *work) reverse(o chain.Once, account pos.ID, points int64, till pos.ID) error {
	return w.act(&journalpb.Body{What: &journalpb.Body_GiftReversed{GiftReversed: &journalpb.GiftReversed{
		Member: account[:], Origin: string(o.Origin), Source: o.Source, Row: o.Row, Points: points, Till: till[:]}}}, account)
}

// givenTwice notes it: till has given what another had given, or ended, before it
// could hear of it.
func (w *work) givenTwice(a onceAct, account pos.ID, points int64, till, other pos.ID) (err error) {
	c := chain.Conflict{Kind: chain.GivenTwice, Till: till, TillTwo: other, Member: a.Member, Points: points, Subject: string(a.Origin)}
	if a.Origin == ledger.FromService {
		c.Kind, c.Member = chain.ServiceTwice, account
		if a.Ends && a.State != pos.AppointmentPaid {
			c.Kind = chain.ServiceEnded
		}
		if c.Subject, err = w.serviceOf(a.Source); err != nil {
			return err
		}
	}
	w.conflict(c, []byte(a.Key()), place(a.at, asSaid))
	return nil
}

// serviceOf is what an appointment is for, by name where the chain has one; "" of
// a sale's own service.
func (w *work) serviceOf(appointment []byte) (string, error) {
	booked, err := w.factOf(chain.Booking, appointment)
	sku := booked.GetAppointmentSet().GetSku()
	if err != nil || sku == "" {
		return "", err
	}
	product, err := w.factOf(chain.Product, []byte(sku))
	if list := product.GetProductsSet().GetProducts(); len(list) > 0 {
		return cmp.Or(list[0].Name, sku), err
	}
	return sku, err
}

// factOf is the newest fact of a thing; nil where there is none.
func (t *tx) factOf(kind chain.Kind, key []byte) (*journalpb.Body, error) {
	var body []byte
	found, err := t.one("SELECT body FROM fact WHERE kind = ? AND key = ?", args(int64(kind), key), &body)
	if err != nil || !found {
		return nil, err
	}
	return decode(body)
}
