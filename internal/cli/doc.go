// Package cli is the command line: one subcommand a file, each of which turns
// flags into a struct, has the work done, and shows what came of it.
//
// It alone joins spec, check, render and deploy. It owns streams, colours, exit
// codes, the search for spec files, and the reading of secrets.
//
// It must not know how a spec is read, what a resource is made of, or how an
// engine is run.
package cli
