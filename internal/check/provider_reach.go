package check

import (
	"net/url"
	"slices"
	"strings"

	"github.com/mlauth/mlauth-compile/internal/diag"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

var providerReachRules = []Rule{
	{"MLA215", diag.Warning, "Cognito can reach a provider: at a public host, at port 443.", reachable},
	{"MLA222", diag.Warning, "An issuer is of one tenant, and written out.", oneTenant},
}

// reachable: it is Cognito that fetches discovery documents, keys, tokens and
// metadata, from the internet.
// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-oidc-idp.html
func reachable(s *spec.Spec, report report) {
	eachProvider(s, func(_ string, p spec.IdentityProvider) {
		places := []*spec.Node{p.Node.Get("issuer"), p.Metadata.Node.Get("url")}
		for entry := range p.Node.Get("endpoints").Entries() {
			places = append(places, entry.Value)
		}
		for _, at := range places {
			if at == nil {
				continue
			}
			if problem, remedy := unreachable(at.Text); problem != "" {
				report(at, problem, remedy)
			}
		}
	})
}

func unreachable(address string) (problem, remedy string) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return "", ""
	}
	if port := u.Port(); port != "" && port != "443" {
		return "Cognito connects to providers at port 443 only, and this is port " + port, "Serve it at port 443."
	}
	if isPrivateHost(u.Hostname()) {
		return "Cognito asks the provider from the internet, and " + u.Hostname() + " is not reached from there", "Name its public address."
	}
	return "", ""
}

// oneTenant: Cognito compares a token's iss with the issuer.
// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-oidc-idp.html
func oneTenant(s *spec.Spec, report report) {
	eachProvider(s, func(_ string, p spec.IdentityProvider) {
		if why := tenantOpen(p.Issuer); why != "" {
			report(p.Node.Get("issuer"), why+": every sign-in fails", oneTenantRemedy)
		}
	})
}

const oneTenantRemedy = "Write the issuer of one tenant, such as https://login.microsoftonline.com/TENANT-ID/v2.0."

// entraHosts are those of Microsoft Entra ID and its national clouds.
// https://learn.microsoft.com/en-us/entra/identity-platform/authentication-national-cloud
var entraHosts = []string{"login.microsoftonline.com", "login.microsoftonline.us", "login.partner.microsoftonline.cn", "login.windows.net", "sts.windows.net"}

// tenantOpen says why an issuer leaves open whose it is; "" when it does not.
// https://learn.microsoft.com/en-us/entra/identity-platform/v2-protocols-oidc
func tenantOpen(issuer string) string {
	u, err := url.Parse(issuer)
	if err != nil {
		return ""
	}
	tenant, _, _ := strings.Cut(strings.TrimPrefix(u.Path, "/"), "/")
	switch {
	case strings.ContainsAny(issuer, "{}<>"):
		return "a part of the issuer is still to be filled in, and no token names it like this"
	case slices.Contains(entraHosts, u.Hostname()) && slices.Contains([]string{"common", "organizations", "consumers"}, tenant):
		return quote(tenant) + " is no tenant: a token's issuer has the id of its user's own"
	}
	return ""
}
