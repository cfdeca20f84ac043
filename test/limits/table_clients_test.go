package limits

import "fmt"

const (
	client   = "cognito-idp:CreateUserPoolClient"
	provider = "cognito-idp:CreateIdentityProvider"
	server   = "cognito-idp:CreateResourceServer"
	group    = "cognito-idp:CreateGroup"
)

// urls are the texts of an address. What AWS's model takes in one is more than
// is an address; the rules on that are MLA4xx.
func urls(head, characters string) probes {
	return several(longest(filled(head)), exactly([]any{head, inserted(head, characters)}, []any{"", "/", "acme.ai", "https://a b", "https://a\tb"}))
}

// address makes the nth callback.
func address(i int) any { return fmt.Sprintf("https://app.acme.ai/%d", i) }

// numbered makes names of one length.
func numbered(head string, i int) string { return fmt.Sprintf("%s%04d", head, i) }

// longest tries the longest text and one that is longer, of those that have a
// form of their own.
func longest(sample func(n int) string) probes {
	return func(l limits) []probe {
		return []probe{{name: "longest", value: sample(l.max), taken: true, shows: sample(l.max)}, {name: "too long", value: sample(l.max + 1)}}
	}
}

// first is a name that is needed, and then others of one length.
func first(needed string, i int, head string) string {
	if i == 0 {
		return needed
	}
	return numbered(head, i)
}

func seconds(n int) any { return fmt.Sprintf("%ds", n) }
func minutes(n int) any { return fmt.Sprintf("%dm", n) }

// details are the values of a provider's details that are addresses.
func detail(at string) reach {
	return reach{rows: every(provider, "ProviderDetails{value}"), base: "clients", at: "identityProviders/corp-sso/" + at,
		try: urls("https://a", "-._~/%0aZ"), facts: []fact{anAddress}}
}

