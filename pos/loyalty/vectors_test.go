package loyalty_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"bonuskasse/pos/loyalty"
)

// sharedOrOwn reads a vector file from the design's folder beside the project,
// or this room's copy where the project stands alone.
func sharedOrOwn(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "vectors", name))
	if err != nil {
		data, err = os.ReadFile(filepath.Join("testdata", name))
	}
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestVectors(t *testing.T) {
	var cases []struct {
		loyalty.Case
	}
	data := sharedOrOwn(t, "sale.json")
	var raw []struct {
		ID      string         `json:"id"`
		Expect  map[string]any `json:"expect"`
		Returns []struct {
			Expect map[string]any `json:"expect"`
		} `json:"returns"`
	}
	if err := json.Unmarshal(data, &cases); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &raw); err != nil {
		t.Fatal(err)
	}
	if len(raw) == 0 {
		t.Fatal("no vectors")
	}
	for i, c := range cases {
		t.Run(c.ID, func(t *testing.T) {
			got := asMap(t, c.Run())
			for k, want := range raw[i].Expect {
				if !reflect.DeepEqual(got[k], want) {
					t.Errorf("%s = %v, want %v", k, got[k], want)
				}
			}
			if _, refused := raw[i].Expect["error"]; refused {
				return
			}
			returns, _ := got["returns"].([]any)
			if len(returns) != len(raw[i].Returns) {
				t.Fatalf("%d returns, want %d", len(returns), len(raw[i].Returns))
			}
			for j, r := range raw[i].Returns {
				if !reflect.DeepEqual(returns[j], any(r.Expect)) {
					t.Errorf("return %d = %v, want %v", j, returns[j], r.Expect)
				}
			}
		})
	}
}

func asMap(t *testing.T, v any) map[string]any {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	var m map[string]any
	if err := json.Unmarshal(data, &m); err != nil {
		t.Fatal(err)
	}
	return m
}

// What is no sale is refused by name, however large its numbers.
func TestRefusedCases(t *testing.T) {
	const huge = `{"kind":"goods","qty_milli":100000000,"unit_price":10000000000}`
	// With 18446 of the above it is 2^64 and some kroner: a small sum again, to who counts in 64 bits.
	const round = `{"kind":"goods","qty_milli":100000000,"unit_price":7440737096}`
	for _, c := range []struct{ name, in, want string }{
		{"nothing sold", `{"lines":[]}`, ""},
		{"null is left out", `{"policy":{"points":null,"cap_bp":null},"tier":null,"lines":null,"tender":{"bonus":null},"returns":null}`, ""},
		{"no quantity", `{"lines":[{"kind":"goods","unit_price":100}]}`, "bad_quantity"},
		{"a price below zero", `{"lines":[{"kind":"goods","qty_milli":1000,"unit_price":-1}]}`, "bad_amount"},
		{"a barcode for a price", `{"lines":[{"kind":"goods","qty_milli":1000,"unit_price":5701234001010}]}`, "amount_too_large"},
		{"a sum past 64 bits", `{"lines":[` + strings.Repeat(huge+",", 18446) + round + `]}`, "amount_too_large"},
		{"an unknown kind", `{"lines":[{"kind":"rent","qty_milli":1000,"unit_price":1}]}`, "bad_setting"},
		{"points worth nothing", `{"policy":{"points_worth":0}}`, "bad_setting"},
	} {
		var in loyalty.Case
		if err := json.Unmarshal([]byte(c.in), &in); err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if got := in.Run(); string(got.Error) != c.want {
			t.Errorf("%s: error %q, want %q", c.name, got.Error, c.want)
		}
	}
}
