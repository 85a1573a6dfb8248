package wedge

import (
	"time"

	"bonuskasse/hardware"
)

// Machine tells a scanner's bursts from typing. It is fed from one goroutine,
// the window's.
//
// What may begin a burst is held back for Settings.Break at most. A burst is a
// scan if it began with the profile's prefix, or if its characters came at a
// machine's pace, there are enough of them, and they can be a code. Everything
// else comes back in Outcome.Back, whole and in order.
type Machine struct {
	set Settings

	held   []Event
	runes  int       // runes in held
	keys   int       // keys that print in held
	first  time.Time // of held
	last   time.Time // of held
	gaps   []pause
	lost   time.Duration // silence that the window's own hanging made; not counted
	framed bool          // held begins with the prefix
	over   bool          // longer than any code: dropped up to its end
	typing bool          // this run of keys is a person's; it passes until a break

	torn   time.Time // when a piece came that looks like a scan's beginning
	grace  time.Time // Flush waits until then for keys that queued while the window hung
	ended  time.Time // when the last scan ended: another ending right after belongs to it
	beat   time.Time // last Tick
	frozen time.Time // when the window was last found to have hung
	rests  bool      // no burst is under way, and the ticks come slowly
}

// pause is the time before a character: at is how many events stood before it.
type pause struct {
	at     int
	length time.Duration
}

// New prepares a machine. The error is a hardware.Error with BadSettings.
func New(s Settings) (*Machine, error) {
	s = s.normal()
	if err := s.Profile.Check(); err != nil {
		return nil, err
	}
	if _, err := s.Source.Parse(); err != nil {
		return nil, err
	}
	return &Machine{set: s}, nil
}

// Busy tells whether a burst may be under way. A focused object must accept
// Tab meanwhile, or Fyne takes it for a change of focus.
func (m *Machine) Busy() bool { return len(m.held) > 0 || m.over }

// Deadline is when Flush is to be called; ok is false if nothing waits.
func (m *Machine) Deadline() (at time.Time, ok bool) {
	if !m.Busy() {
		return time.Time{}, false
	}
	if m.grace.After(m.last) {
		return m.grace, true
	}
	return m.last.Add(m.set.Break), true
}

// Tick says that the window is alive. It is to be called every Settings.Beat.
func (m *Machine) Tick(now time.Time) {
	if m.hung(now) {
		m.frozen = now
	}
	m.beat = now
}

// hung tells whether ticks are missing: the window did not run.
func (m *Machine) hung(now time.Time) bool {
	beat := m.set.Beat
	if m.rests {
		beat = m.set.RestBeat
	}
	return beat > 0 && !m.beat.IsZero() && now.Sub(m.beat) > 4*beat
}

// Rest says that the ticks come every Settings.RestBeat from here on, until the
// next key. It does nothing, and says so, while a burst may be under way.
func (m *Machine) Rest(now time.Time) bool {
	if m.Busy() || m.stale(now) || m.set.RestBeat <= m.set.Beat {
		return false
	}
	m.rests = true
	return true
}

// wake ends the rest with a key, which shows that the window is alive.
func (m *Machine) wake(now time.Time) {
	if !m.rests {
		return
	}
	if m.hung(now) {
		m.frozen = now
	}
	m.rests, m.beat = false, now
}

// stale tells whether keys that arrive now may have waited in a queue while
// the window hung, so that their times mean nothing.
func (m *Machine) stale(now time.Time) bool {
	return m.hung(now) || !m.frozen.IsZero() && now.Sub(m.frozen) <= m.set.Break+2*poll
}

// Rune takes a character from the window.
func (m *Machine) Rune(r rune, now time.Time) Outcome {
	out := m.arrive(now)
	if m.typing || r == 0 {
		return out // passes
	}
	return m.hold(out, Event{Rune: r}, now)
}

// Key takes a key from the window.
func (m *Machine) Key(k Key, now time.Time) Outcome {
	out := m.arrive(now)
	code := k.Code - int(m.set.Codes)
	if m.set.Codes == NoCodes {
		code = 0
	}
	switch {
	case k.ending(code):
		return m.end(out, now)
	case k.Other:
		return m.release(out)
	case k.modifier(code):
		if len(m.held) > 0 {
			m.held = append(m.held, Event{Key: k})
			out.Verdict = Hold
		}
		return out
	case letterOf(code, k.Shift) != 0:
		if m.typing {
			return out
		}
		return m.hold(out, Event{Key: k}, now)
	case m.set.Codes == NoCodes && (len([]rune(k.Name)) <= 1 || k.Name == "Space"):
		if len(m.held) > 0 { // a key that prints, of unknown position: its rune counts
			m.held = append(m.held, Event{Key: k})
			out.Verdict = Hold
		}
		return out
	}
	return m.release(out)
}

