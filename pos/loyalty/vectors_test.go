package loyalty_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
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
