package check_test

import (
	"os"
	"strings"
	"testing"

	"github.com/mlauth/mlauth-compile/internal/check"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

// The key of a resource server is known in its own spec only. Who names it in
// another, in the same pool, is told the scope's full name.
func TestAScopeByTheOwnersKey(t *testing.T) {
	var specs []*spec.Spec
	for _, name := range []string{"testdata/err/borrow.a.yaml", "testdata/err/borrow.b.yaml"} {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		s, findings := spec.Compile(name, text)
		if findings.HasErrors() {
			t.Fatal(findings)
		}
		specs = append(specs, s)
	}
	remedies := map[string]string{}
	for _, d := range check.Specs(specs) {
		if d.Rule == "MLA402" {
			_, scope, _ := strings.Cut(d.Message, `"`)
			remedies[strings.SplitN(scope, `"`, 2)[0]] = d.Remedy
		}
	}
	if got := remedies["api/read"]; !strings.HasPrefix(got, "Say https://api.ai/read: ") {
		t.Errorf("of api/read it says %q", got)
	}
	for _, scope := range []string{"own/none", "https://api.ai/write"} {
		if got := remedies[scope]; got == "" || strings.HasPrefix(got, "Say ") {
			t.Errorf("of %s it says %q", scope, got)
		}
	}
}

// A client in another stack's pool does not know what the owner's providers map.
// It is told to write that, unless its users could write by themselves what
// decides their role.
func TestWhatTheOwnersProvidersMapIsToBeWritten(t *testing.T) {
	const head = "apiVersion: mlauth/v1\nkind: AuthStack\naws: {region: us-east-1, accountId: \"123456789012\"}\n"
	owner := compiled(t, "owner.yaml", head+`metadata: {name: owner, team: tests}
userPool:
  attributes: {custom: {team: {type: string}}}
  domain: {prefix: acme-owner}
identityProviders:
  corp: {issuer: "https://corp.acme.ai", clientId: a, clientSecret: {env: CORP}, attributeMapping: {"custom:team": department}}
`)
	for scopes, want := range map[string]string{
		"openid":                                "Add it to writeAttributes.",
		"openid, aws.cognito.signin.user.admin": "Let them have no user API here",
	} {
		user := compiled(t, "user.yaml", head+`metadata: {name: user, team: tests}
userPool: {use: {stack: owner}}
clients:
  app: {type: spa, identityProviders: [corp], scopes: [`+scopes+`], callbackUrls: ["https://app.acme.ai/"], writeAttributes: [email]}
identityPool:
  clients: {app: {}}
  roles: {authenticated: {grants: [{s3.read: ["acme-features/${aws:PrincipalTag/team}/*"]}]}}
  principalTags: {team: "custom:team"}
`)
		var remedies []string
		for _, d := range check.Specs([]*spec.Spec{owner, user}) {
			if d.Rule == "MLA413" {
				remedies = append(remedies, d.Remedy)
			}
		}
		if len(remedies) != 1 || !strings.HasPrefix(remedies[0], want) {
			t.Errorf("scopes %s: it says %q, want %q", scopes, remedies, want)
		}
	}
}

func compiled(t *testing.T, name, text string) *spec.Spec {
	t.Helper()
	s, findings := spec.Compile(name, []byte(text))
	if findings.HasErrors() {
		t.Fatal(findings)
	}
	return s
}
