package limits

// Why no value of a spec reaches a row.
const (
	computed  = "the compiler makes the value up, and no spec makes it longer than AWS takes"
	generated = "AWS makes the value up: an id of what was made before"
	replaced  = "VerificationMessageTemplate says it, beside which AWS's provider sends none of these"
	unspoken  = "the language has no field for it"
	unknownTo = "the AWS provider that stacks run on does not know it"
)

// unreached are the rows that no field reaches, each with the reason.
var unreached = map[string][]string{
	computed: all(
		every(pool, "LambdaConfig.CustomSMSSender.LambdaVersion", "LambdaConfig.CustomEmailSender.LambdaVersion", "EmailConfiguration.EmailSendingAccount"),
		every(provider, "ProviderDetails", "ProviderDetails{key}"),
		every(roles, "Roles", "Roles{key}", "Roles{value}", "RoleMappings{key}", "RoleMappings{value}.RulesConfiguration.Rules[].RoleARN"),
		every(tags, "IdentityProviderName"),
		every(role, "Description"), every(inline, "PolicyName"),
		every(parameter, "Description", "Value", "Type", "AllowedPattern", "Tier", "DataType"),
		every(secret, "Description", "SecretString"),
	),
	generated: all(
		every(mfa, "UserPoolId"), every(custom, "UserPoolId"), every("cognito-idp:CreateUserPoolDomain", "UserPoolId"),
		every(client, "ClientSecret"),
		every(identity, "CognitoIdentityProviders[].ProviderName", "CognitoIdentityProviders[].ClientId"),
		every(roles, "IdentityPoolId"), every(tags, "IdentityPoolId"), every(secret, "ClientRequestToken"),
	),
	replaced: every(pool, "SmsVerificationMessage", "EmailVerificationMessage", "EmailVerificationSubject"),
	unspoken: all(
		every(pool, "AdminCreateUserConfig.UnusedAccountValidityDays"),
		every(client, "AnalyticsConfiguration.ApplicationId", "AnalyticsConfiguration.ApplicationArn", "AnalyticsConfiguration.RoleArn", "AnalyticsConfiguration.ExternalId"),
		every(identity, "SupportedLoginProviders", "SupportedLoginProviders{key}", "SupportedLoginProviders{value}", "DeveloperProviderName"),
		every(issuer, "ThumbprintList[]"),
		every(parameter, "KeyId", "Policies"),
		every(secret, "SecretBinary", "AddReplicaRegions", "AddReplicaRegions[].Region", "AddReplicaRegions[].KmsKeyId", "Type"),
	),
	unknownTo: all(
		every(pool, "LambdaConfig.InboundFederation.LambdaVersion", "LambdaConfig.InboundFederation.LambdaArn"),
		every(mfa, "WebAuthnConfiguration.FactorConfiguration"),
	),
}
