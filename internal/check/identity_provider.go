package check

import (
	"slices"
	"strings"

	"github.com/mlauth/mlauth-compile/internal/diag"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

var identityProviderRules = slices.Concat(providerRules, providerReachRules, claimRules, providerClientRules)

var providerRules = []Rule{
	{"MLA201", diag.Error, "An OpenID Connect provider is asked for the scope openid.", openidScope},
	{"MLA202", diag.Error, "A mapping writes attributes that the pool has.", mappedAttributes},
	{"MLA203", diag.Error, "A social provider has Cognito's own name for it, and no other provider has one.", reservedNames},
	{"MLA204", diag.Error, "Identity providers, resource servers, clients and groups belong to a pool.", needPool},
	{"MLA205", diag.Error, "An issuer is the issuer itself, not the address of its discovery document.", discoveryIssuer},
	{"MLA206", diag.Warning, "An issuer has no slash at its end.", issuerSlash},
	{"MLA207", diag.Error, "An identifier leads to one provider.", uniqueIdentifiers},
	{"MLA208", diag.Error, "A provider's metadata file is there, and is SAML metadata.", metadataFile},
	{"MLA209", diag.Warning, "A SAML sign-in begins at the pool.", idpInitiated},
	{"MLA210", diag.Error, "A mapping writes attributes that can be written again at the next sign-in.", mutableTargets},
	{"MLA211", diag.Error, "Every provider maps the attributes that users must have.", requiredMapped},
	{"MLA212", diag.Warning, "The user name is mapped from a claim that is never given to another user.", stableUsername},
	{"MLA213", diag.Warning, "Two providers are not the same one twice.", sameProvider},
	{"MLA214", diag.Warning, "Each provider is of use to a client.", unusedProvider},
}

func openidScope(s *spec.Spec, report report) {
	for _, name := range keys(s.IdentityProviders) {
		p := s.IdentityProviders[name]
		at := p.Node.Get("scopes")
		if p.Type != spec.OIDCProvider || slices.Contains(p.Scopes, "openid") || at.Len() == 0 || slices.ContainsFunc(at.Items(), (*spec.Node).Poisoned) {
			continue
		}
		remedy := "Add openid."
		if i := slices.IndexFunc(p.Scopes, func(scope string) bool { return strings.EqualFold(scope, "openid") }); i >= 0 {
			at, remedy = at.Items()[i], "Write openid: a scope's case counts."
		}
		report(at, "openid is missing: without it the provider gives no ID token", remedy)
	}
}

func mappedAttributes(s *spec.Spec, report report) {
	if !s.OwnsPool() {
		return
	}
	for _, name := range keys(s.IdentityProviders) {
		mapping := s.IdentityProviders[name].Node.Get("attributeMapping")
		for entry := range mapping.Entries() {
			if key := entry.Key.Text; key != spec.UsernameAttribute && !hasAttribute(s, key) {
				message, remedy := unknownAttribute(key, append(attributeNames(s), spec.UsernameAttribute))
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

// hasAttribute tells whether the spec's pool has an attribute.
func hasAttribute(s *spec.Spec, name string) bool {
	custom, is := strings.CutPrefix(name, spec.CustomPrefix)
	if is {
		_, declared := s.UserPool.Attributes.Custom[custom]
		return declared
	}
	_, standard := spec.StandardAttributes[name]
	return standard
}

func unknownAttribute(name string, known []string) (message, remedy string) {
	if name == "sub" {
		return "nobody but Cognito sets sub, which is in every token", "Take it out; what names a user of a provider goes to username."
	}
	message, remedy = unknown("attribute", name, known)
	if !strings.HasPrefix(remedy, "Did you mean") {
		remedy = "Declare it under userPool.attributes.custom, and name it with the prefix " + spec.CustomPrefix + "."
	}
	return message, remedy
}

// cognitoNames are provider names that Cognito gives itself.
var cognitoNames = []string{"COGNITO", "Facebook", "Google", "LoginWithAmazon", "SignInWithApple"}

func reservedNames(s *spec.Spec, report report) {
	for entry := range s.Node.Get("identityProviders").Entries() {
		name := entry.Key.Text
		p := s.IdentityProviders[name]
		switch own := spec.ProviderTypes[p.Type]; {
		case p.Node.Get("type").Poisoned():
		case p.Social() && name != own:
			report(entry.Key, "a provider of type "+p.Type+" is named "+own+": Cognito knows it by no other name", "Name it "+own+".")
		case !p.Social() && slices.ContainsFunc(cognitoNames, func(n string) bool { return strings.EqualFold(n, name) }):
			report(entry.Key, quote(name)+" is one of Cognito's own provider names", "Choose another name, or the type that goes with it.")
		}
	}
}

func needPool(s *spec.Spec, report report) {
	if s.UserPool != nil {
		return
	}
	for _, section := range []string{"identityProviders", "resourceServers", "clients", "groups"} {
		if s.Node.Has(section) {
			report(s.Node.Key(section), section+" need a user pool, and this spec has none", "Add userPool: {}.")
		}
	}
}
