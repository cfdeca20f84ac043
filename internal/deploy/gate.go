package deploy

import (
	"fmt"
	"slices"
	"strings"

	"github.com/mlauth/mlauth-compile/internal/change"
)

// gate stops a plan that would lose what cannot be had back, unless the spec
// acknowledges it. Nothing was touched when it says no.
//
// The engine would refuse as well, but only when it comes to the resource, with
// others changed already; it lets one run both lift a protection and make use
// of that; and to a change in place that costs as much it has nothing to say.
func gate(plan *Plan, stack Stack) error {
	if err := refuseMissing(plan.Steps, stack); err != nil {
		return err
	}
	if err := refuseImpossible(plan, stack); err != nil {
		return err
	}
	if err := refuseAdopted(plan.Steps, stack); err != nil {
		return err
	}
	if len(plan.Stopped) == 0 {
		return nil
	}
	names := namesOf(plan.Stopped)
	return &Error{
		Kind: Refused, Stack: stack.Name, Resources: names,
		Summary: "refused: it would lose what cannot be had back: " + strings.Join(names, ", "),
		Remedy: strings.Join(explainStopped(plan.Stopped, stack), "\n") + "\n" +
			wayOut(plan),
	}
}

// wayOut is what to do about a refusal. Of a destroy there is nothing to undo,
// and neither of what is left from another day.
func wayOut(plan *Plan) string {
	stays := func(s change.Step) bool { return s.Op != change.OpDelete }
	changes := func(s change.Step) bool { return s.Changed() && !s.Remains }
	if slices.ContainsFunc(plan.Steps, stays) && slices.ContainsFunc(plan.Steps, changes) {
		return "Nothing was changed. Undo the change in the spec; or, where it is wanted, put the entries above into\n" +
			"lifecycle.acknowledge, each with its reason. There is no flag for it."
	}
	return "Nothing was changed. Where it is wanted, put the entries above into the spec's lifecycle.acknowledge,\n" +
		"each with its reason. There is no flag for it."
}

// explainStopped says of each effect what it is, and the entry that lets it
// through. What goes with a pool needs no entry beside the pool's.
func explainStopped(stopped []change.Effect, stack Stack) []string {
	var lines []string
	entries := change.Entries(stopped, stack.Today)
	for i, e := range stopped {
		lines = append(lines, "  "+e.Reason+"."+adoptFirst(e))
		switch {
		case entries[i] != "":
			lines = append(lines, "    "+entries[i])
		case e.Within != "":
			lines = append(lines, "    it goes with "+e.Within+", whose entry covers it")
		}
		if e.Remedy != "" {
			lines = append(lines, "    "+e.Remedy)
		}
	}
	return lines
}

// adoptFirst is the better way out where a pool is about to be made twice in the
// same place.
func adoptFirst(e change.Effect) string {
	if e.Change != change.Creates || e.Property != "" || e.ID == unseen {
		return ""
	}
	return fmt.Sprintf(" To go on with the one that is there, write lifecycle.adopt: {%s: %s};\n    only to have another one beside it:", e.Resource, e.ID)
}

// refuseImpossible stops what AWS cannot do: it would fail halfway.
func refuseImpossible(plan *Plan, stack Stack) error {
	impossible := plan.Impossible()
	var lines []string
	for _, e := range impossible {
		lines = append(lines, "  "+e.Reason+".", "    What to do: "+strings.TrimSuffix(e.Remedy, ".")+".")
	}
	if len(impossible) == 0 {
		return nil
	}
	return &Error{
		Kind: Failed, Stack: stack.Name, Resources: namesOf(impossible),
		Summary: "AWS cannot do this: " + strings.Join(namesOf(impossible), ", "),
		Remedy:  strings.Join(lines, "\n") + "\nNothing was changed.",
	}
}

// refuseAdopted stops a plan that would make anew what it takes over.
func refuseAdopted(steps []change.Step, stack Stack) error {
	var names, lines []string
	for _, step := range steps {
		if step.Adopted && (step.Op == change.OpDelete || step.Op == change.OpReplace) {
			names = append(names, step.Resource)
			lines = append(lines, "  "+describeLoss(step))
		}
	}
	if len(names) == 0 {
		return nil
	}
	return &Error{
		Kind: Refused, Stack: stack.Name, Resources: names,
		Summary: "refused: it would lose what is adopted: " + strings.Join(names, ", "),
		Remedy: strings.Join(lines, "\n") + "\nNothing was changed. " +
			"What lifecycle.adopt names is taken over as it is, and cannot be made anew: say in the spec what is there.",
	}
}

// refuseMissing stops a plan that adopts what is not there. The provider reads
// that as a resource without any property.
func refuseMissing(steps []change.Step, stack Stack) error {
	for _, step := range steps {
		there := func(c change.Difference) bool { return c.Old != nil }
		if step.Adopted && step.Op == change.OpReplace && len(step.Changes) > 0 && !slices.ContainsFunc(step.Changes, there) {
			a := adviseNothingToAdopt([]string{"", step.ID})
			return &Error{Kind: Failed, Stack: stack.Name, Resources: []string{step.Resource}, Summary: step.Resource + ": " + a.summary, Remedy: a.remedy}
		}
	}
	return nil
}

// describeLoss says in one line what would happen to a resource, and why.
func describeLoss(step change.Step) string {
	what := "is deleted"
	if step.Op == change.OpReplace {
		what = "is deleted and made anew"
		var paths []string
		for _, c := range step.Changes {
			if c.Replaces {
				paths = append(paths, c.Path)
			}
		}
		if len(paths) > 0 {
			what += ", because of a change in " + strings.Join(paths, ", ")
		}
	}
	if step.ID != "" {
		what += " (" + step.ID + ")"
	}
	return step.Resource + " " + what
}

// namesOf lists the resources of effects, sorted, each once.
func namesOf(effects []change.Effect) []string {
	var names []string
	for _, e := range effects {
		names = append(names, e.Resource)
	}
	slices.Sort(names)
	return slices.Compact(names)
}
