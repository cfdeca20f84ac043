package e2e

import (
	"fmt"
	"strings"
	"testing"
)

// An entry lets a change through for its stack, its resource and its days, as
// long as the spec says it or extends what says it. Otherwise the gate holds.
func TestAcknowledgementsThatDoNotHold(t *testing.T) {
	t.Parallel()
	p := newProject(t)
	const file = "specs/api.yaml"
	text := repositorySpec(t, "model-api.yaml")
	p.write(file, text)
	p.must(0, "deploy", file)
	fewer := strings.Replace(text, releaseBot, "", 1)
	fragment := func(name, resource, until string) string {
		p.write("base/"+name, fmt.Sprintf("apiVersion: mlauth/v1\nkind: AuthFragment\nlifecycle:\n  acknowledge:\n    - {change: delete, resource: %s, until: %q, reason: a test}\n", resource, until))
		return fewer + "\nextends: ../base/" + name + "\n"
	}
	holds := fragment("holds.yaml", "clients.release-bot", "2999-12-31")
	p.write("specs/other.yaml", strings.NewReplacer("name: model-api", "name: other", "acme-model-api", "acme-other").Replace(holds))
	for what, c := range map[string]struct{ spec, says string }{
		"no longer extended": {fewer, ""},
		"expired":            {fragment("expired.yaml", "clients.release-bot", "2020-01-01"), "expired on 2020-01-01 and lets nothing through"},
		"another resource":   {fragment("another.yaml", "clients.batch-scorer", "2999-12-31"), "matches nothing in this plan"},
	} {
		p.write(file, c.spec)
		r := p.must(4, "deploy", "--yes", file)
		contains(t, r.err, "clients.release-bot is deleted", "Nothing was changed.", c.says)
		if t.Failed() {
			t.Fatalf("it was: %s", what)
		}
	}
	p.write("mlauth.yaml", "apiVersion: mlauth/v1\nkind: AuthRepository\ndefaults: {lifecycle: {acknowledge: [{change: delete, resource: clients.release-bot, until: \"2999-12-31\", reason: a test}]}}\n")
	contains(t, p.must(1, "deploy", "--yes", file).err, "mlauth.yaml:3:", "lifecycle")
	p.write("mlauth.yaml", "")
	p.write(file, holds)
	contains(t, p.must(0, "deploy", "--yes", file).out, "model-api: 1 deleted\n")
}
