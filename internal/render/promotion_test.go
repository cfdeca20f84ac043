package render_test

import (
	"fmt"
	"testing"
)

// Strangers who sign up could send the attribute along, unless a function is
// asked before, the client has a secret, or the identity pool takes none of them.
func TestTrapMappedAttributeThatDecidesAndOpenSignUp(t *testing.T) {
	const spec = `
userPool: {signUp: {selfService: true}, domain: {prefix: acme}, attributes: {custom: {team: {type: string}}}, %s}
identityProviders: {corp: {issuer: "https://idp.acme.ai", clientId: a, attributeMapping: {nickname: nick, "custom:team": dept}}}
clients: {c: {callbackUrls: ["https://a.ai/"], %s}}
identityPool:
  clients: {c: {roleFrom: rules, otherwise: deny, rules: [{claim: "custom:team", equals: risk, role: analyst}]}}
  roles: {authenticated: {grants: [{s3.read: [acme-features]}]}, analyst: {grants: [{s3.read: [acme-models]}]}}
`
	const open, asked = "triggers: {}", `triggers: {preSignUp: "arn:aws:lambda:us-east-1:123456789012:function:check"}`
	for _, tt := range []struct {
		pool, client string
		want         []any
	}{
		{open, "type: spa", []any{"nickname"}},
		{open, "type: web", []any{"custom:team", "nickname"}},
		{open, "type: spa, identityProviders: [corp]", []any{"custom:team", "nickname"}},
		{asked, "type: spa", []any{"custom:team", "nickname"}},
		{open + ", signIn: {firstFactors: [password, emailOtp]}", "type: web", []any{"nickname"}},
	} {
		same(t, find(t, program(t, fmt.Sprintf(spec, tt.pool, tt.client)), "clients.c").Properties["writeAttributes"], any(tt.want))
	}
}

// Where a mapped attribute decides a role, a client whose users can call the
// user API may not write it unless the spec says so: they would promote
// themselves.
func TestTrapMappedAttributeThatDecidesIsSelfPromotion(t *testing.T) {
	const spec = `
userPool: {domain: {prefix: acme}, attributes: {custom: {team: {type: string}}}}
identityProviders: {corp: {issuer: "https://idp.acme.ai", clientId: a, attributeMapping: {nickname: nick, "custom:team": dept}}}
clients: {c: {type: spa, callbackUrls: ["https://a.ai/"], %s}}
identityPool:
  clients: {c: {roleFrom: rules, otherwise: deny, rules: [{claim: "custom:team", equals: risk, role: analyst}]}}
  roles: {authenticated: {grants: [{s3.read: [acme-features]}]}, analyst: {grants: [{s3.read: [acme-models]}]}}
`
	for field, want := range map[string][]any{
		"scopes: [openid]": {"custom:team", "nickname"},
		"scopes: [openid, aws.cognito.signin.user.admin]":          {"nickname"},
		"authFlows: [userSrp]":                                     {"nickname"},
		"authFlows: [userSrp], writeAttributes: [\"custom:team\"]": {"custom:team", "nickname"},
	} {
		same(t, find(t, program(t, fmt.Sprintf(spec, field)), "clients.c").Properties["writeAttributes"], any(want))
	}
}
