package spec

import (
	"slices"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/mlauth/mlauth-compile/internal/diag"
)

// A layer is one of several files that are merged into a spec. It is held
// against the schema on its own, so that what is wrong in a fragment is said
// at the fragment, and said once however many specs use it. What only the
// whole can tell is left to the whole: whether a field is missing, which of
// several fields is given, what holds when another field has some value. A
// null removes what an earlier file gives, and so fits anywhere in a map; the
// items of a list are never merged, and are judged as in a whole spec.

// validateLayer explains what is wrong with a layer by itself.
func validateLayer(root *Node) diag.List {
	return (&explainer{layer: true}).all(root, specSchema())
}

// removes tells whether a value is the null of a merge patch.
func removes(n *Node) bool {
	return n.Kind == Scalar && n.Type == Null && !n.poisoned && n.parent != nil && n.parent.Kind == Map
}

// requiredFields are those that a map must have. What x-required names is
// required of the whole only; what required names at the top, where it says
// what the file is, of every file.
func requiredFields(n *Node, s *jsonschema.Schema, layer bool) []string {
	switch {
	case !layer:
		return allRequired(s)
	case n.parent == nil:
		return s.Required
	}
	return nil
}

func allRequired(s *jsonschema.Schema) []string {
	if more := annotationsOf(s).required; len(more) > 0 {
		return slices.Concat(s.Required, more)
	}
	return s.Required
}

func hasAll(n *Node, fields []string) bool {
	for _, field := range fields {
		if n.find(field) < 0 {
			return false
		}
	}
	return true
}
