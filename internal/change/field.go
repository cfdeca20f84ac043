package change

import "strings"

// fields are the spec's names of properties, by type, for the longest part of a
// property's path that is listed. What users never wrote, such as the id of the
// pool that a client is in, has none.
var fields = map[string]map[string]string{
	userPoolType: {
		"name": "name", "userPoolTier": "tier", "deletionProtection": "deletionProtection",
		"usernameAttributes": "signIn.username", "aliasAttributes": "signIn.aliases",
		"usernameConfiguration": "signIn.caseSensitive", "signInPolicy": "signIn.firstFactors",
		"webAuthnConfiguration":                          "signIn.webAuthn",
		"webAuthnConfiguration.relyingPartyId":           "signIn.webAuthn.relyingPartyId",
		"webAuthnConfiguration.userVerification":         "signIn.webAuthn.userVerification",
		"schemas":                                        "attributes",
		"autoVerifiedAttributes":                         "verify",
		"userAttributeUpdateSettings":                    "attributes.verifyBeforeUpdate",
		"accountRecoverySetting":                         "recovery",
		"adminCreateUserConfig.allowAdminCreateUserOnly": "signUp.selfService",
		"adminCreateUserConfig.inviteMessageTemplate":    "messages.invitation",
		"verificationMessageTemplate":                    "messages.verification",
		"smsAuthenticationMessage":                       "messages.mfa.smsBody",
		"passwordPolicy":                                 "password",
		"passwordPolicy.minimumLength":                   "password.minLength",
		"passwordPolicy.passwordHistorySize":             "password.history",
		"passwordPolicy.requireLowercase":                "password.lowercase",
		"passwordPolicy.requireUppercase":                "password.uppercase",
		"passwordPolicy.requireNumbers":                  "password.numbers",
		"passwordPolicy.requireSymbols":                  "password.symbols",
		"passwordPolicy.temporaryPasswordValidityDays":   "password.temporaryDays",
		"mfaConfiguration":                               "mfa.mode",
		"softwareTokenMfaConfiguration":                  "mfa.methods",
		"emailMfaConfiguration":                          "mfa.methods",
		"smsConfiguration":                               "sms",
		"emailConfiguration":                             "email",
		"deviceConfiguration":                            "devices",
		"lambdaConfig":                                   "triggers",
		"userPoolAddOns":                                 "threatProtection.mode",
		"tags":                                           "",
	},
	clientType: {
		"name": "name", "generateSecret": "secret",
		"allowedOauthScopes": "scopes", "allowedOauthFlows": "flows", "explicitAuthFlows": "authFlows",
		"supportedIdentityProviders": "identityProviders", "callbackUrls": "callbackUrls", "logoutUrls": "logoutUrls",
		"defaultRedirectUri": "defaultRedirectUrl", "readAttributes": "readAttributes", "writeAttributes": "writeAttributes",
		"enableTokenRevocation": "revocation", "preventUserExistenceErrors": "hideUserExistence",
		"enablePropagateAdditionalUserContextData": "propagateUserContext", "refreshTokenRotation": "rotation",
		"accessTokenValidity": "tokens.access", "idTokenValidity": "tokens.id", "refreshTokenValidity": "tokens.refresh",
		"authSessionValidity": "tokens.authSession", "tokenValidityUnits": "tokens",
	},
	domainType: {"certificateArn": "certificateArn", "managedLoginVersion": "managedLogin", "domain": "domain"},
	providerType: {
		"providerType": "type", "providerDetails.oidc_issuer": "issuer", "providerDetails.client_id": "clientId",
		"providerDetails.team_id": "teamId", "providerDetails.MetadataURL": "metadata", "providerDetails.MetadataFile": "metadata",
		"attributeMapping": "attributeMapping", "idpIdentifiers": "identifiers",
	},
	serverType:       {"identifier": "identifier", "name": "name", "scopes": "scopes"},
	groupType:        {"description": "description", "precedence": "precedence", "roleArn": "role"},
	identityPoolType: {"identityPoolName": "name", "allowUnauthenticatedIdentities": "allowGuests", "allowClassicFlow": "classicFlow"},
	roleType: {
		"name": "roleName", "path": "path", "assumeRolePolicy": "trust", "maxSessionDuration": "sessionDuration",
		"permissionsBoundary": "permissionsBoundary",
	},
	oidcType: {"url": "issuer", "clientIdLists": "audiences"},
}

// fieldOf is the field of the spec that a property comes from, below the
// resource's own; "" where there is none.
func fieldOf(typ, path string) string {
	known := fields[typ]
	for path != "" {
		if field, ok := known[path]; ok {
			return field
		}
		path = path[:max(strings.LastIndexAny(path, ".["), 0)]
	}
	return ""
}
