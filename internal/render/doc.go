// Package render turns a typed spec into Pulumi resources, one kind a file.
//
// It is pure: no file, environment, clock or network, and sorted iteration, so
// that the same spec gives the same program. Secrets come in as values that the
// caller resolved. Two things run the program: the engine, and the recorder of
// this package, which shows it without an engine; both run the same one.
//
// Every property is sent in every program, an empty one as empty: the provider
// keeps the old value of most properties that a program no longer mentions, and
// a line taken out of a spec would take no effect. The few that cannot be sent
// empty are listed in Sticky.
//
// It must not know how a program is deployed.
package render
