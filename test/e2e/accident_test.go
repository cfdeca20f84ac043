package e2e

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"gopkg.in/yaml.v3"
)

// accident is a sequence of edits and commands.
type accident struct {
	p     *project
	r     *rand.Rand
	first string // the spec as it was deployed
	tree  map[string]any
	file  string // where the spec is
	kept  treasure
	log   []string
	codes map[int]int
	last  int // the last exit code

	changed, stopped int // runs that changed the stack; that the gate stopped
}

func parsed(t *testing.T, text string) map[string]any {
	t.Helper()
	tree := map[string]any{}
	if err := yaml.Unmarshal([]byte(text), &tree); err != nil {
		t.Fatal(err)
	}
	return tree
}

func (a *accident) text(t *testing.T) string {
	t.Helper()
	text, err := yaml.Marshal(a.tree)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// write puts the spec where it is by now.
func (a *accident) write(t *testing.T) {
	t.Helper()
	a.p.write(a.file, a.text(t))
}

func (a *accident) did(what string, edit func()) {
	edit()
	a.log = append(a.log, what)
}

// at is a map of the spec; one that is not there is made, for an edit to fill.
func (a *accident) at(path ...string) map[string]any {
	at := a.tree
	for _, key := range path {
		next, ok := at[key].(map[string]any)
		if !ok {
			next = map[string]any{}
			at[key] = next
		}
		at = next
	}
	return at
}

// undo takes every edit back, those of the repository too.
func (a *accident) undo(t *testing.T) {
	t.Helper()
	a.did("undo everything", func() {
		a.tree = parsed(t, a.first)
		a.remove("mlauth.yaml")
	})
}

// remove deletes a file of the project, if it is there.
func (a *accident) remove(name string) {
	if err := os.Remove(filepath.Join(a.p.dir, name)); err != nil && !os.IsNotExist(err) {
		a.p.t.Fatal(err)
	}
}

// move puts the spec into another file.
func (a *accident) move(name string) {
	a.remove(a.file)
	a.file = name
}

// variables are set by the one or the other run. None of them is a way past the
// gate; some lead to another state.
func (a *accident) variables() []string {
	pool := "urn:pulumi:precious::mlauth::aws:cognito/userPool:UserPool::userPool"
	return []string{
		"PULUMI_OPTION_IGNORE_PROTECT=true", "PULUMI_OPTION_REFRESH=true", "PULUMI_OPTION_YES=true", "PULUMI_SKIP_CONFIRMATIONS=true", "CI=true",
		"PULUMI_OPTION_TARGET_REPLACE=" + pool, "PULUMI_OPTION_REPLACE=" + pool, "PULUMI_OPTION_TARGET=" + pool, "PULUMI_OPTION_EXCLUDE=" + pool,
		"PULUMI_OPTION_TARGET_DEPENDENTS=true", "PULUMI_OPTION_PLAN=first-plans/precious.engine.json", "PULUMI_OPTION_FORCE=true", "PULUMI_EXPERIMENTAL=true",
		"PULUMI_STACK=another", "PULUMI_SKIP_CHECKPOINTS=true", "PULUMI_DISABLE_CHECKPOINTS=true", "PULUMI_CONFIG_PASSPHRASE=another",
		"PULUMI_BACKEND_URL=file://" + filepath.Join(a.p.dir, "other-state"), "PULUMI_DIY_BACKEND_LEGACY_LAYOUT=true", "PULUMI_OPTION_BACKEND=file:///tmp",
		"MLAUTH_YES=true", "MLAUTH_FORCE=true", "MLAUTH_ACKNOWLEDGE=*", "MLAUTH_PLAN=first-plans", "MLAUTH_EPHEMERAL=true", "MLAUTH_BACKEND=file:///tmp", "MLAUTH_OFFLINE=1",
		"AWS_REGION=eu-west-1", "AWS_DEFAULT_REGION=eu-west-1",
	}
}

// act runs a command that changes things, with flags and variables of all kinds.
func (a *accident) act(t *testing.T) {
	t.Helper()
	a.write(t)
	before := a.p.env
	defer func() { a.p.env = before }()
	if a.r.IntN(2) == 0 {
		variables := a.variables()
		variable := variables[a.r.IntN(len(variables))]
		a.p.env = append(slices.Clone(before), variable)
		a.log = append(a.log, "set "+variable)
	}
	switch a.r.IntN(9) {
	case 0:
		a.run("destroy", "--yes", a.file)
	case 1:
		a.run("preview", "--save-plan", "plans", a.file)
		a.run("deploy", "--plan", "plans", "--yes", a.file)
	case 2:
		a.run("deploy", a.file)
	case 3:
		a.run("deploy", "--yes", "--plan", []string{"first-plans", "plans"}[a.r.IntN(2)], a.file) // of another day
	case 4:
		a.run([]string{"deploy", "destroy"}[a.r.IntN(2)], "--yes", "--backend", "file://"+filepath.Join(a.p.dir, "other-state"), a.file)
	case 5:
		a.together(t)
	default:
		a.run("deploy", "--yes", a.file)
	}
}

// together runs two commands at once, the second on a spec that was edited
// meanwhile.
func (a *accident) together(t *testing.T) {
	t.Helper()
	first := a.start("deploy", "--yes", a.file)
	time.Sleep(time.Duration(a.r.IntN(4000)) * time.Millisecond)
	a.edit(t)
	a.write(t)
	second := a.start([]string{"deploy", "destroy"}[a.r.IntN(2)], "--yes", a.file)
	first()
	second()
}

// start runs a command in the background; what it returns waits for its end.
func (a *accident) start(args ...string) (wait func()) {
	command := exec.Command(a.p.binary, args...)
	command.Dir, command.Env = a.p.dir, a.p.env
	var said bytes.Buffer
	command.Stdout, command.Stderr = &said, &said
	if err := command.Start(); err != nil {
		a.p.t.Fatal(err)
	}
	at := len(a.log)
	a.log = append(a.log, strings.Join(args, " ")+" in the background")
	return func() {
		_ = command.Wait()
		a.p.written.Write(said.Bytes())
		a.count(command.ProcessState.ExitCode(), said.String())
		a.log[at] += fmt.Sprintf(": exit code %d", command.ProcessState.ExitCode())
	}
}

func (a *accident) run(args ...string) result {
	r := a.p.run(args...)
	a.count(r.code, r.out)
	a.last = r.code
	a.log = append(a.log, fmt.Sprintf("%s: exit code %d", strings.Join(args, " "), r.code))
	return r
}

// changes is what a run says of the stack that it has changed.
var changes = regexp.MustCompile(`(?m)^precious: .*\d (created|updated|adopted|deleted)`)

// count notes how a run ended.
func (a *accident) count(code int, out string) {
	a.codes[code]++
	switch {
	case code == 4:
		a.stopped++
	case code == 0 && changes.MatchString(out):
		a.changed++
	}
}

// sealed reports whether anything of the stack is protected: until then a spec
// that calls it ephemeral is believed.
func (a *accident) sealed() bool {
	state, err := os.ReadFile(filepath.Join(a.p.account.Dir, "state", ".pulumi", "stacks", "mlauth", "precious.json"))
	if err != nil {
		a.p.t.Fatal(err)
	}
	return bytes.Contains(state, []byte(`"protect":true`))
}

// refused runs a command that the gate has to stop.
func (a *accident) refused(t *testing.T, args ...string) {
	t.Helper()
	a.write(t)
	if r := a.run(args...); r.code != 4 {
		t.Fatalf("%v: exit code %d, want 4\n%s", args, r.code, r.all())
	}
}
