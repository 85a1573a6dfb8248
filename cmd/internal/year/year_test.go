package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

var small = Size{Members: 60, Sales: 2000}

// played is a small year, played once for all tests of this package.
func played(t *testing.T, seed uint64) (y *year, recount string) {
	t.Helper()
	dir, err := os.MkdirTemp(inMemory(), "year-test-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	if recount, err = buildRecount(t.Context(), dir); err != nil {
		t.Fatal(err)
	}
	y, err = play(t.Context(), filepath.Join(dir, "year"), seed, small)
	if err != nil {
		t.Fatalf("seed %d: %v\nagain: make year SEEDS=1 FROM=%d MEMBERS=%d SALES=%d", seed, err, seed, small.Members, small.Sales)
	}
	t.Cleanup(y.close)
	return y, recount
}

// TestYear plays a small year: the books are right every evening, and an
// outsider who reads the export comes to the same. Then it doctors the export,
// and the outsider must say where.
func TestYear(t *testing.T) {
	y, recount := played(t, 1)
	if err := y.recount(recount); err != nil {
		t.Fatal(err)
	}
	t.Log(y.summary())
	for _, a := range acts {
		if n := y.did[a.what]; n == nil || n.done == 0 {
			t.Errorf("no %s in a whole year", a.what)
		}
	}
	file := filepath.Join(y.dir, exportFile)
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	lines := bytes.Split(bytes.TrimSpace(whole), []byte("\n"))
	for _, d := range doctored {
		t.Run(d.name, func(t *testing.T) {
			out, at := d.apply(t, lines)
			if at < 0 {
				t.Fatal("the year has no such event")
			}
			file := filepath.Join(y.dir, "doctored.jsonl")
			if err := os.WriteFile(file, bytes.Join(out, []byte("\n")), 0o600); err != nil {
				t.Fatal(err)
			}
			if err := compare(y, recount, file); err == nil || !strings.Contains(err.Error(), d.says) {
				t.Errorf("event %d: %v; should say %q", at+1, err, d.says)
			}
		})
	}
}

// doctor changes one event of an export as a till with a fault would have
// written it.
type doctor struct {
	name, of string
	// change edits the facts, or says that this event is not one for it.
	change func(fact map[string]any) bool
	says   string // part of what the outsider says; empty is anything
}

var doctored = []doctor{
	{"a line is rounded down", "sale_completed", func(s map[string]any) bool {
		for _, l := range list(s, "lines") {
			// The gross is what a half made larger.
			if gross := number(l, "qty_milli") * number(l, "unit_price"); l["voided"] == nil && gross%1000 >= 500 {
				add(l, "gross", -1)
				return true
			}
		}
		return false
	}, "the gross is"},
	{"points are rounded up", "sale_completed", func(s map[string]any) bool {
		for _, l := range list(s, "lines") {
			if l["points_earned"] != nil && l["fixed_points"] == nil {
				add(l, "points_earned", 1)
				add(s, "points_earned", 1)
				return true
			}
		}
		return false
	}, "the points earned is"},
	{"more bonus than the cap", "sale_completed", func(s map[string]any) bool {
		if s["points_used"] == nil {
			return false
		}
		add(s, "points_used", 1_000_000)
		return true
	}, "at most"},
	{"a day too long", "sale_completed", func(s map[string]any) bool {
		if s["expires_at"] == nil || s["points_earned"] == nil {
			return false
		}
		add(s, "expires_at", dayMillis)
		return true
	}, "what it earned ends"},
	{"an end by another zone's midnight", "points_given", func(s map[string]any) bool {
		lots := list(s, "lots")
		if s["origin"] != "adjustment" || lots[0]["expires_at"] == nil {
			return false
		}
		add(lots[0], "expires_at", 3600_000)
		return true
	}, "the points end"},
	{"a wrong balance on the receipt", "sale_completed", func(s map[string]any) bool {
		if s["balance_after"] == nil {
			return false
		}
		add(s, "balance_after", 1)
		return true
	}, "the receipt says a balance of"},
	{"a return forgets the old end", "sale_refunded", func(s map[string]any) bool {
		if s["points_back"] == nil {
			return false
		}
		add(s, "restored_not_before", 400*dayMillis)
		return true
	}, "what comes back lives to"},
	{"a return keeps the points", "sale_refunded", func(s map[string]any) bool {
		for _, l := range list(s, "lines") {
			if l["points_reversed"] != nil {
				add(l, "points_reversed", -1)
				add(s, "points_reversed", -1)
				return true
			}
		}
		return false
	}, "the points reversed is"},
	{"money that was held back is paid", "sale_refunded", func(s map[string]any) bool {
		if s["money_back"] == nil {
			return false
		}
		add(s, "money_back", 1_00)
		return true
	}, "the money back is"},
	{"points expire that were not over", "lots_expired", func(s map[string]any) bool {
		add(list(s, "of")[0], "points", 1)
		return true
	}, "were past their day"},
	{"a service is paid too early", "service_awarded", func(s map[string]any) bool {
		add(s, "at", -30*dayMillis)
		return true
	}, "and due at"},
	{"a gift card too much", "gift_card_made", func(s map[string]any) bool {
		if s["sale"] == nil {
			return false
		}
		add(s, "amount", 1)
		return true
	}, "no line of its sale paid for it"},
	{"lifted too far", "member_tier_set", func(s map[string]any) bool {
		if s["by_ladder"] == nil || s["tier"] == "Platinum" {
			return false
		}
		s["tier"] = "Platinum"
		return true
	}, "the ladder moves"},
	{"given to another", "points_given", func(s map[string]any) bool {
		if s["origin"] != "noted" {
			return false
		}
		s["member"] = "AAAAAAAAAAAAAAAAAAAAAA=="
		return true
	}, ""},
}

const dayMillis = 24 * 60 * 60 * 1000

// apply doctors the first event that is one for it.
func (d doctor) apply(t *testing.T, lines [][]byte) (out [][]byte, at int) {
	t.Helper()
	for i, line := range lines {
		if !bytes.Contains(line, []byte(`"type":"`+d.of+`"`)) {
			continue
		}
		var e map[string]any
		if err := json.Unmarshal(line, &e); err != nil {
			t.Fatal(err)
		}
		if !d.change(e["payload"].(map[string]any)[d.of].(map[string]any)) {
			continue
		}
		changed, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		out = append(append(out, lines[:i]...), changed)
		return append(out, lines[i+1:]...), i
	}
	return nil, -1
}

func list(of map[string]any, key string) (out []map[string]any) {
	all, _ := of[key].([]any)
	for _, x := range all {
		out = append(out, x.(map[string]any))
	}
	return out
}

// number reads what protobuf's JSON writes in quotes.
func number(of map[string]any, key string) int64 {
	n, _ := strconv.ParseInt(fmt.Sprint(of[key]), 10, 64)
	return n
}

func add(of map[string]any, key string, n int64) { of[key] = fmt.Sprint(number(of, key) + n) }
