package deploy

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pulumi/pulumi/sdk/v3/go/auto/events"
	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"

	"github.com/mlauth/mlauth-compile/internal/change"
)

const poolType = userPoolType

// play plays a list of engine events to a collector of an update.
func play(secret string, list ...apitype.EngineEvent) (*collector, []Event) {
	var told []Event
	c := newCollector(PhaseUpdate, "demo", newScrubber(secret), func(e Event) { told = append(told, e) })
	channel, wait := c.listen()
	for _, event := range list {
		channel <- events.EngineEvent{EngineEvent: event}
	}
	close(channel)
	wait()
	return c, told
}

func urn(typ, name string) string { return "urn:pulumi:demo::mlauth::" + typ + "::" + name }

func meta(op apitype.OpType, typ, name string, old, new *apitype.StepEventStateMetadata) apitype.StepEventMetadata {
	return apitype.StepEventMetadata{Op: op, URN: urn(typ, name), Type: typ, Old: old, New: new}
}

func pre(m apitype.StepEventMetadata) apitype.EngineEvent {
	return apitype.EngineEvent{ResourcePreEvent: &apitype.ResourcePreEvent{Metadata: m}}
}

func post(m apitype.StepEventMetadata) apitype.EngineEvent {
	return apitype.EngineEvent{ResOutputsEvent: &apitype.ResOutputsEvent{Metadata: m}}
}

func state(id string, protect bool, inputs map[string]any) *apitype.StepEventStateMetadata {
	return &apitype.StepEventStateMetadata{ID: id, Protect: protect, Inputs: inputs, Outputs: inputs}
}

