// Command gallery draws every screen on canned data, in each language, look
// and size, without a window:
//
//	go run ./cmd/gallery -o /tmp/pictures
//	go run ./cmd/gallery -o /tmp/pictures -lang fr -look dark -only settings
//
// The folder gets one PNG a screen and an index.html that shows them side by
// side. The screens are the real ones, over a real till and a shop made for
// the occasion; nothing is drawn that the till would not draw.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"strings"

	"fyne.io/fyne/v2"

	"bonuskasse/assets"
	"bonuskasse/pos/ui/theme"
)

func main() {
	o := options{sizes: []fyne.Size{fyne.NewSize(1024, 768), fyne.NewSize(1280, 800)}}
	var language, look, size string
	flag.StringVar(&o.dir, "o", "gallery", "the folder for the pictures")
	flag.StringVar(&language, "lang", strings.Join(assets.Languages(), ","), "languages")
	flag.StringVar(&look, "look", "light,dark,contrast", "looks")
	flag.StringVar(&size, "size", "1024x768,1280x800", "window sizes")
	flag.StringVar(&o.only, "only", "", "draw only screens whose name holds this")
	flag.Parse()
	o.languages, o.looks = strings.Split(language, ","), strings.Split(look, ",")
	o.sizes = nil
	for _, s := range strings.Split(size, ",") {
		var w, h float32
		if _, err := fmt.Sscanf(s, "%fx%f", &w, &h); err != nil {
			fmt.Fprintf(os.Stderr, "gallery: -size %q is not like 1024x768\n", s)
			os.Exit(2)
		}
		o.sizes = append(o.sizes, fyne.NewSize(w, h))
	}
	n, err := draw(context.Background(), o)
	if err != nil {
		fmt.Fprintln(os.Stderr, "gallery:", err)
		os.Exit(3)
	}
	fmt.Printf("%d pictures in %s\n", n, o.dir)
}

// options are which pictures are wanted, and where.
type options struct {
	dir       string
	languages []string
	looks     []string
	sizes     []fyne.Size
	only      string
}

// draw makes all pictures and the page that shows them.
func draw(ctx context.Context, o options) (n int, err error) {
	if err := os.MkdirAll(o.dir, 0o755); err != nil {
		return 0, err
	}
	var all []picture
	for _, lang := range o.languages {
		for _, look := range o.looks {
			for _, size := range o.sizes {
				list, err := series(ctx, o, lang, look, size)
				if err != nil {
					return n, err
				}
				all = append(all, list...)
				n += len(list)
			}
		}
	}
	return n, index(o.dir, all)
}

// series draws all screens in one language, look and size, over one shop.
func series(ctx context.Context, o options, lang, look string, size fyne.Size) (list []picture, err error) {
	dir, err := os.MkdirTemp("", "gallery-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	s, err := openShop(ctx, dir)
	if err != nil {
		return nil, err
	}
	defer s.close()
	for _, shot := range shots {
		if !strings.Contains(shot.name, o.only) {
			continue
		}
		p := picture{Screen: shot.name, Language: lang, Look: look, Size: fmt.Sprintf("%.0fx%.0f", size.Width, size.Height)}
		img, err := s.take(ctx, shot, lang, theme.ReadMode(look), size)
		if err != nil {
			return list, fmt.Errorf("%s: %w", shot.name, err)
		}
		if err := p.write(o.dir, img); err != nil {
			return list, err
		}
		list = append(list, p)
	}
	return list, nil
}
