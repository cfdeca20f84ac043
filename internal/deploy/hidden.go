package deploy

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/auto"

	"github.com/mlauth/mlauth-compile/internal/change"
)

const providerType = "aws:cognito/identityProvider:IdentityProvider"

// hidden are the effects that the engine's plan hides: the client id of an
// identity provider may be a secret, and another one looks like the same there.
// So what the program reported is compared with the state, in this process's
// memory; one that it did not counts as another whenever anything of the
// provider changes.
func (o *operation) hidden(ctx context.Context, stack *auto.Stack, steps []change.Step) ([]change.Effect, error) {
	var effects []change.Effect
	var state *snapshot
	for _, s := range steps {
		if !hidesClientID(s) {
			continue
		}
		if state == nil {
			var err error
			if state, err = o.exported(ctx, stack.Workspace(), stack.Name(), "--show-secrets"); err != nil {
				return nil, err
			}
		}
		effects = append(effects, o.otherClientID(s.Resource, state)...)
	}
	return effects, nil
}

// otherClientID is the effect of a provider's client id that is not what a state
// has, or may not be.
func (o *operation) otherClientID(provider string, state *snapshot) []change.Effect {
	now, known := o.held.Load(provider + ".clientId")
	if known && now == state.clientID(provider) {
		return nil
	}
	return []change.Effect{{
		Class: change.LosesUsers, Change: change.NewIdentities, Resource: provider, Property: "clientId",
		Reason: fmt.Sprintf("%s.clientId, a secret, %s: with another client id the provider may call the same people otherwise, and each who logs in gets a new user",
			provider, map[bool]string{true: "changes", false: "may have changed"}[known]),
	}}
}

// hidesClientID reports whether a provider changes and its client id cannot be
// seen, before and after.
func hidesClientID(s change.Step) bool {
	if s.Type != providerType || s.Op != change.OpUpdate {
		return false
	}
	was, is := lookup(s.Old, clientIDPath), lookup(s.New, clientIDPath)
	if was != secretMark || is != secretMark {
		return false
	}
	for _, c := range s.Changes {
		if strings.HasPrefix(c.Path, "providerDetails") {
			return true
		}
	}
	return false
}

const clientIDPath = "providerDetails.client_id"

// clientID is that of a provider in a state with its secrets in clear.
func (s *snapshot) clientID(name string) string {
	for _, r := range s.ours() {
		if string(r.Type) != providerType || r.URN.Name() != name || r.Delete {
			continue
		}
		details, _ := inClear(r.Inputs["providerDetails"]).(map[string]any)
		id, _ := inClear(details["client_id"]).(string)
		return id
	}
	return ""
}

// inClear is what is in the envelope of a secret that was decrypted.
func inClear(value any) any {
	envelope, ok := value.(map[string]any)
	if !ok || !isSecret(envelope) {
		return value
	}
	var inner any
	text, _ := envelope["plaintext"].(string)
	if err := json.Unmarshal([]byte(text), &inner); err != nil {
		return nil
	}
	return inner
}
