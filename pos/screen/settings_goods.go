package screen

import (
	"context"
	"path/filepath"
	"strconv"

	"bonuskasse/pos/till"
)

// Brings gives Settings the machine's files, to take goods out of a list; without
// it has no row for that.
func (s *Settings) Brings(f ListFiles) *Settings {
	s.files = f
	return s
}

// goodsTaken is what came of a list of goods.
type goodsTaken struct {
	taken till.Imported
	err   error
}

func (s *Settings) goodsRow() SettingRow {
	return SettingRow{ID: "goods", Name: Say("settings.goods"), Value: Say("settings.shop.import.value"), Explain: Say("settings.goods.explain"), Do: true,
		act: func(_ context.Context, do *Turn) {
			AskPath(s.files, s.files.Home(), PathAsk{
				Title: Say("settings.goods"), Text: Say("settings.goods.columns"), Label: Say("reviews.import.file"),
				Take: "reviews.import.do", Endings: ListEndings,
				Then: func(_ context.Context, path, _ string, do *Turn) error {
					s.takeGoods(path, do.Who(), do)
					return nil
				},
			}, do)
		}}
}

// takeGoods reads a list beside the window.
func (s *Settings) takeGoods(path string, who till.Who, do *Turn) {
	file := filepath.Base(path)
	do.Say(Calm, "import.reading", Name(file))
	do.Run(func(ctx context.Context) Event {
		sheet, err := s.files.Read(path)
		if err != nil {
			return goodsTaken{err: NoFile(err, file)}
		}
		taken, err := s.till.ImportProducts(ctx, sheet, who)
		return goodsTaken{taken, err}
	})
}

// badGoodsShown is how many bad lines are told: when those are mended, and the list
// is taken again, the next ones are.
const badGoodsShown = 100

// goodsCame says how many goods are in, and which lines are not, each with why.
func (s *Settings) goodsCame(ctx context.Context, e goodsTaken, do *Turn) {
	if do.Refuse(e.err) {
		return
	}
	s.refresh(ctx, do)
	t := e.taken
	sum := Say("settings.goods.taken", int64(t.Imported), int64(t.Rows))
	if len(t.Bad) == 0 {
		do.Say(Go, sum.Key, sum.Args...)
		do.Sound(GoodSound)
		return
	}
	do.Clear()
	do.Sound(RefusedSound)
	q := Question{Title: sum, Text: Say("settings.goods.bad"), Choices: []Choice{Yes("ok", "action.ok")}}
	q.Then = func(_ context.Context, _ Reply, do *Turn) error {
		do.Say(Look, sum.Key, sum.Args...)
		return nil
	}
	for _, b := range t.Bad[:min(len(t.Bad), badGoodsShown)] {
		q.Rows = append(q.Rows, Row{Head: Say("import.bad_row", Plain(strconv.Itoa(b.Line)), Plain(b.Field), Say("import."+b.Code))})
	}
	do.Ask(q)
}
