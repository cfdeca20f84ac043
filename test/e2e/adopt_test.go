package e2e

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/mlauth/mlauth-compile/test/stack"
)

// existing is a pool that somebody made by hand.
type existing struct{ pool, client string }

func madeByHand(t *testing.T, c stack.Clients, domain string) existing {
	t.Helper()
	ctx := context.Background()
	pool := *must(c.Cognito.CreateUserPool(ctx, &cognitoidentityprovider.CreateUserPoolInput{
		PoolName: aws.String("by-hand"), UsernameConfiguration: &types.UsernameConfigurationType{CaseSensitive: aws.Bool(false)},
	}))(t).UserPool.Id
	must(c.Cognito.CreateUserPoolDomain(ctx, &cognitoidentityprovider.CreateUserPoolDomainInput{UserPoolId: &pool, Domain: &domain}))(t)
	must(c.Cognito.CreateIdentityProvider(ctx, &cognitoidentityprovider.CreateIdentityProviderInput{
		UserPoolId: &pool, ProviderName: aws.String("corp"), ProviderType: types.IdentityProviderTypeTypeOidc,
		ProviderDetails: map[string]string{"client_id": "old", "oidc_issuer": "https://idp.acme.ai", "authorize_scopes": "openid", "attributes_request_method": "GET"},
	}))(t)
	must(c.Cognito.CreateResourceServer(ctx, &cognitoidentityprovider.CreateResourceServerInput{
		UserPoolId: &pool, Identifier: aws.String("https://api.acme.ai"), Name: aws.String("api"),
		Scopes: []types.ResourceServerScopeType{{ScopeName: aws.String("read"), ScopeDescription: aws.String("Read")}},
	}))(t)
	client := *must(c.Cognito.CreateUserPoolClient(ctx, &cognitoidentityprovider.CreateUserPoolClientInput{
		UserPoolId: &pool, ClientName: aws.String("job"), GenerateSecret: true,
	}))(t).UserPoolClient.ClientId
	return existing{pool, client}
}

func adoptSpec(e existing, domain, caseSensitive, clientType string) string {
	return fmt.Sprintf(`apiVersion: mlauth/v1
kind: AuthStack
metadata: {name: taken-over, team: tests}
aws: {region: us-east-1}
userPool: {name: by-hand, deletionProtection: false, signIn: {caseSensitive: %s}, domain: {prefix: %s}}
identityProviders: {corp: {issuer: "https://idp.acme.ai", clientId: old, scopes: [openid, email]}}
resourceServers: {api: {identifier: "https://api.acme.ai", scopes: {read: Read}}}
clients: {job: %s}
lifecycle:
  adopt:
    userPool: %s
    domain: {prefix: %s}
    identityProviders: {corp: corp}
    resourceServers: {api: "https://api.acme.ai"}
    clients: {job: %s}
`, caseSensitive, domain, clientType, e.pool, domain, e.client)
}

const machineJob = "{type: machine, scopes: [api/read]}"

// What exists is taken over as it is and brought to what the spec says, in one
// deploy; the pool, its client and the client's secret stay the same.
func TestAdoptWhatExists(t *testing.T) {
	t.Parallel()
	p := newProject(t)
	domain := p.prefix() + "-hand"
	c := p.account.Clients("us-east-1")
	e := madeByHand(t, c, domain)
	const spec = "specs/adopt.yaml"
	p.write(spec, adoptSpec(e, domain, "false", machineJob))

	preview := p.must(0, "preview", spec)
	for _, resource := range []string{"userPool", "userPool.domain.prefix", "identityProviders.corp", "resourceServers.api", "clients.job"} {
		contains(t, preview.out, "adopt "+resource)
	}
	secret := clientSecret(t, c, e)
	p.deployTwice(spec)
	outputs := p.outputs(spec)
	if outputs["user_pool_id"] != e.pool || outputs["clients"].(map[string]any)["job"] != e.client {
		t.Errorf("not what existed: %v", outputs)
	}
	if got := clientSecret(t, c, e); got != secret || outputs["client_secrets"].(map[string]any)["job"] != secret {
		t.Error("the client's secret is another")
	}
	name := "corp"
	details := must(c.Cognito.DescribeIdentityProvider(context.Background(),
		&cognitoidentityprovider.DescribeIdentityProviderInput{UserPoolId: &e.pool, ProviderName: &name}))(t).IdentityProvider.ProviderDetails
	if details["authorize_scopes"] != "openid email" {
		t.Errorf("the provider was not brought to what the spec says: %v", details)
	}

	// Without the entries all stays, but for the client's.
	text := adoptSpec(e, domain, "false", machineJob)
	p.write(spec, text[:strings.Index(text, "lifecycle:")]+fmt.Sprintf("lifecycle: {adopt: {clients: {job: %s/%s}}}\n", e.pool, e.client))
	contains(t, p.must(0, "preview", spec).out, "no changes")
}

func clientSecret(t *testing.T, c stack.Clients, e existing) string {
	t.Helper()
	return aws.ToString(must(c.Cognito.DescribeUserPoolClient(context.Background(),
		&cognitoidentityprovider.DescribeUserPoolClientInput{UserPoolId: &e.pool, ClientId: &e.client}))(t).UserPoolClient.ClientSecret)
}

// Where spec and reality differ in what cannot be changed in place, nothing is
// touched.
func TestAdoptRefusesReplacement(t *testing.T) {
	t.Parallel()
	p := newProject(t)
	domain := p.prefix() + "-hand"
	c := p.account.Clients("us-east-1")
	e := madeByHand(t, c, domain)
	const spec = "specs/adopt.yaml"

	p.write(spec, adoptSpec(e, domain, "true", machineJob))
	refused := p.run("deploy", spec)
	if refused.code != 4 {
		t.Errorf("exit code %d", refused.code)
	}
	contains(t, refused.all(), "userPool", "usernameConfiguration", "say in the spec what is there")

	p.write(spec, adoptSpec(e, domain, "false", `{type: spa, callbackUrls: ["https://a.ai/"]}`))
	contains(t, p.must(1, "deploy", spec).all(), "clients.job is adopted, and has a secret in AWS")

	gone := existing{e.pool, "doesnotexist0000000000"}
	p.write(spec, adoptSpec(gone, domain, "false", machineJob))
	contains(t, p.must(1, "deploy", spec).all(), "nothing to adopt")

	pool := must(c.Cognito.DescribeUserPool(context.Background(), &cognitoidentityprovider.DescribeUserPoolInput{UserPoolId: &e.pool}))(t).UserPool
	if len(pool.UserPoolTags) > 0 {
		t.Errorf("the pool was touched: %v", pool.UserPoolTags)
	}
}
