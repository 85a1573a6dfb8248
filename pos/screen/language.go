package screen

// Languages are those that the till speaks, in the order that they are offered.
var Languages = []string{"da", "en", "fr"}

// OwnNames are what the languages call themselves: who needs one knows it by that.
var OwnNames = map[string]string{"da": "Dansk", "en": "English", "fr": "Français"}
