package reports_test

import (
	"testing"

	"bonuskasse/pos/screen"
	"bonuskasse/pos/screen/reports"
	"bonuskasse/pos/till"
)

func TestPointsRowWords(t *testing.T) {
	for _, c := range []struct {
		row  till.PointsRow
		want string
		of   string
	}{
		{till.PointsRow{Kind: "noted", Points: 5}, "origin.noted", ""},
		{till.PointsRow{Kind: "noted", Points: -5}, "history.taken.noted", ""},
		{till.PointsRow{Kind: "coupon", Points: -5}, "history.taken_back", "origin.coupon"},
		{till.PointsRow{Kind: "sale", Points: -5}, "origin.sale", ""}, // bonus paid more than it earned
		{till.PointsRow{Kind: "adjustment", Points: -5}, "origin.adjustment", ""},
	} {
		got := reports.PointsRowWords(c.row)
		of := ""
		if len(got.Args) > 0 {
			of = got.Args[0].(screen.Sentence).Key
		}
		if got.Key != c.want || of != c.of {
			t.Errorf("%+v: %q of %q", c.row, got.Key, of)
		}
	}
}
