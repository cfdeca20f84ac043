package deploy

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/auto"
	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"

	"github.com/mlauth/mlauth-compile/internal/change"
)

// snapshot is what the backend holds of a stack: its resources, and what a dead
// run left unfinished.
type snapshot struct{ *apitype.DeploymentV3 }

// exported reads a stack's state; nil when the backend does not hold the stack.
// Secrets stay encrypted: what is not decrypted cannot leak.
func (o *operation) exported(ctx context.Context, ws auto.Workspace, name string, flags ...string) (*snapshot, error) {
	stdout, _, err := runIn(ctx, ws, append([]string{"stack", "export", "--stack", name}, flags...)...)
	if err != nil {
		failure := o.failure(ctx, nil, err)
		if isNoStack(failure) {
			return nil, nil
		}
		return nil, failure
	}
	state, err := parseState(stdout)
	if err != nil {
		return nil, &Error{
			Stack: o.stack.Name, Err: err,
			Summary: fmt.Sprintf("the state of the stack %s cannot be read: %v", name, err),
		}
	}
	return state, nil
}

// parseState reads what `pulumi stack export` prints.
func parseState(text string) (*snapshot, error) {
	var state apitype.UntypedDeployment
	if err := json.Unmarshal([]byte(text), &state); err != nil {
		return nil, err
	}
	deployment := &apitype.DeploymentV3{}
	if len(state.Deployment) == 0 {
		return &snapshot{deployment}, nil
	}
	return &snapshot{deployment}, json.Unmarshal(state.Deployment, deployment)
}

// ours lists the user's resources that the stack has made.
func (s *snapshot) ours() []apitype.ResourceV3 {
	var list []apitype.ResourceV3
	if s == nil {
		return nil
	}
	for _, r := range s.Resources {
		if ours(string(r.Type)) && !r.External {
			list = append(list, r)
		}
	}
	return list
}

// guards reports whether the gate stands before a stack with this state: where
// its spec does not call it ephemeral, and where anything in it is protected,
// whatever the spec says by now. A state that is not protected is no licence: it
// may have been edited, or its stack was ephemeral until now.
func (o *operation) guards(state *snapshot) bool { return !o.stack.Ephemeral || state.guarded() }

// guarded reports whether anything in the stack is protected. The provider's
// settings are protected as well in such a stack, and stay so while the
// protection of others is lifted.
func (s *snapshot) guarded() bool {
	return s != nil && slices.ContainsFunc(s.Resources, func(r apitype.ResourceV3) bool { return r.Protect })
}

// find returns the resource of a type in the state, nil where there is none.
func (s *snapshot) find(typ string) *apitype.ResourceV3 {
	if s == nil {
		return nil
	}
	for i, r := range s.Resources {
		if string(r.Type) == typ && !r.External && !r.Delete {
			return &s.Resources[i]
		}
	}
	return nil
}

// deletions are the steps of a destruction, by the state alone.
func (s *snapshot) deletions() []change.Step {
	steps := []change.Step{}
	for _, r := range s.ours() {
		step := change.Step{
			Resource: r.URN.Name(), Type: string(r.Type), Op: change.OpDelete,
			ID: string(r.ID), Protected: r.Protect && !r.Delete, Remains: r.Delete,
		}
		step.Old, _ = plain(r.Inputs).(map[string]any)
		steps = append(steps, step)
	}
	sortSteps(steps)
	return steps
}

// unfinished is the key of what a dead run left pending, among the digests.
const unfinished = "unfinished operations"

// digests are hashes of the state, one for each resource: two states with the
// same digests differ in nothing that a plan depends on.
func (s *snapshot) digests() map[string]string {
	all := map[string]string{}
	if s == nil {
		return all
	}
	for _, r := range s.Resources {
		key := r.URN.Name()
		switch {
		case string(r.Type) == rootType:
			key = "outputs"
		case !ours(string(r.Type)):
			key = "settings of the provider " + key
		}
		for all[key] != "" { // the remains of a replacement share the name
			key += " (replaced)"
		}
		all[key] = digestOf(r)
	}
	if len(s.PendingOperations) > 0 {
		all[unfinished] = digest(s.PendingOperations)
	}
	return all
}

// masked is the state without the ciphertext of its secrets, which an edit of
// the state writes anew.
func (s *snapshot) masked() *snapshot {
	deployment := *s.DeploymentV3
	deployment.Resources = slices.Clone(deployment.Resources)
	for i, r := range deployment.Resources {
		deployment.Resources[i].Inputs, _ = plain(r.Inputs).(map[string]any)
		deployment.Resources[i].Outputs, _ = plain(r.Outputs).(map[string]any)
	}
	return &snapshot{&deployment}
}

// digestOf leaves out what a run writes though nothing changed.
func digestOf(r apitype.ResourceV3) string {
	r.Created, r.Modified, r.SourcePosition, r.StackTrace = nil, nil, "", nil
	return digest(r)
}

// digest is a hash of a value's JSON, whose maps are sorted.
func digest(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		text = []byte(err.Error())
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:16])
}

// moved says in words what is different between two sets of digests, "" for
// nothing.
func moved(before, after map[string]string) string {
	keys := maps.Clone(before)
	maps.Copy(keys, after)
	var words []string
	for _, key := range slices.Sorted(maps.Keys(keys)) {
		was, is := before[key], after[key]
		switch {
		case was == is:
		case was == "":
			words = append(words, key+" was added")
		case is == "":
			words = append(words, key+" is gone")
		default:
			words = append(words, key+" changed")
		}
	}
	const few = 8
	if len(words) > few {
		words = append(words[:few], fmt.Sprintf("and %d more", len(words)-few))
	}
	return strings.Join(words, ", ")
}
