package wire

import (
	"errors"

	"connectrpc.com/connect"

	"bonuskasse/pos/chain"
	"bonuskasse/sync/syncpb"
)

var codes = map[chain.Refused]connect.Code{
	chain.UnknownTill:  connect.CodeUnauthenticated,
	chain.Revoked:      connect.CodePermissionDenied,
	chain.BadCode:      connect.CodePermissionDenied,
	chain.Gap:          connect.CodeFailedPrecondition,
	chain.Fork:         connect.CodeDataLoss,
	chain.Fenced:       connect.CodeAborted,
	chain.BadSignature: connect.CodeInvalidArgument,
	chain.BadBatch:     connect.CodeInvalidArgument,
	chain.TooLarge:     connect.CodeResourceExhausted,
	chain.Busy:         connect.CodeResourceExhausted,
	chain.TooNew:       connect.CodeUnimplemented,
	chain.TooOld:       connect.CodeUnimplemented,
	chain.FullDisk:     connect.CodeUnavailable,
	chain.Clash:        connect.CodeAlreadyExists,
}

// Refuse is a refusal as it is sent; another error is an internal one, whose
// cause stays at the head office.
func Refuse(err error) error {
	var r *chain.RefusedError
	if !errors.As(err, &r) {
		var c *connect.Error
		if errors.As(err, &c) {
			return err
		}
		return connect.NewError(connect.CodeInternal, errors.New("the head office has a trouble of its own"))
	}
	code, known := codes[r.Why]
	if !known {
		code = connect.CodeUnknown
	}
	out := connect.NewError(code, errors.New(string(r.Why)))
	if d, err := connect.NewErrorDetail(&syncpb.Refusal{Why: string(r.Why), Detail: r.Detail, Applied: r.Applied}); err == nil {
		out.AddDetail(d)
	}
	return out
}

// Refused is the refusal in an error of a call; nil where it is none.
func Refused(err error) *chain.RefusedError {
	var c *connect.Error
	if !errors.As(err, &c) {
		return nil
	}
	for _, d := range c.Details() {
		v, err := d.Value()
		if err != nil {
			continue
		}
		if r, ok := v.(*syncpb.Refusal); ok {
			return &chain.RefusedError{Why: chain.Refused(r.Why), Detail: r.Detail, Applied: r.Applied}
		}
	}
	return nil
}
