package escpos

import (
	"context"
	"errors"
	"fmt"
	"time"

	"bonuskasse/hardware"
	"bonuskasse/hardware/transport"
)

// lookEvery is how often the printer is asked while we wait for the end of a
// paper: often enough that "paper out" shows while the cashier still looks.
const lookEvery = 300 * time.Millisecond

// bytesPerSecond is the slowest way there is, 9600 baud; it only adds time to
// long papers.
const bytesPerSecond = 900

// Print makes the paper. See hardware.Printer for what the result means.
func (p *Printer) Print(ctx context.Context, jobID string, doc hardware.Document) (hardware.Result, error) {
	b, err := Encode(doc, p.o.Settings)
	if err != nil {
		return hardware.NotPrinted, err
	}
	ctx, end, err := p.begin(ctx)
	if err != nil {
		return hardware.NotPrinted, err
	}
	defer end()
	if r, seen := p.jobs.Seen(jobID); seen {
		return r, hardware.AgainError(r)
	}
	ctx, cancel := context.WithTimeout(ctx, p.o.JobTimeout+time.Duration(len(b))*time.Second/bytesPerSecond)
	defer cancel()
	result, err := p.print(ctx, b)
	p.jobs.Done(jobID, result)
	return result, err
}

func (p *Printer) print(ctx context.Context, b []byte) (hardware.Result, error) {
	before, err := p.ready(ctx)
	if err != nil {
		return hardware.NotPrinted, transport.Explain("print", err)
	}
	if reason := before.Blocked(); reason != hardware.NoReason {
		p.release(false)
		return hardware.NotPrinted, &hardware.Error{Op: "print", Reason: reason, Cause: errors.New(before.String())}
	}
	if before.Known && p.mark == unasked {
		// Nothing waits in its buffer now, so it answers at once or never.
		if err := p.learnMark(ctx); err != nil {
			p.release(true)
			p.setState(unreachable(err))
			return hardware.NotPrinted, transport.Explain("print", err)
		}
	}
	if p.mark == always {
		b = append(b, gs, 'r', 1)
	}
	if n, err := p.conn.Write(ctx, b); err != nil {
		p.release(true)
		p.setState(unreachable(err))
		return sent(n), transport.Explain("print", err)
	}
	return p.confirm(ctx, before)
}

func (p *Printer) learnMark(ctx context.Context) error {
	_, err := question(ctx, p.conn, []byte{gs, 'r', 1}, p.o.Patience, isMark)
	switch {
	case err == nil:
		p.mark = always
	case errors.Is(err, errSilent):
		p.mark = never
	default:
		return err
	}
	return nil
}

func sent(n int) hardware.Result {
	if n == 0 {
		return hardware.NotPrinted
	}
	return hardware.SentUnconfirmed
}

// confirm finds out whether the paper came, after all its bytes have left us.
func (p *Printer) confirm(ctx context.Context, before Status) (hardware.Result, error) {
	lost := func(err error) (hardware.Result, error) {
		p.release(true)       // an answer that comes late must not be taken for the next job's
		if ctx.Err() != nil { // nothing broke: our time was up, whichever question was open
			p.setState(hardware.State{Status: hardware.Attention, Reason: hardware.NeverConfirmed, Detail: "the paper was sent, its end never reported"})
			return hardware.SentUnconfirmed, &hardware.Error{Op: "print", Reason: hardware.NeverConfirmed, Cause: fmt.Errorf("the end of the paper was not reported: %w", ctx.Err())}
		}
		p.setState(unreachable(err))
		return hardware.SentUnconfirmed, transport.Explain("print", err)
	}
	unconfirmed := func(reason hardware.Reason, text string) (hardware.Result, error) {
		p.release(false)
		return hardware.SentUnconfirmed, &hardware.Error{Op: "print", Reason: reason, Cause: errors.New(text)}
	}
	if !before.Known {
		// It was silent before; it may have woken up.
		after, err := ask(ctx, p.conn, p.o.Patience)
		if err != nil {
			return lost(err)
		}
		p.setState(after.State())
		if reason := after.Blocked(); reason != hardware.NoReason {
			return unconfirmed(reason, after.String())
		}
		return unconfirmed(hardware.NeverConfirmed, "no status before the paper")
	}
	came := p.mark != always
	for !came {
		within, cancel := context.WithTimeout(ctx, lookEvery)
		_, err := await(ctx, within, p.conn, isMark)
		cancel()
		switch {
		case err == nil:
			came = true
			continue
		case !errors.Is(err, errSilent):
			return lost(err)
		}
		during, markCame, err := p.glance(ctx)
		if err != nil {
			return lost(err)
		}
		came = markCame
		if !during.Known && !markCame {
			// It answered before: something happened to it.
			p.setState(during.State())
			p.release(true)
			return hardware.SentUnconfirmed, &hardware.Error{Op: "print", Reason: hardware.NeverConfirmed, Cause: errSilent}
		}
		if reason := during.Blocked(); reason != hardware.NoReason && !markCame {
			p.setState(during.State())
			p.release(true)
			return hardware.SentUnconfirmed, &hardware.Error{Op: "print", Reason: reason, Cause: errors.New(during.String())}
		}
	}
	after, err := ask(ctx, p.conn, p.o.Patience)
	if err != nil {
		return lost(err)
	}
	p.setState(after.State())
	if !after.Known {
		return unconfirmed(hardware.NeverConfirmed, "no status after the paper")
	}
	if reason := after.Blocked(); reason != hardware.NoReason {
		return unconfirmed(reason, after.String())
	}
	p.release(false)
	return hardware.Confirmed, nil
}

// glance asks the four questions while the answer to GS r may come between
// their answers.
func (p *Printer) glance(ctx context.Context) (Status, bool, error) {
	var s Status
	mark := false
	for n := 1; n <= 4; n++ {
		answer, err := question(ctx, p.conn, []byte{dle, eot, byte(n)}, p.o.Patience, func(b byte) bool {
			if isStatus(b) {
				return true
			}
			mark = mark || isMark(b)
			return false
		})
		if errors.Is(err, errSilent) {
			return s, mark, nil
		}
		if err != nil {
			return s, mark, err
		}
		s.note(n, answer)
	}
	s.Known = true
	return s, mark, nil
}
