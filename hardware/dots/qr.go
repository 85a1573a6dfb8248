package dots

import (
	"fmt"

	"github.com/skip2/go-qrcode"
)

// Matrix is a QR code (ISO/IEC 18004, error correction M) as modules, without
// its quiet zone; true is black.
//
// A batch of cards is thousands of codes, and most of its time was theirs: what
// is short enough for versions 1 to 6 is made here, and what is longer by the
// library.
func Matrix(data string) ([][]bool, error) {
	if v := versionFor(len(data)); v != nil {
		return v.encode(data).bools(), nil
	}
	q, err := qrcode.New(data, qrcode.Medium)
	if err != nil {
		return nil, fmt.Errorf("qr of %d bytes: %w", len(data), err)
	}
	q.DisableBorder = true
	return q.Bitmap(), nil
}
