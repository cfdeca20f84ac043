package check

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/mlauth/mlauth-compile/internal/diag"
	"github.com/mlauth/mlauth-compile/internal/policy"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

var workloadRules = []Rule{
	{"MLA601", diag.Error, "The account is known where a role is to be trusted with.", accountNeeded},
	{"MLA602", diag.Error, "A ref says which.", bareRefs},
	{"MLA603", diag.Warning, "A workload trusts one kind of ref.", anyRefs},
	{"MLA604", diag.Error, "A pull request may read only.", pullRequestGrants},
	{"MLA605", diag.Warning, "A GitHub repository is trusted by its ids, not by its name alone.", repositoryIDs},
	{"MLA606", diag.Info, "An environment's branches are limited at GitHub.", environments},
	{"MLA607", diag.Warning, "What a pull request may do is in grants.", pullRequestStatements},
	{"MLA608", diag.Error, "The ids of owner and repository stand together.", halfIDs},
	{"MLA609", diag.Error, "A subject says whose it is.", looseSubjects},
	{"MLA610", diag.Error, "A session lasts as long as IAM allows.", sessionBounds},
	{"MLA611", diag.Warning, "A trust policy is as small as IAM takes it.", trustFits},
	{"MLA612", diag.Error, "Roles of a stack have different names.", roleNames},
	{"MLA613", diag.Error, "A service account is given one role.", podAssociations},
	{"MLA614", diag.Error, "An audience is one that the account's trust in the issuer allows.", audiences},
}

// eachTrust walks the trusts of all workloads in order.
func eachTrust(s *spec.Spec, do func(w spec.Workload, t spec.Trust)) {
	for _, key := range keys(s.Workloads) {
		for _, t := range s.Workloads[key].Trust {
			do(s.Workloads[key], t)
		}
	}
}

// mistakenTrust reports whether something stands against a trust already: whom
// it means is not known then.
func mistakenTrust(t spec.Trust) bool {
	return t.Node.Poisoned() || mistaken(t.Node) || t.Node.Len() != 1 || mistaken(t.Kind().Value)
}

func accountNeeded(s *spec.Spec, report report) {
	if s.AWS.AccountID != "" || accountMistaken(s) {
		return
	}
	once := false // what lacks is one field, whatever needs it
	eachTrust(s, func(_ spec.Workload, t spec.Trust) {
		if !once {
			report(t.Node, "the account is missing that completes this trust", "Add aws.accountId.")
			once = true
		}
	})
}

// accountMistaken tells whether something stands against the account that is
// given, or against a field that may have been meant to be it.
func accountMistaken(s *spec.Spec) bool { return s.AWS.Node.Has("accountId") || mistaken(s.AWS.Node) }

// accountOfGrants: where a trust lacks the account too, MLA601 says so.
func accountOfGrants(s *spec.Spec, report report) {
	once := accountMistaken(s) || slices.ContainsFunc(keys(s.Workloads), func(key string) bool { return len(s.Workloads[key].Trust) > 0 })
	grantProblems(policy.NoAccount)(s, func(at *spec.Node, message, remedy string, related ...diag.Related) {
		if !once {
			report(at, message, remedy, related...)
			once = true
		}
	})
}

// refs are the fields that hold a ref, with their nodes.
func refs(t spec.Trust) []*spec.Node {
	var found []*spec.Node
	for _, kind := range []string{"github", "gitlab"} {
		for _, field := range []string{"branch", "tag", "environment"} {
			if n := t.Node.Get(kind).Get(field); n != nil {
				found = append(found, n)
			}
		}
	}
	return found
}

func bareRefs(s *spec.Spec, report report) {
	eachTrust(s, func(_ spec.Workload, t spec.Trust) {
		for _, ref := range refs(t) {
			if strings.Trim(ref.Text, "*/") == "" {
				report(ref, quote(ref.Text)+" stands for every "+ref.OwnKey().Text, "Name it; for every ref there is, write anyRef: true.")
			}
		}
	})
}

