package check

import (
	"slices"

	"github.com/mlauth/mlauth-compile/internal/spec"
)

// idleSettings warns of what is written and has no effect: the reader of the
// spec would take it for true.
func idleSettings(s *spec.Spec, report report) {
	p := s.UserPool
	if p == nil {
		return
	}
	idle := func(is bool, parent *spec.Node, key, why, remedy string) {
		if is && parent.Has(key) {
			report(parent.Get(key), key+" has no effect "+why, remedy)
		}
	}
	idle(p.Devices.Remember == "none", p.Devices.Node, "challengeNew", "while no device is remembered",
		"Set remember to optIn or always, or take challengeNew out.")
	idle(s.Lifecycle.Ephemeral && p.Node.Has("deletionProtection") && p.Node.Get("deletionProtection").Text == "true", p.Node, "deletionProtection", "in an ephemeral stack",
		"Take it out, or ephemeral.")
	idle(!slices.Contains(p.SignIn.FirstFactors, spec.WebAuthnFactor), p.SignIn.Node, "webAuthn", "while passkeys are not among firstFactors",
		"Add webAuthn to firstFactors, or take it out.")
	if len(p.Triggers.Functions()) == 0 {
		idle(true, p.Triggers.Node, "kmsKeyArn", "without a trigger", "Take it out.")
		idle(true, p.Triggers.Node, "grantInvoke", "without a trigger", "Take it out.")
	}
	if !slices.Contains(p.MFA.Methods, "email") {
		for _, key := range []string{"emailSubject", "emailBody"} {
			idle(true, p.Messages.MFA.Node, key, "while e-mail is not an MFA method", "Add email to mfa.methods, or take it out.")
		}
	}
	idle(!slices.Contains(p.MFA.Methods, "sms") && !slices.Contains(p.SignIn.FirstFactors, spec.SMSOTPFactor), p.Messages.MFA.Node, "smsBody",
		"while nobody signs in with a code by text message", "Add sms to mfa.methods, or take it out.")
}
