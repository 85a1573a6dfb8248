// Package noted is the screen of F4, the list that slips of paper with points are
// typed into and that is given at once, and the lists that were given, which can be
// printed or taken back.
//
//	shell.Add(screen.NotedPlace, noted.New(noted.Options{Till: t, Store: store, Devices: devices, Files: lists}))
//	shell.Add(screen.NotedListsPlace, noted.NewLists(t, devices))
//
// It stands on the vocabulary of pos/screen, on pos, pos/table and pos/till;
// pos/screen knows nothing of it but its places. Till and ListsTill say what it needs
// of the till.
//
// Why says what is wrong with a row: the window and tillctl say it alike.
package noted
