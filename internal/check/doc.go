// Package check knows what a JSON Schema cannot say: what needs the whole spec,
// other specs, or AWS's habits.
//
// It owns the semantic rules, one family a file, each a small value: ID,
// severity, what it is about, and a function. A rule reports every place where
// it is broken and never looks at a value that another finding stands against.
//
// It must not read files or talk to anything: it sees typed specs.
package check
