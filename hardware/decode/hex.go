package decode

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"

	"bonuskasse/hardware"
)

// Result is what a command prints about bytes: the kinds and values of all
// events in one read, joined by `|`; kind "none" if there was no event.
type Result struct {
	Kind  string          `json:"kind"`
	Value string          `json:"value"`
	Scans []hardware.Scan `json:"-"`
}

// Hex says what bytes are that are written in hex; spaces between them are
// passed over.
func Hex(p hardware.Profile, source hardware.Source, text string) (Result, error) {
	bytes, err := hex.DecodeString(strings.Join(strings.Fields(text), ""))
	if err != nil {
		return Result{}, &hardware.Error{Op: "hex", Reason: hardware.BadSettings, Cause: fmt.Errorf("the bytes are not pairs of hex digits, such as 31 30 0d: %w", err)}
	}
	scans, err := Decode(p, source, bytes)
	if err != nil {
		return Result{}, err
	}
	return Join(scans), nil
}

// Join makes one result of several scans.
func Join(scans []hardware.Scan) Result {
	if len(scans) == 0 {
		return Result{Kind: hardware.KindNone.String()}
	}
	var kinds, values []string
	for _, s := range scans {
		kinds = append(kinds, s.Kind.String())
		values = append(values, s.Value)
	}
	return Result{Kind: strings.Join(kinds, "|"), Value: strings.Join(values, "|"), Scans: scans}
}

// ParseProfile reads a reader set-up in JSON: the object itself, or a file
// that holds it under "profile", as a file of test vectors does. Unknown keys
// are passed over.
func ParseProfile(data []byte) (hardware.Profile, error) {
	var file struct {
		Profile *hardware.Profile `json:"profile"`
	}
	bad := func(err error) error {
		return &hardware.Error{Op: "profile", Reason: hardware.BadSettings, Cause: err}
	}
	if err := json.Unmarshal(data, &file); err != nil {
		return hardware.Profile{}, bad(err)
	}
	p := file.Profile
	if p == nil {
		p = new(hardware.Profile)
		if err := json.Unmarshal(data, p); err != nil {
			return hardware.Profile{}, bad(err)
		}
	}
	return *p, p.Check()
}
