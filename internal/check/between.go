package check

import (
	"cmp"
	"slices"

	"github.com/mlauth/mlauth-compile/internal/diag"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

// betweenRule is one thing that the checker knows about several specs.
type betweenRule struct {
	ID       string
	Severity diag.Severity
	Title    string // what must hold, in one line
	check    func(specs []*spec.Spec, report report)
}

var betweenRules = []betweenRule{
	{"MLA114", diag.Error, "A pool that is used belongs to the stack that is named, in the same region and account.", unfitOwners},
	{"MLA134", diag.Warning, "Somebody can sign in to a pool.", emptyPools},
	{"MLA220", diag.Error, "Providers of all specs in one pool have names and identifiers of their own.", sharedPools},
	{"MLA701", diag.Error, "Stacks have different names.", sameStack},
	{"MLA702", diag.Error, "Domain prefixes of a region are different.", samePrefix},
	{"MLA703", diag.Error, "An account's trust in an issuer is owned by one spec.", sameIssuer},
	{"MLA704", diag.Warning, "Somebody declares the account's trust in an issuer that a workload trusts.", ownerless},
	{"MLA705", diag.Error, "Roles of workloads have different names in an account.", sameRole},
}

// between applies the rules on several specs, which they see sorted by file.
func between(specs []*spec.Spec) diag.List {
	ordered := slices.SortedFunc(slices.Values(specs), func(a, b *spec.Spec) int { return cmp.Compare(a.File, b.File) })
	var findings diag.List
	for _, r := range betweenRules {
		r.check(ordered, collect(r.ID, r.Severity, &findings))
	}
	return append(findings, inUsedPools(ordered)...)
}

func sameStack(specs []*spec.Spec, report report) {
	unique(specs, "stack name", "A stack's name is unique among all specs: choose another.", report,
		func(s *spec.Spec) *spec.Node { return s.Metadata.Node.Get("name") }, nil)
}

func samePrefix(specs []*spec.Spec, report report) {
	unique(specs, "domain prefix", "A prefix is unique in its region, over all AWS accounts: choose another.", report,
		func(s *spec.Spec) *spec.Node {
			if s.UserPool == nil || s.UserPool.Domain == nil {
				return nil
			}
			return s.UserPool.Domain.Node.Get("prefix")
		}, func(s *spec.Spec) string { return s.AWS.Region })
}

// unique reports every value that an earlier spec has already, within a scope
// where there is one.
func unique(specs []*spec.Spec, what, remedy string, report report, value func(*spec.Spec) *spec.Node, scope func(*spec.Spec) string) {
	type key struct{ scope, value string }
	type holder struct {
		spec *spec.Spec
		at   *spec.Node
	}
	first := map[key]holder{}
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
		report(at, what+" "+quote(at.Text)+" is taken by "+other.spec.File, remedy, firstAt(other.at))
	}
}

// firstAt is the place of a value that stands in the way of another.
func firstAt(n *spec.Node) diag.Related {
	return diag.Related{Range: n.Range(), Message: "first declared here"}
}
