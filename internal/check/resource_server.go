package check

import (
	"github.com/mlauth/mlauth-compile/internal/diag"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

var resourceServerRules = []Rule{
	{"MLA301", diag.Error, "Resource servers of a pool have different identifiers.", sameIdentifier},
}

func sameIdentifier(s *spec.Spec, report report) {
	first := map[string]string{}
	for _, key := range keys(s.ResourceServers) {
		r := s.ResourceServers[key]
		if other, taken := first[r.Identifier]; taken {
			at := r.Node.Get("identifier")
			if at == nil {
				at = r.Node.OwnKey()
			}
			report(at, "resource server "+quote(other)+" has the identifier "+quote(r.Identifier)+" already", "Give each its own.")
			continue
		}
		first[r.Identifier] = key
	}
}
