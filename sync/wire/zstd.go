package wire

import (
	"io"
	"net/http"

	"connectrpc.com/connect"
	"github.com/klauspost/compress/zstd"
)

const zstdName = "zstd"

// Zstd lets a handler read and write Zstandard (RFC 8878).
func Zstd() connect.HandlerOption { return connect.WithCompression(zstdName, newReader, newWriter) }

// SendZstd lets a client do so; what it sends is compressed.
func SendZstd() connect.ClientOption {
	return connect.WithClientOptions(connect.WithAcceptCompression(zstdName, newReader, newWriter), connect.WithSendCompression(zstdName))
}

// maxUnpacked is the most that either side takes: a till's bound.
const maxUnpacked = 4 * MaxMessage

// decompressor bounds what a small message may unpack to: a few kB of zeros can be
// a gigabyte, and a message that is too large is otherwise read to its end.
type decompressor struct {
	*zstd.Decoder
	left int64
}

func (d *decompressor) Read(p []byte) (int, error) {
	if d.left <= 0 {
		return 0, &http.MaxBytesError{Limit: maxUnpacked}
	}
	n, err := d.Decoder.Read(p[:min(int64(len(p)), d.left)])
	d.left -= int64(n)
	return n, err
}

// WriteTo hides the decoder's, which knows no bound.
func (d *decompressor) WriteTo(w io.Writer) (int64, error) {
	return io.Copy(w, struct{ io.Reader }{d})
}

func (d *decompressor) Close() error { return nil } // used again

func (d *decompressor) Reset(r io.Reader) error {
	d.left = maxUnpacked + 1
	return d.Decoder.Reset(r)
}

func newReader() connect.Decompressor {
	d, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(maxUnpacked), zstd.WithDecoderLowmem(true))
	if err != nil {
		panic(err) // the options are constants
	}
	return &decompressor{Decoder: d}
}

func newWriter() connect.Compressor {
	e, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithLowerEncoderMem(true))
	if err != nil {
		panic(err)
	}
	return e
}
