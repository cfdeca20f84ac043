package deploy

import (
	"context"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/auto"
	"github.com/pulumi/pulumi/sdk/v3/go/auto/optdestroy"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Destroy deletes everything in the stack; and of an ephemeral one the stack
// itself. It goes through the same gate as Deploy. A stack that was never
// deployed is no error: there is nothing to do.
func (e *Engine) Destroy(ctx context.Context, stack Stack, observe Observer) (*Result, error) {
	o, err := e.beginIn(ctx, stack, observe)
	if err != nil {
		return nil, err
	}
	defer o.end()
	plan, err := o.deletions(ctx)
	if err != nil {
		return nil, err
	}
	if plan.New {
		return &Result{Stack: stack.Name, Duration: time.Since(o.started)}, nil
	}
	if err := gate(plan.Plan, stack); err != nil {
		return nil, err
	}
	if err := confirmed(stack, plan.Plan); err != nil {
		return nil, err
	}
	state, err := o.lift(ctx, plan.stack, plan.state, plan.held, plan.Steps)
	if err != nil {
		return nil, err
	}
	plan.state = state
	return o.destroy(ctx, plan)
}

// deletions is the plan of a destruction. It is New when the backend does not
// hold the stack.
func (o *operation) deletions(ctx context.Context) (*planned, error) {
	stack, state, err := o.look(ctx)
	if err != nil {
		return nil, err
	}
	if err := o.atHome(state); err != nil {
		return nil, err
	}
	plan := &planned{stack: stack, state: state, Plan: &Plan{
		Stack: o.stack.Name, New: state == nil, Settled: state == nil,
		Steps: state.deletions(), Guarded: o.guards(state),
	}}
	plan.judge(o.stack)
	for _, r := range state.ours() {
		if r.Protect && !r.Delete {
			plan.held = append(plan.held, string(r.URN))
		}
	}
	plan.Duration = time.Since(o.started)
	return plan, nil
}

// destroy deletes the resources, going by the state alone: the program, and
// with it every secret of the spec, is not needed. Protection is in force: only
// what it was lifted of can go. The settings of the provider, which stay
// protected to the last, go when all the rest is gone; until then the stack is
// one that the gate stands before.
func (o *operation) destroy(ctx context.Context, plan *planned) (*Result, error) {
	o.enter(PhaseDestroy)
	stack := plan.stack
	stack.Workspace().SetProgram(func(*pulumi.Context) error { return nil })
	c := newCollector(PhaseDestroy, o.stack.Name, o.scrub, o.observe)
	err := o.take(ctx, stack, c, plan.state)
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

// take deletes what is in the stack.
func (o *operation) take(ctx context.Context, stack *auto.Stack, c *collector, state *snapshot) error {
	var seals, rest []string
	for _, r := range state.Resources {
		switch {
		case ours(string(r.Type)) && !r.External && !r.Delete:
			rest = append(rest, string(r.URN))
		case r.Protect:
			seals = append(seals, string(r.URN))
		}
	}
	if len(seals) > 0 && len(rest) > 0 {
		if err := o.engineDestroy(ctx, stack, c, optdestroy.Target(rest)); err != nil {
			return err
		}
	}
	if len(seals) > 0 {
		args := append([]string{"state", "unprotect", "--yes", "--stack", stack.Name()}, seals...)
		if _, _, err := runIn(ctx, stack.Workspace(), args...); err != nil {
			return err
		}
	}
	return o.engineDestroy(ctx, stack, c)
}

func (o *operation) engineDestroy(ctx context.Context, stack *auto.Stack, c *collector, more ...optdestroy.Option) error {
	events, wait := c.listen()
	defer wait()
	options := append(more, optdestroy.EventStreams(events), optdestroy.Color("never"), optdestroy.ShowSecrets(false))
	if n := o.engine.settings.Parallel; n > 0 {
		options = append(options, optdestroy.Parallel(n))
	}
	_, err := stack.Destroy(ctx, options...)
	return err
}

// remove takes the stack out of the backend, its backups too: they hold the
// secrets of what is no more.
func (o *operation) remove(ctx context.Context, stack *auto.Stack) error {
	o.enter(PhaseRemove)
	_, _, err := runIn(ctx, stack.Workspace(), "stack", "rm", "--yes", "--remove-backups", "--stack", stack.Name())
	return err
}
