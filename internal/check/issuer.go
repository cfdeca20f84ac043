package check

import (
	"strings"

	"github.com/mlauth/mlauth-compile/internal/spec"
)

// claimIssuers: an account's trust in an issuer is declared once. Specs that name
// no account are taken to be of one.
func claimIssuers(s *spec.Spec, claim claimFunc) {
	for entry := range s.Node.Get("iamOidcProviders").Entries() {
		claim.text(s.AWS.AccountID, entry.Value.Get("issuer"))
	}
}

// sameIssuer: an account has one IAM OIDC provider for each issuer, and two
// stacks that own the same overwrite and destroy each other's.
func sameIssuer(specs []*Summary, made claimsMade, report reportAt) {
	disputes(specs, made, func(mine, first *claimed) {
		report(mine.at, "the trust in "+mine.value+" is owned by "+holder(first.at)+" already",
			"Take it out here: a workload trusts an issuer by naming it.", first.at.first())
	})
}

// holder is what holds the value at a place, as a user names it.
func holder(at spot) string {
	path, _ := strings.CutPrefix(at.path[:strings.LastIndexByte(at.path, '/')], "/")
	return at.File + ", " + strings.ReplaceAll(path, "/", ".")
}

// claimTrusted: workloads trust issuers, of which mlauth.yaml says some to be there.
func claimTrusted(s *spec.Spec, claim claimFunc) {
	eachTrust(s, func(_ spec.Workload, t spec.Trust) {
		issuer := t.Issuer()
		if issuer != "" && !mistakenTrust(t) && !s.Repository.HasIAMOIDCProvider(issuer, s.AWS.AccountID) {
			claim(s.AWS.AccountID, issuer, issuer, t.Kind().Key)
		}
	})
}

// ownerless reports workloads whose issuer nobody declares: their role would be
// made, and let nobody in.
func ownerless(specs []*Summary, made claimsMade, report reportAt) {
	declared := map[[2]string]bool{}
	unknown := map[string]bool{} // accounts with a declaration that is mistaken
	for _, s := range specs {
		unknown[s.account] = unknown[s.account] || s.mistakenIssuer
		for _, issuer := range s.issuers {
			declared[[2]string{s.account, issuer}] = true
		}
	}
	for _, s := range specs {
		said := map[string]bool{} // once for each issuer
		for _, trusted := range made(s) {
			if !s.foreign && !unknown[trusted.scope] && !said[trusted.value] && !declared[[2]string{trusted.scope, trusted.value}] {
				said[trusted.value] = true
				report(trusted.at, "no spec declares the account's trust in "+trusted.value+", without which AWS lets nobody in",
					"Declare it under iamOidcProviders, in one spec for each account, or in mlauth.yaml if it exists already.")
			}
		}
	}
}

// claimRoles: names are compared without case, as IAM does.
func claimRoles(s *spec.Spec, claim claimFunc) {
	for _, role := range roleNodes(s) {
		claim(s.AWS.AccountID, strings.ToLower(role.name), role.name, role.at)
	}
}

// sameRole reports roles of two specs that have one name in one account. Within
// one spec it is MLA612.
func sameRole(specs []*Summary, made claimsMade, report reportAt) {
	disputes(specs, made, func(mine, first *claimed) {
		if first.by != mine.by {
			report(mine.at, "the role's name "+quote(mine.shown)+" is taken by "+first.by.File,
				"A role's name is unique in its account: choose another with roleName, or another name of the stack.", first.at.first())
		}
	})
}

type namedRole struct {
	name string
	at   *spec.Node
}

func roleNodes(s *spec.Spec) []namedRole {
	var all []namedRole
	if s.IdentityPool != nil {
		for _, key := range keys(s.IdentityPool.Roles) {
			all = append(all, namedRole{s.IdentityRoleName(key), s.IdentityPool.Roles[key].Node.OwnKey()})
		}
	}
	for _, key := range keys(s.Workloads) {
		all = append(all, namedRole{s.Workloads[key].RoleName, roleNameAt(s.Workloads[key])})
	}
	return all
}
