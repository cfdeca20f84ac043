package change

import "strings"

// The Pulumi types that mean something to users, callers or reviewers.
const (
	userPoolType     = "aws:cognito/userPool:UserPool"
	clientType       = "aws:cognito/userPoolClient:UserPoolClient"
	domainType       = "aws:cognito/userPoolDomain:UserPoolDomain"
	providerType     = "aws:cognito/identityProvider:IdentityProvider"
	serverType       = "aws:cognito/resourceServer:ResourceServer"
	groupType        = "aws:cognito/userGroup:UserGroup"
	riskType         = "aws:cognito/riskConfiguration:RiskConfiguration"
	identityPoolType = "aws:cognito/identityPool:IdentityPool"
	attachmentType   = "aws:cognito/identityPoolRoleAttachment:IdentityPoolRoleAttachment"
	tagsType         = "aws:cognito/identityPoolProviderPrincipalTag:IdentityPoolProviderPrincipalTag"
	roleType         = "aws:iam/role:Role"
	rolePolicyType   = "aws:iam/rolePolicy:RolePolicy"
	policyType       = "aws:iam/policy:Policy"
	attachedType     = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
	oidcType         = "aws:iam/openIdConnectProvider:OpenIdConnectProvider"
)

// The logical names of the two kinds of pool.
const (
	userPoolName     = "userPool"
	identityPoolName = "identityPool"
)

// inUserPool are the types that live and die with a user pool.
var inUserPool = map[string]bool{
	clientType: true, domainType: true, providerType: true, serverType: true, groupType: true, riskType: true,
}

// poolOf names the pool that a resource lives in, "" for none.
func poolOf(s Step) string {
	switch {
	case inUserPool[s.Type]:
		return userPoolName
	case s.Type == attachmentType, s.Type == tagsType, s.Type == roleType && strings.HasPrefix(s.Resource, identityPoolName+"."):
		return identityPoolName
	}
	return ""
}
