package check

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/mlauth/mlauth-compile/internal/diag"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

// reviewRules say what a security review, or a scanner that looks at what is
// deployed, will ask about. What a spec leaves out is as they want it; they
// speak of what it weakens, and of the two things that cost money or work.
var reviewRules = []Rule{
	{"MLA141", diag.Warning, "A password policy is no weaker than the usual scanners want it.", weakPasswords},
	{"MLA142", diag.Warning, "A pool that is to stay is protected from deletion.", deletable},
	{"MLA143", diag.Info, "A password is not all that stands before an account.", passwordAlone},
	{"MLA144", diag.Info, "Strangers do not make themselves accounts.", openSignUp},
	{"MLA145", diag.Warning, "Tier plus is used for what it is paid for.", idlePlus},
	{"MLA146", diag.Info, "Threat protection acts on what it sees.", watchOnly},
}

// weakPasswords has the limits of Security Hub's Cognito.3, Prowler's
// cognito_user_pool_password_policy_* and cdk-nag's COG1.
// https://docs.aws.amazon.com/securityhub/latest/userguide/cognito-controls.html
var weakPasswords = onPool(func(p *spec.UserPool, report report) {
	const shortest, longestDays = 8, 7
	w := p.Password
	if w.MinLength < shortest {
		report(w.Node.Get("minLength"), fmt.Sprintf("passwords of %d characters are allowed; reviews and scanners ask for %d at least", w.MinLength, shortest),
			fmt.Sprintf("Set minLength to %d or more; 12 when left out.", shortest))
	}
	for _, class := range []struct {
		key, word string
		on        bool
	}{
		{"lowercase", "lower-case letters", w.Lowercase}, {"uppercase", "upper-case letters", w.Uppercase},
		{"numbers", "digits", w.Numbers}, {"symbols", "symbols", w.Symbols},
	} {
		if !class.on {
			report(w.Node.Get(class.key), class.word+" are not asked for in passwords; scanners want them", "Take "+class.key+" out, or ignore this where a long minLength makes up for it.")
		}
	}
	if w.TemporaryDays > longestDays {
		report(w.Node.Get("temporaryDays"), fmt.Sprintf("an invitation lets in whoever reads it for %d days", w.TemporaryDays),
			fmt.Sprintf("Set temporaryDays to %d or fewer.", longestDays))
	}
})

func deletable(s *spec.Spec, report report) {
	if s.OwnsPool() && !s.UserPool.DeletionProtection && !s.Lifecycle.Ephemeral {
		report(s.UserPool.Node.Get("deletionProtection"), "the pool can be deleted by one call, and its users' passwords with it",
			"Take deletionProtection out, or set lifecycle.ephemeral for a stack that may go.")
	}
}

// passwordAlone passes with MFA that is optional too. Users of other providers
// bring their own.
func passwordAlone(s *spec.Spec, report report) {
	if !s.OwnsPool() || s.UserPool.MFA.Mode != "none" || doubtful(s.UserPool.Node.Get("mfa")) || mistaken(s.UserPool.Node) {
		return
	}
	local := false
	eachClient(s, func(_ string, c spec.Client) {
		local = local || c.Type != spec.Machine && slices.Contains(c.IdentityProviders, spec.LocalUsers)
	})
	if local {
		report(cmp.Or(s.UserPool.MFA.Node.Get("mode"), s.UserPool.Node.OwnKey()), "the pool's own users sign in with a password and no second factor",
			"Add mfa: {mode: optional, methods: [totp]}, or required.")
	}
}

var openSignUp = onPool(func(p *spec.UserPool, report report) {
	if p.SignUp.SelfService {
		report(p.SignUp.Node.Get("selfService"), "anybody on the internet can make an account here, and has what every signed-in user has",
			"Take it out where administrators or identity providers make the users.")
	}
})

var idlePlus = onPool(func(p *spec.UserPool, report report) {
	if p.Tier == "plus" && p.ThreatProtection.Mode == "none" && !mistaken(p.Node) {
		report(p.Node.Get("tier"), "tier plus is paid for its threat protection, and that is off", "Add threatProtection: {mode: audit}, or set tier to essentials.")
	}
})

// watchOnly is Security Hub's Cognito.1 and cdk-nag's COG3.
var watchOnly = onPool(func(p *spec.UserPool, report report) {
	t := p.ThreatProtection
	if p.Tier != "plus" {
		return // MLA105
	}
	if t.Mode == "audit" {
		report(t.Node.Get("mode"), "threat protection writes down what it sees, and stops nobody", "Set mode to enforced once its judgement is trusted.")
		return
	}
	if c := t.CompromisedCredentials; t.Mode == "enforced" && c.Action == "allow" {
		report(t.Node.Get("compromisedCredentials").Get("action"), "passwords that are known to have leaked are let through", "Set action to block.")
	}
})
