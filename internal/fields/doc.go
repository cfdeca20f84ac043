// Package fields is the language as a list of fields, read from the JSON
// Schema: what `explain` says of one, and what docs/spec.md shows of all.
//
// The schema is the one place where a field is described. This package owns how
// its keywords are said in words, and how a field is found by its path. It
// reads no spec, and knows neither how one is validated (internal/spec) nor
// what becomes of it.
package fields