var clientTable = []reach{
	{rows: all(every(client, "UserPoolId"), every(provider, "UserPoolId"), every(server, "UserPoolId"), every(group, "UserPoolId")),
		base: "used", at: "userPool/use/id", try: textsOf(filled("us-east-1_"), "abcXYZ019-_ :é"),
		facts: []fact{{why: "it begins with the region and _", min: to(11), pattern: `[a-z0-9-]+_[0-9A-Za-z]+`}}},

	{rows: every(client, "ClientName"), base: "clients", at: "clients/app/name", try: texts(filled(""))},
	{rows: every(client, "RefreshTokenValidity"), base: "clients", at: "clients/app/tokens/refresh", try: numbers(seconds),
		facts: []fact{{why: "by unit it is 1 hour to 10 years, in Cognito's documentation", min: to(3600), max: to(315360000)}}},
	{rows: every(client, "AccessTokenValidity"), base: "clients", at: "clients/app/tokens/access", try: numbers(seconds), facts: []fact{tokenLife}},
	{rows: every(client, "IdTokenValidity"), base: "clients", at: "clients/app/tokens/id", try: numbers(seconds), facts: []fact{tokenLife}},
	{rows: every(client, "TokenValidityUnits.AccessToken"), base: "clients", at: "clients/app/tokens/access", try: enums(units)},
	{rows: every(client, "TokenValidityUnits.IdToken"), base: "clients", at: "clients/app/tokens/id", try: enums(units)},
	{rows: every(client, "TokenValidityUnits.RefreshToken"), base: "clients", at: "clients/app/tokens/refresh",
		try: enums(vocabulary{words: map[string]any{"seconds": "3601s", "minutes": "61m", "hours": "2h", "days": "1d"}})},
	{rows: every(client, "AuthSessionValidity"), base: "clients", at: "clients/app/tokens/authSession", try: numbers(minutes)},
	{rows: every(client, "RefreshTokenRotation.RetryGracePeriodSeconds"), base: "clients", at: "clients/app/rotation/gracePeriod", try: numbers(seconds)},
	{rows: every(client, "RefreshTokenRotation.Feature"), base: "clients", at: "clients/app/rotation",
		try: exactly([]any{map[string]any{}}, []any{true, "ENABLED"}), facts: []fact{{why: "it is enabled where rotation is there, and left out where it is not"}}},

	{rows: every(client, "ReadAttributes[]"), base: "clients", at: "clients/app/readAttributes", try: attributes, facts: []fact{declared}},
	{rows: every(client, "WriteAttributes[]"), base: "clients", at: "clients/app/writeAttributes", try: attributes, facts: []fact{declared}},
	{rows: every(client, "ExplicitAuthFlows[]"), base: "clients", at: "clients/app/authFlows", try: enums(vocabulary{list: true,
		words: map[string]any{"ALLOW_USER_SRP_AUTH": list("userSrp"), "ALLOW_USER_PASSWORD_AUTH": list("userPassword"),
			"ALLOW_ADMIN_USER_PASSWORD_AUTH": list("adminUserPassword"), "ALLOW_CUSTOM_AUTH": list("custom"), "ALLOW_USER_AUTH": list("user"),
			"ALLOW_REFRESH_TOKEN_AUTH": list()},
		with: map[string]map[string]any{"ALLOW_CUSTOM_AUTH": challenges},
		none: map[string]string{"ADMIN_NO_SRP_AUTH": legacy, "CUSTOM_AUTH_FLOW_ONLY": legacy, "USER_PASSWORD_AUTH": legacy}})},
	{rows: every(client, "SupportedIdentityProviders[]"), base: "used", at: "clients/app/identityProviders/1", try: texts(filled("")),
		facts: []fact{providerName}},
	{rows: every(client, "CallbackURLs"), base: "clients", at: "clients/app/callbackUrls", near: "/clients/app", try: lists(address),
		facts: []fact{{why: "the code flow has somewhere to go", min: to(1)}}},
	{rows: every(client, "CallbackURLs[]"), base: "clients", at: "clients/app/callbackUrls/0", try: urls("https://a", "-._~/?=&%0aZ"), facts: []fact{absolute}},
	{rows: every(client, "LogoutURLs"), base: "clients", at: "clients/app/logoutUrls", try: lists(address)},
	{rows: every(client, "LogoutURLs[]"), base: "clients", at: "clients/app/logoutUrls/0", try: given(urls("https://a", "-._~/?=&%0aZ"), "clients/app/logoutUrls", list("")), facts: []fact{absolute}},
	{rows: every(client, "DefaultRedirectURI"), base: "clients", at: "clients/app/defaultRedirectUrl", also: []string{"clients/app/callbackUrls/0"}, try: urls("https://a", "-._~/?=&%0aZ"), facts: []fact{absolute}},
	{rows: every(client, "AllowedOAuthFlows"), base: "clients", at: "clients/app/flows", try: lists(oneOf("code", "implicit")),
		facts: []fact{{why: "client_credentials stands alone; one without flows says hostedLogin: false", min: to(1), max: to(2)}}},
	{rows: every(client, "AllowedOAuthFlows[]"), base: "clients", at: "clients/app/flows", try: enums(vocabulary{list: true,
		words: map[string]any{"code": list("code"), "implicit": list("implicit"), "client_credentials": list("client_credentials")},
		with:  map[string]map[string]any{"client_credentials": {"clients/app": map[string]any{"type": "machine", "scopes": list("api/read")}}}})},
	{rows: every(client, "AllowedOAuthScopes"), base: "used", at: "clients/app/scopes",
		try: lists(func(i int) any {
			if i == 0 {
				return "openid"
			}
			return numbered("other/", i)
		}), facts: []fact{{why: "none would be the default", min: to(1)}}},
	{rows: every(client, "AllowedOAuthScopes[]"), base: "used", at: "clients/app/scopes/1", try: texts(filled(""))},
	{rows: every(client, "AllowedOAuthScopes[]"), base: "clients", at: "resourceServers/api/identifier", near: "/clients/app/scopes/1",
		try: exactly([]any{filled("")(251)}, []any{filled("")(252)}), facts: []fact{{why: "a token carries IDENTIFIER/SCOPE, read here"}}},
	{rows: every(client, "AllowedOAuthScopes[]"), base: "clients", at: "resourceServers/api/scopes/@read", near: "/clients/app/scopes/1", try: scopes,
		facts: []fact{{why: "a token carries IDENTIFIER/SCOPE"}}},
	{rows: every(client, "PreventUserExistenceErrors"), base: "clients", at: "clients/app/hideUserExistence",
		try: enums(vocabulary{words: map[string]any{"ENABLED": true, "LEGACY": false}})},

	{rows: all(every(provider, "ProviderName"), every(client, "SupportedIdentityProviders[]")), base: "clients", at: "identityProviders/@corp-sso", also: []string{"clients/app/identityProviders/1"},
		try: texts(filled("")), facts: []fact{providerName}},
	{rows: every(provider, "ProviderType"), base: "clients", at: "identityProviders", try: types},
	{rows: every(provider, "ProviderDetails{value}"), base: "clients", at: "identityProviders/corp-sso/clientId", try: textsOf(filled(""), "abc-_."),
		facts: []fact{{why: "an empty one is none", min: to(1)}}},
	detail("issuer"), detail("endpoints/authorization").given(endpoints), detail("endpoints/token").given(endpoints),
	detail("endpoints/userInfo").given(endpoints), detail("endpoints/jwks").given(endpoints),
	{rows: every(provider, "ProviderDetails{value}"), base: "clients", at: "identityProviders/corp-sso/metadata/url",
		try: given(urls("https://a", "-._~/?=&%0aZ"), "identityProviders/corp-sso", map[string]any{"type": "saml"}), facts: []fact{anAddress}},
	{rows: every(provider, "AttributeMapping{key}"), base: "used", at: "identityProviders/corp-sso/attributeMapping/@email", try: textsOf(filled(""), "abc:")},
	{rows: every(provider, "AttributeMapping{value}"), base: "clients", at: "identityProviders/corp-sso/attributeMapping/custom:team", try: textsOf(filled(""), "abc:/. "),
		facts: []fact{{why: "a claim without a name maps nothing", min: to(1)}}},
	{rows: every(provider, "IdpIdentifiers"), base: "clients", at: "identityProviders/corp-sso/identifiers", try: lists(func(i int) any { return numbered("id-", i) })},
	{rows: every(provider, "IdpIdentifiers[]"), base: "clients", at: "identityProviders/corp-sso/identifiers/0",
		try: given(texts(filled("")), "identityProviders/corp-sso/identifiers", list(""))},

	{rows: every(server, "Identifier"), base: "clients", at: "resourceServers/other/identifier", try: texts(filled(""))},
	{rows: every(server, "Name"), base: "clients", at: "resourceServers/api/name", try: texts(filled(""))},
	{rows: every(server, "Scopes"), base: "clients", at: "resourceServers/many/scopes", try: entries(func(i int) (string, any) { return numbered("scope-", i), "Scope" })},
	{rows: every(server, "Scopes[].ScopeName"), base: "clients", at: "resourceServers/other/scopes/@read",
		try: given(texts(filled("")), "resourceServers/other/scopes/read", "Read")},
	{rows: every(server, "Scopes[].ScopeDescription"), base: "clients", at: "resourceServers/api/scopes/read", try: texts(filled(""))},

	{rows: every(group, "GroupName"), base: "clients", at: "groups/@analysts", try: texts(filled(""))},
	{rows: every(group, "Description"), base: "clients", at: "groups/analysts/description", try: texts(filled(""))},
	in(every(group, "RoleArn"), "clients", "groups/analysts/role", iamRole),
	{rows: every(group, "Precedence"), base: "clients", at: "groups/analysts/precedence", try: numbers(plain),
		facts: []fact{{why: "AWS's provider takes 0 for none", min: to(1), max: to(1<<31 - 1)}}},
}

