package store

import (
	"cmp"
	"context"
	"database/sql"
	"slices"

	"bonuskasse/pos"
	"bonuskasse/pos/ledger"
	"bonuskasse/pos/mutant"
	"bonuskasse/pos/till"
)

const memberFields = `m.no, a.id, coalesce(m.username, ''), m.name, m.phone, m.email, m.language, m.tier, m.status, m.joined, m.notes,
	m.birthday, m.organisation, m.consent_at, m.consent_text, coalesce(m.alias_of, 0),
	(SELECT x.id FROM account x WHERE x.no = m.alias_of), (SELECT x.id FROM account x WHERE x.no = m.referred_by)`

const memberColumns = "SELECT " + memberFields + " FROM member m JOIN account a ON a.no = m.no "

// memberRow is a member with its number.
type memberRow struct {
	no    int64
	alias int64 // of whom; 0: it is none
	pos.Member
	ids struct{ id, organisation, alias, referrer []byte }
}

// dest are the places of memberFields; settle follows the scan.
func (m *memberRow) dest() []any {
	return []any{&m.no, &m.ids.id, &m.Username, &m.Name, &m.Phone, &m.Email, &m.Language, &m.Tier, &m.Status, &m.Joined, &m.Notes,
		&m.Birthday, &m.ids.organisation, &m.ConsentAt, &m.ConsentText, &m.alias, &m.ids.alias, &m.ids.referrer}
}

func (m *memberRow) settle() {
	m.ID, m.Organisation, m.AliasOf = pos.IDFromBytes(m.ids.id), pos.IDFromBytes(m.ids.organisation), pos.IDFromBytes(m.ids.alias)
	m.ReferredBy = pos.IDFromBytes(m.ids.referrer)
}

func (r *reader) member(where string, a ...any) (m memberRow, err error) {
	found, err := r.s.get(memberColumns+where, a, m.dest()...)
	if err == nil && !found {
		err = pos.Refuse(pos.UnknownMember)
	}
	m.settle()
	return m, err
}

// Member is a member by id.
func (r *reader) Member(id pos.ID) (pos.Member, error) {
	m, err := r.member("WHERE a.id = ?", id[:])
	return m.Member, err
}

// MemberByUsername compares the folded form (pos.CleanUsername).
func (r *reader) MemberByUsername(username string) (pos.Member, error) {
	m, err := r.member("WHERE m.username = ?", username)
	return m.Member, err
}

// standing is what of a Standing a sale does not change.
type standing struct {
	no    int64
	of    till.Standing // without the account and the rights
	heir  bool          // others were merged into the member
	grade struct {      // of the incarnation
		ordinal int64
		adopted bool
	}
}

const standingFields = memberFields + `,
	m.pinned, m.review_at, a.debt, a.rights_in, a.rights, a.carried, a.spend, t.rate_bp, t.discount_bp, t.threshold, t.is_default, i.ordinal, i.adopted,
	EXISTS (SELECT 1 FROM member x WHERE x.alias_of = m.no)`

const standingTables = `JOIN member m ON m.no = a.no LEFT JOIN tier t ON t.name = m.tier
	JOIN incarnation i ON i.ordinal = (SELECT max(ordinal) FROM incarnation) `

const (
	standingByID   = "SELECT " + standingFields + " FROM account a " + standingTables + "WHERE a.id = ?"
	standingByCard = "SELECT " + standingFields + ", c.kind, c.state, c.issued, c.replaced_by, c.batch FROM card c JOIN account a ON a.no = c.member " +
		standingTables + "WHERE c.number = ?"
)

// Standing is a member with everything a sale needs of them.
func (r *reader) Standing(id pos.ID) (till.Standing, error) {
	base, a, err := r.standing(standingByID, id[:])
	if err != nil {
		return till.Standing{}, err
	}
	return r.complete(base, a)
}

