package render_test

import (
	"fmt"
	"testing"
)

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
