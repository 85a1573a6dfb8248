package wire

import (
	"io"

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

// decompressor bounds what a small message may unpack to.
type decompressor struct{ *zstd.Decoder }

func (d decompressor) Close() error            { return nil } // used again
func (d decompressor) Reset(r io.Reader) error { return d.Decoder.Reset(r) }

func newReader() connect.Decompressor {
	d, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(4*MaxMessage), zstd.WithDecoderLowmem(true))
	if err != nil {
		panic(err) // the options are constants
	}
	return decompressor{d}
}

func newWriter() connect.Compressor {
	e, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithLowerEncoderMem(true))
	if err != nil {
		panic(err)
	}
	return e
}
