package e2e

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gopkg.in/yaml.v3"
)

func testdata(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// Taking every optional field out again brings AWS back to where it was before
// they were set.
func TestFieldsTakenOutAreResetOnAWS(t *testing.T) {
	t.Parallel()
	p := newProject(t)
	deploy := func(text string) string {
		p.write("specs/s.yaml", text)
		p.deployTwice("specs/s.yaml")
		pool := p.outputs("specs/s.yaml")["user_pool_id"].(string)
		return string(describe(t, p.account.Clients("us-east-1"), pool).normal(t, p, pool))
	}
	base, full := testdata(t, "reset/base.yaml"), testdata(t, "reset/full.yaml")
	before := deploy(base)
	// The provider configures MFA before everything else, and MFA by e-mail
	// needs the sender to be there: two deploys.
	deploy(strings.Replace(full, "mfa: {mode: optional, methods: [totp, email]}", "mfa: {mode: none}", 1))
	between := deploy(full)
	if before == between {
		t.Fatal("the fields have no effect at all")
	}
	gone := acknowledging(base, "change: identity, resource: userPool", "change: remove, resource: clients.web.scopes.api/go",
		"change: remove, resource: clients.web.scopes.email", "change: remove, resource: resourceServers.api.scopes.stop")
	if diff := cmp.Diff(before, deploy(gone)); diff != "" {
		t.Errorf("something stayed (-before +after):\n%s", diff)
	}
}

// What cannot be taken back is refused, and nothing changes.
func TestWhatCannotBeTakenBackIsRefused(t *testing.T) {
	t.Parallel()
	p := newProject(t)
	base := testdata(t, "reset/base.yaml")
	edit := func(old, new string) string { return strings.Replace(base, old, new, 1) }
	const signIn = "  signIn: {aliases: [email, preferred_username]}\n"
	const arn = "arn:aws:lambda:us-east-1:123456789012:function:"
	for _, c := range []struct{ with, without, field string }{
		{edit(signIn, signIn+"  sms: {callerRoleArn: \"arn:aws:iam::123456789012:role/sms\", externalId: reset}\n"), base, "userPool.sms"},
		{edit(signIn, signIn+"  triggers: {grantInvoke: false, preSignUp: \""+arn+"a\", preTokenGeneration: \""+arn+"b\"}\n"),
			edit(signIn, signIn+"  triggers: {grantInvoke: false, preSignUp: \""+arn+"a\"}\n"), "userPool.triggers.preTokenGeneration"},
		{edit("web: {type: web,", "web: {type: web, defaultRedirectUrl: \"https://a.ai/\","), base, "clients.web.defaultRedirectUrl"},
		{base + "publish: {secretsManager: {path: ml/reset, kmsKeyArn: \"arn:aws:kms:us-east-1:123456789012:key/1f2e3d4c-5b6a-4798-8a9b-0c1d2e3f4a5b\"}}\n",
			base + "publish: {secretsManager: {path: ml/reset}}\n", "publish.secretsManager.web.kmsKeyArn"},
	} {
		name := c.field[strings.LastIndex(c.field, ".")+1:]
		named := func(text string) string {
			return strings.ReplaceAll(strings.Replace(text, "name: reset", "name: "+strings.ToLower(name), 1), "acme-reset", "acme-"+strings.ToLower(name))
		}
		p.write("specs/s.yaml", named(c.with))
		p.deployTwice("specs/s.yaml")
		p.write("specs/s.yaml", named(c.without))
		contains(t, p.must(1, "deploy", "specs/s.yaml").err, c.field, "Nothing was changed.")
		contains(t, p.must(1, "preview", "specs/s.yaml").out, "deploy will refuse this: "+c.field)
	}
}

// fixed are the optional fields that full.yaml does not set, with the reason.
var fixed = map[string]string{
	"userPool/name":                        "AWS replaces the pool",
	"userPool/signIn/username":             "AWS replaces the pool",
	"userPool/signIn/caseSensitive":        "AWS replaces the pool",
	"userPool/attributes/standard":         "fixed when the pool is created",
	"userPool/sms":                         "refused; see TestWhatCannotBeTakenBackIsRefused",
	"userPool/domain/custom":               "AWS replaces the domain",
	"userPool/domain/certificateArn":       "goes with the custom domain",
	"client/secret":                        "AWS replaces the client",
	"client/defaultRedirectUrl":            "refused; see TestWhatCannotBeTakenBackIsRefused",
	"resourceServer/identifier":            "AWS replaces the resource server",
	"userPool/use":                         "a pool of somebody else's",
	"identityProvider/signOut":             "of SAML providers",
	"identityProvider/signRequests":        "of SAML providers",
	"identityProvider/encryptedAssertions": "of SAML providers",
	"identityProvider/idpInitiated":        "of SAML providers",
	"identityProvider/metadata":            "of SAML providers",
	"identityProvider/apiVersion":          "of Facebook",
	"identityProvider/teamId":              "of Apple",
	"identityProvider/keyId":               "of Apple",
	"identityProvider/privateKey":          "of Apple",
	"customAttribute/minLength":            "fixed once the attribute exists",
	"customAttribute/maxLength":            "fixed once the attribute exists",
	"customAttribute/min":                  "fixed once the attribute exists",
	"customAttribute/max":                  "fixed once the attribute exists",
	"customAttribute/mutable":              "fixed once the attribute exists",
	"customAttribute/retired":              "of attributes that stay; see the goldens of model-console.yaml",
	"secretRef/file":                       "the same secret at another place",
	"secretRef/ssm":                        "the same secret at another place",
	"secretRef/secretsManager":             "the same secret at another place",
	"secretRef/key":                        "the same secret at another place",
	"resourceServer/name":                  "AWS replaces the resource server",
}

// full.yaml sets every optional field of the kinds that it is about.
func TestFullSpecOfTheResetTestIsFull(t *testing.T) {
	var full map[string]any
	if err := yaml.Unmarshal([]byte(testdata(t, "reset/full.yaml")), &full); err != nil {
		t.Fatal(err)
	}
	f := newFullness(t, fixed)
	each := func(section string) []any {
		var all []any
		for _, v := range full[section].(map[string]any) {
			all = append(all, v)
		}
		return all
	}
	for kind, values := range map[string][]any{
		"metadata":         {full["metadata"]},
		"userPool":         {full["userPool"]},
		"identityProvider": each("identityProviders"),
		"resourceServer":   each("resourceServers"),
		"client":           each("clients"),
	} {
		f.count(kind, f.definition(kind), values)
	}
	f.report()
}
