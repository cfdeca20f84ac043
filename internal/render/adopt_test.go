package render_test

import "testing"

const adopting = `
userPool: {domain: {prefix: acme}}
identityProviders: {corp: {issuer: "https://idp.acme.ai", clientId: a}}
resourceServers: {api: {identifier: "https://api.acme.ai", scopes: {read: Read}}}
clients: {job: {type: machine, scopes: [api/read]}, new: {type: machine, scopes: [api/read]}}
groups: {readers: {}}
lifecycle:
  adopt:
    userPool: us-east-1_AbCdEfGhI
    domain: {prefix: acme}
    identityProviders: {corp: corp}
    resourceServers: {api: "https://api.acme.ai"}
    clients: {job: us-east-1_AbCdEfGhI/4kq0}
    groups: {readers: readers}
`

func TestAdoptedResourcesAreImported(t *testing.T) {
	r := program(t, adopting)
	for name, id := range map[string]string{
		"userPool":               "us-east-1_AbCdEfGhI",
		"userPool.domain.prefix": "acme",
		"identityProviders.corp": "us-east-1_AbCdEfGhI:corp",
		"resourceServers.api":    "us-east-1_AbCdEfGhI|https://api.acme.ai",
		"clients.job":            "us-east-1_AbCdEfGhI/4kq0",
		"groups.readers":         "us-east-1_AbCdEfGhI/readers",
		"clients.new":            "",
	} {
		same(t, find(t, r, name).Options.Import, id)
	}
}

func TestTrapImportedClientHasNoGenerateSecret(t *testing.T) {
	r := program(t, adopting)
	same(t, find(t, r, "clients.job").Options.IgnoreChanges, []string{"generateSecret"})
	same(t, find(t, r, "clients.new").Options.IgnoreChanges, []string(nil))
}

func TestGroups(t *testing.T) {
	r := program(t, `
userPool: {}
groups:
  plain: {}
  owners: {description: Own, precedence: 3, role: "arn:aws:iam::123456789012:role/owner"}
`)
	plain := find(t, r, "groups.plain").Properties
	same(t, plain["description"], any(""))
	for _, property := range []string{"precedence", "roleArn"} {
		if _, sent := plain[property]; sent {
			t.Errorf("%s is sent for a group that has none", property)
		}
	}
	owners := find(t, r, "groups.owners")
	same(t, owners.Properties["precedence"], any(3.0))
	same(t, owners.Properties["roleArn"], any("arn:aws:iam::123456789012:role/owner"))
	same(t, owners.Options.Protect, true)
}
