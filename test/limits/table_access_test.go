package limits

const (
	identity   = "cognito-identity:CreateIdentityPool"
	roles      = "cognito-identity:SetIdentityPoolRoles"
	tags       = "cognito-identity:SetPrincipalTagAttributeMap"
	role       = "iam:CreateRole"
	inline     = "iam:PutRolePolicy"
	issuer     = "iam:CreateOpenIDConnectProvider"
	attachment = "iam:AttachRolePolicy"
	parameter  = "ssm:PutParameter"
	secret     = "secretsmanager:CreateSecret"
)

const (
	pooled = "identityPool/clients/app"
	rule   = pooled + "/rules/0"
	work   = "workloads/trainer"
	trust  = work + "/trust/oidc"
)

var accessTable = []reach{
	{rows: every(identity, "IdentityPoolName"), base: "access", at: "identityPool/name", try: texts(filled(""))},
	{rows: every(identity, "AllowUnauthenticatedIdentities"), base: "access", at: "identityPool/allowGuests",
		try: func(l limits) []probe {
			found := flags(true, false)(l)
			found[0].with = map[string]any{"identityPool/roles/guest": map[string]any{}}
			return found
		}},
	{rows: every(identity, "OpenIdConnectProviderARNs[]"), base: "access", at: "identityPool/oidcProviders/0", try: textsOf(filled("arn:aws:iam::123456789012:oidc-provider/a"), "abc./- \t"),
		facts: []fact{{why: "it is the ARN of an IAM OIDC provider, or a name of iamOidcProviders", min: to(41), pattern: `arn:aws[a-z-]*:iam::[0-9]{12}:oidc-provider/[!-~]+`}}},
	{rows: every(identity, "SamlProviderARNs[]"), base: "access", at: "identityPool/samlProviders/0", try: textsOf(filled("arn:aws:iam::123456789012:saml-provider/a"), "abc.- \t"),
		facts: []fact{{why: "it is the ARN of an IAM SAML provider", min: to(41), pattern: `arn:aws[a-z-]*:iam::[0-9]{12}:saml-provider/[!-~]+`}}},
	{rows: every(roles, "RoleMappings"), base: "access", at: "identityPool/clients", near: "/identityPool/principalTags", try: func(l limits) []probe {
		found := entries(func(i int) (string, any) {
			if i == 0 {
				return "app", map[string]any{"roleFrom": "rules", "rules": list(map[string]any{"claim": "department", "equals": "risk", "role": "analyst"})}
			}
			return numbered("app-", i), map[string]any{"roleFrom": "groups"}
		})(l)
		for i := range found {
			found[i].with = map[string]any{}
			for key := range found[i].value.(map[string]any) {
				if key != "app" {
					found[i].with["clients/"+key] = map[string]any{"type": "spa", "callbackUrls": list("https://app.acme.ai/")}
				}
			}
		}
		return found
	}, facts: []fact{{why: "without mappings everybody is authenticated", min: to(1)}}},
	{rows: every(roles, "RoleMappings{value}.Type"), base: "access", at: pooled + "/roleFrom",
		try: enums(vocabulary{words: map[string]any{"Token": "groups", "Rules": "rules"},
			with: map[string]map[string]any{"Token": {pooled: map[string]any{"otherwise": "deny"}}}})},
	{rows: every(roles, "RoleMappings{value}.AmbiguousRoleResolution"), base: "access", at: pooled + "/otherwise",
		try: enums(vocabulary{words: map[string]any{"AuthenticatedRole": "authenticated", "Deny": "deny"}})},
	{rows: every(roles, "RoleMappings{value}.RulesConfiguration.Rules"), base: "access", at: pooled + "/rules",
		try: lists(func(i int) any {
			return map[string]any{"claim": "department", "equals": numbered("d", i), "role": "analyst"}
		}), facts: []fact{{why: "25 rules a client is the quota: https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html", max: to(25)}}},
	{rows: every(roles, "RoleMappings{value}.RulesConfiguration.Rules[].Claim"), base: "access", at: rule + "/claim", try: texts(filled(""))},
	{rows: every(roles, "RoleMappings{value}.RulesConfiguration.Rules[].MatchType"), base: "access", at: rule, try: func(l limits) []probe {
		words := map[string]any{}
		for word, operator := range map[string]string{"Equals": "equals", "Contains": "contains", "StartsWith": "startsWith", "NotEqual": "notEquals"} {
			words[word] = map[string]any{"claim": "department", operator: "risk", "role": "analyst"}
		}
		found := enums(vocabulary{words: words})(l)
		found[0].value = map[string]any{"claim": "department", "nonsense": "risk", "role": "analyst"}
		return found
	}},
	{rows: every(roles, "RoleMappings{value}.RulesConfiguration.Rules[].Value"), base: "access", at: rule + "/equals", try: texts(filled(""))},
	{rows: every(tags, "PrincipalTags"), base: "access", at: "identityPool/principalTags", try: entries(func(i int) (string, any) { return first("team", i, "tag-"), "department" })},
	{rows: every(tags, "PrincipalTags{key}"), base: "access", at: "identityPool/principalTags/@team", try: texts(filled("")), facts: []fact{sessionTag}},
	{rows: every(tags, "PrincipalTags{value}"), base: "access", at: "identityPool/principalTags/team", try: textsOf(filled(""), "abc:_- ")},

	{rows: every(role, "Path"), base: "access", at: work + "/path", try: several(
		exactly([]any{"/", "/ml/", "/ml/fraud/", "/!~/"}, []any{"", "ml", "/ml", "ml/", "/m l/", "/é/", "/\t/"}),
		textsOf(func(n int) string {
			if n < 3 {
				return "/"[:n]
			}
			return "/" + filled("")(n-2) + "/"
		}, ""))},
	{rows: all(every(role, "RoleName"), every(inline, "RoleName"), every(attachment, "RoleName")), base: "access", at: work + "/roleName", try: texts(filled(""))},
	{rows: every(role, "MaxSessionDuration"), base: "access", at: work + "/sessionDuration", try: numbers(seconds)},
	{rows: every(role, "PermissionsBoundary"), base: "access", at: work + "/permissionsBoundary", try: policies, facts: []fact{policyARN}},
	{rows: every(attachment, "PolicyArn"), base: "access", at: work + "/managedPolicies/0", try: policies, facts: []fact{policyARN}},
	{rows: every(role, "AssumeRolePolicyDocument"), base: "access", at: trust + "/subjects/0", try: textsOf(filled("job:"), printable),
		facts: []fact{{why: "it is one part of a document that AWS keeps to 2048 characters by its quota", min: to(1), max: to(1000), pattern: `[ -~]+`}}},
	{rows: every(role, "AssumeRolePolicyDocument"), base: "access", at: work + "/trust", try: github, facts: []fact{{why: "the document takes Latin-1; what is beyond is sent in JSON's escapes"}}},
	{rows: every(inline, "PolicyDocument"), base: "access", at: work + "/statements/0/conditions", try: conditions, facts: []fact{{why: "the document takes Latin-1; what is beyond is sent in JSON's escapes"}}},
	{rows: every(inline, "PolicyDocument"), base: "access", at: work + "/grants", near: "/" + work, try: permissions,
		facts: []fact{{why: "10,240 characters are a role's quota; what is over goes to managed policies of 6,144, of which a role takes ten"}}},

	{rows: every(issuer, "Url"), base: "access", at: "iamOidcProviders/other/issuer", try: given(urls("https://a", "-._~/%0aZ"), "iamOidcProviders/other", map[string]any{"audiences": list("acme")}),
		facts: []fact{{why: "it is an https address without a query: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html"}}},
	{rows: every(issuer, "ClientIDList[]"), base: "access", at: "iamOidcProviders/partner/audiences/1", try: textsOf(filled(""), "abc:/._-")},
	{rows: every(issuer, "ClientIDList[]"), base: "access", at: "iamOidcProviders/other/audiences", try: given(lists(func(i int) any { return numbered("audience-", i) }), "iamOidcProviders/other", map[string]any{"issuer": "https://a.ai"}),
		facts: []fact{{why: "an issuer has 100 audiences by IAM's quota: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html", min: to(1), max: to(100)}}},

	{rows: all(every(pool, "UserPoolTags{key}"), every(identity, "IdentityPoolTags{key}"), every(role, "Tags[].Key"), every(issuer, "Tags[].Key"),
		every(parameter, "Tags[].Key"), every(secret, "Tags[].Key")), base: "pool", at: "metadata/tags/@cost-center", try: texts(filled(""))},
	{rows: all(every(pool, "UserPoolTags{value}"), every(identity, "IdentityPoolTags{value}"), every(role, "Tags[].Value"), every(issuer, "Tags[].Value"),
		every(parameter, "Tags[].Value"), every(secret, "Tags[].Value")), base: "pool", at: "metadata/tags/cost-center", try: texts(filled(""))},
	{rows: all(every(role, "Tags"), every(issuer, "Tags"), every(parameter, "Tags")), base: "pool", at: "metadata/tags",
		try:   entries(func(i int) (string, any) { return numbered("tag-", i), "" }),
		facts: []fact{{why: "five of the fifty are the stack's own", max: to(45)}}},
	{rows: all(every(role, "Tags[].Value"), every(identity, "IdentityPoolTags{value}")), base: "access", at: "metadata/team", try: texts(filled("")), facts: []fact{named}},
	{rows: every(role, "Tags[].Value"), base: "access", at: "metadata/environment", try: texts(filled("")), facts: []fact{named}},

	{rows: every(parameter, "Name"), base: "access", at: "publish/ssm/path", try: textsOf(filled("/a"), "abcXYZ019_.-/ :é"),
		facts: []fact{{why: "with the longest name of an output it stays within the 1011 characters of a parameter's name: https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-parameter-name-constraints.html",
			min: to(2), max: to(900), pattern: `(/[A-Za-z0-9_.-]+){1,10}`}}},
	{rows: every(parameter, "Name"), base: "access", at: "publish/ssm/path", try: exactly([]any{"/1/2/3/4/5/6/7/8/9/10"}, []any{"/1/2/3/4/5/6/7/8/9/10/11", "/aws", "/ssm/a"}),
		facts: []fact{{why: "a name has 15 levels, and none begins with aws or ssm"}}},
	{rows: every(secret, "Name"), base: "access", at: "publish/secretsManager/path", try: textsOf(filled("a"), "abcXYZ019_+=.@-/ :é"),
		facts: []fact{{why: "with the longest name of a client it stays within the row", max: to(400), pattern: `[A-Za-z0-9_+=.@-]+(/[A-Za-z0-9_+=.@-]+)*`}}},
	in(every(secret, "KmsKeyId"), "access", "publish/secretsManager/kmsKeyArn", kmsKey).but(fact{why: "it is the ARN of a key", pattern: rows()[pool+" LambdaConfig.KMSKeyID"].Pattern}),
}

