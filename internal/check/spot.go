package check

import (
	"github.com/mlauth/mlauth-compile/internal/diag"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

// spot is the place of a node, known without it.
type spot struct {
	diag.Range
	path   string
	uses   []diag.Related
	silent bool // it is not there, or a finding stands against it
}

func spotOf(n *spec.Node) spot {
	return spot{n.Range(), n.Path(), n.Uses(), n == nil || n.Poisoned()}
}

// finding is empty for a place that another finding stands against: what follows
// from a mistake is not another one. So it is for a field that is missing where
// it has to be, which loading has said.
func (at spot) finding(id string, severity diag.Severity, message, remedy string, related ...diag.Related) diag.List {
	if at.silent {
		return nil
	}
	return diag.List{{
		Rule: id, Severity: severity, Range: at.Range, Path: at.path,
		Message: message, Remedy: remedy, Related: append(at.uses, related...),
	}}
}

// first is the place of what stands in the way of another.
func (at spot) first() diag.Related {
	return diag.Related{Range: at.Range, Message: "first declared here"}
}
