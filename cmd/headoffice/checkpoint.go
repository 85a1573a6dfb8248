package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"bonuskasse/cmd/internal/verbs"
	"bonuskasse/pos"
	"bonuskasse/pos/checkpoint"
	"bonuskasse/store/central"
)

type checkpointCmd struct {
	Last   checkpointLastCmd   `cmd:"" default:"withargs" help:"Print the newest checkpoint; with --now make one first."`
	List   checkpointListCmd   `cmd:"" help:"The checkpoints, the oldest first."`
	Key    checkpointKeyCmd    `cmd:"" help:"Print the chain's public key, for whoever checks."`
	Verify checkpointVerifyCmd `cmd:"" help:"Hold the database to a checkpoint that was kept outside; with --key, and no --data, check signatures and a proof alone."`
	Proof  checkpointProofCmd  `cmd:"" help:"Prove that the newest checkpoint is an earlier one with something added."`
	Cosign checkpointCosignCmd `cmd:"" help:"Sign a checkpoint as a witness. Needs no head office."`
	Import checkpointImportCmd `cmd:"" help:"Keep a checkpoint that witnesses have signed."`
}

type checkpointLastCmd struct {
	where
	Now bool   `help:"Log what has come, and sign it."`
	Out string `help:"Write it to a file." placeholder:"FILE"`
}

// checkpointView is a checkpoint for scripts.
type checkpointView struct {
	Size int64      `json:"size"`
	Root string     `json:"root"`
	At   pos.Millis `json:"at"`
	By   []string   `json:"signed_by"`
	Note string     `json:"note"`
}

func viewOf(s checkpoint.Signed) checkpointView {
	return checkpointView{s.Size, s.Root.String(), s.At, s.By, s.Note}
}

func (c *checkpointLastCmd) Run(a *app) error {
	return c.with(func(ctx context.Context, s *central.Store) error {
		if c.Now {
			if _, err := s.Checkpoint(ctx, pos.At(time.Now())); err != nil {
				return err
			}
		}
		list, err := s.Checkpoints(ctx)
		if err != nil {
			return err
		}
		if len(list) == 0 {
			return errors.New("there is no checkpoint yet: --now makes one, and serve makes one a day")
		}
		text := list[len(list)-1]
		if c.Out != "" {
			if err := os.WriteFile(c.Out, []byte(text), 0o644); err != nil {
				return err
			}
		}
		signed, err := opened(ctx, s, text)
		if err != nil {
			return err
		}
		return a.print(viewOf(signed), func(w io.Writer) { io.WriteString(w, text) })
	})
}

func opened(ctx context.Context, s *central.Store, text string) (signed checkpoint.Signed, err error) {
	key, err := s.VerifierKey()
	if err != nil {
		return signed, err
	}
	witnesses, err := s.Witnesses(ctx)
	if err != nil {
		return signed, err
	}
	return checkpoint.Open(text, key, witnesses...)
}

type checkpointListCmd struct{ where }

func (c *checkpointListCmd) Run(a *app) error {
	return c.with(func(ctx context.Context, s *central.Store) error {
		list, err := s.Checkpoints(ctx)
		if err != nil {
			return err
		}
		rows := []checkpointView{}
		for _, text := range list {
			signed, err := opened(ctx, s, text)
			if err != nil {
				return err
			}
			rows = append(rows, viewOf(signed))
		}
		return a.print(rows, func(w io.Writer) {
			for _, r := range rows {
				fmt.Fprintf(w, "%8d  %s  %s  signed by %d\n", r.Size, time.UnixMilli(int64(r.At)).Format(time.DateTime), r.Root, len(r.By))
			}
		})
	})
}

type checkpointKeyCmd struct{ where }

func (c *checkpointKeyCmd) Run(a *app) error {
	return c.with(func(_ context.Context, s *central.Store) error {
		key, err := s.VerifierKey()
		if err != nil {
			return err
		}
		return a.print(map[string]string{"key": key}, func(w io.Writer) { fmt.Fprintln(w, key) })
	})
}

type checkpointVerifyCmd struct {
	File string `arg:"" help:"A checkpoint, or the proof of a receipt."`
	Data string `help:"Folder of the head office's data." env:"BONUSKASSE_HEADOFFICE" placeholder:"DIR"`
	DB   string `name:"db" help:"A PostgreSQL database instead: postgres://..." env:"BONUSKASSE_DB" placeholder:"URL"`
	Key  string `help:"The chain's public key, where there is no head office to ask." placeholder:"KEY"`
}

// checked is what was found about a checkpoint.
type checked struct {
	OK         bool `json:"ok"`
	Difference any  `json:"first_difference"`
	checkpointView
}

func (c *checkpointVerifyCmd) Run(a *app) error {
	data, err := os.ReadFile(c.File)
	if err != nil {
		return err
	}
	var proof checkpoint.EventProof
	isProof := json.Unmarshal(data, &proof) == nil
	if c.Key != "" {
		var signed checkpoint.Signed
		if isProof {
			signed, err = proof.Check(c.Key)
		} else {
			signed, err = checkpoint.Open(string(data), c.Key)
		}
		return a.checked(signed, "", err)
	}
	if c.Data == "" {
		return verbs.Usage("name the head office (--data), or the chain's key (--key)")
	}
	return where{Data: c.Data, DB: c.DB}.with(func(ctx context.Context, s *central.Store) error {
		text := string(data)
		if isProof {
			key, err := s.VerifierKey()
			if err != nil {
				return err
			}
			if signed, err := proof.Check(key); err != nil {
				return a.checked(signed, "", err)
			}
			text = proof.Checkpoint
		}
		signed, difference, err := s.CheckCheckpoint(ctx, text)
		return a.checked(signed, difference, err)
	})
}

