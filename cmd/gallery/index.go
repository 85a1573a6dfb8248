package main

import (
	"html/template"
	"image"
	"os"
	"path/filepath"

	pict "bonuskasse/pos/ui/picture"
)

// picture is one PNG of the gallery.
type picture struct{ Screen, Language, Look, Size string }

// File is its name in the folder.
func (p picture) File() string {
	return p.Screen + "-" + p.Language + "-" + p.Look + "-" + p.Size + ".png"
}

func (p picture) write(dir string, img image.Image) error {
	return pict.Write(filepath.Join(dir, p.File()), img)
}

var page = template.Must(template.New("index").Parse(`<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Every screen</title>
<style>
body { font: 16px sans-serif; margin: 24px; background: #edf0f2; color: #16212b }
h2 { margin: 32px 0 8px } a { display: inline-block; margin: 0 12px 12px 0; text-decoration: none; color: inherit }
img { width: 480px; border: 1px solid #7f8b95; display: block } span { font-size: 14px }
</style>
<h1>Every screen</h1>
{{range .}}<h2 id="{{.Name}}">{{.Name}}</h2>
{{range .Pictures}}<a href="{{.File}}"><img loading="lazy" src="{{.File}}" alt="{{.Screen}}"><span>{{.Language}} · {{.Look}} · {{.Size}}</span></a>
{{end}}{{end}}</html>
`))

type group struct {
	Name     string
	Pictures []picture
}

// index writes the page that shows the pictures, by screen.
func index(dir string, all []picture) error {
	var groups []group
	for _, shot := range shots {
		g := group{Name: shot.name}
		for _, p := range all {
			if p.Screen == shot.name {
				g.Pictures = append(g.Pictures, p)
			}
		}
		if len(g.Pictures) > 0 {
			groups = append(groups, g)
		}
	}
	f, err := os.Create(filepath.Join(dir, "index.html"))
	if err != nil {
		return err
	}
	err = page.Execute(f, groups)
	if closing := f.Close(); err == nil {
		err = closing
	}
	return err
}
