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
	Title    string                              // what must hold, in one line
	claims   func(s *spec.Spec, claim claimFunc) // of each; nil for a rule that needs none
	check    func(specs []*Summary, made claimsMade, report reportAt)
}

// reportAt notes that a rule is broken at a place.
type reportAt func(at spot, message, remedy string, related ...diag.Related)

// claimsMade are the claims of a spec that a rule is about.
type claimsMade func(s *Summary) []claimed

var betweenRules = []betweenRule{
	{"MLA114", diag.Error, "A pool that is used belongs to the stack that is named, in the same region and account.", nil, unfitOwners},
	{"MLA134", diag.Warning, "Somebody can sign in to a pool.", nil, emptyPools},
	{"MLA220", diag.Error, "Providers of all specs in one pool have names and identifiers of their own.", claimProviders, sharedPools},
	{"MLA304", diag.Warning, "Somebody asks for each scope.", nil, unaskedScopes},
	{"MLA701", diag.Error, "Stacks have different names.", claimStack, sameStack},
	{"MLA702", diag.Error, "Domain prefixes of a region are different.", claimPrefix, samePrefix},
	{"MLA703", diag.Error, "An account's trust in an issuer is owned by one spec.", claimIssuers, sameIssuer},
	{"MLA704", diag.Warning, "Somebody declares the account's trust in an issuer that a workload trusts.", claimTrusted, ownerless},
	{"MLA705", diag.Error, "Roles have different names in an account.", claimRoles, sameRole},
	{"MLA706", diag.Error, "Custom domains are different.", claimDomain, sameDomain},
	{"MLA707", diag.Error, "A service account is given one role by all specs together.", claimServiceAccounts, sameServiceAccount},
	{"MLA708", diag.Warning, "A callback is of one team.", claimCallbacks, claimedCallbacks},
	{"MLA709", diag.Warning, "A job takes on the roles of one team.", claimJobs, claimedJobs},
	{"MLA710", diag.Error, "What is published has a place of its own.", claimPlaces, samePlace},
	{"MLA711", diag.Error, "Names in a pool are different, whichever specs make them.", claimNames, sameNameInPool},
	{"MLA712", diag.Error, "What exists is adopted once.", claimAdoptions, adoptedTwice},
	{"MLA714", diag.Warning, "A stack whose pool is used has a spec.", nil, strayUses},
}

// Between applies the rules on several specs. Others are specs of the repository
// that are not of the run, against which nothing is said.
func Between(specs, others []*Summary) diag.List {
	for _, s := range others {
		s.foreign = true
	}
	all := slices.Concat(others, specs)
	slices.SortStableFunc(all, foreignFirst)
	found := make([]diag.List, len(betweenRules)+2)
	parallel.Each(len(found), func(i int) {
		switch i -= 2; i {
		case -2:
			found[i+2] = inUsedPools(all)
		case -1:
			found[i+2] = promotedByMates(all)
		default:
			r := betweenRules[i]
			r.check(all, func(s *Summary) []claimed { return s.claims[i] }, func(at spot, message, remedy string, related ...diag.Related) {
				found[i+2] = append(found[i+2], at.finding(r.ID, r.Severity, message, remedy, related...)...)
			})
		}
	})
	return slices.Concat(found...)
}

// foreignFirst sorts by file, behind those against which nothing is said.
func foreignFirst(a, b *Summary) int {
	switch {
	case a.foreign == b.foreign:
		return cmp.Compare(a.File, b.File)
	case a.foreign:
		return -1
	}
	return 1
}

// disputes walks the claims that an earlier one stands in the way of. The first to
// make a claim has it.
func disputes(specs []*Summary, made claimsMade, do func(mine, first *claimed)) {
	taken := map[[2]string]*claimed{}
	for _, s := range specs {
		claims := made(s)
		for i := range claims {
			mine := &claims[i]
			k := [2]string{mine.scope, mine.value}
			if first := taken[k]; first == nil {
				taken[k] = mine
			} else if !s.foreign {
				do(mine, first)
			}
		}
	}
}

var (
	sameStack  = unique("stack name", "A stack's name is unique among all specs: choose another.")
	samePrefix = unique("domain prefix", "A prefix is unique in its region, over all AWS accounts: choose another.")
)

// unique reports every claim that an earlier spec has made already.
func unique(what, remedy string) func([]*Summary, claimsMade, reportAt) {
	return func(specs []*Summary, made claimsMade, report reportAt) {
		disputes(specs, made, func(mine, first *claimed) {
			report(mine.at, what+" "+quote(mine.value)+" is taken by "+first.by.File, remedy, first.at.first())
		})
	}
}

func claimStack(s *spec.Spec, claim claimFunc) {
	claim.text("", s.Metadata.Node.Get("name"))
}

func claimPrefix(s *spec.Spec, claim claimFunc) {
	if s.UserPool != nil && s.UserPool.Domain != nil {
		claim.text(s.AWS.Region, s.UserPool.Domain.Node.Get("prefix"))
	}
}
