package deploy

import (
	"strings"
	"sync"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/sig"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/mlauth/mlauth-compile/internal/change"
)

func TestAHiddenClientIDIsLookedAt(t *testing.T) {
	details := func(id string) map[string]any {
		return map[string]any{"providerDetails": map[string]any{"client_id": id, "client_secret": secretMark}}
	}
	step := change.Step{
		Resource: "identityProviders.corp", Type: providerType, Op: change.OpUpdate, Old: details(secretMark), New: details(secretMark),
		Changes: []change.Difference{{Path: "providerDetails"}},
	}
	if !hidesClientID(step) {
		t.Error("nobody can see whether the client id changes, and nobody looks")
	}
	mapped := step
	mapped.Changes = []change.Difference{{Path: "attributeMapping.email"}}
	open := step
	open.Old, open.New = details("a"), details("b")
	for _, s := range []change.Step{mapped, open} {
		if hidesClientID(s) {
			t.Errorf("there is nothing to look for: %+v", s)
		}
	}
	state := &snapshot{&apitype.DeploymentV3{Resources: []apitype.ResourceV3{{
		URN: "urn:pulumi:demo::mlauth::" + providerType + "::identityProviders.corp", Type: providerType,
		Inputs: map[string]any{"providerDetails": map[string]any{"client_id": map[string]any{sig.Key: sig.Secret, "plaintext": `"one"`}}},
	}}}}
	for reported, want := range map[string]string{"one": "", "two": "changes", "": "may have changed"} {
		o := &operation{scrub: newScrubber(), held: &sync.Map{}, stack: Stack{Program: func(_ *pulumi.Context, report func(string, string)) error {
			if reported != "" {
				report("identityProviders.corp.clientId", reported)
			}
			return nil
		}}}
		if err := o.program(nil); err != nil {
			t.Fatal(err)
		}
		effects := o.otherClientID("identityProviders.corp", state)
		if len(effects) != len(want[:min(len(want), 1)]) || want != "" && !strings.Contains(effects[0].Reason, "a secret, "+want+":") {
			t.Errorf("reported %q: %+v", reported, effects)
		}
	}
}
