package check

import (
	"slices"

	"github.com/mlauth/mlauth-compile/internal/diag"
)

// onlineRules are those of internal/oidc, which asks issuers. They are named
// here so that all rules are in one list.
var onlineRules = []diag.Rule{
	{ID: "MLA250", Severity: diag.Error, Title: "A provider's discovery document is to be had."},
	{ID: "MLA251", Severity: diag.Error, Title: "A provider is reachable from the internet."},
	{ID: "MLA252", Severity: diag.Error, Title: "A provider's issuer is what it calls itself."},
	{ID: "MLA253", Severity: diag.Error, Title: "A provider has the endpoints that Cognito needs."},
	{ID: "MLA254", Severity: diag.Error, Title: "A provider publishes a key that Cognito can use."},
	{ID: "MLA255", Severity: diag.Warning, Title: "Endpoints of a spec are those of the discovery document."},
	{ID: "MLA256", Severity: diag.Warning, Title: "A provider lists the scopes that it is asked for."},
	{ID: "MLA257", Severity: diag.Warning, Title: "A provider lists the claims that are mapped."},
	{ID: "MLA258", Severity: diag.Error, Title: "A provider has the authorization code flow."},
	{ID: "MLA259", Severity: diag.Error, Title: "A provider signs with an algorithm that Cognito checks."},
	{ID: "MLA650", Severity: diag.Error, Title: "A trusted issuer's discovery document is to be had."},
	{ID: "MLA651", Severity: diag.Error, Title: "A trusted issuer is reachable from the internet."},
	{ID: "MLA652", Severity: diag.Error, Title: "A trusted issuer is what it calls itself."},
	{ID: "MLA653", Severity: diag.Error, Title: "A trusted issuer publishes a key that AWS can use."},
}

// OnlineRules returns the rules that need an issuer's answer, by ID.
func OnlineRules() []diag.Rule { return slices.Clone(onlineRules) }
