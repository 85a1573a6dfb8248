package screen

import (
	"context"
	"path/filepath"
	"slices"
	"strings"

	"bonuskasse/pos"
	"bonuskasse/pos/table"
	"bonuskasse/pos/till"
)

// ReviewsPlace is what members wrote about goods or the shop; a clerk comes here
// from Reports.
const ReviewsPlace Place = "reviews"

// ReviewsTill is what Reviews needs of the till.
type ReviewsTill interface {
	Finds
	Reviews(ctx context.Context, who till.Who) ([]till.ProposalRow, error)
	AddReview(ctx context.Context, in till.Review, who till.Who) (till.ProposalRow, error)
	ImportReviews(ctx context.Context, sheet table.Sheet, who till.Who) (till.ReviewsTaken, error)
	Program(ctx context.Context) (till.Program, error)
}

// ListFiles are this machine's files, for whoever reads a list out of one.
type ListFiles interface {
	Folders
	// Read reads a list; a file that is none is a sheet that says so.
	Read(path string) (table.Sheet, error)
}

// ListEndings are of the files that are shown as lists; any other can be typed.
var ListEndings = []string{".csv", ".xlsx", ".xlsm", ".txt", ".tsv"}

// ReviewsKeys are the keys of the reviews.
var ReviewsKeys = []KeyUse{
	{Key: KeyUp, Also: KeyDown, Do: "walk", Word: "help.reviews.walk"},
	{Key: KeyEnter, Also: "Ctrl+N", Do: "add", Word: "help.reviews.add"},
	{Key: "I", Do: "import", Word: "help.reviews.import"},
	{Key: KeyRight, Also: KeyLeft, Do: "state", Word: "help.reviews.state"},
	{Key: "Ctrl+M", Do: "member", Word: "help.reviews.member"},
	{Key: KeyEscape, Do: "close", Word: "help.reviews.close"},
}

// reviewStates are the lists: all of them first.
var reviewStates = []pos.ProposalState{"", pos.ProposalOpen, pos.ProposalApproved, pos.ProposalRefused}

// Reviews is the presenter of what members wrote.
type Reviews struct {
	Browsing
	till   ReviewsTill
	files  ListFiles
	state  pos.ProposalState
	all    []till.ProposalRow
	list   []till.ProposalRow // those that are shown
	bad    []till.BadLine     // of the last list; they are shown in place of the reviews
	points int64              // of a review, by the programme
	waits  bool               // for a manager
}

// NewReviews makes it.
func NewReviews(t ReviewsTill, files ListFiles) *Reviews {
	r := &Reviews{till: t, files: files}
	r.Empty()
	return r
}

// State is a BrowseState.
func (r *Reviews) State() any { return r.List }

// Keys is what Help shows.
func (r *Reviews) Keys() []KeyUse { return ReviewsKeys }

type (
	reviewsLoaded struct {
		list    []till.ProposalRow
		program till.Program
		err     error
	}
	reviewsTaken struct {
		taken till.ReviewsTaken
		err   error
	}
)

// Handle is part of Screen.
func (r *Reviews) Handle(_ context.Context, e Event, do *Turn) bool {
	if r.Walked(e) {
		return true
	}
	if what, ok := Asked(e, ReviewsKeys); ok {
		return r.act(what, do)
	}
	switch e := e.(type) {
	case Entered:
		if e.From == ReportsPlace {
			r.bad = nil
		}
		r.load(do)
	case SignedIn:
		r.all, r.list, r.bad = nil, nil, nil
		r.Empty()
	case reviewsLoaded:
		r.loaded(e, do)
	case reviewsTaken:
		r.taken(e, do)
	case Picked: // the one that is chosen, again: there is nothing to open
	default:
		return false
	}
	return true
}