// printable are characters in and beyond ASCII.
const printable = " !#$%&'()+,-./0:;<=>@AZ[]^_az{|}~\t\u00e9\u4e2d"

var (
	sessionTag = fact{why: "it becomes a session tag, of which STS takes these: https://docs.aws.amazon.com/STS/latest/APIReference/API_Tag.html", pattern: `[\p{L}\p{Z}\p{N}_.:/=+\-@]+`}
	policyARN  = fact{why: "it is the ARN of a managed policy", min: to(25), pattern: `arn:aws[a-z-]*:iam::([0-9]{12}|aws):policy/[!-~]+`}
	named      = fact{why: "an empty one says nothing", min: to(1)}
	policies   = textsOf(filled("arn:aws:iam::aws:policy/a"), "abc./-+=,@_ \té")
)

// github is a trust in an environment, whose name may have any characters.
func github(limits) []probe {
	environment := func(name string) any {
		return map[string]any{"github": map[string]any{"repository": "acme/fraud", "environment": name}}
	}
	return exactly([]any{environment("prod"), environment("prod \u00e9\u00ff"), environment("\u4e2d\u0100\U0001f600")}, []any{environment(""), environment("a\nb")})(limits{})
}

// conditions are a statement's, whose values may have any characters.
func conditions(limits) []probe {
	condition := func(value string) any {
		return map[string]any{"StringEquals": map[string]any{"aws:PrincipalTag/team": value}}
	}
	return exactly([]any{condition("risk"), condition("\u00e9\u00ff"), condition("\u4e2d\U0001f600")}, []any{map[string]any{"String Equals": map[string]any{}}})(limits{})
}

// permissions are grants of as many objects as a role can hold, and of more.
func permissions(limits) []probe {
	grants := func(n int) any {
		objects := make([]any, n)
		for i := range objects {
			objects[i] = numbered("acme-features/"+filled("")(200), i)
		}
		return list(map[string]any{"s3.write": objects})
	}
	return exactly([]any{grants(1), grants(30), grants(200)}, []any{grants(500)})(limits{})
}
