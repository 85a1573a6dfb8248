package main

import (
	"errors"
	"net"
	"os"
	"runtime"
	"strconv"
	"strings"
	"time"
)

var errNoDisplay = errors.New("there is no display: the till needs a screen (DISPLAY is not set, nothing answers there, or it lets nobody in). " +
	"`tillctl` does the same without one")

// findDisplay looks for an X display before the window library does: that one
// panics where there is none.
func findDisplay() error {
	if runtime.GOOS != "linux" && !strings.HasSuffix(runtime.GOOS, "bsd") {
		return nil
	}
	host, number, ok := strings.Cut(os.Getenv("DISPLAY"), ":")
	if !ok {
		return errNoDisplay
	}
	number, _, _ = strings.Cut(number, ".")
	tries := []struct{ network, address string }{
		{"unix", "/tmp/.X11-unix/X" + number}, {"unix", "@/tmp/.X11-unix/X" + number},
	}
	if host != "" && host != "unix" {
		port, err := displayPort(number)
		if err != nil {
			return errNoDisplay
		}
		tries = append(tries[:0], struct{ network, address string }{"tcp", net.JoinHostPort(host, port)})
	}
	for _, t := range tries {
		if c, err := net.DialTimeout(t.network, t.address, 3*time.Second); err == nil {
			c.Close()
			return nil
		}
	}
	return errNoDisplay
}

// displayPort is the TCP port of an X display: 6000 and its number.
func displayPort(number string) (string, error) {
	n, err := strconv.Atoi(number)
	if err != nil {
		return "", err
	}
	return strconv.Itoa(6000 + n), nil
}
