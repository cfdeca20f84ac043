package render_test

import (
	"slices"
	"testing"
)

// Each test here is named after a trap of Cognito or its provider, and shows
// that the program steps around it.

const oidc = `
userPool: {domain: {prefix: acme}}
identityProviders:
  corp: {issuer: "https://idp.acme.ai", clientId: a, identifiers: [b.com, a.com], attributeMapping: {email: mail, "email_verified": ev}}
`

func TestTrapOIDCDetailsComeBackWithAttributesURLAddAttributes(t *testing.T) {
	p := find(t, program(t, oidc), "identityProviders.corp")
	same(t, at(t, p.Properties, "providerDetails", "attributes_url_add_attributes"), any("false"))
}

func TestTrapOIDCMappingWithoutUsernameComesBackWithIt(t *testing.T) {
	p := find(t, program(t, oidc), "identityProviders.corp")
	same(t, at(t, p.Properties, "attributeMapping", "username"), any("sub"))
}

func TestTrapIdentifiersAreAList(t *testing.T) {
	p := find(t, program(t, oidc), "identityProviders.corp")
	same(t, p.Properties["idpIdentifiers"], any([]any{"a.com", "b.com"}))
}

func TestTrapReplacementIsCreatedFirstAndRefusedAsDuplicate(t *testing.T) {
	r := program(t, oidc+"resourceServers: {api: {}}\n")
	for _, name := range []string{"userPool.domain.prefix", "identityProviders.corp", "resourceServers.api"} {
		if !find(t, r, name).Options.DeleteBeforeReplace {
			t.Errorf("%s would be created before the one it replaces is gone", name)
		}
	}
}

func TestTrapStringConstraintsComeBackAsDifference(t *testing.T) {
	r := program(t, "userPool: {attributes: {standard: {email: {required: true}}, custom: {team: {type: string}, level: {type: number}}}}\n")
	schemas := find(t, r, "userPool").Properties["schemas"].([]any)
	same(t, at(t, schemas[0], "stringAttributeConstraints"), any(map[string]any{"minLength": "0", "maxLength": "2048"}))
	same(t, at(t, schemas[1], "numberAttributeConstraints"), any(map[string]any{}))
	same(t, at(t, schemas[2], "stringAttributeConstraints"), any(map[string]any{"minLength": "0", "maxLength": "2048"}))
}

func TestTrapVerificationMessageFieldsConflict(t *testing.T) {
	p := find(t, program(t, "userPool: {}\n"), "userPool").Properties
	for _, field := range []string{"emailVerificationMessage", "emailVerificationSubject", "smsVerificationMessage"} {
		if _, sent := p[field]; sent {
			t.Errorf("%s is sent beside the template", field)
		}
	}
	if len(p["verificationMessageTemplate"].(map[string]any)) != 6 {
		t.Error("the template is not sent whole")
	}
}

func TestTrapInvitationFieldLeftOutIsSentAsEmpty(t *testing.T) {
	p := find(t, program(t, "userPool: {messages: {invitation: {emailSubject: Hello}}}\n"), "userPool")
	for key, text := range at(t, p.Properties, "adminCreateUserConfig", "inviteMessageTemplate").(map[string]any) {
		if text == "" {
			t.Errorf("%s is empty, and AWS refuses that", key)
		}
	}
}

func TestTrapUserNameAttributesConflictWithAliases(t *testing.T) {
	for spec, absent := range map[string]string{
		"userPool: {signIn: {aliases: [email]}}\n":  "usernameAttributes",
		"userPool: {signIn: {username: [email]}}\n": "aliasAttributes",
	} {
		if _, sent := find(t, program(t, spec), "userPool").Properties[absent]; sent {
			t.Errorf("%s is sent for %s", absent, spec)
		}
	}
}

func TestTrapMFALivesInASecondAPI(t *testing.T) {
	off := find(t, program(t, "userPool: {}\n"), "userPool").Properties
	if _, sent := off["softwareTokenMfaConfiguration"]; sent {
		t.Error("the software token is configured while MFA is off")
	}
	on := find(t, program(t, "userPool: {mfa: {mode: required, methods: [totp]}}\n"), "userPool").Properties
	same(t, at(t, on, "softwareTokenMfaConfiguration", "enabled"), any(true))
}

