// Package settings is the screen of F10: sections of rows that everybody may look
// at, and those may change who are allowed to. A file holds a section (look, devices,
// programme, tiers, people, office) or what opens from one (versions, categories,
// limits, backups).
//
//	shell.Add(screen.SettingsPlace, settings.New(t, devices, office, shell.SetLook).Backs(copies).Brings(lists))
//
// It stands on the vocabulary of pos/screen, on pos, pos/loyalty and pos/till;
// pos/screen knows nothing of it but its place, and screen.OpenSection, by which
// another screen leads to a section. Till, DeviceRoom, OfficeJoin and BackupRoom
// say what it needs of others.
//
// The words for a programme (ProgramSettings, ProgramChanges, TrialWords) and for
// what clashes when a till joins a chain (ClashesIn) are here too: tillctl says the
// same things with them.
package settings
