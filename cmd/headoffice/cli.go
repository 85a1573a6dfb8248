package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"os/signal"
	"slices"
	"syscall"
	"time"

	"github.com/alecthomas/kong"

	"bonuskasse/assets"
	"bonuskasse/cmd/internal/options"
	"bonuskasse/cmd/internal/verbs"
	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/store/central"
	"bonuskasse/sync/headoffice"
)

// version is set by the Makefile.
var version = "dev"

var _ headoffice.Store = (*central.Store)(nil)

// cli is the command line.
type cli struct {
	Version kong.VersionFlag `help:"Print the version."`

	Serve  serveCmd      `cmd:"" help:"Answer the tills."`
	Code   enrolCmd      `cmd:"" name:"enrol-code" help:"Print a one-time code by which a till enrols."`
	Till   tillCmd       `cmd:"" help:"The tills of the chain."`
	Settle settleCmd     `cmd:"" help:"Things to settle."`
	Member memberCmd     `cmd:"" help:"Members, as all tills together know them."`
	Check  checkpointCmd `cmd:"" name:"checkpoint" help:"Signed notes over all journals, and the proofs that go with them."`
	Witn   witnessCmd    `cmd:"" name:"witness" help:"Outsiders who sign checkpoints."`
	Paper  receiptCmd    `cmd:"" name:"receipt" help:"What the code at the foot of a receipt stands for."`
	Shop   shopCmd       `cmd:"" help:"The shops of the chain."`
	Verify verifyCmd     `cmd:"" help:"Check every till's chain of events, and what was folded from them."`
	Backup backupCmd     `cmd:"" help:"Copy the database to a file, while it is in use (SQLite; for PostgreSQL use its own means)."`
	JSON   jsonFlag      `embed:""`

	Product   productCmd   `cmd:"" help:"Goods and services of the chain."`
	Category  categoryCmd  `cmd:"" help:"Categories of goods: what earns, what bonus may pay."`
	Programme programmeCmd `cmd:"" help:"The bonus programme of the chain."`
	Tier      tierCmd      `cmd:"" help:"Tiers: the directory of bonus accumulation."`
	Reward    rewardCmd    `cmd:"" help:"Rewards: what points buy."`
	Message   messageCmd   `cmd:"" help:"What messages to members say."`
	Person    personCmd    `cmd:"" help:"People, who may work at every till."`
}

type jsonFlag struct {
	JSON bool `name:"json" help:"Print JSON."`
}

// where is the database.
type where struct {
	Data string `required:"" help:"Folder of the head office's data: its certificate, and its database where --db names none." env:"BONUSKASSE_HEADOFFICE" placeholder:"DIR"`
	// Currency is asked for once, where no till has said it.
	Currency string `default:"DKK" help:"Currency of a chain that has no till yet (ISO 4217)." placeholder:"CODE"`

	DB string `name:"db" help:"A PostgreSQL database instead: postgres://..." env:"BONUSKASSE_DB" placeholder:"URL"`
}

func (w where) open(ctx context.Context) (*central.Store, error) { return w.openNamed(ctx, "") }

// openNamed is open with the name that a chain is given at its first start.
func (w where) openNamed(ctx context.Context, name string) (*central.Store, error) {
	if w.DB != "" {
		return central.OpenPostgres(ctx, w.DB, central.Options{Name: name})
	}
	return central.OpenSQLite(ctx, w.Data, central.Options{Name: name})
}

// with opens the database for work, and closes it after.
func (w where) with(work func(ctx context.Context, s *central.Store) error) error {
	ctx := context.Background()
	s, err := w.open(ctx)
	if err != nil {
		return err
	}
	return errors.Join(work(ctx, s), s.Close())
}

// look is with for a command that only looks, or changes what must be there: it
// makes no head office where there is none.
func (w where) look(work func(ctx context.Context, s *central.Store) error) error {
	if w.DB == "" && central.Missing(w.Data) {
		return fmt.Errorf("%s holds no head office; headoffice serve makes one", w.Data)
	}
	return w.with(work)
}

// app is what a command works with.
type app struct {
	*cli
	stdout, stderr io.Writer
}

const (
	exitDone    = 0
	exitFound   = 1 // a rule refused it, or verify found a difference
	exitUsage   = 2
	exitTrouble = 3
)

type exited struct{}

// errFound is an answer of no.
var errFound = errors.New("found")

