package check

import (
	"slices"
	"strings"

	"github.com/mlauth/mlauth-compile/internal/diag"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

var groupRules = []Rule{
	{"MLA120", diag.Error, "A group's role is one of the identity pool's, or an ARN.", groupRole},
}

func groupRole(s *spec.Spec, report report) {
	var known []string
	if s.IdentityPool != nil {
		known = keys(s.IdentityPool.Roles)
	}
	for _, name := range keys(s.Groups) {
		g := s.Groups[name]
		if g.Role == "" || strings.HasPrefix(g.Role, "arn:") {
			continue
		}
		if !slices.Contains(known, g.Role) {
			message, remedy := unknown("role", g.Role, known)
			report(g.Node.Get("role"), message, remedy)
		}
	}
}
