package pgtest

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// Server is a PostgreSQL that is running.
type Server struct {
	bin, dir string
	as       *syscall.SysProcAttr
	settings []string
	log      bytes.Buffer
	process  *os.Process
	ended    chan struct{}
	count    atomic.Int64
}

// Start starts a server that is stopped when the test is over. Settings are
// PostgreSQL's own ("fsync=off"); with none it is as durable as in a shop.
func Start(t testing.TB, settings ...string) *Server {
	t.Helper()
	bin, err := binaries()
	if err != nil {
		t.Fatal(err)
	}
	// Not t.TempDir: its folders are closed to the user who runs the server, and
	// the path of a socket must be short.
	dir, err := os.MkdirTemp("", "pg")
	if err != nil {
		t.Fatal(err)
	}
	s := &Server{bin: bin, dir: dir, settings: settings, as: &syscall.SysProcAttr{Pdeathsig: syscall.SIGQUIT}}
	t.Cleanup(func() {
		s.Stop()
		os.RemoveAll(dir)
	})
	if os.Geteuid() == 0 { // which PostgreSQL refuses to run as
		if err := s.step(dir); err != nil {
			t.Fatal(err)
		}
	}
	data := filepath.Join(dir, "data")
	initdb := exec.Command(filepath.Join(bin, "initdb"), "-D", data, "-U", "bonuskasse", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
	initdb.SysProcAttr, initdb.Dir = s.as, dir
	if out, err := initdb.CombinedOutput(); err != nil {
		t.Fatalf("initdb: %v\n%s", err, out)
	}
	if err := s.run(t.Context()); err != nil {
		t.Fatal(err)
	}
	return s
}

// binaries is the folder of the newest server that is installed.
func binaries() (string, error) {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/postgres")
	version := func(path string) int {
		n, _ := strconv.Atoi(filepath.Base(filepath.Dir(filepath.Dir(path))))
		return n
	}
	slices.SortFunc(found, func(a, b string) int { return version(b) - version(a) })
	if len(found) > 0 {
		return filepath.Dir(found[0]), nil
	}
	path, err := exec.LookPath("postgres")
	if err != nil {
		return "", fmt.Errorf("there is no PostgreSQL here (apt-get install postgresql): %w", err)
	}
	return filepath.Dir(path), nil
}

// step lets the server run as somebody who owns nothing.
func (s *Server) step(dir string) error {
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err1 := strconv.Atoi(u.Uid)
		gid, err2 := strconv.Atoi(u.Gid)
		if err1 != nil || err2 != nil {
			continue
		}
		s.as.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
		return os.Chown(dir, uid, gid)
	}
	return fmt.Errorf("there is no user that PostgreSQL could run as")
}

// Run starts the server again after Stop or Kill, and waits until it answers.
// After Kill it may take a while until its last child is gone: so long no other
// may begin.
func (s *Server) Run(ctx context.Context) (err error) {
	for range 50 {
		if err = s.run(ctx); err == nil {
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	return err
}

func (s *Server) run(ctx context.Context) error {
	args := []string{"-D", filepath.Join(s.dir, "data"), "-k", s.dir, "-c", "listen_addresses=", "-c", "max_connections=60"}
	for _, x := range s.settings {
		args = append(args, "-c", x)
	}
	cmd := exec.Command(filepath.Join(s.bin, "postgres"), args...)
	cmd.SysProcAttr, cmd.Dir, cmd.Stdout, cmd.Stderr = s.as, s.dir, &s.log, &s.log
	started := make(chan error)
	s.ended = make(chan struct{})
	go func() {
		// The server dies with this thread, which lives as long as the test.
		runtime.LockOSThread()
		defer close(s.ended)
		err := cmd.Start()
		started <- err
		if err == nil {
			cmd.Wait()
		}
	}()
	if err := <-started; err != nil {
		return err
	}
	s.process = cmd.Process
	for end := time.Now().Add(time.Minute); ; time.Sleep(20 * time.Millisecond) {
		conn, err := pgx.Connect(ctx, s.url("postgres"))
		if err == nil {
			return conn.Close(ctx)
		}
		select {
		case <-s.ended:
			return fmt.Errorf("PostgreSQL did not start:\n%s", s.log.String())
		default:
		}
		if time.Now().After(end) {
			return fmt.Errorf("PostgreSQL does not answer: %w", err)
		}
	}
}

func (s *Server) url(database string) string {
	return "postgres:///" + database + "?host=" + s.dir + "&user=bonuskasse"
}

// Database makes an empty database and tells how it is reached.
func (s *Server) Database(t testing.TB) string {
	t.Helper()
	name := fmt.Sprintf("d%d", s.count.Add(1))
	conn, err := pgx.Connect(t.Context(), s.url("postgres"))
	if err == nil {
		_, err = conn.Exec(t.Context(), "CREATE DATABASE "+name)
		conn.Close(t.Context())
	}
	if err != nil {
		t.Fatal(err)
	}
	return s.url(name)
}

// Stop ends the server at once, and in order.
func (s *Server) Stop() { s.end(syscall.SIGINT) }

// Kill ends it and all its children as a power cut does (kill -9): nothing is
// written any more.
func (s *Server) Kill() {
	children := s.children()
	s.end(syscall.SIGKILL)
	for _, pid := range children {
		syscall.Kill(pid, syscall.SIGKILL)
	}
}

// children are the processes that the server has started (proc_pid_stat(5)). One
// that is missed, because it began just now, sees that the server is gone, and ends.
func (s *Server) children() (pids []int) {
	if s.process == nil {
		return nil
	}
	stats, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, name := range stats {
		data, err := os.ReadFile(name)
		if err != nil { // it has ended
			continue
		}
		field := strings.Fields(string(data[bytes.LastIndexByte(data, ')')+1:])) // the name before it may have spaces
		if len(field) > 1 && field[1] == strconv.Itoa(s.process.Pid) {
			pid, _ := strconv.Atoi(filepath.Base(filepath.Dir(name)))
			pids = append(pids, pid)
		}
	}
	return pids
}

func (s *Server) end(how syscall.Signal) {
	if s.process == nil {
		return
	}
	s.process.Signal(how)
	<-s.ended
	s.process = nil
}
