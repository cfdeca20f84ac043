package e2e

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentity"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/google/go-cmp/cmp"

	"github.com/mlauth/mlauth-compile/test/stack"
)

// A move to another region that is acknowledged makes a new pool there, and
// leaves the old one with its users where it is. A pool that AWS lost is not
// made anew unasked.
func TestAnAcknowledgedMove(t *testing.T) {
	t.Parallel()
	p := newProject(t)
	const file = "specs/moving.yaml"
	const text = `apiVersion: mlauth/v1
kind: AuthStack
metadata: {name: moving, team: tests}
aws: {region: us-east-1}
userPool: {signIn: {username: [email]}}
resourceServers:
  inference: {identifier: "https://inference.acme.ai", scopes: {predict: Call}}
groups:
  analysts: {description: May call models, precedence: 10}
`
	p.write(file, text)
	p.must(0, "deploy", file)
	ctx, old := context.Background(), p.poolIDs()[0]
	east, west := p.account.Clients("us-east-1").Cognito, p.account.Clients("eu-west-1").Cognito
	must(east.AdminCreateUser(ctx, &cognitoidentityprovider.AdminCreateUserInput{UserPoolId: &old, Username: ptr("ada@example.com")}))(t)

	moved := strings.Replace(text, "us-east-1", "eu-west-1", 1)
	p.write(file, moved)
	refused := p.must(4, "deploy", file)
	contains(t, refused.err, "another one is made there", fmt.Sprintf("- {change: create, resource: userPool, id: %q", old))
	if strings.Contains(refused.err, "lifecycle.adopt") {
		t.Errorf("what is in another region cannot be adopted:\n%s", refused.err)
	}
	p.write(file, acknowledging(moved, "change: create, resource: userPool, id: "+old))
	planned := plan(p.must(0, "preview", file).out)
	if len(planned) != 3 || planned["userPool"] != "creat" {
		t.Errorf("preview says %v", planned)
	}
	held := p.holdAt("up", 1, "deploy", file)
	p.write(file, strings.Replace(text, "May call models", "May call all models", 1))
	p.must(0, "deploy", file)
	held.mustHaveMoved("groups.analysts changed")
	if list := must(west.ListUserPools(ctx, &cognitoidentityprovider.ListUserPoolsInput{MaxResults: ptr(int32(60))}))(t); len(list.UserPools) > 0 {
		t.Fatal("a pool was made although the state had moved")
	}
	p.write(file, acknowledging(moved, "change: create, resource: userPool, id: "+old))
	contains(t, p.must(0, "deploy", file).out, "moving: 3 created\n")
	again := p.must(0, "deploy", file)
	contains(t, again.out, "moving: no changes\n")
	contains(t, again.err, "matches nothing in this plan") // it is spent

	id := p.outputs(file)["user_pool_id"].(string)
	if id == old {
		t.Fatalf("the stack still has the pool %s", old)
	}
	pool := must(west.DescribeUserPool(ctx, &cognitoidentityprovider.DescribeUserPoolInput{UserPoolId: &id}))(t).UserPool
	if pool.DeletionProtection != types.DeletionProtectionTypeActive {
		t.Error("the new pool is not protected")
	}
	must(east.AdminGetUser(ctx, &cognitoidentityprovider.AdminGetUserInput{UserPoolId: &old, Username: ptr("ada@example.com")}))(t)

	must(west.UpdateUserPool(ctx, &cognitoidentityprovider.UpdateUserPoolInput{UserPoolId: &id, DeletionProtection: types.DeletionProtectionTypeInactive}))(t)
	must(west.DeleteUserPool(ctx, &cognitoidentityprovider.DeleteUserPoolInput{UserPoolId: &id}))(t)
	contains(t, p.must(4, "deploy", "--yes", file).err, "is not found in eu-west-1", fmt.Sprintf("- {change: create, resource: userPool, id: %q", id))
}

