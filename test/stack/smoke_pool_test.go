package stack

import (
	"context"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cognito"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

const function = "arn:aws:lambda:us-east-1:123456789012:function:hook"

// TestPool deploys a pool with every block, takes them all out again, and looks
// whether AWS has its defaults back.
func TestPool(t *testing.T) {
	account := Start(t).Account(t)
	run := newEngineRun(t, account)
	run.quiet(fullPool)
	full := describePool(t, account)
	if full.UserPoolTier != types.UserPoolTierTypePlus || full.UserPoolAddOns.AdvancedSecurityMode != types.AdvancedSecurityModeTypeEnforced {
		t.Errorf("tier %s, add-ons %v", full.UserPoolTier, full.UserPoolAddOns)
	}
	run.quiet(plainPool)
	plain := describePool(t, account)
	if plain.UserPoolAddOns != nil || plain.DeviceConfiguration != nil || plain.LambdaConfig.PostConfirmation != nil {
		t.Errorf("left over: %v %v %v", plain.UserPoolAddOns, plain.DeviceConfiguration, plain.LambdaConfig)
	}
	if plain.Id == nil || *plain.Id != *full.Id {
		t.Error("the pool was replaced")
	}
	run.destroy()
}

func describePool(t *testing.T, account *Account) *types.UserPoolType {
	t.Helper()
	ctx, client := context.Background(), account.Clients(Region).Cognito
	pools, err := client.ListUserPools(ctx, &cognitoidentityprovider.ListUserPoolsInput{MaxResults: pointer(int32(10))})
	if err != nil || len(pools.UserPools) != 1 {
		t.Fatalf("pools: %v %v", pools, err)
	}
	pool, err := client.DescribeUserPool(ctx, &cognitoidentityprovider.DescribeUserPoolInput{UserPoolId: pools.UserPools[0].Id})
	if err != nil {
		t.Fatal(err)
	}
	return pool.UserPool
}

// fixed are the settings that both programs share, because AWS fixes them.
func fixed() *cognito.UserPoolArgs {
	return &cognito.UserPoolArgs{
		Name:                  pulumi.String("full"),
		UsernameConfiguration: cognito.UserPoolUsernameConfigurationArgs{CaseSensitive: pulumi.Bool(false)},
		Schemas: cognito.UserPoolSchemaArray{
			cognito.UserPoolSchemaArgs{
				Name: pulumi.String("email"), AttributeDataType: pulumi.String("String"),
				Required: pulumi.Bool(true), Mutable: pulumi.Bool(true), DeveloperOnlyAttribute: pulumi.Bool(false),
				StringAttributeConstraints: cognito.UserPoolSchemaStringAttributeConstraintsArgs{
					MinLength: pulumi.String("0"), MaxLength: pulumi.String("2048"),
				},
			},
			cognito.UserPoolSchemaArgs{
				Name: pulumi.String("score"), AttributeDataType: pulumi.String("Number"),
				Mutable: pulumi.Bool(true), DeveloperOnlyAttribute: pulumi.Bool(false),
				NumberAttributeConstraints: cognito.UserPoolSchemaNumberAttributeConstraintsArgs{
					MinValue: pulumi.String("-1"), MaxValue: pulumi.String("9"),
				},
			},
			cognito.UserPoolSchemaArgs{
				Name: pulumi.String("active"), AttributeDataType: pulumi.String("Boolean"),
				Mutable: pulumi.Bool(true), DeveloperOnlyAttribute: pulumi.Bool(false),
			},
		},
	}
}

func plainPool(ctx *pulumi.Context, provider pulumi.ResourceOption) error {
	args := fixed()
	args.UserPoolTier = pulumi.String("ESSENTIALS")
	_, err := cognito.NewUserPool(ctx, "pool", args, provider)
	return err
}

func fullPool(ctx *pulumi.Context, provider pulumi.ResourceOption) error {
	args := fixed()
	signIn(args)
	messages(args)
	triggers(args)
	_, err := cognito.NewUserPool(ctx, "pool", args, provider)
	return err
}

func signIn(args *cognito.UserPoolArgs) {
	args.UserPoolTier = pulumi.String("PLUS")
	args.UserPoolAddOns = cognito.UserPoolUserPoolAddOnsArgs{AdvancedSecurityMode: pulumi.String("ENFORCED")}
	args.MfaConfiguration = pulumi.String("OPTIONAL")
	args.SoftwareTokenMfaConfiguration = cognito.UserPoolSoftwareTokenMfaConfigurationArgs{Enabled: pulumi.Bool(true)}
	args.WebAuthnConfiguration = cognito.UserPoolWebAuthnConfigurationArgs{
		RelyingPartyId: pulumi.String("auth.example.com"), UserVerification: pulumi.String("required"),
	}
	args.SignInPolicy = cognito.UserPoolSignInPolicyArgs{
		AllowedFirstAuthFactors: pulumi.ToStringArray([]string{"PASSWORD", "EMAIL_OTP", "WEB_AUTHN"}),
	}
	args.PasswordPolicy = cognito.UserPoolPasswordPolicyArgs{
		MinimumLength: pulumi.Int(14), RequireLowercase: pulumi.Bool(true), RequireNumbers: pulumi.Bool(true),
		RequireSymbols: pulumi.Bool(true), RequireUppercase: pulumi.Bool(true),
		TemporaryPasswordValidityDays: pulumi.Int(3), PasswordHistorySize: pulumi.Int(4),
	}
	args.DeviceConfiguration = cognito.UserPoolDeviceConfigurationArgs{
		ChallengeRequiredOnNewDevice: pulumi.Bool(true), DeviceOnlyRememberedOnUserPrompt: pulumi.Bool(true),
	}
	args.AccountRecoverySetting = cognito.UserPoolAccountRecoverySettingArgs{
		RecoveryMechanisms: cognito.UserPoolAccountRecoverySettingRecoveryMechanismArray{
			cognito.UserPoolAccountRecoverySettingRecoveryMechanismArgs{Name: pulumi.String("verified_email"), Priority: pulumi.Int(1)},
		},
	}
	args.AutoVerifiedAttributes = pulumi.ToStringArray([]string{"email"})
	args.UserAttributeUpdateSettings = cognito.UserPoolUserAttributeUpdateSettingsArgs{
		AttributesRequireVerificationBeforeUpdates: pulumi.ToStringArray([]string{"email"}),
	}
	args.Tags = pulumi.StringMap{"team": pulumi.String("ml")}
}

func messages(args *cognito.UserPoolArgs) {
	args.EmailConfiguration = cognito.UserPoolEmailConfigurationArgs{
		EmailSendingAccount: pulumi.String("DEVELOPER"), SourceArn: pulumi.String("arn:aws:ses:us-east-1:123456789012:identity/acme.ai"),
		FromEmailAddress: pulumi.String("Acme <no-reply@acme.ai>"), ReplyToEmailAddress: pulumi.String("help@acme.ai"),
		ConfigurationSet: pulumi.String("mail"),
	}
	args.EmailMfaConfiguration = cognito.UserPoolEmailMfaConfigurationArgs{
		Message: pulumi.String("Code {####}"), Subject: pulumi.String("Code"),
	}
	args.SmsConfiguration = cognito.UserPoolSmsConfigurationArgs{
		ExternalId: pulumi.String("ext"), SnsCallerArn: pulumi.String("arn:aws:iam::123456789012:role/sms"), SnsRegion: pulumi.String("us-east-1"),
	}
	args.SmsAuthenticationMessage = pulumi.String("MFA {####}")
	args.VerificationMessageTemplate = cognito.UserPoolVerificationMessageTemplateArgs{
		DefaultEmailOption: pulumi.String("CONFIRM_WITH_CODE"), EmailMessage: pulumi.String("Code {####}"),
		EmailSubject: pulumi.String("Verify"), SmsMessage: pulumi.String("Code {####}"),
		EmailMessageByLink: pulumi.String("{##Click##}"), EmailSubjectByLink: pulumi.String("Verify by link"),
	}
	args.AdminCreateUserConfig = cognito.UserPoolAdminCreateUserConfigArgs{
		AllowAdminCreateUserOnly: pulumi.Bool(true),
		InviteMessageTemplate: cognito.UserPoolAdminCreateUserConfigInviteMessageTemplateArgs{
			EmailMessage: pulumi.String("{username} {####}"), EmailSubject: pulumi.String("Welcome"), SmsMessage: pulumi.String("{username} {####}"),
		},
	}
}

func triggers(args *cognito.UserPoolArgs) {
	args.LambdaConfig = cognito.UserPoolLambdaConfigArgs{
		CreateAuthChallenge: pulumi.String(function), CustomMessage: pulumi.String(function), DefineAuthChallenge: pulumi.String(function),
		PostAuthentication: pulumi.String(function), PostConfirmation: pulumi.String(function), PreAuthentication: pulumi.String(function),
		PreSignUp: pulumi.String(function), UserMigration: pulumi.String(function), VerifyAuthChallengeResponse: pulumi.String(function),
		PreTokenGenerationConfig: cognito.UserPoolLambdaConfigPreTokenGenerationConfigArgs{
			LambdaArn: pulumi.String(function), LambdaVersion: pulumi.String("V2_0"),
		},
		CustomEmailSender: cognito.UserPoolLambdaConfigCustomEmailSenderArgs{
			LambdaArn: pulumi.String(function), LambdaVersion: pulumi.String("V1_0"),
		},
		CustomSmsSender: cognito.UserPoolLambdaConfigCustomSmsSenderArgs{
			LambdaArn: pulumi.String(function), LambdaVersion: pulumi.String("V1_0"),
		},
		KmsKeyId: pulumi.String("arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"),
	}
}
