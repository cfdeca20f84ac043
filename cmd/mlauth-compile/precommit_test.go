package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
)

// hook is what pre-commit reads of .pre-commit-hooks.yaml.
type hook struct {
	ID, Name, Entry, Language, Files string
	RequireSerial                    bool `yaml:"require_serial"`
}

// The hook does what pre-commit would have it do: in a git checkout, its entry
// runs with the names of the files that are staged, are not gone, and match.
func TestPreCommitHook(t *testing.T) {
	h := readHook(t)
	dir := t.TempDir()
	commit := map[string]string{
		"base/common.yaml": "apiVersion: mlauth/v1\nkind: AuthFragment\naws: {region: us-east-1}\nworkloads: {}\n",
		"specs/user.yaml":  "apiVersion: mlauth/v1\nkind: AuthStack\nextends: ../base/common.yaml\nmetadata: {name: user, team: t}\n",
		"specs/wrong.yaml": "apiVersion: mlauth/v1\nkind: AuthStack\nmetadata: {name: wrong, team: t}\naws: {regon: us-east-1}\nworkloads: {}\n",
		"specs/old.yaml":   "apiVersion: mlauth/v1\nkind: AuthStack\nmetadata: {name: old, team: t}\naws: {region: us-east-1}\nworkloads: {}\n",
	}
	git(t, dir, "init", "-q")
	stage(t, dir, commit)
	git(t, dir, "commit", "-q", "-m", "as it was")

	// A fragment with a mistake that only its user shows; a spec that is gone;
	// a file of others.
	stage(t, dir, map[string]string{
		"base/common.yaml":   strings.Replace(commit["base/common.yaml"], "aws: {region: us-east-1}\n", "aws: {}\n", 1),
		"docker-compose.yml": "services: {}\n",
	})
	git(t, dir, "rm", "-q", "specs/old.yaml")
	out, code := h.run(t, dir)
	if code != 1 || !strings.Contains(out, "specs/user.yaml:") || !strings.Contains(out, "region is missing") {
		t.Errorf("a fragment that breaks its user: exit code %d\n%s", code, out)
	}
	if strings.Contains(out, "docker-compose") || strings.Contains(out, "wrong") {
		t.Errorf("it looks at what did not change:\n%s", out)
	}

	stage(t, dir, map[string]string{"base/common.yaml": commit["base/common.yaml"] + "# mended\n"})
	if out, code := h.run(t, dir); code != 0 {
		t.Errorf("the mended fragment: exit code %d\n%s", code, out)
	}

	stage(t, dir, map[string]string{"mlauth.yaml": ""})
	if out, code := h.run(t, dir); code != 1 || !strings.Contains(out, "Did you mean region?") {
		t.Errorf("mlauth.yaml does not bring all specs: exit code %d\n%s", code, out)
	}
}

func readHook(t *testing.T) hook {
	t.Helper()
	text, err := os.ReadFile("../../.pre-commit-hooks.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var hooks []hook
	if err := yaml.Unmarshal(text, &hooks); err != nil {
		t.Fatal(err)
	}
	if len(hooks) != 1 || hooks[0].ID != "mlauth-validate" || hooks[0].Name == "" || hooks[0].Language != "golang" || !hooks[0].RequireSerial {
		t.Fatalf("the hook is %+v", hooks)
	}
	return hooks[0]
}

// run runs the hook on what is staged; with nothing to look at it is not run.
func (h hook) run(t *testing.T, dir string) (out string, code int) {
	t.Helper()
	words := strings.Fields(h.Entry)
	names := git(t, dir, "diff", "--staged", "--name-only", "--no-ext-diff", "-z", "--diff-filter=ACMRTUXB")
	for name := range strings.SplitSeq(strings.TrimRight(names, "\x00"), "\x00") {
		if regexp.MustCompile(h.Files).MatchString(name) {
			words = append(words, name)
		}
	}
	var both bytes.Buffer
	command := exec.Command(words[0], words[1:]...)
	command.Dir, command.Stdout, command.Stderr = dir, &both, &both
	_ = command.Run() // the exit code tells
	return both.String(), command.ProcessState.ExitCode()
}

func stage(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		git(t, dir, "add", name)
	}
}

func git(t *testing.T, dir string, args ...string) string {
	t.Helper()
	command := exec.Command("git", append([]string{"-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "init.defaultBranch=main"}, args...)...)
	command.Dir = dir
	var stderr bytes.Buffer
	command.Stderr = &stderr
	out, err := command.Output()
	if err != nil {
		t.Fatalf("git %v: %v\n%s", args, err, stderr.String())
	}
	return string(out)
}