func (r *Reviews) act(what string, do *Turn) bool {
	switch what {
	case "add":
		r.askAdd(do)
	case "import":
		r.askImport(do)
	case "state":
		r.turn(1)
	case Earlier:
		r.turn(-1)
	case "member":
		if at := r.List.Chosen; at >= 0 && at < len(r.list) && r.list[at].Username != "" {
			do.Go(MemberPlace, OpenMember{ID: r.list[at].Member})
		}
	case "close":
		if len(r.bad) > 0 {
			r.turn(0)
			return true
		}
		do.Go(ReportsPlace, nil)
	default:
		return false
	}
	return true
}

func (r *Reviews) turn(by int) {
	if len(r.bad) > 0 {
		r.state, r.bad, by = "", nil, 0 // the reviews again
	}
	r.state, r.List.Chosen = NextOf(reviewStates, r.state, by), -1
	r.show()
}

func (r *Reviews) load(do *Turn) {
	who := do.Who()
	r.List.Loading = true
	do.Run(func(ctx context.Context) Event {
		list, err := r.till.Reviews(ctx, who)
		if err != nil {
			return reviewsLoaded{err: err}
		}
		p, err := r.till.Program(ctx)
		return reviewsLoaded{list, p, err}
	})
}

func (r *Reviews) loaded(e reviewsLoaded, do *Turn) {
	r.all, r.points, r.waits = e.list, e.program.ReviewPoints, e.program.ApproveReviews
	r.show()
	if do.Refuse(e.err) {
		r.Empty()
	}
}

// show shows those of the state.
func (r *Reviews) show() {
	if len(r.bad) > 0 {
		r.showBad()
		return
	}
	r.list = r.all
	if r.state != "" {
		r.list = slices.DeleteFunc(slices.Clone(r.all), func(x till.ProposalRow) bool { return x.State != r.state })
	}
	word := "all"
	if r.state != "" {
		word = string(r.state)
	}
	r.List.Filters = []Sentence{Say("reviews.filter." + word)}
	var rows []BrowseRow
	for _, x := range r.list {
		rows = append(rows, reviewRow(x))
	}
	r.Fill(rows)
	r.List.Sum = Say("reviews.sum.none")
	if r.points > 0 {
		r.List.Sum = Say("reviews.sum.at_once", Points(r.points))
		if r.waits {
			r.List.Sum = Say("reviews.sum.waits", Points(r.points))
		}
	}
}

func reviewRow(x till.ProposalRow) BrowseRow {
	row := approvalRow(x)
	state := BrowseCell{Text: Say("reviews.state." + string(x.State)), Second: proposerOf(x)}
	switch x.State {
	case pos.ProposalOpen:
		state.Mood = Look
	case pos.ProposalApproved:
		state.Mood = Go
	}
	row.Cells[1] = state
	return row
}

// askAdd asks whose it is, what it is about, and the stars.
func (r *Reviews) askAdd(do *Turn) {
	if r.points == 0 {
		do.Refuse(pos.Refuse(pos.NoReviewPoints))
		return
	}
	text := Say("reviews.add.at_once", Points(r.points))
	if r.waits {
		text = Say("reviews.add.waits", Points(r.points))
	}
	q := Question{Title: Say("reviews.add.title"), Text: text, Choices: []Choice{Yes("ok", "action.find"), No()}}
	AskMember(r.till, q, do, func(_ context.Context, m pos.Member, _ string, do *Turn) error {
		r.askAbout(m, do)
		return nil
	})
}

func (r *Reviews) askAbout(m pos.Member, do *Turn) {
	q := Question{
		Title: Say("reviews.about.title", m.Name), Text: Say("reviews.about.text"), Field: &Field{Label: Say("reviews.about"), Hint: Say("reviews.about.hint")},
		Choices: []Choice{Yes("ok", "reviews.add"), No()},
		Scan: func(ctx context.Context, e Scanned, do *Turn) error { // goods, by their barcode
			return r.add(ctx, till.Review{Member: m.ID, About: e.Scan.Value}, m.Name, do)
		},
		Then: func(ctx context.Context, a Reply, do *Turn) error {
			if a.Do == Cancel {
				return nil
			}
			return r.add(ctx, till.Review{Member: m.ID, About: a.Text, Stars: starsOf(a.Row)}, m.Name, do)
		},
	}
	for n := range pos.MostStars {
		q.Rows = append(q.Rows, Row{Head: Name(strings.Repeat("★", n+1) + strings.Repeat("☆", pos.MostStars-n-1))})
	}
	q.Rows, q.Start = append(q.Rows, Row{Head: Say("reviews.stars.none")}), pos.MostStars
	do.Ask(q)
}

