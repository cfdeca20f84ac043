package deploy

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"

	"github.com/mlauth/mlauth-compile/internal/change"
)

// fakeCognito holds user pools, by id the stack that their tag names; or it
// refuses to list them.
func fakeCognito(t *testing.T, pools map[string]string, refuse string) *operation {
	t.Helper()
	quietEnvironment(t)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/x-amz-json-1.1")
		body, _ := io.ReadAll(r.Body)
		switch action := r.Header.Get("X-Amz-Target"); {
		case refuse != "":
			w.WriteHeader(http.StatusBadRequest)
			fmt.Fprintf(w, `{"__type": %q, "message": "not for you"}`, refuse)
		case strings.HasSuffix(action, ".ListUserPools"):
			var list []string
			for _, id := range []string{"p1", "p2", "p3"} {
				list = append(list, fmt.Sprintf(`{"Id": %q}`, id))
			}
			fmt.Fprintf(w, `{"UserPools": [%s]}`, strings.Join(list, ", "))
		default:
			for id, stack := range pools {
				if strings.Contains(string(body), id) {
					fmt.Fprintf(w, `{"UserPool": {"Id": %q, "UserPoolTags": {"mlauth:stack": %q}}}`, id, stack)
					return
				}
			}
			w.WriteHeader(http.StatusBadRequest)
			fmt.Fprint(w, `{"__type": "ResourceNotFoundException", "message": "gone"}`)
		}
	}))
	t.Cleanup(server.Close)
	return &operation{stack: Stack{Name: "demo", AWS: AWS{Region: "eu-west-1", EndpointURL: server.URL}}, scrub: newScrubber()}
}

var creation = []change.Step{{Resource: "userPool", Type: userPoolType, Op: change.OpCreate}}

func TestAPoolOfThisStackThatItsStateDoesNotKnow(t *testing.T) {
	o := fakeCognito(t, map[string]string{"p1": "other", "p2": "demo"}, "")
	effects, notes := o.strayed(context.Background(), creation, nil)
	if len(effects) != 1 || effects[0].ID != "p2" || effects[0].Change != change.Creates || notes != nil {
		t.Fatalf("got %+v, %v", effects, notes)
	}
	plan := &Plan{Steps: creation, Guarded: true}
	plan.judge(Stack{Today: today}, effects...)
	refused := asError(t, gate(plan, Stack{Today: today}))
	for _, want := range []string{`lifecycle.adopt: {userPool: p2}`, `- {change: create, resource: userPool, id: "p2", until: "2026-12-08", reason: "…"}`} {
		if !strings.Contains(refused.Remedy, want) {
			t.Errorf("it does not say %s:\n%s", want, refused.Remedy)
		}
	}
	known := &snapshot{&apitype.DeploymentV3{Resources: []apitype.ResourceV3{{Type: userPoolType, ID: "p2"}}}}
	if effects, _ := o.strayed(context.Background(), creation, known); effects != nil {
		t.Errorf("the state knows it: %+v", effects)
	}
	update := []change.Step{{Resource: "userPool", Type: userPoolType, Op: change.OpUpdate}}
	if effects, notes := o.strayed(context.Background(), update, nil); effects != nil || notes != nil {
		t.Errorf("nothing is made: %+v, %v", effects, notes)
	}
}

func TestALookThatIsDeniedIsNoted(t *testing.T) {
	o := fakeCognito(t, nil, "AccessDeniedException")
	effects, notes := o.strayed(context.Background(), creation, nil)
	if effects != nil || len(notes) != 1 || !strings.Contains(notes[0], "AccessDeniedException") {
		t.Errorf("got %+v, %v", effects, notes)
	}
}

func TestRelocatedStacks(t *testing.T) {
	state := &snapshot{&apitype.DeploymentV3{Resources: []apitype.ResourceV3{{
		URN: "urn:pulumi:demo::mlauth::" + userPoolType + "::userPool", Type: userPoolType, ID: "p",
		Outputs: map[string]any{"arn": "arn:aws:cognito-idp:eu-west-1:" + testAccount + ":userpool/p"},
	}}}}
	for want, now := range map[string]identity{
		"":        {Region: "eu-west-1", Account: testAccount},
		"region":  {Region: "us-east-1", Account: testAccount},
		"account": {Region: "eu-west-1", Account: "999999999999"},
	} {
		var ids []string
		for _, e := range relocated(state, now) {
			ids = append(ids, e.Change+" "+e.Resource+" "+e.ID)
		}
		var expect []string
		if want != "" {
			expect = []string{"create userPool p"}
		}
		if diff := cmp.Diff(expect, ids); diff != "" {
			t.Errorf("another %s: %s", want, diff)
		}
	}
	if got := relocated(nil, identity{}); got != nil {
		t.Errorf("a new stack: %v", got)
	}
}
