package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"sort"
	"strconv"
	"strings"
)

// storeFigures lets tillctl fill a store and measure it, and prints its object
// as a table: what it measured, in the order of the names.
func storeFigures(tillctl, dir string, members, sales int) error {
	cmd := exec.Command(tillctl, "bench", "--members", strconv.Itoa(members), "--sales", strconv.Itoa(sales), "--dir", dir, "--json")
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("%s: %w", strings.Join(cmd.Args, " "), err)
	}
	var got map[string]any
	if err := json.Unmarshal(out, &got); err != nil {
		return err
	}
	names := make([]string, 0, len(got))
	for name := range got {
		names = append(names, name)
	}
	sort.Strings(names)
	fmt.Println("store")
	for _, name := range names {
		fmt.Printf("  %-34s %v\n", name, got[name])
	}
	return nil
}
