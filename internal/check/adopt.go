package check

import (
	"slices"
	"strings"

	"github.com/mlauth/mlauth-compile/internal/diag"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

var adoptRules = []Rule{
	{"MLA810", diag.Error, "What is adopted is declared.", adoptDeclared},
	{"MLA811", diag.Error, "A throw-away stack adopts nothing.", adoptEphemeral},
	{"MLA812", diag.Error, "What is adopted inside a pool says which pool.", adoptPool},
}

func adoptDeclared(s *spec.Spec, report report) {
	a := s.Lifecycle.Adopt
	if a.UserPool != "" && !s.OwnsPool() {
		report(a.Node.Get("userPool"), "this spec makes no user pool that could stand for the adopted one", "Describe the pool under userPool, or take the entry out.")
	}
	if a.IdentityPool != "" && s.IdentityPool == nil {
		report(a.Node.Get("identityPool"), "this spec has no identity pool that could stand for the adopted one", "Describe it under identityPool, or take the entry out.")
	}
	domain := spec.Domain{}
	if s.OwnsPool() && s.UserPool.Domain != nil {
		domain = *s.UserPool.Domain
	}
	for key, pair := range map[string][2]string{"prefix": {a.Domain.Prefix, domain.Prefix}, "custom": {a.Domain.Custom, domain.Custom}} {
		if pair[0] != "" && pair[0] != pair[1] {
			report(a.Domain.Node.Get(key), quote(pair[0])+" is not the pool's "+key+" domain in this spec", "Set userPool.domain."+key+" to it, or take the entry out.")
		}
	}
	named(a.Node.Get("identityProviders"), "identity provider", keys(s.IdentityProviders), report)
	named(a.Node.Get("resourceServers"), "resource server", keys(s.ResourceServers), report)
	named(a.Node.Get("clients"), "client", keys(s.Clients), report)
	named(a.Node.Get("groups"), "group", keys(s.Groups), report)
}

func named(section *spec.Node, what string, known []string, report report) {
	for entry := range section.Entries() {
		if !slices.Contains(known, entry.Key.Text) {
			message, remedy := unknown(what, entry.Key.Text, known)
			report(entry.Key, message, remedy)
		}
	}
}

func adoptEphemeral(s *spec.Spec, report report) {
	if a := s.Lifecycle.Adopt; s.Lifecycle.Ephemeral && a.Node.Len() > 0 {
		report(a.Node.OwnKey(), "an ephemeral stack is destroyed without a question, and what it adopted with it", "Take adopt out, or ephemeral.")
	}
}

func adoptPool(s *spec.Spec, report report) {
	a := s.Lifecycle.Adopt
	if a.UserPool != "" || s.UsesPool() && s.UserPool.Use.ID != "" {
		return
	}
	for section, separator := range map[string]string{"identityProviders": ":", "resourceServers": "|", "clients": "/", "groups": "/"} {
		for entry := range a.Node.Get(section).Entries() {
			if !strings.Contains(entry.Value.Text, separator) {
				report(entry.Value, "it does not say in which pool this is", "Write POOL-ID"+separator+entry.Value.Text+".")
			}
		}
	}
}
