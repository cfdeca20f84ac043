package limits

import "slices"

const pool = "cognito-idp:CreateUserPool"

// of are the ARNs of something in one service, from the first name on.
func of(head string) (probes, []fact) {
	try := func(l limits) []probe {
		found := slices.DeleteFunc(arns(head+"a")(l), func(p probe) bool { return p.name == "too short" })
		return append(found, probe{name: "of 19 characters", value: "arn:aws:lambda::1:f"})
	}
	return try, []fact{{why: "it is an ARN of the service that the field takes", min: to(len(head) + 1)}}
}

const (
	lambda    = "arn:aws:lambda:us-east-1:123456789012:function:"
	iamRole   = "arn:aws:iam::123456789012:role/"
	kmsKey    = "arn:aws:kms:us-east-1:123456789012:key/"
	sesDomain = "arn:aws:ses:us-east-1:123456789012:identity/"
	acm       = "arn:aws:acm:us-east-1:123456789012:certificate/"
)

// in is a field that takes ARNs of one service.
func in(rows []string, base, at, head string) reach {
	try, facts := of(head)
	return reach{rows: rows, base: base, at: at, try: try, facts: facts}
}

// code is a message with the place where the code goes.
const code = "{####}"

// invited is the shortest invitation.
const invited = "{username}{####}"

// trigger is the field of one Lambda trigger.
func trigger(field, at string) reach {
	return in(every(pool, field), "pool", "userPool/triggers/"+at, lambda)
}

// message is a text that users are sent.
func message(at string, sample string, rows ...string) reach {
	return reach{rows: rows, base: "pool", at: "userPool/messages/" + at, try: texts(filled(sample))}
}

