package diag

import (
	"cmp"
	"slices"
)

// List is what a stage found. A nil list is good.
type List []Diagnostic

// Sort orders by file, line, column, rule and message. What still is equal is
// ordered by all other fields, so that the same findings always come in the
// same order, whichever way they were collected.
func (l List) Sort() { slices.SortStableFunc(l, compare) }

func compare(a, b Diagnostic) int {
	return cmp.Or(
		cmp.Compare(a.Range.File, b.Range.File),
		comparePos(a.Range.Start, b.Range.Start),
		cmp.Compare(a.Rule, b.Rule),
		cmp.Compare(a.Message, b.Message),
		comparePos(a.Range.End, b.Range.End),
		cmp.Compare(a.Path, b.Path),
		cmp.Compare(a.Severity, b.Severity),
		cmp.Compare(a.Remedy, b.Remedy),
		slices.CompareFunc(a.Related, b.Related, compareRelated),
	)
}

func compareRelated(a, b Related) int {
	return cmp.Or(
		cmp.Compare(a.Range.File, b.Range.File),
		comparePos(a.Range.Start, b.Range.Start),
		comparePos(a.Range.End, b.Range.End),
		cmp.Compare(a.Message, b.Message),
	)
}

func comparePos(a, b Pos) int {
	return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
}

// HasErrors tells whether any finding is an error.
func (l List) HasErrors() bool {
	return slices.ContainsFunc(l, func(d Diagnostic) bool { return d.Severity == Error })
}

// Count is the number of findings of one severity.
func (l List) Count(s Severity) int {
	n := 0
	for i := range l {
		if l[i].Severity == s {
			n++
		}
	}
	return n
}