func TestUpdateWithDetails(t *testing.T) {
	old := state("eu_1", true, map[string]any{"policy": map[string]any{"length": 8.0}, "urls": []any{"a"}, "key": map[string]any{
		"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "ciphertext": "[secret]"}})
	changed := state("eu_1", true, map[string]any{"policy": map[string]any{"length": 12.0}, "urls": []any{"a", "hush-hush"},
		"arn": "04da6b54-80e4-46f7-96ec-b56ff0331ba9"})
	m := meta(apitype.OpUpdate, poolType, "userPool", old, changed)
	m.DetailedDiff = map[string]apitype.PropertyDiff{
		"urls[1]":       {Kind: apitype.DiffAdd, InputDiff: true},
		"policy.length": {Kind: apitype.DiffUpdate},
		"key":           {Kind: apitype.DiffDeleteReplace},
		"arn":           {Kind: apitype.DiffAdd},
	}
	c, told := play("hush-hush", pre(m), post(m))
	want := []change.Step{{Resource: "userPool", Type: poolType, Op: change.OpUpdate, ID: "eu_1", Protected: true, Changes: []change.Difference{
		{Path: "arn", Kind: change.Added},
		{Path: "key", Kind: change.Removed, Replaces: true, Old: "[secret]"},
		{Path: "policy.length", Kind: change.Updated, Old: 8.0, New: 12.0},
		{Path: "urls[1]", Kind: change.Added, New: "[secret]"},
	},
		Old: map[string]any{"policy": map[string]any{"length": 8.0}, "urls": []any{"a"}, "key": "[secret]"},
		New: map[string]any{"policy": map[string]any{"length": 12.0}, "urls": []any{"a", "[secret]"}, "arn": nil},
	}}
	if diff := cmp.Diff(want, c.steps()); diff != "" {
		t.Error(diff)
	}
	if c.settled() {
		t.Error("an update is taken for nothing")
	}
	if len(told) != 2 || told[0].Kind != EventStart || told[1].Kind != EventDone {
		t.Errorf("told %+v", told)
	}
}

// TestReplacement has the engine's two ways: the new one first, the old one
// first. Either is one step and one piece of news.
func TestReplacement(t *testing.T) {
	old, fresh := state("1", true, nil), state("2", true, nil)
	condemned := *old
	condemned.Delete = true
	create := meta(apitype.OpCreateReplacement, poolType, "userPool", old, fresh)
	create.Diffs, create.Keys = []string{"name"}, []string{"name"}
	middle := meta(apitype.OpReplace, poolType, "userPool", old, fresh)
	lastDelete := meta(apitype.OpDeleteReplaced, poolType, "userPool", &condemned, nil)
	firstDelete := meta(apitype.OpDeleteReplaced, poolType, "userPool", old, nil)
	for name, list := range map[string][]apitype.EngineEvent{
		"new first": {pre(create), post(create), pre(middle), post(middle), pre(lastDelete), post(lastDelete)},
		"old first": {pre(firstDelete), post(firstDelete), pre(middle), post(middle), pre(create), post(create)},
	} {
		t.Run(name, func(t *testing.T) {
			c, told := play("", list...)
			want := []change.Step{{Resource: "userPool", Type: poolType, Op: change.OpReplace, ID: "1", Protected: true,
				Changes: []change.Difference{{Path: "name", Kind: change.Updated, Replaces: true}}}}
			got := c.steps()
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
			if len(told) != 2 || told[0].Kind != EventStart || told[0].Op != change.OpReplace || told[1].Kind != EventDone {
				t.Errorf("told %+v", told)
			}
			if judgeAndGate(got) == nil {
				t.Error("it is protected, and not refused")
			}
		})
	}
}

// What hangs on a resource that is deleted before it is made anew is deleted
// before it. Where the program has it no more, that was all.
func TestDeletedWithWhatIsMadeAnew(t *testing.T) {
	const name = "workloads.release.managedPolicies.x"
	old := state("1", false, map[string]any{"role": "r"})
	gone := meta(apitype.OpDeleteReplaced, attachedType, name, old, nil)
	forgotten := meta(apitype.OpRemovePendingReplace, attachedType, name, old, nil)
	c, told := play("", pre(gone), post(gone), pre(forgotten), post(forgotten))
	want := []change.Step{{Resource: name, Type: attachedType, Op: change.OpDelete, ID: "1", Old: map[string]any{"role": "r"}}}
	if diff := cmp.Diff(want, c.steps()); diff != "" {
		t.Error(diff)
	}
	if last := told[len(told)-1]; len(told) != 2 || last.Kind != EventDone || last.Op != change.OpDelete {
		t.Errorf("told %+v", told)
	}
	c, told = play("", pre(forgotten), post(forgotten)) // an earlier run deleted it, and was interrupted
	if op := c.steps()[0].Op; op != change.OpSame || c.settled() {
		t.Errorf("%s, settled: %v, told %+v", op, c.settled(), told)
	}
}

const attachedType = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"

// judgeAndGate is the gate's word on steps of a stack that is protected.
func judgeAndGate(steps []change.Step, entries ...change.Acknowledgement) error {
	plan, stack := &Plan{Steps: steps, Guarded: true}, Stack{Today: "2026-11-24", Acknowledge: entries}
	plan.judge(stack)
	return gate(plan, stack)
}

// What interrupted replacements left is cleared away only with the entry that
// the replacement had, for that very pool.
func TestLeftoversOfReplacements(t *testing.T) {
	current := state("3", true, nil)
	condemned := func(id string) *apitype.StepEventStateMetadata {
		return &apitype.StepEventStateMetadata{ID: id, Delete: true}
	}
	same := meta(apitype.OpSame, poolType, "userPool", current, current)
	first := meta(apitype.OpDeleteReplaced, poolType, "userPool", condemned("1"), nil)
	second := meta(apitype.OpDeleteReplaced, poolType, "userPool", condemned("2"), nil)
	c, _ := play("", pre(same), post(same), pre(second), post(second), pre(first), post(first))
	want := []change.Step{
		{Resource: "userPool", Type: poolType, Op: change.OpDelete, ID: "1", Old: map[string]any{}, Remains: true},
		{Resource: "userPool", Type: poolType, Op: change.OpDelete, ID: "2", Old: map[string]any{}, Remains: true},
		{Resource: "userPool", Type: poolType, Op: change.OpSame, ID: "3", Protected: true},
	}
	got := c.steps()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if c.settled() {
		t.Error("there is something to delete")
	}
	refused := asError(t, judgeAndGate(got))
	for _, id := range []string{"1", "2"} {
		if entry := fmt.Sprintf(`- {change: replace, resource: userPool, id: %q,`, id); !strings.Contains(refused.Remedy, entry) {
			t.Errorf("no entry for %s:\n%s", id, refused.Remedy)
		}
	}
	for _, id := range []string{"1", "2"} {
		entry := change.Acknowledgement{Change: change.Replaces, Resource: "userPool", ID: id, Until: "2026-11-24"}
		if err := judgeAndGate(got, entry); err == nil {
			t.Errorf("the entry for %s covers both", id)
		}
		if err := judgeAndGate(got[2:], entry); err != nil {
			t.Error(err)
		}
	}
}

// A replacement over the remains of an earlier one is two losses.
func TestAReplacementOverALeftover(t *testing.T) {
	old, fresh := state("2", true, nil), state("3", true, nil)
	condemned := &apitype.StepEventStateMetadata{ID: "1", Delete: true}
	over := *old
	over.Delete = true
	create := meta(apitype.OpCreateReplacement, poolType, "userPool", old, fresh)
	gone := meta(apitype.OpDeleteReplaced, poolType, "userPool", &over, nil)
	left := meta(apitype.OpDeleteReplaced, poolType, "userPool", condemned, nil)
	c, _ := play("", pre(create), post(create), pre(left), post(left), pre(gone), post(gone))
	want := []change.Step{
		{Resource: "userPool", Type: poolType, Op: change.OpDelete, ID: "1", Old: map[string]any{}, Remains: true},
		{Resource: "userPool", Type: poolType, Op: change.OpReplace, ID: "2", Protected: true},
	}
	if diff := cmp.Diff(want, c.steps()); diff != "" {
		t.Error(diff)
	}
}

func TestSettled(t *testing.T) {
	root := func(outputs map[string]any) *apitype.StepEventStateMetadata {
		return &apitype.StepEventStateMetadata{Outputs: outputs}
	}
	before := root(map[string]any{"a": "1"})
	pool := state("1", true, map[string]any{"name": "x"})
	open := state("1", false, map[string]any{"name": "x"})
	quiet := []apitype.EngineEvent{
		pre(meta(apitype.OpSame, rootType, "mlauth-demo", before, root(nil))),
		post(meta(apitype.OpSame, rootType, "mlauth-demo", before, root(nil))),
		post(meta(apitype.OpSame, poolType, "userPool", pool, pool)),
	}
	for _, test := range []struct {
		name string
		last apitype.StepEventMetadata
		want bool
	}{
		{"all the same", meta(apitype.OpSame, rootType, "mlauth-demo", before, root(map[string]any{"a": "1"})), true},
		{"an output", meta(apitype.OpSame, rootType, "mlauth-demo", before, root(map[string]any{"a": "2"})), false},
		{"protection lifted", meta(apitype.OpSame, poolType, "userPool", pool, open), false},
		{"the provider's settings", meta(apitype.OpUpdate, "pulumi:providers:aws", "aws", state("p", false, nil), state("p", false, nil)), false},
	} {
		t.Run(test.name, func(t *testing.T) {
			list := append([]apitype.EngineEvent{}, quiet...)
			if test.last.Type != rootType {
				list = append(list, post(meta(apitype.OpSame, rootType, "mlauth-demo", before, before)))
			}
			c, _ := play("", append(list, post(test.last))...)
			if got := c.settled(); got != test.want {
				t.Errorf("settled is %v", got)
			}
			if steps := c.steps(); len(steps) != 1 || steps[0].Op != change.OpSame {
				t.Errorf("steps %+v", steps)
			}
		})
	}
	if newCollector(PhasePreview, "demo", scrubber{}, nil).settled() {
		t.Error("a run that told nothing is taken for settled")
	}
}

func TestFailureIsTold(t *testing.T) {
	m := meta(apitype.OpCreate, poolType, "userPool", nil, state("", false, nil))
	said := apitype.EngineEvent{DiagnosticEvent: &apitype.DiagnosticEvent{
		URN: m.URN, Severity: "error", Message: "creating with hush-hush: api error InvalidParameterException\n"}}
	last := apitype.EngineEvent{DiagnosticEvent: &apitype.DiagnosticEvent{Severity: "error", Message: "update failed\n"}}
	c, told := play("hush-hush", pre(m), said, apitype.EngineEvent{ResOpFailedEvent: &apitype.ResOpFailedEvent{Metadata: m}}, last)
	want := []problem{{"userPool", "creating with [secret]: api error InvalidParameterException"}}
	if diff := cmp.Diff(want, c.problems, cmp.AllowUnexported(problem{})); diff != "" {
		t.Error(diff)
	}
	if steps := c.steps(); len(steps) != 1 || !steps[0].Failed {
		t.Errorf("steps %+v", steps)
	}
	if len(told) != 2 || told[1].Kind != EventFailed || told[1].Message != want[0].text {
		t.Errorf("told %+v", told)
	}
}