func TestTrapSMSRegionIsComputed(t *testing.T) {
	p := find(t, program(t, "userPool: {sms: {callerRoleArn: \"arn:aws:iam::123456789012:role/sms\", externalId: x1}}\n"), "userPool")
	same(t, at(t, p.Properties, "smsConfiguration", "snsRegion"), any("us-east-1"))
}

func TestTrapRemovalOfEmailConfigurationIsSuppressed(t *testing.T) {
	p := find(t, program(t, "userPool: {}\n"), "userPool")
	same(t, at(t, p.Properties, "emailConfiguration", "emailSendingAccount"), any("COGNITO_DEFAULT"))
}

func TestTrapRecoveryMechanismsAreRanked(t *testing.T) {
	p := find(t, program(t, "userPool: {recovery: [verified_phone_number, verified_email]}\n"), "userPool")
	same(t, at(t, p.Properties, "accountRecoverySetting", "recoveryMechanisms"), any([]any{
		map[string]any{"name": "verified_phone_number", "priority": 1.0},
		map[string]any{"name": "verified_email", "priority": 2.0},
	}))
}

const pool = "userPool: {domain: {prefix: acme}, attributes: {standard: {email: {required: true}}, custom: {team: {type: string}, old: {type: string, retired: true}}}}\n"

func client(t *testing.T, rest string) map[string]any {
	t.Helper()
	return find(t, program(t, pool+rest), "clients.c").Properties
}

func TestTrapTokenValidityIsReadInAUnitOfCognitosChoice(t *testing.T) {
	c := client(t, "clients: {c: {type: spa, callbackUrls: [\"https://a.ai/\"], tokens: {access: 90m, id: 60m, refresh: 48h}}}\n")
	same(t, c["tokenValidityUnits"], any(map[string]any{"accessToken": "minutes", "idToken": "hours", "refreshToken": "days"}))
	same(t, []any{c["accessTokenValidity"], c["idTokenValidity"], c["refreshTokenValidity"]}, []any{90.0, 1.0, 2.0})
}

func TestTrapReadAttributesLeftOutMeanStandardOnesOnly(t *testing.T) {
	read := client(t, "clients: {c: {type: spa, callbackUrls: [\"https://a.ai/\"]}}\n")["readAttributes"].([]any)
	if !slices.Contains(read, any("custom:team")) || !slices.Contains(read, any("email")) {
		t.Errorf("claims would be missing from tokens: %v", read)
	}
	if slices.Contains(read, any("custom:old")) {
		t.Error("a retired attribute is readable")
	}
}

func TestTrapMappedAttributesMustBeWritable(t *testing.T) {
	c := find(t, program(t, oidc+"clients: {c: {type: spa, callbackUrls: [\"https://a.ai/\"], writeAttributes: [nickname]}}\n"), "clients.c")
	same(t, c.Properties["writeAttributes"], any([]any{"email", "nickname"}))
}

func TestTrapNoExplicitAuthFlowsOpensSRPAndCustom(t *testing.T) {
	machine := client(t, "resourceServers: {api: {scopes: {go: Go}}}\nclients: {c: {type: machine, scopes: [api/go]}}\n")
	same(t, machine["explicitAuthFlows"], any([]any{"ALLOW_REFRESH_TOKEN_AUTH"}))
}

func TestTrapRotationExcludesTheRefreshFlow(t *testing.T) {
	c := client(t, "clients: {c: {type: spa, callbackUrls: [\"https://a.ai/\"], rotation: {gracePeriod: 30s}}}\n")
	same(t, c["explicitAuthFlows"], any([]any{"ALLOW_CUSTOM_AUTH"}))
	same(t, c["refreshTokenRotation"], any(map[string]any{"feature": "ENABLED", "retryGracePeriodSeconds": 30.0}))
}

func TestTrapPasswordlessNeedsTheChoiceFlow(t *testing.T) {
	c := find(t, program(t, "userPool: {domain: {prefix: acme}, signIn: {firstFactors: [password, emailOtp]}}\nclients: {c: {type: spa, callbackUrls: [\"https://a.ai/\"]}}\n"), "clients.c")
	same(t, c.Properties["explicitAuthFlows"], any([]any{"ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_AUTH"}))
}

