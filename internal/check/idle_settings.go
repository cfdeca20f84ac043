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
	// What a setting is about decides, unless that is a mistake itself.
	idle := func(is bool, about, parent *spec.Node, key, why, remedy string) {
		if is && parent.Has(key) && !doubtful(about) {
			report(parent.Get(key), key+" has no effect "+why, remedy)
		}
	}
	idle(p.Devices.Remember == "none", p.Devices.Node, p.Devices.Node, "challengeNew", "while no device is remembered",
		"Set remember to optIn or always, or take challengeNew out.")
	idle(s.Lifecycle.Ephemeral && textOf(p.Node.Get("deletionProtection")) == "true", nil, p.Node, "deletionProtection", "in an ephemeral stack",
		"Take it out, or ephemeral.")
	idle(!slices.Contains(p.SignIn.FirstFactors, spec.WebAuthnFactor), p.SignIn.Node, p.SignIn.Node, "webAuthn", "while passkeys are not among firstFactors",
		"Add webAuthn to firstFactors, or take it out.")
	for _, key := range []string{"kmsKeyArn", "grantInvoke"} {
		idle(len(p.Triggers.Functions()) == 0, p.Triggers.Node, p.Triggers.Node, key, "without a trigger", "Take it out.")
	}
	for _, key := range []string{"emailSubject", "emailBody"} {
		idle(!slices.Contains(p.MFA.Methods, "email"), p.MFA.Node, p.Messages.MFA.Node, key, "while e-mail is not an MFA method",
			"Add email to mfa.methods, or take it out.")
	}
	texts := slices.Contains(p.MFA.Methods, "sms") || slices.Contains(p.SignIn.FirstFactors, spec.SMSOTPFactor) || doubtful(p.SignIn.Node)
	idle(!texts, p.MFA.Node, p.Messages.MFA.Node, "smsBody", "while nobody signs in with a code by text message", "Add sms to mfa.methods, or take it out.")
}
