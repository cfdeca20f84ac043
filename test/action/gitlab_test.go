package action_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
)

// starters are the pipelines that init writes, by the name under which
// docs/pipelines.md shows them.
var starters = map[string]string{".github/workflows/mlauth.yaml": "github", ".gitlab-ci.yml": "gitlab"}

// docs/pipelines.md shows what init writes.
func TestThePageShowsTheStarters(t *testing.T) {
	page, err := os.ReadFile("../../docs/pipelines.md")
	if err != nil {
		t.Fatal(err)
	}
	for name, starter := range starters {
		text, err := os.ReadFile("../../internal/cli/starters/" + starter + ".yaml")
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(page), "```yaml\n# "+name+"\n"+string(text)+"```\n") {
			t.Errorf("the page shows another %s than internal/cli/starters/%s.yaml", name, starter)
		}
	}
}

// gitlabJob is as much of a job as this test looks at.
type gitlabJob struct {
	Extends string
	Script  script
	Rules   []struct{ If string }
}

// script is a list of commands, or one.
type script []string

func (s *script) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind == yaml.ScalarNode {
		*s = script{n.Value}
		return nil
	}
	return n.Decode((*[]string)(s))
}

func gitlabJobs(t *testing.T) map[string]gitlabJob {
	t.Helper()
	text, err := os.ReadFile("../../internal/cli/starters/gitlab.yaml")
	if err != nil {
		t.Fatal(err)
	}
	jobs := map[string]gitlabJob{}
	if err := yaml.Unmarshal(text, &jobs); err != nil {
		t.Fatal(err)
	}
	return jobs
}

// Only validate runs for everybody: preview not for forks, deploy only on the
// main branch.
func TestGitLabJobs(t *testing.T) {
	jobs := gitlabJobs(t)
	for name, rule := range map[string]string{
		"validate": "", "preview": "$CI_MERGE_REQUEST_SOURCE_PROJECT_ID == $CI_PROJECT_ID", "deploy": "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH",
	} {
		job := jobs[name]
		var when string
		for _, r := range job.Rules {
			when += r.If
		}
		if when != rule || job.Extends != ".mlauth" || !strings.Contains(strings.Join(job.Script, "\n"), "mlauth-compile "+name+" specs") {
			t.Errorf("%s: %+v", name, job)
		}
	}
}

// preview writes one note, updates it from then on, and fails as the tool did.
func TestGitLabPreviewNotes(t *testing.T) {
	if _, err := exec.LookPath("jq"); err != nil {
		t.Skip("jq is not installed")
	}
	job := gitlabJobs(t)["preview"]
	r := newRunner(t)
	r.standIn("apt-get", "exit 0\n")
	r.standIn("mlauth-compile", "echo '<!-- mlauth-compile -->'; exit 1\n")
	for notes, want := range map[string]string{
		`[{"id":1,"body":"hello"}]`: "[--request] [POST] [--form] [body=<note.md] [api/projects/5/merge_requests/7/notes]",
		`[{"id":1,"body":"hello"},{"id":2,"body":"<!-- mlauth-compile -->\nold"}]`: "[--request] [PUT] [--form] [body=<note.md] [api/projects/5/merge_requests/7/notes/2]",
	} {
		r.standIn("curl", "[[ \"$*\" = *per_page* ]] && cat <<'EOF'\n"+notes+"\nEOF\nexit 0\n")
		command := exec.Command("bash", "-eo", "pipefail", "-c", strings.Join(job.Script, "\n"))
		command.Dir = r.workspace
		command.Env = append(os.Environ(), "RUNNER_TEMP="+r.temp, "PATH="+r.tools+string(filepath.ListSeparator)+os.Getenv("PATH"), "BACKEND=s3://b",
			"MLAUTH_NOTE_TOKEN=t", "CI_API_V4_URL=api", "CI_PROJECT_ID=5", "CI_MERGE_REQUEST_IID=7")
		out, err := command.CombinedOutput()
		calls := r.calls()
		if command.ProcessState.ExitCode() != 1 || strings.Count(calls, "--request") != 1 || !strings.Contains(calls, want) {
			t.Errorf("%v: %s\n%s", err, out, calls)
		}
	}
}
