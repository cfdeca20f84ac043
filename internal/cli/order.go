package cli

import (
	"slices"

	"github.com/mlauth/mlauth-compile/internal/spec"
)

// order is the order in which stacks are worked on.
type order func([]*spec.Spec) []*spec.Spec

// ownersFirst puts a stack whose pool others use before them, and leaves the
// order as it is otherwise.
func ownersFirst(specs []*spec.Spec) []*spec.Spec {
	byName := map[string]*spec.Spec{}
	for _, s := range specs {
		byName[s.Metadata.Name] = s
	}
	var ordered []*spec.Spec
	var put func(s *spec.Spec)
	put = func(s *spec.Spec) {
		if slices.Contains(ordered, s) {
			return
		}
		// A user is no owner (MLA114), so that there is no circle to run in.
		if s.UsesPool() {
			if owner := byName[s.UserPool.Use.Stack]; owner != nil && owner.OwnsPool() {
				put(owner)
			}
		}
		ordered = append(ordered, s)
	}
	for _, s := range specs {
		put(s)
	}
	return ordered
}

// usersFirst is the other way round, for taking stacks down.
func usersFirst(specs []*spec.Spec) []*spec.Spec {
	ordered := ownersFirst(specs)
	slices.Reverse(ordered)
	return ordered
}