func anyRefs(s *spec.Spec, report report) {
	eachTrust(s, func(_ spec.Workload, t spec.Trust) {
		if mistakenTrust(t) {
			return
		}
		for _, n := range anyRefNodes(t) {
			report(n, "whoever may push any branch may take this role on; at GitHub, pull requests too", "Name a branch, a tag or an environment.")
		}
	})
}

// readingGrants change nothing.
var readingGrants = []string{"s3.read", "ecr.pull", "secretsmanager.read", "ssm.read", "dynamodb.read", "kms.decrypt"}

func ofPullRequests(s *spec.Spec, do func(w spec.Workload)) {
	for _, key := range keys(s.Workloads) {
		w := s.Workloads[key]
		if slices.ContainsFunc(w.Trust, ofPullRequest) {
			do(w)
		}
	}
}

func pullRequestGrants(s *spec.Spec, report report) {
	ofPullRequests(s, func(w spec.Workload) {
		for _, g := range w.Grants {
			if !slices.Contains(readingGrants, g.Name) {
				report(g.Node.Key(g.Name), g.Name+" is more than reading, and whoever opens a pull request decides what its workflow does",
					"Trust a branch or an environment for this.")
			}
		}
	})
}

func pullRequestStatements(s *spec.Spec, report report) {
	ofPullRequests(s, func(w spec.Workload) {
		for _, field := range []string{"statements", "managedPolicies"} {
			if n := w.Node.Key(field); n != nil {
				report(n, "whoever opens a pull request may do this", "Make sure that it only reads, or trust a branch or an environment.")
			}
		}
	})
}

func repositoryIDs(s *spec.Spec, report report) {
	eachTrust(s, func(_ spec.Workload, t spec.Trust) {
		if g := t.GitHub; g != nil && !g.Node.Has("ownerId") && !g.Node.Has("repositoryId") {
			report(g.Node.Get("repository"), "the repository is trusted by its name, which passes to whoever takes it after a rename or a deletion; "+
				"repositories made or renamed after 15 July 2026 are not trusted by it at all",
				"Add ownerId and repositoryId: gh api repos/"+g.Repository+" --jq '.owner.id, .id'")
		}
	})
}

func environments(s *spec.Spec, report report) {
	eachTrust(s, func(_ spec.Workload, t spec.Trust) {
		if g := t.GitHub; g != nil && g.Environment != "" && !strings.Contains(g.Environment, "*") { // of a pattern MLA616 says more
			report(g.Node.Get("environment"), "any branch that GitHub lets into this environment is trusted: the token does not say which",
				"Limit its branches in the repository's settings, under Environments.")
		}
	})
}

func halfIDs(s *spec.Spec, report report) {
	eachTrust(s, func(_ spec.Workload, t spec.Trust) {
		if t.GitHub == nil {
			return
		}
		for _, pair := range [][2]string{{"ownerId", "repositoryId"}, {"repositoryId", "ownerId"}} {
			if n := t.GitHub.Node; n.Has(pair[0]) && !n.Has(pair[1]) {
				report(n.Get(pair[0]), pair[0]+" has no effect without "+pair[1], "Add "+pair[1]+".")
			}
		}
	})
}

// delimiters end a part of a subject: what follows one cannot lengthen the name
// before it.
const delimiters = ":/|@=#"

func looseSubjects(s *spec.Spec, report report) {
	eachTrust(s, func(_ spec.Workload, t spec.Trust) {
		if t.OIDC == nil {
			return
		}
		for _, item := range t.OIDC.Node.Get("subjects").Items() {
			if message, remedy := loose(item.Text); message != "" {
				report(item, message, remedy)
			}
		}
	})
}

// loose says what a subject leaves open that it should not.
func loose(subject string) (message, remedy string) {
	star := strings.IndexByte(subject, '*')
	switch {
	case strings.Contains(subject, "?"):
		return "? stands for any character where a pattern is matched", "Write the subject out."
	case strings.Trim(subject, "*"+delimiters) == "":
		return quote(subject) + " is everybody's subject", "Write what the job's own subject begins with."
	case star == 0 || star > 0 && !strings.ContainsRune(delimiters, rune(subject[star-1])):
		return "the * is not behind a delimiter: it also matches names that only begin like this one",
			"Put it behind one of " + strings.Join(strings.Split(delimiters, ""), " ") + "."
	}
	return "", ""
}

