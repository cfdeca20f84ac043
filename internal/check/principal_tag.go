package check

import (
	"regexp"
	"slices"
	"strings"

	"github.com/mlauth/mlauth-compile/internal/diag"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

var principalTagRules = []Rule{
	{"MLA548", diag.Warning, "A principal tag that a role's policy reads is one that its sessions have.", knownPrincipalTags},
}

// principalTag is how a policy names one: as a condition's key, or in a variable,
// where a default may follow.
var principalTag = regexp.MustCompile(`aws:PrincipalTag/([^},]+)`)

// knownPrincipalTags: a session of an identity pool's role has the tags that the
// pool makes of claims, and those of the role. A comparison with another fails,
// and a resource with one in its name is none.
// https://docs.aws.amazon.com/cognito/latest/developerguide/attributes-for-access-control.html
func knownPrincipalTags(s *spec.Spec, report report) {
	p := s.IdentityPool
	if p == nil || len(p.OIDCProviders)+len(p.SAMLProviders) > 0 || doubtful(p.Node.Get("principalTags")) {
		return
	}
	known := append(keys(p.PrincipalTags), keys(s.Metadata.Tags)...)
	for _, key := range keys(p.Roles) {
		eachText(p.Roles[key].Node, func(at *spec.Node) {
			for _, m := range principalTag.FindAllStringSubmatch(at.Text, -1) {
				if name := strings.TrimSpace(m[1]); !ofSession(name, known) {
					remedy := "Add it to principalTags: " + name + ": CLAIM"
					if near := diag.Nearest(name, known); near != "" {
						remedy = "Did you mean " + quote(near) + "?"
					}
					report(at, "no session of this role has the tag "+quote(name), remedy)
					return
				}
			}
		})
	}
}

// ofSession compares without case, as IAM does. What this tool puts on a role
// begins with mlauth:.
func ofSession(name string, known []string) bool {
	return strings.HasPrefix(name, "mlauth:") || name == "managed-by" ||
		slices.ContainsFunc(known, func(k string) bool { return strings.EqualFold(k, name) })
}

// eachText walks the texts beneath a node, keys included.
func eachText(n *spec.Node, do func(at *spec.Node)) {
	for e := range n.Entries() {
		do(e.Key)
		eachText(e.Value, do)
	}
	for _, item := range n.Items() {
		eachText(item, do)
	}
	if n != nil && n.Kind == spec.Scalar {
		do(n)
	}
}
