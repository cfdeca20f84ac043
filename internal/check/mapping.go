package check

import (
	"slices"

	"github.com/mlauth/mlauth-compile/internal/diag"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

// mutableTargets: Cognito writes mapped attributes at each sign-in, and fails
// where it cannot.
// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-specifying-attribute-mapping.html
func mutableTargets(s *spec.Spec, report report) {
	if !s.OwnsPool() {
		return
	}
	eachProvider(s, func(_ string, p spec.IdentityProvider) {
		for entry := range p.Node.Get("attributeMapping").Entries() {
			name := entry.Key.Text
			if !s.UserPool.Attributes.Mutable(name) {
				report(entry.Key, "attribute "+quote(name)+" cannot be changed, and a provider writes it anew at each sign-in: the second one fails",
					"Make the attribute mutable, or take it out of the mapping.")
			}
		}
	})
}

func requiredMapped(s *spec.Spec, report report) {
	if !s.OwnsPool() {
		return
	}
	eachProvider(s, func(_ string, p spec.IdentityProvider) {
		meant := func(name string) bool {
			return slices.ContainsFunc(keys(p.AttributeMapping), func(key string) bool {
				return !hasAttribute(s, key) && diag.Nearest(key, []string{name}) != ""
			})
		}
		for _, name := range keys(s.UserPool.Attributes.Standard) {
			if s.UserPool.Attributes.Standard[name].Required && p.AttributeMapping[name] == "" && !meant(name) {
				at := p.Node.Key("attributeMapping")
				if at == nil {
					at = p.Node.OwnKey()
				}
				report(at, "users must have the attribute "+quote(name)+", and the provider gives none: nobody can sign in by it",
					"Map "+name+" from one of the provider's claims.")
			}
		}
	})
}

// stableUsername: an address or a name may be given to somebody else one day,
// who would then be the old user.
func stableUsername(s *spec.Spec, report report) {
	stable := map[string][]string{
		spec.OIDCProvider: {"sub"}, spec.GoogleProvider: {"sub"}, spec.AppleProvider: {"sub"},
		spec.FacebookProvider: {"id"}, spec.AmazonProvider: {"user_id"},
	}
	eachProvider(s, func(_ string, p spec.IdentityProvider) {
		claims, fixed := stable[p.Type]
		at := p.Node.Get("attributeMapping").Get(spec.UsernameAttribute)
		if fixed && at != nil && !slices.Contains(claims, at.Text) {
			report(at, "the user name is taken from "+quote(at.Text)+", which the provider may give to another person later",
				"Map it from "+claims[0]+", or leave it out.")
		}
	})
}
