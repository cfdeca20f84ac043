package oidc

import (
	"maps"
	"slices"

	"github.com/mlauth/mlauth-compile/internal/spec"
)

// trust is an issuer whose tokens let workloads in.
type trust struct {
	issuer string
	at     *spec.Node
}

// trustsOf are the issuers that a spec trusts, each once: where it declares the
// account's trust, or else where a workload first names it.
func trustsOf(s *spec.Spec) []trust {
	var all []trust
	seen := map[string]bool{}
	add := func(issuer string, at *spec.Node) {
		if issuer != "" && !seen[issuer] && at != nil && !at.Poisoned() {
			seen[issuer] = true
			all = append(all, trust{issuer, at})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(s.IAMOIDCProviders)) {
		p := s.IAMOIDCProviders[name]
		add(p.Issuer, p.Node.Get("issuer"))
	}
	for _, name := range slices.Sorted(maps.Keys(s.Workloads)) {
		for _, t := range s.Workloads[name].Trust {
			add(t.Issuer(), issuerNode(t))
		}
	}
	return all
}

// issuerNode is where a trust names its issuer, or the kind that stands for it.
func issuerNode(t spec.Trust) *spec.Node {
	for _, field := range []string{"issuer", "url"} {
		if at := t.Kind().Value.Get(field); at != nil {
			return at
		}
	}
	return t.Kind().Key
}

func (r *reporter) trust(t trust, a answer) {
	if !r.had(a, t.issuer, t.at, ruleTrustNoDocument, ruleTrustPrivate, "AWS reads it when a workload asks for the role") {
		return
	}
	d := a.document
	switch {
	case d.Issuer != t.issuer:
		r.report(ruleTrustOtherIssuer, t.at, itself(d), sameIssuer)
	case !httpsAt(d.JWKS):
		r.report(ruleTrustNoKeys, t.at, "the issuer's discovery document has no jwks_uri that is an https address", "AWS checks tokens with the keys there.")
	default:
		r.keys(a, t.at, ruleTrustNoKeys)
	}
}
