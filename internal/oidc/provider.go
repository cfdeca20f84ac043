package oidc

import (
	"errors"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/mlauth/mlauth-compile/internal/spec"
)

// provider is an identity provider of a pool that has an issuer.
type provider struct {
	spec.IdentityProvider
	at *spec.Node // the issuer
}

func providersOf(s *spec.Spec) []provider {
	var all []provider
	for _, name := range slices.Sorted(maps.Keys(s.IdentityProviders)) {
		p := s.IdentityProviders[name]
		at := p.Node.Get("issuer")
		if p.Type == spec.OIDCProvider && at != nil && !at.Poisoned() && !p.Node.Get("endpoints").Poisoned() {
			all = append(all, provider{p, at})
		}
	}
	return all
}

// provider holds a provider against what its issuer says.
func (r *reporter) provider(p provider, a answer) {
	if !r.had(a, p.Issuer, p.at, ruleNoDocument, rulePrivate, "Cognito reads it when the provider is made") {
		return
	}
	d := a.document
	if d.Issuer != p.Issuer {
		r.report(ruleOtherIssuer, p.at, itself(d), sameIssuer)
		return
	}
	r.endpoints(p, d)
	if httpsAt(d.JWKS) {
		r.keys(a, p.at, ruleNoKeys)
	}
	r.agreements(p, d)
}

// withoutDiscovery is about a provider whose endpoints the spec names. A
// document need not be there; where it is, it says the same.
func (r *reporter) withoutDiscovery(p provider, a, keys answer) {
	at := p.Node.Get("endpoints")
	if jwks := at.Get("jwks"); jwks != nil && !jwks.Poisoned() {
		r.keys(keys, jwks, ruleNoKeys)
	}
	if a.err != nil {
		return
	}
	d := a.document
	if d.Issuer != p.Issuer {
		return // another's document tells nothing of this one
	}
	for _, e := range []struct{ field, written, said string }{
		{"authorization", p.Endpoints.Authorization, d.Authorization}, {"token", p.Endpoints.Token, d.Token},
		{"userInfo", p.Endpoints.UserInfo, d.UserInfo}, {"jwks", p.Endpoints.JWKS, d.JWKS},
	} {
		if n := at.Get(e.field); n != nil && e.said != "" && e.said != e.written {
			r.report(ruleOtherEndpoint, n, "the issuer's discovery document has "+shorten(e.said)+" here", "Take endpoints out, so that Cognito follows the document, or mend this one.")
		}
	}
	r.agreements(p, d)
}

// endpoints are those that a sign-in needs.
// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-oidc-idp.html
func (r *reporter) endpoints(p provider, d document) {
	const remedy = "Name all four under endpoints, or have the issuer mend its document."
	for _, e := range []struct{ name, address string }{
		{"authorization_endpoint", d.Authorization}, {"token_endpoint", d.Token}, {"userinfo_endpoint", d.UserInfo}, {"jwks_uri", d.JWKS},
	} {
		switch {
		case e.address == "":
			r.report(ruleNoEndpoint, p.at, "the issuer's discovery document has no "+e.name+", which Cognito needs", remedy)
		case !httpsAt(e.address):
			r.report(ruleNoEndpoint, p.at, "the issuer's "+e.name+" is no https address: "+shorten(e.address), remedy)
		case !r.options.AllowPrivate && portOf(e.address) != "443":
			r.report(ruleNoEndpoint, p.at, "the issuer's "+e.name+" is on port "+portOf(e.address)+", and Cognito uses 443 only", remedy)
		}
	}
}

// agreements are what an issuer lists and a spec asks for. Where it lists
// nothing, nothing is known.
func (r *reporter) agreements(p provider, d document) {
	scopes := p.Node.Get("scopes")
	for i, scope := range p.Scopes {
		at := p.at
		if scopes.Len() == len(p.Scopes) {
			at = scopes.Items()[i]
		}
		if len(d.Scopes) > 0 && !slices.Contains(d.Scopes, scope) && !at.Poisoned() {
			r.report(ruleScope, at, "the issuer does not list the scope "+shorten(scope), "It lists "+shorten(strings.Join(d.Scopes, ", "))+".")
		}
	}
	for _, attribute := range slices.Sorted(maps.Keys(p.AttributeMapping)) {
		at, claim := p.Node.Get("attributeMapping").Get(attribute), p.AttributeMapping[attribute]
		if at != nil && !at.Poisoned() && len(d.Claims) > 0 && !slices.Contains(d.Claims, claim) {
			r.report(ruleClaim, at, "the issuer does not list the claim "+shorten(claim), "It lists "+shorten(strings.Join(d.Claims, ", "))+".")
		}
	}
	if len(d.ResponseTypes) > 0 && !slices.Contains(d.ResponseTypes, "code") {
		r.report(ruleNoCode, p.at, "the issuer does not list the response type code, by which Cognito signs in", "Have the issuer allow the authorization code flow.")
	}
	if len(d.Algorithms) > 0 && !slices.ContainsFunc(d.Algorithms, func(a string) bool { return strings.HasPrefix(a, "HS") || checkable(a) }) {
		r.report(ruleAlgorithm, p.at, "the issuer signs with "+shorten(strings.Join(d.Algorithms, ", "))+", none of which Cognito checks", "Have it sign with RS256.")
	}
}

const sameIssuer = "Write the issuer exactly as it does, a closing slash included: tokens carry it, and are compared with it."

// had tells whether there is a document, and reports when there is none.
func (r *reporter) had(a answer, issuer string, at *spec.Node, missing, private, why string) bool {
	switch {
	case a.err == nil:
		return true
	case errors.Is(a.err, errPrivate):
		r.report(private, at, "the issuer "+leading(a.err, issuer)+" a private address, where AWS cannot ask it", "Make the issuer reachable from the internet; with --allow-private it is asked all the same.")
	default:
		r.report(missing, at, "the issuer's discovery document is not to be had: "+reason(a.err), "It has to be at "+shorten(documentOf(issuer))+": "+why+".")
	}
	return false
}

// leading says how an issuer comes to an address: by itself or by a redirect.
func leading(err error, issuer string) string {
	var at *url.Error
	if errors.As(err, &at) && at.URL != documentOf(issuer) {
		return "redirects to"
	}
	return "has"
}

// keys tells whether there is a key that AWS can use.
func (r *reporter) keys(a answer, at *spec.Node, rule string) {
	const remedy = "AWS needs an RSA or elliptic key for signatures, with a kid."
	switch {
	case a.keysErr != nil:
		r.report(rule, at, "the issuer's keys are not to be had: "+reason(a.keysErr), remedy)
	case !a.keys.usable():
		r.report(rule, at, "the issuer publishes no key that AWS can check its tokens with", remedy)
	}
}

// httpsAt tells whether a text is an address that can be asked.
func httpsAt(address string) bool {
	u, err := url.Parse(address)
	return err == nil && allowed(u) == nil
}

func portOf(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Port() == "" {
		return "443"
	}
	return u.Port()
}

// itself is what an issuer calls itself.
func itself(d document) string {
	if d.Issuer == "" {
		return "the issuer's discovery document does not say whose it is"
	}
	return "the issuer calls itself " + shorten(d.Issuer)
}
