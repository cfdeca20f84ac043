package e2e

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentity"
)

const notebooks = `apiVersion: mlauth/v1
kind: AuthStack
metadata: {name: notebooks, team: tests}
aws: {region: us-east-1, accountId: "123456789012"}
userPool: {domain: {prefix: acme-notebooks}}
clients:
  notebook: {type: spa, callbackUrls: ["https://a.ai/"]}
identityPool:
  allowGuests: GUESTS
  clients: {notebook: {roleFrom: groups}}
  roles:
    authenticated: {grants: [{sagemaker.invokeEndpoint: [fraud]}]}
ROLES
lifecycle: {ephemeral: true}
`

func notebooksSpec(guests bool, roles string) string {
	return strings.Replace(strings.Replace(notebooks, "GUESTS", fmt.Sprint(guests), 1), "ROLES\n", roles, 1)
}

const guestRole = "    guest: {grants: [{sagemaker.invokeEndpoint: [demo]}]}\n"

// The provider replaces the attachment of roles when one is added or taken
// away, and deleting the old one would set none at all. At no time, before,
// meanwhile or after, is the pool without its roles.
func TestIdentityPoolIsNeverWithoutRoles(t *testing.T) {
	t.Parallel()
	p := newProject(t)
	p.write("specs/n.yaml", notebooksSpec(false, ""))
	p.deployTwice("specs/n.yaml")
	pool := p.outputs("specs/n.yaml")["identity_pool_id"].(string)
	stop := watchRoles(t, p, pool)
	for _, step := range []struct {
		spec  string
		roles int
	}{{notebooksSpec(true, guestRole), 2}, {notebooksSpec(false, ""), 1}} {
		p.write("specs/n.yaml", step.spec)
		contains(t, p.must(0, "preview", "specs/n.yaml").out, "replace identityPool.roles")
		p.deployTwice("specs/n.yaml")
		if got := poolRoles(t, p, pool); len(got.Roles) != step.roles || len(got.RoleMappings) != 1 {
			t.Errorf("roles %v, mappings %v", got.Roles, got.RoleMappings)
		}
	}
	if looks := stop(); looks < 10 {
		t.Errorf("only %d looks at the roles", looks)
	}
	p.must(0, "destroy", "specs/n.yaml")
	nothingLeft(t, p, "us-east-1", "specs/n.yaml")
}

func poolRoles(t *testing.T, p *project, pool string) *cognitoidentity.GetIdentityPoolRolesOutput {
	t.Helper()
	return must(p.account.Clients("us-east-1").Identity.GetIdentityPoolRoles(context.Background(),
		&cognitoidentity.GetIdentityPoolRolesInput{IdentityPoolId: &pool}))(t)
}

// watchRoles looks at the roles of an identity pool all the time until it is
// stopped; then it says how often.
func watchRoles(t *testing.T, p *project, pool string) (stop func() int) {
	client := p.account.Clients("us-east-1").Identity
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	var done sync.WaitGroup
	looks := 0
	done.Go(func() {
		for ctx.Err() == nil {
			out, err := client.GetIdentityPoolRoles(ctx, &cognitoidentity.GetIdentityPoolRolesInput{IdentityPoolId: &pool})
			if err == nil && out.Roles["authenticated"] == "" {
				t.Error("the identity pool is without the role of those who logged in")
				return
			}
			looks++
			time.Sleep(20 * time.Millisecond)
		}
	})
	return func() int { cancel(); done.Wait(); return looks }
}

// The identity pool, and the account's trust in an issuer, are lost by no
// slip of the pen.
func TestIdentityPoolAndIssuersAreProtected(t *testing.T) {
	t.Parallel()
	p := newProject(t)
	text := strings.Replace(notebooksSpec(false, ""), "lifecycle: {ephemeral: true}\n",
		"iamOidcProviders: {github: {issuer: \"https://token.actions.githubusercontent.com\", audiences: [sts.amazonaws.com]}}\n", 1)
	p.write("specs/n.yaml", text)
	p.must(0, "deploy", "specs/n.yaml")
	before := string(describeAccess(t, p.account.Clients("us-east-1")).normal(t, p))
	for what, edited := range map[string]string{
		"the pool renamed":   strings.Replace(text, "  allowGuests: false\n", "  name: another\n", 1),
		"the issuer gone":    text[:strings.Index(text, "iamOidcProviders")],
		"the issuer changed": strings.Replace(text, "token.actions.githubusercontent.com", "idp.partner.com", 1),
	} {
		p.write("specs/n.yaml", edited)
		contains(t, p.must(4, "deploy", "specs/n.yaml", "--yes").err, "refused:")
		if after := string(describeAccess(t, p.account.Clients("us-east-1")).normal(t, p)); after != before {
			t.Errorf("%s: something changed all the same", what)
		}
	}
}
