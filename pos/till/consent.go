package till

import (
	"context"
	"strings"

	"bonuskasse/pos"
)

// ConsentSetting is the setting with the words on marketing in a language.
func ConsentSetting(language string) string { return "consent." + language }

// ConsentText is what a customer agrees to who says yes to marketing, in a
// language (empty is the shop's): the shop's own words, or the till's. What was
// agreed to is kept with the member, whatever becomes of the setting.
func (t *Till) ConsentText(ctx context.Context, language string) (text string, err error) {
	err = t.store.View(ctx, func(r Reader) error {
		text, err = t.consentText(r, language)
		return err
	})
	return text, err
}

func (t *Till) consentText(r Reader, language string) (string, error) {
	if language == "" {
		language = t.shop.Language
	}
	settings, err := r.Settings()
	if err != nil {
		return "", err
	}
	text := strings.TrimSpace(settings[ConsentSetting(language)])
	if text == "" && t.papers != nil {
		text = t.papers.Consent(t.shop.Name, language)
	}
	if text == "" {
		return "", pos.Refuse(pos.BadSetting, ConsentSetting(language))
	}
	return text, nil
}

// consent notes that a member said yes just now, and to what words.
func (t *Till) consent(r Reader, in NewMember, m *pos.Member) (err error) {
	if !in.Consent {
		return nil
	}
	if m.ConsentText, err = t.consentText(r, m.Language); err != nil {
		return err
	}
	m.ConsentAt = pos.At(t.now())
	return nil
}
