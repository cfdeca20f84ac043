package deploy

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/auto"
	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// replay is a program that declares one user pool as the state has it, with its
// deletion protection off; its provider; and the outputs of the stack.
func (o *operation) replay(ctx context.Context, stack *auto.Stack, urn resource.URN) (pulumi.RunFunc, error) {
	// The outputs are secrets as well, and have to be sent again. They stay in
	// this process's memory.
	state, err := o.exported(ctx, stack.Workspace(), stack.Name(), "--show-secrets")
	if err != nil {
		return nil, err
	}
	var pool, provider, root *apitype.ResourceV3
	for i, r := range state.Resources {
		switch {
		case r.URN == urn && !r.Delete:
			pool = &state.Resources[i]
		case string(r.Type) == rootType:
			root = &state.Resources[i]
		}
	}
	if pool == nil || root == nil {
		return nil, fmt.Errorf("%s is not in the state", urn.Name())
	}
	for i, r := range state.Resources {
		if strings.HasPrefix(pool.Provider, string(r.URN)+"::") {
			provider = &state.Resources[i]
		}
	}
	if provider == nil {
		return nil, fmt.Errorf("the provider of %s is not in the state", urn.Name())
	}
	inputs := maps.Clone(pool.Inputs)
	inputs[deletionProtection] = "INACTIVE"
	return func(ctx *pulumi.Context) error {
		var settings pulumi.ProviderResourceState
		err := ctx.RegisterResource(string(provider.Type), provider.URN.Name(), inputMap(provider.Inputs), &settings, pulumi.Protect(provider.Protect))
		if err != nil {
			return err
		}
		var made pulumi.CustomResourceState
		err = ctx.RegisterResource(string(pool.Type), pool.URN.Name(), inputMap(inputs), &made, pulumi.Provider(&settings))
		if err != nil {
			return err
		}
		for _, name := range slices.Sorted(maps.Keys(root.Outputs)) {
			ctx.Export(name, input(root.Outputs[name]))
		}
		return nil
	}, nil
}

// inputMap turns recorded properties into those of a program.
func inputMap(properties map[string]any) pulumi.Map {
	out := pulumi.Map{}
	for key, value := range properties {
		if key != defaults {
			out[key] = input(value)
		}
	}
	return out
}

// defaults is where a bridged provider notes which properties it filled in.
const defaults = "__defaults"

// input turns a recorded value into one of a program, a secret into a secret.
func input(value any) pulumi.Input {
	switch v := value.(type) {
	case map[string]any:
		if !isSecret(v) {
			return inputMap(v)
		}
		return pulumi.ToSecret(input(inClear(v)))
	case []any:
		out := make(pulumi.Array, len(v))
		for i, element := range v {
			out[i] = input(element)
		}
		return out
	case nil:
		return nil
	default:
		return pulumi.Any(v)
	}
}
