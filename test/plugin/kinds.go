package main

import "strings"

// kind is one type of resource, or one function, that the stand-in serves.
type kind struct {
	token     string // pulumi-aws's type or function token
	terraform string // the Terraform provider's name for it; empty for the provider itself
	overrides []override
}

// override is a property that the bridge has otherwise than pulumi-aws: under
// another name, as a list where pulumi-aws has a single object, or both.
// Properties that are not listed have the same name and the same form.
type override struct {
	pulumi, bridge string
	list           bool
}

// providerToken is the type of the provider resource itself. It is the same on
// both sides.
const providerToken = "pulumi:providers:aws"

// kinds is the table. TestTableMatchesSDK holds it against pulumi-aws's Go SDK
// and the schema of the bridge.
var kinds = []kind{
	{token: providerToken, overrides: []override{
		{pulumi: "assumeRole", bridge: "assumeRoles", list: true},
		{pulumi: "assumeRoleWithWebIdentity", bridge: "assumeRoleWithWebIdentities", list: true},
		{pulumi: "defaultTags", bridge: "defaultTags", list: true},
		{pulumi: "ignoreTags", bridge: "ignoreTags", list: true},
	}},

	{token: "aws:cognito/userPool:UserPool", terraform: "aws_cognito_user_pool"},
	{token: "aws:cognito/userPoolClient:UserPoolClient", terraform: "aws_cognito_user_pool_client", overrides: []override{
		{pulumi: "analyticsConfiguration", bridge: "analyticsConfigurations", list: true},
		{pulumi: "refreshTokenRotation", bridge: "refreshTokenRotations", list: true},
		{pulumi: "tokenValidityUnits", bridge: "tokenValidityUnits", list: true},
	}},
	{token: "aws:cognito/userPoolDomain:UserPoolDomain", terraform: "aws_cognito_user_pool_domain"},
	{token: "aws:cognito/identityProvider:IdentityProvider", terraform: "aws_cognito_identity_provider"},
	{token: "aws:cognito/resourceServer:ResourceServer", terraform: "aws_cognito_resource_server"},
	{token: "aws:cognito/userGroup:UserGroup", terraform: "aws_cognito_user_group"},
	{token: "aws:cognito/riskConfiguration:RiskConfiguration", terraform: "aws_cognito_risk_configuration"},

	{token: "aws:cognito/identityPool:IdentityPool", terraform: "aws_cognito_identity_pool"},
	{token: "aws:cognito/identityPoolRoleAttachment:IdentityPoolRoleAttachment", terraform: "aws_cognito_identity_pool_roles_attachment"},
	{token: "aws:cognito/identityPoolProviderPrincipalTag:IdentityPoolProviderPrincipalTag", terraform: "aws_cognito_identity_pool_provider_principal_tag"},

	{token: "aws:iam/role:Role", terraform: "aws_iam_role"},
	{token: "aws:iam/rolePolicy:RolePolicy", terraform: "aws_iam_role_policy"},
	{token: "aws:iam/rolePolicyAttachment:RolePolicyAttachment", terraform: "aws_iam_role_policy_attachment"},
	{token: "aws:iam/openIdConnectProvider:OpenIdConnectProvider", terraform: "aws_iam_openid_connect_provider"},
	{token: "aws:eks/podIdentityAssociation:PodIdentityAssociation", terraform: "aws_eks_pod_identity_association"},
	{token: "aws:lambda/permission:Permission", terraform: "aws_lambda_permission", overrides: []override{
		{pulumi: "function", bridge: "functionName"},
	}},

	{token: "aws:ssm/parameter:Parameter", terraform: "aws_ssm_parameter"},
	{token: "aws:secretsmanager/secret:Secret", terraform: "aws_secretsmanager_secret"},
	{token: "aws:secretsmanager/secretVersion:SecretVersion", terraform: "aws_secretsmanager_secret_version"},

	{token: "aws:index/getCallerIdentity:getCallerIdentity", terraform: "aws_caller_identity"},
	{token: "aws:ssm/getParameter:getParameter", terraform: "aws_ssm_parameter"},
	{token: "aws:secretsmanager/getSecretVersion:getSecretVersion", terraform: "aws_secretsmanager_secret_version"},
}

// findKind returns the kind with the token, of either side. A token that is not
// in the table gets a kind that translates nothing, so that the bridge says
// what is wrong.
func findKind(token string) kind {
	for _, k := range kinds {
		if token == k.token || token == k.bridgeToken() {
			return k
		}
	}
	return kind{token: token}
}

// bridgeToken is the token that the dynamic bridge makes up for the kind:
// everything in one module, the Terraform name in camel case.
func (k kind) bridgeToken() string {
	if k.terraform == "" {
		return k.token
	}
	var name string
	for _, word := range strings.Split(strings.TrimPrefix(k.terraform, "aws_"), "_") {
		name += strings.ToUpper(word[:1]) + word[1:]
	}
	if k.isFunction() {
		return "aws:index/get" + name + ":get" + name
	}
	return "aws:index/" + strings.ToLower(name[:1]) + name[1:] + ":" + name
}

// isFunction says whether the kind is a data source rather than a resource.
func (k kind) isFunction() bool {
	name := k.token[strings.LastIndex(k.token, ":")+1:]
	return strings.HasPrefix(name, "get")
}

// terraformNames lists what the bridge has to serve.
func terraformNames() []string {
	var names []string
	for _, k := range kinds {
		if k.terraform != "" {
			names = append(names, k.terraform)
		}
	}
	return names
}
