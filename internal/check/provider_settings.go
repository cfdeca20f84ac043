package check

import (
	"slices"
	"strings"

	"github.com/mlauth/mlauth-compile/internal/diag"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

// eachProvider walks the identity providers in order.
func eachProvider(s *spec.Spec, do func(name string, p spec.IdentityProvider)) {
	for _, name := range keys(s.IdentityProviders) {
		do(name, s.IdentityProviders[name])
	}
}

// discoveryIssuer: Cognito appends the path of the discovery document itself.
// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-oidc-idp.html
func discoveryIssuer(s *spec.Spec, report report) {
	eachProvider(s, func(_ string, p spec.IdentityProvider) {
		if issuer, found := strings.CutSuffix(strings.TrimRight(p.Issuer, "/"), "/.well-known/openid-configuration"); found {
			report(p.Node.Get("issuer"), "this is the address of a discovery document, not the issuer", "Write "+issuer+".")
		}
	})
}

func issuerSlash(s *spec.Spec, report report) {
	eachProvider(s, func(_ string, p spec.IdentityProvider) {
		if strings.HasSuffix(p.Issuer, "/") && !strings.HasSuffix(p.Issuer, "/openid-configuration/") {
			report(p.Node.Get("issuer"), "the issuer ends in a slash, and AWS asks for one that does not",
				"Take the slash off, unless the tokens' iss claim has it and sign-in was seen to work.")
		}
	})
}

func uniqueIdentifiers(s *spec.Spec, report report) {
	first := map[string]string{}
	eachProvider(s, func(name string, p spec.IdentityProvider) {
		for _, item := range p.Node.Get("identifiers").Items() {
			if other, taken := first[item.Text]; taken && other != name {
				report(item, "identifier "+quote(item.Text)+" leads to "+quote(other)+" already", "Give it to one of the two.")
				continue
			}
			first[item.Text] = name
		}
	})
}

func metadataFile(s *spec.Spec, report report) {
	eachProvider(s, func(_ string, p spec.IdentityProvider) {
		if m := p.Metadata; m.Problem != "" {
			remedy := "Save the provider's SAML metadata there, or name its address with url."
			if m.Problem == spec.OutsideRepository {
				remedy = "Name a file of this repository, relative to " + m.Node.Get("file").Range().File + ", or the metadata's address with url."
			}
			report(m.Node.Get("file"), "the metadata file "+quote(m.File)+" "+m.Problem, remedy)
		}
	})
}

func idpInitiated(s *spec.Spec, report report) {
	eachProvider(s, func(_ string, p spec.IdentityProvider) {
		if p.Type == spec.SAMLProvider && p.IDPInitiated {
			report(p.Node.Get("idpInitiated"), "a sign-in that begins at the provider can be forced on a user by another: Cognito cannot tell who asked for it",
				"Begin it at the pool's authorization endpoint, with identity_provider set.")
		}
	})
}

// sameProvider compares what is written out; of a client id that is referred to,
// where it is found.
func sameProvider(s *spec.Spec, report report) {
	first := map[[2]string]string{}
	eachProvider(s, func(name string, p spec.IdentityProvider) {
		k, same := providerIdentity(p)
		if k[0] == "" || k[1] == "" {
			return
		}
		if other, taken := first[k]; taken {
			report(p.Node.OwnKey(), "it is the same "+same+" as "+quote(other)+": users of the one are not known to the other",
				"Keep one of them, with the identifiers of both.")
			return
		}
		first[k] = name
	})
}

// providerIdentity is what tells a provider from others, and how it is called.
func providerIdentity(p spec.IdentityProvider) (identity [2]string, words string) {
	if p.Type == spec.SAMLProvider {
		return [2]string{"saml", p.Metadata.URL}, "metadata"
	}
	client := p.ClientID.Text
	if client == "" && !p.ClientID.Secret.IsZero() {
		client = "in " + p.ClientID.Secret.String()
	}
	return [2]string{strings.ToLower(p.Issuer), client}, "issuer and client"
}

func unusedProvider(s *spec.Spec, report report) {
	var used []string
	people := false
	eachClient(s, func(_ string, c spec.Client) {
		used = append(used, c.IdentityProviders...)
		people = people || c.Type != spec.Machine
	})
	if !people {
		return // the clients are not declared here
	}
	eachProvider(s, func(name string, p spec.IdentityProvider) {
		if !slices.Contains(used, name) && !misnamed(s, name, used) {
			report(p.Node.OwnKey(), "no client lets users of "+quote(name)+" in", "Name it in a client's identityProviders, or take it out.")
		}
	})
}

// misnamed tells whether a name that no provider has was most likely meant to be
// one's: MLA403 says so.
func misnamed(s *spec.Spec, name string, used []string) bool {
	return slices.ContainsFunc(used, func(other string) bool {
		_, declared := s.IdentityProviders[other]
		return !declared && diag.Nearest(other, []string{name}) != ""
	})
}
