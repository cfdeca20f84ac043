package spec

import "strings"

// IAMOIDCProvider is an account's trust in an issuer of OIDC tokens.
type IAMOIDCProvider struct {
	Node      *Node
	Issuer    string   `yaml:"issuer"`
	Audiences []string `yaml:"audiences"`
}

// IssuerKey is an issuer as IAM writes it in ARNs and condition keys: without
// its scheme, with everything else, a closing slash included.
func IssuerKey(issuer string) string { return strings.TrimPrefix(issuer, "https://") }
