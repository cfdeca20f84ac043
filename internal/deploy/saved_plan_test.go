package deploy

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/blang/semver"
	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/mlauth/mlauth-compile/internal/change"
)

// A plan saved by one engine is carried out by another, is spent by that, and
// holds no secret.
func TestASavedPlanIsCarriedOutElsewhere(t *testing.T) {
	b := newBench(t)
	program := func(secret string, list ...thing) Stack {
		stack := b.stack(things(pulumi.Map{"s": pulumi.ToSecret(secret).(pulumi.StringOutput), "open": pulumi.String("in-the-clear")}, list...))
		stack.Redact, stack.Contents = []string{secret}, map[string]string{"a": "1"}
		return stack
	}
	fresh := program("hush-hush", thing{name: "a"})
	fresh.SavePlan = t.TempDir()
	if _, err := b.engine.Preview(context.Background(), fresh, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(b.root, ".mlauth")); err == nil {
		t.Error("saving a plan made the embedded state")
	}
	fresh.SavePlan, fresh.SavedPlan = "", fresh.SavePlan
	b.open(Settings{})
	b.deploy(fresh)

	edited := program("hush-more", thing{name: "a"}, thing{name: "b"})
	edited.SavePlan = t.TempDir()
	if _, err := b.engine.Preview(context.Background(), edited, nil); err != nil {
		t.Fatal(err)
	}
	grepFor(t, edited.SavePlan, "hush")
	_, engines := planFiles(edited.SavePlan, "demo")
	if text, err := os.ReadFile(engines); err != nil || !strings.Contains(string(text), "ciphertext") {
		t.Errorf("the engine's plan holds no secret at all: %v\n%s", err, text)
	}
	edited.SavePlan, edited.SavedPlan = "", edited.SavePlan
	b.open(Settings{})
	if got := b.deploy(edited); got.Counts() != (change.Counts{Create: 1, Same: 1}) {
		t.Errorf("deployed: %+v", got)
	}
	_, err := b.engine.Deploy(context.Background(), edited, nil)
	if got := asError(t, err); got.ExitCode() != 1 || !strings.Contains(got.Summary, "the state: b was added") {
		t.Errorf("the plan is not spent: exit %d, %v", got.ExitCode(), got)
	}
}

// Whatever moved since a plan was saved is named. No engine is needed for that.
func TestWhatMovedSinceAPlanWasSaved(t *testing.T) {
	o := func() *operation {
		return &operation{engine: &Engine{command: &command{version: semver.MustParse("3.0.0")}}, stack: Stack{
			Name: "demo", SavePlan: t.TempDir(), Redact: []string{"hush-hush"}, Contents: map[string]string{"userPool": "1", "aws": "2"},
		}}
	}
	plan := func() *planned {
		file := filepath.Join(t.TempDir(), "plan")
		if err := os.WriteFile(file, []byte("{}"), 0o600); err != nil {
			t.Fatal(err)
		}
		pool := apitype.ResourceV3{URN: "urn:pulumi:demo::mlauth::" + userPoolType + "::userPool", Type: userPoolType, ID: "p"}
		return &planned{
			Plan: &Plan{Steps: []change.Step{{Resource: "userPool", Op: change.OpUpdate}}}, file: file,
			state: &snapshot{&apitype.DeploymentV3{Resources: []apitype.ResourceV3{pool}}},
		}
	}
	for want, move := range map[string]func(o *operation, p *planned){
		"": func(*operation, *planned) {},
		"the spec: clients.a was added, userPool changed": func(o *operation, _ *planned) {
			o.stack.Contents = map[string]string{"userPool": "3", "aws": "2", "clients.a": "1"}
		},
		"secrets: the value of one that the spec refers to is another": func(o *operation, _ *planned) { o.stack.Redact = []string{"hush"} },
		"the state: userPool changed":                                  func(_ *operation, p *planned) { p.state.Resources[0].ID = "q" },
		"the state: userPool is gone":                                  func(_ *operation, p *planned) { p.state.Resources = nil },
		"the state: unfinished operations was added": func(_ *operation, p *planned) {
			p.state.PendingOperations = []apitype.OperationV2{{Type: "creating"}}
		},
		"what would be done: userPool changed":           func(_ *operation, p *planned) { p.Steps[0].Op = change.OpReplace },
		"versions: mlauth-compile was (devel) and is v9": func(o *operation, _ *planned) { o.engine.settings.Tool = "v9" },
		"versions: the engine was 3.0.0 and is 3.1.0":    func(o *operation, _ *planned) { o.engine.command.version = semver.MustParse("3.1.0") },
		"is not the one that was saved with it": func(o *operation, _ *planned) {
			_, engine := planFiles(o.stack.SavePlan, "demo")
			if err := os.WriteFile(engine, []byte("{ }"), 0o600); err != nil {
				t.Error(err)
			}
		},
	} {
		o, p := o(), plan()
		if err := o.save(p); err != nil {
			t.Fatal(err)
		}
		o.stack.SavedPlan = o.stack.SavePlan
		saved, err := o.saved()
		if err != nil {
			t.Fatal(err)
		}
		move(o, p)
		err = o.bind(p, saved)
		switch {
		case want == "" && err != nil:
			t.Errorf("nothing moved: %v", err)
		case want != "" && !strings.Contains(asError(t, err).Summary, want):
			t.Errorf("want %q, got %v", want, err)
		}
	}
	_, err := (&operation{stack: Stack{Name: "demo", SavedPlan: t.TempDir()}}).saved()
	if got := asError(t, err); got.ExitCode() != 1 || !strings.Contains(got.Summary, "there is no plan of this stack") {
		t.Errorf("no plan: %v", got)
	}
}
