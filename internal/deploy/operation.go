package deploy

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/auto"
	"github.com/pulumi/pulumi/sdk/v3/go/common/tokens"
	"github.com/pulumi/pulumi/sdk/v3/go/common/workspace"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// operation is one thing done to one stack: it has a private folder, which goes
// when it ends, and knows what must not be said.
type operation struct {
	engine  *Engine
	stack   Stack
	observe Observer
	scrub   scrubber
	run     *recorder
	dir     string
	started time.Time
	who     identity  // known once check has passed
	noted   []string  // what the observer was told of plans
	held    *sync.Map // secrets that the program reported last, by place
}

// begin makes the private folder: the project file, the stack's settings and
// the engine's home live there, so that nothing is left in the repository and
// stacks at work at the same time do not meet.
func (e *Engine) begin(stack Stack, observe Observer) (*operation, error) {
	dir, err := os.MkdirTemp("", "mlauth-")
	if err != nil {
		return nil, &Error{
			Kind: Unable, Stack: stack.Name, Err: err,
			Summary: fmt.Sprintf("no working folder can be made: %v", err),
			Remedy:  "Make room in " + os.TempDir() + ", or set TMPDIR to another folder.",
		}
	}
	o := &operation{
		engine: e, stack: stack, observe: observe,
		run: &recorder{command: e.command},
		dir: dir, started: time.Now(), held: &sync.Map{},
	}
	o.scrub = newScrubber()
	o.learnSecrets()
	return o, nil
}

// beginIn is begin for what goes to AWS: who is calling is known then, and is
// allowed there.
func (e *Engine) beginIn(ctx context.Context, stack Stack, observe Observer) (*operation, error) {
	o, err := e.begin(stack, observe)
	if err != nil {
		return nil, err
	}
	if err := o.check(ctx); err != nil {
		o.end()
		return nil, err
	}
	return o, nil
}

// learnSecrets notes what must not be said, as far as it is known beforehand.
func (o *operation) learnSecrets() {
	secrets := slices.Clone(o.stack.Redact)
	if passphrase, err := o.engine.backend.passphrase(); err == nil {
		secrets = append(secrets, passphrase)
	}
	o.scrub.learn(secrets...)
}

// program is the stack's. What it reports must not be said from then on, and is
// kept for what the engine's plan hides.
func (o *operation) program(ctx *pulumi.Context) error {
	return o.stack.Program(ctx, func(place, secret string) {
		o.scrub.learn(secret)
		o.held.Store(place, secret)
	})
}

func (o *operation) end() { _ = os.RemoveAll(o.dir) }

func (o *operation) enter(phase Phase) {
	o.observe.tell(Event{Stack: o.stack.Name, Phase: phase, Kind: EventPhase})
}

// workspace is the Automation API's view of the stack in a backend.
func (o *operation) workspace(ctx context.Context, b *backend) (auto.Workspace, error) {
	dir, err := os.MkdirTemp(o.dir, "work-")
	if err != nil {
		return nil, err
	}
	settings, err := b.environ()
	if err != nil {
		return nil, err
	}
	env := map[string]string{}
	for _, entry := range append(settings, privateHome(dir, o.engine.home)...) {
		name, value, _ := strings.Cut(entry, "=")
		env[name] = value
	}
	project := workspace.Project{
		Name: tokens.PackageName(Project),
		// No program is on disk and no language plugin is asked for; the field
		// must not be empty.
		Runtime: workspace.NewProjectRuntimeInfo("go", nil),
	}
	if o.stack.Description != "" {
		project.Description = &o.stack.Description
	}
	options := []auto.LocalWorkspaceOption{
		auto.WorkDir(dir), auto.Pulumi(o.run), auto.Project(project), auto.EnvVars(env),
	}
	if o.stack.Program != nil {
		options = append(options, auto.Program(o.program))
	}
	if b.secretsProvider != "" {
		options = append(options, auto.SecretsProvider(b.secretsProvider))
	}
	ws, err := auto.NewLocalWorkspace(ctx, options...)
	if err != nil {
		return nil, err
	}
	return quietWorkspace{ws}, nil
}

