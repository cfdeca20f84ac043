package check

import (
	"slices"
	"strings"

	"github.com/mlauth/mlauth-compile/internal/diag"
	"github.com/mlauth/mlauth-compile/internal/policy"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

var grantNameRules = []Rule{
	{"MLA545", diag.Error, "A grant names what its service can have.", grantNames},
	{"MLA546", diag.Warning, "A grant on what lies below a prefix ends with /*.", prefixGrants},
	{"MLA547", diag.Warning, "A role that is handed on, or taken on, is one that lets it.", handedRoles},
}

func eachGrantItem(s *spec.Spec, do func(grant string, item *spec.Node)) {
	eachRole(s, func(p spec.Permissions) {
		for _, g := range p.Grants {
			for _, item := range g.Items() {
				do(g.Name, item)
			}
		}
	})
}

func grantNames(s *spec.Spec, report report) {
	at := policy.PlaceOf(s)
	eachGrantItem(s, func(grant string, item *spec.Node) {
		if policy.Examine(grant, item.Text, at) == policy.BareWildcard {
			return // for MLA520
		}
		if example, ok := policy.NameForm(grant, item.Text); !ok {
			report(item, "nothing that "+grant+" is about can have this name", "Write it as in "+example+".")
		}
	})
}

// prefixGrants: S3 has no folders, and a key that ends with a slash is an object
// like any other.
func prefixGrants(s *spec.Spec, report report) {
	eachGrantItem(s, func(grant string, item *spec.Node) {
		if strings.HasPrefix(grant, "s3.") && strings.HasSuffix(item.Text, "/") && !strings.HasPrefix(item.Text, "arn:") && strings.Count(item.Text, "/") > 1 {
			report(item, "this is the one object of that name, not what lies below it", "Write "+item.Text+"*.")
		}
	})
}

// handedRoles knows the roles of this spec: whom they trust, and their paths.
func handedRoles(s *spec.Spec, report report) {
	eachGrantItem(s, func(grant string, item *spec.Node) {
		if grant != "sagemaker.runJobs" && grant != "sts.assumeRole" || strings.HasPrefix(item.Text, "arn:") {
			return
		}
		name := item.Text[strings.LastIndex(item.Text, "/")+1:]
		for _, key := range keys(s.Workloads) {
			w := s.Workloads[key]
			if w.RoleName != name || w.Node.Poisoned() || mistaken(w.Node) || slices.ContainsFunc(w.Trust, oddService) {
				continue
			}
			full := strings.TrimPrefix(w.Path+name, "/")
			switch {
			case strings.TrimPrefix(item.Text, "/") != full:
				report(item, "the role of workloads."+key+" has the path "+w.Path+", which is part of its ARN", "Write "+full+".")
			case grant == "sts.assumeRole":
				report(item, "the role of workloads."+key+" trusts no other role, so that none can take it on", "Give what it may do to this role itself.")
			case !slices.ContainsFunc(w.Trust, func(t spec.Trust) bool { return strings.TrimSuffix(t.Service, ".amazonaws.com") == "sagemaker" }):
				report(item, "SageMaker runs jobs with roles that trust it, and workloads."+key+" does not", "Add {service: sagemaker} to its trust.")
			}
		}
	})
}
