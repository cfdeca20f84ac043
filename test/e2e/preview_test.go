package e2e

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v5"
)

// A plan is the same in all three forms, and says what the changes mean.
func TestPreviewFormats(t *testing.T) {
	t.Parallel()
	p := newProject(t)
	text := repositorySpec(t, "model-api.yaml")
	p.write("specs/api.yaml", text)
	p.write("specs/broken.yaml", "apiVersion: mlauth/v1\nkind: AuthStack\nmetadata: {name: broken, team: x}\nuserPol: {}\n")
	p.must(0, "deploy", "specs/api.yaml")
	p.write("specs/api.yaml", strings.Replace(strings.Replace(text, releaseBot, "", 1), "scopes: [features/read, features/write]", "scopes: [features/read, features/write, inference/admin]", 1))

	r := p.must(1, "preview", "--format", "json")
	schema := jsonschema.MustCompile("../../schema/mlauth-plan.schema.json")
	var value map[string]any
	if err := json.Unmarshal([]byte(r.out), &value); err != nil {
		t.Fatalf("%v:\n%s", err, r.out)
	}
	if err := schema.Validate(value); err != nil {
		t.Errorf("%#v", err)
	}
	contains(t, r.out, `"outcome": "stopped"`, `"class": "breaksCallers"`, `"resource": "clients.release-bot"`, `"outcome": "failed"`, `"class": "widensAccess"`)

	r = p.must(1, "preview", "--format", "markdown")
	contains(t, r.out, "<!-- mlauth-compile -->\n", "| `broken` | failed | the spec is not valid |", "**🛑 breaks callers**: stopped", "`clients.release-bot`", "**⚠️ Widens access**")
	if again := p.must(1, "preview", "--format", "markdown"); again.out != r.out {
		t.Errorf("the same plan makes another comment:\n%s", again.out)
	}
	r = p.must(0, "preview", "specs/api.yaml")
	contains(t, r.out, "Breaks callers\n", "- delete clients.release-bot", "deploy will refuse this: clients.release-bot is deleted", "Widens access\n")

	// The entry is the same everywhere, and lets the change through with its reason.
	entry := regexp.MustCompile(`- \{change: delete, resource: clients\.release-bot, .*\}`).FindString(r.out)
	if entry == "" {
		t.Fatalf("no entry to write:\n%s", r.out)
	}
	contains(t, p.must(1, "preview", "--format", "markdown").out, "`"+entry+"`")
	contains(t, p.must(1, "preview", "--format", "json").out, strings.ReplaceAll(entry, `"`, `\"`))
	contains(t, p.must(4, "deploy", "specs/api.yaml").err, "    "+entry+"\n")
	p.write("specs/api.yaml", strings.Replace(text, releaseBot, "", 1)+"\nlifecycle:\n  acknowledge:\n  "+strings.Replace(entry, "…", "retired, RISK-812", 1)+"\n")
	contains(t, p.must(0, "deploy", "specs/api.yaml").out, "model-api: 1 deleted\n")
}