// run is main without the process.
func run(args []string, stdout, stderr io.Writer) (code int) {
	var c cli
	d := &owner{}
	parser, err := kong.New(&c, kong.Bind(d), kong.Name("headoffice"), kong.Description("Where the tills of a chain meet."), kong.UsageOnError(), kong.Writers(stdout, stderr),
		kong.Exit(func(n int) { code = n; panic(exited{}) }), kong.Vars{"version": "headoffice " + options.Version(version)})
	if err != nil {
		fmt.Fprintln(stderr, "headoffice:", err)
		return exitTrouble
	}
	defer func() {
		if r := recover(); r != nil {
			if _, ok := r.(exited); !ok {
				panic(r)
			}
		}
	}()
	k, err := parser.Parse(verbs.VersionOf(args))
	if err != nil {
		fmt.Fprintln(stderr, "headoffice:", err)
		return exitUsage
	}
	d.app = &app{&c, stdout, stderr}
	k.BindTo(d, (*verbs.Desk)(nil))
	return d.app.finish(k.Run(d.app))
}

// finish turns an error into words for people, and the exit code.
func (a *app) finish(err error) int {
	var usage verbs.UsageError
	var bad *verbs.Reported
	var refused *pos.Refusal
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, errFound):
		return exitFound
	case errors.As(err, &bad):
		fmt.Fprintln(a.stderr, bad.Code)
		return exitFound
	case errors.As(err, &usage):
		fmt.Fprintln(a.stderr, "headoffice:", usage.Text)
		return exitUsage
	case verbs.Told(err) != "" && !a.JSON.JSON:
		fmt.Fprintln(a.stderr, verbs.Told(err))
		return exitFound
	case errors.As(err, &refused):
		fmt.Fprintln(a.stderr, assets.Code(options.Language(), string(refused.Code), refused.Detail))
		fmt.Fprintln(a.stderr, refused.Code)
		if a.JSON.JSON {
			json.NewEncoder(a.stdout).Encode(map[string]any{"error": refused.Code, "detail": refused.Detail})
		}
		return exitFound
	}
	fmt.Fprintln(a.stderr, "headoffice:", err)
	if a.JSON.JSON {
		json.NewEncoder(a.stdout).Encode(map[string]any{"error": "trouble"})
	}
	return exitTrouble
}

func (a *app) print(v any, words func(io.Writer)) error {
	if a.JSON.JSON || words == nil {
		e := json.NewEncoder(a.stdout)
		e.SetEscapeHTML(false)
		return e.Encode(v)
	}
	words(a.stdout)
	return nil
}

type serveCmd struct {
	where
	Listen string   `default:"127.0.0.1:8443" help:"Where to answer. For tills on other machines name an address of this one, or :8443 for all."`
	Host   []string `help:"Names and addresses that tills reach this machine by; they stand in the certificate that the first start makes."`
	Name   string   `help:"Name of the chain, at the first start."`
	LogAs  string   `name:"log" enum:"text,json" default:"text" help:"Form of the log: text, json."`
}

// expireEvery is how often it is looked whether a day has ended somewhere, and
// whether a service is due that no till gives points for any more.
const expireEvery = time.Minute

func (c *serveCmd) Run(a *app) error {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	var h slog.Handler = slog.NewTextHandler(a.stderr, nil)
	if c.LogAs == "json" {
		h = slog.NewJSONHandler(a.stderr, nil)
	}
	log := slog.New(h)
	l, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return err
	}
	defer l.Close()
	hosts := append([]string{"localhost", "127.0.0.1", "::1"}, c.Host...)
	if name, err := os.Hostname(); err == nil {
		hosts = append(hosts, name)
	}
	if host, _, err := net.SplitHostPort(c.Listen); err == nil && host != "" {
		hosts = append(hosts, host)
	}
	cert, err := headoffice.Certificate(c.Data, time.Now(), hosts)
	if err != nil {
		return fmt.Errorf("the certificate: %w", err)
	}
	s, err := c.openNamed(ctx, c.Name)
	if err != nil {
		return err
	}
	defer s.Close()
	service, err := headoffice.NewService(ctx, s, time.Now, log)
	if err != nil {
		return err
	}
	tills, err := s.Tills(ctx)
	if err != nil {
		return err
	}
	fingerprint := headoffice.Fingerprint(cert.Certificate[0])
	fmt.Fprintf(a.stdout, "ready on https://%s fingerprint %s\n", l.Addr(), fingerprint)
	if !slices.ContainsFunc(tills, func(t chain.Till) bool { return !t.Desk }) {
		fmt.Fprintf(a.stdout, "no till is enrolled yet. Make a code:\n  headoffice enrol-code --data %s --till \"Kasse 1\"\nand on the till:\n  tillctl --shop DIR enrol --url https://%s --code CODE\n", c.Data, l.Addr())
	}
	go expire(ctx, s, log)
	go watch(ctx, s, log)
	return headoffice.NewServer(service, cert, log).Serve(ctx, l)
}

