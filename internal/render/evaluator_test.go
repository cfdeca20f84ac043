package render_test

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/mlauth/mlauth-compile/internal/render"
)

// An evaluator of IAM policies, written from IAM's documentation and from
// nothing of ours, so that what a policy means is read by other eyes than those
// that wrote it.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html

// request is what IAM is asked.
type request struct {
	principal string // of a trust policy
	action    string
	resource  string
	context   map[string][]string
}

// allowed tells whether a policy allows a request: some statement allows it and
// none denies it.
func allowed(t *testing.T, policy string, r request) bool {
	t.Helper()
	var document struct{ Statement []map[string]any }
	if err := json.Unmarshal([]byte(policy), &document); err != nil {
		t.Fatalf("%v in %s", err, policy)
	}
	answer := false
	for _, s := range document.Statement {
		if !applies(t, s, r) {
			continue
		}
		if s["Effect"] == "Deny" {
			return false
		}
		answer = true
	}
	return answer
}

func applies(t *testing.T, s map[string]any, r request) bool {
	t.Helper()
	fits := func(element, text string, fold bool) bool {
		return slices.ContainsFunc(many(s[element]), func(pattern string) bool { return like(fill(pattern, r.context), text, fold) })
	}
	if !fits("Action", r.action, true) {
		return false
	}
	if principals, trust := s["Principal"].(map[string]any); trust {
		if !slices.Contains(append(many(principals["Federated"]), many(principals["Service"])...), r.principal) {
			return false
		}
	} else if !fits("Resource", r.resource, false) {
		return false
	}
	conditions, _ := s["Condition"].(map[string]any)
	for operator, keys := range conditions {
		for key, values := range keys.(map[string]any) {
			if !holds(t, operator, many(values), r.context[key], r.context) {
				return false
			}
		}
	}
	return true
}

// holds knows the operators that our policies have. A key that the request
// does not have fulfils none of them.
func holds(t *testing.T, operator string, wanted, given []string, context map[string][]string) bool {
	t.Helper()
	set, base, _ := strings.Cut(operator, ":")
	if base == "" {
		set, base = "", set
	}
	if set == "" && len(given) > 1 {
		t.Fatalf("%s of a key with several values", operator)
	}
	return slices.ContainsFunc(given, func(value string) bool {
		return slices.ContainsFunc(wanted, func(pattern string) bool {
			pattern = fill(pattern, context)
			switch base {
			case "StringEquals":
				return pattern == value
			case "Bool":
				return strings.EqualFold(pattern, value)
			case "StringLike":
				return like(pattern, value, false)
			}
			t.Fatalf("the evaluator does not know %s", operator)
			return false
		})
	})
}

var variable = regexp.MustCompile(`\$\{[^}]*\}`)

// fill puts the values of policy variables in. One without a value leaves a
// text that no name has.
func fill(pattern string, context map[string][]string) string {
	return variable.ReplaceAllStringFunc(pattern, func(v string) string {
		if values := context[strings.Trim(v, "${}")]; len(values) == 1 {
			return values[0]
		}
		return "\x00"
	})
}

func like(pattern, text string, fold bool) bool {
	expression := strings.NewReplacer(`\*`, ".*", `\?`, ".").Replace(regexp.QuoteMeta(pattern))
	if fold {
		expression = "(?i)" + expression
	}
	return regexp.MustCompile("^(?:" + expression + ")$").MatchString(text)
}

func many(v any) []string {
	switch v := v.(type) {
	case string:
		return []string{v}
	case []any:
		out := make([]string, len(v))
		for i := range v {
			out[i] = v[i].(string)
		}
		return out
	}
	return nil
}

// trusts asks the trust policy of a role.
func trusts(t *testing.T, r *render.Recording, role string, asked request) bool {
	t.Helper()
	return allowed(t, find(t, r, role).Properties["assumeRolePolicy"].(string), asked)
}

// may asks the permissions of a role.
func may(t *testing.T, r *render.Recording, role string, asked request) bool {
	t.Helper()
	return allowed(t, find(t, r, role+".policy").Properties["policy"].(string), asked)
}
