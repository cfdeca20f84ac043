package deploy

import (
	"context"
	"os"
	"slices"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/auto"
	"github.com/pulumi/pulumi/sdk/v3/go/auto/optpreview"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// plan previews the stack in the backend, or, where it is not there, in one
// that is thrown away, and judges what comes of it.
func (o *operation) plan(ctx context.Context) (*planned, error) {
	o.enter(PhasePreview)
	stack, state, err := o.look(ctx)
	if err != nil {
		return nil, err
	}
	isNew := state == nil
	if isNew {
		if stack, err = o.imagine(ctx); err != nil {
			return nil, err
		}
	}
	options, moves := []optpreview.Option{optpreview.Refresh()}, state.moves(o.who)
	if moves {
		options = append(options, optpreview.RunProgram(true))
	}
	plan, err := o.preview(ctx, stack, o.program, options...)
	if err != nil {
		return nil, err
	}
	plan.state, plan.moves = state, moves
	if isNew {
		// The imagined stack has another key: its plan cannot be read in the real
		// one, where there is nothing to lose either.
		plan.New, plan.Settled, plan.file = true, false, ""
	}
	if err := o.weigh(ctx, plan); err != nil {
		return nil, err
	}
	for _, note := range plan.Notes {
		if !slices.Contains(o.noted, note) { // a plan may be made twice
			o.noted = append(o.noted, note)
			o.observe.tell(Event{Stack: o.stack.Name, Phase: PhasePreview, Kind: EventNote, Message: note})
		}
	}
	return plan, nil
}

// weigh judges a plan, with what its steps alone do not tell.
func (o *operation) weigh(ctx context.Context, plan *planned) error {
	plan.Guarded = o.guards(plan.state)
	if len(plan.state.ours()) == 0 { // there is nothing to go by but the spec
		plan.Guarded = !o.stack.Ephemeral
	}
	effects := append(o.strayed(ctx, plan.Steps), relocated(plan.state, o.who, plan.Steps)...)
	if !plan.Guarded {
		for _, e := range effects {
			plan.Notes = append(plan.Notes, e.Reason)
		}
		effects = nil
	}
	hidden, err := o.hidden(ctx, plan.stack, plan.Steps)
	if err != nil {
		return err
	}
	plan.judge(o.stack, slices.Concat(effects, hidden, o.retained(ctx, plan.Steps), becameEphemeral(o.stack, plan.Plan))...)
	return nil
}

// look returns the stack and its state as the backend has them; no state where
// the backend does not hold the stack.
func (o *operation) look(ctx context.Context) (*auto.Stack, *snapshot, error) {
	stack, err := o.open(ctx)
	if stack == nil || err != nil {
		return nil, nil, err
	}
	state, err := o.exported(ctx, stack.Workspace(), stack.Name())
	if state != nil {
		o.recall(ctx, stack)
	}
	return stack, state, err
}

// preview asks the engine for its plan of a program.
func (o *operation) preview(ctx context.Context, stack *auto.Stack, program pulumi.RunFunc, more ...optpreview.Option) (*planned, error) {
	stack.Workspace().SetProgram(program)
	// With protection in force the preview of a protected deletion fails, and
	// there is no plan to show or to judge. The update runs with it.
	const ignoreProtect = "PULUMI_OPTION_IGNORE_PROTECT"
	stack.Workspace().SetEnvVar(ignoreProtect, "true")
	defer stack.Workspace().UnsetEnvVar(ignoreProtect)

	file, err := o.planFile()
	if err != nil {
		return nil, err
	}
	c := o.collector(PhasePreview)
	events, wait := c.listen()
	options := append(more, optpreview.EventStreams(events), optpreview.Color("never"), optpreview.Plan(file))
	if n := o.engine.settings.Parallel; n > 0 {
		options = append(options, optpreview.Parallel(n))
	}
	_, err = stack.Preview(ctx, options...)
	wait()
	if err != nil {
		return nil, o.failure(ctx, c, err)
	}
	steps := c.steps()
	return &planned{
		Plan: &Plan{
			Stack: o.stack.Name, Steps: steps, Settled: c.settled(),
			Duration: time.Since(o.started),
		},
		stack: stack, outputs: c.outputs, file: file, held: c.held(), drifted: c.hasDrifted, found: c.found,
	}, nil
}

// planFile is a new file for the engine's plan, in the private folder.
func (o *operation) planFile() (string, error) {
	file, err := os.CreateTemp(o.dir, "plan-*.json")
	if err != nil {
		return "", err
	}
	return file.Name(), file.Close()
}
