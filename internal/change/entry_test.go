package change

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What is proposed covers the effect, and what a pool takes along needs no entry
// beside the pool's.
func TestAProposedEntryCoversTheEffect(t *testing.T) {
	const today = "2026-11-24"
	stopped := []Effect{
		{Class: LosesUsers, Change: Replaces, Resource: "userPool", ID: "us-east-1_A"},
		{Class: BreaksCallers, Change: Replaces, Resource: "clients.a", Within: "userPool", ID: "us-east-1_A"},
		{Class: LosesUsers, Change: NewIdentities, Resource: "userPool"},
		{Class: LosesUsers, Change: Deletes, Resource: "identityPool"},
		{Class: BreaksCallers, Change: Removes, Resource: "resourceServers.a.scopes.read:{all}"},
		{Class: WidensAccess, Resource: "clients.b"},
	}
	lines := Entries(stopped, today)
	want := []string{
		`- {change: replace, resource: userPool, id: "us-east-1_A", until: "2026-12-08", reason: "…"}`,
		"",
		`- {change: identity, resource: userPool, until: "2026-12-08", reason: "…"}`,
		`- {change: delete, resource: identityPool, id: "…", until: "2026-12-08", reason: "…"}`,
		`- {change: remove, resource: "resourceServers.a.scopes.read:{all}", until: "2026-12-08", reason: "…"}`,
		"",
	}
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Fatal(diff)
	}
	for i, e := range stopped {
		if lines[i] != "" && !AcknowledgedUnseen(e, []Acknowledgement{e.acknowledgement(today)}, today) {
			t.Errorf("%s of %s is not covered", e.Change, e.Resource)
		}
	}
}
