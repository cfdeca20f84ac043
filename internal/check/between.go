package check

import (
	"cmp"
	"slices"

	"github.com/mlauth/mlauth-compile/internal/diag"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

// between holds the rules between specs, the 7xx family.
func between(specs []*spec.Spec) diag.List {
	ordered := slices.SortedFunc(slices.Values(specs), func(a, b *spec.Spec) int { return cmp.Compare(a.File, b.File) })
	var findings diag.List
	findings = append(findings, unique(ordered, "MLA701", "stack name", "A stack's name is unique among all specs: choose another.",
		func(s *spec.Spec) *spec.Node { return s.Metadata.Node.Get("name") }, nil)...)
	findings = append(findings, unique(ordered, "MLA702", "domain prefix", "A prefix is unique in its region, over all AWS accounts: choose another.",
		func(s *spec.Spec) *spec.Node {
			if s.UserPool == nil || s.UserPool.Domain == nil {
				return nil
			}
			return s.UserPool.Domain.Node.Get("prefix")
		}, func(s *spec.Spec) string { return s.AWS.Region })...)
	findings = append(findings, issuers(ordered)...)
	findings = append(findings, roleOwners(ordered)...)
	return findings
}

// unique reports every value that an earlier spec has already, within a scope
// where there is one.
func unique(specs []*spec.Spec, id, what, remedy string, value func(*spec.Spec) *spec.Node, scope func(*spec.Spec) string) diag.List {
	type key struct{ scope, value string }
	type holder struct {
		spec *spec.Spec
		at   *spec.Node
	}
	first := map[key]holder{}
	var findings diag.List
	for _, s := range specs {
		at := value(s)
		if at == nil || at.Poisoned() {
			continue
		}
		k := key{value: at.Text}
		if scope != nil {
			k.scope = scope(s)
		}
		other, taken := first[k]
		if !taken {
			first[k] = holder{s, at}
			continue
		}
		found := finding(id, diag.Error, at, what+" "+quote(at.Text)+" is taken by "+other.spec.File, remedy)
		for i := range found {
			found[i].Related = append(found[i].Related, diag.Related{Range: other.at.Range(), Message: "first declared here"})
		}
		findings = append(findings, found...)
	}
	return findings
}
