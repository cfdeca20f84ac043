package check

import (
	"github.com/mlauth/mlauth-compile/internal/diag"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

var providerClientRules = []Rule{
	{"MLA219", diag.Error, "A client whose sign-in may begin at a SAML provider has SAML providers only.", startedElsewhere},
}

// startedElsewhere: Cognito takes no other provider, and not the pool itself,
// beside one that begins sign-ins.
// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-SAML-session-initiation.html
func startedElsewhere(s *spec.Spec, report report) {
	eachClient(s, func(key string, c spec.Client) {
		begins, other := "", ""
		for _, name := range c.IdentityProviders {
			p, known := s.IdentityProviders[name]
			switch {
			case known && p.Type == spec.SAMLProvider && p.IDPInitiated:
				begins = name
			case known && p.Type != spec.SAMLProvider || name == spec.LocalUsers:
				other = name
			}
		}
		if begins == "" || other == "" || s.IdentityProviders[begins].Node.Get("idpInitiated").Poisoned() {
			return
		}
		at := c.Node.OwnKey()
		if list := c.Node.Get("identityProviders"); list != nil {
			at = list
		}
		report(at, "sign-ins of client "+quote(key)+" may begin at "+quote(begins)+", and Cognito then takes no provider that is not SAML: "+quote(other)+" is none",
			"Give "+quote(begins)+" a client of its own, and name the others in identityProviders.")
	})
}

// claimProviders: a pool knows its providers by names and identifiers.
func claimProviders(s *spec.Spec, claim claimFunc) {
	for entry := range s.Node.Get("identityProviders").Entries() {
		claim("provider", entry.Key.Text, entry.Key.Text, entry.Key)
		for _, item := range entry.Value.Get("identifiers").Items() {
			claim("identifier", item.Text, item.Text, item)
		}
	}
}

// sharedPools reports providers of specs that live in one pool and that have a
// name or an identifier in common. Within one spec it is a key that is given
// twice, or MLA207.
func sharedPools(specs []*Summary, made claimsMade, report reportAt) {
	inPools(specs, made, func(mine, first *claimed, what string) {
		report(mine.at, "the pool has the "+what+" "+quote(mine.value)+" already, from "+first.by.File,
			"Choose another, or use the one that is there.", first.at.first())
	})
}
