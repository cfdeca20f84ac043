package render

// Sticky is a property that AWS or its provider keeps when a program no longer
// sends it, and that cannot be sent empty either. A deploy that would drop one
// has to be refused: it would report success and change nothing.
type Sticky struct {
	Type   string // Pulumi type of the resource
	Path   string // property, as Pulumi writes paths
	Field  string // field of the spec, below the resource's own
	Remedy string
}

const (
	poolType     = "aws:cognito/userPool:UserPool"
	clientType   = "aws:cognito/userPoolClient:UserPoolClient"
	providerType = "aws:cognito/identityProvider:IdentityProvider"
	groupType    = "aws:cognito/userGroup:UserGroup"
	secretType   = "aws:secretsmanager/secret:Secret"
)

// StickyProperties lists every one that our programs send.
//
// The SMS settings: Cognito has no request that takes them out of a pool, and
// the provider sends the old ones on. The pre-token trigger: the provider keeps
// it for as long as any other trigger is there. The default redirect: it may
// not be empty, and left out the old one is sent. A group's precedence and role:
// the provider sends 0, which comes first, and an empty role, which AWS refuses.
// A secret's key: the provider sends none, and AWS keeps the one that it has.
func StickyProperties() []Sticky {
	return []Sticky{
		{poolType, "smsConfiguration", "sms",
			"put the lines back; a pool that sends no text messages does not use them"},
		{poolType, "lambdaConfig.preTokenGeneration", "triggers.preTokenGeneration",
			"take all triggers out and deploy, then put the others back and deploy again"},
		{clientType, "defaultRedirectUri", "defaultRedirectUrl",
			"name another of the client's callbackUrls instead, or give the client a new name in the spec"},
		{groupType, "precedence", "precedence",
			"give it the largest number, 2147483647, to come last, or give the group a new name in the spec"},
		{groupType, "roleArn", "role",
			"name another role, or give the group a new name in the spec"},
		{secretType, "kmsKeyId", "kmsKeyArn",
			"name another key, or publish under another path"},
	}
}

// WriteOnly is a property that AWS takes and never gives back, so that it looks
// gone whenever it is compared.
type WriteOnly struct {
	Type string // Pulumi type of the resource
	Path string // property, as Pulumi writes paths
}

// WriteOnlyProperties lists every one that our programs send: the private key
// for Apple, which DescribeIdentityProvider leaves out. Apple gives each key an
// id of its own, so that another key never comes alone.
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateIdentityProvider.html
func WriteOnlyProperties() []WriteOnly {
	return []WriteOnly{{providerType, "providerDetails.private_key"}}
}
