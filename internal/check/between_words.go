package check

import (
	"slices"

	"github.com/mlauth/mlauth-compile/internal/spec"
)

// Words are the texts by which the rules between specs bring others together
// with this one: another spec in which none of them stands, nor in what it extends,
// changes nothing in what those rules say of this. Names that are made of others
// are left out, such as a role's that is STACK-WORKLOAD: only a run of all specs
// compares them.
func Words(s *spec.Spec) []string {
	var words []string
	for _, n := range wordNodes(s) {
		if n.IsString() && !n.Poisoned() {
			words = append(words, n.Text)
		}
	}
	eachTrust(s, func(_ spec.Workload, t spec.Trust) {
		if issuer := t.Issuer(); !s.Repository.HasIAMOIDCProvider(issuer, s.AWS.AccountID) {
			words = append(words, issuer)
		}
	})
	for _, role := range roleNodes(s) {
		words = append(words, role.name)
	}
	return slices.DeleteFunc(words, func(w string) bool { return w == "" })
}

func wordNodes(s *spec.Spec) []*spec.Node {
	pool, adopt, publish := s.Node.Get("userPool"), s.Node.Get("lifecycle").Get("adopt"), s.Node.Get("publish")
	nodes := []*spec.Node{
		s.Node.Get("metadata").Get("name"),
		pool.Get("use").Get("stack"), pool.Get("use").Get("id"),
		pool.Get("domain").Get("prefix"), pool.Get("domain").Get("custom"),
		publish.Get("ssm").Get("path"), publish.Get("secretsManager").Get("path"),
		adopt.Get("userPool"), adopt.Get("identityPool"),
	}
	for entry := range s.Node.Get("iamOidcProviders").Entries() {
		nodes = append(nodes, entry.Value.Get("issuer"))
	}
	for _, section := range []string{"domain", "identityProviders", "resourceServers", "clients", "groups"} {
		for entry := range adopt.Get(section).Entries() {
			nodes = append(nodes, entry.Value)
		}
	}
	for entry := range s.Node.Get("clients").Entries() {
		nodes = append(nodes, entry.Value.Get("callbackUrls").Items()...)
	}
	eachTrust(s, func(_ spec.Workload, t spec.Trust) {
		nodes = append(nodes, t.Node.Get("github").Get("repository"), t.Node.Get("gitlab").Get("project"),
			t.Node.Get("eks").Get("issuer"), t.Node.Get("podIdentity").Get("serviceAccount"))
		nodes = append(nodes, t.Node.Get("oidc").Get("subjects").Items()...)
	})
	return nodes
}