func expire(ctx context.Context, s *central.Store, log *slog.Logger) {
	tick := time.NewTicker(expireEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case at := <-tick.C:
			if _, err := s.AwardGivenUp(ctx, at); err != nil && ctx.Err() == nil {
				log.Error("services of tills that were given up not looked at", "cause", err)
			}
			if _, err := s.FollowMerged(ctx, pos.At(at)); err != nil && ctx.Err() == nil {
				log.Error("points of merged members not moved", "cause", err)
			}
			for {
				n, err := s.Expire(ctx, pos.At(at), 500)
				if err != nil {
					log.Error("lots not expired", "cause", err)
				}
				if err != nil || n == 0 {
					break
				}
			}
		}
	}
}

// watch makes a checkpoint a day, the first time that it looks on a new one, and
// gives for the birthdays of the day.
func watch(ctx context.Context, s *central.Store, log *slog.Logger) {
	tick := time.NewTicker(expireEvery)
	defer tick.Stop()
	celebrated := int64(-1)
	for at := time.Now(); ; {
		if today := int64(at.Year()*1000 + at.YearDay()); today != celebrated {
			if _, waits, err := s.Birthdays(ctx, at); err == nil && waits == 0 {
				celebrated = today
			} else if err != nil && ctx.Err() == nil {
				log.Error("birthdays were not looked at", "cause", err)
			}
		}
		last, err := s.LastCheckpoint(ctx)
		if err == nil && pos.DayOf(last) != pos.DayOf(pos.At(at)) {
			_, err = s.Checkpoint(ctx, pos.At(at))
		}
		if err != nil && ctx.Err() == nil {
			log.Error("no checkpoint made", "cause", err)
		}
		select {
		case <-ctx.Done():
			return
		case at = <-tick.C:
		}
	}
}

type enrolCmd struct {
	where
	Till string `required:"" help:"Name of the till in the chain." placeholder:"NAME"`
	Shop string `help:"Name of its shop." placeholder:"NAME"`
}

func (c *enrolCmd) Run(a *app) error {
	name, err := pos.CleanName(c.Till)
	if err != nil {
		return err
	}
	return c.with(func(ctx context.Context, s *central.Store) error {
		if err := knownShop(ctx, s, c.Shop); err != nil {
			return err
		}
		code, err := headoffice.NewCode(ctx, s, name, c.Shop, time.Now())
		if err != nil {
			return err
		}
		if code, err = headoffice.CodeFor(c.Data, code); err != nil {
			return err
		}
		return a.print(map[string]string{"code": code, "till": name}, func(w io.Writer) { fmt.Fprintln(w, code) })
	})
}

type tillCmd struct {
	List   tillListCmd   `cmd:"" help:"The tills, with what of each is taken up."`
	Set    tillSetCmd    `cmd:"" help:"Give a till another name, or another shop."`
	Revoke tillRevokeCmd `cmd:"" help:"Shut a till out."`
}

type tillListCmd struct{ where }

type tillRow struct {
	Till    string     `json:"till"`
	Name    string     `json:"name"`
	Shop    string     `json:"shop"`
	Seen    pos.Millis `json:"seen"`
	Revoked bool       `json:"revoked"`
	Desk    bool       `json:"desk,omitempty"` // the head office's own
	Events  int64      `json:"events"`
}

func (c *tillListCmd) Run(a *app) error {
	return c.look(func(ctx context.Context, s *central.Store) error {
		tills, err := s.Tills(ctx)
		if err != nil {
			return err
		}
		rows := []tillRow{}
		for _, t := range tills {
			r := tillRow{Till: t.ID.String(), Name: t.Name, Shop: t.Shop, Seen: t.Seen, Revoked: t.Revoked, Desk: t.Desk}
			for _, l := range t.Lives {
				r.Events += l.Applied
			}
			rows = append(rows, r)
		}
		return a.print(rows, func(w io.Writer) {
			for _, r := range rows {
				state := "heard of " + time.UnixMilli(int64(r.Seen)).Format(time.DateTime)
				if r.Revoked {
					state = "shut out"
				}
				fmt.Fprintf(w, "%-20s %-20s %8d events  %s\n", r.Name, r.Shop, r.Events, state)
			}
		})
	})
}

type tillRevokeCmd struct {
	where
	Name string `arg:"" help:"Name of the till."`
	Lost bool   `help:"It will not come back: what it had rights to is free again, and what it may have spent unheard is a thing to settle."`
}

func (c *tillRevokeCmd) Run(a *app) error {
	return c.look(func(ctx context.Context, s *central.Store) error {
		t, err := tillNamed(ctx, s, c.Name)
		if err != nil {
			return err
		}
		return s.Revoke(ctx, t.ID, c.Lost, pos.At(time.Now()))
	})
}
