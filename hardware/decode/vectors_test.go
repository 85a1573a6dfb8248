package decode

import (
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"bonuskasse/hardware"
)

// vectorFile is the shared set of cases: ../shared beside the project where it
// is there, the project's own copy where it is not.
func vectorFile(t testing.TB) []byte {
	t.Helper()
	for _, path := range []string{filepath.Join("..", "..", "..", "shared", "vectors", "readers.json"), filepath.Join("testdata", "readers.json")} {
		if data, err := os.ReadFile(path); err == nil {
			return data
		}
	}
	t.Fatal("no readers.json")
	return nil
}

type vector struct {
	ID     string          `json:"id"`
	Source hardware.Source `json:"source"`
	Raw    string          `json:"raw_hex"`
	Kind   string          `json:"expect_kind"`
	Value  string          `json:"expect_value"`
	Note   string          `json:"note"`
}

func vectors(t testing.TB) (hardware.Profile, []vector) {
	t.Helper()
	data := vectorFile(t)
	var file struct {
		Kinds   []string `json:"kinds"`
		Vectors []vector `json:"vectors"`
	}
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	p, err := ParseProfile(data)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range file.Kinds {
		var k hardware.Kind
		if err := k.UnmarshalText([]byte(name)); err != nil {
			t.Errorf("kinds: %v", err)
		}
	}
	if len(file.Vectors) == 0 {
		t.Fatal("readers.json holds no vectors")
	}
	return p, file.Vectors
}

func TestVectors(t *testing.T) {
	p, all := vectors(t)
	for _, v := range all {
		got, err := Hex(p, v.Source, v.Raw)
		if err != nil {
			t.Errorf("%s (%s): %v", v.ID, v.Note, err)
			continue
		}
		if got.Kind != v.Kind || got.Value != v.Value {
			t.Errorf("%s (%s): got %s %q, want %s %q", v.ID, v.Note, got.Kind, got.Value, v.Kind, v.Value)
		}
		raw, err := hex.DecodeString(v.Raw)
		if err != nil {
			t.Fatal(err)
		}
		if slow := Join(byteByByte(t, p, v.Source, raw)); slow.Kind != got.Kind || slow.Value != got.Value {
			t.Errorf("%s byte by byte: got %s %q, at once %s %q", v.ID, slow.Kind, slow.Value, got.Kind, got.Value)
		}
		if strings.Contains(v.Kind, "refused") {
			leaks(t, v.ID, got.Scans)
		}
	}
}

// TestCopyIsCurrent keeps the copy of the vectors equal to the shared ones.
func TestCopyIsCurrent(t *testing.T) {
	copied, err := os.ReadFile(filepath.Join("testdata", "readers.json"))
	if err != nil {
		t.Fatal(err)
	}
	if string(copied) != string(vectorFile(t)) {
		t.Error("testdata/readers.json differs from the shared vectors: copy it anew")
	}
}

func byteByByte(t testing.TB, p hardware.Profile, source hardware.Source, raw []byte) []hardware.Scan {
	t.Helper()
	d, err := New(p, source)
	if err != nil {
		t.Fatal(err)
	}
	var scans []hardware.Scan
	for i := range raw {
		scans = append(scans, d.Write(raw[i:i+1])...)
	}
	return append(scans, d.Idle()...)
}

// leaks fails if a refusal carries anything of what was read.
func leaks(t testing.TB, id string, scans []hardware.Scan) {
	t.Helper()
	for _, s := range scans {
		if s.Kind != hardware.KindPaymentCard {
			continue
		}
		if s.Value != "" || s.Text != "" || s.OrProduct != "" {
			t.Errorf("%s: a refusal carries %+v", id, s)
		}
	}
}

func TestHexRefusesWhatIsNoHex(t *testing.T) {
	p, _ := vectors(t)
	if _, err := Hex(p, hardware.SerialBarcode, "3x"); err == nil {
		t.Error("3x was taken for hex")
	}
	if _, err := Hex(p, "teapot", "31"); err == nil {
		t.Error("a source of no reader was taken")
	}
	if _, err := Hex(p, "wedge_text:xx", "31"); err == nil {
		t.Error("a layout nobody knows was taken")
	}
}

func TestParseProfileTakesBothForms(t *testing.T) {
	bare, err := ParseProfile([]byte(`{"club_min":10001,"club_max":9999999,"max_frame":256}`))
	if err != nil || bare.ClubMin != 10001 {
		t.Errorf("bare object: %+v, %v", bare, err)
	}
	wrapped, err := ParseProfile([]byte(`{"profile":{"club_min":10001,"club_max":9999999,"max_frame":256},"vectors":[]}`))
	if err != nil || wrapped != bare {
		t.Errorf("wrapped object: %+v, %v", wrapped, err)
	}
	for _, bad := range []string{`[`, `{"club_min":5,"club_max":1}`, `{"own_iin":"92x"}`, `{"suffix":"bell"}`} {
		if _, err := ParseProfile([]byte(bad)); err == nil {
			t.Errorf("%s was taken", bad)
		}
	}
}
