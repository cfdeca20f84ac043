// Package review owns how plans are shown to people and programs: as text at a
// terminal, as JSON (schema/mlauth-plan.schema.json), and as Markdown for a
// comment on a pull request. The same report gives the same bytes.
//
// What a change means it takes from package change. It must not know the engine
// or specs, and reads and writes nothing but the writer that it is given.
package review
