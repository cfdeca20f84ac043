package deploy

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/mlauth/mlauth-compile/internal/change"
)

// What goes wrong on a real engine, and what a user is told. The texts that are
// recognised come from here.

func TestLockedStack(t *testing.T) {
	b := newBench(t)
	b.deploy(b.stack(things(nil, thing{name: "a"})))
	locks := filepath.Join(b.root, ".mlauth", "state", ".pulumi", "locks", "organization", Project, "demo")
	if err := os.MkdirAll(locks, 0o700); err != nil {
		t.Fatal(err)
	}
	lock := `{"pid": 4711, "username": "ci", "hostname": "runner-7", "timestamp": "2026-11-24T02:11:11Z"}`
	if err := os.WriteFile(filepath.Join(locks, "5c3b.json"), []byte(lock), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := b.engine.Deploy(context.Background(), b.stack(things(nil, thing{name: "b"})), nil)
	got := asError(t, err)
	want := "the stack is locked by ci@runner-7, process 4711, since 2026-11-24T02:11:11Z"
	if got.ExitCode() != 1 || got.Summary != want {
		t.Errorf("exit %d: %s", got.ExitCode(), got.Summary)
	}
	if !strings.Contains(got.Detail, "5c3b.json") {
		t.Errorf("the engine's words are lost: %q", got.Detail)
	}
}

func TestUsersBackendAndPassphrase(t *testing.T) {
	b := newBench(t)
	settings := Settings{Backend: "file://" + t.TempDir()}
	stack := b.stack(things(pulumi.Map{"s": pulumi.ToSecret("hush-hush").(pulumi.StringOutput)}, thing{name: "a"}))
	try := func() error {
		b.open(settings)
		_, err := b.engine.Deploy(context.Background(), stack, nil)
		return err
	}
	if got := asError(t, try()); got.ExitCode() != 2 || !strings.Contains(got.Remedy, "PULUMI_CONFIG_PASSPHRASE") {
		t.Errorf("without a passphrase: exit %d, %v", got.ExitCode(), got)
	}
	t.Setenv("PULUMI_CONFIG_PASSPHRASE", "correct horse battery")
	if err := try(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(b.root, ".mlauth")); err == nil {
		t.Error("the embedded state was made beside the user's")
	}
	t.Setenv("PULUMI_CONFIG_PASSPHRASE", "staple")
	if got := asError(t, try()); got.ExitCode() != 1 || !strings.Contains(got.Summary, "the passphrase is not the one") {
		t.Errorf("with the wrong one: exit %d, %v", got.ExitCode(), got)
	}
	os.Unsetenv("PULUMI_CONFIG_PASSPHRASE")
	file := filepath.Join(t.TempDir(), "passphrase")
	if err := os.WriteFile(file, []byte("correct horse battery\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PULUMI_CONFIG_PASSPHRASE_FILE", file)
	if err := try(); err != nil {
		t.Errorf("with the right one in a file: %v", err)
	}
}

func TestProgramThatFails(t *testing.T) {
	b := newBench(t)
	stack := b.stack(func(*pulumi.Context) error { return errors.New("clients.api: hush-hush is no URL") })
	stack.Redact = []string{"hush-hush"}
	_, err := b.engine.Deploy(context.Background(), stack, nil)
	got := asError(t, err)
	if want := "the resources could not be described: clients.api: [secret] is no URL"; got.Summary != want {
		t.Errorf("got %q", got.Summary)
	}
	if strings.Contains(got.Error(), "hush-hush") {
		t.Errorf("a secret is in %v", got)
	}
	if _, err := os.Stat(filepath.Join(b.root, ".mlauth")); err == nil {
		t.Error("a failed first preview left state behind")
	}
	stack.Program = func(*pulumi.Context, func(string, string)) error { panic(errors.New("nobody thought of that")) }
	_, err = b.engine.Preview(context.Background(), stack, nil)
	if got := asError(t, err); !strings.Contains(got.Summary, "nobody thought of that") || !strings.Contains(got.Remedy, "report") {
		t.Errorf("got %v", got)
	}
}

// TestUnfinishedBusiness: what a killed run left is told. The engine says so in
// updates only, never in a preview.
func TestUnfinishedBusiness(t *testing.T) {
	b := newBench(t)
	stack := b.stack(things(nil, thing{name: "a"}))
	b.deploy(stack)
	path := filepath.Join(b.root, ".mlauth", "state", ".pulumi", "stacks", Project, "demo.json")
	var state map[string]any
	if err := json.Unmarshal([]byte(stateOf(t, b.root)), &state); err != nil {
		t.Fatal(err)
	}
	latest := state["checkpoint"].(map[string]any)["latest"].(map[string]any)
	latest["pending_operations"] = []any{map[string]any{"type": "creating", "resource": map[string]any{
		"urn": "urn:pulumi:demo::mlauth::test:index:Thing::userPool", "type": "test:index:Thing", "custom": false,
	}}}
	text, err := json.Marshal(state)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
	b.deploy(b.stack(things(nil, thing{name: "b"})))
	if !slices.ContainsFunc(b.events, func(e Event) bool {
		return e.Kind == EventNote && strings.Contains(e.Message, "userPool was interrupted while creating")
	}) {
		t.Errorf("nothing was said: %+v", b.events)
	}
}

func TestInterrupted(t *testing.T) {
	b := newBench(t)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	stack := b.stack(func(*pulumi.Context) error {
		cancel()
		time.Sleep(time.Second)
		return nil
	})
	_, err := b.engine.Deploy(ctx, stack, nil)
	if got := asError(t, err); got.ExitCode() != 130 || got.Remedy != "Nothing was changed." {
		t.Errorf("exit %d: %v", got.ExitCode(), got)
	}
}

// TestStacksAtOnce: one engine serves several stacks at the same time.
func TestStacksAtOnce(t *testing.T) {
	b := newBench(t)
	var wg sync.WaitGroup
	for _, name := range []string{"one", "two", "three"} {
		wg.Go(func() {
			stack := b.stack(things(pulumi.Map{"name": pulumi.String(name)}, thing{name: name}))
			stack.Name = name
			result, err := b.engine.Deploy(context.Background(), stack, nil)
			if err != nil {
				t.Error(err)
			} else if result.Outputs["name"].Value != name || result.Counts() != (change.Counts{Create: 1}) {
				t.Errorf("%s got %+v", name, result)
			}
		})
	}
	wg.Wait()
}