// sessionBounds are IAM's.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_update-role-settings.html
func sessionBounds(s *spec.Spec, report report) {
	const least, most = time.Hour, 12 * time.Hour
	for _, key := range keys(s.Workloads) {
		w := s.Workloads[key]
		if !within(time.Duration(w.SessionDuration), least, most) {
			report(w.Node.Get("sessionDuration"), fmt.Sprintf("sessions of %s; IAM allows 1h to 12h", w.SessionDuration), nearestBound(w.SessionDuration, least, most))
		}
	}
}

func trustFits(s *spec.Spec, report report) {
	for _, key := range keys(s.Workloads) {
		w := s.Workloads[key]
		if at := policy.PlaceOf(s); !policy.TrustFits(w.Trust, at) {
			report(w.Node.Key("trust"), fmt.Sprintf("the trust policy has %d characters; IAM takes %d unless the account's quota was raised",
				len(policy.Trust(w.Trust, at).JSON()), policy.MaxTrust),
				"Trust fewer, or make several workloads.")
		}
	}
}

// roleNames are compared without case, as IAM does.
func roleNames(s *spec.Spec, report report) {
	first := map[string]string{}
	if s.IdentityPool != nil {
		for _, key := range keys(s.IdentityPool.Roles) {
			first[strings.ToLower(s.IdentityRoleName(key))] = "identityPool.roles." + key
		}
	}
	for _, key := range keys(s.Workloads) {
		w := s.Workloads[key]
		name := strings.ToLower(w.RoleName)
		if other, taken := first[name]; taken {
			report(roleNameAt(w), "the role's name "+quote(w.RoleName)+" is that of "+other, "Give it another with roleName.")
			continue
		}
		first[name] = "workloads." + key
	}
}

func roleNameAt(w spec.Workload) *spec.Node {
	if n := w.Node.Get("roleName"); n != nil {
		return n
	}
	return w.Node.OwnKey()
}

func podAssociations(s *spec.Spec, report report) {
	first := map[[3]string]bool{}
	eachTrust(s, func(_ spec.Workload, t spec.Trust) {
		p := t.PodIdentity
		if p == nil {
			return
		}
		k := [3]string{p.Cluster, p.Namespace, p.ServiceAccount}
		if first[k] {
			report(p.Node, "this service account has another role already: EKS Pod Identity gives it one", "Put what it may do into one workload.")
		}
		first[k] = true
	})
}

func audiences(s *spec.Spec, report report) {
	said := map[[2]string]bool{} // of each provider and audience once: what lacks is one item
	eachTrust(s, func(_ spec.Workload, t spec.Trust) {
		for _, key := range keys(s.IAMOIDCProviders) {
			p := s.IAMOIDCProviders[key]
			if p.Issuer != t.Issuer() || len(p.Audiences) == 0 {
				continue
			}
			for at, audience := range askedAudiences(t) {
				lacks := !slices.Contains(p.Audiences, audience) && !strings.ContainsAny(audience, "*?") // for MLA620
				if k := [2]string{key, audience}; lacks && !said[k] {
					said[k] = true
					report(at, "iamOidcProviders."+key+" does not let tokens for "+quote(audience)+" in", "Add it to its audiences.")
				}
			}
		}
	})
}

// askedAudiences are the audiences of a trust, by the node that says so.
func askedAudiences(t spec.Trust) map[*spec.Node]string {
	asked := map[*spec.Node]string{}
	switch {
	case t.GitHub != nil:
		at := t.GitHub.Node.Get("audience")
		if at == nil {
			at = t.GitHub.Node.OwnKey()
		}
		asked[at] = t.GitHub.Audience
	case t.GitLab != nil:
		asked[t.GitLab.Node.Get("audience")] = t.GitLab.Audience
	case t.EKS != nil:
		asked[t.EKS.Node.OwnKey()] = spec.STSAudience
	case t.OIDC != nil:
		for _, item := range t.OIDC.Node.Get("audiences").Items() {
			asked[item] = item.Text
		}
	}
	return asked
}
