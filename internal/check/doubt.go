package check

import (
	"slices"

	"github.com/mlauth/mlauth-compile/internal/spec"
)

// doubtful reports whether a finding stands against a value or a part of it: it
// may mean something else than it says.
func doubtful(n *spec.Node) bool {
	return n.Poisoned() || slices.ContainsFunc(n.Items(), (*spec.Node).Poisoned) || mistaken(n)
}

// anyMistake reports whether a finding stands against anything beneath a node.
func anyMistake(n *spec.Node) bool {
	if n.Poisoned() {
		return true
	}
	for e := range n.Entries() {
		if anyMistake(e.Value) {
			return true
		}
	}
	return slices.ContainsFunc(n.Items(), anyMistake)
}
