package till

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"

	"bonuskasse/pos"
)

// Review is what a member wrote about something: an article by its SKU, or in
// words what it is about.
type Review struct {
	Member pos.ID
	About  string
	Stars  int64 // 1 to pos.MostStars; 0 where none were given
}

// AddReview gives a member the programme's points for a review, once for what it
// is about. Where the programme says so they wait until a manager approves. A
// clerk does that.
func (t *Till) AddReview(ctx context.Context, in Review, who Who) (row ProposalRow, err error) {
	if err := who.needs(pos.Clerk); err != nil {
		return row, err
	}
	if err := t.refusePAN(ctx, in.About); err != nil {
		return row, err
	}
	err = t.store.Do(ctx, func(tx Tx) error {
		row, err = t.addReview(tx, in, who)
		return err
	})
	return row, err
}

// maxAbout is the longest name of what a review is about, in bytes.
const maxAbout = 200

func (t *Till) addReview(tx Tx, in Review, who Who) (row ProposalRow, err error) {
	in.About = strings.Join(strings.Fields(in.About), " ")
	switch {
	case in.About == "":
		return row, pos.Refuse(pos.NoSubject)
	case len(in.About) > maxAbout:
		return row, pos.Refuse(pos.BadNote)
	case in.Stars < 0 || in.Stars > pos.MostStars:
		return row, pos.Refuse(pos.BadStars)
	}
	p, err := tx.ProgramAt(pos.At(t.now()))
	if err != nil {
		return row, err
	}
	if p.ReviewPoints == 0 {
		return row, pos.Refuse(pos.NoReviewPoints)
	}
	// The same thing by its number and by its name is one thing.
	subject, note := in.About, in.About
	switch product, err := tx.ProductBySKU(in.About); {
	case err == nil:
		subject, note = product.SKU, product.Name
	case pos.CodeOf(err) == "":
		return row, err
	}
	list, err := tx.FindProducts(in.About, 10)
	if err != nil {
		return row, err
	}
	for _, product := range list {
		if alike(product.Name) == alike(in.About) {
			subject = product.SKU
			break
		}
	}
	if in.Stars > 0 {
		note += " " + strings.Repeat("★", int(in.Stars)) + strings.Repeat("☆", int(pos.MostStars-in.Stars))
	}
	return t.propose(tx, in.Member, proposed{
		Kind: pos.ReviewProposal, Points: p.ReviewPoints, Subject: fingerprint(subject), Note: note,
	}, p.ApproveReviews, who)
}

// alike is a text without what people write differently: accents, capitals,
// spaces.
func alike(text string) string {
	if words := pos.SearchWords(text); len(words) > 0 {
		return strings.Join(words, " ")
	}
	return text
}

// fingerprint is a name of a text that does not tell it.
func fingerprint(text string) string {
	sum := sha256.Sum256([]byte(alike(text)))
	return hex.EncodeToString(sum[:16])
}

// ReviewRow is a review out of another program's list.
type ReviewRow struct {
	Username string
	About    string
	Stars    string // empty: none
}

// ReviewsTaken is what became of the rows.
type ReviewsTaken struct {
	Given   int         `json:"given"`   // points went to the member
	Waiting int         `json:"waiting"` // for a manager
	Known   int         `json:"known"`   // counted before
	Bad     []ReviewBad `json:"-"`
}

// ReviewBad is a row that could not be taken, and why.
type ReviewBad struct {
	Row int // among the rows, from 0
	Err error
}

// ImportReviews takes a list of reviews. Those that were counted before change
// nothing, so that the same file twice gives nothing twice; bad rows are named,
// and the others taken.
func (t *Till) ImportReviews(ctx context.Context, rows []ReviewRow, who Who) (out ReviewsTaken, err error) {
	if err := who.needs(pos.Clerk); err != nil {
		return out, err
	}
	pan, err := t.panFinder(ctx)
	if err != nil {
		return out, err
	}
	for first := 0; first < len(rows); first += calendarBatch {
		part := rows[first:min(first+calendarBatch, len(rows))]
		taken := out
		err := t.store.Do(ctx, func(tx Tx) error {
			taken = out
			taken.Bad = append([]ReviewBad(nil), out.Bad...)
			for i, row := range part {
				err := t.takeReview(tx, row, pan, &taken, who)
				switch {
				case pos.CodeOf(err) != "":
					taken.Bad = append(taken.Bad, ReviewBad{first + i, err})
				case err != nil:
					return err
				}
			}
			return nil
		})
		if err != nil {
			return out, err
		}
		out = taken
	}
	return out, nil
}

// takeReview refuses before it writes anything: the rows before it stay.
func (t *Till) takeReview(tx Tx, in ReviewRow, pan func(string) bool, out *ReviewsTaken, who Who) error {
	if pan(in.Username) || pan(in.About) {
		return pos.Refuse(pos.PaymentCard)
	}
	username, err := pos.CleanUsername(in.Username)
	if err != nil {
		return pos.Refuse(pos.UnknownMember, in.Username)
	}
	m, err := tx.MemberByUsername(username)
	if err != nil {
		return err
	}
	r := Review{Member: m.ID, About: in.About}
	if text := strings.TrimSpace(in.Stars); text != "" {
		if r.Stars, err = strconv.ParseInt(text, 10, 64); err != nil {
			return pos.Refuse(pos.BadStars)
		}
	}
	row, err := t.addReview(tx, r, who)
	switch {
	case pos.CodeOf(err) == pos.AlreadyProposed:
		out.Known++
		return nil
	case err != nil:
		return err
	case row.State == pos.ProposalOpen:
		out.Waiting++
	default:
		out.Given++
	}
	return nil
}