// StandingByCard is a scan's look-up, outside a View: the one statement that it
// begins with holds the state that the others see.
func (s *Store) StandingByCard(ctx context.Context, number string) (c pos.Card, st till.Standing, err error) {
	err = s.readers.use(ctx, func(q *session) error {
		age := s.age.Load()
		r := &reader{store: s, s: q, keep: true}
		var base standing
		var a *account
		if c, base, a, err = r.standingByCard(number); err != nil || a == nil {
			return err
		}
		if st, err = r.complete(base, a); err == nil {
			s.keepRecent(age, base, a)
		}
		return err
	})
	return c, st, err
}

// StandingByCard is Card and Standing in one: a customer waits for it, and a
// statement costs more than what it reads.
func (r *reader) StandingByCard(number string) (c pos.Card, s till.Standing, err error) {
	c, base, a, err := r.standingByCard(number)
	if err != nil || a == nil {
		return c, s, err
	}
	s, err = r.complete(base, a)
	return c, s, err
}

// standingByCard has no account where the card is nobody's.
func (r *reader) standingByCard(number string) (c pos.Card, base standing, a *account, err error) {
	var batch []byte
	base, a, err = r.standing(standingByCard, number, &c.Kind, &c.State, &c.Issued, &c.ReplacedBy, &batch)
	if pos.CodeOf(err) == pos.UnknownMember { // no such card, or nobody's
		c, err = r.Card(number)
		return c, base, nil, err
	}
	if err != nil {
		return c, base, nil, err
	}
	c.Number, c.Member, c.Batch = number, base.of.Member.ID, pos.IDFromBytes(batch)
	return c, base, a, nil
}

// complete adds what a sale changes: the points, and the rights over them. The
// caller gets points of its own.
func (r *reader) complete(base standing, a *account) (s till.Standing, err error) {
	s = base.of
	s.Rights = a.usable(base.grade.ordinal, base.grade.adopted)
	l, err := a.load(r.s)
	if err != nil {
		return s, err
	}
	s.Account = ledger.Account{Lots: slices.Clone(l.Lots), Debt: l.Debt, Pending: slices.Clone(l.Pending)}
	if !base.heir {
		return s, nil
	}
	// What waits for those who were merged into them stays where it is.
	return s, r.s.each(theirs+"SELECT p.id, p.part, p.points, p.due_at FROM theirs JOIN pending p ON p.member = theirs.no WHERE p.member <> ? ORDER BY p.due_at, p.id, p.part",
		args(s.Member.ID[:], a.no), func(row *row) error {
			var p ledger.Pending
			err := row.Scan(&p.ID, &p.Part, &p.Points, &p.DueAt)
			s.Account.Pending = append(s.Account.Pending, p)
			return err
		})
}

// Standing of a transaction reads a member once.
func (t *tx) Standing(id pos.ID) (till.Standing, error) {
	base, ok := t.members[id]
	a := t.fold.accounts[base.of.Holder]
	if !ok || a == nil {
		var fresh *account
		var held bool
		if base, fresh, held = t.takeRecent(id); !held {
			var err error
			if base, fresh, err = t.reader.standing(standingByID, id[:]); err != nil {
				return till.Standing{}, err
			}
		}
		if a = t.fold.accounts[base.of.Holder]; a == nil {
			a = fresh
			t.fold.remember(a)
		}
		if t.members == nil {
			t.members = map[pos.ID]standing{}
		}
		t.members[id] = base
	}
	s, err := t.complete(base, a)
	// What counts for the ladder is the member's own, also where they share points.
	if own := t.fold.accounts[id]; err == nil && own != nil {
		if s.Spend, err = pos.ParseSpend(own.spend); err != nil {
			return s, damaged(err)
		}
	}
	return s, err
}

