// Package dossier writes what people take along, and reads what they bring:
// both programs do.
package dossier

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"bonuskasse/cmd/internal/folders"
	"bonuskasse/hardware/pdf"
	"bonuskasse/pos"
	"bonuskasse/pos/paper"
	"bonuskasse/pos/photo"
	"bonuskasse/pos/till"
)

// Files is the machine's folders. The zero value is ready.
type Files struct{ folders.Folders }

// Photo reads a picture from a file and makes it a small portrait.
func (Files) Photo(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, trouble(err, path)
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil || !info.Mode().IsRegular() {
		return nil, pos.Refuse(pos.BadPhoto)
	}
	return photo.Read(f)
}

// Save writes all that is known of a person, as PDF and as JSON beside it.
func (Files) Save(path string, p till.PersonalData, language string) error {
	path = strings.TrimSuffix(strings.TrimSuffix(path, ".json"), ".pdf")
	data, err := json.MarshalIndent(p, "", "  ")
	if err != nil {
		return err
	}
	if err := Write(path+".json", data); err != nil {
		return err
	}
	return PDF(path+".pdf", p, language)
}

// Place proposes where to: the home folder, without the name, which others may
// see there.
func (Files) Place(m pos.Member) string {
	home, err := os.UserHomeDir()
	if err != nil {
		home = "."
	}
	return filepath.Join(home, "bonuskasse-"+m.ID.String()[:8]+"-"+time.Now().Format(time.DateOnly)+".pdf")
}

// PDF writes all that is known of a person to be read.
func PDF(path string, p till.PersonalData, language string) error {
	data, err := pdf.Sheets(paper.PersonalData(p, language)...)
	if err != nil {
		return err
	}
	return Write(path, data)
}

// Write leaves the old file or the new one, and never half of it. What is in it
// is for one person's eyes.
func Write(path string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".part-*")
	if err != nil {
		return trouble(err, path)
	}
	defer os.Remove(f.Name())
	if _, err := f.Write(data); err != nil {
		f.Close()
		return trouble(err, path)
	}
	if err := f.Close(); err != nil {
		return trouble(err, path)
	}
	return trouble(os.Rename(f.Name(), path), path)
}

// trouble is a file's error in the words of a till.
func trouble(err error, path string) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, fs.ErrNotExist):
		return pos.Refuse("no_such_file", path)
	case errors.Is(err, fs.ErrPermission):
		return pos.Refuse("file_not_allowed", path)
	}
	return pos.Refuse("file_trouble", path)
}