// Flush is to be called at Deadline: nothing came since, so what is held is
// complete, or was typing. Its Verdict means nothing.
func (m *Machine) Flush(now time.Time) Outcome {
	if !m.Busy() {
		return Outcome{}
	}
	at, _ := m.Deadline()
	if now.Before(at) {
		return Outcome{}
	}
	if m.late(now, at) && m.grace.IsZero() {
		// The window ran late, so keys may lie unread in its queue: they are
		// delivered within two polls.
		m.grace = now.Add(2 * poll)
		return Outcome{}
	}
	return m.silence(now)
}

// silence settles what no ending ended. An Enter that follows within another
// break is that ending: it came late, and a person is not so quick behind a scan.
func (m *Machine) silence(now time.Time) Outcome {
	due := m.last.Add(m.set.Break)
	out := m.judge(false, now)
	if out.Scan.Kind != hardware.KindNone {
		m.ended = due
	}
	return out
}

// Abandon gives back what is held, for a window that loses its focus.
func (m *Machine) Abandon() []Event {
	out := m.release(Outcome{})
	return out.Back
}

// arrive settles what an event's time says about what is held: silence ended
// it, unless the window hung meanwhile.
func (m *Machine) arrive(now time.Time) Outcome {
	m.wake(now)
	if !m.Busy() {
		if m.typing && now.Sub(m.last) > m.set.Break {
			m.typing = false
		}
		if m.typing {
			m.last = now
		}
		return Outcome{}
	}
	gap := now.Sub(m.last)
	if gap <= m.set.Break {
		return Outcome{}
	}
	// Of a hanging the key may hear before the tick does, or after it. No Flush came
	// at its time: that, too, tells.
	due, _ := m.Deadline()
	hung := m.hung(now) || m.late(now, due)
	if m.set.Beat > 0 && (hung || !m.grace.IsZero() && !now.After(m.grace.Add(poll))) {
		if hung {
			m.frozen = now
		}
		m.lost += gap
		m.last, m.grace = now, time.Time{}
		return Outcome{}
	}
	return m.silence(now)
}

// late tells whether a promised Flush is overdue by more than the polls allow.
func (m *Machine) late(now, due time.Time) bool {
	return m.set.Beat > 0 && now.Sub(due) > poll+poll/2
}

// hold keeps an event that may belong to a burst.
func (m *Machine) hold(out Outcome, e Event, now time.Time) Outcome {
	if m.over {
		m.last, out.Verdict = now, Swallow
		return out
	}
	if len(m.held) == 0 {
		m.first, m.gaps, m.lost = now, m.gaps[:0], 0
	} else if gap := now.Sub(m.last); m.character(e) && gap > 0 {
		m.gaps = append(m.gaps, pause{len(m.held), gap})
	}
	m.held = append(m.held, e)
	m.last, m.grace = now, time.Time{}
	if e.Rune != 0 {
		m.runes++
	} else {
		m.keys++
	}
	m.framed = m.framed || m.prefixed()
	n := m.count()
	if !m.framed && n >= 3 && m.average() > m.set.Gap {
		back := m.held
		m.drop()
		m.typing, m.last = true, now
		// The event at hand goes with the others, so it is not passed twice.
		out.Back, out.Verdict = append(out.Back, back...), Hold
		return out
	}
	if n > m.set.Profile.Frame() {
		m.wipe()
		m.over, m.last = true, now
		out.Verdict = Swallow
		return out
	}
	out.Verdict = Hold
	return out
}

// character tells whether an event begins a new character: with scan codes a
// key does and its rune goes with it.
func (m *Machine) character(e Event) bool { return e.Rune == 0 || m.keys == 0 }

// count is how many characters are held.
func (m *Machine) count() int { return max(m.keys, m.runes) }

// average is the time between two characters.
func (m *Machine) average() time.Duration {
	n := m.count()
	if n < 2 {
		return 0
	}
	return (m.last.Sub(m.first) - m.lost) / time.Duration(n-1)
}

// end takes Enter or Tab.
func (m *Machine) end(out Outcome, now time.Time) Outcome {
	if !m.Busy() {
		if !m.ended.IsZero() && now.Sub(m.ended) <= m.set.Break {
			m.ended = time.Time{}
			out.Verdict = Swallow // CR LF comes as two keys, and an ending may come late
			return out
		}
		m.typing = false
		return out
	}
	judged := m.judge(true, now)
	judged.Back = append(out.Back, judged.Back...)
	if judged.Scan.Kind != hardware.KindNone {
		judged.Verdict = Swallow
		m.ended = now
	}
	return judged
}

// release gives back what is held, and the event passes.
func (m *Machine) release(out Outcome) Outcome {
	out.Back = append(out.Back, m.held...)
	m.drop()
	m.typing, m.over = false, false
	out.Verdict = Pass
	return out
}

// drop forgets what is held without wiping it: it was given back.
func (m *Machine) drop() {
	m.held = nil
	m.reset()
}

// wipe forgets what is held, and leaves nothing of it in memory.
func (m *Machine) wipe() {
	clear(m.held[:cap(m.held)])
	m.held = m.held[:0]
	m.reset()
}

func (m *Machine) reset() {
	m.keys, m.runes, m.framed, m.lost, m.grace = 0, 0, false, 0, time.Time{}
	m.gaps = m.gaps[:0]
}
