package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"

	"bonuskasse/cmd/internal/floor"
)

// spread is a distribution in microseconds.
type spread struct {
	N             int
	P50, P99, Max float64
}

// storeFigures lets tillctl fill a store, or find the one of an earlier run,
// and measure it; each figure stands beside its floor.
func storeFigures(tillctl, dir string, members, sales int) error {
	cmd := exec.Command(tillctl, "bench", "--members", strconv.Itoa(members), "--sales", strconv.Itoa(sales), "--dir", dir, "--json")
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("%s: %w", strings.Join(cmd.Args, " "), err)
	}
	var got struct {
		Members int    `json:"members"`
		Sales   int    `json:"sales"`
		Card    spread `json:"card_lookup_us"`
		Point   spread `json:"point_lookup_floor_us"`
		Search  spread `json:"search_us"`
		Sale    spread `json:"sale_commit_us"`
		Sync    spread `json:"append_fsync_4k_floor_us"`
		Fold    spread `json:"fold_2000_events_us"`
		Expiry  struct {
			Lots    int64
			Seconds float64
			Floor   float64 `json:"bare_pass_seconds"`
			Longest float64 `json:"longest_transaction_ms"`
		} `json:"expiry"`
		Import struct {
			Rows  int     `json:"rows"`
			Speed float64 `json:"rows_per_second"`
			Floor float64 `json:"bare_insert_rows_per_second"`
		} `json:"import"`
	}
	if err := json.Unmarshal(out, &got); err != nil {
		return err
	}
	fmt.Printf("store of %d members and %d sales\n", got.Members, got.Sales)
	floor.Row("card look-up, p50", got.Card.P50, got.Point.P50, "us", 5)
	floor.Row("card look-up, p99", got.Card.P99, got.Point.P99, "us", 0)
	fmt.Printf("  %-34s %10.2f ms   p50 %8.2f ms   %s\n", "search by name and phone, p99", got.Search.P99/1000, got.Search.P50/1000, floor.Verdict(got.Search.P99/1000, 50, " ms"))
	floor.Row("sale commit, p50", got.Sale.P50/1000, got.Sync.P50/1000, "ms", 2.5)
	floor.Row("sale commit, p99", got.Sale.P99/1000, got.Sync.P99/1000, "ms", 0)
	fmt.Printf("  %-34s %10.2f ms   p99 %8.2f ms   %s\n", "a member of 2,000 events, p50", got.Fold.P50/1000, got.Fold.P99/1000, floor.Verdict(got.Fold.P50/1000, 5, " ms"))
	floor.Row(fmt.Sprintf("a day's end, %d lots", got.Expiry.Lots), got.Expiry.Seconds, got.Expiry.Floor, "s", 3)
	fmt.Printf("  %-34s %10.2f ms\n", "a sale waits for it, at most", got.Expiry.Longest)
	fmt.Printf("import of %d members: %.0f rows/s, a bare insert %.0f rows/s\n", got.Import.Rows, got.Import.Speed, got.Import.Floor)
	floor.Row("import, a row", 1e6/got.Import.Speed, 1e6/got.Import.Floor, "us", 6)
	return nil
}
