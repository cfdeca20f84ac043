package check

import (
	"strings"

	"github.com/mlauth/mlauth-compile/internal/diag"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

var tagRules = []Rule{
	{"MLA906", diag.Error, "Tags do not begin with aws:, which is AWS's.", reservedTags},
	{"MLA907", diag.Error, "Tags differ in more than their case where IAM has them.", caseTags},
	{"MLA908", diag.Warning, "Tags that this tool sets are left to it.", ownTags},
}

// reservedTags: https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html
func reservedTags(s *spec.Spec, report report) {
	for entry := range s.Metadata.Node.Get("tags").Entries() {
		if strings.HasPrefix(strings.ToLower(entry.Key.Text), "aws:") {
			report(entry.Key, "tags that begin with aws: are AWS's own, and nobody else may set them", "Choose another name.")
		}
	}
}

// caseTags: to IAM two keys that differ in case are one, given twice. Of session
// tags MLA516 says the same.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html#id_tags_rules_creating
func caseTags(s *spec.Spec, report report) {
	if s.IdentityPool == nil && len(s.Workloads)+len(s.IAMOIDCProviders) == 0 {
		return
	}
	first := map[string]string{}
	for _, key := range toolTags {
		first[key] = key
	}
	for entry := range s.Metadata.Node.Get("tags").Entries() {
		key := entry.Key.Text
		other, taken := first[strings.ToLower(key)]
		if taken && other != key {
			report(entry.Key, "to IAM this is the tag "+quote(other)+" a second time: it does not tell tags apart by their case", "Choose one way to write it.")
			continue
		}
		first[strings.ToLower(key)] = key
	}
}

// toolTags are the tags that every resource of a stack gets.
var toolTags = []string{"mlauth:stack", "mlauth:team", "mlauth:environment", "mlauth:spec", "managed-by"}

func ownTags(s *spec.Spec, report report) {
	for entry := range s.Metadata.Node.Get("tags").Entries() {
		if strings.HasPrefix(entry.Key.Text, "mlauth:") {
			report(entry.Key, "tags that begin with mlauth: say which stack a resource is of, and this one would say something else", "Choose another name.")
		}
	}
}
