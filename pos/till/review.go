package till

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"

	"bonuskasse/pos"
	"bonuskasse/pos/table"
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

// ReviewsTaken is what became of a list of reviews.
type ReviewsTaken struct {
	Rows    int       `json:"rows"`
	Given   int       `json:"given"`   // points went to the member
	Waiting int       `json:"waiting"` // for a manager
	Known   int       `json:"known"`   // counted before
	Bad     []BadLine `json:"-"`
}

// BadLine is a line of a list that was not taken: one that cannot be read, or
// that a rule refused with Err.
type BadLine struct {
	table.BadRow
	Err error
}

// reviewColumns must be there; stars may.
var reviewColumns = []string{"username", "about"}

// ImportReviews takes a list of reviews with the columns username, about and, if
// any, stars. Those that were counted before change nothing, so that the same
// file twice gives nothing twice; bad lines are named, and the others taken.
func (t *Till) ImportReviews(ctx context.Context, sheet table.Sheet, who Who) (out ReviewsTaken, err error) {
	if err := who.needs(pos.Clerk); err != nil {
		return out, err
	}
	rows, torn := sheet.Rows, sheet.Bad
	for _, column := range reviewColumns {
		if len(rows) > 0 && !rows[0].Has(column) {
			rows, torn = nil, []table.BadRow{{Line: 1, Field: column, Code: table.NoColumn}}
		}
	}
	for _, b := range torn {
		out.Bad = append(out.Bad, BadLine{BadRow: b})
	}
	out.Rows = len(rows) + len(torn)
	pan, err := t.panFinder(ctx)
	if err != nil {
		return out, err
	}
	for first := 0; first < len(rows); first += calendarBatch {
		part := rows[first:min(first+calendarBatch, len(rows))]
		taken := out
		err := t.store.Do(ctx, func(tx Tx) error {
			taken = out
			taken.Bad = append([]BadLine(nil), out.Bad...)
			for _, row := range part {
				err := t.takeReview(tx, row, pan, &taken, who)
				switch code := pos.CodeOf(err); {
				case code != "":
					taken.Bad = append(taken.Bad, BadLine{table.BadRow{Line: row.Line, Code: string(code)}, err})
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
func (t *Till) takeReview(tx Tx, in table.Row, pan func(string) bool, out *ReviewsTaken, who Who) error {
	if pan(in.Get("username")) || pan(in.Get("about")) {
		return pos.Refuse(pos.PaymentCard)
	}
	username, err := pos.CleanUsername(in.Get("username"))
	if err != nil {
		return pos.Refuse(pos.UnknownMember, in.Get("username"))
	}
	m, err := tx.MemberByUsername(username)
	if err != nil {
		return err
	}
	r := Review{Member: m.ID, About: in.Get("about")}
	if text := strings.TrimSpace(in.Get("stars")); text != "" {
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

// reviewsShown bounds the list of the last ones.
const reviewsShown = 500

// Reviews are the last reviews, whatever became of them, the newest first. A
// clerk asks, who enters them.
func (t *Till) Reviews(ctx context.Context, who Who) (list []ProposalRow, err error) {
	if err := who.needs(pos.Clerk); err != nil {
		return nil, err
	}
	err = t.store.View(ctx, func(r Reader) error {
		list, err = r.LastProposals(pos.ReviewProposal, reviewsShown)
		return err
	})
	return list, err
}
