package render

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cognito"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/mlauth/mlauth-compile/internal/spec"
)

var (
	securityModes = map[string]string{"none": "OFF", "audit": "AUDIT", "enforced": "ENFORCED"}
	riskEvents    = map[string]string{"signIn": "SIGN_IN", "signUp": "SIGN_UP", "passwordChange": "PASSWORD_CHANGE"}
	leakActions   = map[string]string{"block": "BLOCK", "allow": "NO_ACTION"}
	riskActions   = map[string]string{
		"allow": "NO_ACTION", "mfaIfConfigured": "MFA_IF_CONFIGURED", "mfaRequired": "MFA_REQUIRED", "block": "BLOCK"}
)

// addOns covers custom authentication with the same mode: left out, those
// sign-ins would go unwatched.
func addOns(t spec.ThreatProtection) cognito.UserPoolUserPoolAddOnsArgs {
	args := cognito.UserPoolUserPoolAddOnsArgs{AdvancedSecurityMode: pulumi.String(securityModes[t.Mode])}
	if t.Mode != "none" {
		args.AdvancedSecurityAdditionalFlows = cognito.UserPoolUserPoolAddOnsAdvancedSecurityAdditionalFlowsArgs{
			CustomAuthMode: pulumi.String(securityModes[t.Mode]),
		}
	}
	return args
}

// riskConfiguration is there for as long as threat protection is on. When that
// goes off, AWS takes no more settings for the pool, and ignores those it has:
// they are left to it.
func (st *stack) riskConfiguration() error {
	if st.pool == nil {
		return nil
	}
	t := st.spec.UserPool.ThreatProtection
	if t.Mode == "none" {
		return nil
	}
	args := &cognito.RiskConfigurationArgs{UserPoolId: st.pool.ID()}
	if c := t.CompromisedCredentials; c != nil {
		args.CompromisedCredentialsRiskConfiguration = cognito.RiskConfigurationCompromisedCredentialsRiskConfigurationArgs{
			EventFilters: set(words(c.Events, riskEvents)),
			Actions: cognito.RiskConfigurationCompromisedCredentialsRiskConfigurationActionsArgs{
				EventAction: pulumi.String(leakActions[c.Action]),
			},
		}
	}
	if a := t.AccountTakeover; a != nil {
		args.AccountTakeoverRiskConfiguration = accountTakeover(*a)
	}
	if e := t.Exceptions; e != nil {
		args.RiskExceptionConfiguration = riskExceptions(*e)
	}
	_, err := cognito.NewRiskConfiguration(st.ctx, "userPool.threatProtection", args, st.options(pulumi.RetainOnDelete(true))...)
	return err
}

// riskExceptions are sent whole, so that a list that is gone is gone on AWS too.
// An empty one the provider refuses.
func riskExceptions(e spec.RiskExceptions) cognito.RiskConfigurationRiskExceptionConfigurationPtrInput {
	if len(e.BlockedIPRanges)+len(e.AllowedIPRanges) == 0 {
		return nil
	}
	var args cognito.RiskConfigurationRiskExceptionConfigurationArgs
	if len(e.BlockedIPRanges) > 0 {
		args.BlockedIpRangeLists = set(e.BlockedIPRanges)
	}
	if len(e.AllowedIPRanges) > 0 {
		args.SkippedIpRangeLists = set(e.AllowedIPRanges)
	}
	return args
}

func accountTakeover(a spec.AccountTakeover) cognito.RiskConfigurationAccountTakeoverRiskConfigurationArgs {
	actions := cognito.RiskConfigurationAccountTakeoverRiskConfigurationActionsArgs{}
	if r := a.Low; r != nil {
		actions.LowAction = cognito.RiskConfigurationAccountTakeoverRiskConfigurationActionsLowActionArgs{
			EventAction: pulumi.String(riskActions[r.Action]), Notify: pulumi.Bool(r.Notify)}
	}
	if r := a.Medium; r != nil {
		actions.MediumAction = cognito.RiskConfigurationAccountTakeoverRiskConfigurationActionsMediumActionArgs{
			EventAction: pulumi.String(riskActions[r.Action]), Notify: pulumi.Bool(r.Notify)}
	}
	if r := a.High; r != nil {
		actions.HighAction = cognito.RiskConfigurationAccountTakeoverRiskConfigurationActionsHighActionArgs{
			EventAction: pulumi.String(riskActions[r.Action]), Notify: pulumi.Bool(r.Notify)}
	}
	args := cognito.RiskConfigurationAccountTakeoverRiskConfigurationArgs{Actions: actions}
	if a.Notify != nil {
		args.NotifyConfiguration = riskNotice(*a.Notify)
	}
	return args
}

func riskNotice(n spec.RiskNotice) cognito.RiskConfigurationAccountTakeoverRiskConfigurationNotifyConfigurationArgs {
	args := cognito.RiskConfigurationAccountTakeoverRiskConfigurationNotifyConfigurationArgs{
		SourceArn: pulumi.String(n.SESIdentityARN),
		From:      pulumi.String(n.From),
		ReplyTo:   pulumi.String(n.ReplyTo),
	}
	if m := n.Block; m != nil {
		args.BlockEmail = cognito.RiskConfigurationAccountTakeoverRiskConfigurationNotifyConfigurationBlockEmailArgs{
			Subject: pulumi.String(m.Subject), HtmlBody: pulumi.String(m.HTMLBody), TextBody: pulumi.String(m.TextBody)}
	}
	if m := n.NoAction; m != nil {
		args.NoActionEmail = cognito.RiskConfigurationAccountTakeoverRiskConfigurationNotifyConfigurationNoActionEmailArgs{
			Subject: pulumi.String(m.Subject), HtmlBody: pulumi.String(m.HTMLBody), TextBody: pulumi.String(m.TextBody)}
	}
	if m := n.MFA; m != nil {
		args.MfaEmail = cognito.RiskConfigurationAccountTakeoverRiskConfigurationNotifyConfigurationMfaEmailArgs{
			Subject: pulumi.String(m.Subject), HtmlBody: pulumi.String(m.HTMLBody), TextBody: pulumi.String(m.TextBody)}
	}
	return args
}
