package change

import "fmt"

var poolWeakenings = []weakening{
	{"adminCreateUserConfig.allowAdminCreateUserOnly", turnedOff, "anybody can make an account"},
	{"passwordPolicy.minimumLength", shrinks, "shorter passwords are taken, %s characters"},
	{"passwordPolicy.passwordHistorySize", shrinks, "old passwords can be used again sooner, after %s others"},
	{"passwordPolicy.temporaryPasswordValidityDays", grows, "temporary passwords are good for longer, %s days"},
	{"passwordPolicy.requireLowercase", turnedOff, "passwords without lower-case letters are taken"},
	{"passwordPolicy.requireUppercase", turnedOff, "passwords without upper-case letters are taken"},
	{"passwordPolicy.requireNumbers", turnedOff, "passwords without digits are taken"},
	{"passwordPolicy.requireSymbols", turnedOff, "passwords without symbols are taken"},
	{"mfaConfiguration", falls("OFF", "OPTIONAL", "ON"), "users can log in without a second factor"},
	{"emailMfaConfiguration", comes, "a code by e-mail is taken as the second factor"},
	{"smsConfiguration", comes, "codes go out by text message, which can be intercepted"},
	{"signInPolicy.allowedFirstAuthFactors", gains, "there is another way to sign in: %s"},
	{"webAuthnConfiguration.userVerification", falls("preferred", "required"), "a passkey is taken without its owner's fingerprint or PIN"},
	{"deletionProtection", falls("INACTIVE", "ACTIVE"), "AWS no longer refuses to delete the pool"},
	{"userPoolAddOns.advancedSecurityMode", falls("OFF", "AUDIT", "ENFORCED"), "less is done about risky sign-ins"},
	{"userAttributeUpdateSettings.attributesRequireVerificationBeforeUpdates", loses, "a new value takes effect before it is verified: %s"},
	{"accountRecoverySetting.recoveryMechanisms", gainsRecovery, "a forgotten password can be reset another way: %s"},
	{"deviceConfiguration", comes, "remembered devices stand in for a second factor"},
}

var riskWeakenings = []weakening{
	{"compromisedCredentialsRiskConfiguration.actions.eventAction", fallsOrGoes("NO_ACTION", "BLOCK"), "passwords that are known to have leaked are let through"},
	{"compromisedCredentialsRiskConfiguration.eventFilters", loses, "leaked passwords are not looked for any more at: %s"},
	{"accountTakeoverRiskConfiguration.actions.lowAction.eventAction", riskFalls, "less is done about sign-ins of low risk"},
	{"accountTakeoverRiskConfiguration.actions.mediumAction.eventAction", riskFalls, "less is done about sign-ins of medium risk"},
	{"accountTakeoverRiskConfiguration.actions.highAction.eventAction", riskFalls, "less is done about sign-ins of high risk"},
	{"riskExceptionConfiguration.skippedIpRangeLists", gains, "nothing is judged that comes from %s"},
	{"riskExceptionConfiguration.blockedIpRangeLists", loses, "sign-ins are no longer blocked from %s"},
}

var riskFalls = fallsOrGoes("NO_ACTION", "MFA_IF_CONFIGURED", "MFA_REQUIRED", "BLOCK")

// fallsOrGoes is falls, with nothing at all as weak as the weakest.
func fallsOrGoes(ranks ...string) func(older, newer any) (string, bool) {
	fall := falls(ranks...)
	return func(older, newer any) (string, bool) {
		if newer == nil {
			newer = ranks[0]
		}
		return fall(older, newer)
	}
}

func gainsRecovery(older, newer any) (string, bool) {
	names := func(mechanisms any) []any {
		var list []any
		for _, m := range objects(mechanisms) {
			if name := text(m, "name"); name != "admin_only" {
				list = append(list, name)
			}
		}
		return list
	}
	return gains(names(older), names(newer))
}

// triggers are Cognito's, by property: a function's ARN, or an object with it.
var triggers = []struct{ property, name string }{
	{"preSignUp", "preSignUp"}, {"postConfirmation", "postConfirmation"},
	{"preAuthentication", "preAuthentication"}, {"postAuthentication", "postAuthentication"},
	{"customMessage", "customMessage"}, {"defineAuthChallenge", "defineAuthChallenge"},
	{"createAuthChallenge", "createAuthChallenge"}, {"verifyAuthChallengeResponse", "verifyAuthChallengeResponse"},
	{"userMigration", "userMigration"}, {"preTokenGenerationConfig.lambdaArn", "preTokenGeneration"},
	{"customEmailSender.lambdaArn", "customEmailSender"}, {"customSmsSender.lambdaArn", "customSmsSender"},
}

// changedTriggers are functions that come, go or change: each may decide who
// gets in, or with which claims.
func changedTriggers(s Step) []Effect {
	var effects []Effect
	for _, t := range triggers {
		was, is := text(s.Old, "lambdaConfig."+t.property), text(s.New, "lambdaConfig."+t.property)
		what := ""
		switch {
		case was == is:
			continue
		case was == "":
			what = "other code runs at this point: " + is
		case is == "":
			what = "code no longer runs at this point, and what it refused is let through: " + was
		default:
			what = fmt.Sprintf("other code runs at this point: %s instead of %s", is, was)
		}
		effects = append(effects, widening(s, "triggers."+t.name, what))
	}
	return effects
}
