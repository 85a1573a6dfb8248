package widget

import (
	"bytes"
	"fmt"
	"image/color"
	"sync"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"bonuskasse/assets"
)

// IconSize is the side of an icon beside Normal text.
const IconSize float32 = 24

var iconCache sync.Map // iconKey -> fyne.Resource

type iconKey struct {
	name string
	ink  color.NRGBA
}

// iconResource is an icon of assets in one colour. Fyne's own colouring fills
// shapes and leaves lines black, so currentColor is replaced here.
func iconResource(name string, ink color.NRGBA) fyne.Resource {
	key := iconKey{name, ink}
	if res, ok := iconCache.Load(key); ok {
		return res.(fyne.Resource)
	}
	raw := assets.Icon(name)
	if raw == nil {
		return nil
	}
	rgb := fmt.Sprintf("#%02x%02x%02x", ink.R, ink.G, ink.B)
	res := fyne.NewStaticResource(name+rgb+".svg", bytes.ReplaceAll(raw, []byte("currentColor"), []byte(rgb)))
	iconCache.Store(key, res)
	return res
}

// paintIcon sets an image to an icon in a colour and hides it when there is
// no such icon.
func paintIcon(img *canvas.Image, name string, ink color.NRGBA) {
	res := iconResource(name, ink)
	img.FillMode = canvas.ImageFillContain
	img.Hidden = res == nil
	if res != nil && img.Resource != res {
		img.Resource = res
		img.Refresh()
	}
}
