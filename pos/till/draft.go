package till

import (
	"context"
	"log/slog"
	"slices"
	"sync"

	"bonuskasse/pos"
)

// draftSaver writes the newest state of each draft in the background. States
// that were overtaken while the disk was busy are not written.
type draftSaver struct {
	store Store
	log   *slog.Logger

	mu      sync.Mutex
	idle    sync.Cond
	waiting map[pos.ID]pos.Draft
	writing pos.ID
	closed  bool
	done    chan struct{}
}

func newDraftSaver(s Store, log *slog.Logger) *draftSaver {
	w := &draftSaver{store: s, log: log, waiting: map[pos.ID]pos.Draft{}, done: make(chan struct{})}
	w.idle.L = &w.mu
	go w.run()
	return w
}

func (w *draftSaver) save(d pos.Draft) {
	d.Lines = slices.Clone(d.Lines)
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.closed {
		w.waiting[d.ID] = d
		w.idle.Broadcast()
	}
}

// forget makes sure that no state of a draft is written any more: the sale is
// about to be completed, suspended or voided.
func (w *draftSaver) forget(id pos.ID) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.waiting, id)
	for w.writing == id && !id.IsZero() {
		w.idle.Wait()
	}
}

func (w *draftSaver) close() {
	w.mu.Lock()
	w.closed = true
	w.idle.Broadcast()
	w.mu.Unlock()
	<-w.done
}

func (w *draftSaver) run() {
	defer close(w.done)
	w.mu.Lock()
	defer w.mu.Unlock()
	for {
		for len(w.waiting) == 0 && !w.closed {
			w.idle.Wait()
		}
		if len(w.waiting) == 0 {
			return
		}
		for id, d := range w.waiting {
			delete(w.waiting, id)
			w.writing = id
			w.mu.Unlock()
			if err := w.store.SaveDraft(context.Background(), d); err != nil {
				w.log.Error("draft not saved", "sale", id.String(), "cause", err)
			}
			w.mu.Lock()
			w.writing = pos.ID{}
			w.idle.Broadcast()
		}
	}
}

// wait returns when nothing is left to write.
func (w *draftSaver) wait() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for len(w.waiting) > 0 || !w.writing.IsZero() {
		w.idle.Wait()
	}
}

// Saved waits until every draft is on disk as it stands.
func (t *Till) Saved() { t.drafts.wait() }