// checked prints what was found, and ends with errFound where it is not good.
func (a *app) checked(s checkpoint.Signed, difference string, err error) error {
	if err != nil {
		difference = err.Error()
	}
	whole := difference == ""
	if err := a.print(checked{whole, difference, viewOf(s)}, func(w io.Writer) {
		if whole {
			fmt.Fprintf(w, "all is as it was at %s, by %d runs of events; signed by %v\n", time.UnixMilli(int64(s.At)).Format(time.DateTime), s.Size, s.By)
		} else {
			fmt.Fprintln(w, difference)
		}
	}); err != nil || whole {
		return err
	}
	return errFound
}

type checkpointProofCmd struct {
	where
	File string `arg:"" help:"The earlier checkpoint."`
	Out  string `help:"Where the proof goes; the standard output by default." placeholder:"FILE"`
}

func (c *checkpointProofCmd) Run(a *app) error {
	data, err := os.ReadFile(c.File)
	if err != nil {
		return err
	}
	return c.with(func(ctx context.Context, s *central.Store) error {
		was, err := opened(ctx, s, string(data))
		if err != nil {
			return err
		}
		list, err := s.Checkpoints(ctx)
		if err != nil || len(list) == 0 {
			return errors.Join(err, errFound)
		}
		now, err := opened(ctx, s, list[len(list)-1])
		if err != nil {
			return err
		}
		p, err := s.Extension(ctx, was.Size, now.Size)
		if err != nil {
			return err
		}
		if err := checkpoint.Extends(was.Checkpoint, now.Checkpoint, p); err != nil {
			return a.checked(now, "", err)
		}
		if p == nil {
			p = tlog.TreeProof{}
		}
		out, err := json.Marshal(p)
		if err != nil {
			return err
		}
		if c.Out != "" {
			return os.WriteFile(c.Out, out, 0o644)
		}
		fmt.Fprintf(a.stdout, "%s\n", out)
		return nil
	})
}

type checkpointCosignCmd struct {
	File    string `arg:"" help:"The checkpoint; the signature is added to it."`
	Secret  string `required:"" help:"File with the witness's secret key (headoffice witness key)." placeholder:"FILE"`
	Key     string `required:"" help:"The chain's public key." placeholder:"KEY"`
	Earlier string `help:"The last checkpoint that this witness has signed." placeholder:"FILE"`
	Proof   string `help:"The proof that this is that one with something added (headoffice checkpoint proof)." placeholder:"FILE"`
}

func (c *checkpointCosignCmd) Run(a *app) error {
	var files [4][]byte
	for i, name := range []string{c.File, c.Secret, c.Earlier, c.Proof} {
		if name == "" {
			continue
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		files[i] = data
	}
	var proof tlog.TreeProof
	if files[3] != nil {
		if err := json.Unmarshal(files[3], &proof); err != nil {
			return verbs.Usage("%s is no proof", c.Proof)
		}
	}
	text, err := checkpoint.Cosign(string(files[0]), c.Key, string(files[1]), string(files[2]), proof)
	if err != nil {
		return a.checked(checkpoint.Signed{}, "", err)
	}
	return os.WriteFile(c.File, []byte(text), 0o644)
}

type checkpointImportCmd struct {
	where
	File string `arg:"" help:"The checkpoint."`
}

func (c *checkpointImportCmd) Run(a *app) error {
	data, err := os.ReadFile(c.File)
	if err != nil {
		return err
	}
	return c.with(func(ctx context.Context, s *central.Store) error {
		signed, err := s.KeepSignatures(ctx, string(data))
		return a.checked(signed, "", err)
	})
}

type witnessCmd struct {
	Key  witnessKeyCmd  `cmd:"" help:"Make a key for a witness: the secret half to a file, the public one printed."`
	Add  witnessAddCmd  `cmd:"" help:"Trust a witness's signatures."`
	List witnessListCmd `cmd:"" help:"The witnesses' public keys."`
}

type witnessKeyCmd struct {
	Name string `arg:"" help:"Name of the witness, such as revisor.example.dk."`
	Out  string `required:"" help:"File for the secret half." placeholder:"FILE"`
}

func (c *witnessKeyCmd) Run(a *app) error {
	secret, public, err := note.GenerateKey(rand.Reader, c.Name)
	if err != nil {
		return verbs.Usage("%v", err)
	}
	f, err := os.OpenFile(c.Out, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(f, secret)
	if err := errors.Join(err, f.Close()); err != nil {
		return err
	}
	return a.print(map[string]string{"key": public}, func(w io.Writer) { fmt.Fprintln(w, public) })
}

type witnessAddCmd struct {
	where
	Key string `arg:"" help:"The public key."`
}

func (c *witnessAddCmd) Run(a *app) error {
	if _, err := note.NewVerifier(c.Key); err != nil {
		return verbs.Usage("%q is no witness's key: %v", c.Key, err)
	}
	return c.with(func(ctx context.Context, s *central.Store) error {
		name, err := s.AddWitness(ctx, c.Key)
		if err != nil {
			return err
		}
		return a.print(map[string]string{"witness": name}, func(w io.Writer) { fmt.Fprintln(w, name) })
	})
}

type witnessListCmd struct{ where }

func (c *witnessListCmd) Run(a *app) error {
	return c.with(func(ctx context.Context, s *central.Store) error {
		keys, err := s.Witnesses(ctx)
		if err != nil {
			return err
		}
		return a.print(verbs.EmptyNotNull(keys), func(w io.Writer) {
			for _, k := range keys {
				fmt.Fprintln(w, k)
			}
		})
	})
}