var poolTable = []reach{
	{rows: every(pool, "PoolName"), base: "pool", at: "userPool/name", try: texts(filled(""))},
	{rows: every(pool, "UserPoolTier"), base: "clients", at: "userPool/tier",
		try: enums(vocabulary{words: map[string]any{"LITE": "lite", "ESSENTIALS": "essentials", "PLUS": "plus"}})},
	{rows: every(pool, "DeletionProtection"), base: "pool", at: "userPool/deletionProtection",
		try: enums(vocabulary{words: map[string]any{"ACTIVE": true, "INACTIVE": false}})},

	{rows: every(pool, "Policies.PasswordPolicy.MinimumLength"), base: "pool", at: "userPool/password/minLength", try: numbers(plain)},
	{rows: every(pool, "Policies.PasswordPolicy.PasswordHistorySize"), base: "pool", at: "userPool/password/history", try: numbers(plain)},
	{rows: every(pool, "Policies.PasswordPolicy.TemporaryPasswordValidityDays"), base: "pool", at: "userPool/password/temporaryDays", try: numbers(plain),
		facts: []fact{{why: "Cognito takes 0 for none, and keeps 7: https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_PasswordPolicyType.html", min: to(1)}}},

	{rows: every(pool, "Policies.SignInPolicy.AllowedFirstAuthFactors"), base: "pool", at: "userPool/signIn/firstFactors",
		try: lists(oneOf("password", "emailOtp", "smsOtp", "webAuthn"))},
	{rows: every(pool, "Policies.SignInPolicy.AllowedFirstAuthFactors[]"), base: "pool", at: "userPool/signIn/firstFactors/1",
		try: enums(vocabulary{words: map[string]any{"EMAIL_OTP": "emailOtp", "SMS_OTP": "smsOtp", "WEB_AUTHN": "webAuthn", "PASSWORD": "password"},
			with: map[string]map[string]any{"PASSWORD": {"userPool/signIn/firstFactors": []any{"emailOtp", "webAuthn"}}}})},
	{rows: every(pool, "UsernameConfiguration.CaseSensitive"), base: "pool", at: "userPool/signIn/caseSensitive", try: flags(true, false)},
	{rows: every(pool, "UsernameAttributes[]"), base: "pool", at: "userPool/signIn/username",
		try: enums(vocabulary{list: true, words: map[string]any{"email": list("email"), "phone_number": list("phone_number")}})},
	{rows: every(pool, "AliasAttributes[]"), base: "pool", at: "userPool/signIn/aliases",
		try: enums(vocabulary{list: true, words: map[string]any{"email": list("email"), "phone_number": list("phone_number"), "preferred_username": list("preferred_username")}})},
	{rows: every(pool, "AutoVerifiedAttributes[]"), base: "pool", at: "userPool/verify",
		try: enums(vocabulary{list: true, words: map[string]any{"email": list("email"), "phone_number": list("phone_number")}})},
	{rows: every(pool, "UserAttributeUpdateSettings.AttributesRequireVerificationBeforeUpdate[]"), base: "pool", at: "userPool/attributes/verifyBeforeUpdate",
		try: enums(vocabulary{list: true, words: map[string]any{"email": list("email"), "phone_number": list("phone_number")}})},

	trigger("LambdaConfig.PreSignUp", "preSignUp"),
	trigger("LambdaConfig.CustomMessage", "customMessage"),
	trigger("LambdaConfig.PostConfirmation", "postConfirmation"),
	trigger("LambdaConfig.PreAuthentication", "preAuthentication"),
	trigger("LambdaConfig.PostAuthentication", "postAuthentication"),
	trigger("LambdaConfig.DefineAuthChallenge", "defineAuthChallenge"),
	trigger("LambdaConfig.CreateAuthChallenge", "createAuthChallenge"),
	trigger("LambdaConfig.VerifyAuthChallengeResponse", "verifyAuthChallengeResponse"),
	trigger("LambdaConfig.PreTokenGeneration", "preTokenGeneration"),
	trigger("LambdaConfig.PreTokenGenerationConfig.LambdaArn", "preTokenGeneration/arn"),
	trigger("LambdaConfig.UserMigration", "userMigration"),
	trigger("LambdaConfig.CustomSMSSender.LambdaArn", "customSmsSender/arn"),
	trigger("LambdaConfig.CustomEmailSender.LambdaArn", "customEmailSender/arn"),
	in(every(pool, "LambdaConfig.KMSKeyID"), "pool", "userPool/triggers/kmsKeyArn", kmsKey),
	{rows: every(pool, "LambdaConfig.PreTokenGenerationConfig.LambdaVersion"), base: "pool", at: "userPool/triggers/preTokenGeneration/version",
		try: enums(vocabulary{words: map[string]any{"V1_0": "v1", "V2_0": "v2", "V3_0": "v3"}, with: map[string]map[string]any{
			"V1_0": tokenTrigger, "V2_0": tokenTrigger, "V3_0": tokenTrigger, "nonsense": tokenTrigger}})},

	message("verification/smsBody", code, pool+" VerificationMessageTemplate.SmsMessage"),
	message("verification/emailBody", code, pool+" VerificationMessageTemplate.EmailMessage"),
	message("verification/emailSubject", "", every(pool, "VerificationMessageTemplate.EmailSubject", "VerificationMessageTemplate.EmailSubjectByLink")...),
	{rows: every(pool, "VerificationMessageTemplate.EmailMessageByLink"), base: "pool", at: "userPool/messages/verification/emailBody",
		try: byLink(texts(filled("{##a##}")))},
	{rows: every(pool, "VerificationMessageTemplate.DefaultEmailOption"), base: "pool", at: "userPool/messages/verification/mode",
		try: enums(vocabulary{words: map[string]any{"CONFIRM_WITH_CODE": "code", "CONFIRM_WITH_LINK": "link"},
			with: map[string]map[string]any{"CONFIRM_WITH_LINK": {"userPool/messages/verification/emailBody": "Follow {##this link##}."}}})},
	message("mfa/smsBody", code, pool+" SmsAuthenticationMessage", mfa+" SmsMfaConfiguration.SmsAuthenticationMessage").given(secondFactors),
	message("mfa/emailBody", code, mfa+" EmailMfaConfiguration.Message").given(secondFactors),
	message("mfa/emailSubject", "", mfa+" EmailMfaConfiguration.Subject").given(secondFactors).but(fact{
		why: "the API reference of EmailMfaConfigType bounds the subject to 140 characters", min: to(1), max: to(140)}),
	message("invitation/smsBody", invited, pool+" AdminCreateUserConfig.InviteMessageTemplate.SMSMessage").but(invitation),
	message("invitation/emailBody", invited, pool+" AdminCreateUserConfig.InviteMessageTemplate.EmailMessage").but(invitation),
	message("invitation/emailSubject", "", pool+" AdminCreateUserConfig.InviteMessageTemplate.EmailSubject"),

	{rows: all(every(pool, "MfaConfiguration"), every(mfa, "MfaConfiguration")), base: "pool", at: "userPool/mfa/mode",
		try: enums(vocabulary{words: map[string]any{"OFF": "none", "ON": "required", "OPTIONAL": "optional"},
			with: map[string]map[string]any{"ON": {"userPool/mfa/methods": list("totp", "sms"), "userPool/signIn/firstFactors": list("password")},
				"OPTIONAL": {"userPool/mfa/methods": list("totp", "sms")}, "nonsense": {"userPool/mfa/methods": list("totp", "sms")}}})},
	{rows: every(mfa, "WebAuthnConfiguration.RelyingPartyId"), base: "pool", at: "userPool/signIn/webAuthn/relyingPartyId",
		try:   texts(filled("")),
		facts: []fact{{why: "it is a domain name: https://www.w3.org/TR/webauthn-2/#relying-party-identifier", pattern: `[a-z0-9]([a-z0-9.-]*[a-z0-9])?`}}},
	{rows: every(mfa, "WebAuthnConfiguration.UserVerification"), base: "pool", at: "userPool/signIn/webAuthn/userVerification",
		try: enums(vocabulary{words: map[string]any{"required": "required", "preferred": "preferred"}})},

	in(every(pool, "EmailConfiguration.SourceArn"), "pool", "userPool/email/sesIdentityArn", sesDomain),
	{rows: every(pool, "EmailConfiguration.ReplyToEmailAddress"), base: "pool", at: "userPool/email/replyTo", try: texts(filled("a@a")),
		facts: []fact{{why: "no address is shorter", min: to(3)}}},
	{rows: every(pool, "EmailConfiguration.From"), base: "pool", at: "userPool/email/from", try: textsOf(filled("a@a"), "abc"),
		facts: []fact{{why: "an address has 320 characters: https://www.rfc-editor.org/rfc/rfc5321#section-4.5.3.1", min: to(3), max: to(320)}}},
	{rows: every(pool, "EmailConfiguration.ConfigurationSet"), base: "pool", at: "userPool/email/configurationSet", try: texts(filled(""))},

	in(all(every(pool, "SmsConfiguration.SnsCallerArn"), every(mfa, "SmsMfaConfiguration.SmsConfiguration.SnsCallerArn")),
		"pool", "userPool/sms/callerRoleArn", iamRole),
	{rows: all(every(pool, "SmsConfiguration.ExternalId"), every(mfa, "SmsMfaConfiguration.SmsConfiguration.ExternalId")),
		base: "pool", at: "userPool/sms/externalId", try: texts(filled("")),
		facts: []fact{{why: "Cognito assumes the role with it, and STS takes 2 to 1224 of these: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html",
			min: to(2), max: to(1224), pattern: `[\w+=,.@:/-]*`}}},
	{rows: all(every(pool, "SmsConfiguration.SnsRegion"), every(mfa, "SmsMfaConfiguration.SmsConfiguration.SnsRegion")),
		base: "pool", at: "userPool/sms/region", try: several(
			exactly([]any{"us-east-1", "us-gov-west-1", "ap-southeast-4"}, []any{"us-1", "US-EAST-1", "us_east_1"}),
			textsOf(func(n int) string { return "us-" + filled("")(max(n-5, 0)) + "-1" }, "abc")),
		facts: []fact{{why: "a region's name has a form", min: to(6), pattern: `[a-z]{2,4}(-[a-z]+)+-[0-9]+`}}},

	{rows: every(pool, "UserPoolAddOns.AdvancedSecurityMode", "UserPoolAddOns.AdvancedSecurityAdditionalFlows.CustomAuthMode"),
		base: "pool", at: "userPool/threatProtection/mode",
		try: enums(vocabulary{words: map[string]any{"OFF": "none", "AUDIT": "audit", "ENFORCED": "enforced"}})},
	{rows: every(pool, "AccountRecoverySetting.RecoveryMechanisms", "AccountRecoverySetting.RecoveryMechanisms[].Priority"),
		base: "pool", at: "userPool/recovery", try: lists(oneOf("verified_email", "verified_phone_number"))},
	{rows: every(pool, "AccountRecoverySetting.RecoveryMechanisms[].Name"), base: "pool", at: "userPool/recovery",
		try: enums(vocabulary{list: true, words: map[string]any{"verified_email": list("verified_email"),
			"verified_phone_number": list("verified_phone_number"), "admin_only": list("admin_only")}})},

	{rows: all(every(pool, "Schema[].Name"), every(custom, "CustomAttributes[].Name")), base: "pool", at: "userPool/attributes/custom/@team", try: texts(filled("")),
		facts: []fact{{why: "a colon is what ends the prefixes custom: and dev:", pattern: `[\p{L}\p{M}\p{S}\p{N}!-/;-@\[-~\p{Pd}\p{Ps}\p{Pe}\p{Pi}\p{Pf}]+`}}},
	{rows: all(every(pool, "Schema"), every(custom, "CustomAttributes")), base: "pool", at: "userPool/attributes/custom",
		try: entries(func(i int) (string, any) {
			return first("team", i, "attribute-no.---"), map[string]any{"type": "string"}
		}),
		facts: []fact{{why: "the schema may be left out; 50 custom attributes are Cognito's quota; the 25 of AddCustomAttributes are of what is added to a pool that exists",
			min: to(0), max: to(50)}}},
	{rows: all(every(pool, "Schema[].AttributeDataType"), every(custom, "CustomAttributes[].AttributeDataType")),
		base: "pool", at: "userPool/attributes/custom/other/type",
		try: enums(vocabulary{words: map[string]any{"String": "string", "Number": "number", "DateTime": "dateTime", "Boolean": "boolean"}})},
	{rows: all(every(pool, "Schema[].StringAttributeConstraints.MaxLength"), every(custom, "CustomAttributes[].StringAttributeConstraints.MaxLength")),
		base: "pool", at: "userPool/attributes/custom/team/maxLength", try: numbers(plain), facts: []fact{stringLimit}},
	{rows: all(every(pool, "Schema[].StringAttributeConstraints.MinLength"), every(custom, "CustomAttributes[].StringAttributeConstraints.MinLength")),
		base: "pool", at: "userPool/attributes/custom/team/minLength", try: given(numbers(plain), "userPool/attributes/custom/team/maxLength", 2048), facts: []fact{stringLimit}},
	{rows: all(every(pool, "Schema[].NumberAttributeConstraints.MaxValue"), every(custom, "CustomAttributes[].NumberAttributeConstraints.MaxValue")),
		base: "pool", at: "userPool/attributes/custom/score/max", try: exactly([]any{0, 1 << 53}, []any{"9", 1.5}), facts: []fact{numberLimit}},
	{rows: all(every(pool, "Schema[].NumberAttributeConstraints.MinValue"), every(custom, "CustomAttributes[].NumberAttributeConstraints.MinValue")),
		base: "pool", at: "userPool/attributes/custom/score/min", try: exactly([]any{9, -1 << 53}, []any{"0", 1.5}), facts: []fact{numberLimit}},

	{rows: every("cognito-idp:CreateUserPoolDomain", "Domain"), base: "pool", at: "userPool/domain/prefix", try: texts(filled(""))},
	{rows: every("cognito-idp:CreateUserPoolDomain", "Domain"), base: "pool", at: "userPool/domain/custom", try: texts(func(n int) string { return "a.a" + filled("")(n-3) }),
		facts: []fact{{why: "the pattern is that of prefixes; a custom domain has a parent", min: to(4), pattern: `[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+`}}},
	in(every("cognito-idp:CreateUserPoolDomain", "CustomDomainConfig.CertificateArn"), "pool", "userPool/domain/certificateArn", acm),
}

