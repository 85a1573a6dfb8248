package dots

import (
	"fmt"

	"github.com/skip2/go-qrcode"
)

// Matrix is a QR code (ISO/IEC 18004, error correction M) as modules, without
// its quiet zone; true is black.
func Matrix(data string) ([][]bool, error) {
	q, err := qrcode.New(data, qrcode.Medium)
	if err != nil {
		return nil, fmt.Errorf("qr of %d bytes: %w", len(data), err)
	}
	q.DisableBorder = true
	return q.Bitmap(), nil
}