// starsOf is how many stars a row stands for: the first is one, the last none.
func starsOf(row int) int64 {
	if row < 0 || row >= pos.MostStars {
		return 0
	}
	return int64(row + 1)
}

func (r *Reviews) add(ctx context.Context, in till.Review, name string, do *Turn) error {
	row, err := r.till.AddReview(ctx, in, do.Who())
	if err != nil {
		return err
	}
	r.load(do)
	if row.State == pos.ProposalOpen {
		do.Strip(func(s *Strip) { s.ToApprove++ })
		do.Say(Go, "reviews.added.waits", Points(row.Points), name)
	} else {
		do.Say(Go, "reviews.added", Points(row.Points), name)
	}
	do.Sound(GoodSound)
	return nil
}

// askImport takes a list out of a file.
func (r *Reviews) askImport(do *Turn) {
	AskPath(r.files, r.files.Home(), PathAsk{
		Title: Say("reviews.import.title"), Text: Say("reviews.import.text"), Label: Say("reviews.import.file"),
		Take: "reviews.import.do", Endings: ListEndings,
		Then: func(_ context.Context, path, _ string, do *Turn) error {
			who := do.Who()
			r.List.Loading = true
			do.Run(func(ctx context.Context) Event {
				sheet, err := r.files.Read(path)
				if err != nil {
					return reviewsTaken{err: NoFile(err, filepath.Base(path))}
				}
				taken, err := r.till.ImportReviews(ctx, sheet, who)
				return reviewsTaken{taken, err}
			})
			return nil
		},
	}, do)
}

// taken says what became of the list; bad lines are shown in place of the
// reviews, each with its reason.
func (r *Reviews) taken(e reviewsTaken, do *Turn) {
	r.load(do)
	if do.Refuse(e.err) {
		return
	}
	t := e.taken
	do.Strip(func(s *Strip) { s.ToApprove += int64(t.Waiting) })
	sum := Say("review.taken", int64(t.Given), int64(t.Waiting), int64(t.Known))
	if r.bad = t.Bad; len(r.bad) == 0 {
		do.Say(Go, sum.Key, sum.Args...)
		do.Sound(GoodSound)
		return
	}
	do.Say(Look, "reviews.bad", sum, Say("count.rows", int64(len(t.Bad))))
	do.Sound(RefusedSound)
}

// showBad shows the lines of the last list that were not taken.
func (r *Reviews) showBad() {
	r.List.Filters = []Sentence{Say("reviews.filter.bad")}
	r.List.Sum = Say("reviews.sum.bad", Say("count.rows", int64(len(r.bad))))
	r.list = nil
	var rows []BrowseRow
	for _, b := range r.bad {
		line, why := Say("reviews.bad.line", int64(b.Line)), WordsOfBadLine(b)
		rows = append(rows, BrowseRow{
			Cells: []BrowseCell{{Text: line, Second: why, Strong: true}, {Text: Say("reviews.state.bad"), Mood: Look}},
			Head:  line, Text: []Sentence{why},
		})
	}
	r.Fill(rows)
}

// WordsOfBadLine says why a line of a list was not taken, for the window and the
// terminal.
func WordsOfBadLine(b till.BadLine) Sentence {
	if b.Err != nil {
		return SentenceOf(b.Err)
	}
	if b.Field == "" {
		return Say("import." + b.Code)
	}
	return Say("review.torn", Plain(b.Field), Say("import."+b.Code))
}