const (
	mfa    = "cognito-idp:SetUserPoolMfaConfig"
	custom = "cognito-idp:AddCustomAttributes"
)

var (
	secondFactors = map[string]any{"userPool/mfa": map[string]any{"mode": "optional", "methods": list("totp", "sms", "email")}, "userPool/recovery": list("admin_only")}
	tokenTrigger  = map[string]any{"userPool/triggers/preTokenGeneration": map[string]any{"arn": "arn:aws:lambda:us-east-1:123456789012:function:f"}}
	invitation    = fact{why: "an invitation has {username} and {####}, where Cognito puts name and password", min: to(len(invited))}
	stringLimit   = fact{why: "Cognito keeps 2048 characters of an attribute, and takes limits within them", min: to(0), max: to(2048)}
	numberLimit   = fact{why: "a limit is a whole number here, whose text is always short enough"}
)

// but adds a fact.
func (r reach) but(f fact) reach {
	r.facts = append(r.facts, f)
	return r
}

// oneOf makes lists of these, from the first on; there are no others.
func oneOf(words ...any) func(i int) any {
	return func(i int) any { return words[i%len(words)] }
}

func list(items ...any) any { return append([]any{}, items...) }

// given adds to each probe what else has to be there.
func given(try probes, at string, value any) probes {
	return func(l limits) []probe {
		found := try(l)
		for i := range found {
			if found[i].with == nil {
				found[i].with = map[string]any{}
			}
			found[i].with[at] = value
		}
		return found
	}
}

// byLink is for messages with a link.
func byLink(try probes) probes { return given(try, "userPool/messages/verification/mode", "link") }
