package deploy

import (
	"cmp"
	"reflect"
	"slices"
	"strings"
	"sync"

	"github.com/pulumi/pulumi/sdk/v3/go/auto/events"
	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"github.com/mlauth/mlauth-compile/internal/change"
)

// collector listens to one run of the engine: it tells the observer, and keeps
// what a plan, a result or an error is made of.
type collector struct {
	phase   Phase
	stack   string
	scrub   scrubber
	observe Observer
	sticky  []change.Sticky

	writeOnly []WriteOnly

	mu       sync.Mutex
	fates    map[string]*fate // by URN
	problems []problem
	outputs  Outputs

	hasDrifted bool                      // the refresh before the plan has found another AWS
	before     map[string]map[string]any // by URN: what was asked for, as the refresh found it
	found      map[string]string         // by URN: a digest of what the refresh found
}

// fate is what befalls one resource in a run, folded from the engine's steps.
type fate struct {
	step change.Step
	ops  []apitype.OpType
	// started and done are set once the observer has been told so.
	started, done bool
	// settled is set when the engine's last word is that all stays as it is.
	settled bool
}

// problem is an error that the engine reported.
type problem struct {
	resource string // logical name; "" where the engine named none
	text     string // scrubbed
}

func newCollector(phase Phase, stack string, scrub scrubber, observe Observer) *collector {
	return &collector{phase: phase, stack: stack, scrub: scrub, observe: observe, fates: map[string]*fate{}, before: map[string]map[string]any{}, found: map[string]string{}}
}

// collector is one for a run of the stack's program. The update tells of what its
// plan told of: both know what is only written again.
func (o *operation) collector(phase Phase) *collector {
	c := newCollector(phase, o.stack.Name, o.scrub, o.observe)
	c.sticky, c.writeOnly = o.stack.Sticky, o.stack.WriteOnly
	return c
}

// listen returns a channel for the engine's events and a function that waits
// until all have been handled. The engine closes the channel, unless it failed
// before it connected: then nothing ever comes, and by the time the run is over
// nothing is on its way either.
func (c *collector) listen() (chan<- events.EngineEvent, func()) {
	channel := make(chan events.EngineEvent)
	over, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		for {
			select {
			case event, open := <-channel:
				if !open {
					return
				}
				c.handle(event)
			case <-over:
				return
			}
		}
	}()
	return channel, func() {
		close(over)
		<-done
	}
}

func (c *collector) handle(event events.EngineEvent) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case event.ResourcePreEvent != nil:
		c.began(&event.ResourcePreEvent.Metadata)
	case event.ResOutputsEvent != nil:
		c.ended(&event.ResOutputsEvent.Metadata)
	case event.ResOpFailedEvent != nil:
		c.failed(&event.ResOpFailedEvent.Metadata)
	case event.DiagnosticEvent != nil:
		c.said(event.DiagnosticEvent)
	}
}

// of returns the record of the resource that a step is about. What earlier,
// interrupted replacements left to be deleted shares its name with the resource
// that took its place, and is kept apart from it, each by its id.
func (c *collector) of(meta *apitype.StepEventMetadata) *fate {
	key := meta.URN
	left := c.isLeftover(meta)
	if left {
		key += " (replaced " + meta.Old.ID + ")"
	}
	f := c.fates[key]
	if f == nil {
		f = &fate{step: change.Step{Resource: logicalName(meta.URN), Type: meta.Type, Op: change.OpSame}}
		if left {
			f.step.ID, f.step.Remains = c.scrub.text(meta.Old.ID), true
			f.step.Old, _ = c.scrub.value(plain(meta.Old.Inputs)).(map[string]any)
		}
		c.fates[key] = f
	}
	return f
}

// isLeftover reports whether a step deletes what an earlier run has replaced,
// and not the other half of a replacement in this one.
func (c *collector) isLeftover(meta *apitype.StepEventMetadata) bool {
	if meta.Op != apitype.OpDeleteReplaced || meta.Old == nil || !meta.Old.Delete {
		return false
	}
	f := c.fates[meta.URN]
	return f == nil || f.step.Op != change.OpReplace || f.step.ID != c.scrub.text(meta.Old.ID)
}

func (c *collector) began(meta *apitype.StepEventMetadata) {
	if c.phase == PhaseDrift || meta.Op == apitype.OpRefresh {
		return // what came of reading it is told when it ends
	}
	f := c.of(meta)
	rewritten := onlyRewrites(c.writeOnly, meta)
	if !slices.Contains(f.ops, meta.Op) && !rewritten {
		f.ops = append(f.ops, meta.Op)
		f.step.Op = fold(f.ops)
		if f.step.Remains {
			f.step.Op = change.OpDelete
		}
	}
	if meta.Old != nil && !meta.Old.Delete {
		f.step.ID = c.scrub.text(meta.Old.ID)
		f.step.Protected = meta.Old.Protect
	}
	if len(f.step.Dropped) == 0 {
		f.step.Dropped = dropped(c.sticky, meta, c.before[meta.URN])
	}
	c.compare(f, meta)
	f.step.Adopted = slices.Contains(f.ops, apitype.OpImport)
	if f.step.Op == change.OpUpdate || f.step.Op == change.OpReplace || f.step.Op == change.OpAdopt {
		if changes := changesOf(meta); len(f.step.Changes) == 0 {
			f.step.Changes = c.scrubbed(changes)
		}
	}
	if !f.started && c.phase != PhasePreview && f.step.Changed() && ours(meta.Type) {
		f.started = true
		c.tell(EventStart, f, "")
	}
}