const legacy = "Cognito's old name, which stands beside none of the new ones"

var (
	tokenLife    = fact{why: "by unit it is 5 minutes to 1 day, in Cognito's documentation", min: to(300), max: to(86400)}
	units        = vocabulary{words: map[string]any{"seconds": "301s", "minutes": "6m", "hours": "1h", "days": "1d"}}
	declared     = fact{why: "they are attributes that the pool has, whose names are short"}
	absolute     = fact{why: "a callback is an absolute address, in Cognito's documentation"}
	anAddress    = fact{why: "it is an https address"}
	providerName = fact{why: "a name has 3 to 32 characters: the pattern takes no fewer", min: to(3)}
	challenges   = map[string]any{"userPool/triggers/defineAuthChallenge": "arn:aws:lambda:us-east-1:123456789012:function:f",
		"userPool/triggers/createAuthChallenge":         "arn:aws:lambda:us-east-1:123456789012:function:f",
		"userPool/triggers/verifyAuthChallengeResponse": "arn:aws:lambda:us-east-1:123456789012:function:f"}
	attributes = exactly([]any{list("email", "custom:team")}, []any{list("custom:other"), list("")})
	endpoints  = map[string]any{"identityProviders/corp-sso/endpoints": map[string]any{
		"authorization": "https://a.ai/a", "token": "https://a.ai/t", "userInfo": "https://a.ai/u", "jwks": "https://a.ai/k"}}
)

// given adds to each probe of a reach what else has to be there.
func (r reach) given(with map[string]any) reach {
	for at, value := range with {
		r.try = given(r.try, at, value)
	}
	return r
}

// types are providers of each type, and one of none.
func types(l limits) []probe {
	secret := map[string]any{"env": "SECRET"}
	forms := map[string][2]any{
		"OIDC":            {"corp-sso", map[string]any{"type": "oidc", "issuer": "https://a.ai", "clientId": "a"}},
		"SAML":            {"corp-sso", map[string]any{"type": "saml", "metadata": map[string]any{"url": "https://a.ai/"}}},
		"Google":          {"Google", map[string]any{"type": "google", "clientId": "a", "clientSecret": secret}},
		"Facebook":        {"Facebook", map[string]any{"type": "facebook", "clientId": "a", "clientSecret": secret}},
		"LoginWithAmazon": {"LoginWithAmazon", map[string]any{"type": "amazon", "clientId": "a", "clientSecret": secret}},
		"SignInWithApple": {"SignInWithApple", map[string]any{"type": "apple", "clientId": "a", "teamId": "ABCDE12345", "keyId": "ABCDE12345", "privateKey": secret}},
	}
	words := map[string]any{}
	with := map[string]map[string]any{}
	for word, form := range forms {
		words[word] = map[string]any{form[0].(string): form[1]}
		with[word] = map[string]any{"clients/app/identityProviders": list("cognito", form[0])}
	}
	found := enums(vocabulary{words: words, with: with})(l)
	found[0].value = map[string]any{"corp-sso": map[string]any{"type": "nonsense", "issuer": "https://a.ai", "clientId": "a"}}
	return found
}

// scopes are names that are as long as AWS takes them in a token, and longer;
// the client's item names the server by its key.
func scopes(limits) []probe {
	const identifier = len("https://api.acme.ai/")
	var found []probe
	for _, over := range []int{0, 1} {
		name := filled("")(256 - identifier + over)
		found = append(found, probe{name: short(name), value: name, taken: over == 0, with: map[string]any{"clients/app/scopes/1": "api/" + name}})
	}
	return found
}
