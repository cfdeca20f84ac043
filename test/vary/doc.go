// Package vary makes other specs out of those that are there, one field at a
// time: for the tests that hold what a field does, and what changing it does on
// a stack that is deployed, over all fields of the language.
package vary
