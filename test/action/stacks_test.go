package action_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// standIn puts a script on the runner's PATH that notes how it was called, and
// then does as it is told.
func (r *runner) standIn(name, does string) {
	r.t.Helper()
	if r.tools == "" {
		r.tools = r.t.TempDir()
	}
	text := "#!/bin/bash\nprintf '%s' \"" + name + "\" >> \"$RUNNER_TEMP/calls\"\nprintf ' [%s]' \"$@\" >> \"$RUNNER_TEMP/calls\"\necho >> \"$RUNNER_TEMP/calls\"\n" + does
	if err := os.WriteFile(filepath.Join(r.tools, name), []byte(text), 0o755); err != nil {
		r.t.Fatal(err)
	}
}

func (r *runner) calls() string {
	r.t.Helper()
	path := filepath.Join(r.temp, "calls")
	text, _ := os.ReadFile(path)
	_ = os.Remove(path)
	return strings.ReplaceAll(string(text), r.temp, "TEMP")
}

// preview comments once, and updates that comment from then on, even when a
// stack could not be planned; the engine is left out: the tool is a stand-in.
func TestActionPreviews(t *testing.T) {
	a, _ := readAction(t)
	r := newRunner(t)
	r.pullRequest = "7"
	if err := os.WriteFile(r.path, []byte(r.temp+"\n"), 0o644); err != nil { // installed
		t.Fatal(err)
	}
	r.standIn("mlauth-compile", "echo '<!-- mlauth-compile -->'; echo table; exit 1\n")
	r.standIn("gh", "exit 0\n")
	inputs := map[string]string{"command": "preview", "paths": "specs more", "backend": "s3://a b", "plan": "plans"}
	log, code := r.run(a, inputs)
	calls := r.calls()
	if code != 1 || !strings.Contains(calls, "mlauth-compile [preview] [--format] [markdown] [--backend=s3://a b] [--save-plan=plans] [--] [specs] [more]\n") ||
		!strings.Contains(calls, "gh [api] [--silent] [--method] [POST] [repos/acme/auth/issues/7/comments] [--field] [body=@TEMP/mlauth-compile.md]\n") {
		t.Errorf("exit code %d:\n%s%s", code, log, calls)
	}
	if summary, _ := os.ReadFile(filepath.Join(r.temp, "summary")); !strings.Contains(string(summary), "table") {
		t.Errorf("the summary of the job is %q", summary)
	}

	r.standIn("gh", "[ \"$2\" = --paginate ] && echo 4711; exit 0\n")
	log, _ = r.run(a, inputs)
	if calls := r.calls(); !strings.Contains(calls, "[--method] [PATCH] [repos/acme/auth/issues/comments/4711]") || strings.Contains(calls, "POST") {
		t.Errorf("the earlier comment is not updated:\n%s%s", log, calls)
	}

	r.standIn("gh", "[ \"$2\" = --paginate ] && echo 4711; [ \"$4\" != PATCH ]\n") // somebody else's
	if log, _ := r.run(a, inputs); !strings.Contains(r.calls(), "POST") {
		t.Errorf("where a marked comment is another's, none is written:\n%s", log)
	}
	r.standIn("gh", "exit 0\n")

	for what, change := range map[string]func(){
		"comment is false": func() { inputs["comment"] = "false" },
		"no pull request":  func() { delete(inputs, "comment"); r.pullRequest = "" },
	} {
		change()
		if log, _ := r.run(a, inputs); strings.Contains(r.calls(), "gh ") {
			t.Errorf("%s, and still:\n%s", what, log)
		}
		delete(inputs, "comment")
		r.pullRequest = "7"
	}
}

// Each of several jobs that preview in one pull request has a comment of its own:
// the name is in the mark that it is found by, and in what people read.
func TestNamedComments(t *testing.T) {
	a, _ := readAction(t)
	r := newRunner(t)
	r.pullRequest = "7"
	if err := os.WriteFile(r.path, []byte(r.temp+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	r.standIn("mlauth-compile", "echo '<!-- mlauth-compile -->'; echo '### mlauth-compile preview: 1 of 1 stack would change'; echo mlauth-compile preview\n")
	r.standIn("gh", "exit 0\n")
	for name, want := range map[string]string{
		"":           "<!-- mlauth-compile -->\n### mlauth-compile preview: 1 of 1 stack would change\nmlauth-compile preview\n",
		"staging.eu": "<!-- mlauth-compile staging.eu -->\n### mlauth-compile preview, staging.eu: 1 of 1 stack would change\nmlauth-compile preview\n",
	} {
		log, code := r.run(a, map[string]string{"command": "preview", "comment-name": name})
		comment, err := os.ReadFile(filepath.Join(r.temp, "mlauth-compile.md"))
		if err != nil || code != 0 || string(comment) != want {
			t.Errorf("exit code %d, %v\n%s%s", code, err, log, comment)
		}
		mark, _, _ := strings.Cut(want, "\n")
		if calls := r.calls(); !strings.Contains(calls, `startswith("`+mark+`")`) {
			t.Errorf("it is not found by %s:\n%s", mark, calls)
		}
	}
	for _, name := range []string{"a/b", "a b", "-->", strings.Repeat("a", 41), "a\nb"} {
		if log, code := r.run(a, map[string]string{"command": "preview", "comment-name": name}); code != 2 || strings.Contains(r.calls(), "mlauth-compile [") {
			t.Errorf("%q is taken: exit code %d\n%s", name, code, log)
		}
	}
}

func TestActionDeploys(t *testing.T) {
	a, _ := readAction(t)
	r := newRunner(t)
	if err := os.WriteFile(r.path, []byte(r.temp+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	r.standIn("mlauth-compile", "exit 4\n")
	_, code := r.run(a, map[string]string{"command": "deploy", "secrets-provider": "awskms://alias/mlauth", "plan": "plans"})
	if calls := r.calls(); code != 4 || calls != "mlauth-compile [deploy] [--yes] [--secrets-provider=awskms://alias/mlauth] [--plan=plans] [--] [specs]\n" {
		t.Errorf("exit code %d: %s", code, calls)
	}
}

// The roles that docs/pipelines.md shows for pipelines are some that validate.
func TestPipelineRolesValidate(t *testing.T) {
	page, err := os.ReadFile("../../docs/pipelines.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks := strings.Split(string(page), "```yaml\niamOidcProviders:\n")[1:]
	if len(blocks) != 2 {
		t.Fatalf("the page has %d specs", len(blocks))
	}
	a, _ := readAction(t)
	r := newRunner(t)
	for _, text := range blocks {
		text, _, _ = strings.Cut(text, "```")
		r.write("specs/a.yaml", "apiVersion: mlauth/v1\nkind: AuthStack\nmetadata: {name: a, team: t}\naws: {region: us-east-1, accountId: \"123456789012\"}\niamOidcProviders:\n"+text)
		if log, code := r.run(a, nil); code != 0 || !strings.Contains(log, "0 errors, 0 warnings") {
			t.Errorf("exit code %d:\n%s", code, log)
		}
	}
}