// quietWorkspace leaves out what the Automation API does besides, each a run of
// the engine: fetching outputs after an update, which the run's own events have
// told, and making a stack the folder's current one, when every command names
// its stack.
type quietWorkspace struct{ auto.Workspace }

// StackOutputs is part of auto.Workspace.
func (quietWorkspace) StackOutputs(context.Context, string) (auto.OutputMap, error) {
	return auto.OutputMap{}, nil
}

// SelectStack is part of auto.Workspace.
func (quietWorkspace) SelectStack(context.Context, string) error { return nil }

// open returns the stack as the backend has it; nil when it surely has none.
// Whether there is one shows with the first command (isNoStack).
//
// The stack's settings are not kept beside the spec or anywhere else: the state
// holds what its secrets are encrypted with, and the engine is told to go by
// that (see environ.go), so that every run on every machine uses the same.
func (o *operation) open(ctx context.Context) (*auto.Stack, error) {
	if !o.engine.backend.present() {
		return nil, nil
	}
	ws, err := o.workspace(ctx, o.engine.backend)
	if err != nil {
		return nil, o.failure(ctx, nil, err)
	}
	stack, err := auto.SelectStack(ctx, o.stack.Name, ws)
	if err != nil {
		return nil, o.failure(ctx, nil, err)
	}
	return &stack, nil
}

// create makes the stack in the backend.
func (o *operation) create(ctx context.Context) (*auto.Stack, error) {
	b := o.engine.backend
	if err := b.create(); err != nil {
		return nil, err
	}
	o.learnSecrets()
	ws, err := o.workspace(ctx, b)
	if err != nil {
		return nil, o.failure(ctx, nil, err)
	}
	stack, err := auto.NewStack(ctx, o.stack.Name, ws)
	if err != nil {
		return nil, o.failure(ctx, nil, err)
	}
	return &stack, nil
}

// imagine makes the stack in a backend of its own that is thrown away: a new
// stack can be previewed without leaving anything in the real backend, where
// whoever previews may not even be allowed to write.
func (o *operation) imagine(ctx context.Context) (*auto.Stack, error) {
	state := filepath.Join(o.dir, "state")
	if err := os.Mkdir(state, 0o700); err != nil {
		return nil, err
	}
	key := make([]byte, 32)
	if _, err := rand.Read(key); err != nil {
		return nil, err
	}
	ws, err := o.workspace(ctx, &backend{
		url:       fileURL(state),
		throwaway: base64.RawURLEncoding.EncodeToString(key),
	})
	if err != nil {
		return nil, o.failure(ctx, nil, err)
	}
	if err := o.lend(ctx, ws); err != nil {
		return nil, err
	}
	stack, err := auto.NewStack(ctx, o.stack.Name, ws)
	if err != nil {
		return nil, o.failure(ctx, nil, err)
	}
	return &stack, nil
}

// runIn runs one command of the engine's in a stack's workspace.
func runIn(ctx context.Context, ws auto.Workspace, args ...string) (stdout, stderr string, err error) {
	return runBy(ctx, ws.PulumiCommand(), ws, args...)
}

// runBy is runIn with another way to run the engine than the workspace's own.
func runBy(ctx context.Context, command auto.PulumiCommand, ws auto.Workspace, args ...string) (stdout, stderr string, err error) {
	var env []string
	vars := ws.GetEnvVars()
	for _, name := range slices.Sorted(maps.Keys(vars)) {
		env = append(env, name+"="+vars[name])
	}
	stdout, stderr, _, err = command.Run(ctx, ws.WorkDir(), nil, nil, nil, env, args...)
	return stdout, stderr, err
}
