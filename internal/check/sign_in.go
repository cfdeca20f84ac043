package check

import (
	"cmp"
	"slices"

	"github.com/mlauth/mlauth-compile/internal/diag"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

var signInRules = []Rule{
	{"MLA117", diag.Warning, "What users sign in by is verified.", verifiedNames},
	{"MLA118", diag.Error, "A password is not recovered by the second factor alone.", recoveryByFactor},
	{"MLA119", diag.Warning, "Recovery by phone has userPool.sms.", recoveryByPhone},
	{"MLA121", diag.Error, "MFA that is required leaves password as the only first factor.", firstFactorsBesideMFA},
	{"MLA122", diag.Error, "preferred_username is an alias or required, not both.", requiredAlias},
	{"MLA137", diag.Warning, "People who sign up can be confirmed.", confirmedSignUp},
	{"MLA139", diag.Warning, "Passkeys are bound to the domain that users sign in at.", passkeyDomain},
	{"MLA140", diag.Warning, "The login pages know the first factors.", classicPages},
}

// onPool is a rule about a pool that the spec owns.
func onPool(check func(p *spec.UserPool, report report)) func(*spec.Spec, report) {
	return func(s *spec.Spec, report report) {
		if s.OwnsPool() {
			check(s.UserPool, report)
		}
	}
}

// verifiedNames: an alias counts only once it is verified, and an address that
// names a user unverified may be somebody else's.
// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html#user-pool-settings-aliases
var verifiedNames = onPool(func(p *spec.UserPool, report report) {
	if doubtful(p.Node.Get("verify")) || mistaken(p.Node) {
		return
	}
	for _, field := range []struct{ key, problem string }{
		{"username", "users may name themselves by one that is not theirs, and cannot recover a password by it"},
		{"aliases", "an alias signs nobody in before it is verified"},
	} {
		for _, item := range p.SignIn.Node.Get(field.key).Items() {
			if item.Text != "preferred_username" && !slices.Contains(p.Verify, item.Text) {
				report(item, item.Text+" is not verified: "+field.problem, "Add "+item.Text+" to userPool.verify.")
			}
		}
	}
})

// channels are the ways of recovery and the MFA methods that go the same way.
var channels = map[string]string{"verified_email": "email", "verified_phone_number": "sms"}

// recoveryByFactor: Cognito refuses a recovery setting that MFA takes the only
// way from; the text of its refusal is "Account Recovery Setting cannot use
// verified_phone_number as a recovery mechanism when SMS MFA is configured".
// https://docs.aws.amazon.com/cognito/latest/developerguide/managing-users-passwords.html
var recoveryByFactor = onPool(func(p *spec.UserPool, report report) {
	if p.MFA.Mode == "none" || len(p.Recovery) != 1 || doubtful(p.Node.Get("recovery")) || mistaken(p.Node) {
		return
	}
	method, known := channels[p.Recovery[0]]
	if !known || !slices.Contains(p.MFA.Methods, method) {
		return
	}
	at, remedy := p.MFA.Node.Get("methods"), "Add recovery: [verified_email, verified_phone_number], or recovery: [admin_only]."
	if items := p.Node.Get("recovery").Items(); len(items) > 0 {
		at, remedy = items[0], "Add the other way, or let administrators do it: [admin_only]."
	}
	report(at, method+" is a second factor, and Cognito refuses "+p.Recovery[0]+" as the only way to recover a password then", remedy)
})

var recoveryByPhone = onPool(func(p *spec.UserPool, report report) {
	textsAnyway := slices.Contains(p.MFA.Methods, "sms") || slices.Contains(p.Verify, "phone_number") ||
		slices.Contains(p.SignIn.FirstFactors, spec.SMSOTPFactor) // MLA103 is about these
	if p.SMS != nil || textsAnyway || p.Triggers.CustomSMSSender.ARN != "" || mistaken(p.Node) {
		return
	}
	for _, item := range p.Node.Get("recovery").Items() {
		if item.Text == "verified_phone_number" {
			report(item, "recovery by phone sends a text message, and the pool has no userPool.sms to send it with",
				"Add sms with callerRoleArn and externalId, or take verified_phone_number out.")
		}
	}
})

// firstFactorsBesideMFA is Cognito's own condition: "Only PASSWORD and WEB_AUTHN
// (if configured) can be enabled as an auth factor if MFA is enabled". What
// would configure passkeys for it, AWS's provider does not send.
// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-mfa.html
var firstFactorsBesideMFA = onPool(func(p *spec.UserPool, report report) {
	if p.MFA.Mode != "required" {
		return
	}
	beside := slices.DeleteFunc(slices.Clone(p.SignIn.Node.Get("firstFactors").Items()), func(item *spec.Node) bool {
		return item.Text == spec.PasswordFactor
	})
	if len(beside) > 0 {
		report(beside[0], "MFA is required, and Cognito then takes no first factor beside password", "Set mfa.mode to optional, or keep password alone.")
	}
})

// requiredAlias: https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html
var requiredAlias = onPool(func(p *spec.UserPool, report report) {
	const name = "preferred_username"
	if a := p.Attributes.Standard[name]; a.Required && slices.Contains(p.SignIn.Aliases, name) {
		report(a.Node.Get("required"), name+" is an alias, which users add after they are confirmed: it cannot be required",
			"Take required off, or "+name+" out of signIn.aliases.")
	}
})

// confirmedSignUp: without anything to verify nobody but an administrator or a
// function confirms the new user.
// https://docs.aws.amazon.com/cognito/latest/developerguide/signing-up-users-in-your-app.html
var confirmedSignUp = onPool(func(p *spec.UserPool, report report) {
	if p.SignUp.SelfService && len(p.Verify) == 0 && p.Triggers.PreSignUp == "" && !doubtful(p.Node.Get("verify")) && !mistaken(p.Node) {
		report(p.SignUp.Node.Get("selfService"), "people sign up, and nothing confirms them: nothing of theirs is verified, and no preSignUp trigger does it",
			"Add verify: [email], or a preSignUp trigger that confirms users.")
	}
})

// passkeyDomain: https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_WebAuthnConfigurationType.html
func passkeyDomain(s *spec.Spec, report report) {
	if !s.OwnsPool() || s.UserPool.Domain == nil || !s.UserPool.Domain.ManagedLogin || !regionStands(s) || !localLogin(s) {
		return
	}
	p := s.UserPool
	at, host := p.SignIn.WebAuthn.Node.Get("relyingPartyId"), p.Domain.Host(s.AWS.Region)
	if at != nil && at.Text != host && slices.Contains(p.SignIn.FirstFactors, spec.WebAuthnFactor) {
		report(at, "users sign in at "+host+", where passkeys of "+at.Text+" are of no use", "Take relyingPartyId out: it is the login domain's then.")
	}
}

// localLogin reports whether users of the pool itself sign in on its pages.
func localLogin(s *spec.Spec) bool {
	found := false
	eachClient(s, func(_ string, c spec.Client) {
		found = found || c.Type != spec.Machine && c.HostedLogin && slices.Contains(c.IdentityProviders, spec.LocalUsers)
	})
	return found
}

// classicPages: https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-managed-login.html
func classicPages(s *spec.Spec, report report) {
	if !s.OwnsPool() || s.UserPool.Domain == nil || s.UserPool.Domain.ManagedLogin || !localLogin(s) {
		return
	}
	at := s.UserPool.SignIn.Node.Get("firstFactors")
	if extra := slices.DeleteFunc(slices.Clone(s.UserPool.SignIn.FirstFactors), func(f string) bool { return f == spec.PasswordFactor }); len(extra) > 0 && !doubtful(at) {
		report(cmp.Or(at, s.UserPool.Node.OwnKey()), "the classic login pages ask for passwords only: "+extra[0]+" works in clients that use the SDK, not there",
			"Set domain.managedLogin to true, or hostedLogin to false on the clients.")
	}
}
