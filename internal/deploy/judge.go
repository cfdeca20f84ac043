package deploy

import (
	"fmt"
	"slices"
	"strings"

	"github.com/mlauth/mlauth-compile/internal/change"
)

// judge fills in what a plan means and what of it the gate stops.
func (p *Plan) judge(stack Stack, more ...change.Effect) {
	p.Effects = append(more, change.Judge(p.Steps)...)
	p.Effects = append(p.Effects, unnamed(p.Steps, p.Effects)...)
	slices.SortStableFunc(p.Effects, func(a, b change.Effect) int { return a.Class.Severity() - b.Class.Severity() })
	p.Stopped = nil
	for _, e := range p.Effects {
		if p.Guarded && e.Stopped() && !change.Acknowledged(e, stack.Acknowledge, stack.Today) {
			p.Stopped = append(p.Stopped, e)
		}
	}
	p.Notes = append(p.Notes, idle(p.Effects, stack)...)
}

// unnamed is a second net: a protected resource that would go, of a kind that
// the judge has no word for.
func unnamed(steps []change.Step, effects []change.Effect) []change.Effect {
	var more []change.Effect
	for _, s := range steps {
		named := func(e change.Effect) bool { return e.Stopped() && e.Resource == s.Resource }
		if !s.Lost() || s.Adopted || slices.ContainsFunc(effects, named) {
			continue
		}
		e := change.Effect{Class: change.BreaksCallers, Change: change.Deletes, Resource: s.Resource, Reason: describeLoss(s) + ", and it is protected"}
		if s.Op == change.OpReplace {
			e.Change = change.Replaces
		}
		more = append(more, e)
	}
	return more
}

// becameEphemeral is the effect of a spec that calls a stack ephemeral which is
// protected: from then on anything in it may be deleted.
func becameEphemeral(stack Stack, plan *Plan) []change.Effect {
	if !stack.Ephemeral || !plan.Guarded {
		return nil
	}
	return []change.Effect{{
		Class: change.LosesUsers, Change: change.Ephemeral, Resource: "lifecycle", Property: "ephemeral",
		Reason: "lifecycle.ephemeral is turned on for a stack that was deployed without: from the next run on nothing in it is protected",
	}}
}

// idle notes the acknowledgements that do nothing: past their day, or about
// nothing that the plan holds.
func idle(effects []change.Effect, stack Stack) []string {
	var notes []string
	for _, a := range stack.Acknowledge {
		name := strings.TrimSpace(a.Change + " of " + a.Resource + " " + a.ID)
		switch {
		case a.Expired(stack.Today):
			notes = append(notes, fmt.Sprintf("the acknowledgement of the %s expired on %s and lets nothing through", name, a.Until))
		case !slices.ContainsFunc(effects, a.Covers):
			notes = append(notes, fmt.Sprintf("the acknowledgement of the %s matches nothing in this plan; take it out when it has served", name))
		}
	}
	return notes
}
