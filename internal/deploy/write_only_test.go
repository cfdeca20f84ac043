package deploy

import (
	"slices"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/auto/events"
	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/sig"

	"github.com/mlauth/mlauth-compile/internal/change"
)

func TestOnlyRewrites(t *testing.T) {
	const typ = "aws:cognito/identityProvider:IdentityProvider"
	all := []WriteOnly{{typ, "providerDetails.private_key"}}
	hidden := map[string]any{sig.Key: sig.Secret, "ciphertext": ""}
	state := func(id, key any) *apitype.StepEventStateMetadata {
		details := map[string]any{"key_id": id}
		if key != nil {
			details["private_key"] = key
		}
		return &apitype.StepEventStateMetadata{
			Inputs:  map[string]any{"providerDetails": details},
			Outputs: map[string]any{"providerDetails": map[string]any{"key_id": id}},
		}
	}
	step := func(typ string, op apitype.OpType, older, newer *apitype.StepEventStateMetadata) *apitype.StepEventMetadata {
		return &apitype.StepEventMetadata{Type: typ, Op: op, Old: older, New: newer,
			DetailedDiff: map[string]apitype.PropertyDiff{"providerDetails": {Kind: apitype.DiffUpdate}}}
	}
	drifted := state("a", hidden)
	drifted.Outputs = map[string]any{"providerDetails": map[string]any{"key_id": "by hand"}}
	for name, c := range map[string]struct {
		meta *apitype.StepEventMetadata
		want bool
	}{
		"the key alone":    {step(typ, apitype.OpUpdate, state("a", hidden), state("a", hidden)), true},
		"with its id":      {step(typ, apitype.OpUpdate, state("a", hidden), state("b", hidden)), false},
		"with a hidden id": {step(typ, apitype.OpUpdate, state(hidden, hidden), state(hidden, hidden)), false},
		"changed by hand":  {step(typ, apitype.OpUpdate, drifted, state("a", hidden)), false},
		"of another type":  {step("x", apitype.OpUpdate, state("a", hidden), state("a", hidden)), false},
		"a replacement":    {step(typ, apitype.OpReplace, state("a", hidden), state("a", hidden)), false},
		"without anything": {&apitype.StepEventMetadata{Type: typ, Op: apitype.OpUpdate}, false},
	} {
		if got := onlyRewrites(all, c.meta); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// An update tells of no more than its plan did.
func TestARewriteIsNotTold(t *testing.T) {
	const typ = "aws:cognito/identityProvider:IdentityProvider"
	var told []change.Op
	o := &operation{
		stack: Stack{WriteOnly: []WriteOnly{{typ, "providerDetails.private_key"}}}, scrub: newScrubber(),
		observe: func(e Event) { told = append(told, e.Op) },
	}
	details := func(more map[string]any) map[string]any {
		more["key_id"] = "a"
		return map[string]any{"providerDetails": more}
	}
	asked := details(map[string]any{"private_key": map[string]any{sig.Key: sig.Secret, "ciphertext": ""}})
	older, newer := state("corp", false, asked), state("corp", false, asked)
	older.Outputs = details(map[string]any{})
	m := meta(apitype.OpUpdate, typ, "identityProviders.corp", older, newer)
	m.DetailedDiff = map[string]apitype.PropertyDiff{"providerDetails.private_key": {Kind: apitype.DiffAdd}}
	for _, phase := range []Phase{PhasePreview, PhaseUpdate} {
		c := o.collector(phase)
		for _, event := range []apitype.EngineEvent{pre(m), post(m)} {
			c.handle(events.EngineEvent{EngineEvent: event})
		}
		if steps := c.steps(); len(steps) != 1 || steps[0].Op != change.OpSame || slices.ContainsFunc(told, func(op change.Op) bool { return op != change.OpSame }) {
			t.Errorf("%s: %+v, told %v", phase, steps, told)
		}
	}
}

func TestAdoptedIsAdopted(t *testing.T) {
	for _, c := range []struct {
		ops  []apitype.OpType
		want change.Op
	}{
		{[]apitype.OpType{apitype.OpImport}, change.OpAdopt},
		{[]apitype.OpType{apitype.OpImport, apitype.OpUpdate}, change.OpAdopt},
		{[]apitype.OpType{apitype.OpImport, apitype.OpCreateReplacement, apitype.OpReplace}, change.OpReplace},
	} {
		if got := fold(c.ops); got != c.want {
			t.Errorf("%v is %s", c.ops, got)
		}
	}
	err := judgeAndGate([]change.Step{{Resource: "userPool", Op: change.OpReplace, Adopted: true}})
	if err == nil {
		t.Error("what is adopted would be made anew")
	}
}

// Where AWS gives a secret back, another one is drift though its value is hidden.
// Beside a property that it never gives back nothing can be told.
func TestHiddenDrift(t *testing.T) {
	const typ = "aws:cognito/identityProvider:IdentityProvider"
	hidden := map[string]any{sig.Key: sig.Secret, "ciphertext": ""}
	drift := func(secret string, asked map[string]any, diffs ...string) []change.Difference {
		details := map[string]any{"client_id": "a", secret: hidden}
		older := state("corp", false, map[string]any{"providerDetails": asked})
		older.Outputs = map[string]any{"providerDetails": details}
		newer := state("corp", false, map[string]any{"providerDetails": details})
		m := meta(apitype.OpRefresh, typ, "identityProviders.corp", older, newer)
		m.Diffs = diffs
		c := newCollector(PhaseDrift, "demo", newScrubber(), nil)
		c.writeOnly = []WriteOnly{{typ, "providerDetails.private_key"}}
		c.handle(events.EngineEvent{EngineEvent: post(m)})
		return c.steps()[0].Changes
	}
	withSecret := map[string]any{"client_id": "a", "client_secret": hidden}
	withKey := map[string]any{"client_id": hidden, "private_key": hidden}
	want := []change.Difference{{Path: "providerDetails", Kind: change.Updated, Old: secretMark, New: secretMark}}
	if got := drift("client_secret", withSecret, "providerDetails"); !slices.EqualFunc(got, want, func(a, b change.Difference) bool { return a == b }) {
		t.Errorf("another secret: %+v", got)
	}
	if got := drift("client_secret", withSecret); len(got) != 0 {
		t.Errorf("the same secret: %+v", got)
	}
	if got := drift("client_id", withKey, "providerDetails"); len(got) != 0 {
		t.Errorf("beside a private key: %+v", got)
	}
}
