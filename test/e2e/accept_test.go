package e2e

import (
	"os/exec"
	"strings"
	"testing"
)

// What drift --accept prints is a patch: applied, the spec says what AWS has,
// and nothing is left to deploy but what the run has told.
func TestDriftIsAccepted(t *testing.T) {
	t.Parallel()
	p := newProject(t)
	const spec = "specs/model-console.yaml"
	p.write(spec, repositorySpec(t, "model-console.yaml"))
	p.must(0, "deploy", spec)
	r := p.must(0, "drift", "--accept", spec)
	if strings.Contains(r.out, "+++") {
		t.Errorf("nothing has drifted:\n%s", r.out)
	}
	outputs := p.outputs(spec)
	tamper(t, p.account.Clients("us-east-1"), outputs["user_pool_id"].(string), outputs["clients"].(map[string]any)["labeller"].(string))

	p.must(2, "drift", "--accept", "--format", "json", spec)
	r = p.must(3, "drift", "--accept", spec)
	contains(t, r.out, "+++ "+spec, "-  labeller:", "+      nickname: alias", "minLength: 6", "https://elsewhere.example.com/", "-    defaultRedirectUrl:",
		"needs no entry in lifecycle.acknowledge", "clients.console: writeAttributes")
	_, rest, _ := strings.Cut(r.out, "No edit of the spec")
	if strings.Count(rest, "\n") != 2 || !strings.Contains(rest, "userPool: smsAuthenticationMessage") {
		t.Errorf("more, or less, is left than what no edit says:\n%s", r.out)
	}
	_, diff, _ := strings.Cut(r.out, "\n--- ")
	apply := exec.Command("patch", "-p0")
	apply.Dir, apply.Stdin = p.dir, strings.NewReader("--- "+diff)
	if out, err := apply.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s\n%s", err, out, r.out)
	}
	r = p.must(0, "preview", spec)
	contains(t, r.out, "4 to update", "writeAttributes", "smsAuthenticationMessage")
	p.must(0, "deploy", spec)
	p.must(0, "drift", spec)
	p.must(0, "preview", "--expect-no-changes", spec)
}
