package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/ledger"
	"bonuskasse/pos/till"
)

// exportFile is the export's name in a year's folder.
const exportFile = "journal.jsonl"

// seen is what the till showed of an evening, to be compared with what another
// program makes of the journal.
type seen struct {
	events    int64 // of the whole journal
	lives     int
	at        pos.Millis
	whole     bool
	liability till.Liability
	accounts  map[string]account
	tiers     map[string]string
	gifts     map[string]int64
}

// account is what a till shows of one, and recount makes of it.
type account struct {
	Balance int64 `json:"balance"`
	Holding int64 `json:"holding"`
	Debt    int64 `json:"debt"`
	Pending int64 `json:"pending"`
	Lots    []lot `json:"lots"`
}

type lot struct {
	Left      int64  `json:"left"`
	Origin    string `json:"origin"`
	AccruedAt int64  `json:"accrued_at"`
	ExpiresAt int64  `json:"expires_at"`
	Paid      bool   `json:"paid"`
}

// evening asks the till about every member, and looks whether that agrees with
// the lots, the postings and the liability.
func (y *year) evening(no int) error {
	y.now = y.now.Truncate(time.Second).Add(time.Second) // scripts name moments by the second
	whole := no == days-1 || y.now.AddDate(0, 0, 1).Day() == 1
	s := seen{at: pos.At(y.now), whole: whole, accounts: map[string]account{}, tiers: map[string]string{}, gifts: map[string]int64{}}
	var err error
	if s.liability, err = y.till.Liability(y.ctx, s.at, nil, till.By(pos.System)); err != nil {
		return err
	}
	var sum int64
	err = y.store.View(y.ctx, func(r till.Reader) error {
		add := func(holder pos.ID, a ledger.Account) error {
			if err := sound(a, ledger.Millis(s.at), y.ticked); err != nil {
				return fmt.Errorf("account %s: %w", holder, err)
			}
			x := account{Balance: a.Balance(ledger.Millis(s.at)), Holding: a.Holding(), Debt: a.Debt, Pending: a.PendingPoints()}
			sum += x.Balance + x.Debt
			if whole {
				for _, l := range a.Lots {
					x.Lots = append(x.Lots, lot{l.Left, string(l.Origin), int64(l.AccruedAt), int64(l.ExpiresAt), l.Paid})
				}
			}
			s.accounts[holder.String()] = x
			return nil
		}
		for _, m := range y.members {
			own, _, err := r.Account(m)
			if err != nil {
				return err
			}
			if err := add(m, own); err != nil {
				return err
			}
			if !whole {
				continue
			}
			st, err := r.Standing(m)
			if err != nil {
				return err
			}
			s.tiers[m.String()] = st.Tier.Name
		}
		for _, o := range y.orgs {
			a, _, err := r.Account(o.ID)
			if err != nil {
				return err
			}
			if err := add(o.ID, a); err != nil {
				return err
			}
		}
		if !whole {
			return nil
		}
		for _, code := range y.gifts {
			g, err := r.GiftCard(code)
			if err != nil {
				return err
			}
			s.gifts[code] = int64(g.Balance)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if sum != s.liability.Points {
		return fmt.Errorf("the members have %d points, and the report of what the shop owes says %d", sum, s.liability.Points)
	}
	if s.events, err = y.books.check(s.accounts); err != nil {
		return err
	}
	s.lives = y.lives
	y.stops = append(y.stops, s)
	return nil
}

// sound says whether an account can be at all, of an evening after the tick; what
// has become due since may still wait.
func sound(a ledger.Account, at ledger.Millis, ticked time.Time) error {
	for _, l := range a.Lots {
		switch {
		case l.Left <= 0 || l.Left > l.Points:
			return fmt.Errorf("a lot of %d has %d left", l.Points, l.Left)
		case !l.Good(at):
			return fmt.Errorf("%d points of %s were over %s, and are there still", l.Left, l.Origin, pos.Millis(l.ExpiresAt).Time(time.UTC))
		}
	}
	for _, p := range a.Pending {
		if p.Points <= 0 || p.DueAt <= ledger.Millis(pos.At(ticked)) {
			return fmt.Errorf("%d points wait for a moment that is over", p.Points)
		}
	}
	if a.Debt < 0 || a.Debt > 0 && len(a.Lots) > 0 {
		return fmt.Errorf("a debt of %d beside %d lots", a.Debt, len(a.Lots))
	}
	return nil
}

// verify reads the journal into fresh tables and compares them all.
func (y *year) verify() error {
	r, err := y.store.Verify(y.ctx, nil)
	if err == nil && !r.OK {
		err = errors.New(r.FirstDifference)
	}
	if err != nil {
		return fmt.Errorf("verify: %w", err)
	}
	return nil
}

// report is what recount writes.
type report struct {
	Events    int                 `json:"events"`
	Liability till.Liability      `json:"liability"`
	Accounts  map[string]account  `json:"accounts"`
	GiftCards map[string]int64    `json:"gift_cards"`
	Tiers     map[string]string   `json:"tiers"`
	Overdue   map[string]int64    `json:"overdue"`
	Rights    map[string][2]int64 `json:"rights"`
}

// recount hands the export to the other program and compares evening by
// evening.
func (y *year) recount(program string) error {
	file := filepath.Join(y.dir, exportFile)
	if err := export(y, file); err != nil {
		return err
	}
	return compare(y, program, file)
}

func export(y *year, file string) error {
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	return errors.Join(y.store.Export(y.ctx, f), f.Close())
}

func compare(y *year, program, file string) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	var stops []string
	for _, s := range y.stops {
		text := fmt.Sprintf("%d@%d", s.events, s.at)
		if s.whole {
			text += "+"
		}
		stops = append(stops, text)
	}
	var out, wrong bytes.Buffer
	cmd := exec.CommandContext(y.ctx, program, "-stops", strings.Join(stops, ","))
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bufio.NewReader(f), &out, &wrong
	failed := cmd.Run()
	lines := json.NewDecoder(&out)
	for _, s := range y.stops {
		var r report
		if err := lines.Decode(&r); err != nil {
			break // what recount did not come to
		}
		if err := s.differs(r); err != nil {
			return fmt.Errorf("the evening of %s, after event %d: %w", s.at.Time(y.zone).Format("2006-01-02"), s.events, err)
		}
	}
	if failed != nil {
		return fmt.Errorf("the export does not add up: %s", strings.TrimSpace(wrong.String()))
	}
	return nil
}

// differs says where the till's evening is not what the export comes to.
func (s seen) differs(r report) error {
	if a, b := s.liability, r.Liability; a.Points != b.Points || a.Value != b.Value || a.Paid != b.Paid || a.Free != b.Free {
		return fmt.Errorf("the till owes %+v, the export comes to %+v", s.liability, r.Liability)
	}
	for _, holder := range slices.Sorted(maps.Keys(s.accounts)) {
		if a, b := s.accounts[holder], r.Accounts[holder]; !same(a, b) {
			return fmt.Errorf("account %s: the till shows %s, the export comes to %s", holder, a.unlike(b), b.unlike(a))
		}
	}
	for holder, a := range r.Accounts {
		if _, known := s.accounts[holder]; !known && (a.Holding != 0 || a.Debt != 0 || a.Pending != 0) {
			return fmt.Errorf("account %s: the till shows nothing, the export comes to %+v", holder, a)
		}
	}
	for holder, n := range r.Overdue {
		return fmt.Errorf("account %s: %d points are past their day", holder, n)
	}
	for holder, n := range r.Rights {
		return fmt.Errorf("account %s: the rights of this till come to %d, and it holds %d points", holder, n[0], n[1])
	}
	for who, tier := range r.Tiers {
		if mine, known := s.tiers[who]; known && mine != tier {
			return fmt.Errorf("member %s: the till shows the tier %q, the export comes to %q", who, mine, tier)
		}
	}
	for code, balance := range s.gifts {
		if r.GiftCards[code] != balance {
			return fmt.Errorf("gift card %s: the till shows %d, the export comes to %d", code, balance, r.GiftCards[code])
		}
	}
	return nil
}

// unlike says what of an account is not in another, shortly.
func (a account) unlike(b account) string {
	text := fmt.Sprintf("%d points (%d in all, %d debt, %d waiting)", a.Balance, a.Holding, a.Debt, a.Pending)
	for i, l := range a.Lots {
		if i >= len(b.Lots) || b.Lots[i] != l {
			return fmt.Sprintf("%s, lot %d of %d: %d left of %s, from %s to %s", text, i+1, len(a.Lots), l.Left, l.Origin, moment(l.AccruedAt), moment(l.ExpiresAt))
		}
	}
	return text
}

func moment(at int64) string { return time.UnixMilli(at).UTC().Format(time.RFC3339Nano) }

func same(a, b account) bool {
	return a.Balance == b.Balance && a.Holding == b.Holding && a.Debt == b.Debt && a.Pending == b.Pending && slices.Equal(a.Lots, b.Lots)
}