// standing reads one of the queries above; more are the places of what it has
// beside standingFields.
//
// What belongs to the member is read while the first row is still open: a
// connection keeps one state of the file as long as a statement of its own runs.
func (r *reader) standing(query string, key any, more ...any) (s standing, a *account, err error) {
	var m memberRow
	var rate, discount, threshold sql.NullInt64
	var isDefault sql.NullBool
	found := false
	a = new(account)
	err = r.s.each(query, args(key), func(row *row) (err error) {
		found = true
		if err := row.Scan(append(append(m.dest(), &s.of.Pinned, &s.of.ReviewAt, &a.debt, &a.rightsIn, &a.rights, &a.carried, &a.spend,
			&rate, &discount, &threshold, &isDefault, &s.grade.ordinal, &s.grade.adopted, &s.heir), more...)...); err != nil {
			return err
		}
		m.settle()
		if !rate.Valid {
			return pos.Refuse(pos.UnknownTier, m.Tier)
		}
		a.id, a.no, s.no = m.ID, m.no, m.no
		s.of.Holder = m.ID
		if s.of.Spend, err = pos.ParseSpend(a.spend); err != nil {
			return damaged(err)
		}
		if pool, err := r.pool(m.Organisation); err != nil {
			return err
		} else if pool != nil {
			s.of.Holder, a = m.Organisation, pool
		}
		s.of.Member = m.Member
		s.of.Tier = pos.Tier{Name: m.Tier, RateBp: rate.Int64, DiscountBp: discount.Int64, Threshold: pos.Money(threshold.Int64), Default: isDefault.Bool}
		if s.of.Cards, err = a.holdings(r.s, m.no, m.ID); err != nil {
			return err
		}
		return errStop
	})
	if err == nil && !found {
		err = pos.Refuse(pos.UnknownMember)
	}
	if err != nil {
		return s, nil, err
	}
	return s, a, nil
}

// holdings reads in one go what belongs to a member in rows of their own: the
// account's lots and what waits, and the member's cards.
func (a *account) holdings(s *session, memberNo int64, member pos.ID) (cards []pos.Card, err error) {
	l := ledger.Account{Debt: a.debt}
	err = s.each(`SELECT 0, id, part, points, left_over, origin, accrued_at, expires_at, paid, '', '' FROM lot WHERE member = ?
		UNION ALL SELECT 1, id, part, points, 0, '', due_at, 0, 0, '', '' FROM pending WHERE member = ?
		UNION ALL SELECT 2, issued, 0, 0, 0, number, 0, 0, 0, kind, state FROM card WHERE member = ?`, args(a.no, a.no, memberNo), func(r *row) error {
		var x ledger.Lot
		var c pos.Card
		var what int64
		if err := r.Scan(&what, &x.ID, &x.Part, &x.Points, &x.Left, &x.Origin, &x.AccruedAt, &x.ExpiresAt, &x.Paid, &c.Kind, &c.State); err != nil {
			return err
		}
		switch what {
		case 0:
			l.Lots = append(l.Lots, x)
		case 1:
			l.Pending = append(l.Pending, ledger.Pending{ID: x.ID, Part: x.Part, Points: x.Points, DueAt: x.AccruedAt})
		default:
			c.Number, c.Issued, c.Member = string(x.Origin), pos.Millis(x.ID), member
			cards = append(cards, c)
		}
		return nil
	})
	ledger.SortLots(l.Lots)
	slices.SortFunc(cards, func(x, y pos.Card) int {
		return cmp.Or(cmp.Compare(x.Issued, y.Issued), cmp.Compare(x.Number, y.Number))
	})
	a.points = &l
	return cards, err
}

// pool is the account that an organisation's employees share; nil is none.
func (r *reader) pool(organisation pos.ID) (*account, error) {
	if organisation.IsZero() {
		return nil, nil
	}
	var pooled bool
	if _, err := r.s.get("SELECT pooled FROM organisation WHERE id = ?", args(organisation[:]), &pooled); err != nil || !pooled {
		return nil, err
	}
	return r.accountRow(organisation)
}

// accountRow is a holder's row; nil where the journal knows none.
func (r *reader) accountRow(id pos.ID) (*account, error) {
	a := &account{id: id}
	found, err := r.s.get("SELECT no, debt, rights_in, rights, carried, spend FROM account WHERE id = ?", args(id[:]),
		&a.no, &a.debt, &a.rightsIn, &a.rights, &a.carried, &a.spend)
	if err != nil || !found {
		return nil, err
	}
	return a, nil
}

