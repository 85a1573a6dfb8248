package till

import (
	"context"
	"strconv"

	"bonuskasse/hardware"
	"bonuskasse/pos"
)

// cardJob is cards of a batch as they are drawn. Those for members bear their
// name and photo: the members of a new batch, or whoever has the card now.
func (t *Till) cardJob(ctx context.Context, b pos.CardBatch, first, last int64, members []pos.ID, words CardWords) (job hardware.CardJob, err error) {
	err = t.store.View(ctx, func(r Reader) error {
		set, err := r.Settings()
		if err != nil {
			return err
		}
		d, _ := ReadDevices(set)
		job = hardware.CardJob{Title: words.Title, Made: b.Made.Time(t.zone), Lang: words.Lang, Layout: hardware.CardLayout(b.Layout)}
		if job.Design, err = designOf(r, t.shop.Name, b.Design); err != nil {
			return err
		}
		holders, err := holders(r, first, last, members)
		if err != nil {
			return err
		}
		for n := first; n <= last; n++ {
			face := hardware.CardFace{Number: strconv.FormatInt(n, 10), Kind: words.Kinds[b.Kind]}
			if face.Codes, err = cardCodes(d.Numbers, b.Symbology, face.Number); err != nil {
				return err
			}
			if h, ok := holders[face.Number]; ok && job.Design.Holder {
				face.Name = h.Name
			}
			if h, ok := holders[face.Number]; ok && job.Design.Photo {
				face.Photo = h.Photo
			}
			job.Cards = append(job.Cards, face)
		}
		return nil
	})
	return job, err
}

func holders(r Reader, first, last int64, members []pos.ID) (map[string]CardFace, error) {
	faces := map[string]CardFace{}
	if len(members) == 0 {
		list, err := r.CardFaces(first, last)
		for _, f := range list {
			faces[f.Number] = f
		}
		return faces, err
	}
	for i, id := range members {
		s, err := standingOf(r, id)
		if err != nil {
			return nil, err
		}
		f := CardFace{Number: strconv.FormatInt(first+int64(i), 10), Name: s.Member.Name}
		if f.Photo, err = r.CardPhoto(s.Member.ID); err != nil {
			return nil, err
		}
		faces[f.Number] = f
	}
	return faces, nil
}

// cardCodes are the codes of a card, as the shop's readers take them.
func cardCodes(numbers hardware.Profile, s pos.CardSymbology, number string) ([]hardware.CardCode, error) {
	var c hardware.CardCode
	switch s {
	case pos.CardCode128:
		c.Symbology = hardware.Code128
	case pos.CardEAN13:
		c.Symbology = hardware.EAN13
	case pos.CardQR:
		c.QR = true
	default:
		return nil, pos.Refuse(pos.BadSetting, "symbology")
	}
	text, ok := numbers.CardCodeText(c, number)
	if !ok {
		return nil, pos.Refuse(pos.NoEANPrefix)
	}
	c.Text = text
	return []hardware.CardCode{c}, nil
}

// SampleCards is what a batch would look like: its first card, for the screen.
func (t *Till) SampleCards(ctx context.Context, in NewCards) (job hardware.CardJob, err error) {
	b := pos.CardBatch{First: in.From, Count: 1, Kind: in.Kind, Symbology: in.Symbology, Design: in.Design, Layout: string(in.Layout), Made: pos.At(t.now())}
	if b.First == 0 {
		b.First = pos.FirstCard
	}
	job, err = t.cardJob(ctx, b, b.First, b.First, in.Members[:min(len(in.Members), 1)], in.Words)
	if err == nil && len(in.Members) == 0 { // the number may be somebody's; the batch is for anybody
		job.Cards[0].Name, job.Cards[0].Photo = "", nil
	}
	return job, err
}

// CardPicture is a card as it is, or would be, drawn again.
func (t *Till) CardPicture(ctx context.Context, number string, words CardWords) (job hardware.CardJob, err error) {
	b, err := t.BatchOf(ctx, number)
	if err != nil {
		return job, err
	}
	n, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		return job, pos.Refuse(pos.UnknownCard, number)
	}
	return t.cardJob(ctx, b, n, n, nil, words)
}
