package check

import (
	"slices"
	"strings"

	"github.com/mlauth/mlauth-compile/internal/diag"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

var userPoolRules = slices.Concat(poolRules, signInRules, domainRules, fieldARNRules, messageRules, riskRules, reviewRules,
	poolWholeRules, regionRules)

var poolRules = []Rule{
	{"MLA101", diag.Error, "A pool has user-name attributes or aliases, not both.", usernameAndAliases},
	{"MLA102", diag.Error, "MFA that is on has a method, and methods stand only beside MFA that is on.", mfaMethods},
	{"MLA103", diag.Error, "What sends text messages needs userPool.sms, and MFA that is on uses it.", smsNeeded},
	{"MLA104", diag.Error, "MFA by e-mail needs an SES identity.", emailMFA},
	{"MLA105", diag.Error, "A feature needs a tier that has it.", tier},
	{"MLA106", diag.Error, "admin_only stands alone among the ways of recovery.", recoveryAlone},
	{"MLA107", diag.Error, "password is always among the first factors.", passwordFactor},
	{"MLA108", diag.Error, "Passkeys have a relying party.", relyingParty},
	{"MLA109", diag.Error, "An attribute's lower limit is not above its upper one.", attributeLimits},
	{"MLA110", diag.Error, "Custom senders have a KMS key.", senderKey},
	{"MLA111", diag.Error, "Threat protection that has settings is on, and tells users by an e-mail that it has.", threatProtection},
	{"MLA112", diag.Warning, "A setting stands beside what it is about.", idleSettings},
	{"MLA116", diag.Error, "What is verified before an update is verified at all.", verifiedBeforeUpdate},
	{"MLA113", diag.Warning, "Managed login needs a branding style.", managedLogin},
}

func usernameAndAliases(s *spec.Spec, report report) {
	if p := s.UserPool; p != nil && len(p.SignIn.Username) > 0 && len(p.SignIn.Aliases) > 0 {
		report(p.SignIn.Node.Get("aliases"), "username and aliases exclude each other",
			"Keep username to sign in with the e-mail address or phone number alone, or aliases to allow them beside a user name.")
	}
}

func mfaMethods(s *spec.Spec, report report) {
	if s.UserPool == nil {
		return
	}
	m := s.UserPool.MFA
	if mistaken(m.Node) {
		return
	}
	switch on := m.Mode != "none"; {
	case on && len(m.Methods) == 0:
		report(m.Node.Get("mode"), "MFA is "+m.Mode+", but no method is named", "Add methods: [totp].")
	case !on && len(m.Methods) > 0:
		report(m.Node.Get("methods"), "methods are named, but MFA is off", "Set mode to optional or required, or take methods out.")
	}
}

// smsNeeded also asks for the method where sms is set and MFA is on: the
// provider then turns SMS MFA on, whatever the methods say.
func smsNeeded(s *spec.Spec, report report) {
	p := s.UserPool
	if p == nil {
		return
	}
	needs := "needs userPool.sms, the role that sends text messages"
	const remedy = "Add sms with callerRoleArn and externalId."
	byMFA := slices.Contains(p.MFA.Methods, "sms")
	if p.SMS != nil {
		if p.MFA.Mode != "none" && !byMFA && len(p.MFA.Methods) > 0 {
			report(p.MFA.Node.Get("methods"), "with userPool.sms set, MFA by text message is turned on too",
				"Add sms to methods; AWS's provider does not keep the two apart.")
		}
		return
	}
	if byMFA {
		report(p.MFA.Node.Get("methods"), "MFA by text message "+needs, remedy)
	}
	if slices.Contains(p.SignIn.FirstFactors, spec.SMSOTPFactor) {
		report(p.SignIn.Node.Get("firstFactors"), "smsOtp "+needs, remedy)
	}
	if slices.Contains(p.Verify, "phone_number") {
		report(p.Node.Get("verify"), "verifying phone numbers "+needs, remedy)
	}
}

func emailMFA(s *spec.Spec, report report) {
	if p := s.UserPool; p != nil && slices.Contains(p.MFA.Methods, "email") && !p.Email.Node.Has("sesIdentityArn") {
		report(p.MFA.Node.Get("methods"), "MFA by e-mail needs an SES identity: Cognito's own sender does not serve it",
			"Add email.sesIdentityArn and email.from.")
	}
}

func recoveryAlone(s *spec.Spec, report report) {
	if p := s.UserPool; p != nil && len(p.Recovery) > 1 && slices.Contains(p.Recovery, "admin_only") {
		report(p.Node.Get("recovery"), "admin_only excludes every other way of recovery", "Keep admin_only alone, or take it out.")
	}
}

func passwordFactor(s *spec.Spec, report report) {
	if p := s.UserPool; p != nil && !slices.Contains(p.SignIn.FirstFactors, spec.PasswordFactor) {
		report(p.SignIn.Node.Get("firstFactors"), "password is missing: Cognito wants it among the first factors", "Add password.")
	}
}

func relyingParty(s *spec.Spec, report report) {
	p := s.UserPool
	if p == nil || mistaken(p.SignIn.WebAuthn.Node) || mistaken(p.Node) {
		return
	}
	if slices.Contains(p.SignIn.FirstFactors, spec.WebAuthnFactor) && p.SignIn.WebAuthn.RelyingPartyID == "" {
		report(p.SignIn.Node.Get("firstFactors"), "passkeys need to know the domain that they are bound to",
			"Add signIn.webAuthn.relyingPartyId, or a userPool.domain.")
	}
}

func attributeLimits(s *spec.Spec, report report) {
	if s.UserPool == nil {
		return
	}
	for _, name := range keys(s.UserPool.Attributes.Custom) {
		a := s.UserPool.Attributes.Custom[name]
		if a.MinLength > a.MaxLength {
			report(a.Node.Get("minLength"), "minLength is above maxLength", "Swap them.")
		}
		if a.Min != nil && a.Max != nil && *a.Min > *a.Max {
			report(a.Node.Get("min"), "min is above max", "Swap them.")
		}
	}
}

func senderKey(s *spec.Spec, report report) {
	if s.UserPool == nil {
		return
	}
	t := s.UserPool.Triggers
	for _, sender := range []struct{ key, arn string }{
		{"customEmailSender", t.CustomEmailSender.ARN}, {"customSmsSender", t.CustomSMSSender.ARN}} {
		if sender.arn != "" && t.KMSKeyARN == "" {
			report(t.Node.Get(sender.key), sender.key+" needs a KMS key, which encrypts the codes that it sends", "Add triggers.kmsKeyArn.")
		}
	}
}

// verifiedBeforeUpdate is Cognito's own condition.
func verifiedBeforeUpdate(s *spec.Spec, report report) {
	if s.UserPool == nil || doubtful(s.UserPool.Node.Get("verify")) {
		return
	}
	for _, item := range s.UserPool.Attributes.Node.Get("verifyBeforeUpdate").Items() {
		if !slices.Contains(s.UserPool.Verify, item.Text) {
			report(item, "Cognito does not verify "+item.Text+" in this pool", "Add it to userPool.verify.")
		}
	}
}

func managedLogin(s *spec.Spec, report report) {
	p := s.UserPool
	if p == nil || p.Domain == nil || !p.Domain.ManagedLogin {
		return
	}
	report(p.Domain.Node.Get("managedLogin"), "managed login shows an error page until each client has a branding style, which is not made here",
		"After the first deploy run, for each client: aws cognito-idp create-managed-login-branding --user-pool-id POOL --client-id CLIENT --use-cognito-provided-values")
}

func threatProtection(s *spec.Spec, report report) {
	if s.UserPool == nil {
		return
	}
	t := s.UserPool.ThreatProtection
	for _, key := range []string{"compromisedCredentials", "accountTakeover", "exceptions"} {
		if t.Mode == "none" && t.Node.Has(key) {
			report(t.Node.Get(key), key+" has no effect while threat protection is off", "Set threatProtection.mode to audit or enforced.")
		}
	}
	if a := t.AccountTakeover; a != nil {
		notices(*a, report)
	}
}

func notices(a spec.AccountTakeover, report report) {
	for _, level := range []struct {
		name   string
		action *spec.RiskAction
	}{{"low", a.Low}, {"medium", a.Medium}, {"high", a.High}} {
		if r := level.action; r != nil && r.Notify && a.Notify == nil {
			report(r.Node.Get("notify"), "the user is to be told, but accountTakeover.notify does not say how",
				"Add notify with sesIdentityArn, or set notify to false.")
		}
	}
	if a.Low == nil && a.Medium == nil && a.High == nil {
		report(a.Node, "accountTakeover names no level of risk", "Add low, medium or high.")
	}
}

func tier(s *spec.Spec, report report) {
	p := s.UserPool
	if p == nil || p.Node.Get("tier").Poisoned() {
		return
	}
	if p.Tier != "plus" && p.ThreatProtection.Mode != "none" {
		report(p.ThreatProtection.Node.Get("mode"), "threat protection needs tier plus", "Set userPool.tier to plus, or mode to none.")
	}
	if p.Tier != "lite" {
		return
	}
	above := func(at *spec.Node, feature string) {
		report(at, feature+" needs a tier above lite", "Set userPool.tier to essentials or plus.")
	}
	if len(p.SignIn.FirstFactors) > 1 {
		above(p.SignIn.Node.Get("firstFactors"), "a first factor beside password")
	}
	if p.Domain != nil && p.Domain.ManagedLogin {
		above(p.Domain.Node.Get("managedLogin"), "managed login")
	}
	if t := p.Triggers.PreTokenGeneration; t.ARN != "" && t.Version != "v1" {
		above(t.Node, "version "+strings.ToUpper(t.Version)+" of the token trigger")
	}
	if p.Password.History > 0 {
		above(p.Password.Node.Get("history"), "a password history")
	}
	if slices.Contains(p.MFA.Methods, "email") {
		above(p.MFA.Node.Get("methods"), "MFA by e-mail")
	}
}