// Account is what a holder has, and the till's rights over it.
func (r *reader) Account(holder pos.ID) (l ledger.Account, rights int64, err error) {
	a, err := r.accountRow(holder)
	if err == nil && a == nil {
		err = pos.Refuse(pos.UnknownMember)
	}
	if err != nil {
		return l, 0, err
	}
	var ordinal int64
	var adopted bool
	if _, err := r.s.get("SELECT ordinal, adopted FROM incarnation ORDER BY ordinal DESC LIMIT 1", nil, &ordinal, &adopted); err != nil {
		return l, 0, err
	}
	l, err = loadAccount(r.s, a.no, a.debt)
	return l, a.usable(ordinal, adopted), err
}

// usable are the rights that count: those of this incarnation, and, where a
// person has said that this till is the only one, those of its earlier lives.
func (a *account) usable(ordinal int64, adopted bool) int64 {
	now, carried := int64(0), a.carried
	if a.rightsIn == ordinal {
		now = a.rights
	} else {
		carried += a.rights
	}
	if adopted || mutant.RestoredSpends {
		now += carried
	}
	return now
}

// Uses are the lots that a sale's redemption took from.
func (r *reader) Uses(sale pos.ID) ([]ledger.Use, error) {
	f := fold{s: r.s}
	ref, err := f.saleRef(sale[:])
	if err != nil {
		return nil, err
	}
	return readUses(r.s, ref)
}

// inThisLife are events of this life of the till; of all its lives where it is alone.
const inThisLife = "> iif(EXISTS (SELECT 1 FROM joined), (SELECT max(ordinal) FROM incarnation) << ?, 0)"

// PendingDue are scheduled points whose wait is over, the longest first. In a chain
// they are those of this life of the till: what waits of the lives before, the head
// office gives.
func (r *reader) PendingDue(at pos.Millis, limit int) ([]till.DuePoints, error) {
	list, err := r.pending("WHERE p.due_at <= ? AND p.id "+inThisLife+" AND (s.id IS NOT NULL OR b.state = 'booked') ORDER BY p.due_at, p.member, p.id, p.part LIMIT ?",
		args(int64(at), int64(seqBits), int64(limit)))
	if err != nil || len(list) == limit {
		return list, err
	}
	moved, err := r.movedDue(at)
	return append(list, moved[:min(len(moved), limit-len(list))]...), err
}

// PendingOf are found as complete finds them.
func (r *reader) PendingOf(s till.Standing) ([]till.DuePoints, error) {
	return r.pending("WHERE a.id = ? OR p.member IN ("+theirs+"SELECT no FROM theirs) ORDER BY p.due_at, p.id, p.part", args(s.Holder[:], s.Member.ID[:]))
}

func (r *reader) pending(where string, a []any) (list []till.DuePoints, err error) {
	var under []ledger.Ref
	err = r.s.each(`SELECT a.id, s.id, b.id, p.id, p.part, p.points, p.due_at FROM pending p JOIN account a ON a.no = p.member
		LEFT JOIN sale s ON s.event = p.id LEFT JOIN appointment b ON b.event = p.id `+where,
		a, func(rows *row) error {
			var d till.DuePoints
			var ref ledger.Ref
			var member, sale, booked []byte
			err := rows.Scan(&member, &sale, &booked, &ref, &d.Line, &d.Points, &d.DueAt)
			d.Member, d.Sale, d.Appointment = pos.IDFromBytes(member), pos.IDFromBytes(sale), pos.IDFromBytes(booked)
			list, under = append(list, d), append(under, ref)
			return err
		})
	for i := range list {
		if err == nil && list[i].Sale.IsZero() && list[i].Appointment.IsZero() {
			err = r.asMoved(&list[i], under[i])
		}
	}
	return list, err
}
