package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"bonuskasse/pos"
)

// TestExitCodes: 0 done, 1 refused by a rule, 2 usage, 3 trouble with the
// machine, as the till's commands end; a refusal's code is on stderr and in the
// JSON, and a command that only looks makes no head office.
func TestExitCodes(t *testing.T) {
	o := serve(t)
	nowhere := &office{data: filepath.Join(t.TempDir(), "nowhere")}
	damaged := &office{data: t.TempDir()}
	if err := os.WriteFile(filepath.Join(damaged.data, "headoffice.db"), []byte(strings.Repeat("no database ", 1000)), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		office *office
		args   string
		exit   int
		said   string
	}{
		{o, "verify", exitDone, ""},
		{o, "member show --card 10001", exitFound, string(pos.UnknownCard)},
		{o, "member show --card 12", exitFound, string(pos.BadCardNumber)},
		{o, "programme set cap_bp=10001", exitFound, string(pos.BadSetting)},
		{o, "till revoke nobody", exitUsage, ""},
		{nowhere, "verify", exitTrouble, "trouble"},
		{nowhere, "member show --card 10001", exitTrouble, "trouble"},
		{nowhere, "settle list", exitTrouble, "trouble"},
		{nowhere, "till list", exitTrouble, "trouble"},
		{nowhere, "backup copy.db", exitTrouble, "trouble"},
		{nowhere, "product list", exitTrouble, "trouble"},
		{nowhere, "shop list", exitTrouble, "trouble"},
		{nowhere, "till revoke Torvet", exitTrouble, "trouble"},
		{nowhere, "till set Torvet --rename Havnen", exitTrouble, "trouble"},
		{nowhere, "settle done 0812a4c1fb0e8ad64eb3c04b92fc73b8", exitTrouble, "trouble"},
		{o, "settle done 0812", exitUsage, ""},
		{o, "settle done 0812a4c1fb0e8ad64eb3c04b92fc73b8", exitFound, string(pos.NothingToSettle)},
		{damaged, "verify", exitTrouble, "trouble"},
	} {
		out, errs, exit := c.office.try(append(strings.Fields(c.args), "--json")...)
		if exit != c.exit {
			t.Errorf("%s ended with %d, want %d: %s", c.args, exit, c.exit, errs)
		}
		var said struct {
			Error string `json:"error"`
		}
		if c.exit != exitUsage {
			if err := json.Unmarshal([]byte(out), &said); err != nil || said.Error != c.said {
				t.Errorf("%s printed %q (%v), want the error %q", c.args, out, err, c.said)
			}
		}
		if c.exit == exitFound && !strings.HasSuffix(errs, "\n"+c.said+"\n") {
			t.Errorf("%s: %q does not end with the code %s", c.args, errs, c.said)
		}
		if c.exit != exitDone && errs == "" {
			t.Errorf("%s says nothing", c.args)
		}
	}
	if _, err := os.Stat(nowhere.data); err == nil {
		t.Error("looking has made a folder")
	}
}
