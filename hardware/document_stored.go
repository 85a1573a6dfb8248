package hardware

import (
	"encoding/json"
	"fmt"
	"time"
)

// stored is the form on disk.
type stored struct {
	Version int               `json:"v"`
	Title   string            `json:"title,omitempty"`
	Lang    string            `json:"lang,omitempty"`
	Made    *time.Time        `json:"made,omitempty"`
	Meta    map[string]string `json:"meta,omitempty"`
	Body    []Block           `json:"body"`
}

// MarshalJSON writes the document for the queue on disk. The same document
// always gives the same bytes: fields in their order, meta sorted, time in UTC.
func (d Document) MarshalJSON() ([]byte, error) {
	s := stored{Version: DocumentVersion, Title: d.Title, Lang: d.Lang, Meta: d.Meta, Body: d.Body}
	if !d.Made.IsZero() {
		made := d.Made.UTC().Round(0)
		s.Made = &made
	}
	if s.Body == nil {
		s.Body = []Block{}
	}
	return json.Marshal(s)
}

// UnmarshalJSON reads what MarshalJSON wrote, now or in an older version. The
// error is a *DocumentError; a document read so is valid.
func (d *Document) UnmarshalJSON(data []byte) error {
	var s stored
	if err := json.Unmarshal(data, &s); err != nil {
		return &DocumentError{Block: -1, Code: DocUnreadable, Cause: err}
	}
	if s.Version < 1 {
		return &DocumentError{Block: -1, Code: DocUnreadable, Cause: fmt.Errorf("version %d", s.Version)}
	}
	if s.Version > DocumentVersion {
		return &DocumentError{Block: -1, Code: DocNewer, Cause: fmt.Errorf("version %d", s.Version)}
	}
	read := Document{Title: s.Title, Lang: s.Lang, Meta: s.Meta, Body: s.Body}
	if s.Made != nil {
		read.Made = s.Made.UTC()
	}
	if len(read.Body) == 0 {
		read.Body = nil
	}
	if err := read.Validate(); err != nil {
		return err
	}
	*d = read
	return nil
}
