package photo

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"testing"
	"time"

	"bonuskasse/pos"
)

// half is a picture whose upper half is red, the lower blue.
func half(w, h int) image.Image {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.RGBA{200, 0, 0, 255}
			if y >= h/2 {
				c = color.RGBA{0, 0, 200, 255}
			}
			m.SetRGBA(x, y, c)
		}
	}
	return m
}

func asJPEG(t *testing.T, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// held puts an Exif orientation into a JPEG.
func held(data []byte, turned byte, order binary.ByteOrder) []byte {
	tiff := []byte("II*\x00")
	if order == binary.BigEndian {
		tiff = []byte("MM\x00*")
	}
	a := order.(binary.AppendByteOrder)
	tiff = a.AppendUint32(tiff, 8)
	tiff = a.AppendUint16(tiff, 1)
	tiff = a.AppendUint16(tiff, 0x0112)
	tiff = a.AppendUint16(tiff, 3)
	tiff = a.AppendUint32(tiff, 1)
	tiff = a.AppendUint16(tiff, uint16(turned))
	tiff = append(tiff, 0, 0, 0, 0, 0, 0)
	body := append([]byte("Exif\x00\x00"), tiff...)
	out := append([]byte{0xff, 0xd8, 0xff, 0xe1}, byte((len(body)+2)>>8), byte(len(body)+2))
	return append(append(out, body...), data[2:]...)
}

func decoded(t *testing.T, data []byte) image.Image {
	t.Helper()
	small, err := Shrink(data)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(small, []byte("Exif")) {
		t.Error("what was written beside the picture is kept")
	}
	m, kind, err := image.Decode(bytes.NewReader(small))
	if err != nil || kind != "jpeg" {
		t.Fatal(kind, err)
	}
	return m
}

// where tells at which edge the red is.
func where(m image.Image) string {
	b := m.Bounds()
	red := func(x, y int) bool { r, _, _, _ := m.At(x, y).RGBA(); return r > 0x7000 }
	w, h := b.Dx(), b.Dy()
	switch {
	case red(w/2, 3) && !red(w/2, h-3):
		return "above"
	case red(w/2, h-3) && !red(w/2, 3):
		return "below"
	case red(3, h/2) && !red(w-3, h/2):
		return "left"
	case red(w-3, h/2) && !red(3, h/2):
		return "right"
	}
	return "?"
}

func TestShrunkAndUpright(t *testing.T) {
	plain := asJPEG(t, half(900, 600))
	var b bytes.Buffer
	if err := png.Encode(&b, half(600, 900)); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name  string
		data  []byte
		size  image.Point
		where string
	}{
		{"a JPEG", plain, image.Pt(360, 240), "above"},
		{"a PNG", b.Bytes(), image.Pt(240, 360), "above"},
		{"a small one stays", asJPEG(t, half(40, 30)), image.Pt(40, 30), "above"},
		{"held upside down", held(plain, 3, binary.LittleEndian), image.Pt(360, 240), "below"},
		{"held to the right", held(plain, 6, binary.BigEndian), image.Pt(240, 360), "right"},
		{"held to the left", held(plain, 8, binary.LittleEndian), image.Pt(240, 360), "left"},
		{"mirrored", held(plain, 4, binary.LittleEndian), image.Pt(360, 240), "below"},
		{"an orientation of nonsense", held(plain, 77, binary.LittleEndian), image.Pt(360, 240), "above"},
	} {
		m := decoded(t, c.data)
		if m.Bounds().Size() != c.size || where(m) != c.where {
			t.Errorf("%s: %v, red %s; want %v, %s", c.name, m.Bounds().Size(), where(m), c.size, c.where)
		}
	}
}

// bomb is a PNG that says it is of a size, and is no more than its head.
func bomb(w, h uint32) []byte {
	b := []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
	b = binary.BigEndian.AppendUint32(b, w)
	b = binary.BigEndian.AppendUint32(b, h)
	b = append(b, 8, 6, 0, 0, 0)
	return append(b, 0, 0, 0, 0)
}

func TestWhatIsNoPhotoIsRefused(t *testing.T) {
	huge := bomb(60_000, 60_000)
	// The checksum of the head, so that it is read at all.
	binary.BigEndian.PutUint32(huge[29:], crc(huge[12:29]))
	for _, c := range []struct {
		name string
		data []byte
		code pos.Code
	}{
		{"nothing", nil, pos.BadPhoto},
		{"text", []byte("this is no picture at all"), pos.BadPhoto},
		{"a GIF", []byte("GIF89a\x01\x00\x01\x00\x00\x00\x00;"), pos.BadPhoto},
		{"half a JPEG", asJPEG(t, half(900, 600))[:2000], pos.BadPhoto},
		{"21 MB", make([]byte, MaxBytes+1), pos.PhotoTooLarge},
		{"3.6 gigapixels in forty bytes", huge, pos.PhotoTooLarge},
	} {
		began := time.Now()
		if _, err := Shrink(c.data); pos.CodeOf(err) != c.code {
			t.Errorf("%s: %v", c.name, err)
		}
		if took := time.Since(began); took > time.Second {
			t.Errorf("%s took %v", c.name, took)
		}
	}
}

func FuzzOrientation(f *testing.F) {
	f.Add(held([]byte{0xff, 0xd8, 0xff, 0xda}, 6, binary.LittleEndian))
	f.Fuzz(func(_ *testing.T, data []byte) { orientation(data) })
}

func crc(data []byte) uint32 { return crc32.ChecksumIEEE(data) }