// A stack that uses a pool, and moves to another region with one that it uses
// there, makes its clients and its identity pool anew: their callers and
// identities are lost, and what is in no region comes along. The pools that it
// uses stay as they are.
func TestAStackWithAUsedPoolMoves(t *testing.T) {
	t.Parallel()
	p := newProject(t)
	east, west := p.account.Clients("us-east-1"), p.account.Clients("eu-west-1")
	old, there := madeByHand(t, east, p.prefix()+"-old"), madeByHand(t, west, p.prefix()+"-new")
	const file = "specs/moving.yaml"
	text := func(region, pool string) string {
		return fmt.Sprintf(`apiVersion: mlauth/v1
kind: AuthStack
metadata: {name: moving, team: tests}
aws: {region: %s, accountId: "123456789012"}
userPool: {use: {id: %s}}
groups: {labellers: {description: Write labels}}
clients: {studio: {type: web, identityProviders: [corp], scopes: [openid], callbackUrls: ["https://studio.acme.ai/cb"]}}
identityPool:
  clients: {studio: {}}
  roles: {authenticated: {grants: [{s3.read: [acme-labels/*]}]}}
workloads: {trainer: {trust: {service: sagemaker}, grants: [{s3.read: [acme-labels/*]}]}}
`, region, pool)
	}
	p.write(file, text("us-east-1", old.pool))
	p.must(0, "deploy", file)
	before := p.outputs(file)
	inEast := string(describe(t, east, old.pool).normal(t, p, old.pool))
	inWest := string(describe(t, west, there.pool).normal(t, p, there.pool))

	identities := before["identity_pool_id"].(string)
	moved := text("eu-west-1", there.pool)
	p.write(file, moved)
	refused := p.must(4, "deploy", "--yes", file)
	entries := []string{
		fmt.Sprintf("change: create, resource: identityPool, id: %q", identities),
		"change: replace, resource: clients.studio",
		"change: replace, resource: groups.labellers",
	}
	contains(t, refused.err, "another one is made there, without what is in this one", "the stack moves from us-east-1 to eu-west-1: another clients.studio")
	proposes(t, refused.err, entries...)
	same(t, "the pool that it left, refused", inEast, string(describe(t, east, old.pool).normal(t, p, old.pool)))
	same(t, "the pool that it goes to, refused", inWest, string(describe(t, west, there.pool).normal(t, p, there.pool)))
	p.write(file, text("us-east-1", old.pool))
	p.must(0, "preview", "--expect-no-changes", file)

	p.write(file, acknowledging(moved, entries[0]))
	proposes(t, p.must(4, "deploy", "--yes", file).err, entries[1:]...)
	p.write(file, acknowledging(moved, entries...))
	planned := plan(p.must(0, "preview", file).out)
	same(t, "what was done", fmt.Sprint(planned), fmt.Sprint(progress(p.must(0, "deploy", file).err)))
	for _, name := range []string{"clients.studio", "groups.labellers", "identityPool"} {
		if planned[name] != "creat" {
			t.Errorf("of %s preview says %q", name, planned[name])
		}
	}
	contains(t, p.must(0, "deploy", file).out, "moving: no changes\n")

	after := p.outputs(file)
	if after["identity_pool_id"] == identities || !strings.HasPrefix(after["identity_pool_id"].(string), "eu-west-1:") {
		t.Errorf("the identity pool was %v and is %v", identities, after["identity_pool_id"])
	}
	if diff := cmp.Diff(before["role_arns"], after["role_arns"]); diff != "" {
		t.Errorf("the roles are others:\n%s", diff)
	}
	same(t, "the pool that it left", inEast, string(describe(t, east, old.pool).normal(t, p, old.pool)))
	must(east.Identity.DescribeIdentityPool(context.Background(), &cognitoidentity.DescribeIdentityPoolInput{IdentityPoolId: &identities}))(t)
	if view := describe(t, west, there.pool); view.Clients["studio"] == nil {
		t.Error("the client is not in the pool that the stack went to")
	}
}

// A stack that moves to another account has nothing there: all is made anew, and
// what it had stays.
func TestAStackMovesToAnotherAccount(t *testing.T) {
	t.Parallel()
	p := newProject(t)
	other := stack.Start(t).Account(t)
	const file = "specs/moving.yaml"
	text := fmt.Sprintf(`apiVersion: mlauth/v1
kind: AuthStack
metadata: {name: moving, team: tests}
aws: {region: us-east-1, accountId: %q}
userPool: {signIn: {username: [email]}, domain: {prefix: acme-moving}}
clients: {notebook: {type: spa, callbackUrls: ["https://a.ai/"]}}
identityPool:
  clients: {notebook: {}}
  roles: {authenticated: {grants: [{s3.read: [acme-labels/*]}]}}
iamOidcProviders: {github: {issuer: "https://token.actions.githubusercontent.com", audiences: [sts.amazonaws.com]}}
workloads: {trainer: {trust: {service: sagemaker}, grants: [{s3.read: [acme-labels/*]}]}}
`, p.account.ID)
	p.write(file, text)
	p.must(0, "deploy", file)
	before := p.outputs(file)
	pool, identities := before["user_pool_id"].(string), before["identity_pool_id"].(string)
	was := p.lookAt(pool)

	moved := strings.NewReplacer(fmt.Sprintf("%q}", p.account.ID),
		fmt.Sprintf(`%q, assumeRole: {roleArn: "arn:aws:iam::%s:role/deployer"}}`, other.ID, other.ID),
		"acme-moving", "acme-moved").Replace(text) // the old domain keeps its name
	p.write(file, moved)
	entries := []string{
		fmt.Sprintf("change: create, resource: userPool, id: %q", pool),
		fmt.Sprintf("change: create, resource: identityPool, id: %q", identities),
		"change: replace, resource: iamOidcProviders.github",
		"change: replace, resource: workloads.trainer",
	}
	refused := p.must(4, "deploy", "--yes", file)
	contains(t, refused.err, "in us-east-1 of account "+p.account.ID+", and the stack would go to us-east-1 of account "+other.ID,
		"the stack moves from account "+p.account.ID+" to account "+other.ID+": another workloads.trainer")
	proposes(t, refused.err, entries...)
	same(t, "what it would leave", was, p.lookAt(pool))
	empty(t, other)

	p.write(file, acknowledging(moved, entries...))
	planned := plan(p.must(0, "preview", file).out)
	same(t, "what was done", fmt.Sprint(planned), fmt.Sprint(progress(p.must(0, "deploy", file).err)))
	for name, does := range planned {
		if does != "creat" {
			t.Errorf("%s: preview says %s, and there is nothing yet", name, does)
		}
	}
	contains(t, p.must(0, "deploy", file).out, "moving: no changes\n")
	same(t, "what it left", was, p.lookAt(pool))
	if after := p.outputs(file); !strings.Contains(after["user_pool_arn"].(string), ":"+other.ID+":") {
		t.Errorf("the pool is in another account: %v", after["user_pool_arn"])
	}
	if there := describeAccess(t, other.Clients("us-east-1")); len(there.Roles) != 2 || len(there.OIDCProviders) != 1 || len(there.IdentityPools) != 1 {
		t.Errorf("the other account has %+v", there)
	}
}