// The provider keeps what a program no longer mentions, so that a list that
// became empty has to be sent as empty.
func TestTrapRemovedListsLinger(t *testing.T) {
	machine := client(t, "resourceServers: {api: {scopes: {go: Go}}}\nclients: {c: {type: machine, scopes: [api/go]}}\n")
	for _, property := range []string{"callbackUrls", "logoutUrls", "supportedIdentityProviders"} {
		same(t, machine[property], any([]any{}))
	}
	p := find(t, program(t, "userPool: {}\n"), "userPool").Properties
	for _, property := range []string{"autoVerifiedAttributes", "usernameAttributes", "schemas"} {
		same(t, p[property], any([]any{}))
	}
}

// Pulumi makes a name up where a program gives none, another at each replacement.
func TestTrapAutomaticNames(t *testing.T) {
	r := program(t, oidc+"resourceServers: {api: {scopes: {go: Go}}}\nclients: {c: {type: machine, scopes: [api/go]}}\n")
	for resource, property := range map[string]string{
		"userPool": "name", "identityProviders.corp": "providerName", "resourceServers.api": "name", "clients.c": "name",
	} {
		if name, _ := find(t, r, resource).Properties[property].(string); name == "" {
			t.Errorf("%s has no name of its own", resource)
		}
	}
}

func TestClientsComeAfterWhatTheyName(t *testing.T) {
	r := program(t, oidc+"resourceServers: {api: {scopes: {go: Go}}, other: {}}\nclients: {c: {type: web, scopes: [openid, api/go], callbackUrls: [\"https://a.ai/\"]}}\n")
	same(t, find(t, r, "clients.c").DependsOn, []string{"identityProviders.corp", "resourceServers.api", "userPool", "userPool.domain.prefix"})
}

func TestOnlyAnEphemeralStackIsUnprotected(t *testing.T) {
	rest := oidc + "resourceServers: {api: {scopes: {go: Go}}}\nclients: {c: {type: machine, scopes: [api/go]}}\n"
	for _, resource := range program(t, rest).Resources {
		if !resource.Options.Protect {
			t.Errorf("%s is not protected", resource.Name)
		}
	}
	ephemeral := program(t, rest+"lifecycle: {ephemeral: true}\n")
	for _, resource := range ephemeral.Resources {
		if resource.Options.Protect {
			t.Errorf("%s of an ephemeral stack is protected", resource.Name)
		}
	}
	same(t, find(t, ephemeral, "userPool").Properties["deletionProtection"], any("INACTIVE"))
}

// A secret is marked wherever it appears, and its value is nowhere.
func TestSecretsAreMarked(t *testing.T) {
	r := program(t, "userPool: {domain: {prefix: acme}}\nidentityProviders: {corp: {issuer: \"https://idp.acme.ai\", clientId: {env: ID}, clientSecret: {env: SECRET}}}\nclients: {c: {type: web, callbackUrls: [\"https://a.ai/\"]}}\n")
	details := find(t, r, "identityProviders.corp").Properties["providerDetails"]
	same(t, at(t, details, "client_secret"), any("[secret]"))
	same(t, at(t, details, "client_id"), any("[secret]"))
	same(t, r.Outputs["client_secrets"], any("[secret]"))
}

func TestTrapEmptyAddressRangesAreRefused(t *testing.T) {
	r := program(t, `userPool: {tier: plus, threatProtection: {mode: audit, exceptions: {blockedIpRanges: [198.51.100.0/24]}}}`+"\n")
	exceptions := find(t, r, "userPool.threatProtection").Properties["riskExceptionConfiguration"].(map[string]any)
	if _, sent := exceptions["skippedIpRangeLists"]; sent || len(exceptions) != 1 {
		t.Errorf("sent: %v", exceptions)
	}
	r = program(t, `userPool: {tier: plus, threatProtection: {mode: audit, exceptions: {blockedIpRanges: []}}}`+"\n")
	if e, sent := find(t, r, "userPool.threatProtection").Properties["riskExceptionConfiguration"]; sent {
		t.Errorf("sent: %v", e)
	}
}
