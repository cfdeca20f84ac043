package deploy

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/mlauth/mlauth-compile/internal/change"
)

// The tests in this file run a real engine, and are skipped without one.

func TestDeployTwiceThenChange(t *testing.T) {
	b := newBench(t)
	outputs := pulumi.Map{"url": pulumi.String("https://a"), "keys": pulumi.Map{"k": pulumi.ToSecret("hush-hush").(pulumi.StringOutput)}}
	stack := b.stack(things(outputs, thing{name: "clients.a"}, thing{name: "userPool"}))
	stack.Ephemeral = true

	plan, err := b.engine.Preview(context.Background(), stack, nil)
	if err != nil {
		t.Fatal(err)
	}
	if !plan.New || plan.Counts() != (change.Counts{Create: 2}) {
		t.Errorf("the first preview: %+v", plan)
	}
	if _, err := os.Stat(filepath.Join(b.root, ".mlauth")); err == nil {
		t.Error("a preview made the embedded state")
	}

	first := b.deploy(stack)
	if diff := cmp.Diff(plan.Steps, first.Steps); diff != "" {
		t.Errorf("deployed otherwise than planned (-plan +deploy):\n%s", diff)
	}
	want := Outputs{"url": {Value: "https://a"}, "keys": {Secret: true}}
	if diff := cmp.Diff(want, first.Outputs); diff != "" {
		t.Errorf("outputs of the deployment:\n%s", diff)
	}

	second := b.deploy(stack)
	if second.Updated || second.Counts() != (change.Counts{Same: 2}) {
		t.Errorf("a second deployment did something: %+v", second)
	}
	if diff := cmp.Diff(want, second.Outputs); diff != "" {
		t.Errorf("outputs of a deployment that did nothing:\n%s", diff)
	}

	// An output alone must be stored; and a new process, which has nothing but
	// the state, must read all of them.
	outputs["url"] = pulumi.String("https://b")
	if third := b.deploy(stack); !third.Updated || third.Counts().Changed() != 0 {
		t.Errorf("a changed output was not stored: %+v", third)
	}
	b.open(Settings{})
	got, err := b.engine.Outputs(context.Background(), "demo")
	if err != nil {
		t.Fatal(err)
	}
	want = Outputs{"url": {Value: "https://b"}, "keys": {Value: map[string]any{"k": "hush-hush"}, Secret: true}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("outputs from the state:\n%s", diff)
	}
	grepFor(t, b.root, "hush-hush")
	for _, event := range b.events {
		if event.Kind == EventDone && event.Phase == PhaseUpdate && event.Resource == "userPool" {
			return
		}
	}
	t.Errorf("the observer was not told: %+v", b.events)
}

func TestSettingsComeFromTheState(t *testing.T) {
	b := newBench(t)
	secret := pulumi.Map{"s": pulumi.ToSecret("hush-hush").(pulumi.StringOutput)}
	b.deploy(b.stack(things(secret, thing{name: "a"})))
	salt := saltOf(t, b.root)
	b.open(Settings{})
	b.deploy(b.stack(things(secret, thing{name: "a"}, thing{name: "b"})))
	if again := saltOf(t, b.root); again != salt || salt == "" {
		t.Errorf("the salt was %q and became %q", salt, again)
	}
}

func TestProtectedIsRefused(t *testing.T) {
	b := newBench(t)
	both := things(nil, thing{name: "clients.a", protect: true}, thing{name: "clients.b", protect: true})
	b.deploy(b.stack(both))
	before := stateOf(t, b.root)

	_, err := b.engine.Deploy(context.Background(), b.stack(things(nil, thing{name: "clients.a", protect: true})), nil)
	refused := asError(t, err)
	if refused.ExitCode() != 4 || !cmp.Equal(refused.Resources, []string{"clients.b"}) {
		t.Errorf("removing one: exit %d, %v", refused.ExitCode(), refused.Resources)
	}
	plan, err := b.engine.Preview(context.Background(), b.stack(things(nil, thing{name: "clients.a", protect: true})), nil)
	if err != nil || plan.Counts() != (change.Counts{Same: 1, Delete: 1}) {
		t.Errorf("its preview: %+v, %v", plan, err)
	}
	_, err = b.engine.Destroy(context.Background(), b.stack(nil), nil)
	refused = asError(t, err)
	if refused.ExitCode() != 4 || !cmp.Equal(refused.Resources, []string{"clients.a", "clients.b"}) {
		t.Errorf("destroying: exit %d, %v", refused.ExitCode(), refused.Resources)
	}
	if stateOf(t, b.root) != before {
		t.Error("a refusal changed the state")
	}

	// Without protection the same goes through: first it is lifted, which must
	// be stored though no resource changes, then the removal.
	lifted := b.stack(things(nil, thing{name: "clients.a"}, thing{name: "clients.b"}))
	lifted.Ephemeral = true
	_, err = b.engine.Deploy(context.Background(), lifted, nil)
	if refused := asError(t, err); refused.ExitCode() != 4 || !cmp.Equal(refused.Resources, []string{"lifecycle"}) {
		t.Errorf("turning ephemeral on: %v", refused)
	}
	lifted.Acknowledge = []change.Acknowledgement{{Change: change.Ephemeral, Resource: "lifecycle", Until: today}}
	if result := b.deploy(lifted); !result.Updated {
		t.Error("lifting the protection was not stored")
	}
	fewer := b.stack(things(nil, thing{name: "clients.a"}))
	fewer.Ephemeral = true
	if got := b.deploy(fewer).Counts(); got != (change.Counts{Same: 1, Delete: 1}) {
		t.Errorf("removing one of two: %+v", got)
	}
}

func TestDestroyEphemeralLeavesNothing(t *testing.T) {
	b := newBench(t)
	stack := b.stack(things(nil, thing{name: "a"}))
	stack.Ephemeral = true
	b.deploy(stack)
	stack.Program = nil
	asked := false
	stack.Confirm = func(plan *Plan) bool {
		asked = true
		if plan.Counts() != (change.Counts{Delete: 1}) {
			t.Errorf("what would go: %+v", plan)
		}
		return true
	}
	result, err := b.engine.Destroy(context.Background(), stack, b.observe)
	if err != nil {
		t.Fatal(err)
	}
	if !asked || !result.Removed || result.Counts() != (change.Counts{Delete: 1}) {
		t.Errorf("destroyed: %+v", result)
	}
	var left []string
	_ = filepath.WalkDir(filepath.Join(b.root, ".mlauth", "state"), func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && strings.Contains(path, "demo") {
			left = append(left, path)
		}
		return nil
	})
	if left != nil {
		t.Errorf("left behind: %v", left)
	}
	again, err := b.engine.Destroy(context.Background(), stack, nil)
	if err != nil || again.Updated {
		t.Errorf("destroying what is gone: %+v, %v", again, err)
	}
	_, err = b.engine.Outputs(context.Background(), "demo")
	if got := asError(t, err); got.ExitCode() != 1 {
		t.Errorf("outputs of what is gone: %v", got)
	}
}

// grepFor fails when a text is anywhere under a folder.
func grepFor(t *testing.T, root, text string) {
	t.Helper()
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		if strings.Contains(string(content), text) {
			t.Errorf("%s holds a secret", path)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

func stateOf(t *testing.T, root string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(root, ".mlauth", "state", ".pulumi", "stacks", Project, "demo.json"))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func saltOf(t *testing.T, root string) string {
	t.Helper()
	_, after, _ := strings.Cut(stateOf(t, root), `"salt":`)
	return strings.Trim(strings.TrimSpace(strings.SplitN(after, "}", 2)[0]), `"`)
}
