package e2e

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// releaseBot is the client of model-api.yaml that these tests take out.
const releaseBot = `  release-bot:
    type: machine
    scopes: [inference/admin]
    tokens: {access: 5m}
    revocation: false
`

func TestRemovingAClientOfAnEphemeralStackRemovesThatClientOnly(t *testing.T) {
	t.Parallel()
	p := newProject(t)
	text := repositorySpec(t, "model-api.yaml") + ephemeral
	p.write("specs/api.yaml", text)
	p.must(0, "deploy", "specs/api.yaml")
	pool := p.outputs("specs/api.yaml")["user_pool_id"].(string)
	before := describe(t, p.account.Clients("us-east-1"), pool)

	p.write("specs/api.yaml", strings.Replace(text, releaseBot, "", 1))
	r := p.must(0, "deploy", "specs/api.yaml")
	contains(t, r.out, "model-api: 1 deleted\n")

	delete(before.Clients, "release-bot")
	after := describe(t, p.account.Clients("us-east-1"), pool)
	if diff := cmp.Diff(string(before.normal(t, p, pool)), string(after.normal(t, p, pool))); diff != "" {
		t.Errorf("more than the client changed:\n%s", diff)
	}
}

func TestAStackThatIsNotEphemeralLosesNothing(t *testing.T) {
	t.Parallel()
	p := newProject(t)
	text := repositorySpec(t, "model-api.yaml")
	p.write("specs/api.yaml", text)
	p.must(0, "deploy", "specs/api.yaml")
	pool := p.outputs("specs/api.yaml")["user_pool_id"].(string)
	look := func() string {
		return string(describe(t, p.account.Clients("us-east-1"), pool).normal(t, p, pool))
	}
	before := look()
	contains(t, before, `"DeletionProtection": "ACTIVE"`)

	for what, edited := range map[string]string{
		"a client removed":   strings.Replace(text, releaseBot, "", 1),
		"a secret taken off": strings.Replace(text, "type: machine\n    name: Feature pipeline", "type: spa\n    callbackUrls: [\"https://a.ai/\"]\n    name: Feature pipeline", 1),
		"the pool renamed":   strings.Replace(text, "userPool:\n", "userPool:\n  name: another\n", 1),
	} {
		p.write("specs/api.yaml", edited)
		r := p.must(4, "deploy", "specs/api.yaml", "--yes")
		contains(t, r.err, "refused:", "Nothing was changed.")
		if after := look(); after != before {
			t.Errorf("%s: something changed all the same:\n%s", what, cmp.Diff(before, after))
		}
	}

	p.write("specs/api.yaml", text)
	r := p.must(4, "destroy", "specs/api.yaml", "--yes")
	contains(t, r.err, "refused:", "userPool", "clients.release-bot", "Nothing was changed.")
	if after := look(); after != before {
		t.Errorf("destroy changed something:\n%s", cmp.Diff(before, after))
	}
}

func TestOneFieldChangesOneResource(t *testing.T) {
	t.Parallel()
	p := newProject(t)
	text := repositorySpec(t, "model-console.yaml") + ephemeral
	p.write("specs/console.yaml", text)
	p.must(0, "deploy", "specs/console.yaml")
	for old, edit := range map[string][2]string{
		"access: 30m, id: 30m":        {"access: 20m, id: 30m", "~ update clients.console"},
		"signIn: {username: [email]}": {"signIn: {username: [email]}\n  password: {minLength: 15}", "~ update userPool"},
		"\"custom:team\": department": {"\"custom:team\": dept", "~ update identityProviders.corp-sso"},
		"label: Label samples":        {"label: Label the samples", "~ update resourceServers.console"},
		"acme-model-console}":         {"acme-model-console-2}", "± replace userPool.domain.prefix"},
		"team: risk-ml":               {"team: risk-ml-2", "~ update userPool"},
	} {
		p.write("specs/console.yaml", strings.Replace(text, old, edit[0], 1))
		out := p.must(0, "preview", "specs/console.yaml").out
		if steps := plan(out); len(steps) != 1 {
			t.Errorf("%s → %s changes %d resources:\n%s", old, edit[0], len(steps), out)
		}
		contains(t, out, edit[1])
	}
}

// What preview shows of updates, replacements and deletions in one plan is what
// deploy then does, and preview says beforehand what deploy would refuse.
func TestPlanOfAnEditIsWhatIsDone(t *testing.T) {
	t.Parallel()
	p := newProject(t)
	text := repositorySpec(t, "model-api.yaml")
	edited := strings.NewReplacer(releaseBot, "", "access: 15m", "access: 20m", "name: Feature pipeline", "name: Features",
		"acme-model-api", "acme-model-api-2", "predict: Call", "predict: Please call").Replace(text)

	p.write("specs/api.yaml", text)
	p.must(0, "deploy", "specs/api.yaml")
	p.write("specs/api.yaml", edited)
	contains(t, p.must(0, "preview", "specs/api.yaml").out, "deploy will refuse this: clients.release-bot is deleted")
	p.must(4, "deploy", "specs/api.yaml")
	p.must(3, "preview", "--expect-no-changes", "specs/api.yaml")

	other := newProject(t)
	other.write("specs/api.yaml", text+ephemeral)
	other.must(0, "deploy", "specs/api.yaml")
	other.write("specs/api.yaml", edited+ephemeral)
	planned := plan(other.must(0, "preview", "specs/api.yaml").out)
	deployed := progress(other.must(0, "deploy", "specs/api.yaml").err)
	want := map[string]string{
		"clients.release-bot": "delet", "clients.batch-scorer": "updat", "clients.feature-pipeline": "updat",
		"userPool.domain.prefix": "replac", "resourceServers.inference": "updat",
	}
	for what, got := range map[string]map[string]string{"preview": planned, "deploy": deployed} {
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", what, diff)
		}
	}
}
