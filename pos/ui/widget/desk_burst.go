package widget

import "fyne.io/fyne/v2"

// trace remembers a passed rune, so that a burst recognised a few runes late
// leaves no character behind.
type trace struct {
	restore func() // nil: the rune changed no field
}

// maxTrail bounds the memory of passed runes: no burst is recognised later.
const maxTrail = 64

// judge asks the burst about a stroke, does what it says of earlier ones, and
// tells whether the stroke is out of the way.
func (d *Desk) judge(s Stroke) bool {
	v := d.opt.Burst.Feed(s)
	d.obey(v)
	switch {
	case v.Then == nil:
	case v.Act == Pass: // the stroke has its own way to go yet
		d.Post(v.Then)
	default:
		v.Then()
	}
	return v.Act != Pass
}

func (d *Desk) obey(v Verdict) {
	if d.idle != nil {
		d.idle()
		d.idle = nil
	}
	for n := min(v.Undo, len(d.trail)); n > 0; n-- {
		last := d.trail[len(d.trail)-1]
		d.trail = d.trail[:len(d.trail)-1]
		if last.restore != nil {
			last.restore()
		}
	}
	for _, s := range v.Back {
		d.giveBack(s)
	}
	if v.Wait > 0 {
		stopped := false
		stop := d.opt.After(v.Wait, func() {
			d.Post(func() {
				// The timer may have fired just before it was stopped.
				if !stopped {
					d.idle = nil
					v := d.opt.Burst.Idle(d.opt.Now())
					d.obey(v)
					if v.Then != nil {
						v.Then()
					}
				}
			})
		})
		d.idle = func() { stopped = true; stop() }
	}
}

// giveBack types a stroke that the burst had held.
func (d *Desk) giveBack(s Stroke) {
	if d.hold(s) {
		return
	}
	if d.canvas.Focused() == nil {
		d.Home()
	}
	to, _ := d.canvas.Focused().(typist)
	switch {
	case s.IsRune():
		done := d.meansRune(s.Rune)
		d.note(done)
		if !done && to != nil {
			to.acceptRune(s.Rune)
		}
	case s.Other:
		// A shortcut that was held came amid a burst: no person is so fast.
	default:
		ev := &fyne.KeyEvent{Name: s.Name, Physical: fyne.HardwareKey{ScanCode: s.Code}}
		if !d.meansKey(ev) && to != nil {
			press(d, to, ev)
		}
	}
}

// held leaves what was done to the dialog on top, or else the page, if that cannot
// take it yet.
func (d *Desk) held(again func()) bool {
	hold := d.page.Hold
	if m := d.top(); m != nil {
		hold = m.dialog.Hold
	}
	return hold != nil && hold(again)
}

// hold leaves a stroke to a page, or a dialog, that cannot take it yet. One that turns out to
// be a scanner's is never typed.
func (d *Desk) hold(s Stroke) bool {
	persons := true
	if !d.held(func() {
		if persons {
			d.giveBack(s)
		}
	}) {
		return false
	}
	if s.IsRune() {
		d.remember(trace{restore: func() { persons = false }})
	}
	return true
}

// note remembers the field as it is before a rune changes it.
func (d *Desk) note(done bool) {
	var t trace
	k, ok := d.canvas.Focused().(keeper)
	if !ok {
		k, ok = d.home().(keeper) // TypeHome
	}
	if ok && !done {
		t.restore = k.snapshot()
	}
	d.remember(t)
}

func (d *Desk) remember(t trace) {
	if len(d.trail) == maxTrail {
		d.trail = append(d.trail[:0], d.trail[1:]...)
	}
	d.trail = append(d.trail, t)
}
