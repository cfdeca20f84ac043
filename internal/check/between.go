package check

import (
	"cmp"
	"slices"

	"github.com/mlauth/mlauth-compile/internal/diag"
	"github.com/mlauth/mlauth-compile/internal/parallel"
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
	{"MLA304", diag.Warning, "Somebody asks for each scope.", unaskedScopes},
	{"MLA701", diag.Error, "Stacks have different names.", sameStack},
	{"MLA702", diag.Error, "Domain prefixes of a region are different.", samePrefix},
	{"MLA703", diag.Error, "An account's trust in an issuer is owned by one spec.", sameIssuer},
	{"MLA704", diag.Warning, "Somebody declares the account's trust in an issuer that a workload trusts.", ownerless},
	{"MLA705", diag.Error, "Roles have different names in an account.", sameRole},
	{"MLA706", diag.Error, "Custom domains are different.", sameDomain},
	{"MLA707", diag.Error, "A service account is given one role by all specs together.", sameServiceAccount},
	{"MLA708", diag.Warning, "A callback is of one team.", claimedCallbacks},
	{"MLA709", diag.Warning, "A job takes on the roles of one team.", claimedJobs},
	{"MLA710", diag.Error, "What is published has a place of its own.", samePlace},
	{"MLA711", diag.Error, "Names in a pool are different, whichever specs make them.", sameNameInPool},
	{"MLA712", diag.Error, "What exists is adopted once.", adoptedTwice},
}

// between applies the rules on several specs, which they see sorted by file:
// first the others, which are not of the run and against which nothing is said.
func between(specs, others []*spec.Spec) diag.List {
	all := append(byFile(others), byFile(specs)...)
	foreign := map[*spec.Node]bool{}
	for _, s := range others {
		foreign[s.Node] = true
	}
	ours := func(r betweenRule) diag.List {
		var findings diag.List
		add := collect(r.ID, r.Severity, &findings)
		r.check(all, func(at *spec.Node, message, remedy string, related ...diag.Related) {
			if !foreign[rootOf(at)] {
				add(at, message, remedy, related...)
			}
		})
		return findings
	}
	found := make([]diag.List, len(betweenRules)+2)
	parallel.Each(len(found), func(i int) {
		switch i {
		default:
			found[i] = ours(betweenRules[i])
		case len(betweenRules):
			found[i] = inUsedPools(all, foreign)
		case len(betweenRules) + 1:
			found[i] = promotedByMates(all, foreign)
		}
	})
	return slices.Concat(found...)
}

func byFile(specs []*spec.Spec) []*spec.Spec {
	return slices.SortedFunc(slices.Values(specs), func(a, b *spec.Spec) int { return cmp.Compare(a.File, b.File) })
}

func rootOf(n *spec.Node) *spec.Node {
	for n.Parent() != nil {
		n = n.Parent()
	}
	return n
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
	taken := holders{}
	for _, s := range specs {
		at := value(s)
		if at == nil || at.Poisoned() {
			continue
		}
		in := ""
		if scope != nil {
			in = scope(s)
		}
		if other, is := taken.by(s, at, in, at.Text); is {
			report(at, what+" "+quote(at.Text)+" is taken by "+other.spec.File, remedy, firstAt(other.at))
		}
	}
}

// holders are the first that have each value.
type holders map[[2]string]holder

type holder struct {
	spec *spec.Spec
	at   *spec.Node
}

// by takes a value in a scope for a spec, and returns who has it already.
func (h holders) by(s *spec.Spec, at *spec.Node, scope, value string) (other holder, taken bool) {
	k := [2]string{scope, value}
	if other, taken = h[k]; !taken {
		h[k] = holder{s, at}
	}
	return other, taken
}

// firstAt is the place of a value that stands in the way of another.
func firstAt(n *spec.Node) diag.Related {
	return diag.Related{Range: n.Range(), Message: "first declared here"}
}
