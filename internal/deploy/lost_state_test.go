package deploy

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

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
	effects := o.strayed(context.Background(), creation)
	if len(effects) != 1 || effects[0].ID != "p2" || effects[0].Change != change.Creates {
		t.Fatalf("got %+v", effects)
	}
	plan := &Plan{Steps: creation, Guarded: true}
	plan.judge(Stack{Today: today}, effects...)
	refused := asError(t, gate(plan, Stack{Today: today}))
	for _, want := range []string{`lifecycle.adopt: {userPool: p2}`, `- {change: create, resource: userPool, id: "p2", until: "2026-12-08", reason: "…"}`} {
		if !strings.Contains(refused.Remedy, want) {
			t.Errorf("it does not say %s:\n%s", want, refused.Remedy)
		}
	}
	going := append(slices.Clone(creation), change.Step{Resource: "userPool", Type: userPoolType, Op: change.OpDelete, ID: "p2"})
	if effects := o.strayed(context.Background(), going); effects != nil {
		t.Errorf("the plan knows it: %+v", effects)
	}
	update := []change.Step{{Resource: "userPool", Type: userPoolType, Op: change.OpUpdate}}
	if effects := o.strayed(context.Background(), update); effects != nil {
		t.Errorf("nothing is made: %+v", effects)
	}
}

// Nobody makes a second pool because he may not see the first.
func TestALookThatIsDeniedIsStopped(t *testing.T) {
	o := fakeCognito(t, nil, "AccessDeniedException")
	effects := o.strayed(context.Background(), creation)
	plan := &Plan{Steps: creation, Guarded: true}
	stack := Stack{Today: today}
	plan.judge(stack, effects...)
	refused := asError(t, gate(plan, stack))
	for _, want := range []string{"AccessDeniedException", "cognito-idp:ListUserPools and cognito-idp:DescribeUserPool", `- {change: create, resource: userPool, id: "unseen", until: "2026-12-08"`} {
		if !strings.Contains(refused.Remedy, want) {
			t.Errorf("it does not say %s:\n%s", want, refused.Remedy)
		}
	}
	stack.Acknowledge = []change.Acknowledgement{{Change: change.Creates, Resource: "userPool", ID: "unseen", Until: today}}
	plan.judge(stack, effects...)
	if err := gate(plan, stack); err != nil {
		t.Errorf("acknowledged: %v", err)
	}
}

// A pool that AWS does not have any more, or not where the stack looks now, is
// not made anew as if it were any resource.
func TestAPoolThatIsGone(t *testing.T) {
	state := poolState("eu-west-1")
	now := identity{Region: "eu-west-1", Account: testAccount}
	effects := relocated(state, now, creation)
	if len(effects) != 1 || effects[0].Change != change.Creates || effects[0].ID != "p" || !strings.Contains(effects[0].Reason, "is not found in eu-west-1") {
		t.Errorf("got %+v", effects)
	}
	if effects := relocated(state, now, []change.Step{{Resource: "userPool", Type: userPoolType, Op: change.OpReplace, ID: "p"}}); effects != nil {
		t.Errorf("it is there: %+v", effects)
	}
}

func poolState(region string) *snapshot {
	return &snapshot{&apitype.DeploymentV3{Resources: []apitype.ResourceV3{{
		URN: "urn:pulumi:demo::mlauth::" + userPoolType + "::userPool", Type: userPoolType, ID: "p",
		Outputs: map[string]any{"arn": "arn:aws:cognito-idp:" + region + ":" + testAccount + ":userpool/p"},
	}}}}
}

func TestRelocatedStacks(t *testing.T) {
	state := poolState("eu-west-1")
	for want, now := range map[string]identity{
		"":        {Region: "eu-west-1", Account: testAccount},
		"region":  {Region: "us-east-1", Account: testAccount},
		"account": {Region: "eu-west-1", Account: "999999999999"},
	} {
		var ids []string
		for _, e := range relocated(state, now, nil) {
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
	if got := relocated(nil, identity{}, creation); got != nil {
		t.Errorf("a new stack: %v", got)
	}
}

// A stack that uses another's pool has no pool to lose, and loses its clients:
// where it goes they are made anew, and the state forgets the old ones.
func TestCallersOfARelocatedStack(t *testing.T) {
	made := []change.Step{
		{Resource: "clients.a", Type: clientType, Op: change.OpCreate},
		{Resource: "clients.new", Type: clientType, Op: change.OpCreate},
		{Resource: "workloads.job", Type: "aws:iam/role:Role", Op: change.OpSame},
	}
	own := usingState("eu-west-1")
	own.Resources = append(own.Resources, poolState("eu-west-1").Resources...)
	there := identity{Region: "eu-west-1", Account: testAccount}
	region := identity{Region: "us-east-1", Account: testAccount}
	for _, c := range []struct {
		what  string
		state *snapshot
		now   identity
		want  []string
	}{
		{"deleted by another hand", usingState("eu-west-1"), there, nil},
		{"another region", usingState("eu-west-1"), region, []string{"replace clients.a "}},
		{"another account", usingState("eu-west-1"), identity{Region: "eu-west-1", Account: "999999999999"}, []string{"replace clients.a "}},
		{"with its pool", own, region, []string{"create userPool p"}},
	} {
		if diff := cmp.Diff(c.want, said(relocated(c.state, c.now, made))); diff != "" {
			t.Errorf("%s: %s", c.what, diff)
		}
		if moves := c.state.moves(c.now); moves != (c.now != there) {
			t.Errorf("%s: it moves: %t", c.what, moves)
		}
	}
}

func said(effects []change.Effect) (list []string) {
	for _, e := range effects {
		list = append(list, e.Change+" "+e.Resource+" "+e.ID)
	}
	return list
}

// usingState is that of a stack with clients and a role, and no pool of its own.
func usingState(region string) *snapshot {
	urn := func(typ, name string) resource.URN {
		return resource.URN("urn:pulumi:demo::mlauth::" + typ + "::" + name)
	}
	const role = "aws:iam/role:Role"
	pool := map[string]any{"user_pool_arn": "arn:aws:cognito-idp:" + region + ":" + testAccount + ":userpool/used"}
	return &snapshot{&apitype.DeploymentV3{Resources: []apitype.ResourceV3{
		{URN: urn(rootType, "mlauth-demo"), Type: rootType, Outputs: pool},
		{URN: urn(settingsType, "aws"), Type: settingsType, Inputs: map[string]any{"region": region}},
		{URN: urn(clientType, "clients.a"), Type: clientType, ID: "a"},
		{URN: urn(clientType, "clients.gone"), Type: clientType, ID: "gone"},
		{URN: urn(role, "workloads.job"), Type: role, ID: "job"},
	}}}
}
