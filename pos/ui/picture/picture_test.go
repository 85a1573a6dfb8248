package picture_test

import (
	"bytes"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"

	"bonuskasse/assets"
	"bonuskasse/pos/ui/picture"
	"bonuskasse/pos/ui/theme"
	"bonuskasse/pos/ui/widget"
)

func build(k *widget.Kit) fyne.CanvasObject {
	sum := k.Figure(k.T("sale.total"))
	sum.SetMoney(k.Lang, "DKK", 57550)
	return widget.Column(sum, k.Button(k.T("sale.pay"), nil).As(widget.Go).WithIcon("forward").WithKey("+"))
}

func encode(t *testing.T, img image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestPicturesAreTheSameTwice(t *testing.T) {
	for _, mode := range theme.Modes() {
		for _, lang := range assets.Languages() {
			opt := picture.Options{Size: fyne.NewSize(320, 200), Mode: mode, Lang: lang}
			if !bytes.Equal(encode(t, picture.Object(opt, build)), encode(t, picture.Object(opt, build))) {
				t.Errorf("%v %s: two pictures of one thing differ", mode, lang)
			}
		}
	}
}

func TestPicturesShowModeLanguageAndSize(t *testing.T) {
	base := picture.Options{Size: fyne.NewSize(320, 200)}
	first := picture.Object(base, build)
	if first.Bounds() != image.Rect(0, 0, 320, 200) {
		t.Errorf("the picture is %v", first.Bounds())
	}
	dark, french, large := base, base, base
	dark.Mode, french.Lang, large.Scale = theme.Dark, "fr", 2
	for name, opt := range map[string]picture.Options{"dark": dark, "French": french, "large": large} {
		if bytes.Equal(encode(t, picture.Object(opt, build)), encode(t, first)) {
			t.Errorf("the %s picture looks like the plain one", name)
		}
	}
	ground := theme.Color(theme.Dark, theme.Ground)
	if r, g, b, _ := picture.Object(dark, build).At(1, 1).RGBA(); uint8(r>>8) != ground.R || uint8(g>>8) != ground.G || uint8(b>>8) != ground.B {
		t.Error("the corner of the dark picture is not the dark ground")
	}
}

// Words of every language stay inside: nothing asks for more than 1024 by 768.
func TestObjectIsAsLargeAsItNeeds(t *testing.T) {
	for _, lang := range assets.Languages() {
		img := picture.Object(picture.Options{Lang: lang}, build)
		if b := img.Bounds(); b.Dx() < 100 || b.Dx() > 500 || b.Dy() < 100 || b.Dy() > 300 {
			t.Errorf("%s: %v", lang, b)
		}
	}
}

func TestWriteMakesAPNG(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.png")
	if err := picture.Write(path, picture.Object(picture.Options{}, build)); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := png.Decode(bytes.NewReader(raw)); err != nil {
		t.Error(err)
	}
	if picture.Write(filepath.Join(t.TempDir(), "no", "a.png"), image.NewNRGBA(image.Rect(0, 0, 1, 1))) == nil {
		t.Error("writing into a folder that is not there gave no error")
	}
}
