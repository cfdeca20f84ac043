package e2e

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentity"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
)

// A pool that nobody here owns is used by its id, and is there when the stack
// that used it is gone.
func TestPoolUsedByIDStays(t *testing.T) {
	t.Parallel()
	p := newProject(t)
	c := p.account.Clients("us-east-1")
	e := madeByHand(t, c, p.prefix()+"-used")
	const spec = "specs/used.yaml"
	p.write(spec, fmt.Sprintf(`apiVersion: mlauth/v1
kind: AuthStack
metadata: {name: used, team: tests}
aws: {region: us-east-1}
userPool: {use: {id: %s}}
resourceServers: {labels: {scopes: {write: Write labels}}}
groups: {labellers: {description: Write labels, precedence: 5}}
clients:
  importer: {type: machine, scopes: [labels/write]}
  studio: {type: web, identityProviders: [corp], scopes: [openid, labels/write], callbackUrls: ["https://studio.acme.ai/cb"]}
lifecycle: {ephemeral: true}
`, e.pool))
	before := string(describe(t, c, e.pool).normal(t, p, e.pool))
	p.deployTwice(spec)
	view := describe(t, c, e.pool)
	for _, name := range []string{"importer", "studio", "job"} {
		if view.Clients[name] == nil {
			t.Errorf("client %s is not in the pool", name)
		}
	}
	p.must(0, "destroy", spec)
	if after := string(describe(t, c, e.pool).normal(t, p, e.pool)); after != before {
		t.Errorf("the pool is not as it was:\n%s", after)
	}
}

// An identity pool and a group that exist are taken over.
func TestAdoptIdentityPoolAndGroup(t *testing.T) {
	t.Parallel()
	p := newProject(t)
	ctx, c := context.Background(), p.account.Clients("us-east-1")
	e := madeByHand(t, c, p.prefix()+"-taken")
	identity := *must(c.Identity.CreateIdentityPool(ctx, &cognitoidentity.CreateIdentityPoolInput{
		IdentityPoolName: aws.String("taken"), AllowUnauthenticatedIdentities: true,
	}))(t).IdentityPoolId
	must(c.Cognito.CreateGroup(ctx, &cognitoidentityprovider.CreateGroupInput{UserPoolId: &e.pool, GroupName: aws.String("analysts"), Precedence: aws.Int32(7)}))(t)
	const spec = "specs/taken.yaml"
	p.write(spec, fmt.Sprintf(`apiVersion: mlauth/v1
kind: AuthStack
metadata: {name: taken, team: tests}
aws: {region: us-east-1, accountId: "%s"}
userPool: {use: {id: %s}}
groups: {analysts: {description: May call models, precedence: 7}}
clients: {web: {type: web, identityProviders: [corp], scopes: [openid], callbackUrls: ["https://a.ai/cb"]}}
identityPool:
  clients: {web: {}}
  roles: {authenticated: {grants: [{s3.read: [acme-features]}]}}
lifecycle: {adopt: {identityPool: "%s", groups: {analysts: analysts}}}
`, p.account.ID, e.pool, identity))
	contains(t, p.must(0, "preview", spec).out, "adopt identityPool", "adopt groups.analysts")
	p.deployTwice(spec)
	if got := p.outputs(spec)["identity_pool_id"]; got != identity {
		t.Errorf("another identity pool was made: %v", got)
	}
	out := must(c.Identity.DescribeIdentityPool(ctx, &cognitoidentity.DescribeIdentityPoolInput{IdentityPoolId: &identity}))(t)
	if out.AllowUnauthenticatedIdentities {
		t.Error("the pool still lets guests in")
	}
}

// An identity pool that comes to take the users of another user pool keeps its
// id, and knows none of them: that is another loss than the client's, and its
// entry another one.
func TestAnIdentityPoolOfAnotherUserPool(t *testing.T) {
	t.Parallel()
	p := newProject(t)
	c := p.account.Clients("us-east-1")
	old, other := madeByHand(t, c, p.prefix()+"-one"), madeByHand(t, c, p.prefix()+"-two")
	const file = "specs/lent.yaml"
	text := func(pool string) string {
		return fmt.Sprintf(`apiVersion: mlauth/v1
kind: AuthStack
metadata: {name: lent, team: tests}
aws: {region: us-east-1, accountId: "123456789012"}
userPool: {use: {id: %s}}
clients: {studio: {type: spa, identityProviders: [corp], scopes: [openid], callbackUrls: ["https://studio.acme.ai/cb"]}}
identityPool:
  clients: {studio: {}}
  roles: {authenticated: {grants: [{s3.read: [acme-labels/*]}]}}
`, pool)
	}
	p.write(file, text(old.pool))
	p.must(0, "deploy", file)
	identities := p.outputs(file)["identity_pool_id"].(string)
	takes := func() string {
		pool := must(c.Identity.DescribeIdentityPool(context.Background(), &cognitoidentity.DescribeIdentityPoolInput{IdentityPoolId: &identities}))(t)
		return *pool.CognitoIdentityProviders[0].ProviderName
	}

	changed := text(other.pool)
	entries := []string{"change: identity, resource: identityPool", "change: replace, resource: clients.studio"}
	p.write(file, changed)
	refused := p.must(4, "deploy", "--yes", file)
	contains(t, refused.err, "each who logs in gets a new identity", old.pool)
	proposes(t, refused.err, entries...)
	p.write(file, acknowledging(changed, `change: replace, resource: "*"`))
	proposes(t, p.must(4, "deploy", "--yes", file).err, entries[0])
	if got := takes(); !strings.HasSuffix(got, old.pool) {
		t.Fatalf("it takes the users of %s all the same", got)
	}
	p.write(file, acknowledging(changed, entries...))
	p.deployTwice(file)
	if got := takes(); !strings.HasSuffix(got, other.pool) || p.outputs(file)["identity_pool_id"] != identities {
		t.Errorf("it takes the users of %s", got)
	}
	if view := describe(t, c, old.pool); view.Clients["studio"] != nil {
		t.Error("the client is still in the pool that the stack used before")
	}
}
