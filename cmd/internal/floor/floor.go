// Package floor prints what was measured beside its floor, and judges it by a
// ratio: so a slow machine is no excuse and a fast one no merit.
package floor

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// Row prints a figure beside its floor, and judges their ratio where there is a
// bar for it.
func Row(name string, value, floor float64, unit string, bar float64) {
	ratio := value / floor
	judged := ""
	if bar > 0 {
		judged = Verdict(ratio, bar, "x")
	}
	fmt.Printf("  %-34s %10.2f %-3s floor %10.2f %-3s ratio %6.2f   %s\n", name, value, unit, floor, unit, ratio, judged)
}

// Verdict says whether a value keeps under a bar.
func Verdict(value, bar float64, unit string) string {
	if value <= bar {
		return fmt.Sprintf("ok (bar %g%s)", bar, unit)
	}
	return fmt.Sprintf("MISSED (bar %g%s)", bar, unit)
}

// Load says how busy the machine is with other things (proc_loadavg(5)).
func Load() string {
	data, err := os.ReadFile("/proc/loadavg")
	if field := strings.Fields(string(data)); err == nil && len(field) > 2 {
		return "load " + strings.Join(field[:3], " ")
	}
	return "load unknown"
}

// Worked is the time that processes have spent in user and system mode (fields 14
// and 15 of proc_pid_stat(5)); the name before them may have spaces.
func Worked(pids ...int) (all time.Duration, err error) {
	const tick = 10 * time.Millisecond // USER_HZ is 100 on every Linux that Go runs on
	for _, pid := range pids {
		data, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "stat"))
		if err != nil {
			return 0, err
		}
		field := strings.Fields(string(data[strings.LastIndexByte(string(data), ')')+1:]))
		for _, i := range []int{11, 12} {
			n, err := strconv.ParseInt(field[i], 10, 64)
			if err != nil {
				return 0, err
			}
			all += time.Duration(n) * tick
		}
	}
	return all, nil
}
