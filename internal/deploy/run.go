package deploy

import (
	"context"
	"strings"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/auto"
	"github.com/pulumi/pulumi/sdk/v3/go/auto/optup"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Preview returns what Deploy would do, without doing it. What the gate stops
// does not stop it: a plan that Deploy refuses can be looked at. It writes
// nothing, neither into the backend nor into the repository; the plan itself
// into the folder that the stack names for it.
func (e *Engine) Preview(ctx context.Context, stack Stack, observe Observer) (*Plan, error) {
	o, err := e.beginIn(ctx, stack, observe)
	if err != nil {
		return nil, err
	}
	defer o.end()
	plan, err := o.plan(ctx)
	if err != nil {
		return nil, err
	}
	if stack.SavePlan != "" {
		if err := o.save(plan); err != nil {
			return nil, err
		}
	}
	return plan.Plan, nil
}

// Deploy brings AWS to what the stack's program says. It previews first, and
// stops at the gate before anything is touched. What was judged is what runs:
// the update is bound to the plan and to the state that it was made on. Where
// nothing would change, in AWS or in the state, the preview is all.
func (e *Engine) Deploy(ctx context.Context, stack Stack, observe Observer) (*Result, error) {
	if err := e.backend.durable(stack); err != nil {
		return nil, err
	}
	o, err := e.beginIn(ctx, stack, observe)
	if err != nil {
		return nil, err
	}
	defer o.end()
	plan, err := o.judged(ctx)
	if err != nil {
		return nil, err
	}
	if plan.Settled {
		return &Result{Stack: stack.Name, Steps: plan.Steps, Outputs: plan.outputs, Duration: time.Since(o.started)}, nil
	}
	if err := confirmed(stack, plan.Plan); err != nil {
		return nil, err
	}
	if plan.New {
		target, err := o.create(ctx)
		if err != nil {
			return nil, err
		}
		return o.update(ctx, &planned{Plan: plan.Plan, stack: target})
	}
	if plan.Guarded && (len(plan.held) > 0 || plan.state.deletionProtected(plan.Steps) != nil) {
		if plan, err = o.lifted(ctx, plan); err != nil {
			return nil, err
		}
	}
	return o.update(ctx, plan)
}

// judged is a plan that passed the gate, and is the one that was saved where
// there is one.
func (o *operation) judged(ctx context.Context) (*planned, error) {
	var saved *savedPlan
	if o.stack.SavedPlan != "" {
		var err error
		if saved, err = o.saved(); err != nil {
			return nil, err
		}
	}
	plan, err := o.plan(ctx)
	if err != nil {
		return nil, err
	}
	if saved != nil {
		if err := o.bind(plan, saved); err != nil {
			return nil, err
		}
	}
	return plan, gate(plan.Plan, o.stack)
}

// update carries the program out, bound to a plan where there is one. What it
// did before it failed is returned beside the error.
func (o *operation) update(ctx context.Context, plan *planned) (*Result, error) {
	o.enter(PhaseUpdate)
	c := o.collector(PhaseUpdate)
	var options []optup.Option
	if plan.drifted {
		// The update has to go by what AWS has, as the plan did.
		options = append(options, optup.Refresh())
		if plan.moves {
			options = append(options, optup.RunProgram(true))
		}
	}
	err := o.up(ctx, plan, c, o.program, options...)
	result := &Result{
		Stack: o.stack.Name, Steps: c.steps(), Updated: true,
		Outputs: c.outputs, Duration: time.Since(o.started),
	}
	if err != nil {
		return result, err
	}
	return result, nil
}

// up runs the engine's update of a program, under a plan.
func (o *operation) up(ctx context.Context, plan *planned, c *collector, program pulumi.RunFunc, more ...optup.Option) error {
	events, wait := c.listen()
	options := append(more, optup.EventStreams(events), optup.Color("never"), optup.ShowSecrets(false))
	if n := o.engine.settings.Parallel; n > 0 {
		options = append(options, optup.Parallel(n))
	}
	if plan.file != "" {
		options = append(options, optup.Plan(plan.file))
	}
	var stale error
	plan.stack.Workspace().SetProgram(func(ctx2 *pulumi.Context) error {
		if stale = o.unmoved(ctx, plan); stale != nil {
			return stale
		}
		return program(ctx2)
	})
	_, err := plan.stack.Up(ctx, options...)
	wait()
	switch {
	case stale != nil && ctx.Err() == nil:
		return stale
	case err != nil && ctx.Err() == nil && plan.file != "" && len(c.problems) == 0 && strings.TrimSpace(o.run.stderr) == "":
		// It has no word for outputs that are not those of the plan.
		return o.failure(ctx, c, &Error{Summary: "stopped: the stack's outputs are not what was planned", Remedy: adviseUnplanned([]string{"", ""}).remedy, Err: err})
	case err != nil:
		return o.failure(ctx, c, err)
	}
	return nil
}

// planned is a plan with what it was made on.
type planned struct {
	*Plan
	stack   *auto.Stack
	outputs Outputs           // as far as they can be foretold
	state   *snapshot         // nil for a new stack
	file    string            // the engine's plan, that the update is bound to; "" for none
	held    []string          // URNs of what is protected and would go
	found   map[string]string // by URN: digests of what the refresh of the plan found
	drifted bool              // AWS has something else than the state says
	moves   bool              // to another region or account than the state's
}
