package deploy

import (
	"maps"
	"slices"
	"strings"

	"github.com/mlauth/mlauth-compile/internal/change"
)

// otherwise says in words where one plan's steps are not another's, "" for
// nowhere. Protection, which is lifted between the two, does not count.
func otherwise(judged, again []change.Step) string {
	return moved(stepDigests(judged), stepDigests(again))
}

// stepDigests are hashes of steps by resource.
func stepDigests(steps []change.Step) map[string]string {
	all := map[string]string{}
	for _, s := range steps {
		key := s.Resource
		for all[key] != "" { // the remains of a replacement share the name
			key += " (replaced)"
		}
		all[key] = digest(withoutProtection(s))
	}
	return all
}

// withoutProtection is a step without what the first phase changes.
func withoutProtection(s change.Step) change.Step {
	s.Protected = false
	if s.Type != userPoolType || s.Op != change.OpDelete && s.Op != change.OpReplace {
		return s
	}
	s.Old = maps.Clone(s.Old)
	delete(s.Old, deletionProtection)
	s.Changes = slices.DeleteFunc(slices.Clone(s.Changes), func(c change.Difference) bool {
		return strings.HasPrefix(c.Path, deletionProtection)
	})
	return s
}
