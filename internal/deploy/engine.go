package deploy

import (
	"cmp"
	"context"
	"os"

	"github.com/pulumi/pulumi/sdk/v3/go/auto"
)

// Engine is a Pulumi engine with its plugin and a backend, ready for stacks.
// One Engine serves many stacks, also at the same time.
type Engine struct {
	settings Settings
	command  *command
	backend  *backend
	home     string // the user's Pulumi home
}

// Open finds the engine and the AWS plugin, or installs them once, and settles
// which backend holds the state. It changes nothing but the tool's cache and
// the plugin folder of Pulumi's home.
func Open(ctx context.Context, settings Settings, progress Progress) (*Engine, error) {
	home, err := pulumiHome()
	if err != nil {
		return nil, &Error{Kind: Unable, Summary: err.Error()}
	}
	cache, err := settings.cacheDir()
	if err != nil {
		return nil, &Error{Kind: Unable, Summary: err.Error()}
	}
	// The backend first: it costs nothing, and a wrong setting should not be
	// reported after a download.
	backend, err := findBackend(settings, home)
	if err != nil {
		return nil, err
	}
	engine, err := obtainEngine(ctx, settings, cache, home, progress)
	if err != nil {
		return nil, err
	}
	run := &command{path: engine.path, version: engine.version, environ: engineEnviron(os.Environ()), grace: runnersGrace}
	if err := obtainPlugin(ctx, settings, run, home, progress); err != nil {
		return nil, err
	}
	return &Engine{settings: settings, command: run, backend: backend, home: home}, nil
}

// Outputs returns the outputs of a deployed stack, secrets in clear.
func (e *Engine) Outputs(ctx context.Context, name string) (Outputs, error) {
	o, err := e.begin(Stack{Name: name}, nil)
	if err != nil {
		return nil, err
	}
	defer o.end()
	stack, err := o.open(ctx)
	if err != nil {
		return nil, err
	}
	if stack == nil {
		return nil, o.notDeployed()
	}
	values, err := stack.Workspace().(quietWorkspace).Workspace.StackOutputs(ctx, name)
	if err != nil {
		failure := o.failure(ctx, nil, err)
		if isNoStack(failure) {
			return nil, o.notDeployed()
		}
		return nil, failure
	}
	if len(values) == 0 {
		if empty, err := o.empty(ctx, stack); empty || err != nil {
			return nil, cmp.Or(err, error(o.notDeployed()))
		}
	}
	return asOutputs(values), nil
}

// empty reports whether the backend holds a stack with nothing in it: one that
// was destroyed.
func (o *operation) empty(ctx context.Context, stack *auto.Stack) (bool, error) {
	state, err := o.exported(ctx, stack.Workspace(), stack.Name())
	return state != nil && len(state.Resources) == 0, err
}

func (o *operation) notDeployed() *Error {
	return &Error{
		Stack:   o.stack.Name,
		Summary: "the stack is not deployed: " + o.engine.backend.url + " holds nothing of it",
		Remedy:  "Deploy it first, or name the backend that holds it with --backend or PULUMI_BACKEND_URL.",
	}
}

func asOutputs(values auto.OutputMap) Outputs {
	outputs := Outputs{}
	for name, value := range values {
		outputs[name] = Output{Value: value.Value, Secret: value.Secret}
	}
	return outputs
}
