package check

import (
	"cmp"
	"slices"

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

// sharedPools reports providers of specs that live in one pool and that have a
// name or an identifier in common.
func sharedPools(specs []*spec.Spec, report report) {
	type taken struct{ pool, kind, text string }
	type holder struct {
		spec *spec.Spec
		at   *spec.Node
	}
	first := map[taken]holder{}
	claim := func(s *spec.Spec, pool, kind string, at *spec.Node) {
		k := taken{pool, kind, at.Text}
		other, found := first[k]
		switch {
		case !found:
			first[k] = holder{s, at}
		case other.spec != s: // within one spec it is a duplicate key, or MLA207
			report(at, "the pool has the "+kind+" "+quote(at.Text)+" already, from "+other.spec.File,
				"Choose another, or use the one that is there.", firstAt(other.at))
		}
	}
	for _, s := range inOrder(specs) {
		pool := poolOf(s)
		if pool == "" {
			continue
		}
		for _, entry := range s.Node.Get("identityProviders").Entries() {
			claim(s, pool, "provider", entry.Key)
			for _, item := range entry.Value.Get("identifiers").Items() {
				claim(s, pool, "identifier", item)
			}
		}
	}
}

// poolOf names the pool that a spec's providers go to, "" for none.
func poolOf(s *spec.Spec) string {
	switch {
	case s.OwnsPool():
		return "stack " + s.Metadata.Name
	case s.UsesPool() && s.UserPool.Use.Stack != "":
		return "stack " + s.UserPool.Use.Stack
	case s.UsesPool():
		return s.UserPool.Use.ID
	}
	return ""
}

// inOrder puts owners of pools first, so that who borrows one is told.
func inOrder(specs []*spec.Spec) []*spec.Spec {
	ordered := slices.Clone(specs)
	slices.SortFunc(ordered, func(a, b *spec.Spec) int {
		if a.UsesPool() != b.UsesPool() {
			if b.UsesPool() {
				return -1
			}
			return 1
		}
		return cmp.Compare(a.File, b.File)
	})
	return ordered
}
