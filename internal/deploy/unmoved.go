package deploy

import (
	"context"
	"maps"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
)

// unmoved compares the state with the one that the plan was made on. It is
// called by the program, when the engine has locked the stack and nothing was
// done yet: the engine's own plan does not notice a state that moved.
func (o *operation) unmoved(ctx context.Context, plan *planned) error {
	state, err := o.aside().exported(ctx, plan.stack.Workspace(), plan.stack.Name())
	if err != nil {
		return err
	}
	if plan.state.find(rootType) == nil {
		state = state.without(rootType) // this run has just put it there, or is about to
	}
	if plan.moves { // the engine has just written it anew, with other ciphertext
		return o.compared(plan.state.masked(), state.masked())
	}
	err = o.compared(plan.state, state)
	// Where AWS has drifted the engine has just read it again. Some backends write
	// that down only with the first change, others at once: then it has to be what
	// the plan has read.
	if err != nil && plan.drifted && moved(byName(plan.found), byName(state.asFound())) == "" {
		return nil
	}
	return err
}

// compared fails when a state is not what it was.
func (o *operation) compared(before, after *snapshot) error {
	difference := moved(before.digests(), after.digests())
	if difference == "" {
		return nil
	}
	return &Error{
		Stack:   o.stack.Name,
		Summary: "the state moved since the plan was made: " + difference,
		Remedy:  "Nothing was changed. Another run was at work meanwhile: look at what it did, and run this again.",
	}
}

// without is the state without the resources of a type, and what is pending of
// them.
func (s *snapshot) without(typ string) *snapshot {
	if s == nil {
		return nil
	}
	deployment := *s.DeploymentV3
	deployment.Resources = slices.DeleteFunc(slices.Clone(deployment.Resources), func(r apitype.ResourceV3) bool { return string(r.Type) == typ })
	deployment.PendingOperations = slices.DeleteFunc(slices.Clone(s.PendingOperations), func(op apitype.OperationV2) bool { return string(op.Resource.Type) == typ })
	return &snapshot{&deployment}
}

// asFound has for each of the user's resources a digest of what a refresh has
// found, by URN.
func (s *snapshot) asFound() map[string]string {
	all := map[string]string{}
	for _, r := range s.ours() {
		if !r.Delete {
			all[string(r.URN)] = asFound(string(r.ID), r.Protect, r.Inputs, r.Outputs)
		}
	}
	return all
}

// asFound is a digest of a resource as AWS has it, as far as it was asked for:
// what AWS makes up beside that, such as the number of users, moves by itself.
// Nothing is scrubbed: a digest is not shown, and what there is to scrub grows.
func asFound(id string, protected bool, inputs, outputs map[string]any) string {
	said := scrubber{}.asked(inputs, outputs)
	maps.DeleteFunc(said, func(_ string, value any) bool { return nothing(value) })
	return digest([]any{id, protected, said})
}

// byName has the digests of resources by the names that people know.
func byName(byURN map[string]string) map[string]string {
	all := map[string]string{}
	for _, urn := range slices.Sorted(maps.Keys(byURN)) {
		all[logicalName(urn)] += byURN[urn]
	}
	return all
}

// aside is the operation for a command beside one that is running: what the
// running one complains of is not mixed up with it.
func (o *operation) aside() *operation {
	other := *o
	other.run = &recorder{command: o.engine.command}
	return &other
}
