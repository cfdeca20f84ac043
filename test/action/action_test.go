// Package action_test runs the steps of action.yml as GitHub's runner would, as
// far as that can be done without it, and checks workflows that use the action.
package action_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
)

// action is what the runner reads of action.yml.
type action struct {
	Name, Description string
	Inputs            map[string]struct {
		Description string
		Default     *string
		Required    bool
	}
	Outputs map[string]struct{ Description, Value string }
	Runs    struct {
		Using string
		Steps []step
	}
}

type step struct {
	Name, ID, If, Uses, Shell, Run string
	With, Env                      map[string]string
}

func readAction(t *testing.T) (action, string) {
	t.Helper()
	text, err := os.ReadFile("../../action.yml")
	if err != nil {
		t.Fatal(err)
	}
	var a action
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	if err := decoder.Decode(&a); err != nil {
		t.Fatal(err)
	}
	return a, string(text)
}

var (
	inputUsed = regexp.MustCompile(`inputs\.([\w-]+)`)
	stepUsed  = regexp.MustCompile(`steps\.([\w-]+)\.`)
)

// The action is one that the runner takes: every input is declared, described
// and used, every step that runs something says in which shell, and no input is
// put into the text of a script.
func TestActionIsWellFormed(t *testing.T) {
	a, text := readAction(t)
	if a.Name == "" || a.Description == "" || a.Runs.Using != "composite" {
		t.Errorf("the action is %+v", a)
	}
	used := map[string]bool{}
	for _, m := range inputUsed.FindAllStringSubmatch(text, -1) {
		used[m[1]] = true
		if _, declared := a.Inputs[m[1]]; !declared {
			t.Errorf("inputs.%s is not declared", m[1])
		}
	}
	for name, input := range a.Inputs {
		if !used[name] || input.Description == "" || input.Default == nil && !input.Required {
			t.Errorf("the input %s is not used, described, or given a default", name)
		}
	}
	ids := map[string]bool{}
	for _, s := range a.Runs.Steps {
		ids[s.ID] = true
		switch {
		case (s.Uses == "") == (s.Run == ""):
			t.Errorf("the step %+v neither runs nor uses something, or both", s)
		case s.Run != "" && s.Shell != "bash":
			t.Errorf("the step %q has no shell", s.Name)
		case strings.Contains(s.Run, "${{"):
			t.Errorf("the step %q puts an expression into its script", s.Name)
		case s.Uses != "" && !regexp.MustCompile(`^[\w-]+/[\w/-]+@v\d+$`).MatchString(s.Uses):
			t.Errorf("the step uses %q without a version", s.Uses)
		}
	}
	for _, m := range stepUsed.FindAllStringSubmatch(text, -1) {
		if !ids[m[1]] {
			t.Errorf("there is no step %s", m[1])
		}
	}
}

// runner is as much of GitHub's runner as scripts see of it.
type runner struct {
	t                        *testing.T
	root, temp, path, output string
	workspace                string
	tools                    string // a folder that comes first on the PATH
	pullRequest              string // its number; "" for no pull request
}

func newRunner(t *testing.T) runner {
	t.Helper()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	temp := t.TempDir()
	r := runner{t: t, root: root, temp: temp, path: filepath.Join(temp, "path"), output: filepath.Join(temp, "output"), workspace: t.TempDir()}
	if err := os.Mkdir(filepath.Join(r.workspace, ".git"), 0o755); err != nil {
		t.Fatal(err)
	}
	return r
}

// run runs the steps that have a script, in order, until one fails.
func (r runner) run(a action, inputs map[string]string) (log string, code int) {
	r.t.Helper()
	for _, s := range a.Runs.Steps {
		added, _ := os.ReadFile(r.path)
		if s.Run == "" || len(added) > 0 && strings.Contains(s.Run, "install.sh") { // an earlier run has installed it
			continue
		}
		if s.If == "" && code != 0 || s.If != "" && !r.comments(inputs) {
			continue
		}
		var out bytes.Buffer
		command := exec.Command("bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", s.Run)
		command.Dir, command.Stdout, command.Stderr = r.workspace, &out, &out
		command.Env = append(os.Environ(), "RUNNER_TEMP="+r.temp, "GITHUB_PATH="+r.path, "GITHUB_OUTPUT="+r.output,
			"GITHUB_STEP_SUMMARY="+filepath.Join(r.temp, "summary"), "GITHUB_REPOSITORY=acme/auth",
			"PATH="+r.tools+":"+strings.TrimSpace(string(added))+":"+os.Getenv("PATH"))
		for name, value := range s.Env {
			command.Env = append(command.Env, name+"="+r.evaluate(a, value, inputs))
		}
		err := command.Run()
		log += out.String()
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			code = exit.ExitCode()
		} else if err != nil {
			r.t.Fatal(err)
		}
	}
	return log, code
}

// comments is the condition of the step that comments, in this test's words.
func (r runner) comments(inputs map[string]string) bool {
	output, _ := os.ReadFile(r.output)
	return r.pullRequest != "" && inputs["comment"] != "false" && strings.Contains(string(output), "comment=")
}

var expression = regexp.MustCompile(`\$\{\{ ([\w.-]+) \}\}`)

