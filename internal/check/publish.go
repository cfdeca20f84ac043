package check

import (
	"strings"

	"github.com/mlauth/mlauth-compile/internal/diag"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

var publishRules = []Rule{
	{"MLA130", diag.Error, "A parameter's path does not begin with a name that AWS keeps for itself.", parameterPath},
	{"MLA131", diag.Warning, "Client secrets are published where there are some.", secretsToPublish},
}

// parameterPath: https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-parameter-name-constraints.html
func parameterPath(s *spec.Spec, report report) {
	p := s.Publish.SSM
	if p == nil {
		return
	}
	path := strings.ToLower(p.Path)
	for _, reserved := range []string{"/aws", "/ssm"} {
		if strings.HasPrefix(path, reserved) {
			report(p.Node.Get("path"), "AWS keeps parameters that begin with "+reserved+" for itself", "Begin the path with another name, such as /mlauth.")
		}
	}
}

func secretsToPublish(s *spec.Spec, report report) {
	p := s.Publish.SecretsManager
	if p == nil {
		return
	}
	for _, c := range s.Clients {
		if c.Secret {
			return
		}
	}
	report(p.Node.OwnKey(), "no client has a secret: there is nothing to publish", "Take secretsManager out.")
}
