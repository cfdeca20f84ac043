package spec

import "slices"

// IdentityProvider is an OpenID Connect provider whose users a pool lets in.
type IdentityProvider struct {
	Node                    *Node
	Type                    string            `yaml:"type"`
	Issuer                  string            `yaml:"issuer"`
	ClientID                TextOrSecret      `yaml:"clientId"`
	ClientSecret            SecretRef         `yaml:"clientSecret"`
	Scopes                  []string          `yaml:"scopes"`
	AttributesRequestMethod string            `yaml:"attributesRequestMethod"`
	Endpoints               *Endpoints        `yaml:"endpoints"` // nil: by discovery
	Identifiers             []string          `yaml:"identifiers"`
	AttributeMapping        map[string]string `yaml:"attributeMapping"` // pool attribute: claim
}

// Endpoints are those of a provider that has no discovery document.
type Endpoints struct {
	Authorization string `yaml:"authorization"`
	Token         string `yaml:"token"`
	UserInfo      string `yaml:"userInfo"`
	JWKS          string `yaml:"jwks"`
}

// UsernameAttribute is the mapping's name for a pool's user name.
const UsernameAttribute = "username"

func (p *IdentityProvider) defaults() {
	p.Type = "oidc"
	p.Scopes = []string{"openid", "email"}
	p.AttributesRequestMethod = "GET"
}

// derive maps the user name, which Cognito takes from sub in any case: left
// out of the mapping, it would come back from AWS as a difference.
func (p *IdentityProvider) derive() {
	if p.AttributeMapping == nil {
		p.AttributeMapping = map[string]string{}
	}
	if p.AttributeMapping[UsernameAttribute] == "" {
		p.AttributeMapping[UsernameAttribute] = "sub"
	}
	slices.Sort(p.Identifiers)
}
