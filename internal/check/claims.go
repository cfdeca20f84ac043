package check

import (
	"slices"
	"strings"

	"github.com/mlauth/mlauth-compile/internal/diag"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

var claimRules = []Rule{
	{"MLA216", diag.Warning, "A mapped claim is one that the scopes ask for.", askedClaims},
	{"MLA217", diag.Info, "Who says that an address is verified is trusted to have verified it.", trustedVerification},
	{"MLA218", diag.Warning, "A social provider is asked for scopes that Cognito knows of it.", socialScopes},
	{"MLA221", diag.Error, "A mapping writes no attribute that is retired.", retiredTargets},
}

// claimScopes are the scopes that bring OpenID Connect's claims.
// https://openid.net/specs/openid-connect-core-1_0.html#ScopeClaims
var claimScopes = map[string]string{
	"email": "email", "email_verified": "email", "phone_number": "phone", "phone_number_verified": "phone", "address": "address",
	"name": "profile", "family_name": "profile", "given_name": "profile", "middle_name": "profile", "nickname": "profile",
	"preferred_username": "profile", "profile": "profile", "picture": "profile", "website": "profile", "gender": "profile",
	"birthdate": "profile", "zoneinfo": "profile", "locale": "profile", "updated_at": "profile",
}

// askedClaims is a warning, since some providers give more than they are asked.
func askedClaims(s *spec.Spec, report report) {
	eachProvider(s, func(_ string, p spec.IdentityProvider) {
		if p.Type != spec.OIDCProvider && p.Type != spec.GoogleProvider || doubtful(p.Node.Get("scopes")) {
			return
		}
		for entry := range p.Node.Get("attributeMapping").Entries() {
			scope := claimScopes[entry.Value.Text]
			if scope != "" && !slices.Contains(p.Scopes, scope) {
				report(entry.Value, "the claim "+quote(entry.Value.Text)+" comes with the scope "+scope+", which is not asked for: the attribute stays empty",
					"Add "+scope+" to scopes, unless the provider gives the claim without it.")
			}
		}
	})
}

// trustedVerification leaves social providers out, which verify addresses.
// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-specifying-attribute-mapping.html
func trustedVerification(s *spec.Spec, report report) {
	eachProvider(s, func(name string, p spec.IdentityProvider) {
		if p.Social() {
			return
		}
		for entry := range p.Node.Get("attributeMapping").Entries() {
			if address, found := strings.CutSuffix(entry.Key.Text, "_verified"); found {
				report(entry.Key, "whatever "+quote(name)+" says of "+address+" counts as verified here: its administrators can be anybody",
					"Keep it if the provider verifies addresses itself, and say so in an ignore; take it out otherwise.")
			}
		}
	})
}

// knownScopes: "Social IdP authorize_scopes values must match the values listed
// here."
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateIdentityProvider.html
var knownScopes = map[string][]string{
	spec.GoogleProvider:   {"email", "openid", "profile"},
	spec.FacebookProvider: {"email", "public_profile"},
	spec.AmazonProvider:   {"postal_code", "profile"},
	spec.AppleProvider:    {"email", "name"},
}

func socialScopes(s *spec.Spec, report report) {
	eachProvider(s, func(_ string, p spec.IdentityProvider) {
		known, social := knownScopes[p.Type]
		if !social {
			return
		}
		for _, item := range p.Node.Get("scopes").Items() {
			if !slices.Contains(known, item.Text) {
				report(item, "Cognito asks a provider of type "+p.Type+" for "+strings.Join(known, " and ")+" only", "Take "+quote(item.Text)+" out.")
			}
		}
	})
}

func retiredTargets(s *spec.Spec, report report) {
	if !s.OwnsPool() {
		return
	}
	eachProvider(s, func(_ string, p spec.IdentityProvider) {
		for entry := range p.Node.Get("attributeMapping").Entries() {
			name, custom := strings.CutPrefix(entry.Key.Text, spec.CustomPrefix)
			if custom && s.UserPool.Attributes.Custom[name].Retired {
				report(entry.Key, "attribute "+quote(entry.Key.Text)+" is retired", "Take it out of the mapping, or take retired off the attribute.")
			}
		}
	})
}
