package check

import (
	"slices"
	"strings"

	"github.com/mlauth/mlauth-compile/internal/diag"
	"github.com/mlauth/mlauth-compile/internal/policy"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

var subjectRules = []Rule{
	{"MLA619", diag.Error, "A subject of an issuer that many share says whose it is before its first *.", sharedSubjects},
	{"MLA620", diag.Error, "An audience is written out.", audiencePatterns},
	{"MLA621", diag.Warning, "A workload has each trust once.", repeatedTrusts},
}

// sharedIssuers issue tokens to anybody: who somebody is stands in the subject
// alone, behind one of these claims, which come first.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html
var sharedIssuers = map[string]struct {
	claims  []string
	example string
}{
	spec.GitHubIssuer:          {[]string{"repo", "repository", "repository_id", "repository_owner", "repository_owner_id", "enterprise"}, "repo:OWNER/REPOSITORY:…"},
	spec.GitLabIssuer:          {[]string{"project_path"}, "project_path:GROUP/PROJECT:…"},
	"https://app.terraform.io": {[]string{"organization"}, "organization:ORGANIZATION:project:…"},
}

// sharedSubjects: at GitHub a claim such as environment or workflow may come
// first where a repository says so, and everybody's repository can.
// https://docs.github.com/en/actions/reference/security/oidc
func sharedSubjects(s *spec.Spec, report report) {
	eachTrust(s, func(_ spec.Workload, t spec.Trust) {
		if t.OIDC == nil {
			return
		}
		shared, is := sharedIssuers[strings.TrimSuffix(t.OIDC.Issuer, "/")]
		for _, item := range t.OIDC.Node.Get("subjects").Items() {
			if message, _ := loose(item.Text); !is || message != "" { // for MLA609
				continue
			}
			claim, rest, _ := strings.Cut(item.Text, ":")
			owner := strings.FieldsFunc(rest+":", func(c rune) bool { return c == '/' || c == ':' })
			switch {
			case !slices.Contains(shared.claims, claim):
				report(item, t.OIDC.Issuer+" issues tokens to anybody, and what begins with "+quote(claim)+" may be anybody's", "Begin it with "+shared.example)
			case len(owner) == 0 || strings.Contains(owner[0], "*"):
				report(item, t.OIDC.Issuer+" issues tokens to anybody, and this subject leaves open whose", "Begin it with "+shared.example)
			}
		}
	})
}

// audiencePatterns: audiences are compared letter by letter, in the trust policy
// and in the IAM OIDC provider.
func audiencePatterns(s *spec.Spec, report report) {
	literal := func(n *spec.Node) {
		if n != nil && strings.ContainsAny(n.Text, "*?") {
			report(n, "an audience is compared letter by letter, and * and ? stand for themselves", "Write out the audience that the tokens have.")
		}
	}
	for entry := range s.Node.Get("iamOidcProviders").Entries() {
		for _, item := range entry.Value.Get("audiences").Items() {
			literal(item)
		}
	}
	eachTrust(s, func(_ spec.Workload, t spec.Trust) {
		literal(t.Node.Get("github").Get("audience"))
		literal(t.Node.Get("gitlab").Get("audience"))
		for _, item := range t.Node.Get("oidc").Get("audiences").Items() {
			literal(item)
		}
	})
}

func repeatedTrusts(s *spec.Spec, report report) {
	for _, key := range keys(s.Workloads) {
		if len(s.Workloads[key].Trust) < 2 {
			continue
		}
		first := map[string]*spec.Node{}
		for _, t := range s.Workloads[key].Trust {
			if mistakenTrust(t) {
				continue
			}
			said := policy.TrustIdentity(t)
			if other := first[said]; other != nil {
				report(t.Node, "this trust stands here already", "Take one of the two out.", spotOf(other).first())
				continue
			}
			first[said] = t.Node
		}
	}
}
