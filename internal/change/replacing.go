package change

// replacing are the properties that cannot change in place, by type, as the AWS
// provider has them: those among its properties marked ForceNew that our
// programs send. A domain's certificate is the one that depends on its value,
// see certificateComes.
var replacing = map[string][]string{
	userPoolType:     {"name", "usernameAttributes", "aliasAttributes", "usernameConfiguration"},
	clientType:       {"userPoolId", "generateSecret"},
	domainType:       {"userPoolId", "domain"},
	providerType:     {"userPoolId", "providerName", "providerType"},
	serverType:       {"userPoolId", "identifier", "name"},
	groupType:        {"userPoolId", "name"},
	riskType:         {"userPoolId"},
	identityPoolType: {"identityPoolName"},
	attachmentType:   {"identityPoolId", "roles"},
	tagsType:         {"identityPoolId", "identityProviderName"},
	roleType:         {"name", "path"},
	rolePolicyType:   {"name", "role"},
	policyType:       {"name", "path", "description"},
	attachedType:     {"role", "policyArn"},
	oidcType:         {"url"},

	"aws:eks/podIdentityAssociation:PodIdentityAssociation": {"clusterName", "namespace", "serviceAccount"},
	"aws:lambda/permission:Permission":                      {"statementId", "action", "function", "qualifier", "principal", "sourceArn"},
	"aws:ssm/parameter:Parameter":                           {"name", "dataType"},
	"aws:secretsmanager/secret:Secret":                      {"name"},
	"aws:secretsmanager/secretVersion:SecretVersion":        {"secretId", "secretString"},
}

// Replacing are the properties of a type that cannot change in place.
func Replacing(typ string) []string { return replacing[typ] }
