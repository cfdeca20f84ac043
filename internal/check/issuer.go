package check

import (
	"strings"

	"github.com/mlauth/mlauth-compile/internal/diag"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

// owner is the place where an account's trust in an issuer is declared.
type owner struct{ account, issuer string }

// issuers are the rules on who owns an IAM OIDC provider: an account has one
// for each issuer, and two stacks that own the same overwrite and destroy each
// other's. Specs that name no account are taken to be of one.
func issuers(specs []*spec.Spec) diag.List {
	owners := map[owner]*spec.Node{}
	var findings diag.List
	for _, s := range specs {
		for _, entry := range s.Node.Get("iamOidcProviders").Entries() {
			at := entry.Value.Get("issuer")
			if at == nil || at.Poisoned() {
				continue
			}
			k := owner{s.AWS.AccountID, at.Text}
			other, taken := owners[k]
			if !taken {
				owners[k] = at
				continue
			}
			found := finding("MLA703", diag.Error, at, "the trust in "+at.Text+" is owned by "+place(other)+" already",
				"Take it out here: a workload trusts an issuer by naming it.")
			for i := range found {
				found[i].Related = append(found[i].Related, diag.Related{Range: other.Range(), Message: "first declared here"})
			}
			findings = append(findings, found...)
		}
	}
	for _, s := range specs {
		findings = append(findings, ownerless(s, owners)...)
	}
	return findings
}

func place(n *spec.Node) string {
	return n.Range().File + ", " + strings.ReplaceAll(strings.TrimPrefix(n.Parent().Path(), "/"), "/", ".")
}

// ownerless reports workloads whose issuer nobody declares: their role would be
// made, and let nobody in.
func ownerless(s *spec.Spec, owners map[owner]*spec.Node) diag.List {
	var findings diag.List
	eachTrust(s, func(_ spec.Workload, t spec.Trust) {
		issuer := t.Issuer()
		if issuer == "" || t.Node.Poisoned() || s.Repository.HasIAMOIDCProvider(issuer, s.AWS.AccountID) || owners[owner{s.AWS.AccountID, issuer}] != nil {
			return
		}
		at := t.Node.Entries()[0].Key
		findings = append(findings, finding("MLA704", diag.Warning, at, "no spec declares the account's trust in "+issuer+", without which AWS lets nobody in",
			"Declare it under iamOidcProviders, in one spec for each account, or in mlauth.yaml if it exists already.")...)
	})
	return findings
}

// roleOwners reports workloads of two specs whose roles have one name in one
// account.
func roleOwners(specs []*spec.Spec) diag.List {
	type role struct{ account, name string }
	type holder struct {
		spec *spec.Spec
		at   *spec.Node
	}
	first := map[role]holder{}
	var findings diag.List
	for _, s := range specs {
		for _, key := range keys(s.Workloads) {
			w := s.Workloads[key]
			at, k := roleNameAt(w), role{s.AWS.AccountID, strings.ToLower(w.RoleName)}
			other, taken := first[k]
			if !taken {
				first[k] = holder{s, at}
				continue
			}
			if other.spec != s { // within one spec it is MLA612
				findings = append(findings, finding("MLA705", diag.Error, at, "the role's name "+quote(w.RoleName)+" is taken by "+other.spec.File,
					"A role's name is unique in its account: choose another with roleName.")...)
			}
		}
	}
	return findings
}
