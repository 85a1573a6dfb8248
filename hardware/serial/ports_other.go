//go:build !linux

package serial

import "go.bug.st/serial"

// Ports lists the serial ports. Outside Linux the system names them without
// opening one.
func Ports() []Port {
	names, err := serial.GetPortsList()
	if err != nil {
		return nil
	}
	list := make([]Port, 0, len(names))
	for _, n := range names {
		list = append(list, Port{Path: n, Label: n})
	}
	return list
}