// compare keeps the properties before and after. Of a replacement's steps each
// knows a part.
func (c *collector) compare(f *fate, meta *apitype.StepEventMetadata) {
	if f.step.Old == nil && meta.Old != nil && !meta.Old.Delete && meta.Old.Inputs != nil {
		f.step.Old, _ = c.scrub.value(plain(meta.Old.Inputs)).(map[string]any)
		if before := c.before[meta.URN]; before != nil {
			f.step.Old, _ = c.scrub.value(before).(map[string]any) // more is known by now
		}
	}
	if f.step.New == nil && meta.New != nil && meta.New.Inputs != nil {
		f.step.New, _ = c.scrub.value(plain(meta.New.Inputs)).(map[string]any)
	}
}

func (c *collector) scrubbed(changes []change.Difference) []change.Difference {
	for i := range changes {
		changes[i].Path = c.scrub.text(changes[i].Path)
		changes[i].Old = c.scrub.value(changes[i].Old)
		changes[i].New = c.scrub.value(changes[i].New)
	}
	return changes
}

func (c *collector) ended(meta *apitype.StepEventMetadata) {
	if meta.Op == apitype.OpRefresh && c.phase != PhaseDrift {
		c.refreshed(meta)
		return
	}
	f := c.of(meta)
	if c.phase == PhaseDrift {
		c.drifted(f, meta)
		return
	}
	// A resource may have several of these events; the last has its outputs, and
	// only then can it be said whether its record in the state stays as it is.
	// What is only read is as it was unless it reads differently.
	unchanged := meta.Op == apitype.OpSame || meta.Op == apitype.OpRead
	f.settled = unchanged && sameRecord(meta) || onlyRewrites(c.writeOnly, meta)
	if meta.Type == rootType && meta.New != nil {
		c.outputs = c.outputsOf(meta.New.Outputs)
	}
	if ours(meta.Type) && !f.done && finished(f.step.Op, f.ops) {
		f.done = true
		c.tell(EventDone, f, "")
	}
}

// sameRecord reports that what the state says of a resource stays as it is. What
// a refresh has read is written by the next change: it is no change itself. Of
// the stack the outputs count.
func sameRecord(meta *apitype.StepEventMetadata) bool {
	if meta.Old == nil || meta.New == nil || meta.Type == rootType {
		return reflect.DeepEqual(meta.Old, meta.New)
	}
	older, newer := *meta.Old, *meta.New
	older.Inputs, older.Outputs, newer.Inputs, newer.Outputs = nil, nil, nil, nil
	return reflect.DeepEqual(older, newer)
}

func (c *collector) failed(meta *apitype.StepEventMetadata) {
	f := c.of(meta)
	f.step.Failed = true
	if !ours(meta.Type) {
		return
	}
	// The engine says why just before it says that.
	why := ""
	for _, p := range c.problems {
		if p.resource == f.step.Resource {
			why = p.text
			if known, ok := recognise(p.text); ok {
				why = known.summary
			}
		}
	}
	c.tell(EventFailed, f, why)
}

// said keeps an error for the report and passes a warning on. What a provider
// or the engine says beneath that is not for users, and not always clean.
func (c *collector) said(diag *apitype.DiagnosticEvent) {
	text := withoutValues(strings.TrimSpace(diag.Message))
	name := ""
	if diag.URN != "" && ours(string(resource.URN(diag.URN).Type())) {
		name = logicalName(diag.URN)
	}
	switch diag.Severity {
	case "error":
		if isVerdict(text) {
			return
		}
		// Providers report an error to the log and again as the result.
		if p := (problem{name, unframed(c.scrub.quoted(text))}); !slices.Contains(c.problems, p) {
			c.problems = append(c.problems, p)
		}
	case "warning":
		if note := noteOf(text); note != "" {
			c.observe.tell(Event{Stack: c.stack, Phase: c.phase, Kind: EventNote, Resource: name, Message: c.scrub.quoted(note)})
		}
	}
}

func (c *collector) tell(kind EventKind, f *fate, message string) {
	c.observe.tell(Event{
		Stack: c.stack, Phase: c.phase, Kind: kind,
		Resource: f.step.Resource, Type: f.step.Type, Op: f.step.Op, Message: message,
	})
}

// steps returns what befell the user's resources, sorted.
func (c *collector) steps() []change.Step {
	c.mu.Lock()
	defer c.mu.Unlock()
	steps := []change.Step{}
	for _, f := range c.fates {
		if ours(f.step.Type) {
			steps = append(steps, f.step)
		}
	}
	sortSteps(steps)
	return steps
}

// held lists the URNs of what is protected and would go, the provider's settings
// included, sorted.
func (c *collector) held() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	var urns []string
	for urn, f := range c.fates {
		if f.step.Lost() && f.step.Protected {
			urns = append(urns, urn)
		}
	}
	slices.Sort(urns)
	return urns
}

func sortSteps(steps []change.Step) {
	slices.SortFunc(steps, func(a, b change.Step) int {
		return cmp.Or(
			strings.Compare(a.Resource, b.Resource),
			strings.Compare(a.Type, b.Type),
			strings.Compare(string(a.Op), string(b.Op)),
			strings.Compare(a.ID, b.ID), // of several remains
		)
	})
}

// settled reports whether nothing at all would be written: no resource, not its
// record in the state (a protection switched on or off changes nothing else),
// not the provider's settings, not an output. The engine hides secret values in
// its events, so a secret output that came to mean another secret, while no
// resource changed, goes unnoticed.
func (c *collector) settled() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, f := range c.fates {
		if !f.settled {
			return false
		}
	}
	return len(c.fates) > 0
}

func (c *collector) outputsOf(values map[string]any) Outputs {
	outputs := Outputs{}
	for name, value := range values {
		value = plain(value)
		if holdsSecret(value) {
			outputs[name] = Output{Secret: true}
			continue
		}
		outputs[name] = Output{Value: c.scrub.value(value)}
	}
	return outputs
}
