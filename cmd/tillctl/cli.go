package main

import (
	"fmt"
	"io"
	"time"

	"github.com/alecthomas/kong"

	"bonuskasse/cmd/internal/options"
	"bonuskasse/cmd/internal/verbs"
)

// version is set by the Makefile.
var version = "dev"

// cli is the whole command line. Values come from the config file, the
// environment and the flags, in that order of rising power.
type cli struct {
	Shop     string           `help:"Folder of the shop's data." env:"BONUSKASSE_SHOP" placeholder:"DIR"`
	Config   string           `help:"Config file (TOML)." env:"BONUSKASSE_CONFIG" placeholder:"FILE"`
	JSON     bool             `help:"Print one JSON object." name:"json"`
	Now      string           `help:"Pretend that it is this moment (RFC 3339); training shops only." env:"BONUSKASSE_NOW" placeholder:"TIME"`
	Language string           `help:"Language of sentences: da, en, fr." name:"lang" env:"BONUSKASSE_LANG"`
	Person   string           `help:"Name of the person who does it; without one it is the system." placeholder:"NAME"`
	Reason   string           `help:"Why it is done, where a rule asks."`
	Approved approval         `embed:"" prefix:""`
	Version  kong.VersionFlag `help:"Print the version."`

	Init    initCmd        `cmd:"" help:"Make a shop in an empty folder."`
	Product verbs.Product  `cmd:"" help:"Goods and services."`
	Member  memberCmd      `cmd:"" help:"Members and their cards."`
	Card    cardCmd        `cmd:"" help:"Club cards: batches, states, designs."`
	Tier    tierCmd        `cmd:"" help:"Tiers: the directory of bonus accumulation."`
	Program programCmd     `cmd:"" name:"programme" help:"The bonus programme."`
	Categor verbs.Category `cmd:"" name:"category" help:"Categories of goods: what earns, what bonus may pay."`
	PersonC personCmd      `cmd:"" name:"person" help:"People at the till."`
	Setting settingCmd     `cmd:"" help:"Settings of the shop."`
	Sale    saleCmds       `cmd:"" help:"Sell; put a completed sale right."`
	Noted   notedCmd       `cmd:"" help:"Points that were noted on slips of paper."`
	Return  returnCmd      `cmd:"" help:"Take goods back."`
	Receipt receiptCmd     `cmd:"" help:"A receipt, by its number."`
	Coupon  couponCmd      `cmd:"" help:"Point coupons."`
	Gift    giftCardCmd    `cmd:"" name:"giftcard" help:"Gift cards."`
	Reward  rewardCmd      `cmd:"" help:"Rewards: what points buy."`
	Adjust  adjustCmd      `cmd:"" help:"Correct a member's points by hand, with --reason: they see it. A manager's to do."`
	Approve approvalCmd    `cmd:"" name:"approval" help:"Points that wait until a manager approves."`
	Review  reviewCmd      `cmd:"" help:"Points for what members write."`
	Message messageCmd     `cmd:"" help:"What members are told: templates, and what waits to be sent."`
	Lots    lotsCmd        `cmd:"" help:"A member's points as they were earned, in the order they are used."`
	Explain explainCmd     `cmd:"" help:"Why: where a number comes from."`
	Booked  appointmentCmd `cmd:"" name:"appointment" help:"Services that members come for, and the points that wait for them."`
	Draft   draftCmd       `cmd:"" help:"Sales that were not completed."`
	Job     jobCmd         `cmd:"" help:"Papers that wait for a printer."`
	Alarm   alarmCmd       `cmd:"" help:"What looks like somebody helping themselves."`
	Report  reportCmd      `cmd:"" help:"Reports."`
	Drawer  drawerCmd      `cmd:"" help:"Money into the drawer, or out of it, beside sales."`
	Read    readCmd        `cmd:"" help:"Say what bytes from a reader are."`
	Quote   quoteCmd       `cmd:"" help:"Compute sales in the form of the vectors; needs no shop."`
	Verify  verifyCmd      `cmd:"" help:"Re-read the journal and recompute every table."`
	Backup  backupCmd      `cmd:"" help:"Copy the shop's data to a file, while it is in use."`
	Adopt   adoptCmd       `cmd:"" help:"Say that this restored till is the only one, so that it may spend bonus."`
	Tick    tickCmd        `cmd:"" help:"Do what time has made due."`
	Journal journalCmd     `cmd:"" help:"The journal."`
	Bench   benchCmd       `cmd:"" help:"Measure the store beside its floors."`

	Enrol  enrolCmd  `cmd:"" help:"Make this till one of a chain, by a one-time code of the head office."`
	Sync   syncCmd   `cmd:"" help:"Send what is unsent to the head office, and take what is new."`
	Rights rightsCmd `cmd:"" help:"What of a member's points this till may spend now, and why."`
	Settle settleCmd `cmd:"" help:"Things to settle: what happened twice while tills were apart."`

	Organisation organisationCmd `cmd:"" help:"Corporate clients; their employees are members."`
}

// run is main without the process: arguments and streams in, exit code out.
func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	var c cli
	exit := -1
	parser, err := kong.New(&c,
		kong.Name("tillctl"),
		kong.Description("The till without a screen. A shop's data is in the folder that --shop or BONUSKASSE_SHOP names. Amounts are integers in minor units (øre, cent)."),
		kong.UsageOnError(),
		kong.Writers(stdout, stderr),
		kong.Exit(func(code int) { exit = code; panic(exited{}) }),
		kong.Vars{"version": "tillctl " + options.Version(version)},
		kong.Configuration(options.TOML, options.Files()...),
		kong.WithHyphenPrefixedParameters(true),
	)
	if err != nil {
		fmt.Fprintln(stderr, "tillctl:", err)
		return exitTrouble
	}
	var code int
	func() {
		defer func() {
			if r := recover(); r != nil {
				if _, ok := r.(exited); !ok {
					panic(r)
				}
				code = exit
			}
		}()
		ctx, err := parser.Parse(verbs.VersionOf(args))
		if err != nil {
			fmt.Fprintln(stderr, "tillctl:", err)
			code = exitUsage
			return
		}
		a := &app{cli: &c, stdin: stdin, stdout: stdout, stderr: stderr}
		ctx.BindTo(desk{a}, (*verbs.Desk)(nil))
		code = a.finish(ctx.Run(a))
	}()
	return code
}

// exited unwinds after --help or --version.
type exited struct{}

// Exit codes, as every script may rely on.
const (
	exitDone    = 0
	exitRefused = 1
	exitUsage   = 2
	exitTrouble = 3
)

// moment is the clock: the machine's, or the one that --now names.
func (a *app) moment() time.Time {
	if !a.pretended.IsZero() {
		return a.pretended
	}
	return time.Now()
}
