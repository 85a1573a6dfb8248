package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
)

// nobody is a user without rights: root may write everywhere, so what a folder
// forbids is only seen by somebody else.
const nobody = 65534

// unprivileged lets nobody reach the shop and the program.
func (s *shop) unprivileged() {
	s.t.Helper()
	for dir := s.dir; dir != os.TempDir() && dir != "/"; dir = filepath.Dir(dir) {
		if err := os.Chmod(dir, 0o755); err != nil {
			s.t.Fatal(err)
		}
	}
	self, err := os.Executable()
	if err != nil {
		s.t.Fatal(err)
	}
	data, err := os.ReadFile(self)
	if err != nil {
		s.t.Fatal(err)
	}
	if err := os.WriteFile(s.reachable(), data, 0o755); err != nil {
		s.t.Fatal(err)
	}
}

// reachable is a copy of the program outside the build's private folder.
func (s *shop) reachable() string { return filepath.Join(filepath.Dir(s.dir), "tillctl-for-all") }

// asNobody is tillctl run by a user without rights; by oneself, if one is not root.
func (s *shop) asNobody(args ...string) *exec.Cmd {
	cmd := s.command(args...)
	cmd.Path = s.reachable()
	if os.Geteuid() == 0 {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	}
	return cmd
}
