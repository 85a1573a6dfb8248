package till

import (
	"slices"
	"strings"

	"bonuskasse/pos"
	"bonuskasse/pos/table"
)

// MemberField is what a column of a list of members may hold.
type MemberField string

// The fields of a list of members. What stands under FirstName is put before
// the name: many lists have two columns for it.
const (
	FieldUsername     MemberField = "username"
	FieldFirstName    MemberField = "first_name"
	FieldName         MemberField = "name"
	FieldPhone        MemberField = "phone"
	FieldEmail        MemberField = "email"
	FieldCard         MemberField = "card"
	FieldPoints       MemberField = "points"
	FieldTier         MemberField = "tier"
	FieldLanguage     MemberField = "language"
	FieldBirthday     MemberField = "birthday"
	FieldOrganisation MemberField = "organisation"
	FieldConsent      MemberField = "consent"
	FieldNotes        MemberField = "notes"
)

// MemberFields are all of them, in the order of a form.
var MemberFields = []MemberField{FieldUsername, FieldFirstName, FieldName, FieldPhone, FieldEmail, FieldCard, FieldPoints, FieldTier,
	FieldLanguage, FieldBirthday, FieldOrganisation, FieldConsent, FieldNotes}

// headingsOf are the words that shops write over a column, in Danish, English
// and French. The earlier word is the surer one.
var headingsOf = map[MemberField][]string{
	FieldUsername:  {"username", "brugernavn", "nom d'utilisateur", "user", "bruger", "login", "identifiant", "utilisateur", "pseudo", "user id"},
	FieldFirstName: {"first name", "fornavn", "prénom", "given name", "firstname"},
	FieldName: {"name", "navn", "full name", "fulde navn", "nom complet", "nom et prénom", "last name", "efternavn", "nom de famille", "surname",
		"nom", "member", "medlem", "membre", "customer", "kunde", "client", "customer name", "kundenavn", "nom du client", "medlemsnavn"},
	FieldPhone: {"phone", "telefon", "téléphone", "mobile", "mobil", "portable", "tlf", "tel", "tél", "tlf nr", "tlfnr", "telefonnummer", "telefonnr",
		"mobilnummer", "mobiltelefon", "mobilnr", "phone number", "numéro de téléphone", "n° de téléphone", "gsm", "cell", "cellphone"},
	FieldEmail: {"email", "e-mail", "mail", "courriel", "e-mailadresse", "mailadresse", "email address", "adresse mail", "adresse e-mail", "e-post", "mél"},
	FieldCard: {"card", "kort", "carte", "card number", "kortnummer", "numéro de carte", "card no", "kortnr", "kort nr", "n° de carte", "n° carte",
		"klubkort", "medlemskort", "club card", "carte de fidélité", "carte club", "bonuskort", "kundekort", "loyalty card"},
	FieldPoints: {"points", "point", "balance", "saldo", "solde", "bonus", "bonuspoint", "bonus points", "point balance", "pointsaldo", "bonussaldo",
		"solde de points", "opening balance", "startsaldo"},
	FieldTier:         {"tier", "trin", "niveau", "level", "bonustrin", "medlemstype", "palier", "rabatgruppe", "membership"},
	FieldLanguage:     {"language", "sprog", "langue", "lang"},
	FieldBirthday:     {"birthday", "fødselsdag", "date de naissance", "birthdate", "date of birth", "dob", "fødselsdato", "født", "anniversaire", "naissance", "né(e) le"},
	FieldOrganisation: {"organisation", "organization", "firma", "company", "société", "virksomhed", "entreprise", "arbejdsplads", "employer", "arbejdsgiver", "employeur", "cvr", "siret"},
	FieldConsent:      {"consent", "samtykke", "consentement", "newsletter", "nyhedsbrev", "marketing", "opt-in", "accord", "lettre d'information"},
	FieldNotes:        {"notes", "noter", "note", "remarques", "remarque", "bemærkninger", "bemærkning", "kommentar", "kommentarer", "comment", "comments", "commentaire", "commentaires"},
}

// FieldOf is a field by its name; false is none of that name.
func FieldOf(name string) (MemberField, bool) {
	f := MemberField(strings.ToLower(strings.TrimSpace(name)))
	return f, slices.Contains(MemberFields, f)
}

// GuessColumns says which column of a table holds which field, by the words
// over them. A column holds one field, and a field stands in one column.
func GuessColumns(headings []string) map[MemberField]int {
	folded := make([]string, len(headings))
	for i, h := range headings {
		folded[i] = pos.SearchWord(h)
	}
	at := map[MemberField]int{}
	taken := map[int]bool{}
	for _, f := range MemberFields {
		for _, word := range headingsOf[f] {
			i := slices.Index(folded, pos.SearchWord(word))
			if i >= 0 && !taken[i] {
				at[f], taken[i] = i, true
				break
			}
		}
	}
	return at
}

// columns are where the fields stand: guessed, and then as a person said. An
// empty heading leaves a field out.
func (how MemberImport) columns(s table.Sheet) (map[MemberField]int, error) {
	at := GuessColumns(s.Headings)
	for f, heading := range how.Map {
		delete(at, f)
		if heading == "" {
			continue
		}
		i, ok := s.Column(heading)
		if !ok {
			return nil, pos.Refuse(pos.UnknownColumn, heading)
		}
		for other, j := range at {
			if _, said := how.Map[other]; i == j && !said {
				delete(at, other)
			}
		}
		at[f] = i
	}
	return at, nil
}
