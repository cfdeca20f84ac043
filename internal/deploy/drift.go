package deploy

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/auto/optrefresh"
	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"

	"github.com/mlauth/mlauth-compile/internal/change"
)

// Drift returns what was changed behind the stack's back: what AWS has, against
// what was last deployed. A step's old side is what was deployed, its new side
// what is there; one that is gone is a deletion. It runs no program, and writes
// nothing, neither in AWS nor into the state. The plan of a stack that is not
// deployed, never was or was destroyed, is New and has no steps.
func (e *Engine) Drift(ctx context.Context, stack Stack, observe Observer) (*Plan, error) {
	o, err := e.beginIn(ctx, stack, observe)
	if err != nil {
		return nil, err
	}
	defer o.end()
	o.enter(PhaseDrift)
	existing, err := o.open(ctx)
	if err != nil {
		return nil, err
	}
	if existing == nil {
		return &Plan{Stack: stack.Name, New: true}, nil
	}
	o.recall(ctx, existing)
	c := newCollector(PhaseDrift, stack.Name, o.scrub, o.observe)
	c.writeOnly = stack.WriteOnly
	events, wait := c.listen()
	options := []optrefresh.Option{optrefresh.EventStreams(events), optrefresh.Color("never"), optrefresh.ShowSecrets(false)}
	if n := e.settings.Parallel; n > 0 {
		options = append(options, optrefresh.Parallel(n))
	}
	_, err = existing.PreviewRefresh(ctx, options...)
	wait()
	if err != nil {
		failure := o.failure(ctx, c, err)
		if isNoStack(failure) {
			return &Plan{Stack: stack.Name, New: true}, nil
		}
		return nil, failure
	}
	plan := &Plan{Stack: stack.Name, Steps: c.steps(), Duration: time.Since(o.started)}
	switch {
	case len(plan.Steps) == 0:
		plan.New, err = o.empty(ctx, existing)
	case slices.ContainsFunc(plan.Steps, func(s change.Step) bool { return s.Op == change.OpDelete }):
		var state *snapshot
		if state, err = o.exported(ctx, existing.Workspace(), existing.Name()); err == nil {
			err = o.atHome(state)
		}
	}
	return plan, err
}

// drifted notes what reading a resource anew has shown. What AWS makes up
// beside what was asked for, such as the number of users, is no drift.
func (c *collector) drifted(f *fate, meta *apitype.StepEventMetadata) {
	if meta.Old == nil {
		return
	}
	f.step.ID, f.step.Protected = c.scrub.text(meta.Old.ID), meta.Old.Protect
	f.step.Old = c.scrub.asked(meta.Old.Inputs, meta.Old.Outputs)
	switch {
	case meta.Op == apitype.OpDelete || meta.New == nil:
		f.step.Op = change.OpDelete
	case meta.Op == apitype.OpUpdate || meta.Op == apitype.OpRefresh:
		f.step.New = c.scrub.asked(meta.Old.Inputs, meta.New.Outputs)
		if f.step.Changes = c.differences(f.step, meta); len(f.step.Changes) > 0 {
			f.step.Op = change.OpUpdate
		}
	}
}

// asked is what a resource is, as far as a program asked for it.
func (s scrubber) asked(inputs, outputs map[string]any) map[string]any {
	said := map[string]any{}
	for key := range inputs {
		if value, there := outputs[key]; there {
			said[key] = s.value(plain(value))
		}
	}
	return said
}

// differences are those between what was deployed and what is there. The engine
// hides secrets: of one that differs it names the property alone.
func (c *collector) differences(step change.Step, meta *apitype.StepEventMetadata) []change.Difference {
	var all []change.Difference
	keys := maps.Clone(step.Old)
	maps.Copy(keys, step.New)
	for _, key := range slices.Sorted(maps.Keys(keys)) {
		d := change.Difference{Path: key, Kind: change.Updated, Old: step.Old[key], New: step.New[key]}
		if nothing(d.Old) && nothing(d.New) {
			continue
		}
		parts := change.Narrow(d)
		hidden := slices.Contains(meta.Diffs, key) && holdsSecret(d.Old) && !c.asksWriteOnly(meta, key)
		if len(parts) == 0 && hidden {
			parts = []change.Difference{{Path: key, Kind: change.Updated, Old: secretMark, New: secretMark}}
		}
		all = append(all, parts...)
	}
	return all
}

// nothing reports that a value says nothing: what was sent as an empty list may
// be recorded as no list, and is read back as an empty one.
func nothing(value any) bool {
	switch v := value.(type) {
	case nil:
		return true
	case []any:
		return len(v) == 0
	case map[string]any:
		return len(v) == 0
	}
	return false
}

// asksWriteOnly reports that AWS never gives back a part of what was asked for in
// a property: that always differs, and of another secret beside it nothing can
// be told.
func (c *collector) asksWriteOnly(meta *apitype.StepEventMetadata, key string) bool {
	return slices.ContainsFunc(c.writeOnly, func(w WriteOnly) bool {
		return w.Type == meta.Type && strings.HasPrefix(w.Path, key+".") && lookup(meta.Old.Inputs, w.Path) != nil
	})
}

// refreshed notes what the refresh before a plan has found. What was asked for
// counts as it was recorded, for what a provider reads back is written in other
// ways; but where AWS has something else by now, that counts.
func (c *collector) refreshed(meta *apitype.StepEventMetadata) {
	if meta.Old != nil && meta.Old.Delete {
		return // what a replacement left, beside what has its name now
	}
	f := &fate{step: change.Step{Op: change.OpSame}}
	c.drifted(f, meta)
	c.hasDrifted = c.hasDrifted || f.step.Changed()
	if meta.New != nil && f.step.Op != change.OpDelete && ours(meta.Type) {
		c.found[meta.URN] = asFound(meta.New.ID, meta.New.Protect, meta.New.Inputs, meta.New.Outputs)
	}
	if meta.Old == nil || meta.Old.Inputs == nil {
		return
	}
	before, _ := c.scrub.value(plain(meta.Old.Inputs)).(map[string]any)
	for _, d := range f.step.Changes {
		key, _, _ := strings.Cut(d.Path, ".")
		key, _, _ = strings.Cut(key, "[")
		before[key] = f.step.New[key]
	}
	c.before[meta.URN] = before
}
