package cli

import (
	"strings"
	"testing"
)

// One mistake is one finding, where its consequences would be found by other
// stages, or in other files.
func TestOneMistakeIsOneFinding(t *testing.T) {
	for name, c := range map[string]struct{ rule, text string }{
		"a section under a wrong name, and in a fragment under the right one": {"MLA010", `
-- specs/a.yaml --
extends: ../base/f.yaml
userpool: {domain: {prefix: acme-x}, mfa: {mode: optional, methods: [totp]}}
clients: {c: {type: web, callbackUrls: ["https://a.ai/cb"]}}
-- base/f.yaml --
apiVersion: mlauth/v1
kind: AuthFragment
userPool: {tier: lite}
`},
		"an account without its quotes": {"MLA012", `
-- specs/a.yaml --
aws: {region: us-east-1, accountId: 123456789012}
workloads:
  a: {trust: {service: sagemaker}, grants: [{dynamodb.read: [b, c]}]}
  d: {trust: {service: sagemaker}, grants: [{ecr.pull: [b]}]}
`},
		"no account": {"MLA601", `
-- specs/a.yaml --
aws: {region: us-east-1}
workloads:
  a: {trust: {service: sagemaker}, grants: [{dynamodb.read: [b, c]}]}
  d: {trust: {service: sagemaker}, grants: [{ecr.pull: [b]}]}
`},
		"a quoted word for true": {"MLA012", `
-- specs/a.yaml --
identityPool:
  allowGuests: "yes"
  oidcProviders: ["arn:aws:iam::123456789012:oidc-provider/idp.acme.ai"]
  roles: {authenticated: {grants: [{s3.read: [acme-b]}]}, guest: {grants: [{s3.read: [acme-c]}]}}
`},
		"scopes in one text": {"MLA014", `
-- specs/a.yaml --
userPool: {domain: {prefix: acme-x}}
identityProviders: {corp: {issuer: "https://acme.okta.com", clientId: x, scopes: ["openid email"]}}
`},
		"a condition that there is not": {"MLA010", `
-- specs/a.yaml --
userPool: {domain: {prefix: acme-x}, mfa: {mode: optional, methods: [totp]}}
clients: {c: {type: web, callbackUrls: ["https://a.ai/cb"]}}
identityPool:
  clients: {c: {roleFrom: rules, rules: [{claim: email, endsWith: "@acme.ai", role: analyst}]}}
  roles: {authenticated: {grants: [{s3.read: [acme-b]}]}, analyst: {grants: [{s3.read: [acme-c]}]}}
`},
		"a misspelt role": {"MLA503", `
-- specs/a.yaml --
userPool: {domain: {prefix: acme-x}, mfa: {mode: optional, methods: [totp]}}
clients: {c: {type: web, callbackUrls: ["https://a.ai/cb"]}}
identityPool:
  clients: {c: {roleFrom: rules, rules: [{claim: email, equals: a@acme.ai, role: analist}]}}
  roles: {authenticated: {grants: [{s3.read: [acme-b]}]}, analyst: {grants: [{s3.read: [acme-c]}]}}
`},
		"a machine with rotation": {"MLA017", `
-- specs/a.yaml --
userPool: {domain: {prefix: acme-x}}
resourceServers: {api: {scopes: {read: Read}}}
clients: {c: {type: machine, scopes: [api/read], rotation: {gracePeriod: 30s}}}
`},
		"a refresh token that lives too short": {"MLA408", `
-- specs/a.yaml --
userPool: {domain: {prefix: acme-x}, mfa: {mode: optional, methods: [totp]}}
clients: {c: {type: web, callbackUrls: ["https://a.ai/cb"], tokens: {refresh: 30m}}}
`},
		"an issuer with a slash, and who trusts it": {"MLA624", `
-- specs/a.yaml --
iamOidcProviders: {github: {issuer: "https://token.actions.githubusercontent.com/", audiences: [sts.amazonaws.com]}}
workloads:
  a: {trust: {github: {repository: acme/fraud, branch: main, ownerId: 1, repositoryId: 2}}, grants: [{s3.read: [acme-b]}]}
`},
	} {
		t.Run(name, func(t *testing.T) {
			if found := runExample(t, fence{text: strings.TrimPrefix(c.text, "\n")}); len(found) != 1 || found[0].Rule != c.rule {
				t.Errorf("not one %s, but:\n%s", c.rule, listed(found))
			}
		})
	}
}
