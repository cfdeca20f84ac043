package deploy

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/auto"
	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
)

// lend puts the stacks that this one uses into the backend that is thrown away,
// as far as a stack reference sees them: by their plain outputs. A stack that
// does not exist is left out, and the engine says so.
func (o *operation) lend(ctx context.Context, ws auto.Workspace) error {
	for _, name := range o.stack.Uses {
		outputs, err := o.plainOutputs(ctx, name)
		if outputs == nil || err != nil {
			return err
		}
		if _, err := auto.NewStack(ctx, name, ws); err != nil {
			return o.failure(ctx, nil, err)
		}
		state, err := outputsState(name, outputs)
		if err != nil {
			return err
		}
		if err := ws.ImportStack(ctx, name, state); err != nil {
			return o.failure(ctx, nil, err)
		}
	}
	return nil
}

// plainOutputs are the outputs of a stack in the real backend that are no
// secrets; nil when there is no such stack.
func (o *operation) plainOutputs(ctx context.Context, name string) (map[string]any, error) {
	if !o.engine.backend.present() {
		return nil, nil
	}
	ws, err := o.workspace(ctx, o.engine.backend)
	if err != nil {
		return nil, o.failure(ctx, nil, err)
	}
	state, err := o.exported(ctx, ws, name)
	if state == nil || err != nil {
		return nil, err
	}
	outputs := map[string]any{}
	for _, r := range state.Resources {
		if string(r.Type) != rootType {
			continue
		}
		for key, value := range r.Outputs {
			if !holdsSecret(plain(value)) {
				outputs[key] = value
			}
		}
	}
	return outputs, nil
}

// outputsState is a state with outputs and nothing else.
func outputsState(name string, outputs map[string]any) (apitype.UntypedDeployment, error) {
	text, err := json.Marshal(map[string]any{
		"manifest": map[string]any{"time": "2000-01-01T00:00:00Z", "magic": "", "version": ""},
		"resources": []any{map[string]any{
			"urn":     fmt.Sprintf("urn:pulumi:%s::%s::%s::%s-%s", name, Project, rootType, Project, name),
			"type":    rootType,
			"outputs": outputs,
		}},
	})
	return apitype.UntypedDeployment{Version: 3, Deployment: text}, err
}