func (r runner) evaluate(a action, text string, inputs map[string]string) string {
	return expression.ReplaceAllStringFunc(text, func(e string) string {
		name := expression.FindStringSubmatch(e)[1]
		input, isInput := strings.CutPrefix(name, "inputs.")
		switch {
		case name == "github.action_path":
			return r.root
		case name == "github.event.pull_request.number":
			return r.pullRequest
		case name == "steps.run.outputs.comment":
			output, _ := os.ReadFile(r.output)
			return strings.TrimSpace(string(output)[strings.LastIndex(string(output), "comment=")+len("comment="):])
		case !isInput:
			r.t.Fatalf("the runner of this test does not know %s", name)
		}
		if value, given := inputs[input]; given {
			return value
		}
		return *a.Inputs[input].Default
	})
}

const spec = "apiVersion: mlauth/v1\nkind: AuthStack\nmetadata: {name: a, team: t}\naws: {region: us-east-1}\nworkloads: {}\n"

func (r runner) write(name, text string) {
	r.t.Helper()
	path := filepath.Join(r.workspace, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		r.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		r.t.Fatal(err)
	}
}

func TestActionValidates(t *testing.T) {
	a, _ := readAction(t)
	r := newRunner(t)
	r.write("specs/a.yaml", spec)
	r.write("more/b c.yaml", strings.Replace(spec, "region:", "regon:", 1))
	for _, c := range []struct {
		inputs map[string]string
		code   int
		says   string
	}{
		{nil, 0, "1 spec: 0 errors"},
		{map[string]string{"paths": "specs\nmore\n"}, 1, "::error file=more/b c.yaml,line=4,"},
		{map[string]string{"paths": "more", "format": "sarif"}, 1, "::error file=more/b c.yaml,line=4,"},
		{map[string]string{"paths": "more", "format": "text"}, 1, "help: Did you mean region?"},
		{map[string]string{"paths": "$(touch gone) ; touch gone"}, 2, "there is no such file"},
		{map[string]string{"paths": "--help"}, 2, "there is no such file"},
		{map[string]string{"paths": " \n"}, 2, "no paths are given"},
		{map[string]string{"command": "destroy"}, 2, "does not know the command 'destroy'"},
		{map[string]string{"format": "xml"}, 2, "does not know the format 'xml'"},
	} {
		if log, code := r.run(a, c.inputs); code != c.code || !strings.Contains(log, c.says) {
			t.Errorf("%v: exit code %d, not %d with %q:\n%s", c.inputs, code, c.code, c.says, log)
		}
	}
	if _, err := os.Stat(filepath.Join(r.workspace, "gone")); err == nil {
		t.Error("an input was run as a command")
	}
	output, _ := os.ReadFile(r.output)
	file := strings.TrimPrefix(strings.TrimSpace(string(output)), "sarif=")
	if text, err := os.ReadFile(file); err != nil || !bytes.Contains(text, []byte(`"uri": "more/b%20c.yaml"`)) {
		t.Errorf("the SARIF file %q: %v", file, err)
	}
}

// The example workflows, those that init writes included, pass actionlint,
// which checks what they give to the action against action.yml.
func TestWorkflowsPassActionlint(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	workflows := examples(t)
	if log, err := actionlint(t, root, workflows); err != nil {
		t.Errorf("%v\n%s", err, log)
	}
	wrong := map[string]string{"wrong.yaml": strings.Replace(workflows["example-1.yaml"], "format: sarif", "formats: sarif", 1)}
	if log, err := actionlint(t, root, wrong); err == nil || !strings.Contains(log, `input "formats" is not defined`) {
		t.Errorf("an input that there is not passes: %v\n%s", err, log)
	}
}

// examples are the workflow that init writes and those of docs/pipelines.md, with
// the action as if it were their own repository's.
func examples(t *testing.T) map[string]string {
	t.Helper()
	page, err := os.ReadFile("../../docs/pipelines.md")
	if err != nil {
		t.Fatal(err)
	}
	starter, err := os.ReadFile("../../internal/cli/starters/github.yaml")
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	blocks := append([]string{string(starter)}, strings.Split(string(page), "```yaml\n# .github/workflows/")[1:]...)
	for _, block := range blocks {
		text, _, _ := strings.Cut(block, "```")
		own := regexp.MustCompile(`uses: mlauth/mlauth-compile@\S+`).ReplaceAllString(text, "uses: ./")
		if own == text {
			t.Error("an example workflow does not use the action")
		}
		found[fmt.Sprintf("example-%d.yaml", len(found))] = "# " + own
	}
	if len(found) < 2 {
		t.Fatal("docs/pipelines.md has no example workflow")
	}
	return found
}

// actionlint runs it on workflows in a repository that holds the action.
func actionlint(t *testing.T, root string, workflows map[string]string) (log string, err error) {
	t.Helper()
	dir := t.TempDir()
	folder := filepath.Join(dir, ".github", "workflows")
	for _, d := range []string{filepath.Join(dir, ".git"), folder} {
		if err := os.MkdirAll(d, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	definition, err := os.ReadFile(filepath.Join(root, "action.yml"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "action.yml"), definition, 0o644); err != nil {
		t.Fatal(err)
	}
	args := []string{"tool", "-modfile=" + filepath.Join(root, "test", "action", "lint", "go.mod"), "actionlint", "-no-color"}
	for name, text := range workflows {
		file := filepath.Join(folder, name)
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		args = append(args, file)
	}
	slices.Sort(args[4:])
	var out bytes.Buffer
	command := exec.Command("go", args...)
	command.Dir, command.Stdout, command.Stderr = root, &out, &out
	err = command.Run()
	return out.String(), err
}
