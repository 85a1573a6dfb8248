// Command benchoffice measures a till and its head office together, each a real
// process with its files, over TLS:
//
//	benchoffice sale               # a sale's commit while the till pushes, and while it pulls
//	benchoffice join -members N    # a new till takes a chain's members, and is killed meanwhile
//	benchoffice pouch              # a day's sales sent, beside PouchDB to pouchdb-server
//
// Each figure stands beside its floor or its rival of the same run.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"

	"bonuskasse/cmd/internal/floor"
)

func main() {
	if dir := os.Getenv(asTill); dir != "" {
		os.Exit(pullUntilDone(dir))
	}
	flags := flag.NewFlagSet("benchoffice", flag.ExitOnError)
	program := flags.String("headoffice", "build/headoffice", "the head office's program")
	members := flags.Int("members", 1_000_000, "members of the chain (join)")
	kills := flags.Int("kills", 10, "how often the new till is killed (join)")
	sales := flags.Int("sales", 10_000, "sales of the day (pouch)")
	runs := flags.Int("runs", 3, "how often each is measured (pouch)")
	modules := flags.String("modules", "build/pouch", "where npm put PouchDB (pouch)")
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "benchoffice sale|join|pouch [flags]")
		os.Exit(2)
	}
	flags.Parse(os.Args[2:]) // it ends the program where they are wrong
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	err := fmt.Errorf("benchoffice: what is %q?", os.Args[1])
	switch os.Args[1] {
	case "sale":
		err = saleFigures(ctx, *program)
	case "join":
		err = joinFigures(ctx, *program, *members, *kills)
	case "pouch":
		err = pouchFigures(ctx, *program, *modules, *sales, *runs)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "benchoffice:", err)
		stop()
		os.Exit(1)
	}
	fmt.Println("machine:", floor.Load())
}
