package change

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// summaries are effects in a line each: class, change, resource, property, pool.
func summaries(effects []Effect) []string {
	lines := []string{}
	for _, e := range effects {
		line := strings.Join([]string{string(e.Class), e.Change, e.Resource, e.Property}, " ")
		if e.Within != "" {
			line += " within " + e.Within
		}
		if e.ID != "" {
			line += " (" + e.ID + ")"
		}
		lines = append(lines, strings.Join(strings.Fields(line), " "))
	}
	return lines
}

func expect(t *testing.T, steps []Step, want ...string) {
	t.Helper()
	effects := Judge(steps)
	if diff := cmp.Diff(append([]string{}, want...), summaries(effects)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	for _, e := range effects {
		if e.Reason == "" || strings.Contains(e.Reason, "%!") {
			t.Errorf("%s has no good reason: %q", e.Resource, e.Reason)
		}
	}
}

type object = map[string]any

// stay is a step that shows that the stack is not new.
var stay = Step{Resource: "userPool", Type: userPoolType, Op: OpSame, ID: "us-east-1_A", Old: object{}, New: object{}}

func updated(resource, typ string, older, newer object) Step {
	return Step{Resource: resource, Type: typ, Op: OpUpdate, ID: "id-" + resource, Old: older, New: newer}
}

func TestLostPoolsTakeAllInThemAlong(t *testing.T) {
	expect(t, []Step{
		{Resource: "userPool", Type: userPoolType, Op: OpReplace, ID: "us-east-1_A"},
		{Resource: "clients.console", Type: clientType, Op: OpReplace, ID: "4kq"},
		{Resource: "clients.gone", Type: clientType, Op: OpDelete, ID: "5kq"},
		{Resource: "userPool.domain.prefix", Type: domainType, Op: OpReplace, ID: "acme"},
		{Resource: "workloads.trainer", Type: roleType, Op: OpDelete, ID: "trainer"},
		{Resource: "publish.ssm.user_pool_id", Type: "aws:ssm/parameter:Parameter", Op: OpUpdate, Old: object{}, New: object{}},
	},
		"losesUsers replace userPool (us-east-1_A)",
		"breaksCallers replace clients.console within userPool (us-east-1_A)",
		"breaksCallers delete clients.gone within userPool (us-east-1_A)",
		"breaksCallers replace userPool.domain.prefix within userPool (us-east-1_A)",
		"breaksCallers delete workloads.trainer",
	)
}

func TestLostIdentityPoolTakesItsRolesAlong(t *testing.T) {
	expect(t, []Step{
		stay,
		{Resource: "identityPool", Type: identityPoolType, Op: OpDelete, ID: "us-east-1:1"},
		{Resource: "identityPool.roles", Type: attachmentType, Op: OpDelete},
		{Resource: "identityPool.roles.authenticated", Type: roleType, Op: OpDelete, ID: "authenticated"},
		{Resource: "clients.console", Type: clientType, Op: OpDelete, ID: "4kq"},
	},
		"losesUsers delete identityPool (us-east-1:1)",
		"breaksCallers delete clients.console",
		"breaksCallers delete identityPool.roles.authenticated within identityPool (us-east-1:1)",
	)
}

func TestIdentityChangesInPlace(t *testing.T) {
	details := func(m object) object { return object{"providerType": "OIDC", "providerDetails": m} }
	provider := "identityProviders.corp"
	for name, c := range map[string]struct {
		typ          string
		older, newer object
		want         []string
	}{
		"issuer":    {providerType, details(object{"oidc_issuer": "https://a"}), details(object{"oidc_issuer": "https://b"}), []string{"losesUsers identity " + provider + " issuer"}},
		"client id": {providerType, details(object{"client_id": "a"}), details(object{"client_id": "b"}), []string{"losesUsers identity " + provider + " clientId"}},
		"team":      {providerType, details(object{"team_id": "a"}), details(object{"team_id": "b"}), []string{"losesUsers identity " + provider + " teamId"}},
		"secret":    {providerType, details(object{"client_secret": "[secret]", "authorize_scopes": "openid"}), details(object{"client_secret": "[secret]", "authorize_scopes": "openid email"}), nil},
		"entity": {providerType, details(object{"MetadataFile": `<E entityID="a"/>`}), details(object{"MetadataFile": `<E entityID="b"/>`}),
			[]string{"losesUsers identity " + provider + " metadata"}},
		"certificate": {providerType, details(object{"MetadataFile": `<E entityID="a"/>`}), details(object{"MetadataFile": `<E entityID="a"><C/></E>`}),
			[]string{"widensAccess " + provider + " metadata"}},
		"metadata from elsewhere": {providerType, details(object{"MetadataURL": "https://a"}), details(object{"MetadataURL": "https://b"}),
			[]string{"losesUsers identity " + provider + " metadata"}},
		"user name": {providerType, object{"attributeMapping": object{"username": "sub"}}, object{"attributeMapping": object{"username": "email"}},
			[]string{"losesUsers identity " + provider + " attributeMapping.username"}},
		"mapping": {providerType, object{"attributeMapping": object{"username": "sub"}}, object{"attributeMapping": object{"username": "sub", "email": "email"}},
			[]string{"widensAccess " + provider + " attributeMapping.email"}},
	} {
		t.Run(name, func(t *testing.T) { expect(t, []Step{updated(provider, c.typ, c.older, c.newer)}, c.want...) })
	}
	site := func(id string) object { return object{"webAuthnConfiguration": object{"relyingPartyId": id}} }
	expect(t, []Step{updated("userPool", userPoolType, site("a.ai"), site("b.ai"))}, "losesUsers identity userPool signIn.webAuthn.relyingPartyId")
}

// An identity pool knows people by the user pool that vouches for them.
func TestAnIdentityPoolOfAnotherUserPool(t *testing.T) {
	of := func(names ...any) object {
		logins := []any{}
		for _, name := range names {
			logins = append(logins, object{"providerName": name, "clientId": "4kq"})
		}
		return object{"cognitoIdentityProviders": logins}
	}
	pool := func(older, newer object) Step { return updated(identityPoolName, identityPoolType, older, newer) }
	const a, b = "cognito-idp.us-east-1.amazonaws.com/us-east-1_A", "cognito-idp.us-east-1.amazonaws.com/us-east-1_B"
	client := Step{Resource: "clients.console", Type: clientType, Op: OpReplace, ID: "4kq"}
	want := []string{"losesUsers identity identityPool clients", "breaksCallers replace clients.console"}
	expect(t, []Step{client, pool(of(a, a), of(b))}, want...)
	expect(t, []Step{client, pool(of(a), of(nil))}, want...) // one that is made in the same deploy
	expect(t, []Step{stay, pool(of(a), of())})               // nobody gets credentials, and who does again is the same
	expect(t, []Step{stay, pool(of(a, b), of(a))})
	expect(t, []Step{stay, pool(of(), of(a))}, "widensAccess identityPool 4kq")
	lost := Step{Resource: userPoolName, Type: userPoolType, Op: OpReplace, ID: "us-east-1_A"}
	expect(t, []Step{lost, pool(of(a), of(nil))}, "losesUsers replace userPool (us-east-1_A)") // nobody is left to be known
}

func TestScopesAndBoundariesTakenAway(t *testing.T) {
	server := func(names ...string) object {
		scopes := []any{}
		for _, name := range names {
			scopes = append(scopes, object{"scopeName": name})
		}
		return object{"identifier": "https://api.acme.ai", "scopes": scopes}
	}
	client := func(scopes ...any) object { return object{"allowedOauthScopes": scopes} }
	expect(t, []Step{
		updated("resourceServers.api", serverType, server("read", "admin"), server("read")),
		updated("clients.console", clientType, client("https://api.acme.ai/admin", "https://api.acme.ai/read", "openid"), client("openid")),
		updated("workloads.trainer", roleType, object{"permissionsBoundary": "arn:b"}, object{"permissionsBoundary": ""}),
	},
		"breaksCallers remove clients.console.scopes.api/read scopes.api/read",
		"breaksCallers remove resourceServers.api.scopes.admin scopes.admin",
		"breaksCallers remove workloads.trainer.permissionsBoundary permissionsBoundary",
	)
}

func TestSchemaOnlyGrows(t *testing.T) {
	attribute := func(name, maximum string) object {
		return object{"name": name, "attributeDataType": "String", "mutable": true, "stringAttributeConstraints": object{"minLength": "0", "maxLength": maximum}}
	}
	pool := func(attributes ...any) object { return object{"schemas": attributes} }
	older := pool(attribute("team", "64"), attribute("gone", "9"), attribute("same", "1"))
	newer := pool(attribute("team", "65"), attribute("email", "2048"), attribute("same", "1"), attribute("new", "1"))
	want := []string{
		"impossible userPool attributes.custom.gone",
		"impossible userPool attributes.custom.team",
		"impossible userPool attributes.standard.email",
	}
	expect(t, []Step{updated("userPool", userPoolType, older, newer)}, want...)
	replaced := updated("userPool", userPoolType, older, newer)
	replaced.Op = OpReplace
	expect(t, []Step{replaced}, "losesUsers replace userPool (id-userPool)")
}

func TestJudgeDoesNotDependOnOrder(t *testing.T) {
	steps := []Step{
		stay,
		updated("clients.b", clientType, object{"callbackUrls": []any{"https://a/x"}}, object{"callbackUrls": []any{"https://b/x"}}),
		{Resource: "clients.a", Type: clientType, Op: OpDelete},
		{Resource: "workloads.w", Type: roleType, Op: OpCreate, New: object{}},
	}
	want := Judge(steps)
	slices.Reverse(steps)
	if diff := cmp.Diff(want, Judge(steps)); diff != "" {
		t.Error(diff)
	}
	if worst := Worst(want); worst != BreaksCallers {
		t.Errorf("the worst is %s", worst)
	}
	if worst := Worst(nil); worst != Other {
		t.Errorf("nothing is %s", worst)
	}
}
