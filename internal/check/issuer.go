package check

import (
	"strings"

	"github.com/mlauth/mlauth-compile/internal/spec"
)

// owner is the place where an account's trust in an issuer is declared.
type owner struct{ account, issuer string }

// owners are the places where the trust of each account in an issuer is
// declared first. Specs that name no account are taken to be of one.
func owners(specs []*spec.Spec, again func(at, first *spec.Node)) map[owner]*spec.Node {
	owners := map[owner]*spec.Node{}
	for _, s := range specs {
		for _, entry := range s.Node.Get("iamOidcProviders").Entries() {
			at := entry.Value.Get("issuer")
			if at == nil || at.Poisoned() {
				continue
			}
			k := owner{s.AWS.AccountID, at.Text}
			if first, taken := owners[k]; taken {
				again(at, first)
			} else {
				owners[k] = at
			}
		}
	}
	return owners
}

// sameIssuer: an account has one IAM OIDC provider for each issuer, and two
// stacks that own the same overwrite and destroy each other's.
func sameIssuer(specs []*spec.Spec, report report) {
	owners(specs, func(at, first *spec.Node) {
		report(at, "the trust in "+at.Text+" is owned by "+place(first)+" already",
			"Take it out here: a workload trusts an issuer by naming it.", firstAt(first))
	})
}

func place(n *spec.Node) string {
	return n.Range().File + ", " + strings.ReplaceAll(strings.TrimPrefix(n.Parent().Path(), "/"), "/", ".")
}

// ownerless reports workloads whose issuer nobody declares: their role would be
// made, and let nobody in.
func ownerless(specs []*spec.Spec, report report) {
	declared := owners(specs, func(_, _ *spec.Node) {})
	for _, s := range specs {
		eachTrust(s, func(_ spec.Workload, t spec.Trust) {
			issuer := t.Issuer()
			if issuer == "" || mistakenTrust(t) || s.Repository.HasIAMOIDCProvider(issuer, s.AWS.AccountID) || declared[owner{s.AWS.AccountID, issuer}] != nil {
				return
			}
			report(t.Node.Entries()[0].Key, "no spec declares the account's trust in "+issuer+", without which AWS lets nobody in",
				"Declare it under iamOidcProviders, in one spec for each account, or in mlauth.yaml if it exists already.")
		})
	}
}

// sameRole reports roles of two specs that have one name in one account.
func sameRole(specs []*spec.Spec, report report) {
	taken := holders{}
	for _, s := range specs {
		for _, role := range roleNodes(s) {
			other, is := taken.by(s, role.at, s.AWS.AccountID, strings.ToLower(role.name))
			if is && other.spec != s { // within one spec it is MLA612
				report(role.at, "the role's name "+quote(role.name)+" is taken by "+other.spec.File,
					"A role's name is unique in its account: choose another with roleName, or another name of the stack.", firstAt(other.at))
			}
		}
	}
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
