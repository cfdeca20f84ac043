package check

import (
	"slices"
	"strings"

	"github.com/mlauth/mlauth-compile/internal/diag"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

var hygieneRules = []Rule{
	{"MLA903", diag.Warning, "ARNs are of the stack's account.", foreignARNs},
	{"MLA904", diag.Error, "What AWS takes of its own account only is of it.", foreignForbidden},
	{"MLA905", diag.Error, "ARNs are of the stack's partition.", partitionARNs},
}

// eachARN walks the ARNs of a spec in order, but for those of grants, groups and
// an identity pool's providers, which have rules of their own.
func eachARN(n *spec.Node, do func(at *spec.Node, arn arnParts)) {
	switch {
	case n.IsString() && strings.HasPrefix(n.Text, "arn:"):
		if arn := splitARN(n.Text); arn != (arnParts{}) {
			do(n, arn)
		}
	case n != nil && n.Kind == spec.List:
		for _, item := range n.Items() {
			eachARN(item, do)
		}
	default:
		for entry := range n.Entries() {
			switch entry.Key.Text {
			case "grants", "groups", "oidcProviders", "samlProviders":
			default:
				eachARN(entry.Value, do)
			}
		}
	}
}

// otherAccount is the account of an ARN where it is another than the stack's.
// AWS's own policies are of the account aws, patterns of any.
func otherAccount(s *spec.Spec, arn arnParts) bool {
	return s.AWS.AccountID != "" && arn.account != "" && arn.account != s.AWS.AccountID && strings.Trim(arn.account, "0123456789") == ""
}

func foreignARNs(s *spec.Spec, report report) {
	own := ownOnly(s)
	eachARN(s.Node, func(at *spec.Node, arn arnParts) {
		if _, is := own[at]; !is && otherAccount(s, arn) {
			report(at, "this ARN is of the account "+arn.account+", and the stack is in "+s.AWS.AccountID,
				"If that is meant, the other account has to allow it as well.")
		}
	})
}

// ownOnly are the fields for which AWS, or this tool, takes ARNs of one account
// only, and why.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
func ownOnly(s *spec.Spec) map[*spec.Node]string {
	fields := map[*spec.Node]string{}
	add := func(n *spec.Node, why string) {
		if n != nil {
			fields[n] = why
		}
	}
	add(s.AWS.Node.Get("assumeRole").Get("roleArn"), "who takes on this role is in its account, and a stack is deployed in its own only")
	add(s.Node.Get("userPool").Get("sms").Get("callerRoleArn"), "a role is handed to a service in its own account only")
	eachRole(s, func(p spec.Permissions) {
		for _, item := range p.Node.Get("managedPolicies").Items() {
			add(item, "a role takes policies of its own account, and AWS's")
		}
		add(p.Node.Get("permissionsBoundary"), "a role takes a boundary of its own account, or AWS's")
	})
	return fields
}

func foreignForbidden(s *spec.Spec, report report) {
	for at, why := range ownOnly(s) {
		if arn := splitARN(at.Text); otherAccount(s, arn) {
			report(at, "this ARN is of the account "+arn.account+": "+why, "Name one of "+s.AWS.AccountID+".")
		}
	}
}

// partitionARNs: those that MLA126 and MLA529 know are left to them.
func partitionARNs(s *spec.Spec, report report) {
	if !regionStands(s) {
		return
	}
	partition := spec.Partition(s.AWS.Region)
	eachARN(s.Node, func(at *spec.Node, arn arnParts) {
		if arn.partition != partition && arn.partition != "*" && !judgedElsewhere(s, at) {
			report(at, "the ARN is of the partition "+arn.partition+", and "+s.AWS.Region+" is in "+partition, "Begin it with arn:"+partition+":.")
		}
	})
}

// judgedElsewhere tells whether another rule knows the partition that an ARN
// has to be of.
func judgedElsewhere(s *spec.Spec, at *spec.Node) bool {
	_, own := ownOnly(s)[at]
	return own || at == s.Node.Get("userPool").Get("domain").Get("certificateArn") ||
		slices.ContainsFunc(fieldsWithARN(s), func(f fieldARN) bool { return f.at == at })
}
