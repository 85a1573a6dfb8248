// Package cardpress joins what draws cards with the words on them and the files
// they go into, for the programs.
package cardpress

import (
	"context"
	"encoding/csv"
	"image"
	"io"
	"os"
	"path/filepath"

	"bonuskasse/assets"
	"bonuskasse/cmd/internal/file"
	"bonuskasse/cmd/internal/folders"
	"bonuskasse/cmd/internal/handover"
	"bonuskasse/hardware"
	"bonuskasse/hardware/card"
	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// Press is cards.Press for a program. To is its Folder.
type Press struct {
	folders.Folders
	handover.System
	To string
}

// Words are what cards say in a language.
func (Press) Words(language string) till.CardWords {
	w := till.CardWords{Lang: language, Title: assets.T(language, "cards.pdf"), Kinds: map[pos.CardKind]string{}}
	for _, k := range []pos.CardKind{pos.BonusCard, pos.DiscountCard, pos.BothCard} {
		w.Kinds[k] = assets.T(language, "card.on."+string(k))
	}
	return w
}

// Folder is where files go if nobody chose.
func (p Press) Folder() string { return p.To }

// HomeFolder is a folder that people find: in their documents, or at home.
func HomeFolder() string {
	home, err := os.UserHomeDir()
	if err != nil {
		return os.TempDir()
	}
	for _, name := range []string{"Documents", "Dokumenter", "Dokumente"} {
		if info, err := os.Stat(filepath.Join(home, name)); err == nil && info.IsDir() {
			return filepath.Join(home, name, "Bonuskasse")
		}
	}
	return filepath.Join(home, "Bonuskasse")
}

// Write draws a job as a PDF, and what a printing house needs into list, where
// that is not empty. Each is there whole or not at all; the PDF comes last:
// where it is, the batch is. A window's own folder is made.
func (p Press) Write(ctx context.Context, pdf, list string, job hardware.CardJob, told func(done, of int)) (err error) {
	if p.To != "" {
		if err := os.MkdirAll(filepath.Dir(pdf), 0o755); err != nil {
			return err
		}
	}
	if list != "" {
		if err := file.Whole(list, func(w io.Writer) error { return cardList(w, job) }); err != nil {
			return err
		}
		defer func() {
			if err != nil {
				os.Remove(list)
			}
		}()
	}
	return file.Whole(pdf, func(w io.Writer) error { return card.Press{}.Print(ctx, w, job, told) })
}

// Picture is the first card of a job.
func (Press) Picture(job hardware.CardJob, back bool, width int) (image.Image, error) {
	return card.Press{}.Picture(job, 0, back, width)
}

// ReadPicture reads no more of a file than a picture may be: one of 50 MB is
// refused for what it is.
func (Press) ReadPicture(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, hardware.MaxPictureBytes+1))
}

// cardList is what a printing house needs of each card: what goes on each
// track, and into the code (RFC 4180).
func cardList(w io.Writer, job hardware.CardJob) error {
	out := csv.NewWriter(w)
	out.UseCRLF = true
	rows := [][]string{{"number", "track1", "track2", "track3", "code_type", "code", "kind", "name"}}
	for _, c := range job.Cards {
		one, two, three := hardware.CardTracks(c.Number)
		kind, text := "", ""
		for _, k := range c.Codes {
			switch {
			case k.QR:
				kind = "qr"
			case k.Symbology == hardware.EAN13:
				kind = "ean13"
			default:
				kind = "code128"
			}
			text = k.Text
		}
		rows = append(rows, []string{c.Number, one, two, three, kind, text, c.Kind, c.Name})
	}
	return out.WriteAll(rows)
}
