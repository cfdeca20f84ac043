package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/mlauth/mlauth-compile/internal/diag"
	"github.com/mlauth/mlauth-compile/internal/policy"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

var roleRules = []Rule{
	{"MLA520", diag.Error, "A grant says on what.", grantProblems(policy.BareWildcard)},
	{"MLA521", diag.Error, "ARNs are of the grant's service, and of the stack's partition and region.",
		grantProblems(policy.WrongService, policy.WrongPartition, policy.WrongRegion)},
	{"MLA522", diag.Warning, "ARNs of grants are of the stack's account.", grantProblems(policy.OtherAccount)},
	{"MLA523", diag.Error, "The account is known where an ARN takes it.", accountOfGrants},
	{"MLA524", diag.Error, "A role's permissions fit into a role.", permissionsFit},
	{"MLA525", diag.Warning, "A statement names its actions and resources.", wideStatements},
	{"MLA526", diag.Error, "No statement allows all of IAM, or to assume every role.", boundlessStatements},
	{"MLA527", diag.Warning, "No statement that allows has a condition ForAllValues.", forAllValues},
	{"MLA528", diag.Warning, "A role may do something.", emptyRoles},
	{"MLA529", diag.Error, "Managed policies are of the stack's partition.", policyPartition},
}

// eachRole walks the roles of the identity pool, then those of workloads.
func eachRole(s *spec.Spec, do func(p spec.Permissions)) {
	if s.IdentityPool != nil {
		for _, key := range keys(s.IdentityPool.Roles) {
			do(s.IdentityPool.Roles[key])
		}
	}
	for _, key := range keys(s.Workloads) {
		do(s.Workloads[key].Permissions())
	}
}

func grantProblems(problems ...policy.Problem) func(*spec.Spec, report) {
	return func(s *spec.Spec, report report) {
		at := policy.PlaceOf(s)
		eachRole(s, func(p spec.Permissions) {
			for _, g := range p.Grants {
				for _, item := range g.Items() {
					found := policy.Examine(g.Name, item.Text, at)
					for _, problem := range problems {
						if found == problem {
							message, remedy := problemWords(problem, g.Name, item.Text, at)
							report(item, message, remedy)
						}
					}
				}
			}
		})
	}
}

func problemWords(p policy.Problem, grant, resource string, at policy.Place) (message, remedy string) {
	switch p {
	case policy.BareWildcard:
		return quote(resource) + " stands for everything there is", "Name what " + grant + " is for; for everything, write a statement."
	case policy.WrongPartition:
		return "this ARN is of another partition than the stack, which is in " + at.Partition, "Write its name alone: it is completed."
	case policy.WrongRegion:
		return "this ARN is of another region than the stack, which is in " + at.Region, "Write its name alone, or a statement for another region."
	case policy.OtherAccount:
		return "this ARN is of another account than the stack, which is in " + at.Account, "The other account has to allow it as well."
	case policy.NoAccount:
		return "the account is missing that completes " + quote(resource) + " to an ARN", "Add aws.accountId."
	}
	return "this is not an ARN that " + grant + " is about", "Write the name alone: it is completed."
}

func permissionsFit(s *spec.Spec, report report) {
	eachRole(s, func(p spec.Permissions) {
		if at := policy.PlaceOf(s); !policy.Fits(p, at) {
			d := policy.Permissions(p, at)
			report(p.Node.OwnKey(), fmt.Sprintf("the permissions have %d characters; IAM takes %d inline, and %d managed policies of %d",
				len(d.JSON()), policy.MaxInline, policy.MaxAttached, policy.MaxManaged), "Name prefixes in place of single resources, or make two roles.")
		}
	})
}

// eachAllowing walks the statements that allow something.
func eachAllowing(s *spec.Spec, do func(spec.Statement)) {
	eachRole(s, func(p spec.Permissions) {
		for _, statement := range p.Statements {
			if statement.Effect == spec.Allow {
				do(statement)
			}
		}
	})
}

func wideStatements(s *spec.Spec, report report) {
	eachAllowing(s, func(statement spec.Statement) {
		for _, item := range statement.Node.Get("actions").Items() {
			if boundless(item.Text, statement) == "" && (item.Text == "*" || strings.HasSuffix(item.Text, ":*")) {
				report(item, quote(item.Text)+" allows every action, those of tomorrow included", "Name the actions.")
			}
		}
		for _, item := range statement.Node.Get("resources").Items() {
			if item.Text == "*" || strings.Trim(splitARN(item.Text).resource, "*?/") == "" && splitARN(item.Text) != (arnParts{}) {
				report(item, "the statement allows its actions on everything", "Name the resources, where the actions take any.")
			}
		}
	})
}

func boundlessStatements(s *spec.Spec, report report) {
	remedies := map[string]string{ofIAM: "Name the actions of IAM that the role needs.", ofRoles: "Name the roles, or use the grant sts.assumeRole."}
	eachAllowing(s, func(statement spec.Statement) {
		for _, item := range statement.Node.Get("actions").Items() {
			if why := boundless(item.Text, statement); why != "" {
				report(item, why, remedies[why])
			}
		}
	})
}

const (
	ofIAM   = "who may do anything in IAM may do anything"
	ofRoles = "the role may become any role that lets it"
)

// boundless says why an action of a statement has no bounds; "" when it has.
func boundless(action string, statement spec.Statement) string {
	action = strings.ToLower(action)
	switch {
	case covers(action, "iam:anything"):
		return ofIAM
	case covers(action, "sts:assumerole") && slices.ContainsFunc(statement.Resources, everyRole):
		return ofRoles
	}
	return ""
}

// everyRole is true of a resource that stands for all roles, of all accounts or
// of one.
func everyRole(resource string) bool {
	arn := splitARN(resource)
	return resource == "*" || arn.service == "iam" && (strings.Trim(arn.resource, "*") == "" || strings.Trim(arn.resource, "*/?") == "role")
}

// covers tells whether a pattern with * and ? matches a text.
func covers(pattern, text string) bool {
	switch {
	case pattern == "":
		return text == ""
	case pattern[0] == '*':
		return covers(pattern[1:], text) || text != "" && covers(pattern, text[1:])
	case text == "":
		return false
	}
	return (pattern[0] == '?' || pattern[0] == text[0]) && covers(pattern[1:], text[1:])
}

// forAllValues is true where the key is absent.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
func forAllValues(s *spec.Spec, report report) {
	eachAllowing(s, func(statement spec.Statement) {
		for entry := range statement.Node.Get("conditions").Entries() {
			if strings.HasPrefix(entry.Key.Text, "ForAllValues:") {
				report(entry.Key, "ForAllValues also holds for a request without the key", "Use ForAnyValue, or add Null: {KEY: false}.")
			}
		}
	})
}

func emptyRoles(s *spec.Spec, report report) {
	eachRole(s, func(p spec.Permissions) {
		given := p.Node.Has("grants") || p.Node.Has("statements") || p.Node.Has("managedPolicies")
		if p.Empty() && !given && !mistaken(p.Node) {
			report(p.Node.OwnKey(), "this role may do nothing", "Add grants.")
		}
	})
}

func policyPartition(s *spec.Spec, report report) {
	at := policy.PlaceOf(s)
	eachRole(s, func(p spec.Permissions) {
		for _, item := range append(p.Node.Get("managedPolicies").Items(), p.Node.Get("permissionsBoundary")) {
			if item != nil && !strings.HasPrefix(item.Text, "arn:"+at.Partition+":") {
				report(item, "this policy is of another partition than the stack, which is in "+at.Partition, "Write arn:"+at.Partition+":iam::….")
			}
		}
	})
}
