package deploy

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/auto"
	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"

	"github.com/mlauth/mlauth-compile/internal/change"
)

// refuse stops a plan that would delete or replace what is protected.
//
// The engine would refuse as well, but only when it comes to the resource, with
// others changed already; and it lets one run both lift a protection and make
// use of that, which is how a slip of the pen loses a user pool.
func refuse(steps []change.Step, stack Stack) error {
	if err := refuseMissing(steps, stack); err != nil {
		return err
	}
	var lines, names []string
	adopted := false
	for _, step := range steps {
		if !step.Lost() {
			continue
		}
		names = append(names, step.Resource)
		lines = append(lines, "  "+describeLoss(step))
		adopted = adopted || step.Adopted
	}
	if len(names) == 0 {
		return nil
	}
	way := wayOut(stack)
	if adopted {
		way = "What lifecycle.adopt names is taken over as it is, and cannot be made anew: say in the spec what is there."
	}
	return &Error{
		Kind: Refused, Stack: stack.Name, Resources: names,
		Summary: fmt.Sprintf("refused: it would lose what is protected: %s", strings.Join(names, ", ")),
		Remedy: strings.Join(lines, "\n") + "\n" +
			"Nothing was changed. " + way,
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
	what := "would be deleted"
	if step.Op == change.OpReplace {
		what = "would be deleted and made anew"
		var paths []string
		for _, c := range step.Changes {
			if c.Replaces {
				paths = append(paths, c.Path)
			}
		}
		if len(paths) > 0 {
			what += ", because of a c in " + strings.Join(paths, ", ")
		}
	}
	if step.ID != "" {
		what += " (" + step.ID + ")"
	}
	return step.Resource + " " + what
}

func wayOut(stack Stack) string {
	if stack.Ephemeral {
		return "The stack was deployed before it was ephemeral, and what is in it is still protected.\n" +
			"Deploy it once with lifecycle.ephemeral: true and no other change; after that this will work."
	}
	return "Everything in a stack that is not ephemeral is protected, because what is lost with it\n" +
		"(users, passwords, client secrets) cannot be brought back.\n" +
		"Undo the change in the spec to go on. This version has no way to let such a change through."
}

// deletions lists what a destruction deletes, out of the state. The stack is
// nil when the backend does not hold it.
func (o *operation) deletions(ctx context.Context) (*auto.Stack, []change.Step, error) {
	stack, err := o.open(ctx)
	if stack == nil {
		return nil, nil, err
	}
	// Without --show-secrets: what is not decrypted cannot leak.
	stdout, _, err := runIn(ctx, stack.Workspace(), "stack", "export", "--stack", stack.Name())
	if err != nil {
		failure := o.failure(ctx, nil, err)
		if isNoStack(failure) {
			return nil, nil, nil
		}
		return nil, nil, failure
	}
	deployment, err := parseState(stdout)
	if err != nil {
		return nil, nil, &Error{
			Stack: o.stack.Name, Err: err,
			Summary: fmt.Sprintf("the stack's state cannot be read: %v", err),
		}
	}
	steps := []change.Step{}
	for _, r := range deployment.Resources {
		if ours(string(r.Type)) && !r.External {
			steps = append(steps, change.Step{
				Resource: r.URN.Name(), Type: string(r.Type), Op: change.OpDelete,
				ID: string(r.ID), Protected: r.Protect && !r.Delete,
			})
		}
	}
	sortSteps(steps)
	return stack, steps, nil
}

// parseState reads what `pulumi stack export` prints.
func parseState(text string) (*apitype.DeploymentV3, error) {
	var state apitype.UntypedDeployment
	if err := json.Unmarshal([]byte(text), &state); err != nil {
		return nil, err
	}
	var deployment apitype.DeploymentV3
	if len(state.Deployment) == 0 {
		return &deployment, nil
	}
	return &deployment, json.Unmarshal(state.Deployment, &deployment)
}
