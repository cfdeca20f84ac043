package review

import (
	"cmp"
	"slices"
	"strings"

	"github.com/mlauth/mlauth-compile/internal/change"
)

// Report is what one run found about several stacks.
type Report struct {
	Command string  // "preview" or "drift"
	Stacks  []Stack // sorted by name
}

// Stack is what would happen, or has happened behind its back, to one stack.
type Stack struct {
	Name string
	File string // the spec, as findings name it
	New  bool   // the stack is not deployed
	// Steps has one step for each resource, sorted by resource.
	Steps   []change.Step
	Effects []Effect
	Notes   []string
	// Failure says why there is no plan; Remedy what to do about it.
	Failure, Remedy string
}

// Effect is a consequence of the steps, and whether the spec says that it is
// wanted.
type Effect struct {
	change.Effect
	// Entry is the line to write under lifecycle.acknowledge where the gate stops
	// it, "" where another's covers it.
	Entry        string
	Acknowledged bool
	// Refused is set when deploy does not let it through: the safety gate stops
	// it, or AWS cannot do it. What has happened already is not refused.
	Refused bool
}

// Happened are the effects of what was done already.
func Happened(steps []change.Step) []Effect {
	var effects []Effect
	for _, e := range change.Judge(steps) {
		effects = append(effects, Effect{Effect: e})
	}
	return effects
}

// Outcome is what becomes of a stack, in one word.
type Outcome string

// The outcomes of a stack.
const (
	Unchanged Outcome = "unchanged"
	Changes   Outcome = "changes"
	Stopped   Outcome = "stopped" // by the safety gate, or because AWS cannot do it
	Failed    Outcome = "failed"  // there is no plan
)

// Outcome is what becomes of the stack.
func (s Stack) Outcome() Outcome {
	stops := func(e Effect) bool { return e.Refused }
	switch {
	case s.Failure != "":
		return Failed
	case slices.ContainsFunc(s.Effects, stops):
		return Stopped
	case change.Count(s.Steps).Changed() > 0 || len(s.Effects) > 0:
		return Changes
	}
	return Unchanged
}

// worst is the worst class of the stack's effects: Other where it has changes
// and none of them matters more, "" where nothing changes.
func (s Stack) worst() change.Class {
	for _, class := range change.Classes {
		if slices.ContainsFunc(s.Effects, func(e Effect) bool { return e.Class == class }) {
			return class
		}
	}
	if s.Outcome() == Changes {
		return change.Other
	}
	return ""
}

// group is what a stack has of one class.
type group struct {
	class   change.Class
	entries []entry
}

// entry is a resource with the effects of one class that it has.
type entry struct {
	resource string
	step     *change.Step // nil for an effect on no resource of the plan
	effects  []Effect
	again    bool // the step was shown under a worse class
}

// told are the effects that are worth a line of their own: what goes with a pool
// that is lost needs no more words than the pool has.
func (e entry) told() []Effect {
	return slices.DeleteFunc(slices.Clone(e.effects), func(e Effect) bool { return e.Within != "" && e.Within != e.Resource })
}

// groups sorts what changes by class. A resource stands under each class that
// it has an effect of, with its differences under the worst one only; a change
// without effects is under Other.
func (s Stack) groups() []group {
	shown := map[*change.Step]bool{}
	var groups []group
	for _, class := range change.Classes {
		g := group{class: class}
		for _, e := range s.Effects {
			if e.Class == class {
				g.add(e, s.stepOf(e.Resource))
			}
		}
		if class == change.Other {
			g.rest(s.Steps, shown)
		}
		for i := range g.entries {
			e := &g.entries[i]
			e.again = shown[e.step]
			if e.step != nil {
				shown[e.step] = true
			}
		}
		if len(g.entries) > 0 {
			slices.SortStableFunc(g.entries, func(a, b entry) int { return cmp.Compare(a.resource, b.resource) })
			groups = append(groups, g)
		}
	}
	return groups
}

// add puts an effect with the others on its resource.
func (g *group) add(e Effect, step *change.Step) {
	resource := e.Resource
	if step != nil {
		resource = step.Resource
	}
	for i := range g.entries {
		if g.entries[i].resource == resource && g.entries[i].step == step {
			g.entries[i].effects = append(g.entries[i].effects, e)
			return
		}
	}
	g.entries = append(g.entries, entry{resource: resource, step: step, effects: []Effect{e}})
}

// rest adds the changes that are under no other class.
func (g *group) rest(steps []change.Step, shown map[*change.Step]bool) {
	for i := range steps {
		step := &steps[i]
		listed := slices.ContainsFunc(g.entries, func(e entry) bool { return e.step == step })
		if step.Changed() && !shown[step] && !listed {
			g.entries = append(g.entries, entry{resource: step.Resource, step: step})
		}
	}
}

// stepOf is the step that an effect is about: that of the resource, or of the
// one that holds the part.
func (s Stack) stepOf(path string) *change.Step {
	var found *change.Step
	for i := range s.Steps {
		step := &s.Steps[i]
		if !step.Changed() || step.Resource != path && !strings.HasPrefix(path, step.Resource+".") {
			continue
		}
		if found == nil || len(step.Resource) > len(found.Resource) {
			found = step
		}
	}
	return found
}
