package check

import (
	"slices"
	"sync"

	"github.com/mlauth/mlauth-compile/internal/diag"
	"github.com/mlauth/mlauth-compile/internal/parallel"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

// Rule is one thing that the checker knows about a spec.
type Rule struct {
	ID       string
	Severity diag.Severity
	Title    string // what must hold, in one line
	check    func(s *spec.Spec, report report)
}

// report notes that a rule is broken at a node; related are other places that
// explain it.
type report func(at *spec.Node, message, remedy string, related ...diag.Related)

// Rules returns every rule on a single spec, by ID.
func Rules() []Rule {
	return slices.Concat(userPoolRules, identityProviderRules, resourceServerRules, scopeRules,
		clientRules, promotionRules, redirectRules, weakClientRules, idleClientRules,
		groupRules, poolUseRules, publishRules, adoptRules, acknowledgeRules,
		identityPoolRules, identityAccessRules, identityRoleRules, roleRules, statementRules, grantNameRules, principalTagRules,
		workloadRules, refRules, subjectRules, trusteeRules, hygieneRules, tagRules, limitRules)
}

// Specs checks each spec on its own, and all of them together. Others are specs of
// the repository that are not of the run: the rules between specs know of them,
// and nothing is said against them. The findings are in no order.
func Specs(specs []*spec.Spec, others ...*spec.Spec) diag.List {
	found := make([]diag.List, len(specs), len(specs)+1)
	parallel.Each(len(specs), func(i int) { found[i] = Alone(specs[i]) })
	return slices.Concat(append(found, Between(summaries(specs), summaries(others)))...)
}

func summaries(specs []*spec.Spec) []*Summary {
	all := make([]*Summary, len(specs))
	parallel.Each(len(specs), func(i int) { all[i] = Summarize(specs[i], func() *spec.Spec { return specs[i] }) })
	return all
}

var onSingleSpecs = sync.OnceValue(Rules)

// Alone checks a spec on its own. Nothing is said against one that has lost a
// section, until it is mended, nor do the rules between specs say anything.
func Alone(s *spec.Spec) diag.List {
	if lostSection(s) {
		return nil
	}
	return one(s, onSingleSpecs())
}

// sections are those on which others hang.
var sections = []string{"aws", "userPool", "identityProviders", "resourceServers", "clients", "identityPool", "iamOidcProviders"}

// lostSection tells whether a whole section of a spec is wrong and reported, such
// as a list in place of a map. What hangs on it would be wrong by consequence.
func lostSection(s *spec.Spec) bool {
	return slices.ContainsFunc(sections, func(name string) bool { return s.Node.Get(name).Poisoned() })
}

func one(s *spec.Spec, rules []Rule) diag.List {
	var findings diag.List
	var rule Rule
	report := func(at *spec.Node, message, remedy string, related ...diag.Related) {
		findings = append(findings, finding(rule.ID, rule.Severity, at, message, remedy, related...)...)
	}
	for _, rule = range rules {
		rule.check(s, report)
	}
	return findings
}

// collect returns a report that adds to findings.
func collect(id string, severity diag.Severity, findings *diag.List) report {
	return func(at *spec.Node, message, remedy string, related ...diag.Related) {
		*findings = append(*findings, finding(id, severity, at, message, remedy, related...)...)
	}
}

func finding(id string, severity diag.Severity, at *spec.Node, message, remedy string, related ...diag.Related) diag.List {
	return spotOf(at).finding(id, severity, message, remedy, related...)
}
