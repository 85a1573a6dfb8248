package serial

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Ports lists the serial ports without touching one. The library's own list
// opens every ttyS, which resets the speed of a port that is in use, so it is
// never called here. A port with a name by id is listed under that name only:
// it follows the device when plugs are moved.
func Ports() []Port { return ports("/dev", "/sys/class/tty") }

func ports(dev, sys string) []Port {
	var list []Port
	named := map[string]bool{}
	byID, _ := filepath.Glob(filepath.Join(dev, "serial", "by-id", "*"))
	for _, path := range byID {
		real, err := filepath.EvalSymlinks(path)
		if err != nil {
			continue // unplugged just now
		}
		named[filepath.Base(real)] = true
		list = append(list, Port{Path: path, Label: label(filepath.Base(path))})
	}
	for _, pattern := range []string{"ttyACM*", "ttyUSB*", "ttyS*", "ttyAMA*", "rfcomm*"} {
		found, _ := filepath.Glob(filepath.Join(dev, pattern))
		for _, path := range found {
			base := filepath.Base(path)
			if !named[base] && wired(filepath.Join(sys, base)) {
				list = append(list, Port{Path: path, Label: base})
			}
		}
	}
	slices.SortFunc(list, func(a, b Port) int { return strings.Compare(a.Path, b.Path) })
	return list
}

// wired tells whether a port has hardware behind it. The kernel makes ttyS0 to
// ttyS31 whether there is a chip or not; the type of one without is 0.
func wired(sys string) bool {
	kind, err := os.ReadFile(filepath.Join(sys, "type"))
	return err != nil || strings.TrimSpace(string(kind)) != "0"
}

// label makes `usb-Honeywell_1900_23100B0A1F-if00` readable.
func label(id string) string {
	id = strings.TrimPrefix(id, "usb-")
	if i := strings.LastIndex(id, "-if"); i > 0 {
		id = id[:i]
	}
	return strings.ReplaceAll(id, "_", " ")
}
