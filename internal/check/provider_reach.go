package check

import (
	"net/url"

	"github.com/mlauth/mlauth-compile/internal/diag"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

var providerReachRules = []Rule{
	{"MLA215", diag.Warning, "Cognito can reach a provider: at a public host, at port 443.", reachable},
}

// reachable: it is Cognito that fetches discovery documents, keys, tokens and
// metadata, from the internet.
// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-oidc-idp.html
func reachable(s *spec.Spec, report report) {
	eachProvider(s, func(_ string, p spec.IdentityProvider) {
		places := []*spec.Node{p.Node.Get("issuer"), p.Metadata.Node.Get("url")}
		for _, entry := range p.Node.Get("endpoints").Entries() {
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
