package cli

import (
	"strings"
	"testing"

	"github.com/mlauth/mlauth-compile/internal/change"
	"github.com/mlauth/mlauth-compile/internal/deploy"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

// validate --against and preview propose one entry, as deploy prints it. Two
// revisions do not tell a pool's id: what to write there is said.
func TestOneEntryIsProposedEverywhere(t *testing.T) {
	client := change.Effect{Class: change.BreaksCallers, Change: change.Deletes, Resource: "clients.a"}
	pool := change.Effect{Class: change.LosesUsers, Change: change.Replaces, Resource: "userPool"}
	plan := &deploy.Plan{Guarded: true, Effects: []change.Effect{client}, Stopped: []change.Effect{client}}
	entry := reviewed(plan).Effects[0].Entry
	if !strings.HasPrefix(entry, "- {change: delete, resource: clients.a, until: ") || !strings.HasSuffix(remedyFor(client), entry) {
		t.Errorf("preview: %s\nvalidate: %s", entry, remedyFor(client))
	}
	odd := change.Effect{Class: change.BreaksCallers, Change: change.Removes, Resource: "resourceServers.a.scopes.read:{all}"}
	for _, line := range change.Entries([]change.Effect{client, pool, odd}, today()) {
		text := "apiVersion: mlauth/v1\nkind: AuthStack\nmetadata: {name: a, team: b}\naws: {region: us-east-1}\nuserPool: {}\nlifecycle:\n  acknowledge:\n  " + line + "\n"
		s, findings := spec.NewLoader(nil, &spec.Repository{}).Compile("a.yaml", []byte(text))
		if findings.HasErrors() || len(s.Lifecycle.Acknowledge) != 1 {
			t.Errorf("%s is no entry: %v", line, findings)
		}
	}
	if got := remedyFor(pool); !strings.Contains(got, `id: "…"`) || !strings.HasSuffix(got, ", with the id that preview names") {
		t.Errorf("a pool: %s", got)
	}
}
