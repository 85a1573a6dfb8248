package main

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"time"

	"bonuskasse/cmd/internal/verbs"
	"bonuskasse/pos"
	"bonuskasse/pos/checkpoint"
	"bonuskasse/pos/journal"
	"bonuskasse/store/central"
)

type receiptCmd struct {
	where
	Code  string `arg:"" help:"What stands at the foot of the receipt: XXXX-XXXX."`
	Proof string `help:"Write a proof that an outsider can check (headoffice checkpoint verify FILE --key KEY)." placeholder:"FILE"`
}

// receiptView is what a receipt's code says. The hash and the signature of the
// event were computed anew to say it.
type receiptView struct {
	Code    string     `json:"code"`
	Found   bool       `json:"found"`
	Till    string     `json:"till,omitempty"`
	Shop    string     `json:"shop,omitempty"`
	Type    string     `json:"type,omitempty"`
	Receipt string     `json:"receipt,omitempty"` // number
	Sale    string     `json:"sale,omitempty"`
	At      pos.Millis `json:"at,omitempty"`
	ToPay   pos.Money  `json:"to_pay"`
	Event   string     `json:"event,omitempty"` // hash
	Seq     int64      `json:"seq,omitempty"`
	// Checkpoint is the first that has it; nil: in the journal, and in none yet.
	Checkpoint *checkpointView        `json:"checkpoint"`
	Proof      *checkpoint.EventProof `json:"proof"`
}

func (c *receiptCmd) Run(a *app) error {
	bits, err := journal.CodeBits(c.Code)
	if err != nil {
		return verbs.Usage("%q is no code of a receipt: it is eight letters and figures", c.Code)
	}
	return c.with(func(ctx context.Context, s *central.Store) error {
		list, err := s.ByCode(ctx, bits)
		if err != nil {
			return err
		}
		v := receiptView{Code: c.Code}
		for _, w := range list {
			if v, err = c.view(ctx, s, w); err != nil {
				return err
			}
			if v.Sale != "" {
				break
			}
		}
		if c.Proof != "" && v.Proof != nil {
			data, err := json.Marshal(v.Proof)
			if err != nil {
				return err
			}
			if err := os.WriteFile(c.Proof, data, 0o644); err != nil {
				return err
			}
		}
		if err := a.print(v, v.words); err != nil || v.Found {
			return err
		}
		return errFound
	})
}

func (c *receiptCmd) view(ctx context.Context, s *central.Store, w central.Witnessed) (receiptView, error) {
	e := &w.Event
	v := receiptView{Code: e.Hash.Code(), Found: true, Till: w.Till, Shop: w.Shop, Type: e.Type, At: pos.Millis(e.Clock.Millis()),
		Event: hex.EncodeToString(e.Hash[:]), Seq: e.Seq, Proof: w.Proof}
	if x := w.Body.GetSaleCompleted(); x != nil {
		v.Receipt, v.Sale, v.At, v.ToPay = x.Receipt, pos.IDFromBytes(x.Sale).String(), pos.Millis(x.Completed), pos.Money(x.ToPay)
	}
	if x := w.Body.GetSaleRefunded(); x != nil {
		v.Receipt, v.Sale, v.At = x.Receipt, pos.IDFromBytes(x.Refund).String(), pos.Millis(x.Completed)
	}
	if w.Proof != nil {
		signed, err := opened(ctx, s, w.Proof.Checkpoint)
		if err != nil {
			return v, err
		}
		view := viewOf(signed)
		v.Checkpoint = &view
	}
	return v, nil
}

func (v receiptView) words(w io.Writer) {
	if !v.Found {
		fmt.Fprintf(w, "%s is in no journal that is here: another chain's, or the till has not sent it yet\n", v.Code)
		return
	}
	fmt.Fprintf(w, "%s: receipt %s at %s, %s (event %d of its journal)\n", v.Code, v.Receipt, v.Till, time.UnixMilli(int64(v.At)).Format(time.DateTime), v.Seq)
	if v.Checkpoint == nil {
		fmt.Fprintln(w, "in the journal, and in no checkpoint yet")
		return
	}
	fmt.Fprintf(w, "in the checkpoint of %s, signed by %v\n", time.UnixMilli(int64(v.Checkpoint.At)).Format(time.DateTime), v.Checkpoint.By)
}
