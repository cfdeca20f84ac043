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
