package widget

import (
	"time"
)

// When waiting is shown, and when it can be given up.
const (
	busyAfter   = 300 * time.Millisecond
	cancelAfter = 2 * time.Second
)

// Busy says that something takes time: nothing for 0.3 s, then a dialog, from
// 2 s on with a way out, if cancel is not nil. done takes it away and may be
// called from any goroutine, more than once. step changes the words ("3 of
// 10"), from any goroutine.
func (k *Kit) Busy(text string, cancel func()) (step func(text string), done func()) {
	d := k.Desk
	words := NewPara("")
	over := false
	wait := &Dialog{Title: text, Icon: "pending", Body: words, Back: NoBack}
	var stopCancel func()
	stopShow := d.opt.After(busyAfter, func() {
		d.Post(func() {
			if !over {
				d.AskOver(wait)
			}
		})
	})
	if cancel != nil {
		stopCancel = d.opt.After(cancelAfter, func() {
			d.Post(func() {
				if over {
					return
				}
				d.Dismiss(wait)
				wait.Answers = []Answer{{Text: k.T("action.cancel"), Icon: "cancel", Do: func() bool { cancel(); return true }}}
				wait.Back = 0
				d.AskOver(wait)
			})
		})
	}
	step = func(text string) { d.Post(func() { words.Set(text) }) }
	done = func() {
		stopShow()
		if stopCancel != nil {
			stopCancel()
		}
		d.Post(func() {
			if !over {
				over = true
				d.Dismiss(wait)
			}
		})
	}
	return step, done
}
