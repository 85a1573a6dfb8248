package wire

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"testing"

	"github.com/klauspost/compress/zstd"
)

// TestSmallMessagesUnpackToNoGigabyte: a message is unpacked as far as either side
// takes one, whichever way it is read, and the next one from its beginning.
func TestSmallMessagesUnpackToNoGigabyte(t *testing.T) {
	packed := func(n int) []byte {
		var out bytes.Buffer
		w, err := zstd.NewWriter(&out)
		if err != nil {
			t.Fatal(err)
		}
		for range n >> 20 {
			if _, err := w.Write(make([]byte, 1<<20)); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		return out.Bytes()
	}
	bomb, fits := packed(8*maxUnpacked), packed(maxUnpacked)
	if len(bomb) > 1<<20 {
		t.Fatalf("the bomb is of %d bytes", len(bomb))
	}
	d := newReader()
	for _, c := range []struct {
		name   string
		data   []byte
		most   int64
		tooBig bool
	}{{"a bomb", bomb, maxUnpacked + 1, true}, {"what fits", fits, maxUnpacked, false}, {"a bomb again", bomb, maxUnpacked + 1, true}} {
		for way, read := range map[string]func() (int64, error){
			"read":        func() (int64, error) { return io.Copy(io.Discard, struct{ io.Reader }{d}) },
			"written out": func() (int64, error) { return io.Copy(io.Discard, d) },
		} {
			if err := d.Reset(bytes.NewReader(c.data)); err != nil {
				t.Fatal(err)
			}
			n, err := read()
			var limit *http.MaxBytesError
			if n != c.most || errors.As(err, &limit) != c.tooBig || !c.tooBig && err != nil {
				t.Errorf("%s, %s: %d bytes, %v", c.name, way, n, err)
			}
		}
	}
}
