package main

import (
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"

	_ "modernc.org/sqlite" // as database/sql's driver

	"bonuskasse/pos/ledger"
)

// books reads the postings by plain SQL, beside the till: each event's must add
// up to zero, and each account's to what its lots, its debt and what waits say.
type books struct {
	db    *sql.DB
	fresh *sql.Stmt          // the postings of an account since an event
	since int64              // events up to here are added up
	sums  map[int64][3]int64 // by the account's number: points, debt, pending
	ids   map[int64]string
}

func openBooks(file string) (*books, error) {
	db, err := sql.Open("sqlite", "file:"+url.PathEscape(file)+"?mode=ro")
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	fresh, err := db.Prepare("SELECT event, account, points FROM posting WHERE member = ? AND event > ?")
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return &books{db: db, fresh: fresh, sums: map[int64][3]int64{}, ids: map[int64]string{}}, nil
}

func (b *books) close() {
	b.fresh.Close()
	b.db.Close()
}

// check adds up what is new, and compares with what the till shows. It says how
// many events there are.
func (b *books) check(shown map[string]account) (events int64, err error) {
	last, err := b.addUp()
	if err != nil {
		return 0, err
	}
	for no, sum := range b.sums {
		holder := b.ids[no]
		a := shown[holder]
		if sum != [3]int64{a.Holding, -a.Debt, a.Pending} {
			return 0, fmt.Errorf("account %s: its postings come to %d points, %d debt, %d pending; the till shows %+v", holder, sum[0], sum[1], sum[2], a)
		}
	}
	b.since = last
	return events, b.db.QueryRow("SELECT count(*) FROM event").Scan(&events)
}

func (b *books) addUp() (last int64, err error) {
	if err := b.db.QueryRow("SELECT max(id) FROM event").Scan(&last); err != nil {
		return 0, err
	}
	rows, err := b.db.Query("SELECT no, id FROM account")
	if err != nil {
		return 0, err
	}
	for rows.Next() {
		var no int64
		var id []byte
		if err := rows.Scan(&no, &id); err != nil {
			return 0, errors.Join(err, rows.Close())
		}
		b.ids[no] = hex.EncodeToString(id)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return 0, err
	}
	byEvent := map[int64]int64{}
	for no := range b.ids {
		if err := b.addAccount(no, byEvent); err != nil {
			return 0, err
		}
	}
	for event, sum := range byEvent {
		if sum != 0 {
			return 0, fmt.Errorf("the postings of event %d.%d come to %d", event>>40, event&(1<<40-1), sum)
		}
	}
	return last, nil
}

func (b *books) addAccount(no int64, byEvent map[int64]int64) error {
	rows, err := b.fresh.Query(no, b.since)
	if err != nil {
		return err
	}
	defer rows.Close()
	sum := b.sums[no]
	for rows.Next() {
		var event, points int64
		var account ledger.AccountName
		if err := rows.Scan(&event, &account, &points); err != nil {
			return err
		}
		byEvent[event] += points
		switch account {
		case ledger.MemberPoints:
			sum[0] += points
		case ledger.MemberDebt:
			sum[1] += points
		case ledger.MemberPending:
			sum[2] += points
		}
	}
	b.sums[no] = sum
	return rows.Err()
}
