package main

import (
	"image/png"
	"os"

	"bonuskasse/hardware/escpos/paper"
)

// writePaper writes a printed paper as NAME.txt and NAME.png.
func writePaper(name string, p paper.Paper) {
	if err := os.WriteFile(name+".txt", []byte(p.Text()), 0o644); err != nil {
		return
	}
	f, err := os.Create(name + ".png")
	if err != nil {
		return
	}
	defer f.Close()
	_ = png.Encode(f, p.Image()) // a picture for people: nothing depends on it
}
