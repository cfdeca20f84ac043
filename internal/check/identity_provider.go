package check

import (
	"slices"
	"strings"

	"github.com/mlauth/mlauth-compile/internal/diag"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

var identityProviderRules = []Rule{
	{"MLA201", diag.Error, "An OpenID Connect provider is asked for the scope openid.", openidScope},
	{"MLA202", diag.Error, "A mapping writes attributes that the pool has.", mappedAttributes},
	{"MLA203", diag.Error, "A provider does not take one of Cognito's own names.", reservedNames},
	{"MLA204", diag.Error, "Identity providers, resource servers and clients belong to a pool.", needPool},
}

func openidScope(s *spec.Spec, report report) {
	for _, name := range keys(s.IdentityProviders) {
		p := s.IdentityProviders[name]
		if !slices.Contains(p.Scopes, "openid") {
			report(p.Node.Get("scopes"), "openid is missing: without it the provider gives no ID token", "Add openid.")
		}
	}
}

func mappedAttributes(s *spec.Spec, report report) {
	if s.UserPool == nil {
		return
	}
	known := append(attributeNames(s), spec.UsernameAttribute)
	for _, name := range keys(s.IdentityProviders) {
		mapping := s.IdentityProviders[name].Node.Get("attributeMapping")
		for _, entry := range mapping.Entries() {
			if !slices.Contains(known, entry.Key.Text) {
				message, remedy := unknownAttribute(entry.Key.Text, known)
				report(entry.Key, message, remedy)
			}
		}
	}
}

// attributeNames are the attributes of the spec's pool as clients and mappings
// name them.
func attributeNames(s *spec.Spec) []string {
	names := keys(spec.StandardAttributes)
	for _, name := range keys(s.UserPool.Attributes.Custom) {
		names = append(names, spec.CustomPrefix+name)
	}
	return names
}

func unknownAttribute(name string, known []string) (message, remedy string) {
	message, remedy = unknown("attribute", name, known)
	if !strings.HasPrefix(remedy, "Did you mean") {
		remedy = "Declare it under userPool.attributes.custom, and name it with the prefix " + spec.CustomPrefix + "."
	}
	return message, remedy
}

// cognitoNames are provider names that Cognito gives itself.
var cognitoNames = []string{"COGNITO", "Facebook", "Google", "LoginWithAmazon", "SignInWithApple"}

func reservedNames(s *spec.Spec, report report) {
	providers := s.Node.Get("identityProviders")
	for _, entry := range providers.Entries() {
		if slices.ContainsFunc(cognitoNames, func(n string) bool { return strings.EqualFold(n, entry.Key.Text) }) {
			report(entry.Key, quote(entry.Key.Text)+" is one of Cognito's own provider names", "Choose another name.")
		}
	}
}

func needPool(s *spec.Spec, report report) {
	if s.UserPool != nil {
		return
	}
	for _, section := range []string{"identityProviders", "resourceServers", "clients"} {
		if s.Node.Has(section) {
			report(s.Node.Key(section), section+" need a user pool, and this spec has none", "Add userPool: {}.")
		}
	}
}
