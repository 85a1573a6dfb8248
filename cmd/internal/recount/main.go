// Command recount adds up a shop's journal as an accountant from outside would:
// it knows the pages that say what the words mean, and nothing of the till's
// own code.
//
//	tillctl --shop DIR journal export --json | recount -zone Europe/Copenhagen -stops 1200@1767225599999
//
// It reads the export's lines, and from the facts in them alone computes every
// sale, return, lot, debt, gift card and level of the ladder anew. Where the
// till did something else, it says at which event and exits with 1. At each
// stop (so many events, as seen at a moment in milliseconds; with a + behind it
// every lot and gift card too) it writes a Report as a line of JSON, to be laid
// beside the till's own reports.
//
// It imports nothing of the house; a test of the rooms sees to that.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata"
)

func main() {
	zone := flag.String("zone", "Europe/Copenhagen", "the shop's time zone")
	stops := flag.String("stops", "", "EVENTS@MILLIS[+],...: where to report; none is at the end, as of its last event")
	flag.Parse()
	if err := run(os.Stdin, os.Stdout, *zone, *stops); err != nil {
		fmt.Fprintln(os.Stderr, "recount:", err)
		os.Exit(1)
	}
}

// stop is where a report is wanted: after so many events, as of a moment.
type stop struct {
	events int
	at     int64
	whole  bool
}

func run(in io.Reader, out io.Writer, zone, text string) error {
	loc, err := time.LoadLocation(zone)
	if err != nil {
		return err
	}
	stops, err := readStops(text)
	if err != nil {
		return err
	}
	lines := bufio.NewScanner(in)
	lines.Buffer(make([]byte, 1<<16), 1<<26)
	w := bufio.NewWriter(out)
	defer w.Flush()
	b := newBooks(loc)
	for lines.Scan() {
		var e event
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
			return fmt.Errorf("line %d: %w", b.n+1, err)
		}
		if err := b.take(e); err != nil {
			return fmt.Errorf("event %d (%s, no. %d of its incarnation, %s): %w", b.n, e.Type, e.Seq, b.when(), err)
		}
		for len(stops) > 0 && stops[0].events == b.n {
			if err := json.NewEncoder(w).Encode(b.report(stops[0])); err != nil {
				return err
			}
			stops = stops[1:]
		}
	}
	if err := lines.Err(); err != nil {
		return err
	}
	if text == "" {
		return json.NewEncoder(w).Encode(b.report(stop{b.n, b.at, true}))
	}
	if len(stops) > 0 {
		return fmt.Errorf("the export has %d events, and a report was wanted after %d", b.n, stops[0].events)
	}
	return nil
}

func readStops(text string) (list []stop, err error) {
	for _, one := range strings.Split(text, ",") {
		if one == "" {
			continue
		}
		var s stop
		one, s.whole = strings.CutSuffix(one, "+")
		events, at, ok := strings.Cut(one, "@")
		if !ok {
			return nil, fmt.Errorf("%q is no stop", one)
		}
		if s.events, err = strconv.Atoi(events); err != nil {
			return nil, err
		}
		if s.at, err = strconv.ParseInt(at, 10, 64); err != nil {
			return nil, err
		}
		list = append(list, s)
	}
	return list, nil
}
