package screen

// watcher is a screen that wants to see what is refused before any screen gets
// it: the live test of the readers. It can act on nothing.
type watcher interface{ Watch(e Scanned) }

func (s *Shell) watch(e Scanned) {
	if w, ok := s.screens[s.state.Place].(watcher); ok {
		w.Watch(e)
	}
}
