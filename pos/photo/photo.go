// Package photo makes a small portrait of whatever picture a shop brings.
//
//	small, err := photo.Shrink(file)
//
// What comes out is a JPEG of at most Side pixels a side that says nothing of
// where or when it was taken. A picture is measured before it is decoded: a
// file that is small and unfolds to gigabytes costs nothing.
package photo

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"
	"io"

	xdraw "golang.org/x/image/draw"

	"bonuskasse/pos"
)

// Side is the longest side of what is kept, in pixels.
const Side = 360

// The bounds on what is read.
const (
	MaxBytes  = 20 << 20
	maxPixels = 50_000_000
)

// quality of the JPEG that is kept: about 25 kB.
const quality = 85

// Read shrinks a picture from a file that may be of any length: no more of it
// is read than a picture may have.
func Read(r io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	if err != nil {
		return nil, err
	}
	return Shrink(data)
}

// Shrink makes the portrait, upright. The codes: pos.PhotoTooLarge, and
// pos.BadPhoto for what is neither JPEG nor PNG, or is not whole.
func Shrink(data []byte) ([]byte, error) {
	if len(data) > MaxBytes {
		return nil, pos.Refuse(pos.PhotoTooLarge)
	}
	size, kind, err := image.DecodeConfig(bytes.NewReader(data))
	decode := map[string]func(io.Reader) (image.Image, error){"jpeg": jpeg.Decode, "png": png.Decode}[kind]
	if err != nil || decode == nil || size.Width <= 0 || size.Height <= 0 {
		return nil, pos.Refuse(pos.BadPhoto)
	}
	if int64(size.Width)*int64(size.Height) > maxPixels {
		return nil, pos.Refuse(pos.PhotoTooLarge)
	}
	whole, err := decode(bytes.NewReader(data))
	if err != nil {
		return nil, pos.Refuse(pos.BadPhoto)
	}
	turned := 1
	if kind == "jpeg" {
		turned = orientation(data)
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, upright(shrink(whole), turned), &jpeg.Options{Quality: quality}); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

func shrink(whole image.Image) *image.RGBA {
	b := whole.Bounds()
	w, h := b.Dx(), b.Dy()
	if long := max(w, h); long > Side {
		w, h = max(1, w*Side/long), max(1, h*Side/long)
	}
	small := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(small, small.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src) // behind what is transparent
	xdraw.CatmullRom.Scale(small, small.Bounds(), whole, b, xdraw.Over, nil)
	return small
}

// upright turns a picture as its Exif orientation (CIPA DC-008, tag 0x0112)
// says: phones store how they were held beside the pixels.
func upright(src *image.RGBA, turned int) *image.RGBA {
	if turned < 2 || turned > 8 {
		return src
	}
	w, h := src.Bounds().Dx(), src.Bounds().Dy()
	dw, dh := w, h
	if turned >= 5 {
		dw, dh = h, w
	}
	dst := image.NewRGBA(image.Rect(0, 0, dw, dh))
	for y := range h {
		for x := range w {
			dx, dy := x, y
			switch turned {
			case 2:
				dx = w - 1 - x
			case 3:
				dx, dy = w-1-x, h-1-y
			case 4:
				dy = h - 1 - y
			case 5:
				dx, dy = y, x
			case 6:
				dx, dy = h-1-y, x
			case 7:
				dx, dy = h-1-y, w-1-x
			case 8:
				dx, dy = y, w-1-x
			}
			dst.SetRGBA(dx, dy, src.RGBAAt(x, y))
		}
	}
	return dst
}

// orientation reads the Exif tag of a JPEG; 1, upright, where there is none.
func orientation(data []byte) int {
	for at := 2; at+4 <= len(data) && data[at] == 0xff; {
		kind, length := data[at+1], int(binary.BigEndian.Uint16(data[at+2:]))
		if kind == 0xda || length < 2 || at+2+length > len(data) { // the pixels begin
			break
		}
		if body := data[at+4 : at+2+length]; kind == 0xe1 && bytes.HasPrefix(body, []byte("Exif\x00\x00")) {
			return tiffOrientation(body[6:])
		}
		at += 2 + length
	}
	return 1
}

func tiffOrientation(tiff []byte) int {
	if len(tiff) < 8 {
		return 1
	}
	var order binary.ByteOrder = binary.BigEndian
	if tiff[0] == 'I' {
		order = binary.LittleEndian
	}
	at := int64(order.Uint32(tiff[4:]))
	if at+2 > int64(len(tiff)) {
		return 1
	}
	entries := tiff[at+2:]
	for range order.Uint16(tiff[at:]) {
		if len(entries) < 12 {
			break
		}
		if order.Uint16(entries) == 0x0112 {
			return int(order.Uint16(entries[8:]))
		}
		entries = entries[12:]
	}
	return 1
}
