package settings

import (
	"context"
	"path/filepath"
	"strconv"

	"bonuskasse/pos/screen"
	"bonuskasse/pos/till"
)

// Brings gives Settings the machine's files, to take goods out of a list; without
// it has no row for that.
func (s *Screen) Brings(f screen.ListFiles) *Screen {
	s.files = f
	return s
}

// goodsTaken is what came of a list of goods.
type goodsTaken struct {
	taken till.Imported
	err   error
}

func (s *Screen) goodsRow() Row {
	return Row{ID: "goods", Name: screen.Say("settings.goods"), Value: screen.Say("settings.shop.import.value"), Explain: screen.Say("settings.goods.explain"), Do: true,
		act: func(_ context.Context, do *screen.Turn) {
			screen.AskPath(s.files, s.files.Home(), screen.PathAsk{
				Title: screen.Say("settings.goods"), Text: screen.Say("settings.goods.columns"), Label: screen.Say("reviews.import.file"),
				Take: "reviews.import.do", Endings: screen.ListEndings,
				Then: func(_ context.Context, path, _ string, do *screen.Turn) error {
					s.takeGoods(path, do.Who(), do)
					return nil
				},
			}, do)
		}}
}

// takeGoods reads a list beside the window.
func (s *Screen) takeGoods(path string, who till.Who, do *screen.Turn) {
	file := filepath.Base(path)
	do.Say(screen.Calm, "import.reading", screen.Name(file))
	do.Run(func(ctx context.Context) screen.Event {
		sheet, err := s.files.Read(path)
		if err != nil {
			return goodsTaken{err: screen.NoFile(err, file)}
		}
		taken, err := s.till.ImportProducts(ctx, sheet, who)
		return goodsTaken{taken, err}
	})
}

// badGoodsShown is how many bad lines are told: when those are mended, and the list
// is taken again, the next ones are.
const badGoodsShown = 100

// goodsCame says how many goods are in, and which lines are not, each with why.
func (s *Screen) goodsCame(ctx context.Context, e goodsTaken, do *screen.Turn) {
	if do.Refuse(e.err) {
		return
	}
	s.refresh(ctx, do)
	t := e.taken
	sum := screen.Say("settings.goods.taken", int64(t.Imported), int64(t.Rows))
	if len(t.Bad) == 0 {
		do.Say(screen.Go, sum.Key, sum.Args...)
		do.Sound(screen.GoodSound)
		return
	}
	do.Clear()
	do.Sound(screen.RefusedSound)
	q := screen.Question{Title: sum, Text: screen.Say("settings.goods.bad"), Choices: []screen.Choice{screen.Yes("ok", "action.ok")}}
	q.Then = func(_ context.Context, _ screen.Reply, do *screen.Turn) error {
		do.Say(screen.Look, sum.Key, sum.Args...)
		return nil
	}
	for _, b := range t.Bad[:min(len(t.Bad), badGoodsShown)] {
		q.Rows = append(q.Rows, screen.Row{Head: screen.Say("import.bad_row", screen.Plain(strconv.Itoa(b.Line)), screen.Plain(b.Field), screen.Say("import."+b.Code))})
	}
	do.Ask(q)
}
