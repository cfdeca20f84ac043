package check

import (
	"slices"
	"strings"

	"github.com/mlauth/mlauth-compile/internal/diag"
	"github.com/mlauth/mlauth-compile/internal/policy"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

var groupRules = []Rule{
	{"MLA120", diag.Error, "A group's role is one of the identity pool's, or an ARN.", groupRole},
	{"MLA440", diag.Error, "A group does not give the role of guests.", groupGuest},
	{"MLA441", diag.Error, "A group's role is an IAM role of the stack's partition.", groupRoleARN},
	{"MLA442", diag.Warning, "A group's role is of the stack's account.", groupRoleAccount},
	{"MLA443", diag.Warning, "Of several groups with roles it is known which counts.", groupPrecedence},
	{"MLA444", diag.Warning, "A group's role is of use to a client of the identity pool.", groupRoleUnused},
}

// eachGroupRole walks the groups that have a role.
func eachGroupRole(s *spec.Spec, do func(name string, g spec.Group, at *spec.Node)) {
	for _, name := range keys(s.Groups) {
		if g := s.Groups[name]; g.Role != "" {
			do(name, g, g.Node.Get("role"))
		}
	}
}

func groupRole(s *spec.Spec, report report) {
	var known []string
	if s.IdentityPool != nil {
		known = keys(s.IdentityPool.Roles)
	}
	eachGroupRole(s, func(_ string, g spec.Group, at *spec.Node) {
		if !strings.HasPrefix(g.Role, "arn:") && !slices.Contains(known, g.Role) {
			message, remedy := unknown("role", g.Role, known)
			report(at, message, remedy)
		}
	})
}

func groupGuest(s *spec.Spec, report report) {
	if s.IdentityPool == nil || !slices.Contains(keys(s.IdentityPool.Roles), spec.GuestRole) {
		return
	}
	eachGroupRole(s, func(_ string, g spec.Group, at *spec.Node) {
		if g.Role == spec.GuestRole {
			report(at, "the role guest trusts guests only, and users of a group have logged in", "Give them a role of their own.")
		}
	})
}

func groupRoleARN(s *spec.Spec, report report) {
	partition := policy.PlaceOf(s).Partition
	eachGroupRole(s, func(_ string, g spec.Group, at *spec.Node) {
		parts := strings.SplitN(g.Role, ":", 6)
		switch {
		case parts[0] != "arn" || len(parts) < 6:
		case parts[2] != "iam" || !strings.HasPrefix(parts[5], "role/"):
			report(at, "this is not the ARN of an IAM role", "It reads arn:"+partition+":iam::ACCOUNT:role/NAME.")
		case parts[1] != partition:
			report(at, "this role is of another partition than the stack, which is in "+partition, "Write arn:"+partition+":iam::….")
		}
	})
}

// groupRoleAccount: IAM passes no role to another account.
func groupRoleAccount(s *spec.Spec, report report) {
	eachGroupRole(s, func(_ string, g spec.Group, at *spec.Node) {
		parts := strings.SplitN(g.Role, ":", 6)
		if len(parts) == 6 && s.AWS.AccountID != "" && parts[4] != s.AWS.AccountID {
			report(at, "this role is of another account than the stack, which is in "+s.AWS.AccountID+", and AWS passes no role from one account to another",
				"Name a role of this account, and let it assume the other.")
		}
	})
}

// groupPrecedence: of groups that rank alike and have different roles Cognito
// prefers none.
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateGroup.html
func groupPrecedence(s *spec.Spec, report report) {
	first := map[int]string{}
	eachGroupRole(s, func(name string, g spec.Group, at *spec.Node) {
		other, taken := first[g.Precedence]
		switch {
		case !taken:
			first[g.Precedence] = name
		case s.Groups[other].Role != g.Role && !g.Node.Get("precedence").Poisoned():
			report(at, "a user of this group and "+quote(other)+" has the role of neither: they rank alike", "Give each group with a role its own precedence.")
		}
	})
}

// groupRoleUnused is silent without an identity pool: another stack's may read
// the role out of the token.
func groupRoleUnused(s *spec.Spec, report report) {
	if s.IdentityPool == nil || s.IdentityPool.Node.Get("clients").Poisoned() || s.IdentityPool.ClassicFlow {
		return
	}
	for _, c := range s.IdentityPool.Clients {
		if c.RoleFrom == spec.RoleFromGroups || c.Node.Get("roleFrom").Poisoned() {
			return
		}
	}
	eachGroupRole(s, func(_ string, g spec.Group, at *spec.Node) {
		if _, declared := s.IdentityPool.Roles[g.Role]; declared && g.Role != spec.GuestRole {
			report(at, "nobody gets this role: no client of the identity pool takes roles from groups", "Set roleFrom: groups on one, or take the role out.")
		}
	})
}
