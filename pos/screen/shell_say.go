package screen

import (
	"strings"

	"bonuskasse/hardware"
	"bonuskasse/pos"
)

func (s *Shell) notice(n Notice) {
	s.serial++
	n.Serial = s.serial
	s.state.Notice = n
}

func (s *Shell) refused(n Notice) {
	s.notice(n)
	s.sound(RefusedSound)
}

func (s *Shell) sound(snd Sound) {
	if snd == RefusedSound {
		s.state.Flash++
	}
	s.opt.Sound(snd)
}

// log tells the log why something was refused or went wrong.
func (s *Shell) log(err error) {
	if code := pos.CodeOf(err); code != "" {
		s.opt.Log("refused", string(code))
		return
	}
	s.opt.Log("trouble", err.Error())
}

// logScan tells the log why a scan was refused, and nothing of what was read.
func (s *Shell) logScan(sc hardware.Scan, key string) {
	words := []string{strings.TrimPrefix(key, "error."), string(sc.Source), sc.Reason.String()}
	s.opt.Log("scan refused", strings.TrimSpace(strings.Join(words, " ")))
}

// keeper is a screen that nobody leaves while it works: an import holds the
// store, and whoever sold meanwhile would wait for it.
type keeper interface{ Keeps() bool }

func (s *Shell) kept() bool {
	k, ok := s.screens[s.state.Place].(keeper)
	return ok && k.Keeps()
}
