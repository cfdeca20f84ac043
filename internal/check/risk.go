package check

import (
	"net/netip"

	"github.com/mlauth/mlauth-compile/internal/diag"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

var riskRules = []Rule{
	{"MLA129", diag.Error, "An exception of threat protection is a range of addresses.", addressRanges},
	{"MLA133", diag.Warning, "A risk that is answered with MFA finds MFA on.", riskMFA},
	{"MLA148", diag.Warning, "A range of addresses is blocked or allowed, not both.", blockedAndAllowed},
}

// addressRanges: https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RiskExceptionConfigurationType.html
var addressRanges = onPool(func(p *spec.UserPool, report report) {
	for _, key := range []string{"blockedIpRanges", "allowedIpRanges"} {
		for _, item := range p.ThreatProtection.Node.Get("exceptions").Get(key).Items() {
			if _, err := netip.ParsePrefix(item.Text); err != nil {
				report(item, quote(item.Text)+" is no range of addresses", "Write an address and the number of its leading bits, such as 203.0.113.0/24.")
			}
		}
	}
})

var blockedAndAllowed = onPool(func(p *spec.UserPool, report report) {
	exceptions := p.ThreatProtection.Node.Get("exceptions")
	blocked := map[netip.Prefix]bool{}
	for _, item := range exceptions.Get("blockedIpRanges").Items() {
		if r, err := netip.ParsePrefix(item.Text); err == nil {
			blocked[r.Masked()] = true
		}
	}
	for _, item := range exceptions.Get("allowedIpRanges").Items() {
		if r, err := netip.ParsePrefix(item.Text); err == nil && blocked[r.Masked()] {
			report(item, quote(item.Text)+" is blocked too", "Take it out of blockedIpRanges or of allowedIpRanges.")
		}
	}
})

// riskMFA: https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AccountTakeoverActionType.html
var riskMFA = onPool(func(p *spec.UserPool, report report) {
	a := p.ThreatProtection.AccountTakeover
	if a == nil || p.ThreatProtection.Mode == "none" || p.MFA.Mode != "none" || p.MFA.Node.Get("mode").Poisoned() || mistaken(p.Node) {
		return
	}
	for _, level := range []*spec.RiskAction{a.Low, a.Medium, a.High} {
		if level == nil {
			continue
		}
		switch level.Action {
		case "mfaIfConfigured":
			report(level.Node.Get("action"), "MFA is off: nobody is asked for a second factor, and the sign-in goes through", "Set mfa.mode to optional.")
		case "mfaRequired":
			report(level.Node.Get("action"), "MFA is off: nobody has a second factor, and the sign-in is blocked", "Set mfa.mode to optional, or the action to block.")
		}
	}
})
