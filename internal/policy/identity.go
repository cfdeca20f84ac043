package policy

import (
	"strings"

	"github.com/mlauth/mlauth-compile/internal/spec"
)

// TrustIdentity is the same text for trusts that let in the same; "" for one of
// which is not known whom it lets in.
func TrustIdentity(t spec.Trust) string {
	const between = "\x00"
	switch p := t.PodIdentity; {
	case p != nil:
		return "pod" + between + p.Cluster + between + p.Namespace + between + p.ServiceAccount
	case t.Service != "":
		return "service" + between + servicePrincipal(t.Service)
	}
	audiences, subjects := tokens(t)
	if len(subjects) == 0 {
		return ""
	}
	return "token" + between + spec.IssuerKey(t.Issuer()) + between + joined(audiences) + between + between + joined(subjects)
}

// joined is the same text for lists that hold the same.
func joined(list []string) string {
	if len(list) == 1 {
		return list[0]
	}
	return strings.Join(unique(list), "\x00")
}
