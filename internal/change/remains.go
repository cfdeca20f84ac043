package change

import (
	"cmp"
	"fmt"
)

// keepRemains is the way out for who wants to keep what was left: a spec has no
// word for it.
const keepRemains = "or, to keep it, take it out of the state: `pulumi stack export`, leave out the resource with that id, `pulumi stack import`"

// judgeRemains says what clearing away means of what interrupted replacements
// have left. Nobody made a change for it, and the spec cannot undo it; but who
// used the old one may still do so, and its users are still there. So it takes
// the entry that the replacement took.
func judgeRemains(remains []Step) []Effect {
	var effects []Effect
	for _, s := range remains {
		means, ok := felt[s.Type]
		if !ok {
			continue
		}
		e := Effect{
			Class: BreaksCallers, Change: Replaces, Resource: s.Resource, Remedy: keepRemains,
			Reason: fmt.Sprintf("what an interrupted replacement of %s left (%s) is deleted: %s", s.Resource, cmp.Or(s.ID, "its id is not known"), means),
		}
		if isPool(s.Resource) {
			e.Class, e.ID = LosesUsers, s.ID
		} else if pool := poolAmong(remains, s); pool != nil {
			e.Within, e.ID, e.Remedy = pool.Resource, pool.ID, ""
		}
		effects = append(effects, e)
	}
	return effects
}

// poolAmong is the pool among remains that another of them lives in.
func poolAmong(remains []Step, s Step) *Step {
	for i, pool := range remains {
		in := text(s.Old, "userPoolId")
		if pool.Resource == poolOf(s) && (in == "" || in == pool.ID) {
			return &remains[i]
		}
	}
	return nil
}
