package deploy

import (
	"context"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/auto"
	"github.com/pulumi/pulumi/sdk/v3/go/auto/optdestroy"
	"github.com/pulumi/pulumi/sdk/v3/go/auto/optpreview"
	"github.com/pulumi/pulumi/sdk/v3/go/auto/optup"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Preview returns what Deploy would do, without doing it. What is protected
// does not stop it: a plan that Deploy refuses can be looked at. It writes
// nothing, neither into the backend nor into the repository.
func (e *Engine) Preview(ctx context.Context, stack Stack, observe Observer) (*Plan, error) {
	o, err := e.begin(stack, observe)
	if err != nil {
		return nil, err
	}
	defer o.end()
	if err := o.check(ctx); err != nil {
		return nil, err
	}
	plan, err := o.plan(ctx)
	if err != nil {
		return nil, err
	}
	return plan.Plan, nil
}

// Deploy brings AWS to what the stack's program says. It previews first, and
// refuses a plan that removes what is protected before anything is touched.
// Where nothing would change, in AWS or in the state, the preview is all.
func (e *Engine) Deploy(ctx context.Context, stack Stack, observe Observer) (*Result, error) {
	if err := e.backend.durable(stack); err != nil {
		return nil, err
	}
	o, err := e.begin(stack, observe)
	if err != nil {
		return nil, err
	}
	defer o.end()
	if err := o.check(ctx); err != nil {
		return nil, err
	}
	plan, err := o.plan(ctx)
	if err != nil {
		return nil, err
	}
	if err := refuse(plan.Steps, stack); err != nil {
		return nil, err
	}
	if plan.Settled {
		return &Result{Stack: stack.Name, Steps: plan.Steps, Outputs: plan.outputs, Duration: time.Since(o.started)}, nil
	}
	if err := confirmed(stack, plan.Plan); err != nil {
		return nil, err
	}
	target := plan.stack
	if plan.New {
		if target, err = o.create(ctx); err != nil {
			return nil, err
		}
	}
	return o.update(ctx, target)
}

// Destroy deletes everything in the stack; and of an ephemeral one the stack
// itself. Protected resources stop it before anything is touched. A stack that
// was never deployed is no error: there is nothing to do.
func (e *Engine) Destroy(ctx context.Context, stack Stack, observe Observer) (*Result, error) {
	o, err := e.begin(stack, observe)
	if err != nil {
		return nil, err
	}
	defer o.end()
	if err := o.check(ctx); err != nil {
		return nil, err
	}
	existing, steps, err := o.deletions(ctx)
	if err != nil {
		return nil, err
	}
	if existing == nil {
		return &Result{Stack: stack.Name, Duration: time.Since(o.started)}, nil
	}
	if err := refuse(steps, stack); err != nil {
		return nil, err
	}
	if err := confirmed(stack, &Plan{Stack: stack.Name, Steps: steps}); err != nil {
		return nil, err
	}
	return o.destroy(ctx, existing)
}

// PreviewDestroy returns what Destroy would delete, out of the state alone.
func (e *Engine) PreviewDestroy(ctx context.Context, stack Stack, _ Observer) (*Plan, error) {
	o, err := e.begin(stack, nil)
	if err != nil {
		return nil, err
	}
	defer o.end()
	existing, steps, err := o.deletions(ctx)
	if err != nil {
		return nil, err
	}
	return &Plan{
		Stack: stack.Name, New: existing == nil, Steps: steps,
		Settled: existing == nil, Duration: time.Since(o.started),
	}, nil
}

// planned is a plan with what it was made on.
type planned struct {
	*Plan
	stack   *auto.Stack
	outputs Outputs // as far as they can be foretold
}

// plan previews the stack in the backend, or, where it is not there, in one
// that is thrown away.
func (o *operation) plan(ctx context.Context) (*planned, error) {
	o.enter(PhasePreview)
	stack, err := o.open(ctx)
	if err != nil {
		return nil, err
	}
	if stack != nil {
		plan, err := o.preview(ctx, stack)
		if !isNoStack(err) {
			return plan, err
		}
	}
	if stack, err = o.imagine(ctx); err != nil {
		return nil, err
	}
	plan, err := o.preview(ctx, stack)
	if err != nil {
		return nil, err
	}
	plan.New, plan.Settled = true, false
	return plan, nil
}

// preview asks the engine for its plan.
func (o *operation) preview(ctx context.Context, stack *auto.Stack) (*planned, error) {
	// With protection in force the preview of a protected deletion fails, and
	// there is no plan to show or to judge. The update runs with it.
	const ignoreProtect = "PULUMI_OPTION_IGNORE_PROTECT"
	stack.Workspace().SetEnvVar(ignoreProtect, "true")
	defer stack.Workspace().UnsetEnvVar(ignoreProtect)

	c := newCollector(PhasePreview, o.stack.Name, o.scrub, o.observe)
	c.sticky, c.writeOnly = o.stack.Sticky, o.stack.WriteOnly
	events, wait := c.listen()
	options := []optpreview.Option{optpreview.EventStreams(events), optpreview.Color("never")}
	if n := o.engine.settings.Parallel; n > 0 {
		options = append(options, optpreview.Parallel(n))
	}
	_, err := stack.Preview(ctx, options...)
	wait()
	if err != nil {
		return nil, o.failure(ctx, c, err)
	}
	steps := c.steps()
	if err := refuseDropped(steps, o.stack); err != nil {
		return nil, err
	}
	return &planned{
		Plan: &Plan{
			Stack: o.stack.Name, Steps: steps, Settled: c.settled(),
			Duration: time.Since(o.started),
		},
		stack: stack, outputs: c.outputs,
	}, nil
}

// update carries the program out. What it did before it failed is returned
// beside the error.
func (o *operation) update(ctx context.Context, stack *auto.Stack) (*Result, error) {
	o.enter(PhaseUpdate)
	c := newCollector(PhaseUpdate, o.stack.Name, o.scrub, o.observe)
	events, wait := c.listen()
	options := []optup.Option{optup.EventStreams(events), optup.Color("never"), optup.ShowSecrets(false)}
	if n := o.engine.settings.Parallel; n > 0 {
		options = append(options, optup.Parallel(n))
	}
	_, err := stack.Up(ctx, options...)
	wait()
	result := &Result{
		Stack: o.stack.Name, Steps: c.steps(), Updated: true,
		Outputs: c.outputs, Duration: time.Since(o.started),
	}
	if err != nil {
		return result, o.failure(ctx, c, err)
	}
	return result, nil
}

// destroy deletes the resources, going by the state alone: the program, and
// with it every secret of the spec, is not needed.
func (o *operation) destroy(ctx context.Context, stack *auto.Stack) (*Result, error) {
	o.enter(PhaseDestroy)
	stack.Workspace().SetProgram(func(*pulumi.Context) error { return nil })
	c := newCollector(PhaseDestroy, o.stack.Name, o.scrub, o.observe)
	events, wait := c.listen()
	options := []optdestroy.Option{optdestroy.EventStreams(events), optdestroy.Color("never"), optdestroy.ShowSecrets(false)}
	if n := o.engine.settings.Parallel; n > 0 {
		options = append(options, optdestroy.Parallel(n))
	}
	_, err := stack.Destroy(ctx, options...)
	wait()
	result := &Result{Stack: o.stack.Name, Steps: c.steps(), Updated: true, Duration: time.Since(o.started)}
	if err == nil && o.stack.Ephemeral {
		err = o.remove(ctx, stack)
		result.Removed = err == nil
		result.Duration = time.Since(o.started)
	}
	if err != nil {
		return result, o.failure(ctx, c, err)
	}
	return result, nil
}

// remove takes the stack out of the backend, its backups too: they hold the
// secrets of what is no more.
func (o *operation) remove(ctx context.Context, stack *auto.Stack) error {
	o.enter(PhaseRemove)
	_, _, err := runIn(ctx, stack.Workspace(), "stack", "rm", "--yes", "--remove-backups", "--stack", stack.Name())
	return err
}
