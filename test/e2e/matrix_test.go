package e2e

import (
	"encoding/json"
	"flag"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gopkg.in/yaml.v3"

	"github.com/mlauth/mlauth-compile/test/vary"
)

var matrixFull = flag.Bool("matrix.full", false, "TestMatrix changes the fields of all specs that stand alone, not of one")

// apart are the fields that a batch leaves out: those that move or replace all
// there is, that AWS cannot change, that lead to what is not in the project, and that need what
// the emulator has not.
var apart = []string{
	"metadata.", "aws.", "lifecycle.", "publish.", "secret reference.", "userPool.use.", "userPool.attributes.", "userPool.name",
	"userPool.signIn.", "userPool.tier", "userPool.sms.", "userPool.mfa.", "identityPool.name", "identityProviders.*.metadata.",
	"identityProviders.*.type", "clients.*.type", "iamOidcProviders.", "workloads.*.trust.service", "acknowledgement.", "apiVersion", "kind", "extends",
}

// For the fields of a spec, changed together on a deployed stack, validate
// --against and preview say the same, deploy does what preview says, and then
// there is nothing left to do. docs/changes.md has what each does by itself.
func TestMatrix(t *testing.T) {
	few := []string{"specs/model-api.yaml"}
	bases := vary.Bases(t)
	rows := vary.Rows(bases)
	for _, b := range bases {
		name := strings.TrimSuffix(strings.TrimPrefix(b.File, "specs/"), ".yaml")
		if !slices.Contains(few, b.File) && (!*matrixFull || !strings.Contains(name, "-") || b.Spec.UserPool != nil && b.Spec.UserPool.Use != nil) {
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tree, changed := batch(rows, b)
			t.Logf("%d fields: %s", len(changed), strings.Join(changed, ", "))
			agreeOn(t, b, tree)
		})
	}
}

// batch is a spec with as many of its fields changed as are valid together.
func batch(rows []vary.Row, b *vary.Base) (tree any, changed []string) {
	tree = b.Tree
	for _, row := range rows {
		if slices.ContainsFunc(apart, func(prefix string) bool { return strings.HasPrefix(row.Key, prefix) }) {
			continue
		}
		for _, p := range row.Places {
			if p.Base != b {
				continue
			}
			p.Base = &vary.Base{Tree: tree}
			if next := p.Another(row.Key, b.File); next != nil {
				tree, changed = next, append(changed, row.Key)
				break
			}
		}
	}
	return tree, changed
}

// meaning is a consequence of a change, as it is told.
type meaning struct{ Reason string }

func agreeOn(t *testing.T, b *vary.Base, tree any) {
	p := newProject(t)
	p.write(b.File, yamlText(t, b.Tree))
	prepare(t, p, repositorySpec(t, strings.TrimPrefix(b.File, "specs/")))
	p.commit()
	p.write(b.File, yamlText(t, b.Tree)+ephemeral)
	p.must(0, "deploy", b.File)

	p.write(b.File, yamlText(t, tree))
	var review struct {
		Diagnostics []struct{ Rule, Message string }
	}
	decodeInto(t, p.run("validate", "--against", "HEAD", "--format", "json", b.File).out, &review)
	p.write(b.File, yamlText(t, tree)+ephemeral)
	var plan struct {
		Stacks []struct {
			Resources []struct{ Resource, Operation string }
			Effects   []meaning
			Error     *struct{ Message string }
		}
	}
	decodeInto(t, p.run("preview", "--format", "json", b.File).out, &plan)
	if len(plan.Stacks) != 1 || plan.Stacks[0].Error != nil {
		t.Fatalf("there is no plan: %+v", plan)
	}
	var said, planned []string
	for _, d := range review.Diagnostics {
		if strings.HasPrefix(d.Rule, "MLA8") {
			said = append(said, d.Message)
		}
	}
	for _, e := range plan.Stacks[0].Effects {
		planned = append(planned, e.Reason)
	}
	slices.Sort(said)
	slices.Sort(planned)
	if diff := cmp.Diff(said, planned); diff != "" {
		t.Errorf("preview says something else than validate --against (-validate +preview):\n%s", diff)
	}
	operations := map[string]string{}
	for _, r := range plan.Stacks[0].Resources {
		operations[r.Resource] = strings.TrimSuffix(r.Operation, "e")
	}
	if diff := cmp.Diff(operations, progress(p.must(0, "deploy", b.File).err)); diff != "" {
		t.Errorf("deploy did something else than preview said (-preview +deploy):\n%s", diff)
	}
	p.must(0, "preview", "--expect-no-changes", b.File)
}

func yamlText(t *testing.T, tree any) string {
	text, err := yaml.Marshal(tree)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func decodeInto(t *testing.T, text string, into any) {
	if err := json.Unmarshal([]byte(text), into); err != nil {
		t.Fatalf("%v:\n%s", err, text)
	}
}

// commit makes the project a git repository with all that is in it.
func (p *project) commit() {
	p.t.Helper()
	for _, args := range [][]string{{"init", "-q"}, {"add", "-A"}, {"-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "-q", "-m", "all"}} {
		command := exec.Command("git", args...)
		command.Dir = p.dir
		if out, err := command.CombinedOutput(); err != nil {
			p.t.Fatalf("git %v: %v\n%s", args, err, out)
		}
	}
}
