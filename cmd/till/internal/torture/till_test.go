package torture

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"bonuskasse/cmd/internal/xvfb"
)

// programs are built once for all tests: the window, and the till for scripts.
var programs string

func TestMain(m *testing.M) {
	os.Exit(func() int {
		if programs = os.Getenv("BONUSKASSE_PROGRAMS"); programs != "" { // built already
			return m.Run()
		}
		dir, err := os.MkdirTemp("", "bonuskasse-torture-")
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		defer os.RemoveAll(dir)
		tags := os.Getenv("BONUSKASSE_TAGS")
		if tags == "" {
			tags = "gles,x11,migrated_fynedo,no_animations,no_emoji"
		}
		for name, cgo := range map[string]string{"till": "1", "tillctl": "0"} {
			build := exec.Command("go", "build", "-tags", tags, "-o", filepath.Join(dir, name), "bonuskasse/cmd/"+name)
			build.Env = append(os.Environ(), "CGO_ENABLED="+cgo)
			build.Stdout, build.Stderr = os.Stderr, os.Stderr
			if err := build.Run(); err != nil {
				fmt.Fprintln(os.Stderr, "building", name, err)
				return 1
			}
		}
		programs = dir
		return m.Run()
	}())
}

// number is a number from the environment, or the one to use without.
func number(t testing.TB, name string, without int) int {
	text := os.Getenv(name)
	if text == "" {
		return without
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatalf("%s=%q: %v", name, text, err)
	}
	return n
}

// shop is a shop in a temporary folder, with nobody who has a PIN: the window
// opens on the sale.
type shop struct {
	t   testing.TB
	dir string
}

// Goods and club cards of the shop; the numbers are made up.
var (
	goods = []string{"5701234001010", "5701234001027", "5701234001034", "5701234001041"}
	cards = []string{"10001", "10002", "10003"}
	names = []string{"Søren Åkjær", "Åge Bjørnsgaard", "Inès Lefèvre"}
)

func newShop(t testing.TB) *shop {
	t.Helper()
	s := &shop{t: t, dir: filepath.Join(t.TempDir(), "shop")}
	s.ctl("init", "--currency", "DKK", "--language", "da", "--name", "Torvets Butik")
	csv := "sku,barcode,name,category,price,vat_bp,kind,discountable,earns,bonus_payable,fixed_points\n"
	for i, g := range goods {
		csv += fmt.Sprintf("V%d,%s,Vare %d,mad,%d,2500,goods,1,1,1,\n", i, g, i, 1000*(i+1))
	}
	file := filepath.Join(t.TempDir(), "goods.csv")
	if err := os.WriteFile(file, []byte(csv), 0o644); err != nil {
		t.Fatal(err)
	}
	s.ctl("product", "import", file)
	for i, c := range cards {
		s.ctl("member", "add", "--username", "member"+c, "--name", names[i], "--tier", "Bonus 5%", "--card", c)
	}
	return s
}

// try runs tillctl on the shop.
func (s *shop) try(args ...string) ([]byte, error) {
	cmd := exec.Command(filepath.Join(programs, "tillctl"), append([]string{"--shop", s.dir, "--json"}, args...)...)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		err = fmt.Errorf("tillctl %s: %w\n%s%s", strings.Join(args, " "), err, out, errs.String())
	}
	return out, err
}

func (s *shop) ctl(args ...string) []byte {
	s.t.Helper()
	out, err := s.try(args...)
	if err != nil {
		s.t.Fatal(err)
	}
	return out
}

// sale is what the journal says of one.
type sale struct {
	Receipt string `json:"receipt"`
	Lines   []struct {
		Barcode string `json:"barcode"`
		Qty     int64  `json:"qty_milli,string"`
	} `json:"lines"`
}

// sales are the journal's sales, in its order.
func (s *shop) sales() (list []sale) {
	s.t.Helper()
	for line := range bytes.Lines(s.ctl("journal", "export")) {
		var e struct {
			Payload struct {
				Sale *sale `json:"sale_completed"`
			} `json:"payload"`
		}
		if err := json.Unmarshal(line, &e); err != nil {
			s.t.Fatalf("%v in %s", err, line)
		}
		if e.Payload.Sale != nil {
			list = append(list, *e.Payload.Sale)
		}
	}
	return list
}

// running is a till with its window open.
type running struct {
	cmd    *exec.Cmd
	screen *xvfb.Screen
	window xvfb.Window
	log    *bytes.Buffer
	ended  chan struct{}
}

// open starts the till and waits until its window shows something.
func (s *shop) open(ctx context.Context, screen *xvfb.Screen, env ...string) *running {
	s.t.Helper()
	r := &running{screen: screen, log: &bytes.Buffer{}, ended: make(chan struct{})}
	r.cmd = exec.CommandContext(ctx, filepath.Join(programs, "till"), "--shop", s.dir)
	r.cmd.Env = append(append(os.Environ(), screen.Env()...), env...)
	r.cmd.Env = append(r.cmd.Env, "BONUSKASSE_CONFIG=", "XDG_CONFIG_HOME="+s.dir)
	r.cmd.Stdout, r.cmd.Stderr = r.log, r.log
	if err := r.cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	go func() { r.cmd.Wait(); close(r.ended) }()
	first, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	var err error
	if r.window, err = screen.Window(first, "Bonuskasse"); err == nil {
		_, err = screen.Until(first, r.window.Bounds, xvfb.Painted)
	}
	if err != nil {
		r.kill()
		s.t.Fatalf("%v\n%s", err, r.log)
	}
	return r
}

// kill ends the till as a pulled plug ends its process.
func (r *running) kill() {
	r.cmd.Process.Kill()
	<-r.ended
}

// close ends the till politely.
func (r *running) close() {
	r.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-r.ended:
	case <-time.After(10 * time.Second):
		r.kill()
	}
}
