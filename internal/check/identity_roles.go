package check

import (
	"slices"
	"strings"

	"github.com/mlauth/mlauth-compile/internal/diag"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

var identityRoleRules = []Rule{
	{"MLA513", diag.Warning, "Each role of an identity pool is given to somebody.", unusedRoles},
	{"MLA514", diag.Warning, "Each rule is reached.", shadowedRules},
	{"MLA515", diag.Warning, "Where roles come from groups, a group has one.", rolelessGroups},
	{"MLA516", diag.Error, "Principal tags have names that AWS takes.", tagNames},
	{"MLA517", diag.Warning, "A rule does not match a part of what users choose for themselves.", chosenClaims},
	{"MLA518", diag.Warning, "Outside providers of an identity pool are of the stack's account and partition.", providerAccount},
}

// unusedRoles knows who gets a role but in the classic flow, where the caller
// chooses.
func unusedRoles(s *spec.Spec, report report) {
	p := s.IdentityPool
	if p == nil || p.ClassicFlow || p.Node.Get("clients").Poisoned() {
		return
	}
	given := []string{spec.AuthenticatedRole, spec.GuestRole}
	for _, c := range p.Clients {
		for _, rule := range c.Rules {
			given = append(given, rule.Role)
		}
	}
	for _, g := range s.Groups {
		given = append(given, g.Role)
	}
	for _, key := range keys(p.Roles) {
		if !slices.Contains(given, key) && !meant(key, given, p.Roles) {
			report(p.Roles[key].Node.OwnKey(), "nobody gets the role "+quote(key), "Give it by a rule or a group, or take it out.")
		}
	}
}

// meant tells whether a role is the one that a misspelt name stands for, which is
// reported.
func meant(role string, given []string, declared map[string]spec.Permissions) bool {
	return slices.ContainsFunc(given, func(name string) bool {
		_, known := declared[name]
		return !known && diag.Nearest(name, keys(declared)) == role
	})
}

// shadowedRules: the first rule that matches counts.
func shadowedRules(s *spec.Spec, report report) {
	eachIdentityClient(s, func(_ string, c spec.IdentityPoolClient) {
		for i, rule := range c.Rules {
			for _, earlier := range c.Rules[:i] {
				if !mistaken(rule.Node) && !mistaken(earlier.Node) && covered(earlier, rule) {
					operator, operand := earlier.Match()
					report(rule.Node, "this rule is never reached: whatever it matches, an earlier one does, "+earlier.Claim+" "+operator+" "+quote(operand),
						"Put it before that one, or take it out.")
					break
				}
			}
		}
	})
}

// covered tells whether an earlier rule matches whatever a later one does.
func covered(earlier, later spec.RoleRule) bool {
	if earlier.Claim != later.Claim {
		return false
	}
	operator, operand := earlier.Match()
	other, value := later.Match()
	switch operator {
	case "NotEqual":
		return other == "NotEqual" && value == operand || other == "Equals" && value != operand
	case "Contains":
		return other != "NotEqual" && strings.Contains(value, operand)
	case "StartsWith":
		return (other == "Equals" || other == "StartsWith") && strings.HasPrefix(value, operand)
	}
	return other == operator && value == operand
}

func rolelessGroups(s *spec.Spec, report report) {
	if !s.OwnsPool() || s.UserPool.Triggers.PreTokenGeneration.ARN != "" || mistaken(s.Node) {
		return
	}
	for _, g := range s.Groups {
		if g.Role != "" || g.Node.Get("role").Poisoned() {
			return
		}
	}
	eachIdentityClient(s, func(key string, c spec.IdentityPoolClient) {
		if c.RoleFrom == spec.RoleFromGroups && !c.Node.Has("rules") {
			what := "everybody gets the role authenticated"
			if c.Otherwise == spec.OtherwiseDeny {
				what = "nobody gets credentials"
			}
			report(c.Node.Get("roleFrom"), "no group has a role, so "+what+" by the client "+quote(key), "Give a group a role, or set roleFrom to rules or default.")
		}
	})
}

// tagNames are those of session tags.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
func tagNames(s *spec.Spec, report report) {
	if s.IdentityPool == nil {
		return
	}
	first := map[string]string{}
	for entry := range s.IdentityPool.Node.Get("principalTags").Entries() {
		name := strings.ToLower(entry.Key.Text)
		other, taken := first[name]
		switch {
		case strings.HasPrefix(name, "aws:"):
			report(entry.Key, "tags that begin with aws: are AWS's own", "Choose another name.")
		case taken:
			report(entry.Key, "session tags that differ by case alone are one, and "+quote(other)+" is there already", "Keep one of them.")
		default:
			first[name] = entry.Key.Text
		}
	}
}

// chosenClaims: a user name with admin in it, or an address at
// acme.ai.example.com, is anybody's to take.
func chosenClaims(s *spec.Spec, report report) {
	if !s.OwnsPool() {
		return
	}
	eachIdentityClient(s, func(key string, c spec.IdentityPoolClient) {
		client, declared := s.Clients[key]
		if !declared || client.Type == spec.Machine {
			return
		}
		open := s.UserPool.SignUp.SelfService
		for _, rule := range c.Rules {
			operator, _ := rule.Match()
			chosen := rule.Claim == "cognito:username" && open || (rule.Claim == "email" || rule.Claim == "phone_number") && (open || s.UserAPI(client))
			if chosen && operator != "Equals" {
				report(rule.Node.Get("claim"), "users choose their own "+rule.Claim+", and many match a part of it", "Decide by a group, or write equals.")
			}
		}
	})
}

// providerAccount: an identity pool takes the IAM providers of its own account.
func providerAccount(s *spec.Spec, report report) {
	if s.IdentityPool == nil {
		return
	}
	partition := spec.Partition(s.AWS.Region)
	for _, field := range []string{"oidcProviders", "samlProviders"} {
		for _, item := range s.IdentityPool.Node.Get(field).Items() {
			parts := strings.SplitN(item.Text, ":", 6)
			switch {
			case len(parts) < 6 || parts[0] != "arn" || parts[2] != "iam":
			case parts[1] != partition:
				report(item, "this provider is of another partition than the stack, which is in "+partition, "Write arn:"+partition+":iam::….")
			case s.AWS.AccountID != "" && parts[4] != s.AWS.AccountID:
				report(item, "this provider is of another account than the stack, which is in "+s.AWS.AccountID, "Declare the issuer in this account, and name that provider.")
			}
		}
	}
}
