package render

import (
	"slices"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cognito"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/mlauth/mlauth-compile/internal/spec"
)

// firstFactors are Cognito's names of the first factors.
var firstFactors = map[string]string{
	spec.PasswordFactor: "PASSWORD",
	spec.EmailOTPFactor: "EMAIL_OTP",
	spec.SMSOTPFactor:   "SMS_OTP",
	spec.WebAuthnFactor: "WEB_AUTHN",
}

var protections = map[bool]string{true: "ACTIVE", false: "INACTIVE"}

func (st *stack) userPool() error {
	p := st.spec.UserPool
	switch {
	case p == nil:
		return nil
	case p.Use != nil:
		return st.usedPool(*p.Use)
	}
	args := &cognito.UserPoolArgs{
		Name:                        pulumi.String(p.Name),
		UserPoolTier:                upper(p.Tier),
		DeletionProtection:          pulumi.String(protections[p.DeletionProtection]),
		Schemas:                     schemas(p.Attributes),
		AutoVerifiedAttributes:      set(p.Verify),
		UserAttributeUpdateSettings: verifyBeforeUpdate(p.Attributes),
		AccountRecoverySetting:      recovery(p.Recovery),
		Tags:                        st.tags,
	}
	signIn(args, p.SignIn)
	passwords(args, p.Password)
	messages(args, p)
	secondFactors(args, p)
	args.DeviceConfiguration = devices(p.Devices)
	args.LambdaConfig = lambdaConfig(p.Triggers)
	args.UserPoolAddOns = addOns(p.ThreatProtection)
	made, err := cognito.NewUserPool(st.ctx, "userPool", args, st.protected(adopted(st.spec.Lifecycle.Adopt.UserPool)...)...)
	if err != nil {
		return err
	}
	st.pool = &pool{id: made.ID().ToStringOutput(), Arn: made.Arn, Endpoint: made.Endpoint}
	return nil
}

// signIn sends user-name attributes or aliases, never both: the provider holds
// even an empty list of one against the other.
func signIn(args *cognito.UserPoolArgs, s spec.SignIn) {
	if len(s.Aliases) > 0 {
		args.AliasAttributes = set(s.Aliases)
	} else {
		args.UsernameAttributes = set(s.Username)
	}
	args.UsernameConfiguration = cognito.UserPoolUsernameConfigurationArgs{
		CaseSensitive: pulumi.Bool(s.CaseSensitive),
	}
	args.SignInPolicy = cognito.UserPoolSignInPolicyArgs{
		AllowedFirstAuthFactors: set(words(s.FirstFactors, firstFactors)),
	}
	if slices.Contains(s.FirstFactors, spec.WebAuthnFactor) {
		args.WebAuthnConfiguration = cognito.UserPoolWebAuthnConfigurationArgs{
			RelyingPartyId:   pulumi.String(s.WebAuthn.RelyingPartyID),
			UserVerification: pulumi.String(s.WebAuthn.UserVerification),
		}
	}
}

func passwords(args *cognito.UserPoolArgs, p spec.Password) {
	args.PasswordPolicy = cognito.UserPoolPasswordPolicyArgs{
		MinimumLength:                 pulumi.Int(p.MinLength),
		RequireLowercase:              pulumi.Bool(p.Lowercase),
		RequireUppercase:              pulumi.Bool(p.Uppercase),
		RequireNumbers:                pulumi.Bool(p.Numbers),
		RequireSymbols:                pulumi.Bool(p.Symbols),
		TemporaryPasswordValidityDays: pulumi.Int(p.TemporaryDays),
		PasswordHistorySize:           pulumi.Int(p.History),
	}
}

// recovery numbers the mechanisms in order: Cognito takes priorities, 1 first.
func recovery(mechanisms []string) cognito.UserPoolAccountRecoverySettingArgs {
	var ranked cognito.UserPoolAccountRecoverySettingRecoveryMechanismArray
	for i, name := range mechanisms {
		ranked = append(ranked, cognito.UserPoolAccountRecoverySettingRecoveryMechanismArgs{
			Name:     pulumi.String(name),
			Priority: pulumi.Int(i + 1),
		})
	}
	return cognito.UserPoolAccountRecoverySettingArgs{RecoveryMechanisms: ranked}
}

// verifyBeforeUpdate is nil for no attribute: AWS gives back an empty setting
// as none, and the provider clears it when the block goes.
func verifyBeforeUpdate(a spec.Attributes) cognito.UserPoolUserAttributeUpdateSettingsPtrInput {
	if len(a.VerifyBeforeUpdate) == 0 {
		return nil
	}
	return cognito.UserPoolUserAttributeUpdateSettingsArgs{
		AttributesRequireVerificationBeforeUpdates: set(a.VerifyBeforeUpdate),
	}
}

// devices is nil for none: to Cognito, no setting means that no device is
// remembered.
func devices(d spec.Devices) cognito.UserPoolDeviceConfigurationPtrInput {
	if d.Remember == "none" {
		return nil
	}
	return cognito.UserPoolDeviceConfigurationArgs{
		ChallengeRequiredOnNewDevice:     pulumi.Bool(d.ChallengeNew),
		DeviceOnlyRememberedOnUserPrompt: pulumi.Bool(d.Remember == "optIn"),
	}
}

// secondFactors sends the software-token block only while MFA is on: Cognito
// refuses to turn MFA off and configure it in one request.
func secondFactors(args *cognito.UserPoolArgs, p *spec.UserPool) {
	modes := map[string]string{"none": "OFF", "optional": "OPTIONAL", "required": "ON"}
	args.MfaConfiguration = pulumi.String(modes[p.MFA.Mode])
	if p.MFA.Mode == "none" {
		return
	}
	args.SoftwareTokenMfaConfiguration = cognito.UserPoolSoftwareTokenMfaConfigurationArgs{
		Enabled: pulumi.Bool(slices.Contains(p.MFA.Methods, "totp")),
	}
	if slices.Contains(p.MFA.Methods, "email") {
		args.EmailMfaConfiguration = cognito.UserPoolEmailMfaConfigurationArgs{
			Subject: pulumi.String(p.Messages.MFA.EmailSubject),
			Message: pulumi.String(p.Messages.MFA.EmailBody),
		}
	}
}
