package check

import (
	"slices"

	"github.com/mlauth/mlauth-compile/internal/diag"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

var idleClientRules = []Rule{
	{"MLA426", diag.Error, "A client writes attributes that Cognito lets clients write.", verifiedAttributes},
	{"MLA427", diag.Warning, "A client writes attributes that can be changed.", immutableAttributes},
	{"MLA428", diag.Warning, "A custom sign-in has the functions that it consists of.", customFlow},
	{"MLA432", diag.Warning, "A client's settings have an effect.", idleClient},
	{"MLA433", diag.Warning, "The choice-based sign-in has a tier above lite.", choiceFlow},
}

// verifiedAttributes: Cognito sets them, when somebody proved to own an
// address. The user name is none that a client could name.
func verifiedAttributes(s *spec.Spec, report report) {
	eachClient(s, func(_ string, c spec.Client) {
		for _, item := range c.Node.Get("writeAttributes").Items() {
			if item.Text != spec.UsernameAttribute && slices.Contains(spec.Unwritable, item.Text) {
				report(item, "no client may write "+item.Text+": Cognito sets it when the address is verified", "Take it out; a provider may map it.")
			}
		}
	})
}

func immutableAttributes(s *spec.Spec, report report) {
	if !s.OwnsPool() || s.UserPool.SignUp.SelfService {
		return
	}
	eachClient(s, func(_ string, c spec.Client) {
		for _, item := range c.Node.Get("writeAttributes").Items() {
			if a := s.UserPool.Attributes; !a.Mutable(item.Text) && !a.Standard[item.Text].Required {
				report(item, quote(item.Text)+" is set when a user is made and never again, and here administrators make users", "Take it out, or make the attribute mutable.")
			}
		}
	})
}

// customFlow is about a pool without these functions; one that has a part of
// them has a finding of its own.
func customFlow(s *spec.Spec, report report) {
	if !s.OwnsPool() {
		return
	}
	t := s.UserPool.Triggers
	eachAuthFlow(s, "custom", func(_ spec.Client, at *spec.Node) {
		if t.DefineAuthChallenge == "" && t.CreateAuthChallenge == "" && t.VerifyAuthChallengeResponse == "" {
			report(at, "nobody can sign in by a custom challenge: the pool has no functions for one",
				"Add defineAuthChallenge, createAuthChallenge and verifyAuthChallengeResponse to userPool.triggers, or take custom out.")
		}
	})
}

func choiceFlow(s *spec.Spec, report report) {
	eachAuthFlow(s, "user", func(_ spec.Client, at *spec.Node) {
		if s.OwnsPool() && s.UserPool.Tier == "lite" {
			report(at, "the choice-based sign-in belongs to the tiers above lite", "Set userPool.tier to essentials or plus, or use userSrp.")
		}
	})
}

// idleClient warns of what is written and has no effect.
func idleClient(s *spec.Spec, report report) {
	eachClient(s, func(_ string, c spec.Client) {
		idle := func(is bool, parent *spec.Node, key, why, remedy string) {
			if is && parent.Has(key) {
				report(parent.Key(key), key+" has no effect "+why, remedy)
			}
		}
		for _, key := range []string{"id", "refresh", "authSession"} {
			idle(c.Type == spec.Machine, c.Tokens.Node, key, "on a machine, which gets access tokens only", "Take it out.")
		}
		implicit := implicitOnly(c)
		idle(implicit, c.Tokens.Node, "refresh", "with the implicit flow, which gives no refresh tokens", "Take it out, or use the flow code.")
		idle(implicit, c.Node, "rotation", "with the implicit flow, which gives no refresh tokens", "Take it out, or use the flow code.")
		idle(c.PropagateUserContext && c.Secret && s.OwnsPool() && s.UserPool.ThreatProtection.Mode == "none", c.Node, "propagateUserContext",
			"while threat protection is off", "Set userPool.threatProtection.mode to audit or enforced, or take it out.")
	})
}

// implicitOnly says that users of the client get no refresh tokens.
func implicitOnly(c spec.Client) bool {
	return len(c.Flows) == 1 && c.Flows[0] == spec.ImplicitFlow && len(c.AuthFlows) == 0
}
