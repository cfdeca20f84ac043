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
		"a tier that there is not": {"MLA013", `
-- specs/a.yaml --
userPool: {tier: plsu, domain: {prefix: acme-x}, mfa: {mode: optional, methods: [totp]}, threatProtection: {mode: enforced}}
clients: {c: {type: web, callbackUrls: ["https://a.ai/cb"]}}
`},
		"a method that there is not": {"MLA013", `
-- specs/a.yaml --
userPool: {domain: {prefix: acme-x}, mfa: {mode: optional, methods: [TOTP]}}
clients: {c: {type: web, callbackUrls: ["https://a.ai/cb"]}}
`},
		"what is verified misspelt": {"MLA013", `
-- specs/a.yaml --
userPool: {domain: {prefix: acme-x}, verify: [emial], attributes: {verifyBeforeUpdate: [email]}}
clients: {c: {type: web, callbackUrls: ["https://a.ai/cb"]}}
`},
		"an address for the relying party": {"MLA014", `
-- specs/a.yaml --
userPool: {signIn: {firstFactors: [password, webAuthn], webAuthn: {relyingPartyId: "https://a.ai"}}, mfa: {mode: optional, methods: [totp]}}
clients: {c: {type: web, hostedLogin: false, authFlows: [user]}}
`},
		"a rule in small letters": {"MLA026", `
-- specs/a.yaml --
-- mlauth.yaml --
rules: {mla605: error}
`},
		"a second factor misspelt, and its words": {"MLA013", `
-- specs/a.yaml --
userPool: {domain: {prefix: acme-x}, mfa: {mode: optional, methods: [smss]}, messages: {mfa: {smsBody: "{####}", emailSubject: Code}}}
clients: {c: {type: web, callbackUrls: ["https://a.ai/cb"]}}
`},
		"a first factor misspelt, and its settings": {"MLA013", `
-- specs/a.yaml --
userPool: {domain: {prefix: acme-x}, mfa: {mode: optional, methods: [totp]}, signIn: {firstFactors: [password, webauthn], webAuthn: {relyingPartyId: a.ai}}}
clients: {c: {type: web, callbackUrls: ["https://a.ai/cb"]}}
`},
		"a trigger under another name, and what all need": {"MLA010", `
-- specs/a.yaml --
userPool: {domain: {prefix: acme-x}, mfa: {mode: optional, methods: [totp]}, triggers: {preSignup: "arn:aws:lambda:us-east-1:123456789012:function:f", grantInvoke: false}}
clients: {c: {type: web, callbackUrls: ["https://a.ai/cb"]}}
`},
		"a trigger that is no ARN, and what all need": {"MLA014", `
-- specs/a.yaml --
userPool: {domain: {prefix: acme-x}, mfa: {mode: optional, methods: [totp]}, triggers: {preSignUp: check, grantInvoke: false}}
clients: {c: {type: web, callbackUrls: ["https://a.ai/cb"]}}
`},
		"which devices are remembered misspelt": {"MLA013", `
-- specs/a.yaml --
userPool: {domain: {prefix: acme-x}, mfa: {mode: optional, methods: [totp]}, devices: {remember: optin, challengeNew: false}}
clients: {c: {type: web, callbackUrls: ["https://a.ai/cb"]}}
`},
		"a misspelt server in a scope": {"MLA402", `
-- specs/a.yaml --
userPool: {domain: {prefix: acme-x}}
resourceServers: {models: {scopes: {read: Read}}}
clients: {c: {type: machine, scopes: [model/read]}}
`},
		"scopes that are a list": {"MLA012", `
-- specs/a.yaml --
userPool: {domain: {prefix: acme-x}}
resourceServers: {models: {scopes: [read]}}
clients: {c: {type: machine, scopes: [models/read]}}
`},
		"an issuer by http, and who trusts it": {"MLA014", `
-- specs/a.yaml --
iamOidcProviders: {idp: {issuer: "http://idp.acme.ai", audiences: [acme]}}
workloads:
  a: {trust: {oidc: {issuer: "https://idp.acme.ai", audiences: [acme], subjects: ["job:a"]}}, grants: [{s3.read: [acme-b]}]}
  c: {trust: {oidc: {issuer: "https://idp.acme.ai", audiences: [acme], subjects: ["job:c"]}}, grants: [{s3.read: [acme-b]}]}
`},
		"an issuer that nobody declares": {"MLA704", `
-- specs/a.yaml --
workloads:
  a: {trust: {oidc: {issuer: "https://idp.acme.ai", audiences: [acme], subjects: ["job:a"]}}, grants: [{s3.read: [acme-b]}]}
  c: {trust: {oidc: {issuer: "https://idp.acme.ai", audiences: [acme], subjects: ["job:c"]}}, grants: [{s3.read: [acme-b]}]}
`},
		"an audience that is not declared": {"MLA614", `
-- specs/a.yaml --
iamOidcProviders: {idp: {issuer: "https://idp.acme.ai", audiences: [acne]}}
workloads:
  a: {trust: {oidc: {issuer: "https://idp.acme.ai", audiences: [acme], subjects: ["job:a"]}}, grants: [{s3.read: [acme-b]}]}
  c: {trust: {oidc: {issuer: "https://idp.acme.ai", audiences: [acme], subjects: ["job:c"]}}, grants: [{s3.read: [acme-b]}]}
`},
		"grants under another name": {"MLA010", `
-- specs/a.yaml --
workloads: {a: {trust: {service: glue}, grant: [{s3.read: [acme-b]}]}}
`},
		"the account under another name": {"MLA010", `
-- specs/a.yaml --
aws: {region: us-east-1, accountid: "123456789012"}
workloads: {a: {trust: {service: glue}, grants: [{dynamodb.read: [b]}]}}
`},
		"a service that there is not, and who hands the role to it": {"MLA623", `
-- specs/a.yaml --
workloads:
  a: {roleName: jobs, trust: {service: sage-maker}, grants: [{s3.read: [acme-b]}]}
  c: {trust: {service: states}, grants: [{sagemaker.runJobs: [jobs]}]}
`},
		"guests under another name": {"MLA010", `
-- specs/a.yaml --
identityPool: {allowGuest: true, roles: {authenticated: {grants: [{s3.read: [acme-b]}]}, guest: {grants: [{s3.read: [acme-c]}]}}}
`},
		"a required attribute under another name": {"MLA202", `
-- specs/a.yaml --
userPool: {domain: {prefix: acme-x}, attributes: {standard: {email: {required: true}}}}
identityProviders: {corp: {issuer: "https://acme.okta.com", clientId: x, attributeMapping: {mail: email}}}
`},
		"an attribute of a used pool under another name": {"MLA406", `
-- specs/a.yaml --
metadata: {name: platform, team: docs}
userPool: {domain: {prefix: acme-x}, attributes: {custom: {team: {type: string}}}}
identityProviders: {corp: {issuer: "https://acme.okta.com", clientId: x, attributeMapping: {"custom:team": team}}}
-- specs/b.yaml --
userPool: {use: {stack: platform}}
clients: {c: {type: web, identityProviders: [corp], callbackUrls: ["https://a.ai/cb"], writeAttributes: ["custom:taem"]}}
`},
		"a mapping to an attribute that a used pool has not": {"MLA202", `
-- specs/a.yaml --
metadata: {name: platform, team: docs}
userPool: {domain: {prefix: acme-x}}
identityProviders: {corp: {issuer: "https://acme.okta.com", clientId: x, attributeMapping: {"custom:team": team}}}
-- specs/b.yaml --
userPool: {use: {stack: platform}}
clients: {c: {type: web, identityProviders: [corp], callbackUrls: ["https://a.ai/cb"]}}
`},
		"a region that there is not, and a stack in it": {"MLA135", `
-- specs/a.yaml --
metadata: {name: platform, team: docs}
aws: {region: us-eats-1}
userPool: {domain: {prefix: acme-x}, mfa: {mode: optional, methods: [totp]}}
-- specs/b.yaml --
userPool: {use: {stack: platform}}
clients: {c: {type: web, callbackUrls: ["https://a.ai/cb"]}}
`},
		"a spec that calls itself a fragment": {"MLA017", `
-- specs/a.yaml --
apiVersion: mlauth/v1
kind: AuthFragment
metadata: {name: platform, team: docs}
userPool: {domain: {prefix: acme-x}}
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
