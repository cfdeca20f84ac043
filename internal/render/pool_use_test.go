package render_test

import (
	"testing"
)

const inPool = `
resourceServers: {api: {identifier: "https://api.acme.ai", scopes: {read: Read}}}
clients:
  job: {type: machine, scopes: [api/read, "https://other.acme.ai/write"]}
groups: {readers: {description: Read}}
identityProviders:
  corp: {issuer: "https://idp.acme.ai", clientId: a}
`

func TestUsedPoolByID(t *testing.T) {
	r := program(t, "userPool: {use: {id: us-east-1_AbCdEfGhI}}\n"+inPool)
	for _, resource := range r.Resources {
		if resource.Name == "userPool" {
			t.Error("a pool is made beside the one that is used")
		}
	}
	for _, name := range []string{"resourceServers.api", "clients.job", "groups.readers", "identityProviders.corp"} {
		same(t, find(t, r, name).Properties["userPoolId"], any("us-east-1_AbCdEfGhI"))
	}
	same(t, find(t, r, "clients.job").Properties["allowedOauthScopes"], any([]any{"https://api.acme.ai/read", "https://other.acme.ai/write"}))
	for output, want := range map[string]string{
		"user_pool_id":   "us-east-1_AbCdEfGhI",
		"user_pool_arn":  "arn:aws:cognito-idp:us-east-1:${aws.accountId}:userpool/us-east-1_AbCdEfGhI",
		"issuer":         "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_AbCdEfGhI",
		"saml_entity_id": "urn:amazon:cognito:sp:us-east-1_AbCdEfGhI",
	} {
		same(t, r.Outputs[output], any(want))
	}
	if _, has := r.Outputs["login_base_url"]; has {
		t.Error("the domain of a pool that nobody here owns is made up")
	}
}

func TestUsedPoolOfPartitionAndAccount(t *testing.T) {
	r := record(t, "specs/a.yaml", `apiVersion: mlauth/v1
kind: AuthStack
metadata: {name: a, team: b}
aws: {region: cn-north-1, accountId: "210987654321"}
userPool: {use: {id: cn-north-1_AbCdEfGhI}}
`)
	same(t, r.Outputs["user_pool_arn"], any("arn:aws-cn:cognito-idp:cn-north-1:210987654321:userpool/cn-north-1_AbCdEfGhI"))
	same(t, r.Outputs["issuer"], any("https://cognito-idp.cn-north-1.amazonaws.com.cn/cn-north-1_AbCdEfGhI"))
}

func TestUsedPoolOfStack(t *testing.T) {
	r := program(t, "userPool: {use: {stack: platform}}\n"+inPool)
	same(t, find(t, r, "clients.job").Properties["userPoolId"], any("${userPool.use.platform.user_pool_id}"))
	same(t, r.Outputs["user_pool_arn"], any("${userPool.use.platform.user_pool_arn}"))
	same(t, r.Outputs["token_endpoint"], any("${userPool.use.platform.token_endpoint}"))
}
