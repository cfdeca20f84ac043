package deploy

import (
	"context"
	"fmt"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/auto"
	"github.com/pulumi/pulumi/sdk/v3/go/auto/optpreview"
	"github.com/pulumi/pulumi/sdk/v3/go/auto/optup"
	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"github.com/mlauth/mlauth-compile/internal/change"
)

// A loss that is acknowledged takes two phases. AWS does not delete a user pool
// while its deletion protection is on, the engine nothing that its state has as
// protected, and a spec cannot lift either of a resource that has left it. So
// first the protection comes off, of what goes and of nothing else; then the
// change is planned anew, compared with what was judged, and carried out with
// protection in force. A run that dies in between leaves a stack whose next
// deploy finds the same change before it and goes on; or, where the change was
// taken back, puts the protection on again, for the program says so.

// deletionProtected is the user pool that goes with a plan and that AWS keeps
// from being deleted; nil for none.
func (s *snapshot) deletionProtected(steps []change.Step) *apitype.ResourceV3 {
	pool := s.find(userPoolType)
	goes := func(step change.Step) bool {
		return pool != nil && step.ID == string(pool.ID) && (step.Op == change.OpDelete || step.Op == change.OpReplace)
	}
	if !slices.ContainsFunc(steps, goes) || pool.Inputs[deletionProtection] != "ACTIVE" {
		return nil
	}
	return pool
}

const deletionProtection = "deletionProtection"

// lifted is the first phase, and the plan for the second.
func (o *operation) lifted(ctx context.Context, judged *planned) (*planned, error) {
	o.enter(PhaseLift)
	if _, err := o.lift(ctx, judged.stack, judged.state, judged.held, judged.Steps); err != nil {
		return nil, err
	}
	again, err := o.plan(ctx)
	if err != nil {
		return nil, o.halfway(err)
	}
	if difference := otherwise(judged.Steps, again.Steps); difference != "" {
		return nil, o.halfway(&Error{
			Stack: o.stack.Name, Summary: "planned anew, it would not be what was judged: " + difference,
			Remedy: "Another run was at work meanwhile, or AWS changed.",
		})
	}
	if err := gate(again.Plan, o.stack); err != nil {
		return nil, o.halfway(err)
	}
	return again, nil
}

// halfway adds to a failure what the first phase has done.
func (o *operation) halfway(err error) error {
	known := o.failure(context.Background(), nil, err)
	if known.Remedy != "" {
		known.Remedy += "\n"
	}
	known.Remedy += "Protection was lifted already of what is acknowledged, and nothing else was changed. Run this again to go on;\n" +
		"or undo the change in the spec and deploy, to have the protection on again."
	return known
}

// lift takes the protection off the URNs that are held, and deletion protection
// off a user pool that goes. It returns the state that it leaves.
func (o *operation) lift(ctx context.Context, stack *auto.Stack, state *snapshot, held []string, steps []change.Step) (*snapshot, error) {
	now, err := o.exported(ctx, stack.Workspace(), stack.Name())
	if err != nil {
		return nil, err
	}
	if err := o.compared(state, now); err != nil {
		return nil, err
	}
	if len(held) > 0 {
		args := append([]string{"state", "unprotect", "--yes", "--stack", stack.Name()}, held...)
		if _, _, err := runIn(ctx, stack.Workspace(), args...); err != nil {
			return nil, o.failure(ctx, nil, err)
		}
		for _, urn := range held {
			state = state.unprotected(urn)
		}
		if now, err = o.exported(ctx, stack.Workspace(), stack.Name()); err != nil {
			return nil, o.halfway(err)
		}
		if err := o.compared(state.masked(), now.masked()); err != nil {
			return nil, o.halfway(err)
		}
	}
	pool := now.deletionProtected(steps)
	if pool == nil || !o.guards(now) { // nobody acknowledged anything where there is no gate
		return now, nil
	}
	if err := o.release(ctx, stack, now, pool); err != nil {
		return nil, o.halfway(err)
	}
	return o.exported(ctx, stack.Workspace(), stack.Name())
}

// unprotected is the state with the protection of one resource off.
func (s *snapshot) unprotected(urn string) *snapshot {
	deployment := *s.DeploymentV3
	deployment.Resources = slices.Clone(deployment.Resources)
	for i, r := range deployment.Resources {
		if string(r.URN) == urn && !r.Delete {
			deployment.Resources[i].Protect = false
		}
	}
	return &snapshot{&deployment}
}

// release turns a user pool's deletion protection off, and changes nothing else
// of it: what the state says was asked for is asked for again.
func (o *operation) release(ctx context.Context, stack *auto.Stack, state *snapshot, pool *apitype.ResourceV3) error {
	program, err := o.replay(ctx, stack, pool.URN)
	if err != nil {
		return err
	}
	// Targets would not do: the engine takes what depends on a target and is not
	// declared for something to delete.
	rest := state.besides(pool.URN)
	plan, err := o.preview(ctx, stack, program, optpreview.Exclude(rest))
	if err != nil {
		return err
	}
	plan.state = state
	for _, s := range plan.Steps {
		if s.Changed() && !onlyReleases(s, string(pool.ID)) {
			return &Error{
				Stack:   o.stack.Name,
				Summary: fmt.Sprintf("the deletion protection of %s cannot be turned off alone: %s would change as well", pool.URN.Name(), s.Resource),
				Remedy:  "Turn it off by hand (AWS console, or aws cognito-idp update-user-pool), and run `mlauth-compile deploy` again.",
			}
		}
	}
	o.enter(PhaseLift)
	c := newCollector(PhaseLift, o.stack.Name, o.scrub, o.observe)
	return o.up(ctx, plan, c, program, optup.Exclude(rest))
}

// besides are the URNs of the user's resources but for one.
func (s *snapshot) besides(urn resource.URN) []string {
	var urns []string
	for _, r := range s.ours() {
		if r.URN != urn {
			urns = append(urns, string(r.URN))
		}
	}
	slices.Sort(urns)
	return slices.Compact(urns)
}

func onlyReleases(s change.Step, id string) bool {
	other := func(c change.Difference) bool { return c.Path != deletionProtection }
	return s.ID == id && s.Op == change.OpUpdate && !slices.ContainsFunc(s.Changes, other)
}
