package check

import (
	"slices"
	"strings"

	"github.com/mlauth/mlauth-compile/internal/diag"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

var statementRules = []Rule{
	{"MLA540", diag.Error, "A condition's operator is one of IAM's.", conditionOperators},
	{"MLA541", diag.Error, "A statement's resources are ARNs as IAM reads them.", resourceForm},
	{"MLA542", diag.Warning, "Values with * are compared by an operator that knows patterns.", literalPatterns},
	{"MLA543", diag.Warning, "A role cannot give itself more than it has.", escalations},
	{"MLA544", diag.Error, "A condition's key says whose it is.", conditionKeys},
}

// operators are IAM's, without what may stand before and behind them.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
var operators = []string{
	"StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", "StringLike", "StringNotLike",
	"NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals", "NumericGreaterThan", "NumericGreaterThanEquals",
	"DateEquals", "DateNotEquals", "DateLessThan", "DateLessThanEquals", "DateGreaterThan", "DateGreaterThanEquals",
	"Bool", "BinaryEquals", "IpAddress", "NotIpAddress", "ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike", "Null",
}

// eachOperator walks the operators of all conditions.
func eachOperator(s *spec.Spec, do func(at *spec.Node, name string, keys *spec.Node)) {
	eachRole(s, func(p spec.Permissions) {
		for _, statement := range p.Statements {
			for entry := range statement.Node.Get("conditions").Entries() {
				name := entry.Key.Text
				for _, set := range []string{"ForAnyValue:", "ForAllValues:"} {
					name = strings.TrimPrefix(name, set)
				}
				do(entry.Key, strings.TrimSuffix(name, "IfExists"), entry.Value)
			}
		}
	})
}

func conditionOperators(s *spec.Spec, report report) {
	eachOperator(s, func(at *spec.Node, name string, _ *spec.Node) {
		if !slices.ContainsFunc(operators, func(known string) bool { return strings.EqualFold(known, name) }) {
			remedy := "IAM's operators are such as StringEquals, StringLike, ArnLike, Bool; before them ForAnyValue:, behind them IfExists."
			if near := diag.Nearest(name, operators); near != "" {
				remedy = "Did you mean " + quote(near) + "?"
			}
			report(at, quote(name)+" is no operator of IAM's", remedy)
		}
	})
}

// conditionKeys: every key begins with a service, an issuer, or aws.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
func conditionKeys(s *spec.Spec, report report) {
	eachOperator(s, func(_ *spec.Node, _ string, keys *spec.Node) {
		for entry := range keys.Entries() {
			if !strings.Contains(entry.Key.Text, ":") {
				report(entry.Key, quote(entry.Key.Text)+" does not say whose key it is", "Write SERVICE:KEY, as in aws:"+entry.Key.Text+".")
			}
		}
	})
}

// literalPatterns: only the operators with Like in their names know * and ?; of
// ARNs all do.
func literalPatterns(s *spec.Spec, report report) {
	eachOperator(s, func(_ *spec.Node, name string, keys *spec.Node) {
		if !strings.HasPrefix(name, "String") || strings.Contains(name, "Like") {
			return
		}
		for entry := range keys.Entries() {
			for _, item := range append(entry.Value.Items(), entry.Value) {
				if item.Kind == spec.Scalar && strings.ContainsAny(item.Text, "*?") && !strings.Contains(item.Text, "${*}") && !strings.Contains(item.Text, "${?}") {
					report(item, name+" compares letter by letter: * and ? stand for themselves", "Use "+strings.Replace(strings.Replace(name, "IgnoreCase", "", 1), "Equals", "Like", 1)+".")
				}
			}
		}
	})
}

// resourceForm: what IAM answers with MalformedPolicyDocument.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
func resourceForm(s *spec.Spec, report report) {
	eachRole(s, func(p spec.Permissions) {
		for _, statement := range p.Statements {
			for _, item := range statement.Node.Get("resources").Items() {
				if item.Text == "*" {
					continue
				}
				arn := splitARN(item.Text)
				switch {
				case arn == arnParts{}:
					report(item, "an ARN has six parts, and this has "+plainCount(strings.Count(item.Text, ":")+1), "Write arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE; parts that do not apply stay empty.")
				case arn.service == "" || strings.ContainsAny(arn.service, "*?"):
					report(item, "an ARN in a policy names its service", "Write one ARN for each service.")
				case arn.service == "iam" && arn.region != "":
					report(item, "an ARN of IAM has no region", "Leave the part empty: arn:"+arn.partition+":iam::"+arn.account+":"+arn.resource)
				case arn.service == "s3" && arn.region != "" && !strings.HasPrefix(arn.resource, "accesspoint/"):
					report(item, "an ARN of a bucket has no region", "Leave the part empty: arn:"+arn.partition+":s3:::"+arn.resource)
				}
			}
		}
	})
}

func plainCount(n int) string {
	return []string{"none", "one", "two", "three", "four", "five"}[min(n, 5)]
}

// escalating are actions by which whoever has them can have any other: by giving
// a policy, a key or a password to somebody who has more, or to oneself.
var escalating = []string{
	"iam:addusertogroup", "iam:attachgrouppolicy", "iam:attachrolepolicy", "iam:attachuserpolicy", "iam:createaccesskey", "iam:createloginprofile",
	"iam:createpolicyversion", "iam:deleterolepermissionsboundary", "iam:putgrouppolicy", "iam:putrolepolicy", "iam:putuserpolicy",
	"iam:setdefaultpolicyversion", "iam:updateassumerolepolicy", "iam:updateloginprofile",
}

// allPowerful are AWS's own policies that allow the same.
var allPowerful = []string{"AdministratorAccess", "IAMFullAccess", "PowerUserAccess"}

func escalations(s *spec.Spec, report report) {
	eachRole(s, func(p spec.Permissions) {
		if p.PermissionsBoundary != "" {
			return
		}
		for _, statement := range p.Statements {
			for _, item := range statement.Node.Get("actions").Items() {
				action := strings.ToLower(item.Text)
				if statement.Effect == spec.Allow && !covers(action, "iam:anything") && slices.ContainsFunc(escalating, func(e string) bool { return covers(action, e) }) {
					report(item, "who may do this can come to any permission there is", "Take it out, or give the role a permissionsBoundary.")
				}
			}
		}
		for _, item := range p.Node.Get("managedPolicies").Items() {
			if _, name, aws := strings.Cut(item.Text, ":iam::aws:policy/"); aws && slices.Contains(allPowerful, name) {
				report(item, name+" allows nearly everything in the account", "Write grants, or give the role a permissionsBoundary.")
			}
		}
	})
}