// Where the spec names no account, the credentials decide where a stack goes:
// those of another account are stopped too, and leave no trace. To whoever
// destroys a stack with them, or looks for drift, AWS would say that all of it is gone.
func TestOtherCredentialsMoveNoStack(t *testing.T) {
	t.Parallel()
	p := newProject(t)
	other := stack.Start(t).Account(t)
	const file, brief = "specs/user-pool.yaml", "specs/brief.yaml"
	text := repositorySpec(t, "ml-user-pool.yaml")
	p.write(file, text)
	p.write(brief, strings.Replace(text, "name: ml-user-pool", "name: brief", 1)+ephemeral)
	p.must(0, "deploy", file, brief)
	pool, env := p.outputs(file)["user_pool_id"].(string), p.env
	was := p.lookAt(pool)
	p.env = append(slices.Clone(env), "AWS_ACCESS_KEY_ID="+other.AccessKey())
	refused := p.must(4, "deploy", "--yes", file)
	contains(t, refused.err, "of account "+p.account.ID+", and the stack would go to us-east-1 of account "+other.ID)
	proposes(t, refused.err, fmt.Sprintf("change: create, resource: userPool, id: %q", pool))
	for _, spec := range []string{brief, file} {
		for _, args := range [][]string{{"drift", spec}, {"destroy", "--yes", spec}} {
			contains(t, p.must(1, args...).err, "is in account "+p.account.ID+", and the credentials are for account "+other.ID, "Nothing was changed")
		}
	}
	same(t, "what is in the account", was, p.lookAt(pool))
	if n := len(p.poolIDs()); n != 2 {
		t.Errorf("%d pools are left, want 2", n)
	}
	empty(t, other)
	p.env = env
	p.must(0, "preview", "--expect-no-changes", file, brief)
	p.must(0, "destroy", "--yes", brief)
}

// lookAt is a pool, and what else is in the project's account.
func (p *project) lookAt(pool string) string {
	p.t.Helper()
	c := p.account.Clients("us-east-1")
	return string(describe(p.t, c, pool).normal(p.t, p, pool)) + string(describeAccess(p.t, c).normal(p.t, p))
}

// empty ends in an error when an account has a pool or what gives access.
func empty(t *testing.T, account *stack.Account) {
	t.Helper()
	c := account.Clients("us-east-1")
	list := must(c.Cognito.ListUserPools(context.Background(), &cognitoidentityprovider.ListUserPoolsInput{MaxResults: ptr(int32(60))}))(t)
	if there := describeAccess(t, c); len(list.UserPools) > 0 || !there.empty() {
		t.Errorf("account %s has %d user pools and %+v", account.ID, len(list.UserPools), there)
	}
}

// proposes holds the entries that a refusal proposes: those, and no other.
func proposes(t *testing.T, refused string, entries ...string) {
	t.Helper()
	contains(t, refused, entries...)
	if n := strings.Count(refused, "- {change: "); n != len(entries) {
		t.Errorf("%d entries are proposed, want %d:\n%s", n, len(entries), refused)
	}
}

func same(t *testing.T, what, before, after string) {
	t.Helper()
	if diff := cmp.Diff(before, after); diff != "" {
		t.Errorf("%s is not as it was:\n%s", what, diff)
	}
}
